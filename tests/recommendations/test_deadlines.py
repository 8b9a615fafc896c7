"""Pure dates."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.deadlines import add_months, days_over, limits_of, quarter_ends_before, response_due

pytestmark = pytest.mark.once

DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 4, 15), 2, date(2026, 6, 15)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 1, 31), -2, date(2025, 11, 30)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 6, 17), 0, date(2026, 6, 17)),
    ],
)
def test_months_are_calendar_months(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


@given(DAYS, st.integers(-240, 240))
def test_months_land_in_the_right_month_and_never_skip_one(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day


def test_a_response_is_due_two_months_after_it_was_sent() -> None:
    assert response_due(date(2026, 9, 28), 2) == date(2026, 11, 28)
    assert response_due(date(2026, 12, 30), 2) == date(2027, 2, 28)


@pytest.mark.parametrize(("on", "over"), [(date(2026, 6, 16), 0), (date(2026, 6, 17), 0), (date(2026, 6, 18), 1)])
def test_days_over_begin_the_day_after(on: date, over: int) -> None:
    assert days_over(date(2026, 6, 17), on) == over


@pytest.mark.parametrize(
    ("on", "stale"), [(date(2026, 9, 14), False), (date(2026, 9, 15), False), (date(2026, 9, 16), True)]
)
def test_stale_means_more_than_the_limit(on: date, stale: bool) -> None:
    assert (date(2026, 6, 17) < limits_of(on, 90, 30).silent_since) is stale


@pytest.mark.parametrize(
    ("day", "ends"),
    [
        (date(2026, 6, 17), [date(2026, 3, 31), date(2025, 12, 31), date(2025, 9, 30), date(2025, 6, 30)]),
        (date(2026, 6, 30), [date(2026, 3, 31), date(2025, 12, 31), date(2025, 9, 30), date(2025, 6, 30)]),
        (date(2026, 7, 1), [date(2026, 6, 30), date(2026, 3, 31), date(2025, 12, 31), date(2025, 9, 30)]),
        (date(2026, 1, 1), [date(2025, 12, 31), date(2025, 9, 30), date(2025, 6, 30), date(2025, 3, 31)]),
    ],
)
def test_quarters_that_ended_before_a_day_come_newest_first(day: date, ends: list[date]) -> None:
    assert quarter_ends_before(day, 4) == ends


@given(DAYS)
def test_every_quarter_end_is_the_last_day_of_a_quarter_before_the_day(day: date) -> None:
    ends = quarter_ends_before(day, 5)
    assert all(end < day and (end.month, end.day) in {(3, 31), (6, 30), (9, 30), (12, 31)} for end in ends)
    assert ends == sorted(set(ends), reverse=True)
    assert (day - ends[0]).days <= 92
