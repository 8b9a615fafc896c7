"""The inside of an XLSX file as rows of text, without harm: sizes are checked before anything is opened.

Nothing is calculated: a formula comes out as its text, which begins with "=".
"""

import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import ParseError

ENTRIES_MAX = 500
UNPACKED_MAX = 30 * 1024 * 1024
PIECE = 64 * 1024
# No spreadsheet program has more lines; a file that names a later one was made to do harm.
LINES_MAX = 1_048_576

# What openpyxl and the modules below it raise on a file that is cut off, altered, or made by hand.
DAMAGE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    ParseError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
# A type definition inside a part can be made to swell when it is read. No spreadsheet program writes one.
DEFINITIONS = tuple(word.encode(coding) for word in ("<!DOCTYPE", "<!ENTITY") for coding in ("ascii", "utf-16-le"))

DAMAGED = "This file is damaged: it could not be read to its end. Open it in Excel, save it again, and choose that."
TOO_LARGE_INSIDE = "This file unpacks to more than 30 MB. Copy the rows into a new workbook and save that."


class SheetRefused(ValueError):
    """Why a file cannot be read as a sheet, as a sentence that says what to do."""


@dataclass(frozen=True)
class Grid:
    """One sheet of a workbook: its name, and its rows as they stand, from row 1."""

    name: str
    rows: Iterator[list[str]]


def open_workbook(data: bytes, columns: int) -> list[Grid]:
    """The visible sheets of a workbook, each with at most this many columns.

    Raises SheetRefused for another kind of file, one with macros, one that is damaged or swells when unpacked.
    Reading the rows raises it too, for damage that shows only there.
    """
    check_archive(data)
    with warnings.catch_warnings():
        # openpyxl warns of styles and extensions that it leaves out. None of them are read here.
        warnings.simplefilter("ignore")
        # openpyxl would be 20 MB in each web worker, most of which never open a sheet.
        from openpyxl import load_workbook

        try:
            book = load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
        except damage():
            raise SheetRefused(DAMAGED) from None
    return visible_sheets(book, columns)


def damage() -> tuple[type[Exception], ...]:
    """What is raised on a damaged file, with what openpyxl calls so itself."""
    from openpyxl.utils.exceptions import InvalidFileException

    return (*DAMAGE, InvalidFileException)


def visible_sheets(book: Any, columns: int) -> list[Grid]:
    """Each sheet that its reader sees. Charts have no rows."""
    found = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not found:
        raise SheetRefused("This workbook has no sheet with rows in it. Choose another file.")
    return [Grid(str(sheet.title), rows_of(sheet, columns)) for sheet in found]


def rows_of(sheet: Any, columns: int) -> Iterator[list[str]]:
    """The rows of a sheet, each cell as text. Raises SheetRefused where the sheet is damaged."""
    # What a file says of its own size decides nothing.
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_col=columns)
    for _ in range(LINES_MAX):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                row = next(rows, None)
            except damage():
                raise SheetRefused(DAMAGED) from None
        if row is None:
            return
        yield [written(cell.value) for cell in row]
    raise SheetRefused("This sheet has more rows than a spreadsheet can hold. Copy the rows into a new workbook.")


def written(value: Any) -> str:  # noqa: PLR0911  # one for each kind of value
    """A cell's value as a person would write it: a day as 2027-01-31, a whole number without a point, yes or no."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.date().isoformat() if value.time().isoformat() == "00:00:00" else value.isoformat(" ")
        case date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case int() | float():
            return str(value)
    # Array and table formulas come as objects of their own.
    return f"={getattr(value, 'text', '') or ''}".replace("==", "=", 1)


def check_archive(data: bytes) -> None:
    """Raise SheetRefused unless this is a whole XLSX archive of a bounded size, without macros."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            check_kind(archive)
            unpack(archive)
    except DAMAGE as error:
        if isinstance(error, SheetRefused):
            raise
        raise SheetRefused(DAMAGED) from None


def check_kind(archive: zipfile.ZipFile) -> None:
    """Raise SheetRefused for another kind of archive than XLSX, and for one that says it is too large."""
    parts = archive.infolist()
    names = {part.filename for part in parts}
    lower = {name.lower() for name in names}
    if "word/document.xml" in lower:
        raise SheetRefused("This is a Word document. Copy its table into a spreadsheet and save that as .xlsx or .csv.")
    if "xl/workbook.bin" in lower or "content.xml" in lower:
        raise SheetRefused("This spreadsheet is in a format that is not read here. Save it as .xlsx or .csv.")
    if any(name.endswith("vbaproject.bin") for name in lower):
        raise SheetRefused("This workbook holds macros. Save it as .xlsx (“Excel Workbook”), without macros.")
    if "xl/workbook.xml" not in lower or "[content_types].xml" not in lower:
        raise SheetRefused("This is an archive, not a spreadsheet. Take the sheet out of it and choose that.")
    if any(part.flag_bits & 1 for part in parts):
        raise SheetRefused("This file is locked with a password. Take the password off and save it again.")
    if len(parts) > ENTRIES_MAX or len(names) < len(parts):
        raise SheetRefused(DAMAGED)
    if sum(part.file_size for part in parts) > UNPACKED_MAX:
        raise SheetRefused(TOO_LARGE_INSIDE)


def unpack(archive: zipfile.ZipFile) -> None:
    """Read every part to its end once, counting: what a part says of its size may be untrue.

    Raises SheetRefused where the parts are larger than they may be or define types of their own.
    """
    left = UNPACKED_MAX
    for part in archive.infolist():
        before = b""
        with archive.open(part) as stream:
            while piece := stream.read(PIECE):
                left -= len(piece)
                if left < 0:
                    raise SheetRefused(TOO_LARGE_INSIDE)
                if any(word in before + piece for word in DEFINITIONS):
                    raise SheetRefused(DAMAGED)
                before = piece[-32:]
