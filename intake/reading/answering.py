"""Tables of answers: a row that is numbered 1 answers recommendation 1, by whatever short title it calls it."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import groupby

from intake.reading.found import TABLED, Item
from intake.reading.shapes import Question
from intake.reading.words import folded

SHORT = 4
# From here on the table prints the recommendation again; below, it gives it a short title.
SAME_WORDS = 0.75


def answers_apart(items: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """The recommendations, and the rows of tables that answer those which stand elsewhere.

    A table answers where it has no words of its own, or half of its numbers are those of recommendations outside of
    tables. Else its rows are recommendations, as in a report that prints them in a table alone.
    """
    numbers = numbers_of([item for item in items if item.how != TABLED and item.text])
    kept: list[Item] = []
    answers: list[Item] = []
    for _, table in groupby(items, key=lambda item: (item.run, item.answers)):
        rows = list(table)
        known = [row for row in rows if row.number in numbers]
        is_answer = rows[0].answers and (2 * len(known) >= len(rows) or not any(row.text for row in rows))
        for row in rows:
            (answers if is_answer or (not row.text and row.answers) else kept).append(row)
    return kept, answers


def numbers_of(found: Sequence[Item]) -> set[str]:
    """The numbers that recommendations have; their places, where none is printed with a number."""
    printed = {item.number for item in found if item.number}
    return printed or {str(at) for at in range(1, len(found) + 1)}


def answer(groups: Sequence[list[Item]], answers: Sequence[Item]) -> list[Question]:
    """Put each row to the recommendation of its number, and ask about those that have none, or call it otherwise."""
    asked = []
    by_number: dict[str, list[Item]] = {}
    for group in groups:
        by_number.setdefault(group[0].number, group)
    for row in answers:
        about = f"Recommendation {row.number}"
        group = by_number.get(row.number)
        if group is None:
            asks = f"A table answers it, “{told(row)}”, but no recommendation of that number was found. What is it?"
            asked.append(Question(about, asks, row.block.place))
            continue
        if row.text and not is_of(row.text, group[0].whole):
            asks = f"The table of answers calls it “{row.text[:120]}”. Is its answer the one to this recommendation?"
            asked.append(Question(about, asks, row.block.place))
        for name, words in row.fields.items():
            other = group[0].fields.get(name)
            if name == "response" and other and folded(other) != folded(words):
                asked.append(
                    Question(about, f"It is answered twice, also “{words[:120]}”. Which holds?", row.block.place)
                )
        if likeness(row.text, group[0].text) < SAME_WORDS:
            row.text, row.parts = "", []
        group.append(row)
    return asked


def likeness(one: str, other: str) -> float:
    """How much two texts have in common, from 0 to 1, word by word."""
    a, b = (re.findall(r"\w+", text.lower()) for text in (one, other))
    if not a or not b or min(len(a), len(b)) / max(len(a), len(b)) < 0.3:
        return 0.0
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def told(row: Item) -> str:
    """A row that could not be matched, in the words of its cells."""
    return folded(" | ".join(cell for cell in row.block.cells if cell.strip()))[:300]


def is_of(title: str, whole: str) -> bool:
    """Whether at least half of the longer words of a short title, by their beginnings, are in a recommendation."""
    stems = [word[:SHORT] for word in title.lower().split() if len(word) > SHORT - 1]
    return not stems or 2 * sum(stem in whole.lower() for stem in stems) >= len(stems)
