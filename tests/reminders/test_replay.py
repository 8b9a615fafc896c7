"""Seventy-one days of one officer with one action, and nobody reacts."""

from datetime import date, timedelta

import pytest
from django.core import mail
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from council.models import Holding
from recommendations.models import Action
from recommendations.states import Status
from reminders.models import Message, Reminder
from reminders.states import MessageState
from tests import factories as f
from tests.conftest import Cast
from tests.reminders.conftest import live_through, plan, send

pytestmark = pytest.mark.django_db

OFFICER = "officer@harbour.example"


def only(cast: Cast, target_on: date, updated_on: date) -> None:
    """One officer with one action."""
    Holding.objects.filter(user=cast.deputy).delete()
    Action.objects.update(
        original_target_on=target_on, target_on=target_on, updated_on=updated_on, status=Status.ON_TRACK
    )


def test_nobody_reacts_from_thirty_five_days_before_to_thirty_five_after(cast: Cast) -> None:
    only(cast, f.DAY, f.days(-36))
    mails = live_through(f.days(-35), f.days(35))
    assert {(day - f.DAY).days: said for day, said in mails.items() if said} == {
        -30: [f"{OFFICER}: 1 action needs you: it is due on 17 June 2026"],
        -14: [f"{OFFICER}: 1 action needs you: it is due on 17 June 2026"],
        -7: [f"{OFFICER}: 1 action needs you: it is due on 17 June 2026"],
        -1: [f"{OFFICER}: 1 action needs you: it is due on 17 June 2026"],
        # A Wednesday's target: the day after, then Mondays.
        1: [f"{OFFICER}: 1 action needs you: it was due on 17 June 2026"],
        5: [f"{OFFICER}: 1 action needs you: it was due on 17 June 2026"],
        12: [f"{OFFICER}: 1 action needs you: it was due on 17 June 2026"],
        19: [f"{OFFICER}: 1 action needs you: it was due on 17 June 2026"],
        26: [f"{OFFICER}: 1 action needs you: it was due on 17 June 2026"],
        33: [f"{OFFICER}: 1 action needs you: it was due on 17 June 2026"],
    }


def test_the_announced_reminders_are_those_that_come(cast: Cast) -> None:
    """Each mail names the day of the next, and it comes on that day and on none before."""
    only(cast, f.DAY, f.days(-36))
    days = [day for day, said in live_through(f.days(-35), f.days(35)).items() if said]
    announced = [m.body.split("The next reminder comes on ")[1].split(".")[0] for m in mail.outbox]
    assert announced[:-1] == [f"{day:%A %-d %B %Y}" for day in days[1:]]


@given(
    target=st.integers(-40, 40),
    updated=st.integers(-120, -1),
    off=st.sets(st.integers(-20, 20)),
    planner_only=st.sets(st.integers(-20, 20)),
    restarts=st.sets(st.integers(-20, 20)),
)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_outage_of_planning_or_sending_loses_and_doubles_nothing(
    cast: Cast,
    target: int,
    updated: int,
    off: set[int],
    planner_only: set[int],
    restarts: set[int],
) -> None:
    """Days with everything off, days with planning but no sending, days with everything twice."""
    Reminder.objects.all().delete()
    Message.objects.all().delete()
    only(cast, f.days(target), f.days(updated))
    for n in range(-20, 21):
        if n in off:
            continue
        for hour in (8, 9) if n in restarts else (8,):
            plan(f.days(n), hour)
            if n not in planner_only:
                send(f.days(n), hour)
    sent = Message.objects.filter(state=MessageState.SENT)
    days = list(sent.values_list("day", flat=True))
    assert len(days) == len(set(days))
    said = Reminder.objects.filter(message__in=sent, withdrawn_because="")
    keys = list(said.values_list("kind", "about_on", "due_on"))
    assert len(keys) == len(set(keys))
    assert not said.filter(kind="overdue", message__day__lte=f.days(target)).exists()
    assert all(message.reminders.filter(withdrawn_because="").exists() for message in sent)
    last = max((n for n in range(-20, 21) if n not in off and n not in planner_only), default=None)
    if last is not None and last > target:
        newest = said.filter(kind="overdue").order_by("due_on").last()
        assert newest is not None
        assert f.days(last) - newest.due_on < timedelta(days=7)
