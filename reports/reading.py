"""What somebody has read of a draft, as a short digest that tells part by part whether it still says the same."""

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

from reports.contents import Contents
from reports.frozen import as_json

# Letters of each part's sum: short enough for an address. Another text has the same ones once in 16 million times.
WIDTH = 4
FIGURES, FOREWORD = "the figures and lists", "the chair’s foreword"


def digest(*versions: Contents) -> str:
    """The versions of a draft, read together: one sum for each part, in the order of the report.

    Under which number, on which day, by whom and in which colour it is issued is no part of what was read.
    """
    of_each = zip(*(texts_of(version) for version in versions), strict=True)
    return "".join(sum_of("".join(texts)) for texts in of_each)


def texts_of(contents: Contents) -> Iterator[str]:
    """What can change apart from the rest: figures and lists, the foreword, each recommendation."""
    yield as_json(replace(contents, issue=None, look=None, made_on=contents.as_at, foreword="", blocks=()))
    yield contents.foreword
    yield from (as_json(block) for block in contents.blocks)


def sum_of(text: str) -> str:
    """A few letters that are others for another text."""
    return urlsafe_b64encode(sha256(text.encode()).digest()).decode()[:WIDTH]


def changed(before: str, now: str, contents: Contents) -> tuple[str, ...]:
    """What says something else than before, in words; everything where the parts are not the same ones."""
    names = (FIGURES, FOREWORD, *(block.of.reference for block in contents.blocks))
    if len(before) != len(now):
        return ("the list of recommendations",)
    parts = ((name, slice(at * WIDTH, (at + 1) * WIDTH)) for at, name in enumerate(names))
    return tuple(name for name, part in parts if before[part] != now[part])
