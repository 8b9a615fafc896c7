"""What a long report needs for WeasyPrint to stay within its memory and time; not a byte of the PDF becomes another.

Measured on 500 recommendations, WeasyPrint alone took three fifths of its time and half of its memory for these:

- five rules of its own stylesheet that give every element the styles of five kinds of notes, which no paper has;
- the list of all pages, made anew for every element that is tagged;
- pages that are drawn already: their boxes stay for the tags, with all the measures of the layout, and so does
  each stroke of the drawing, as a piece of its own;
- what was put aside and lies about in small pieces, which the C library keeps unless it is told.

``tests/reports/test_lighter.py`` holds a PDF made with and without it against each other. Only ``pdf.py`` imports this.
"""

import ctypes
import gc
from functools import cache, partial
from typing import Any

import pydyf  # type: ignore[import-untyped]  # it has no types
from weasyprint import CSS, HTML  # type: ignore[import-untyped]
from weasyprint.formatting_structure.boxes import (  # type: ignore[import-untyped]
    BlockBox,
    InlineBox,
    LineBox,
    TextBox,
)
from weasyprint.html import UA, UA_COUNTER_STYLE  # type: ignore[import-untyped]

NOTES = ("::footnote-", "::note-")
PAGES_BETWEEN = 32
# What the tags ask of a box once its page is drawn.
FOR_TAGS = ("element", "element_tag", "children", "style", "link_annotation", "is_table_wrapper")


class LighterHTML(HTML):  # type: ignore[misc]
    """A page laid out with WeasyPrint's own stylesheet, but for the rules about notes."""

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [without_notes()]


@cache
def without_notes() -> CSS:
    """WeasyPrint's own stylesheet without what it gives to every element of every page for notes that are not there."""
    # Styles of counters are known already, and are no names that another sheet may give.
    rules = [line for line in UA.splitlines() if not line.startswith((*NOTES, "@counter-style"))]
    # Elements of lists alone have markers, and they alone are asked for their style.
    sheet = "\n".join(rules).replace("\n::marker {", "\nli::marker {")
    return CSS(string=sheet, counter_style=UA_COUNTER_STYLE)


def known_pages(pdf: Any) -> list[bytes]:
    """The references of a PDF's pages, made once for each page instead of once for each element."""
    kids = pdf.pages["Kids"]
    known: list[bytes] = pdf.__dict__.setdefault("known_pages", [])
    known += (f"{number} 0 R".encode("ascii") for number in kids[len(known) * 3 :: 3])
    return known


def lighten(document: Any) -> None:
    """Have each page of a document put aside, as soon as it is drawn, what nobody asks for after that."""
    pydyf.PDF.page_references = property(known_pages)
    for number, page in enumerate(document.pages):
        page.paint = partial(paint, page.paint, page, number)


def paint(draw: Any, page: Any, number: int, stream: Any, scale: float = 1) -> None:
    """Draw a page, then keep of it what is still to be written and tagged."""
    if number % PAGES_BETWEEN == 0:
        give_back()
    draw(stream, scale)
    stream.stream = [b"\n".join(as_bytes(part) for part in stream.stream)]
    for box in page._page_box.descendants():  # noqa: SLF001  # there is no other way to them
        if type(box) is TextBox:
            box.__dict__ = {"children": ()}
        elif type(box) in (BlockBox, InlineBox, LineBox):
            box.__dict__ = {name: box.__dict__[name] for name in FOR_TAGS if name in box.__dict__}


def as_bytes(part: Any) -> bytes:
    """A part of a page's drawing, as it will be written."""
    if isinstance(part, bytes):
        return part
    return part.encode("ascii") if isinstance(part, str) else part.data


def give_back() -> None:
    """Give memory that nobody uses back to the machine, where the C library can."""
    gc.collect()
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)
