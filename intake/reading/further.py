"""Paragraphs below the first of a labelled recommendation: more of it, or the report that goes on.

What the document shows decides. Where nothing shows it, the first paragraph is kept, and somebody is asked.
"""

import re
from collections.abc import Sequence
from itertools import takewhile

from intake.reading.block import Block
from intake.reading.outline import is_section_heading
from intake.reading.prose import sentences_of
from intake.reading.shapes import Kind
from intake.reading.words import MODAL, is_finished

# What a report tells, and does not ask for.
TELLS = re.compile(
    r"(?<!\bbe )\b(?:was|were|told|said|heard|felt|thought|suggested|believes?|explained|found|noted|argued|considers?|"
    r"considered|recognises?|evidence|we|I|witnesses)\b",
    re.I,
)
PARAGRAPHS_MOST = 3
BELOW = {Kind.BULLET, Kind.LETTER, Kind.ROMAN}


def asks(block: Block) -> bool:
    """Whether a paragraph begins with a sentence that asks for something, and tells nothing."""
    first = sentences_of(block.text)[0]
    return bool(MODAL.search(first)) and not TELLS.search(first)


def is_paragraph(block: Block) -> bool:
    """Whether a block is a whole paragraph without a mark of its own, and no heading."""
    return block.kind == Kind.TEXT and is_finished(block.text) and not block.is_heading


def paragraphs_from(blocks: Sequence[Block], at: int) -> list[Block]:
    """The paragraphs from here on, up to what is something else."""
    return list(takewhile(is_paragraph, blocks[at:]))


def is_more(blocks: Sequence[Block], at: int, first: Block) -> bool | None:
    """Whether a paragraph is more of the recommendation whose words began with ``first``; None where nobody can say.

    It is where it is set in bold as the first is, where "Reason:" or another field ends it, and where this document
    prints nothing else between its recommendations and the next label or heading.
    """
    if not is_paragraph(blocks[at]) or not asks(blocks[at]):
        return False
    if first.is_bold:
        return blocks[at].is_bold
    here = paragraphs_from(blocks, at)
    if len(here) > PARAGRAPHS_MOST or not all(asks(block) for block in here):
        return None
    end = at + len(here)
    if here[-1].text.endswith(":"):
        end += len(list(takewhile(lambda block: block.kind in BELOW, blocks[end:])))
    if end < len(blocks) and blocks[end].kind == Kind.FIELD:
        return True
    return True if ends_here(blocks, end) and not tells_between(blocks) else None


def ends_here(blocks: Sequence[Block], at: int) -> bool:
    """Whether the next label or a heading stands here, or the document ends."""
    if at >= len(blocks):
        return True
    block = blocks[at]
    return block.kind in {Kind.LABEL, Kind.HEADING} or block.is_heading or is_section_heading(block, blocks[at + 1 :])


def tells_between(blocks: Sequence[Block]) -> bool:
    """Whether the report goes on in prose below any of its recommendations, up to where the next heading stands."""
    for at, block in enumerate(blocks):
        if block.kind == Kind.LABEL:
            below = paragraphs_from(blocks, at + 1)
            more = below if block.text else below[1:]
            after = at + 1 + len(below)
            is_prose = not all(asks(paragraph) for paragraph in more) or len(more) > PARAGRAPHS_MOST
            if is_prose or (after < len(blocks) and blocks[after].kind == Kind.PARAGRAPH):
                return True
    return False
