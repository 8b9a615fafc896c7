"""Days that were missed, clocks that change: each reminder once, at eight local."""

from datetime import UTC, date, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from recommendations.models import Action
from recommendations.states import Status
from reminders import delivery, planning
from reminders.models import Message, Reminder
from reminders.states import MessageState
from tests import factories as f
from tests.conftest import Cast
from tests.reminders.conftest import at, live, live_through, plan, send

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def action(cast: Cast) -> Action:
    """The cast's action, due in seven days."""
    cast.action.original_target_on = cast.action.target_on = f.days(7)
    cast.action.updated_on, cast.action.status = f.DAY, Status.ON_TRACK
    cast.action.save()
    return cast.action


def test_what_a_day_left_unsent_goes_on_the_next_with_its_message_id(action: Action, cast: Cast) -> None:
    plan(f.DAY)
    before = {m.recipient_id: (m.pk, m.message_id) for m in Message.objects.all()}
    assert len(live(f.days(2))) == 2
    assert {m.recipient_id: (m.pk, m.message_id) for m in Message.objects.all()} == before
    assert set(Message.objects.values_list("day", "state")) == {(f.days(2), MessageState.SENT)}
    assert set(Reminder.objects.values_list("planned_on", flat=True)) == {f.DAY}


def test_after_days_off_only_the_most_urgent_stage_is_said(action: Action, cast: Cast) -> None:
    """Planned seven days before, then everything is off until the first day after."""
    plan(f.DAY)
    mails = live(f.days(8))
    assert {m.subject for m in mails} == {"1 action needs you: it was due on 24 June 2026"}
    kinds = Reminder.objects.filter(recipient=cast.officer).order_by("pk").values_list("kind", "withdrawn_because")
    assert list(kinds) == [("before_due", "A later reminder took its place."), ("overdue", "")]
    assert live(f.days(9)) == []


# Around each stage. Every other day is tried without rows in test_replay.py.
@pytest.mark.parametrize("first_off", [-32, -30, -16, -8, -3, -1, 0, 1, 3, 10])
def test_three_days_off_at_any_stage_lose_nothing_and_double_nothing(cast: Cast, first_off: int) -> None:
    """The days off begin on each day around the target; the last stage before their end is said on the first day on."""
    target = f.days(0)
    Action.objects.update(
        original_target_on=target, target_on=target, agreed_on=target - timedelta(days=40), status=Status.ON_TRACK
    )
    cast.deputy.is_active = False
    cast.deputy.save()
    stages = [-30, -14, -7, -1, 1, 5, 12, 19]
    off = range(first_off, first_off + 3)
    days = {n: live_through(f.days(n), f.days(n)) for n in range(first_off - 1, first_off + 5) if n not in off}
    mailed = [n for n, mails in days.items() for m in mails.values() for one in m if one.startswith("officer@")]
    missed = [stage for stage in stages if stage in off]
    running = [stage for stage in stages if stage in days]
    if missed and first_off + 3 not in running:
        running.append(first_off + 3)
    # The first day of the window says what fell due before it.
    if first_off - 1 >= -30 and first_off - 1 not in running:
        running.append(first_off - 1)
    assert mailed == sorted(running)


def test_a_restart_of_both_says_nothing_again(action: Action) -> None:
    assert len(live(f.DAY)) == 2
    for hour in (8, 9, 17):
        plan(f.DAY, hour)
        assert send(f.DAY, hour, minute=30, worker=f"worker of {hour}") == 0
    assert live(f.days(1)) == []


@pytest.mark.parametrize(
    ("sunday", "utc_hour"),
    # Summer time begins on 29 March and ends on 25 October 2026, both at 1:00 UTC.
    [(date(2026, 3, 29), 7), (date(2026, 10, 25), 8)],
)
@pytest.mark.parametrize("days_before", [0, 1])
def test_each_reminder_goes_once_at_eight_local_over_a_change_of_clocks(
    cast: Cast, sunday: date, utc_hour: int, days_before: int
) -> None:
    target = sunday + timedelta(days=7 - days_before)
    Action.objects.update(original_target_on=target, target_on=target, updated_on=sunday, agreed_on=f.days(-300))
    day = sunday - timedelta(days=days_before)
    sent_at = []
    midnight = at(day, 0).astimezone(UTC)
    for step in range(2 * 48):
        with time_machine.travel(midnight + timedelta(minutes=30 * step), tick=False):
            now = timezone.now()
            planning.plan(timezone.localdate(now), now)
            if delivery.send_waiting(f"worker {step}"):
                sent_at.append(now)
    assert sent_at == [at(day, 8)]
    assert days_before or sent_at[0].hour == utc_hour


@pytest.mark.parametrize("hour", [0, 1, 2])
@pytest.mark.parametrize("sunday", [date(2026, 3, 29), date(2026, 10, 25)])
def test_an_hour_that_the_clocks_skip_or_repeat_opens_the_day_once(settings: Any, sunday: date, hour: int) -> None:
    settings.REMINDERS_HOUR = hour
    opens = planning.opening(sunday)
    assert opens.astimezone(f.LONDON).date() == sunday
    assert planning.opening(sunday - timedelta(days=1)) < opens < planning.opening(sunday + timedelta(days=1))


def test_an_hour_that_does_not_exist_sends_once(settings: Any, cast: Cast) -> None:
    settings.REMINDERS_HOUR = 1
    sunday = date(2026, 3, 29)
    target = sunday + timedelta(days=7)
    Action.objects.update(original_target_on=target, target_on=target, updated_on=sunday)
    plan(sunday, hour=0)
    assert send(sunday, hour=0, minute=59) == 0
    assert [send(sunday, hour=2), send(sunday, hour=3)] == [2, 0]
