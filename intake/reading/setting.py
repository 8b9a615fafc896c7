"""How a document sets its recommendations apart where nothing else marks them: in bold, as it says itself."""

import re
from collections.abc import Sequence
from dataclasses import replace

from intake.reading.block import Block
from intake.reading.shapes import Kind, Line
from intake.reading.words import asks_for_something, folded, is_sentence

# "Our recommendations are shown in bold type throughout", "The words in bold are our recommendations".
IN_BOLD = re.compile(
    r"\b(?:recommendations?|what we recommend)\b[^.]{0,80}\bbold\b|\bbold\b[^.]{0,60}\brecommendations?\b", re.I
)


def in_bold(line: Line) -> Line:
    """A line of a page, which is bold where all of its words are."""
    words = folded(line.text)
    return replace(line, is_bold=bool(words) and words in line.bold)


def set_apart(blocks: Sequence[Block]) -> list[int]:
    """The places of the bold paragraphs that ask for something, in a document that says that these are its own."""
    says_so = any(IN_BOLD.search(block.text) for block in blocks if block.kind in WORDS)
    return [at for at, block in enumerate(blocks) if says_so and is_recommended(block)]


WORDS = {Kind.TEXT, Kind.PARAGRAPH, Kind.BULLET}


def is_recommended(block: Block) -> bool:
    """Whether a block is a bold sentence that asks for something."""
    is_said = block.kind in WORDS and is_sentence(block.text) and asks_for_something(block.text)
    return is_said and block.is_bold and not IN_BOLD.search(block.text)
