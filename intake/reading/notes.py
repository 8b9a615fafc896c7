"""Footnotes, taken out of the lines that they interrupt, and the places where they are cited."""

import re
from collections.abc import Sequence
from dataclasses import replace

from intake.reading.marks import label_of, list_mark
from intake.reading.shapes import Kind, Line, ProposedFootnote
from intake.reading.tidying import Vocabulary
from intake.reading.words import folded, heads_recommendations, noted

BEGINNING = re.compile(
    r"^\s?\[?(\d{1,3})\]?\s+([A-Z“‘\"'(ah].*)$|^\s?\[(\d{1,3})\]\s*(\S.*)$|^\s?(\d{1,3})((?:https?:|www\.).*)$"
)
NOTES_MOST = 1000
NUMBER_OF_PARAGRAPH = re.compile(r"\s*\d{1,2}\.\s*$")


def without_footnotes(lines: Sequence[Line]) -> tuple[list[Line], tuple[ProposedFootnote, ...]]:
    """The lines without footnotes, with a character where each is cited, and the footnotes in their order."""
    words = Vocabulary(lines)
    kept: list[Line] = []
    found: list[ProposedFootnote] = []
    cited_at = (0, 0)
    open_note: list[Line] = []
    texts: list[tuple[int, Line, str]] = []
    for line in lines:
        began = BEGINNING.match(line.text) if line.kind == Kind.TEXT else None
        number, rest = split(began) if began else (0, "")
        if began and heads_recommendations(last_words(kept)):
            # "1  That …" right below the heading of recommendations is the first of them.
            began = None
        place = citation(kept, number, cited_at) if began and number == len(texts) + 1 and number < NOTES_MOST else None
        if place is not None and began:
            cited_at = place
            mark(kept, place, number)
            texts.append((number, line, folded(rest)))
            open_note = [line]
            kept.append(replace(line, text="", kind=Kind.BLANK))
        elif open_note and goes_on(line, open_note):
            number, first, text = texts[-1]
            texts[-1] = (number, first, words.join(text, folded(line.text)))
            open_note.append(line)
            kept.append(replace(line, text="", kind=Kind.BLANK))
        else:
            open_note = []
            kept.append(line)
    found = [ProposedFootnote(str(number), text, first.place) for number, first, text in texts]
    return kept, tuple(found)


def last_words(lines: Sequence[Line]) -> str:
    """The words of the nearest line above."""
    return next((line.text.strip() for line in reversed(lines) if line.text.strip()), "")


def split(began: re.Match[str]) -> tuple[int, str]:
    """The number and the words of the beginning of a footnote."""
    number, rest = next((began[at], began[at + 1]) for at in (1, 3, 5) if began[at])
    return int(number), rest


def goes_on(line: Line, note: list[Line]) -> bool:
    """Whether a line is more of the footnote above it."""
    if line.kind != Kind.TEXT or not line.text.strip() or line.starts_page:
        return False
    text = folded(line.text)
    return not (label_of(text) or list_mark(text))


def citation(lines: Sequence[Line], number: int, after: tuple[int, int]) -> tuple[int, int] | None:
    """Where a footnote is cited: the last place before it, and behind the citation of the one before."""
    behind = r"(?<=[.,;:!?'’”\")\]])"
    cites = re.compile(
        rf"(?:(?<=[a-z.,;:!?'’”\")\]])|(?<=[A-Z]{{2}}))\[?{number}\]?(?!\d|%|\.\d|\)\S)"
        rf"|{behind}\s{{1,2}}\[?{number}\]?(?=\s*$|\s)|{behind}\s{{3,20}}{number}(?=\s*$|\s{{2,3}}\S)"
    )
    for at in range(len(lines) - 1, max(after[0] - 1, len(lines) - 1200, -1), -1):
        line = lines[at]
        if line.kind in {Kind.BLANK, Kind.HEADING}:
            continue
        places = [
            m.start()
            for m in cites.finditer(line.text)
            if (at, m.start()) > after and not NUMBER_OF_PARAGRAPH.match(line.text[: m.start()])
        ]
        if places:
            return at, places[-1]
    return None


def mark(lines: list[Line], place: tuple[int, int], number: int) -> None:
    """Put the character of a footnote where its number stood."""
    at, start = place
    text = lines[at].text
    after = re.sub(rf"^\s{{0,20}}\[?{number}\]?", "", text[start:], count=1)
    lines[at] = replace(lines[at], text=text[:start] + noted(number) + after)
