"""Labels that stand in a column of their own, beside the middle of their words: put where the words begin."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from intake.reading.marks import label_of
from intake.reading.shapes import Kind, Line
from intake.reading.words import folded

# A label alone or with words far to the right of it.
ASIDE = re.compile(r"^(?P<label>\s*\S+(?: \S+){0,2}?)(?P<gap>\s{3,}|$)(?P<words>.*)$")
ENDED = re.compile(r"[;:.?!](?:\s(?:and|or))?$")


def with_labels_first(lines: Sequence[Line]) -> list[Line]:
    """The lines, each label that stands beside a run of lines being on the first of them."""
    found = list(lines)
    for at, line in enumerate(lines):
        if line.kind != Kind.TEXT or not (aside := ASIDE.match(line.text)):
            continue
        label, words = folded(aside["label"]), aside["words"]
        mark = label_of(label)
        if mark is None or mark.rest:
            continue
        start = aside.start("words") if words else 0
        edge = len(aside["label"])
        above = run_of(lines, range(at - 1, -1, -1), edge, start)
        below = run_of(lines, range(at + 1, len(lines)), edge, start)
        if above and is_labelled(lines[above[-1] - 1] if above[-1] else None):
            # Right above the run stands another label: its words are those up to where a sentence ends.
            above = list(takewhile(lambda n: not ENDED.search(lines[n].text.rstrip()), above))
        if not above or not (words or below):
            continue
        if words[:1].islower() and ENDED.search(lines[above[0]].text.rstrip()):
            # The words above have ended, and those beside the label go on below a lead-in: it stands where they begin.
            continue
        first = above[-1]
        found[first] = replace(lines[first], text=f"{label} {lines[first].text.strip()}")
        found[at] = replace(line, text=words, kind=Kind.TEXT if words else Kind.BLANK)
        for n in [*above[:-1], *below]:
            found[n] = replace(lines[n], text=lines[n].text.strip())
        if not words:
            # The label had a line to itself: the words go on below it.
            found[at : at + 1] = [found[at]]
    return [line for at, line in enumerate(found) if not (line.kind == Kind.BLANK and lines[at].kind == Kind.TEXT)]


def is_labelled(line: Line | None) -> bool:
    """Whether a line begins with a label that stands aside, and has words beside it."""
    aside = ASIDE.match(line.text) if line and line.kind == Kind.TEXT else None
    return aside is not None and bool(aside["words"]) and label_of(folded(aside["label"])) is not None


def run_of(lines: Sequence[Line], way: range, edge: int, start: int) -> list[int]:
    """The lines next to a label, upwards or downwards, that stand wholly in the column of its words."""
    found: list[int] = []
    for at in way:
        line = lines[at]
        indent = len(line.text) - len(line.text.lstrip())
        if line.kind != Kind.TEXT or not line.text.strip() or indent <= edge or (start and abs(indent - start) > 3):
            break
        found.append(at)
    return found
