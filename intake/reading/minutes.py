"""Minutes: resolutions that stand in the cells of a table, and whom the word above a list of them addresses."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from intake.reading.announcing import announces_list
from intake.reading.marks import list_mark
from intake.reading.shapes import Kind, Line
from intake.reading.tables import columns_of, columns_of_answers, has_label
from intake.reading.words import asks_for_something, is_finished, is_sentence

# "RESOLVED that …" as a line of its own; "Agreed" alone may be an answer.
DECIDES = re.compile(
    r"(?:It was )?(?:(?:RESOLVED|RECOMMENDED)\b"
    r"|(?:AGREED|[Rr]esolved|Recommended|Agreed)(?:\s(?:that|to)\b|\s?[:–—-](?:\s|$)))"
)
BODY_MOST = 8


def with_minutes(lines: Sequence[Line]) -> list[Line]:
    """The lines, those of a table that holds minutes being what stands in its cells, one cell after another."""
    found: list[Line] = []
    for table in tables_in(lines):
        rows = [line for line in table if line.kind == Kind.ROW]
        found += [part for row in rows for part in lines_in(row)] if holds_minutes(rows) else table
    return found


def tables_in(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines in stretches: rows with the blanks between them, and what is between tables."""
    is_table, stretch = False, list[Line]()
    for line in lines:
        if line.kind != Kind.BLANK and (line.kind == Kind.ROW) != is_table:
            yield stretch
            is_table, stretch = not is_table, []
        stretch.append(line)
    yield stretch


def holds_minutes(rows: Sequence[Line]) -> bool:
    """Whether in a cell of a table a resolution or a list of recommendations has lines of its own."""
    if any(columns_of(row.cells) or columns_of_answers(row.cells) or has_label(row.cells) for row in rows):
        return False
    return any(decides(cell.split("\n")) for row in rows for cell in row.cells if "\n" in cell)


def decides(lines: Sequence[str]) -> bool:
    """Whether one of the lines of a cell resolves something, or announces the recommendations that follow."""
    below = zip(lines, [*lines[1:], ""], strict=True)
    return any(DECIDES.match(words) or (announces_list(words) and list_mark(after)) for words, after in below)


def lines_in(row: Line) -> Iterator[Line]:
    """The lines of the cells of a row; a number that stands in a cell of its own is beside the words behind it."""
    number = f"{row.cells[0].strip()} " if MARK_ALONE.fullmatch(row.cells[0].strip()) else ""
    for cell in dict.fromkeys(row.cells[1:] if number else row.cells):
        for words in cell.split("\n"):
            yield replace(row, text=f"{number}{words}", kind=Kind.TEXT, cells=())
            number = ""
            if is_finished(words) or len(words) < SHORT:
                yield replace(row, text="", kind=Kind.BLANK, cells=())
        yield replace(row, text="", kind=Kind.BLANK, cells=())


MARK_ALONE = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,2})?)[.)]?")
# Words that end before the side of their cell, as a heading does.
SHORT = 30


def names_body(words: str) -> bool:
    """Whether words behind "RECOMMENDED" say to whom, and not yet what: "TO CABINET", "to recommend to the Council"."""
    if not re.match(r"to\s", words, re.I) or is_sentence(words) or re.search(r"\bthat\b", words, re.I):
        return False
    body = re.sub(r"^to\s(?:recommend\s?(?:to\s)?)?(?:the\s)?", "", words, flags=re.I)
    return not body or (body[0].isupper() and len(body.split()) <= BODY_MOST and not asks_for_something(body))
