"""Tables that lost their columns: the heads one below another, and then the cells of each row likewise."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from intake.reading.marks import label_of, list_mark, plain_number
from intake.reading.shapes import Kind, Line
from intake.reading.tables import column_of, columns_of
from intake.reading.tidying import Vocabulary
from intake.reading.words import asks_for_something, folded

HEADS_LEAST, HEADS_MOST, HEAD_MOST = 3, 10, 30
# How many words a recommendation has at least, and how many rows' worth of cells one row may have.
WORDS_LEAST, FURTHEST = 4, 4
# "SR (25/26) 01": a reference of any shape, which counts up behind the same letters.
REFERENCE = re.compile(r"(?P<before>[A-Z]{0,6}[^a-z]{0,12}?)0*(?P<n>\d{1,3})[.)]?")
# "Recommendation[i]": the mark of a note behind a head.
NOTE = re.compile(r"\s?\[[ivx\d]{1,4}\]$")


@dataclass
class Cell:
    """The lines that stand together, and the place of the first among those of the document."""

    at: int
    lines: list[Line] = field(default_factory=list)
    text: str = ""

    @property
    def end(self) -> int:
        """The place behind its last line."""
        return self.at + len(self.lines)


def with_flattened(lines: Sequence[Line]) -> list[Line]:
    """The lines, those of such tables as rows."""
    if not any(head_of(folded(line.text)) == "text" for line in lines if line.kind == Kind.TEXT):
        return list(lines)
    cells = cells_of(lines)
    found: list[Line] = []
    at = taken = 0
    while at < len(cells):
        heads = heads_at(cells, at)
        rows = rows_below(cells, at + len(heads), heads) if heads else []
        if not rows:
            at += 1
            continue
        titles = tuple(NOTE.sub("", cell.text) for cell in cells[at : at + len(heads)])
        found += lines[taken : cells[at].at]
        found.append(replace(cells[at].lines[0], text="", kind=Kind.ROW, cells=titles))
        is_even = all(len(row) == len(heads) for row in rows)
        found += [row_of(row, heads, is_even) for row in rows]
        taken = rows[-1][-1].end
        found.append(Line("", lines[taken - 1].page, lines[taken - 1].number, Kind.BLANK))
        at += len(heads) + sum(map(len, rows))
    return [*found, *lines[taken:]]


def cells_of(lines: Sequence[Line]) -> list[Cell]:
    """What is parted by blank lines."""
    words = Vocabulary(lines)
    found: list[Cell] = []
    is_open = False
    for at, line in enumerate(lines):
        if line.kind == Kind.BLANK or not (line.text.strip() or line.cells):
            is_open = False
            continue
        if not is_open or line.kind != Kind.TEXT:
            found.append(Cell(at))
        cell, text = found[-1], folded(line.text)
        cell.lines.append(line)
        cell.text = words.join(cell.text, text) if cell.text else text
        is_open = line.kind == Kind.TEXT
    return found


def head_of(text: str) -> str:
    """What a column holds whose head these words may be."""
    return column_of(NOTE.sub("", text)) if len(text) <= HEAD_MOST else ""


def heads_at(cells: Sequence[Cell], at: int) -> list[str]:
    """The heads that stand one below another from here on; nothing where they are no table's of recommendations."""
    near = list(takewhile(is_short, cells[at : at + HEADS_MOST]))
    titles = [NOTE.sub("", cell.text) for cell in near]
    known = [bool(column_of(title)) for title in titles]
    while known and not known[-1]:
        titles, known = titles[:-1], known[:-1]
    is_head = len(titles) >= HEADS_LEAST and 2 * sum(known) >= len(known) and columns_of(titles)
    return [column_of(title) for title in titles] if is_head and known[0] else []


def is_short(cell: Cell) -> bool:
    """Whether words can be the head of a column."""
    is_words = cell.lines[0].kind == Kind.TEXT and len(cell.lines) == 1 and len(cell.text) <= HEAD_MOST
    return is_words and not list_mark(cell.text) and not plain_number(cell.text) and cell.text[:1].isupper()


def rows_below(cells: Sequence[Cell], start: int, heads: Sequence[str]) -> list[list[Cell]]:
    """The rows below such heads: each from its number, letter or reference to the next, else of as many cells."""
    own = heads.index("text")
    begins = [start] if start < len(cells) and place_of(cells[start].text) else []
    if not begins:
        in_rows = (list(cells[at : at + len(heads)]) for at in range(start, len(cells) - len(heads) + 1, len(heads)))
        rows = list(takewhile(lambda row: is_row(row, own), in_rows))
        return rows if len(rows) > 1 else []
    for at in range(start + 1, len(cells)):
        if cells[at].lines[0].kind != Kind.TEXT or at - begins[-1] > FURTHEST * len(heads):
            break
        if follows(cells[begins[-1]].text, cells[at].text):
            begins.append(at)
    end = min(begins[-1] + len(heads), len(cells))
    rows = [list(cells[a:b]) for a, b in zip(begins, [*begins[1:], end], strict=True)]
    is_told = all(len(row) > own and len(words_of(row[own].text).split()) >= WORDS_LEAST for row in rows)
    return rows if len(rows) > 1 and is_told else []


def is_row(row: Sequence[Cell], own: int) -> bool:
    """Whether so many cells are a row without a number: one asks for something, and no other does."""
    return all(
        cell.lines[0].kind == Kind.TEXT and asks_for_something(cell.text) == (at == own) for at, cell in enumerate(row)
    )


def place_of(text: str) -> tuple[str, str] | None:
    """The shape of the number or letter with which a cell begins, and what it counts; None for other cells."""
    if (label := label_of(text)) and label.is_strong:
        return "label", label.value
    if (mark := list_mark(text)) and mark.kind in {Kind.NUMBER, Kind.LETTER, Kind.ROMAN}:
        return "mark", mark.value.lower()
    found = REFERENCE.fullmatch(text)
    return (found["before"], found["n"]) if found else None


def follows(before: str, after: str) -> bool:
    """Whether one cell counts on from another."""
    one, other = place_of(before), place_of(after)
    if one is None or other is None or one[0] != other[0]:
        return False
    if one[1].isdigit() and other[1].isdigit():
        return int(other[1]) == int(one[1]) + 1
    return len(one[1]) == len(other[1]) == 1 and ord(other[1]) == ord(one[1]) + 1


def words_of(text: str) -> str:
    """The words behind a number or letter."""
    mark = label_of(text) or list_mark(text)
    return mark.rest if mark else text


def row_of(row: Sequence[Cell], heads: Sequence[str], is_even: bool) -> Line:
    """One row; where some have more or fewer cells than there are heads, no cell behind the words can be told apart."""
    texts = [cell.text for cell in row]
    if not is_even:
        kept = heads.index("text") + 1
        texts = [*texts[:kept], *[""] * (len(heads) - kept)]
    return replace(row[0].lines[0], text="", kind=Kind.ROW, cells=tuple(texts))
