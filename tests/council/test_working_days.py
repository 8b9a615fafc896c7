"""Working days in England."""

from datetime import date

import pytest

from council.working_days import back_working_days, is_working_day, papers_due, working_days_between

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 1),
        date(2026, 4, 3),  # Good Friday
        date(2026, 4, 6),  # Easter Monday
        date(2026, 5, 4),
        date(2026, 5, 25),
        date(2026, 8, 31),
        date(2026, 12, 25),
        date(2026, 12, 28),  # Boxing Day falls on a Saturday
        date(2027, 3, 26),  # Good Friday
        date(2028, 1, 3),  # New Year's Day falls on a Saturday
        date(2023, 5, 8),  # the coronation
        date(2022, 9, 19),  # the funeral of Elizabeth II
    ],
)
def test_offices_are_closed_on_englands_bank_holidays(day: date) -> None:
    assert day.weekday() < 5
    assert is_working_day(day) is False


@pytest.mark.parametrize("day", [date(2026, 6, 20), date(2026, 6, 21), date(2026, 12, 26)])
def test_offices_are_closed_at_weekends(day: date) -> None:
    assert is_working_day(day) is False


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 6, 17),
        date(2026, 1, 2),  # a bank holiday in Scotland only
        date(2026, 3, 17),  # a bank holiday in Northern Ireland only
        date(2026, 11, 30),  # a bank holiday in Scotland only
        date(2028, 2, 29),
        date(2026, 4, 2),  # Maundy Thursday
        date(2026, 4, 7),
    ],
)
def test_offices_are_open_on_other_days(day: date) -> None:
    assert is_working_day(day) is True


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        (date(2026, 6, 17), date(2026, 6, 17), 0),
        (date(2026, 6, 17), date(2026, 6, 16), 0),
        (date(2026, 6, 17), date(2026, 6, 18), 1),
        (date(2026, 6, 19), date(2026, 6, 22), 1),
        (date(2026, 6, 17), date(2026, 6, 24), 5),
        (date(2026, 4, 2), date(2026, 4, 7), 1),  # Easter
        (date(2026, 12, 24), date(2026, 12, 29), 1),
        (date(2026, 12, 31), date(2027, 1, 4), 1),
    ],
)
def test_working_days_after_the_first_day_up_to_the_last(first: date, last: date, count: int) -> None:
    assert working_days_between(first, last) == count


@pytest.mark.parametrize(
    ("day", "count", "before"),
    [
        (date(2026, 6, 17), 0, date(2026, 6, 17)),
        (date(2026, 6, 17), 1, date(2026, 6, 16)),
        (date(2026, 6, 22), 1, date(2026, 6, 19)),
        (date(2026, 4, 7), 1, date(2026, 4, 2)),
        (date(2027, 1, 4), 3, date(2026, 12, 29)),
    ],
)
def test_counting_back_leaves_out_weekends_and_bank_holidays(day: date, count: int, before: date) -> None:
    assert back_working_days(day, count) == before


@pytest.mark.parametrize(
    ("meeting", "due"),
    [
        (date(2026, 6, 17), date(2026, 6, 9)),  # Wed 10, Thu 11, Fri 12, Mon 15, Tue 16 lie between
        (date(2026, 4, 8), date(2026, 3, 27)),  # 30, 31 March, 1, 2 and 7 April: Easter lies between
        (date(2027, 1, 6), date(2026, 12, 24)),  # 29, 30, 31 December, 4 and 5 January
        (date(2026, 6, 1), date(2026, 5, 21)),  # the spring bank holiday lies between
    ],
)
def test_five_clear_working_days_lie_between_papers_and_meeting(meeting: date, due: date) -> None:
    assert papers_due(meeting) == due
    assert working_days_between(due, meeting) == 6
