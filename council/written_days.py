"""Days as people write them into a sheet or a box: 31/01/2027, 31 January 2027, 31 Jan 2027 or 2027-01-31.

The day comes first or the year does; the month never, so a day is never taken for another in silence.
"""

import re
from datetime import date

HOW = "Write it like 31/01/2027"
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
DAY_FIRST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{1,4})(?: 00:00(?::00)?)?")
IN_WORDS = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})\.?[ -]([0-9]{1,4})")
MONTH_FIRST = re.compile(r"([a-z]{3,9})\.? [0-9]{1,2}(?:st|nd|rd|th)?,? [0-9]{1,4}")


def read_day(text: str) -> date:
    """The day that a text says. Raises ValueError, with a sentence, where it says none or not surely one."""
    words = " ".join(text.casefold().split())
    if MONTH_FIRST.fullmatch(words):
        raise ValueError(f"“{text}” has the month first. {HOW}, the day first.")
    if found := YEAR_FIRST.fullmatch(words):
        year, month, day = found[1], int(found[3]), int(found[4])
    elif found := DAY_FIRST.fullmatch(words):
        day, month, year = int(found[1]), int(found[3]), found[4]
    elif (found := IN_WORDS.fullmatch(words)) and (named := month_called(found[2])):
        day, month, year = int(found[1]), named, found[3]
    else:
        raise ValueError(f"“{text}” is not a date. {HOW}.")
    return made(text, year, month, day)


def month_called(word: str) -> int | None:
    """1 to 12 for a month's name or its first three letters or more ("Sept")."""
    return next((number for number, name in enumerate(MONTHS, start=1) if name.startswith(word)), None)


def made(text: str, year: str, month: int, day: int) -> date:
    """The day of these numbers. Raises ValueError where there is no such day or the year is short."""
    if len(year) != 4:
        raise ValueError(f"“{text}” has a year that is not 4 numbers. {HOW}.")
    if month > 12 >= day:
        raise ValueError(f"“{text}” is not a date, unless its month comes first. {HOW}, the day first.")
    try:
        return date(int(year), month, day)
    except ValueError:
        raise ValueError(f"“{text}” is not a date. {HOW}.") from None
