"""What the timeline of a recommendation shows of reminders: to whom, by when, and never a name or an address."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from council.models import Holding
from recommendations.models import Action
from recommendations.standing import RecommendationStanding
from recommendations.states import State, Status
from reminders.models import Message
from reminders.states import MessageState
from reminders.timeline import events
from tests import factories as f
from tests.conftest import Cast
from tests.reminders.conftest import clock, live
from tests.test_nothing_hints import ALWAYS_NEW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def silent(cast: Cast) -> None:
    """Nothing was said about the cast's action for too long, and one person is told."""
    Holding.objects.filter(user=cast.deputy).delete()
    User.objects.filter(pk=cast.officer.pk).update(name="The holder")
    Action.objects.update(
        original_target_on=f.days(300), target_on=f.days(300), status=Status.ON_TRACK, updated_on=f.days(-100)
    )


def told(cast: Cast, person: str, on: date = f.DAY) -> list[str]:
    """What the timeline says of reminders to a person."""
    actions: Any = (SimpleNamespace(action=Action.objects.select_related("post").get(), state=State.ON_TRACK),)
    standing = RecommendationStanding(cast.recommendation, on, actions, (), (), 2)
    return [event.summary for event in events(standing, cast.roles(person, on))]


def test_reminders_and_the_parts_of_their_recipients_take_one_query(cast: Cast) -> None:
    live(f.DAY)
    roles = cast.roles("member")
    action = Action.objects.select_related("post", "part", "recommendation").get()
    actions = (SimpleNamespace(action=action, state=State.ON_TRACK),)
    standing = RecommendationStanding(cast.recommendation, f.DAY, actions, (), (), 2)  # type: ignore[arg-type]
    assert cast.recommendation.review.committee_id in roles.committee_ids
    with CaptureQueriesContext(connection) as queries:
        assert events(standing, roles)
    assert len(queries) == 1


def page(cast: Cast, person: str) -> bytes:
    """The recommendation's page."""
    with clock(f.DAY, 12):
        answer = cast.client(person).get(f"{cast.recommendation.get_absolute_url()}?all=1")
    assert answer.status_code == 200
    return ALWAYS_NEW.sub(b"", answer.content)


def test_when_silence_is_noticed_is_for_those_who_may_read_what_is_exempt(cast: Cast) -> None:
    """Its coming and its end would tell a colleague of another service the day of an exempt update."""
    before = page(cast, "other_officer"), page(cast, "member")
    live(f.DAY)
    assert page(cast, "other_officer") == before[0]
    assert page(cast, "member") != before[1]
    for person in ("member", "chair", "scrutiny", "officer", "head"):
        assert told(cast, person) == ["No update for too long: sent to Youth Service Manager"], person
    for person in ("other_officer", "member_elsewhere", "former_member", "administrator"):
        assert told(cast, person) == [], person


def test_a_past_day_shows_what_was_known_on_it(cast: Cast) -> None:
    live(f.DAY)
    Message.objects.update(
        state=MessageState.BOUNCED, bounced_at=f.noon(f.days(3)), reason="550 officer@harbour.example unknown"
    )
    assert told(cast, "chair", f.days(2)) == ["No update for too long: sent to Youth Service Manager"]
    assert told(cast, "chair", f.days(3)) == ["No update for too long: could not be delivered to Youth Service Manager"]
    Message.objects.update(sent_at=f.noon(f.days(1)))
    assert told(cast, "chair", f.DAY) == []


def test_neither_a_name_nor_what_the_server_said_stands_there(cast: Cast) -> None:
    live(f.DAY)
    Message.objects.update(state=MessageState.FAILED, sent_at=None, reason="550 officer@harbour.example unknown")
    text = page(cast, "chair").decode()
    assert "could not be delivered to Youth Service Manager" in text
    assert "officer@harbour.example" not in text and "The holder" not in text.split("No update for too long")[1][:300]


def test_an_actions_page_shows_what_was_sent_about_it_and_to_whom(cast: Cast) -> None:
    live(f.DAY)
    said = "No update for too long: sent to Youth Service Manager."
    with clock(f.DAY, 12):
        pages = {
            p: cast.client(p).get(cast.action.get_absolute_url()).content.decode() for p in ("chair", "other_officer")
        }
    assert said in pages["chair"] and 'id="reminders"' in pages["chair"]
    assert said not in pages["other_officer"] and 'id="reminders"' not in pages["other_officer"]


def test_reminders_of_one_day_are_one_line_that_opens_to_their_list(cast: Cast) -> None:
    part = f.ActionFactory.create(recommendation=cast.recommendation, post=cast.post, number=2, part=None)
    Action.objects.filter(pk=part.pk).update(
        original_target_on=f.days(300), target_on=f.days(300), status=Status.ON_TRACK, updated_on=f.days(-100)
    )
    live(f.DAY)
    with clock(f.DAY, 12):
        client = cast.client("member")
        address = cast.recommendation.get_absolute_url()
        text, listed = client.get(address).text, client.get(f"{address}?kind=reminder").text
    assert "<summary>2 reminders</summary>" in text
    assert text.count("No update for too long: sent to Youth Service Manager") == 2
    assert "<summary>2 reminders</summary>" not in listed
