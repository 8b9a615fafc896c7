"""The lines of the source that stand beside a proposal."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from intake.reading.marks import BULLETS

LINES_BESIDE = 12
# Bullets of the private area, which only the font they were typed in could draw.
DRAWN = str.maketrans({sign: "•" for sign in BULLETS if "\ue000" <= sign <= "\uf8ff"})
PLACE = re.compile(r"page (\d+), line (\d+)")


def excerpt(source: Sequence[Sequence[int | str]], place: str, places: Collection[str] = ()) -> list[str]:
    """The lines from a place on, as far as the next of ``places``: "page 2, line 47". Nothing for one not known."""
    found = PLACE.fullmatch(place)
    if not found:
        return []
    page, number = int(found[1]), int(found[2])
    start = next((at for at, line in enumerate(source) if (line[0], line[1]) >= (page, number)), None)
    if start is None:
        return []
    lines = source[start : start + LINES_BESIDE]
    ends = (at for at, line in enumerate(lines) if at and f"page {line[0]}, line {line[1]}" in places)
    return shown(lines[: next(ends, None)])


def shown(lines: Sequence[Sequence[int | str]]) -> list[str]:
    """The words of lines of the source, with bullets that every font can draw."""
    return [str(line[2]).translate(DRAWN) for line in lines]


def printed(found: Mapping[str, Any] | None, item: Any) -> list[str]:
    """The words of a recommendation as the reader found them, its parts behind them, by where it is printed."""
    rows = (found or {}).get("recommendations", [])
    same = [row for row in rows if row["place"] == item.place]
    row = next((row for row in same if row["number"] == item.number), same[0] if same else None)
    return [row["text"], *(f"({part['label']}) {part['text']}" for part in row["parts"])] if row else []


# So many letters and figures of the first words tell a place: what follows may be parted by the foot of a page.
ENOUGH = 60


def place_of_words(source: Sequence[Sequence[int | str]], words: str, page: int | None = None) -> str:
    """Where words stand in the source, broken and hyphenated as they may be there; nothing where they do not.

    ``page``: the only page to look on.
    """
    wanted = letters_of(words)[:ENOUGH]
    lines = [line for line in source if page is None or line[0] == page]
    told = [letters_of(str(line[2])) for line in lines]
    at = "".join(told).find(wanted) if wanted else -1
    for line, letters in zip(lines, told, strict=True):
        if 0 <= at < len(letters):
            return f"page {line[0]}, line {line[1]}"
        at -= len(letters)
    return ""


def start_of_page(source: Sequence[Sequence[int | str]], page: int) -> str:
    """The place of the first line of a page; nothing where it has none."""
    return next((f"page {line[0]}, line {line[1]}" for line in source if line[0] == page), "")


def letters_of(words: str) -> str:
    """Only the letters and figures, small."""
    return "".join(sign for sign in words.casefold() if sign.isalnum())
