"""What a recommendation can be split into: its parts, or its sentences."""

import re
from dataclasses import dataclass
from typing import Any

from intake.models import ProposedItem
from intake.workflow.reading import short_title


@dataclass(frozen=True)
class Piece:
    """One of the recommendations that an item is split into: its words, and the body's where they are others."""

    title: str
    words: str
    body: str

    def told_by(self, differences: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Those of the differences that are between its words and the body's."""
        return [d for d in differences if self.body and d["summary"] in self.words and d["body"] in self.body]


def pieces_of(item: ProposedItem) -> list[Piece]:
    """What an item can be split into; one piece alone where it cannot be split.

    Words that lead to the parts, and are no sentence without them, stand before each.
    """
    body_text = item.body_text or item.text
    parts = [(str(part["text"]), str(part.get("body") or part["text"])) for part in item.parts]
    if parts and not item.text.rstrip(" \"'”’)").endswith((".", "!", "?")):
        pieces = [(words, f"{item.text} {words}", f"{body_text} {body}") for words, body in parts]
    elif parts:
        pieces = [(words, words, body) for words, body in [(item.text, body_text), *parts]]
    else:
        halves, of_body = halves_of(item.text), halves_of(body_text)
        # Which sentence of the body is which can be told only where there are as many.
        pieces = list(zip(halves, halves, of_body if len(of_body) == len(halves) else halves, strict=True))
    return [Piece(short_title(named), words, body if body != words else "") for named, words, body in pieces]


def halves_of(text: str) -> list[str]:
    """The first sentence, and the others together."""
    sentences = re.split(r"(?<=[.!?])\s+(?=[A-Z“‘])", text)
    return [sentences[0], " ".join(sentences[1:])] if sentences[1:] else sentences
