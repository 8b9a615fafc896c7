"""A sheet of posts and people as somebody chose it: bytes in, rows of named cells out, or one clear refusal.

The kind of file is decided by what is in it, never by its name. No database, and no judgement of what the cells say.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from io import StringIO
from itertools import islice

import puremagic

from council.workbook import Grid, SheetRefused, open_workbook

SIZE_MAX = 5 * 1024 * 1024
ROWS_MAX = 5_000
COLUMNS_MAX = 50
# Longer cells are cut here: every column has a smaller limit, so a cut cell is refused by it.
CELL_MAX = 1_000
# Some people write a title above the heads.
LINES_BEFORE_HEADS = 10
DELIMITERS = (",", ";", "\t")


class Column(StrEnum):
    """The columns that are read, as their heads are written."""

    DIRECTORATE = "Directorate"
    SERVICE = "Service"
    POST = "Post"
    HEAD = "Head of service"
    NAME = "Name"
    EMAIL = "E-mail"
    CAPACITY = "Capacity"
    FROM = "From"
    TO = "To"


NEEDED = (Column.DIRECTORATE, Column.SERVICE, Column.POST)

ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
KINDS = {
    ".pdf": "a PDF",
    ".png": "a picture",
    ".gif": "a picture",
    ".jpeg": "a picture",
    ".jfif": "a picture",
    ".rtf": "a document of formatted text",
    ".html": "a web page",
    ".xml": "an XML file",
    ".gz": "an archive",
    ".7z": "an archive",
    ".exe": "a program",
}
SAVE_AS = "Save the sheet as .xlsx or .csv and choose that."


@dataclass(frozen=True)
class Row:
    """One row: its number in the sheet, and what stands in each column (blank: an empty text)."""

    number: int
    cells: dict[Column, str]


@dataclass(frozen=True)
class Sheet:
    """What was read: the rows with anything in them, and what was left aside."""

    rows: tuple[Row, ...]
    unknown_columns: tuple[str, ...] = ()
    other_sheets: tuple[str, ...] = ()

    @property
    def left_aside(self) -> str:
        """A sentence about what was not read, empty where all was."""
        columns = named_ones("column", self.unknown_columns)
        sheets = named_ones("sheet", self.other_sheets)
        parts = " and ".join(filter(None, [columns, sheets]))
        return f"Not read, since nothing here is called so: {parts}." if columns else parts and f"Not read: {parts}."


def named_ones(what: str, names: tuple[str, ...]) -> str:
    """The column “A”; the columns “A” and “B”; nothing."""
    quoted = [f"“{name}”" for name in names]
    together = " and ".join(filter(None, [", ".join(quoted[:-1]), *quoted[-1:]]))
    return f"the {what}{'s' if len(quoted) > 1 else ''} {together}" if quoted else ""


def read_sheet(data: bytes) -> Sheet:
    """The rows of a CSV or XLSX file. Raises SheetRefused, with a sentence, for anything else."""
    if not data.strip(b"\0\t\n\r "):
        raise SheetRefused("This file is empty. Choose a sheet with at least one row below its heads.")
    if len(data) > SIZE_MAX:
        raise SheetRefused("This file is larger than 5 MB. Delete what is not needed, or import it in parts.")
    if data.startswith(b"PK\x03\x04"):
        return best_of(open_workbook(data, COLUMNS_MAX + 1))
    refuse_other_kinds(data)
    return best_of([Grid(delimiter, csv_rows(decoded(data), delimiter)) for delimiter in DELIMITERS], is_choice=True)


def refuse_other_kinds(data: bytes) -> None:
    """Raise SheetRefused for what is surely neither text nor XLSX, naming it where its kind is known."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if ENCRYPTED in data:
            raise SheetRefused("This file is locked with a password. Take the password off and save it again.")
        raise SheetRefused("This is a file of an old Office format (such as .xls). Save it as .xlsx or .csv.")
    try:
        found = puremagic.magic_string(data[:4096])
    except puremagic.PureError:
        return
    best = found[0]
    # A match of 2 letters is a coincidence: "BM" opens a bitmap, and a word.
    if len(best.byte_match) > 2 and best.extension in KINDS:
        raise SheetRefused(f"This is {KINDS[best.extension]}, not a sheet. {SAVE_AS}")


def decoded(data: bytes) -> str:
    """The text of a CSV file: UTF-8, UTF-16 with its mark, or Windows-1252. Raises SheetRefused for no text."""
    codings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    for coding in codings:
        try:
            text = data.decode(coding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise SheetRefused(f"This file is neither a spreadsheet nor text. {SAVE_AS}")


def csv_rows(text: str, delimiter: str) -> Iterator[list[str]]:
    """The rows of a CSV text. Raises SheetRefused where a quotation is not closed."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise SheetRefused(
                f"From row {number} on this file cannot be read: a quotation mark is opened and not closed, "
                "or stands where none can. Mend that row and choose the file again."
            ) from None


def best_of(grids: list[Grid], *, is_choice: bool = False) -> Sheet:
    """The rows of the first grid that has the heads that are needed.

    ``is_choice`` says that the grids are readings of one text, of which one is right.
    Raises SheetRefused, naming what is missing, where none has them.
    """
    refusals: list[SheetRefused] = []
    for grid in grids:
        try:
            heads = find_heads(grid.rows)
        except SheetRefused as refusal:
            refusals.append(refusal)
            continue
        others = () if is_choice else tuple(other.name for other in grids if other is not grid)
        return heads.sheet(grid.rows, others)
    # Of several readings, the one that came nearest says best what is wrong.
    raise min(refusals, key=lambda refusal: getattr(refusal, "missing", len(NEEDED)))


class HeadsMissing(SheetRefused):
    """A sheet without the heads of the columns that are needed."""

    def __init__(self, missing: list[Column]) -> None:
        names = " and ".join(f"“{column}”" for column in missing)
        columns = "a column" if len(missing) == 1 else "columns"
        super().__init__(f"This sheet needs {columns} headed {names}. Write the heads into its first row.")
        self.missing = len(missing)


@dataclass(frozen=True)
class Heads:
    """Which column stands where, and on which row the heads were found."""

    line: int
    places: dict[Column, int]
    unknown: tuple[str, ...]

    def sheet(self, rows: Iterator[list[str]], other_sheets: tuple[str, ...]) -> Sheet:
        """The rows below the heads. Raises SheetRefused for none and for too many."""
        found: list[Row] = []
        for number, row in enumerate(rows, start=self.line + 1):
            if len(row) > COLUMNS_MAX and any(cell.strip() for cell in row[COLUMNS_MAX:]):
                raise SheetRefused(f"Row {number} has more than {COLUMNS_MAX} columns. Delete those that are not used.")
            cells = {column: folded(row[at]) if at < len(row) else "" for column, at in self.places.items()}
            if any(cells.values()):
                found.append(Row(number, cells))
            if len(found) > ROWS_MAX:
                raise SheetRefused(f"This sheet has more than {ROWS_MAX:,} rows. Import it in parts.")
        if not found:
            raise SheetRefused("This sheet has heads and no rows below them. Fill in at least one row.")
        return Sheet(tuple(found), self.unknown, other_sheets)


def find_heads(rows: Iterator[list[str]]) -> Heads:
    """The first row that names every column that is needed. Raises SheetRefused where there is none."""
    fewest = list(NEEDED)
    for line, row in enumerate(islice(rows, LINES_BEFORE_HEADS), start=1):
        known = {key(column): column for column in Column} | {"emailaddress": Column.EMAIL}
        named = [known.get(key(cell)) for cell in row]
        missing = [column for column in NEEDED if column not in named]
        if not missing:
            return Heads(line, places_of(named), unknown_of(row, named))
        fewest = min(fewest, missing, key=len)
    raise HeadsMissing(fewest)


def places_of(named: list[Column | None]) -> dict[Column, int]:
    """Where each column stands. Raises SheetRefused for one that stands twice."""
    for column in Column:
        if named.count(column) > 1:
            raise SheetRefused(f"Two columns are headed “{column}”. Delete one, or give it another head.")
    return {column: place for place, column in enumerate(named) if column}


def unknown_of(row: Iterable[str], named: list[Column | None]) -> tuple[str, ...]:
    """The heads that mean nothing here, so that nobody thinks they were read."""
    return tuple(
        folded(cell)[:100] for cell, column in zip(row, named, strict=True) if column is None and cell.strip()
    )[:COLUMNS_MAX]


def key(head: str) -> str:
    """A head without regard to case, spaces and signs: "e mail" is "E-mail"."""
    return re.sub(r"[^a-z]", "", head.casefold())


def folded(cell: str) -> str:
    """A cell with its white space folded and cut to a bounded length. Hidden characters stay, to be complained of."""
    # Separators of files and records count as white space to Python, and as hidden characters here.
    return re.sub(r"[ \t\r\n\u00a0\u2000-\u200a\u2028\u2029\u202f\u3000]+", " ", cell[: 4 * CELL_MAX]).strip(" ")[
        :CELL_MAX
    ]
