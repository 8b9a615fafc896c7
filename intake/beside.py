"""The lines of the source that stand beside a proposal."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

LINES_BESIDE = 12
PLACE = re.compile(r"page (\d+), line (\d+)")


def excerpt(source: Sequence[Sequence[int | str]], place: str) -> list[str]:
    """The lines from a place on: "page 2, line 47". Nothing for a place that is not known."""
    found = PLACE.fullmatch(place)
    if not found:
        return []
    page, number = int(found[1]), int(found[2])
    start = next((at for at, line in enumerate(source) if (line[0], line[1]) >= (page, number)), None)
    return [] if start is None else [str(line[2]) for line in source[start : start + LINES_BESIDE]]


def printed(found: Mapping[str, Any] | None, item: Any) -> list[str]:
    """The words of a recommendation as the reader found them, its parts behind them, by where it is printed."""
    rows = (found or {}).get("recommendations", [])
    same = [row for row in rows if row["place"] == item.place]
    row = next((row for row in same if row["number"] == item.number), same[0] if same else None)
    return [row["text"], *(f"({part['label']}) {part['text']}" for part in row["parts"])] if row else []
