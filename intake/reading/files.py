"""What a file is, by its content and never by its name, and its lines."""

import re

from intake.reading import plain
from intake.reading.refusing import Unreadable
from intake.reading.source import BYTES_MOST, PAGES_MOST, Source

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")


def read(content: bytes) -> Source:
    """The lines of a file. Raises Unreadable, with a sentence for the person who chose it."""
    if not content.strip():
        raise Unreadable("This file is empty. Choose another, or paste the text of the report.")
    if len(content) > BYTES_MOST:
        raise Unreadable(
            f"This file is larger than {BYTES_MOST // 1024 // 1024} MB. Choose a smaller one, or paste the text."
        )
    source = lines_of(content)
    if source.pages > PAGES_MOST:
        raise Unreadable(
            f"This document has {source.pages} pages, and at most {PAGES_MOST} are read. Choose the report alone."
        )
    if not any(line.text.strip() or line.cells for line in source.lines):
        raise Unreadable("There are no words in this document. Choose another, or paste the text of the report.")
    return source


def lines_of(content: bytes) -> Source:
    """The lines of what the beginning of a file says that it is."""
    head = content[:2048]
    if b"%PDF-" in head[:1024]:
        # pypdf would be 16 MB in each web worker, and none of them reads a report.
        from intake.reading import pages

        return pages.read_pdf(content)
    if content.startswith(b"PK"):
        from intake.reading import word  # lxml would be 4 MB, likewise

        return word.read_docx(content)
    if content.startswith(OLD_OFFICE):
        raise Unreadable("This is an old Word file, or one with a password. Save it as docx without a password.")
    if content.startswith(PROGRAMS):
        raise Unreadable("This file is a program, not a report. Choose a PDF, a Word document or a text file.")
    if content.startswith(PICTURES):
        raise Unreadable("This file is a picture, not a report. Choose a PDF, a Word document or a text file.")
    text = plain.decoded(content)
    if re.search(r"<(?:!doctype\s+html|html|body|h[1-6]|p|div|ol|ul|table)\b[^>]*>", text[:6000], re.I):
        from intake.reading import web  # likewise

        return web.read_html(text)
    lines = plain.text_lines(text)
    return Source("text", lines, pages=max((line.page for line in lines), default=1))
