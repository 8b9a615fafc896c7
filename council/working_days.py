"""Working days in England: not Saturdays, Sundays or bank holidays."""

from datetime import date, timedelta
from functools import lru_cache

import holidays

ONE_DAY = timedelta(days=1)
# Papers are public five clear days before a meeting (Local Government Act 1972, section 100B).
CLEAR_DAYS_FOR_PAPERS = 5


@lru_cache
def bank_holidays(year: int) -> frozenset[date]:
    """England's bank holidays of a year."""
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    """Whether council offices are open on this day."""
    return day.weekday() < 5 and day not in bank_holidays(day.year)


def closed_for(day: date) -> str:
    """What kind of day it is on which council offices are closed, as in "is a Saturday"; empty for a working day."""
    if day.weekday() >= 5:
        return f"a {day:%A}"
    return "a bank holiday" if day in bank_holidays(day.year) else ""


def working_days_between(first: date, last: date) -> int:
    """Working days after ``first`` up to and including ``last``; 0 when ``last`` is not later."""
    count, day = 0, first
    while day < last:
        day += ONE_DAY
        count += is_working_day(day)
    return count


def back_working_days(day: date, count: int) -> date:
    """The day that lies ``count`` working days before ``day``."""
    while count:
        day -= ONE_DAY
        count -= is_working_day(day)
    return day


def after_working_days(day: date, count: int) -> date:
    """The day that lies ``count`` working days after ``day``."""
    while count:
        day += ONE_DAY
        count -= is_working_day(day)
    return day


def papers_due(meeting: date) -> date:
    """The day by which papers must be in: five clear working days lie between it and the meeting."""
    return back_working_days(meeting, CLEAR_DAYS_FOR_PAPERS + 1)
