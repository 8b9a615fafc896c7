"""PDFs as lines, laid out as they are printed so that columns and tables can be told."""

import logging
import re
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, ByteStringObject, ContentStream

from intake.reading.drawn import Laid, laid_out
from intake.reading.plain import line_of
from intake.reading.refusing import SCANNED, Unreadable
from intake.reading.setting import in_bold
from intake.reading.shapes import Kind, Line
from intake.reading.source import LINES_MOST, PAGES_MOST, Source
from intake.reading.tidying import cleaned
from intake.reading.words import folded

BROKEN = "This PDF is damaged. Open it, save it again, or paste its text."
# What goes wrong in files that are not what they say: every one of these means the same to the person who chose it.
FAULTS = (
    PyPdfError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    AssertionError,
    ArithmeticError,
    RecursionError,
    OSError,
    NotImplementedError,
    UnicodeError,
)


def read_pdf(content: bytes) -> Source:
    """The lines of a PDF. Raises Unreadable for locked, damaged and scanned ones."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("This PDF is locked with a password. Save it without one, or paste its text.")
        count = len(reader.pages)
    except FAULTS as error:
        raise Unreadable(BROKEN) from error
    if count > PAGES_MOST:
        raise Unreadable(
            f"This document has {count} pages, and at most {PAGES_MOST} are read. Choose the report alone."
        )
    lines = lines_of(reader, count)
    if sum(len(line.text.strip()) + sum(map(len, line.cells)) for line in lines) < 8 * max(1, count):
        raise Unreadable(SCANNED if count else BROKEN)
    return Source("PDF", lines, title_of(reader), count)


def lines_of(reader: PdfReader, count: int) -> list[Line]:
    """The lines of every page that can be read."""
    lines: list[Line] = []
    faulty = 0
    for at in range(count):
        try:
            text = text_of(reader.pages[at])
        except FAULTS:
            faulty += 1
            continue
        for number, raw in enumerate(text, 1):
            lines.append(line_on(raw, at + 1, number, starts_page=number == 1))
        if len(lines) > 4 * LINES_MOST:
            raise Unreadable(f"This PDF has more than {LINES_MOST:,} lines. Choose the report alone.")
    if faulty > count // 2:
        raise Unreadable(BROKEN)
    return lines


def line_on(raw: Laid, page: int, number: int, starts_page: bool) -> Line:
    """One line of a page, or one row of a table that is drawn on it."""
    if raw.cells:
        return Line("", page, number, Kind.ROW, tuple(cleaned(cell) for cell in raw.cells), starts_page)
    return in_bold(replace(line_of(raw.text, page, number, starts_page), bold=folded(cleaned(raw.bold))))


def text_of(page: PageObject) -> list[Laid]:
    """The lines of a page as it is laid out; as they come, where the page has no layout that can be told."""
    try:
        found = laid_out(page, operations_of(page))
    except FAULTS:
        found = []
    if not any(line.text or line.cells for line in found):
        return [Laid(text) for text in re.sub(r"\n{4,}", "\n\n\n", page.extract_text()).split("\n")]
    return without_many_blanks(found)


BLANKS_MOST = 2


def without_many_blanks(lines: Sequence[Laid]) -> list[Laid]:
    """The lines, and no more than two blank ones after each other."""
    found: list[Laid] = []
    blanks = 0
    for line in lines:
        blanks = 0 if line.text or line.cells else blanks + 1
        if blanks <= BLANKS_MOST:
            found.append(line)
    return found


# In thousandths of the size of the letters: what is moved by less is kerning, and no blank.
KERNING = 120


def operations_of(page: PageObject) -> list[tuple[Any, bytes]]:
    """What draws a page, step by step, the pieces into which kerning breaks words being one.

    So a page is laid out in a fraction of the time.
    """
    contents = page.get_contents()
    if contents is None:
        return []
    stream = ContentStream(contents, page.pdf, "bytes")
    return [
        ([joined(operands[0])], op) if op == b"TJ" and operands else (operands, op)
        for operands, op in stream.operations
    ]


def joined(pieces: Any) -> Any:
    """The pieces of one array of text, with those in one that kerning alone parts."""
    if not isinstance(pieces, ArrayObject):
        return pieces
    found = ArrayObject()
    run: list[bytes] = []
    for piece in pieces:
        if isinstance(piece, bytes):
            run.append(piece)
        elif not isinstance(piece, int | float) or abs(piece) > KERNING:
            if run:
                found.append(ByteStringObject(b"".join(run)))
            found.append(piece)
            run = []
    if run:
        found.append(ByteStringObject(b"".join(run)))
    return found


def title_of(reader: PdfReader) -> str | None:
    """The title of the file's properties, where it has one."""
    try:
        title = reader.metadata.title if reader.metadata else None
    except FAULTS:
        return None
    return folded(cleaned(title)) or None if title else None
