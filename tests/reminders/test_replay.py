"""A hundred and fifty days of one officer, and nobody reacts: enough mails, and not one too many."""

from datetime import date, timedelta

import pytest
from django.core import mail

from council.models import Holding
from recommendations.models import Action
from recommendations.states import Status
from tests import factories as f
from tests.conftest import Cast
from tests.reminders.conftest import live_through
from tests.reminders.replaying import CHAIR, HEAD, OFFICER, five, replay

pytestmark = pytest.mark.django_db

ADDRESS, OF_HEAD, OF_CHAIR = "officer@harbour.example", "head@harbour.example", "chair@harbour.example"


def only(cast: Cast, target_on: date, updated_on: date) -> None:
    """One officer with one action."""
    Holding.objects.filter(user=cast.deputy).delete()
    Action.objects.update(
        original_target_on=target_on, target_on=target_on, updated_on=updated_on, status=Status.ON_TRACK
    )


@pytest.mark.once
def test_five_actions_that_nobody_touches_are_at_most_five_mails_before_they_are_due_and_sixteen_after(
    cast: Cast,
) -> None:
    """The mails themselves, from the rows: one officer, five actions due the same day, day -60 to +90."""
    only(cast, f.DAY, f.days(-61))
    for number in range(2, 6):
        f.ActionFactory.create(
            recommendation=cast.recommendation,
            number=number,
            post=cast.post,
            original_target_on=f.DAY,
            agreed_on=f.days(-200),
            updated_on=f.days(-61),
            status=Status.ON_TRACK,
        )
    days = live_through(f.days(-60), f.days(90))
    heard = {
        address: [(day - f.DAY).days for day, mails in days.items() for m in mails if m.startswith(address)]
        for address in (ADDRESS, OF_HEAD, OF_CHAIR)
    }
    before, after = [n for n in heard[ADDRESS] if n <= 0], [n for n in heard[ADDRESS] if n > 0]
    # A Wednesday's target: four stages before it, the day after, then Mondays.
    assert before == [-30, -14, -7, -1]
    assert after == [1, *range(5, 91, 7)]
    assert (len(before), len(after)) == (4, 14) and len(before) <= 5 and len(after) <= 16
    assert heard[OF_HEAD][0] == 14
    assert heard[OF_CHAIR] == [28, 56, 84]
    assert all(len(mails) == len({m.split(": ")[0] for m in mails}) for mails in days.values())
    said = [m for mails in days.values() for m in mails if m.startswith(ADDRESS)]
    assert set(said) == {
        f"{ADDRESS}: 5 actions need you: the first is due on 17 June 2026",
        f"{ADDRESS}: 5 actions need you: the first was due on 17 June 2026",
    }
    # What the schedule says without rows is what the rows did: bench/replay.py prints this table.
    pure = replay(five(f.DAY, f.days(-61)), f.DAY, -60, 90)
    assert {ADDRESS: pure.days(OFFICER), OF_HEAD: pure.days(HEAD), OF_CHAIR: pure.days(CHAIR)} == heard


@pytest.mark.once
@pytest.mark.parametrize("weekday", range(7))
def test_on_whatever_day_of_the_week_it_is_due_the_numbers_hold(weekday: int) -> None:
    target = f.DAY + timedelta(days=weekday)
    told = replay(five(target, target - timedelta(days=61)), target, -60, 90)
    days = told.days(OFFICER)
    assert len([n for n in days if n <= 0]) <= 5
    assert len([n for n in days if n > 0]) <= 16
    assert told.first(HEAD, "escalated") == 14
    assert told.first(CHAIR, "chairs_list") == 28


@pytest.mark.once
@pytest.mark.parametrize("first_off", range(-61, 91))
def test_three_days_off_at_any_time_cost_no_stage_and_double_none(first_off: int) -> None:
    """Of what fell due while everything was off, the latest is said on the first day back; the rest is as ever."""
    target, off = f.DAY, range(first_off, first_off + 3)
    things = five(target, f.days(-61))
    usual = replay(things, target, -60, 95)
    missed = replay(things, target, -60, 95, off=lambda day: (day - target).days in off)
    for person in (OFFICER, HEAD, CHAIR):
        days = usual.days(person)
        late = [off.stop] if any(n in off for n in days) else []
        assert missed.days(person) == sorted({n for n in days if n not in off} | set(late))


@pytest.mark.once
def test_the_announced_reminders_are_those_that_come(cast: Cast) -> None:
    """Each mail names the day of the next, and it comes on that day and on none before."""
    only(cast, f.DAY, f.days(-36))
    all_days = live_through(f.days(-35), f.days(35))
    days = [day for day, said in all_days.items() if any(m.startswith(ADDRESS) for m in said)]
    mine = [m for m in mail.outbox if m.to == [ADDRESS]]
    announced = [m.body.split("The next reminder comes on ")[1].split(".")[0] for m in mine]
    assert announced[:-1] == [f"{day:%A %-d %B %Y}" for day in days[1:]]
