"""Whether something is a table in plain text, without formulae and without characters that nobody sees."""

import csv
import re
import unicodedata
from collections.abc import Iterator
from io import StringIO

from council.fields import ALLOWED_CONTROLS, DIRECTION_OVERRIDES
from evidence.inspection.refusing import Refused, has_markup

DELIMITERS = ",;\t"
A_NUMBER = re.compile(r"[+-]?[\d\s.,£$€%()-]*")
# A spreadsheet runs these: a sign, then a function, a sheet or a program.
A_FORMULA = re.compile(r"\s*([=@]|[+-].*[(|!])", re.DOTALL)
NOT_TEXT = "is not a file that can be kept"


def check(content: bytes) -> None:
    """Raise Refused unless it is a table of two rows and two columns or more, whole and inert."""
    text = decoded(content)
    if has_markup(content) or text.startswith("#!"):
        raise Refused("holds a web page or a script")
    if unseen(text):
        raise Refused("holds characters that cannot be shown. Save it as CSV again")
    first, *others = rows(text) or [[]]
    if len(first) < 2 or not others:
        raise Refused(f"{NOT_TEXT}: it is plain text. Save it as PDF or docx, or as CSV of two columns or more")
    for number, row in enumerate(others, start=2):
        if len(row) != len(first):
            raise Refused(f"is not a whole table: its row {number} has not as many columns as its first")


def decoded(content: bytes) -> str:
    """The text, as spreadsheets write it. Raises Refused for what is no text."""
    if b"\x00" in content:
        raise Refused(NOT_TEXT)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return content.decode("cp1252")
        except UnicodeDecodeError as error:
            raise Refused(NOT_TEXT) from error


def unseen(text: str) -> bool:
    """Whether it holds controls or characters that turn the direction of others."""
    return any(
        character in DIRECTION_OVERRIDES
        or (unicodedata.category(character) == "Cc" and character not in ALLOWED_CONTROLS)
        for character in set(text)
    )


def rows(text: str) -> list[list[str]]:
    """All rows that are not empty. Raises Refused for a formula, or where it cannot be read."""
    line = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=line.count)
    try:
        return list(inert(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)))
    except csv.Error as error:
        raise Refused("cannot be read as CSV. Save it as CSV again") from error


def inert(found: Iterator[list[str]]) -> Iterator[list[str]]:
    """The rows that are not empty. Raises Refused at the first formula."""
    for number, row in enumerate(found, start=1):
        for cell in row:
            if A_FORMULA.match(cell) and not A_NUMBER.fullmatch(cell):
                raise Refused(f"holds a formula in row {number}. Save the values alone")
        if any(row):
            yield row
