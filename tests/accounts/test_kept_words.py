"""Words that are sent after the session has ended: kept, and offered after sign-in to whoever typed them."""

from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import get_resolver

from accounts.kept_words import signature
from recommendations.models import Draft, Update
from tests import factories as f
from tests import verbs
from tests.accounts.test_codes import ASK, ENTER, code_in
from tests.conftest import Cast
from tests.test_doors import addresses

pytestmark = pytest.mark.usefixtures("day")

TYPED = {"status": "delayed", "reason": "staffing", "words": "The post was vacant for a month.", "version": "1"}


def form(cast: Cast) -> str:
    return f"/actions/{cast.action.pk}/update/"


def send_signed_out(cast: Cast, by: str = "officer", **more: str) -> Client:
    """A browser whose session has ended, after it sent the form."""
    client = Client()
    typed = {**TYPED, "typed_by": signature(cast.people[by].pk), **more}
    answer = client.post(form(cast), typed)
    assert (answer.status_code, answer["Location"]) == (302, f"/sign-in/?next={form(cast)}")
    return client


def words_in(client: Client, cast: Cast) -> Any:
    return client.get(form(cast)).context["form"]["words"].value()


def test_after_sign_in_the_form_is_filled_and_one_press_from_saved(cast: Cast) -> None:
    client = send_signed_out(cast)
    assert "Your words are kept" in client.get(f"/sign-in/?next={form(cast)}").content.decode()
    client.force_login(cast.officer)
    page = client.get(form(cast))
    filled = page.context["form"]
    assert {name: str(filled[name].value()) for name in TYPED} == TYPED
    assert "Your words are back." in page.content.decode()
    assert client.post(form(cast), TYPED).status_code == 302
    assert Update.objects.get().words == TYPED["words"]
    assert not words_in(client, cast)


def test_they_outlive_signing_in_by_a_code(cast: Cast) -> None:
    client = Client()
    client.post(form(cast), {**TYPED, "typed_by": signature(cast.officer.pk)})
    client.post(ASK, {"email": "officer@harbour.example", "next": form(cast)})
    answer = client.post(ENTER, {"code": code_in(mail.outbox[0]), "next": form(cast)})
    assert answer.status_code == 302
    assert words_in(client, cast) == TYPED["words"]


def test_somebody_else_who_signs_in_there_is_not_offered_them(cast: Cast) -> None:
    client = send_signed_out(cast, "officer")
    client.force_login(cast.deputy)
    assert not words_in(client, cast)


def test_without_a_signature_of_ours_nothing_is_kept(cast: Cast) -> None:
    for typed_by in ("", f"{cast.deputy.pk}:forged"):
        client = Client()
        client.post(form(cast), {**TYPED, "typed_by": typed_by})
        assert "kept_words" not in client.session
        client.force_login(cast.officer)
        assert not words_in(client, cast)


def test_the_words_of_one_person_never_become_anothers(cast: Cast) -> None:
    """In another tab somebody else has signed in since the form was opened."""
    client = cast.client("deputy")
    typed = {**TYPED, "typed_by": signature(cast.officer.pk)}
    assert client.post(form(cast), typed).status_code == 403
    assert client.post(f"/actions/{cast.action.pk}/draft/", typed).status_code == 403
    assert not Update.objects.exists() and not Draft.objects.exists()
    assert client.post(form(cast), {**TYPED, "typed_by": signature(cast.deputy.pk)}).status_code == 302


def test_after_an_hour_they_are_gone(cast: Cast) -> None:
    client = send_signed_out(cast)
    client.force_login(cast.officer)
    assert words_in(client, cast)
    with time_machine.travel(f.noon(f.DAY).replace(hour=13, minute=1), tick=False):
        assert not words_in(client, cast)


def test_what_nobody_types_by_hand_is_not_kept(cast: Cast) -> None:
    client = Client()
    answer = client.post(
        form(cast), {**TYPED, "words": "a" * 60_001, "typed_by": signature(cast.officer.pk)}, follow=True
    )
    assert "could not be kept" in answer.content.decode()


def test_a_form_of_htmx_keeps_its_words_in_the_page(cast: Cast) -> None:
    client = Client()
    assert client.post(form(cast), TYPED, headers={"HX-Request": "true"}).status_code == 401
    client.force_login(cast.officer)
    assert not words_in(client, cast)


def test_other_forms_keep_theirs_too(cast: Cast) -> None:
    address, words = "/reviews/harbour-review/recommendations/1/ask/", "How many schools take part?"
    client = Client()
    client.post(address, {"words": words, "asks_for": "words", "typed_by": signature(cast.member.pk)})
    client.force_login(cast.member)
    assert client.get(address).context["form"]["words"].value() == words
    request = verbs.ask(cast.action, cast.officer, f.days(90))
    client = Client()
    client.post(
        f"/requests-for-more-time/{request.pk}/",
        {"decision": "refuse", "note": "Not yet.", "typed_by": signature(cast.head.pk)},
    )
    client.force_login(cast.head)
    assert client.get(f"/requests-for-more-time/{request.pk}/").context["form"]["note"].value() == "Not yet."


def test_nothing_is_kept_of_a_sign_in(cast: Cast) -> None:
    """Passwords and codes pass through pages that keep nothing."""
    keeping = {
        name for name in addresses(get_resolver().url_patterns) if name.startswith(("account", "mfa", "usersessions"))
    }
    assert keeping
    client = Client()
    client.post("/sign-in/password/", {"login": "officer@harbour.example", "password": "secret"})
    assert "kept_words" not in client.session
