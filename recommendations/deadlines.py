"""Pure dates: the response clock, overdue, due soon, stale. Nothing here asks what day it is."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache


@lru_cache(maxsize=1024)
def add_months(day: date, months: int) -> date:
    """The same day ``months`` calendar months later, or that month's last day where it is shorter."""
    index = day.month - 1 + months
    year, month = day.year + index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def response_due(sent_on: date, months: int) -> date:
    """The day by which the executive is to respond: two months as a rule (Local Government Act 2000, section 9FE)."""
    return add_months(sent_on, months)


# An outcome is checked so many months after sign-off, at the earliest and at the latest (product rule).
OUTCOME_FROM_MONTHS, OUTCOME_BY_MONTHS = 6, 12


def outcome_window(signed_off_on: date, put_off_on: date | None = None) -> tuple[date, date]:
    """From which day an outcome is to be checked, and by which.

    Where it was too early to tell (``put_off_on``), another half year is given.
    """
    if put_off_on:
        return add_months(put_off_on, OUTCOME_FROM_MONTHS), add_months(put_off_on, OUTCOME_FROM_MONTHS)
    return add_months(signed_off_on, OUTCOME_FROM_MONTHS), add_months(signed_off_on, OUTCOME_BY_MONTHS)


def days_over(target_on: date, on: date) -> int:
    """Days past a target date; 0 on the day itself and before."""
    return max((on - target_on).days, 0)


@dataclass(frozen=True)
class Limits:
    """A day, and how a committee judges silence and nearness on it: worked out once for all actions."""

    on: date
    stale_days: int
    due_soon_days: int
    # An open action on which nothing was said since this day is stale; one whose target is by ``soon_by`` is due soon.
    silent_since: date
    soon_by: date


@lru_cache
def limits_of(on: date, stale_days: int, due_soon_days: int) -> Limits:
    """The limits of a committee on a day."""
    return Limits(on, stale_days, due_soon_days, on - timedelta(days=stale_days), on + timedelta(days=due_soon_days))


def quarter_ends_before(day: date, count: int) -> list[date]:
    """The last days of the ``count`` calendar quarters that ended before ``day``, newest first."""
    first_of_quarter = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return [add_months(first_of_quarter, -3 * back) - timedelta(days=1) for back in range(count)]
