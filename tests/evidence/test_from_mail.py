"""The link of a reminder: one form, one person, one action, one update; all else is explained and opens nothing."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from council.models import Holding
from recommendations import links
from recommendations.links import SIGNER, WORKS_DAYS, Refused, Why
from recommendations.models import Action, Update, UpdateLink
from recommendations.states import VerdictKind
from reminders import delivery, planning
from tests import factories as f
from tests import verbs
from tests.conftest import Cast, assemble
from tests.services import needs_postgres

pytestmark = pytest.mark.usefixtures("day")

TYPED = {"status": "on_track", "words": "The first half is done by now.", "version": "1"}


def address(cast: Cast, on: int = 0) -> str:
    token = links.issue(cast.officer.pk, [cast.action.pk], f.days(on))[cast.action.pk]
    return reverse("evidence:from_mail", args=[token])


def test_it_opens_the_form_without_signing_in_and_takes_one_update(cast: Cast) -> None:
    client, url = Client(), address(cast)
    # Machines open the links of mails before people do.
    for _ in range(3):
        page = client.get(url)
    text = page.content.decode()
    assert "This link is for Youth Service Manager and this action only." in text
    assert client.get("/my-actions/").status_code == 302
    assert client.post(url, TYPED).status_code == 200
    update = Update.objects.get()
    assert (update.given_by, update.given_for, update.words) == (cast.officer, cast.post, TYPED["words"])
    assert UpdateLink.objects.get().update == update
    again = client.post(url, {**TYPED, "words": "And something more."})
    assert again.status_code == 410
    said = again.content.decode()
    assert "This link was used already" in said and "And something more." in said
    assert client.get(url).status_code == 410
    assert Update.objects.count() == 1


def test_whoever_asks_for_more_time_reads_until_when_and_who_decides(cast: Cast) -> None:
    asked = {"status": "delayed", "reason": "staffing", "ask": "on"}
    day = {"to_on_day": "25", "to_on_month": "12", "to_on_year": "2026"}
    said = Client().post(address(cast), {**TYPED, **asked, **day}).content.decode()
    assert "More time, to 25 December 2026, has been asked for. The head of the service decides;" in said


def test_a_form_that_is_wrong_comes_back_with_its_words_and_the_link_still_works(cast: Cast) -> None:
    client, url = Client(), address(cast)
    wrong = client.post(url, {**TYPED, "status": "delayed"})
    assert wrong.status_code == 422
    assert "Choose why it is delayed" in wrong.content.decode() and TYPED["words"] in wrong.content.decode()
    verbs.tell(cast.action, cast.deputy, on=f.days(-1))
    overtaken = client.post(url, TYPED)
    assert overtaken.status_code == 409 and TYPED["words"] in overtaken.content.decode()
    assert client.post(url, {**TYPED, "version": "2"}).status_code == 200


def test_nothing_exempt_stands_on_its_page(cast: Cast) -> None:
    verbs.tell(cast.action, cast.officer, words="Three bids came in.", on=f.days(-2), exempt=verbs.terms(on=f.days(-2)))
    page = Client().get(address(cast)).content.decode()
    assert "Three bids" not in page and 'class="exempt"' not in page


def test_its_page_leads_nowhere_but_to_signing_in(cast: Cast) -> None:
    page = Client().get(address(cast)).content.decode()
    assert 'aria-label="Main"' not in page and "Sign out" not in page
    assert "/reviews/" not in page and f"/actions/{cast.action.pk}/" not in page


def test_its_address_is_told_to_nobody(cast: Cast) -> None:
    answer = Client().get(address(cast))
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Robots-Tag"] == "noindex"
    assert "no-store" in answer["Cache-Control"]


def refusal(cast: Cast, url: str) -> tuple[int, str]:
    page = Client().get(url)
    return page.status_code, page.content.decode()


def test_an_old_link_says_that_it_has_expired(cast: Cast) -> None:
    status, said = refusal(cast, address(cast, -WORKS_DAYS))
    assert status == 200
    status, said = refusal(cast, address(cast, -WORKS_DAYS - 1))
    assert status == 410 and "This link has expired." in said and "signing in" in said


def test_the_link_of_somebody_who_has_left_opens_nothing(cast: Cast) -> None:
    url = address(cast)
    Holding.objects.filter(user=cast.officer).update(to_on=f.days(-1))
    status, said = refusal(cast, url)
    assert status == 403 and "no longer answers for the action" in said
    assert cast.action.title not in said


def test_the_link_of_a_closed_account_opens_nothing(cast: Cast) -> None:
    url = address(cast)
    cast.officer.is_active = False
    cast.officer.save()
    assert refusal(cast, url)[0] == 403


def test_the_link_for_an_action_that_is_closed_or_unseen_opens_nothing(cast: Cast) -> None:
    url = address(cast)
    Action.objects.filter(pk=cast.action.pk).update(withdrawn_on=f.DAY)
    assert refusal(cast, url)[0] == 410
    Action.objects.filter(pk=cast.action.pk).update(withdrawn_on=None)
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.ACHIEVED, held_on=f.days(-1))
    assert refusal(cast, url)[0] == 410
    cast.review.published_on = None
    cast.review.save()
    assert refusal(cast, url)[0] == 410


def test_an_altered_link_is_not_found_and_hints_at_nothing(cast: Cast) -> None:
    url = address(cast)
    link = UpdateLink.objects.get()
    forged = [
        url[:-2] + "x/",
        reverse("evidence:from_mail", args=[f"{link.pk}.{link.nonce}"]),
        reverse("evidence:from_mail", args=[SIGNER.sign(f"{link.pk}.{'0' * 32}")]),
        reverse("evidence:from_mail", args=[SIGNER.sign(f"{link.pk + 1}.{link.nonce}")]),
    ]
    pages = [refusal(cast, address) for address in forged]
    assert [status for status, _ in pages] == [404] * 4
    # The way to sign in leads back to the address that was opened; nothing else differs.
    assert len({re.sub(r'href="/sign-in/[^"]*"|value="[^"]*"', "", said) for _, said in pages}) == 1


@settings(max_examples=60, deadline=None)
@given(text=st.text(min_size=1, max_size=80))
def test_no_text_of_anybodys_is_a_token(text: str) -> None:
    with pytest.raises(Refused) as refused:
        links.found(text, lock=False)
    assert refused.value.why == Why.ALTERED


def test_a_signed_in_person_goes_to_their_own_form_and_another_is_told(cast: Cast) -> None:
    url = address(cast)
    own = cast.client("officer").get(url)
    assert (own.status_code, own["Location"]) == (302, f"/actions/{cast.action.pk}/update/")
    for person in ("deputy", "scrutiny"):
        client = cast.client(person)
        assert client.get(url).status_code == client.post(url, TYPED).status_code == 403
    assert not Update.objects.exists()


def test_a_reminder_carries_such_a_link_and_says_whose_it_is(cast: Cast) -> None:
    Action.objects.filter(pk=cast.action.pk).update(target_on=f.days(-3), original_target_on=f.days(-3))
    planning.plan(f.DAY, f.noon(f.DAY))
    delivery.send_waiting("worker 1")
    (letter,) = [message for message in mail.outbox if message.to == ["officer@harbour.example"]]
    (line,) = [line for line in str(letter.body).splitlines() if "/from-mail/" in line]
    html = str(letter.alternatives[0][0])  # type: ignore[attr-defined]
    for text in (str(letter.body), html):
        assert line.strip() in text
        assert "yours alone" in text and "until 1 July 2026" in text
    path = line.strip().split("//", 1)[1].partition("/")[2]
    assert Client().get(f"/{path}").status_code == 200


def test_a_link_that_was_used_cannot_be_made_new_by_raw_sql(cast: Cast) -> None:
    Client().post(address(cast), TYPED)
    with pytest.raises(Exception, match="append-only"), connection.cursor() as cursor:
        cursor.execute("UPDATE recommendations_updatelink SET update_id = NULL")


@needs_postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_one_link_at_once_one_is_told_that_it_was_used() -> None:
    cast = assemble()
    for number in range(20):
        cast.action.refresh_from_db()
        url, form = address(cast), {**TYPED, "words": f"Round {number} of this.", "version": str(cast.action.version)}

        def send(_: int, url: str = url, form: dict[str, str] = form) -> int:
            try:
                return Client().post(url, form).status_code
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(send, range(2))) in ([200, 409], [200, 410])
    assert Update.objects.count() == 20
