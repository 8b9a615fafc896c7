"""Mails that came back: told by a provider's webhook, shown to the person and the scrutiny officer, not said daily."""

import base64
import json
from importlib import reload
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone

from council.models import Holding
from recommendations.models import Action
from recommendations.states import Status
from reminders import bounces
from reminders.models import Message
from reminders.states import MessageState
from reminders.views import events
from tests import factories as f
from tests.conftest import Cast
from tests.reminders.conftest import clock, live

pytestmark = pytest.mark.django_db

SECRET = "provider:a long secret"


@pytest.fixture(autouse=True)
def sent(cast: Cast, settings: Any) -> Message:
    """A mail that the provider took."""
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET}
    Holding.objects.filter(user=cast.deputy).delete()
    Action.objects.update(
        original_target_on=f.days(7), target_on=f.days(7), status=Status.ON_TRACK, updated_on=f.days(-10)
    )
    live(f.DAY)
    return Message.objects.get()


def bounce(digest: str, secret: str = SECRET, kind: str = "HardBounce", message_id: str = "abc") -> int:
    """What Postmark tells. The status of the answer."""
    told = {
        "RecordType": "Bounce",
        "Type": kind,
        "TypeCode": 1,
        "MessageID": message_id,
        "Email": "officer@harbour.example",
        "BouncedAt": "2026-06-17T07:05:00Z",
        "Description": "The server was unable to deliver your message.",
        "Details": "smtp;550 5.1.1 no such mailbox",
        "Metadata": {"digest": digest},
    }
    request = RequestFactory().post(
        "/mail-events/",
        json.dumps(told),
        content_type="application/json",
        headers={"authorization": f"Basic {base64.b64encode(secret.encode()).decode()}"},
    )
    return events.told_by("postmark")(request).status_code


def test_a_mail_that_came_back_is_noted_once_with_the_reason(sent: Message) -> None:
    assert bounce(sent.message_id) == 200
    assert bounce(sent.message_id) == 200
    row = Message.objects.get()
    assert row.state == MessageState.BOUNCED
    assert row.reason == "The mail came back: smtp;550 5.1.1 no such mailbox"
    assert row.bounced_at is not None and row.sent_at == sent.sent_at


def test_a_provider_that_tells_its_own_id_alone_is_understood(sent: Message) -> None:
    Message.objects.update(provider_id="abc")
    assert bounce("") == 200
    assert Message.objects.get().state == MessageState.BOUNCED


@pytest.mark.parametrize("kind", ["Transient", "AutoResponder", "Subscribe"])
def test_other_news_changes_nothing(sent: Message, kind: str) -> None:
    assert bounce(sent.message_id, kind=kind) == 200
    assert Message.objects.get().state == MessageState.SENT


def test_an_unknown_message_is_nobodys(sent: Message) -> None:
    assert bounce("<another@harbour.example>") == 200
    assert not bounces.came_back("", "", "Nothing.", timezone.now())
    assert Message.objects.get().state == MessageState.SENT


def test_nobody_else_tells(sent: Message) -> None:
    with pytest.raises(Exception, match="basic auth"):
        bounce(sent.message_id, secret="provider:guessed")
    assert Message.objects.get().state == MessageState.SENT


def test_a_provider_that_nobody_knows_is_told_when_the_site_starts() -> None:
    with pytest.raises(LookupError, match="MAIL_PROVIDER=pigeon"):
        events.told_by("pigeon")


def test_without_a_provider_there_is_no_such_address(settings: Any) -> None:
    assert Client().post("/mail-events/").status_code in (302, 404)
    from reminders import urls  # read again below, with the provider

    settings.MAIL_PROVIDER = "postmark"
    try:
        assert "mail-events/" in {str(p.pattern) for p in reload(urls).urlpatterns}
    finally:
        settings.MAIL_PROVIDER = ""
        assert "mail-events/" not in {str(p.pattern) for p in reload(urls).urlpatterns}


def test_it_is_shown_to_the_person_and_the_scrutiny_officer_and_said_again_by_the_next_stage(
    sent: Message, cast: Cast
) -> None:
    bounce(sent.message_id)
    reason = "smtp;550 5.1.1 no such mailbox"
    with clock(f.DAY, 12):
        for person, page in (
            ("officer", "/reminders/"),
            ("officer", "/my-actions/"),
            ("scrutiny", f"/reminders/committees/{cast.committee.pk}/"),
            ("scrutiny", f"/set-up/people/{cast.officer.pk}/"),
        ):
            assert reason in cast.client(person).get(page).content.decode(), page
        text = cast.client("member").get(cast.recommendation.get_absolute_url()).content.decode()
        assert "could not be delivered to Youth Service Manager" in text and reason not in text
    assert live(f.days(1)) == []
    assert len(live(f.days(6))) == 1
