from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.models import Review
from reports.quarters import NoSuchPeriod, Period, Quarter, ended_quarters, period_as_at, period_of_quarter

pytestmark = pytest.mark.once

REVIEW = Review(adopted_on=date(2016, 9, 28))
DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))


@pytest.mark.parametrize(
    ("key", "first", "last", "words"),
    [
        ("2026-Q1", date(2026, 4, 1), date(2026, 6, 30), "April to June 2026"),
        ("2026-Q2", date(2026, 7, 1), date(2026, 9, 30), "July to September 2026"),
        ("2026-Q3", date(2026, 10, 1), date(2026, 12, 31), "October to December 2026"),
        ("2026-Q4", date(2027, 1, 1), date(2027, 3, 31), "January to March 2027"),
        ("2027-Q4", date(2028, 1, 1), date(2028, 3, 31), "January to March 2028"),
    ],
)
def test_a_key_names_three_months_of_the_municipal_year(key: str, first: date, last: date, words: str) -> None:
    quarter = Quarter.of_key(key)
    assert (quarter.first_on, quarter.last_on, str(quarter), quarter.key) == (first, last, words, key)


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (date(2026, 3, 31), "2025-Q4"),
        (date(2026, 4, 1), "2026-Q1"),
        (date(2026, 12, 31), "2026-Q3"),
        (date(2027, 1, 1), "2026-Q4"),
        (date(2028, 2, 29), "2027-Q4"),
    ],
)
def test_a_day_at_either_end_of_a_year_lies_in_the_right_quarter(day: date, key: str) -> None:
    assert Quarter.holding(day).key == key


@given(DAYS)
def test_every_day_lies_in_exactly_the_quarter_that_holds_it(day: date) -> None:
    quarter = Quarter.holding(day)
    assert quarter.first_on <= day <= quarter.last_on
    assert quarter.before < quarter
    assert (quarter.first_on - quarter.before.last_on).days == 1
    assert Quarter.of_key(quarter.key) == quarter


@pytest.mark.parametrize(
    "key", ["", "2026", "2026-Q0", "2026-Q5", "2026-q2", "2026-Q2 ", "0000-Q1", "9999-Q4", "٢٠٢٦-Q1", "2026-Q22"]
)
def test_nonsense_names_no_quarter(key: str) -> None:
    with pytest.raises(ValueError, match="names no quarter"):
        Quarter.of_key(key)


def test_a_quarter_has_not_ended_on_its_last_day_and_has_the_day_after() -> None:
    quarter = Quarter(2026, 2)
    assert not quarter.has_ended(date(2026, 9, 30))
    assert quarter.has_ended(date(2026, 10, 1))


def test_the_ended_quarters_run_back_to_the_one_in_which_the_review_was_adopted() -> None:
    keys = [quarter.key for quarter in ended_quarters(date(2016, 9, 28), date(2017, 10, 1))]
    assert keys == ["2017-Q2", "2017-Q1", "2016-Q4", "2016-Q3", "2016-Q2"]
    assert ended_quarters(date(2016, 9, 28), date(2016, 9, 30)) == ()
    assert ended_quarters(date(2018, 1, 1), date(2017, 1, 1)) == ()


def test_a_quarter_is_as_at_its_last_day_and_compared_with_the_last_day_of_the_one_before() -> None:
    period = Period.of_quarter(Quarter(2026, 4))
    assert (period.as_at, period.since) == (date(2027, 3, 31), date(2026, 12, 31))
    assert period.query == {"period": "2026-Q4"}
    assert str(period) == "January to March 2027"


def test_a_position_as_at_a_day_is_compared_with_the_last_quarter_that_had_ended() -> None:
    period = Period(date(2026, 11, 22))
    assert period.since == date(2026, 9, 30)
    assert period.query == {"period": "as-at", "as_at_day": "22", "as_at_month": "11", "as_at_year": "2026"}
    assert str(period) == "Position as at 22 November 2026"


def test_a_quarter_that_has_not_ended_is_refused_with_the_day_from_which_it_can_be_made() -> None:
    with pytest.raises(NoSuchPeriod, match=r"July to September 2026 has not ended\..* from 1 October 2026"):
        period_of_quarter(REVIEW.adopted_on, Quarter(2026, 2), date(2026, 9, 30))
    assert period_of_quarter(REVIEW.adopted_on, Quarter(2026, 2), date(2026, 10, 1)).as_at == date(2026, 9, 30)


def test_a_quarter_that_ended_before_the_review_is_refused() -> None:
    with pytest.raises(NoSuchPeriod, match="ended before the review was adopted on 28 September 2016"):
        period_of_quarter(REVIEW.adopted_on, Quarter(2016, 1), date(2017, 1, 1))
    assert period_of_quarter(REVIEW.adopted_on, Quarter(2016, 2), date(2017, 1, 1)).as_at == date(2016, 9, 30)


def test_a_day_may_be_today_or_any_day_back_to_the_adoption() -> None:
    today = date(2026, 11, 22)
    assert period_as_at(REVIEW.adopted_on, today, today).as_at == today
    assert period_as_at(REVIEW.adopted_on, REVIEW.adopted_on, today).as_at == REVIEW.adopted_on
    with pytest.raises(NoSuchPeriod, match="must be today, 22 November 2026, or earlier"):
        period_as_at(REVIEW.adopted_on, date(2026, 11, 23), today)
    with pytest.raises(NoSuchPeriod, match="must be 28 September 2016, when the review was adopted, or later"):
        period_as_at(REVIEW.adopted_on, date(2016, 9, 27), today)
