"""A document as lines, whatever kind of file it was, and the limits of what is read."""

from dataclasses import dataclass

from intake.reading.shapes import Line, ProposedFootnote

BYTES_MOST = 20 * 1024 * 1024
PAGES_MOST = 500
LINES_MOST = 60_000


@dataclass(frozen=True)
class Source:
    """The lines of a document, its kind in words, and what its mark-up says beside them.

    ``site``: what a web page says of where it is published, and a Word document at the head of its pages.
    """

    kind: str
    lines: list[Line]
    title: str | None = None
    pages: int = 1
    footnotes: tuple[ProposedFootnote, ...] = ()
    site: str = ""
