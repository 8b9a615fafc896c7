"""What a report says of reminders is what was known on its day, and names posts and no address."""

from datetime import date
from typing import Any

import pytest

from council.models import Holding
from recommendations.models import Action
from reminders.models import Message, Reminder
from reminders.receipts import Receipt, receipts
from reminders.states import SAID_AGAIN, MessageState
from tests import factories as f
from tests.conftest import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ANSWER = "The mail server refused the address: 550 <owner@harbour.example> unknown"
CAME_BACK = {"state": MessageState.BOUNCED, "reason": ANSWER, "sent_at": f.noon(f.DAY)}


@pytest.fixture
def owner() -> Any:
    return f.UserFactory.create()


@pytest.fixture
def action(cast: Cast, owner: Any) -> Action:
    """An overdue action of a post that the owner holds."""
    action = f.ActionFactory.create(recommendation=cast.recommendation, original_target_on=f.days(-9))
    f.HoldingFactory.create(post=action.post, user=owner)
    return action


def reminded(action: Action, owner: Any, withdrawn: str = "", day: date = f.DAY, **message: Any) -> Reminder:
    """A reminder in a message of its own."""
    values = {"state": MessageState.SENT, "message_id": f"<{day}>", "planned_at": f.noon(day), **message}
    if values["state"] == MessageState.SENT:
        values.setdefault("sent_at", f.noon(day))
    row = Message.objects.create(recipient=owner, day=day, **values)
    return Reminder.objects.create(
        kind="overdue",
        subject_id=action.pk,
        about_on=f.days(-9),
        due_on=f.days(-2),
        recipient=owner,
        planned_on=day,
        message=row,
        withdrawn_because=withdrawn,
    )


def told(action: Action, up_to: date = f.DAY) -> Receipt:
    """The only receipt."""
    (found,) = receipts([action.pk], None, up_to)
    return found


@pytest.mark.parametrize(
    ("withdrawn", "message", "kind", "words"),
    [
        ("", {}, "sent", "Sent 17 June 2026 at 12:00"),
        ("", {"state": MessageState.PLANNED}, "waits", "Not sent yet"),
        ("", {"state": MessageState.FAILED, "reason": ANSWER}, "failed", "Failed: could not be delivered"),
        (SAID_AGAIN, {"state": MessageState.FAILED, "reason": ANSWER}, "failed", "Failed: could not be delivered"),
        ("", {**CAME_BACK, "bounced_at": f.noon(f.DAY)}, "failed", "Came back: could not be delivered"),
        ("It is achieved.", {}, "not_needed", "Not needed: It is achieved."),
        ("", {"state": MessageState.CANCELLED, "reason": "It is closed."}, "not_needed", "Not needed: It is closed."),
    ],
)
def test_what_became_of_a_reminder_is_told_without_the_mail_servers_words(
    action: Action, owner: Any, withdrawn: str, message: dict[str, Any], kind: str, words: str
) -> None:
    reminded(action, owner, withdrawn, **message)
    found = told(action)
    assert (found.kind, found.result, found.to) == (kind, words, action.post.title)


@pytest.mark.parametrize(
    ("message", "before", "after"),
    [
        ({"sent_at": f.noon(f.days(1))}, "waits", "sent"),
        ({**CAME_BACK, "bounced_at": f.noon(f.days(1))}, "sent", "failed"),
    ],
)
def test_what_happened_after_the_day_of_the_report_is_not_told(
    action: Action, owner: Any, message: dict[str, Any], before: str, after: str
) -> None:
    reminded(action, owner, **message)
    assert (told(action).kind, told(action, f.days(1)).kind) == (before, after)


def test_what_was_withdrawn_later_still_waited(action: Action, owner: Any) -> None:
    row = reminded(
        action, owner, "It is achieved.", day=f.days(1), state=MessageState.CANCELLED, reason="Nothing left."
    )
    Reminder.objects.filter(pk=row.pk).update(planned_on=f.DAY)
    assert (told(action).kind, told(action, f.days(1)).kind) == ("waits", "not_needed")


def test_a_person_is_told_of_in_the_part_that_they_had_then(action: Action, owner: Any) -> None:
    Holding.objects.filter(user=owner).update(to_on=f.DAY)
    later = f.HoldingFactory.create(user=owner, from_on=f.days(1))
    reminded(action, owner)
    assert told(action, f.days(30)).to == action.post.title
    assert later.post.title not in told(action, f.days(30)).to


@pytest.mark.parametrize("capacity", Holding.Capacity)
def test_of_two_posts_the_actions_own_is_named(action: Action, owner: Any, capacity: str) -> None:
    Holding.objects.filter(user=owner).update(capacity=capacity)
    f.HoldingFactory.create(user=owner)
    f.HoldingFactory.create(user=owner, capacity=Holding.Capacity.DEPUTY)
    reminded(action, owner)
    wanted = f"Deputy of {action.post.title}" if capacity == Holding.Capacity.DEPUTY else action.post.title
    assert told(action).to == wanted


def test_without_a_post_the_part_on_a_committee_is_named_and_without_that_nobody(cast: Cast, action: Action) -> None:
    reminded(action, cast.chair)
    assert told(action).to == "Chair"
    Reminder.objects.update(recipient=f.UserFactory.create())
    assert told(action).to == "Somebody without a post"


def test_any_number_of_receipts_takes_three_queries(action: Action, owner: Any, django_assert_num_queries: Any) -> None:
    for count in range(5):
        reminded(action, owner, "Moved.", day=f.days(count))
    with django_assert_num_queries(3):
        assert len(receipts([action.pk], None, f.days(9))) == 5
