"""How far ahead a day may lie.

A day beyond that is a slip of the keyboard, which would stretch every drawing and every list of dates for everybody.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator

YEARS_AHEAD = 5


def furthest(on: date) -> date:
    """The last day that may be planned on a day."""
    year = on.year + YEARS_AHEAD
    return date(year, 2, 28) if (on.month, on.day) == (2, 29) else on.replace(year=year)


def must_be_near(day: date | None, on: date, field: str, what: str) -> None:
    """Raise ValidationError for a day that lies beyond that, beside its field. ``what``: The target date."""
    if day and day > furthest(on):
        raise ValidationError({field: too_far(what)})


def near(on: date, what: str = "The day") -> MaxValueValidator:
    """The same rule on a day, for the field of a form that saves its row without a verb."""
    return MaxValueValidator(furthest(on), too_far(what))


def too_far(what: str) -> str:
    """That a day lies beyond it."""
    return f"{what} must be within {YEARS_AHEAD} years from today"
