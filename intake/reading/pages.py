"""PDFs as lines, laid out as they are printed so that columns and tables can be told."""

import logging
import re
from io import BytesIO
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, ByteStringObject, ContentStream, NameObject

from intake.reading.plain import line_of
from intake.reading.refusing import SCANNED, Unreadable
from intake.reading.shapes import Line
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
    if sum(len(line.text.strip()) for line in lines) < 8 * max(1, count):
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
        for number, raw in enumerate(text.split("\n"), 1):
            lines.append(line_of(raw, at + 1, number, starts_page=number == 1))
        if len(lines) > 4 * LINES_MOST:
            raise Unreadable(f"This PDF has more than {LINES_MOST:,} lines. Choose the report alone.")
    if faulty > count // 2:
        raise Unreadable(BROKEN)
    return lines


def text_of(page: PageObject) -> str:
    """The text of a page as it is laid out; as it comes, where the page has no layout that can be told."""
    try:
        join_letters(page)
        text = page.extract_text(extraction_mode="layout", layout_mode_strip_rotated=True)
    except FAULTS:
        text = ""
    if not text.strip():
        text = page.extract_text()
    # Blanks at the beginning of every line are the page's margin.
    return re.sub(r"\n{4,}", "\n\n\n", text)


# In thousandths of the size of the letters: what is moved by less is kerning, and no blank.
KERNING = 120


def join_letters(page: PageObject) -> None:
    """Put together the pieces into which kerning breaks words, so that a page is laid out in a fraction of the time."""
    contents = page.get_contents()
    if contents is None:
        return
    stream = ContentStream(contents, page.pdf, "bytes")
    stream.operations = [
        ([joined(operands[0])], op) if op == b"TJ" and operands else (operands, op)
        for operands, op in stream.operations
    ]
    page[NameObject("/Contents")] = stream


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
