"""The demonstration's outbox: every mail as sent, read by everybody who is signed in, and nowhere else."""

import importlib
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.mail import EmailMessage, send_mail
from django.test import Client
from django.urls import clear_url_caches

import reminders.urls
import scrutiny.urls
from recommendations.models import Action
from reminders.models import Message, OutboxMail
from tests import factories as f
from tests.conftest import Cast
from tests.reminders.conftest import at, clock, plan, send

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def kept(settings: Any) -> None:
    """Mails go into the outbox."""
    settings.EMAIL_BACKEND = "reminders.outbox.OutboxBackend"


@pytest.fixture
def digest(cast: Cast) -> OutboxMail:
    """One digest, sent."""
    Action.objects.update(original_target_on=f.days(-3), target_on=f.days(-3))
    cast.post.holdings.filter(user=cast.deputy).delete()
    plan(f.DAY)
    send(f.DAY)
    return OutboxMail.objects.get()


def test_a_mail_is_kept_as_it_would_have_been_sent(digest: OutboxMail) -> None:
    assert digest.message_id == Message.objects.get().message_id
    assert (digest.sender, digest.to, digest.at) == (
        "Scrutiny Tracker <scrutiny@harbour.example>",
        "officer@harbour.example",
        at(f.DAY),
    )
    assert digest.subject == "1 action needs you: it was due on 14 June 2026"
    assert digest.text.startswith("1 action needs you.")
    assert digest.html.startswith("<!doctype html>")
    headers = dict(digest.headers)
    assert headers["Reply-To"] == "scrutiny@harbour.example"
    assert headers["Auto-Submitted"] == "auto-generated"


def test_a_plain_mail_is_kept_and_one_without_a_recipient_is_not() -> None:
    assert send_mail("Subject", "Words.", "a@harbour.example", ["b@harbour.example", "c@harbour.example"]) == 1
    assert EmailMessage("Nobody", "Words.").send() == 0
    row = OutboxMail.objects.get()
    assert (row.to, row.html) == ("b@harbour.example, c@harbour.example", "")


@pytest.mark.parametrize("person", ["officer", "member", "chair", "scrutiny", "member_elsewhere"])
def test_everybody_who_is_signed_in_reads_it(digest: OutboxMail, cast: Cast, person: str) -> None:
    client = cast.client(person)
    page = client.get("/outbox/")
    assert page.status_code == 200
    assert digest.subject in page.content.decode()
    assert digest.get_absolute_url() in page.content.decode()
    one = client.get(digest.get_absolute_url()).content.decode()
    assert "Overdue 3 days" in one
    assert digest.message_id.strip("<>") in one
    assert f'href="/outbox/{digest.pk}/html/"' in one


def test_nobody_else_reads_it(digest: OutboxMail) -> None:
    for address in ("/outbox/", digest.get_absolute_url(), f"/outbox/{digest.pk}/html/"):
        assert Client().get(address).status_code == 302


def test_the_html_version_may_have_styles_and_nothing_else(digest: OutboxMail, cast: Cast) -> None:
    answer = cast.client("member").get(f"/outbox/{digest.pk}/html/")
    assert answer.content.decode() == digest.html
    policy = answer.headers["Content-Security-Policy"]
    assert {part.strip() for part in policy.split(";")} == {
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "sandbox",
    }
    # The pages around it keep the strict policy.
    assert "unsafe-inline" not in cast.client("member").get("/outbox/").headers["Content-Security-Policy"]


def test_a_mail_that_is_not_there_is_not_found(cast: Cast) -> None:
    for address in ("/outbox/99/", "/outbox/99/html/"):
        assert cast.client("member").get(address).status_code == 404


def test_the_outbox_is_only_read(digest: OutboxMail, cast: Cast) -> None:
    for address in ("/outbox/", digest.get_absolute_url(), f"/outbox/{digest.pk}/html/"):
        assert cast.client("member").post(address).status_code == 405


def test_long_outboxes_are_paged_and_the_newest_comes_first(cast: Cast) -> None:
    for number in range(30):
        with clock(f.DAY, 9, number):
            send_mail(f"Mail {number}.", "Words.", None, ["b@harbour.example"])
    first = cast.client("member").get("/outbox/").content.decode()
    assert "1 to 25 of 30 mails" in first
    assert first.index("Mail 29.") < first.index("Mail 5.")
    assert "Mail 4." not in first
    assert "Mail 0." in cast.client("member").get("/outbox/?page=2").content.decode()
    assert cast.client("member").get("/outbox/?page=nonsense").status_code == 200


def test_an_empty_outbox_says_when_the_next_reminder_comes(cast: Cast) -> None:
    Action.objects.update(original_target_on=f.days(40), target_on=f.days(40), updated_on=f.days(-1))
    with clock(f.DAY):
        page = cast.client("member").get("/outbox/").content.decode()
    assert "No mail has been sent yet." in page
    assert "The next reminder falls due on 27 June 2026." in page


def test_an_empty_outbox_says_from_when_todays_reminders_go(cast: Cast) -> None:
    Action.objects.update(original_target_on=f.days(-3), target_on=f.days(-3))
    plan(f.DAY, hour=6)
    with clock(f.DAY, 7):
        page = cast.client("member").get("/outbox/").content.decode()
    assert "Reminders are planned for today and go out from 08:00." in page


def test_an_empty_outbox_without_anything_to_say_says_so(cast: Cast) -> None:
    Action.objects.update(original_target_on=f.days(400), target_on=f.days(400), updated_on=f.DAY)
    with clock(f.DAY):
        page = cast.client("member").get("/outbox/").content.decode()
    assert "No reminder falls due in the next 60 days." in page


def reload_addresses() -> None:
    """Read the site map again, as a start with the settings of now would."""
    importlib.reload(reminders.urls)
    importlib.reload(scrutiny.urls)
    clear_url_caches()


@pytest.fixture
def real_install(settings: Any) -> Iterator[None]:
    """The site map outside the demonstration."""
    settings.DEMONSTRATION = False
    reload_addresses()
    yield
    settings.DEMONSTRATION = True
    reload_addresses()


@pytest.mark.usefixtures("real_install")
def test_outside_the_demonstration_there_is_no_outbox(cast: Cast) -> None:
    mail = OutboxMail.objects.create(
        sender="a", to="b", subject="c", text="d", html="e", headers=[], message_id="<f>", at=at(f.DAY)
    )
    for address in ("/outbox/", f"/outbox/{mail.pk}/", f"/outbox/{mail.pk}/html/"):
        assert cast.client("administrator").get(address).status_code == 404
