"""Rows that are drawn with strokes and go on over more than one line, put together again."""

from collections.abc import Sequence
from dataclasses import replace

from intake.reading.marks import label_of
from intake.reading.shapes import Kind, Line
from intake.reading.words import DANGLING, folded, is_finished


def with_whole_rows(lines: Sequence[Line]) -> list[Line]:
    """The lines, those between rows that are none being in the row that they begin or go on."""
    found: list[Line] = []
    begun = ""
    for at, line in enumerate(lines):
        if is_row(line) and begun:
            *whole, cut = [cell.strip() for cell in begun.split("|")]
            found.append(replace(line, cells=(*whole, f"{cut} {line.cells[0]}".strip(), *line.cells[1:])))
            begun = ""
            continue
        before, after = lines[at - 1] if at else None, lines[at + 1] if at + 1 < len(lines) else None
        words = folded(line.text.strip("| ")) if line.kind == Kind.TEXT and is_row(before) else ""
        if words and after and is_row(after) and begins(words, after):
            begun = words
        elif words and before and ends(before, words):
            cells = found[-1].cells
            found[-1] = replace(found[-1], cells=(f"{cells[0]} {words}", *cells[1:]))
        else:
            found.append(line)
    return found


def is_row(line: Line | None) -> bool:
    """Whether a line is a row that is drawn."""
    return bool(line and line.kind == Kind.ROW and "|" in line.text)


def begins(words: str, row: Line) -> bool:
    """Whether words are the beginning of the row below: their sentence goes on in its first cell."""
    if is_finished(words) or words[:1].islower() or label_of(words):
        return False
    return bool(DANGLING.search(words)) or row.cells[0][:1].islower()


def ends(row: Line, words: str) -> bool:
    """Whether words are the rest of the first cell of the row above."""
    first = row.cells[0].strip()
    return bool(first) and not is_finished(first) and (words[:1].islower() or bool(DANGLING.search(first)))
