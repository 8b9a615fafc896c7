"""One block of a document, and the marks of lists that only what stands above tells from words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from intake.reading.marks import UPPER, Mark
from intake.reading.shapes import Kind, Line
from intake.reading.words import is_sentence, reads_like_heading

LISTS = {Kind.NUMBER, Kind.LETTER, Kind.ROMAN, Kind.BULLET}


@dataclass
class Block:
    """What stands together. ``value`` is the number, letter or field of its beginning; ``gap``: a blank is above."""

    kind: Kind
    value: str
    text: str
    line: Line
    gap: bool = True
    cells: tuple[str, ...] = ()
    is_strong: bool = True
    last: int = 0
    width: int = 0
    indent: int = 0
    trail: list[str] = field(default_factory=list)
    is_bold: bool = False

    @property
    def place(self) -> str:
        """Where it begins."""
        return self.line.place

    @property
    def is_heading(self) -> bool:
        """Marked up as a heading, or words alone that look like one."""
        return self.kind == Kind.HEADING or (
            self.kind == Kind.TEXT and len(self.trail) == 1 and reads_like_heading(self.text)
        )

    def is_other_type(self, line: Line) -> bool:
        """Whether a line is bold below plain words that have ended, or plain below bold ones that have or that head."""
        ends = is_sentence(self.text) or (self.is_bold and self.is_heading)
        return self.kind == Kind.TEXT and self.is_bold != line.is_bold and ends

    @property
    def is_list(self) -> bool:
        """An item of a list."""
        return self.kind in LISTS


def circle(text: str, last: Block | None) -> Mark | None:
    """A bullet that was a circle and is read as "o", below a line that announces it."""
    found = re.match(r"o\s+(?P<rest>\S.*)$", text)
    goes = last is not None and (last.text.endswith(":") or (last.kind == Kind.BULLET and last.value == "o"))
    return Mark(Kind.BULLET, "o", found["rest"]) if found and goes else None


def upper(text: str, last: Block | None) -> Mark | None:
    """ "A." and the letters that follow it, below a line that announces them; alone it may be an initial."""
    found = UPPER.match(text)
    if not found or last is None:
        return None
    begins = found["n"] == "A" and last.text.endswith(":")
    goes = last.kind == Kind.LETTER and ord(found["n"].lower()) == ord(last.value.lower()[:1]) + 1
    return Mark(Kind.LETTER, found["n"].lower(), found["rest"]) if begins or goes else None


def in_letters(found: Mark | None, blocks: Sequence[Block]) -> Mark | None:
    """A mark, "(i)" behind "(h)" being the letter, unless "(h)" says that something follows."""
    if found is None or found.kind != Kind.ROMAN or len(found.value) > 1:
        return found
    before = next((block for block in reversed(blocks[-6:]) if block.kind == Kind.LETTER), None)
    goes_on = before is not None and ord(found.value.lower()) == ord(before.value.lower()) + 1
    return replace(found, kind=Kind.LETTER) if goes_on and not blocks[-1].text.endswith(":") else found
