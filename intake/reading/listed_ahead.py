"""A table of contents without dots or pages: its entries stand again, word for word, as headings below."""

import re
from dataclasses import replace

from intake.reading.shapes import Kind, Line
from intake.reading.words import folded

TITLE = re.compile(r"(?:table |list )?(?:of )?contents:?", re.I)
# The number in front of an entry or of its heading, and the page behind it.
AROUND = re.compile(
    r"^(?:(?:section|chapter|part)\s+)?(?:\d{1,2}(?:\.\d{1,2})*|[a-z]|[ivx]{1,4})?[.):]?\s+|\s+\d{1,3}$"
)
# So many lines in a row that are no entry end a table, and so many at most belong to one.
STRANGE_MOST, ENTRIES_MOST = 2, 80


def without_contents(lines: list[Line]) -> list[Line]:
    """The lines, those of a table of contents blank."""
    titles = [at for at, line in enumerate(lines) if TITLE.fullmatch(line.text.strip())]
    if not titles:
        return lines
    last = {entry(line): at for at, line in enumerate(lines)}
    kept = list(lines)
    for title in titles:
        for at in entries(lines, title, last):
            kept[at] = replace(lines[at], text="", kind=Kind.BLANK, cells=())
    return kept


def entries(lines: list[Line], title: int, last: dict[str, int]) -> list[int]:
    """Where the entries below a title stand; none where hardly a line is one. Each is there once: the second time it is
    the heading."""
    found, seen, strange = list[int](), set[str](), 0
    for at in range(title + 1, len(lines)):
        words = entry(lines[at])
        if not words:
            continue
        if words in seen or len(found) >= ENTRIES_MOST:
            break
        if last[words] > at:
            found.append(at)
            seen.add(words)
            strange = 0
        elif (strange := strange + 1) > STRANGE_MOST:
            break
    return found if len(found) > STRANGE_MOST else []


def entry(line: Line) -> str:
    """A line as an entry and its heading have it in common."""
    words = folded(" ".join(line.cells) if line.cells else line.text).casefold()
    return AROUND.sub("", f" {words}" if words[:1].isalpha() else words).strip(" .")
