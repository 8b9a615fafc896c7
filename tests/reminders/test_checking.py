"""What is checked when a message is claimed: what holds no longer is not sent, and says why."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.utils import timezone

from council.models import Holding
from recommendations import workflow
from recommendations.models import Action, Extension
from recommendations.states import Reason, Status, VerdictKind
from reminders.models import Message, Reminder
from reminders.states import MessageState
from tests import factories as f
from tests.conftest import Cast
from tests.reminders.conftest import clock, live, plan, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_officer(cast: Cast) -> Action:
    """The cast's action, due in seven days, with one person to tell."""
    Holding.objects.filter(user=cast.deputy).delete()
    cast.action.original_target_on = cast.action.target_on = f.days(7)
    cast.action.status, cast.action.updated_on = Status.ON_TRACK, f.days(-10)
    cast.action.save()
    return cast.action


def message() -> Message:
    """The only message."""
    return Message.objects.select_related("recipient").get()


def give(cast: Cast, status: Status) -> None:
    """The officer gives an update."""
    roles = f.roles(cast.officer)
    why = "It was said, not written." if status == Status.ACHIEVED else ""
    said = workflow.Statement(status, "Said.", no_proof_because=why)
    workflow.give_update(cast.action, by=roles, at=timezone.now(), said=said)


def achieve(cast: Cast) -> None:
    give(cast, Status.ACHIEVED)


def sign_off(cast: Cast) -> None:
    f.VerdictFactory.create(recommendation=cast.recommendation, verdict=VerdictKind.ACHIEVED)


def move(cast: Cast) -> None:
    by = f.roles(cast.officer)
    wish = workflow.MoreTime(f.days(90), Reason.STAFFING, "The post was vacant.")
    asked = workflow.request_extension(cast.action, by=by, more_time=wish)
    workflow.decide_extension(asked, by=f.roles(cast.head), agreed=True, note="")


def hand_over(cast: Cast) -> None:
    cast.post.holdings.update(to_on=f.days(-1))
    f.HoldingFactory.create(post=cast.post, user=cast.other_officer)


def close_account(cast: Cast) -> None:
    cast.officer.is_active = False
    cast.officer.save()


def unpublish(cast: Cast) -> None:
    cast.review.published_on = None
    cast.review.save()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (achieve, "Its officer says that the action is achieved."),
        (sign_off, "The committee signed off R1."),
        (move, "The target date moved to 15 September 2026."),
        (hand_over, "Somebody else answers for it now."),
        (close_account, "The person’s account was closed."),
        (unpublish, "The review is not published."),
    ],
)
def test_what_holds_no_longer_is_cancelled_with_the_reason_and_not_sent(
    cast: Cast, change: Callable[[Cast], None], reason: str
) -> None:
    plan(f.DAY, hour=0)
    with clock(f.DAY, 7):
        change(cast)
    assert send(f.DAY) == 0
    assert mail.outbox == []
    row = message()
    assert (row.state, row.reason) == (MessageState.CANCELLED, reason)
    assert Reminder.objects.get().withdrawn_because == reason
    assert Reminder.objects.get().result == f"Not said: {reason}"


def test_a_stale_reminder_is_cancelled_by_an_update(cast: Cast) -> None:
    Action.objects.update(original_target_on=f.days(300), target_on=f.days(300), updated_on=f.days(-91))
    plan(f.DAY, hour=0)
    with clock(f.DAY, 7):
        give(Cast(**{**vars(cast), "action": Action.objects.get()}), Status.ON_TRACK)
    send(f.DAY)
    assert message().reason == "An update was given on 17 June 2026."


def test_a_request_that_was_decided_is_not_put_before_the_head(cast: Cast) -> None:
    Action.objects.update(original_target_on=f.days(300), target_on=f.days(300))
    f.ExtensionFactory.create(
        action=cast.action, requested_by=cast.officer, requested_on=f.days(-7), from_on=f.days(300)
    )
    plan(f.DAY, hour=0)
    workflow.decide_extension(Extension.objects.get(), by=f.roles(cast.head), agreed=False, note="Too long.")
    send(f.DAY)
    assert message().reason == "The request for more time was decided."


def test_what_is_left_of_a_message_is_sent(cast: Cast) -> None:
    second = f.ActionFactory.create(
        recommendation=cast.recommendation, number=2, post=cast.post, original_target_on=f.days(7)
    )
    plan(f.DAY, hour=0)
    with clock(f.DAY, 7):
        achieve(cast)
    assert send(f.DAY) == 1
    assert mail.outbox[0].subject == "1 action needs you: it is due on 24 June 2026"
    assert {(r.subject_id, r.result) for r in Reminder.objects.all()} == {
        (cast.action.pk, "Not said: Its officer says that the action is achieved."),
        (second.pk, "Sent"),
    }


def test_several_reasons_are_told_as_one_sentence(cast: Cast) -> None:
    second = f.ActionFactory.create(
        recommendation=cast.recommendation, number=2, post=cast.post, original_target_on=f.days(7)
    )
    plan(f.DAY, hour=0)
    with clock(f.DAY, 7):
        achieve(cast)
        Action.objects.filter(pk=second.pk).update(target_on=f.days(90))
    send(f.DAY)
    assert message().reason == "Nothing in it was needed any more."


def test_an_achievement_that_is_taken_back_is_reminded_of_again(cast: Cast) -> None:
    plan(f.DAY, hour=0)
    with clock(f.DAY, 7):
        achieve(cast)
    send(f.DAY)
    with clock(f.DAY, 9):
        give(Cast(**{**vars(cast), "action": Action.objects.get()}), Status.ON_TRACK)
    plan(f.DAY, hour=10)
    assert send(f.DAY, hour=10) == 0
    assert [m.subject for m in live(f.days(1))] == ["1 action needs you: it is due on 24 June 2026"]


def test_a_new_holder_hears_of_it_on_the_next_day(cast: Cast) -> None:
    live(f.DAY)
    cast.post.holdings.update(to_on=f.DAY)
    f.HoldingFactory.create(post=cast.post, user=cast.other_officer, from_on=f.days(1))
    assert [m.to for m in live(f.days(1))] == [["other_officer@harbour.example"]]


def test_a_moved_date_begins_anew(cast: Cast) -> None:
    live(f.DAY)
    with clock(f.DAY, 9):
        move(cast)
    mails = {day: [m.subject for m in live(f.days(day))] for day in range(1, 61)}
    # The new target is 90 days from now. Until then the last word is ten days old, so nothing else is due.
    assert {day: subjects for day, subjects in mails.items() if subjects} == {
        60: ["1 action needs you: it is due on 15 September 2026"]
    }
