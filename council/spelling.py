"""“Did you mean …”: words that are found nowhere, put right by the words that their reader may read.

The same on every database, and as careful as the caller: what is offered stands in the texts that it hands over.
"""

import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher

WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
# Shorter words are too near to too many; so alike two words have to be, and so many letters longer or shorter.
SHORTEST, ALIKE, LONGER = 4, 0.75, 2


def respelled(asked: str, texts: Iterable[str]) -> str:
    """What was asked for, each word that begins none of the texts' words as the nearest of these; "" where none is."""
    printed = Counter(word for text in texts for word in WORD.findall(text))
    known: dict[str, tuple[int, str]] = {}
    for word, count in printed.items():
        lower = word.lower()
        before, usual = known.get(lower, (0, ""))
        known[lower] = (before + count, word if count > printed[usual] else usual)

    def mended(match: re.Match[str]) -> str:
        word = match[0].lower()
        if len(word) < SHORTEST or not word.isalpha() or any(one.startswith(word) for one in known):
            return match[0]
        near = [(likeness(word, one), count, usual) for one, (count, usual) in known.items()]
        best = max(near, default=(0.0, 0, ""))
        return best[2] if best[0] >= ALIKE else match[0]

    meant = WORD.sub(mended, asked)
    return "" if meant == asked else meant


def likeness(one: str, other: str) -> float:
    """From 0 to 1; 0 at once where two words are not near enough to be worth the time."""
    if abs(len(one) - len(other)) > LONGER:
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()
