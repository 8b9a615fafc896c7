"""Quarters of the municipal year, which begins on 1 April, and the period that a report covers. Pure: no clock.

A report covers a quarter that has ended, as at its last day, or the time up to one day, as at that day.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from recommendations.deadlines import add_months

ONE_DAY = timedelta(days=1)
FIRST_MONTH = 4
# The years that a key may name: far enough either way that every date around it can be worked out.
YEARS = range(1900, 2200)
KEY = re.compile(r"(\d{4})-Q([1-4])", re.ASCII)
AS_AT = "as-at"


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months; ``number`` 1 to 4 counts from April of ``year``, the year in which the municipal year begins."""

    year: int
    number: int

    @classmethod
    def holding(cls, day: date) -> Self:
        """The quarter in which a day lies."""
        year, months = divmod(day.year * 12 + day.month - FIRST_MONTH, 12)
        return cls(year, months // 3 + 1)

    @classmethod
    def of_key(cls, key: str) -> Self:
        """The quarter that a key such as 2026-Q2 names. Raises ValueError for anything else."""
        match = KEY.fullmatch(key)
        if match is None or int(match[1]) not in YEARS:
            raise ValueError(f"{key!r} names no quarter")
        return cls(int(match[1]), int(match[2]))

    @property
    def key(self) -> str:
        """2026-Q2 is July to September 2026."""
        return f"{self.year}-Q{self.number}"

    @property
    def first_on(self) -> date:
        """Its first day."""
        return add_months(date(self.year, FIRST_MONTH, 1), 3 * (self.number - 1))

    @property
    def last_on(self) -> date:
        """Its last day."""
        return add_months(self.first_on, 3) - ONE_DAY

    @property
    def before(self) -> "Quarter":
        """The quarter that ended the day before this one began."""
        return Quarter.holding(self.first_on - ONE_DAY)

    @property
    def after(self) -> "Quarter":
        """The quarter that begins the day after this one ends."""
        return Quarter.holding(self.last_on + ONE_DAY)

    def has_ended(self, on: date) -> bool:
        """Whether its last day lies before this day."""
        return self.last_on < on

    def __str__(self) -> str:
        return f"{self.first_on:%B} to {self.last_on:%B %Y}"


def ended_quarters(since: date, on: date) -> tuple[Quarter, ...]:
    """Quarters that have ended before a day and did not end before ``since``, the latest first."""
    found = []
    quarter = Quarter.holding(on).before
    while quarter.last_on >= since:
        found.append(quarter)
        quarter = quarter.before
    return tuple(found)


@dataclass(frozen=True)
class Period:
    """What a report covers: up to which day, and which quarter where it covers one."""

    as_at: date
    quarter: Quarter | None = None

    @classmethod
    def of_quarter(cls, quarter: Quarter) -> Self:
        """A whole quarter, as at its last day."""
        return cls(quarter.last_on, quarter)

    @property
    def since(self) -> date:
        """The day that it is compared with: the last day of the quarter before."""
        return Quarter.holding(self.as_at).before.last_on

    @property
    def query(self) -> dict[str, str]:
        """The fields that name it in an address and in a form."""
        if self.quarter:
            return {"period": self.quarter.key}
        day = {"day": self.as_at.day, "month": self.as_at.month, "year": self.as_at.year}
        return {"period": AS_AT, **{f"as_at_{name}": str(number) for name, number in day.items()}}

    @property
    def words(self) -> str:
        """July to September 2026; or: position as at 22 November 2026."""
        return str(self.quarter) if self.quarter else f"position as at {self.as_at:%-d %B %Y}"

    def __str__(self) -> str:
        return self.words[:1].upper() + self.words[1:]


class NoSuchPeriod(ValueError):
    """A period that no report of this review can cover. Says why, and what to choose."""


def period_of_quarter(first_on: date, quarter: Quarter, on: date) -> Period:
    """The period of a quarter, asked for on a day. Raises NoSuchPeriod where it has not ended, or ended too early.

    ``first_on`` is the day on which the review, or a committee's first one, was adopted.
    """
    if not quarter.has_ended(on):
        raise NoSuchPeriod(
            f"{quarter} has not ended. Its report can be made from {quarter.last_on + ONE_DAY:%-d %B %Y}. "
            "Choose an earlier quarter, or the position as at a day"
        )
    if quarter.last_on < first_on:
        raise NoSuchPeriod(f"{quarter} ended before the review was adopted on {first_on:%-d %B %Y}")
    return Period.of_quarter(quarter)


def period_as_at(first_on: date, day: date, on: date) -> Period:
    """The period up to a day, asked for on another. Raises NoSuchPeriod for the future and before the review."""
    if day > on:
        raise NoSuchPeriod(f"The day must be today, {on:%-d %B %Y}, or earlier")
    if day < first_on:
        raise NoSuchPeriod(f"The day must be {first_on:%-d %B %Y}, when the review was adopted, or later")
    return Period(day)
