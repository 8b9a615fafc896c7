"""The outline of a document: sections, headings and numbered paragraphs, and what stands between them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from intake.reading.block import Block
from intake.reading.resolving import RESOLVED_ALONE
from intake.reading.shapes import Kind, ProposedParagraph
from intake.reading.words import (
    DANGLING,
    MODAL,
    asks_for_something,
    folded,
    goes_on,
    is_finished,
    is_sentence,
    notes_in,
    plain,
    reads_like_heading,
    theme_of,
)

APPENDIX = (
    "appendix",
    "annex",
    "glossary",
    "bibliography",
    "references",
    "acknowledg",
    "contents",
    "chair",
    "foreword",
)


@dataclass
class Section:
    """A section: its number and title as printed."""

    number: str = ""
    title: str | None = None


@dataclass
class Spot:
    """Where each block stands: its section, the heading above it, and the numbered paragraph before it."""

    section: Section
    heading: str | None
    paragraph: str | None


def is_section_heading(block: Block, after: Sequence[Block]) -> bool:
    """Whether a numbered line is the heading of a section: short, no sentence, its paragraphs or words below."""
    if block.kind != Kind.NUMBER or not block.gap:
        return False
    is_marked = block.line.kind == Kind.HEADING and not is_finished(block.text) and not MODAL.search(block.text)
    if not is_marked and not reads_like_heading(plain(block.text)):
        return False
    following = after[0] if after else None
    if following is None or leads_to_parts(block, following):
        return False
    if following.kind == Kind.PARAGRAPH:
        return following.value.split(".")[0] == block.value
    if following.kind == Kind.NUMBER:
        return False
    later = next((b for b in after[:4] if b.kind == Kind.PARAGRAPH), None)
    return following.gap and (later is None or later.value.split(".")[0] == block.value)


# How many words the heading of a list has at most.
HEADING_MOST = 6


def leads_to_parts(block: Block, following: Block) -> bool:
    """Whether a numbered line is the beginning of a sentence whose parts stand below: "4. That the Director:"."""
    is_lead = block.text.endswith(":") and following.kind in {Kind.LETTER, Kind.ROMAN, Kind.BULLET}
    is_long = len(block.text.split()) > HEADING_MOST and asks_for_something(block.text)
    return is_lead and (is_long or bool(re.match(r"(?:that|to)\s", block.text, re.I)))


def is_theme(block: Block) -> bool:
    """Whether a heading between recommendations can be their theme."""
    is_words = block.kind != Kind.HEADING and is_sentence(block.text)
    is_words = is_words or bool(DANGLING.search(block.text.rstrip(":")))
    return block.kind != Kind.PARAGRAPH and not is_words and "recommend" not in block.text.lower()


THEMED = re.compile(
    r"^(?:theme|priority|area|objective|key issue|key theme|chapter|section|part)\s+(?:\w{1,5})\s*[:.–—-]\s*", re.I
)


def themed(title: str) -> str | None:
    """The words of a theme's heading, without "Theme 1:"."""
    return THEMED.sub("", title).rstrip(":").strip() or None


def theme_named(blocks: Sequence[Block], at: int) -> str | None:
    """The theme that a heading of recommendations names, in the words of the heading above that begins as it does."""
    named = theme_of(folded(blocks[at].text.rstrip(":")))
    titles = (plain(b.text) for b in reversed(blocks[:at]) if named and b.is_heading)
    return themed(next((title for title in titles if title.lower().startswith(f"{named.lower()}:")), named))


def spots(blocks: Sequence[Block]) -> list[Spot]:
    """Where each block stands."""
    section, heading, paragraph = Section(), None, None
    found: list[Spot] = []
    for at, block in enumerate(blocks):
        after = blocks[at + 1 : at + 5]
        if is_section_heading(block, after):
            section, heading = Section(block.value, plain(block.text)), None
        elif block.kind == Kind.PARAGRAPH:
            if section.number != block.value.split(".")[0]:
                section, heading = Section(block.value.split(".")[0], heading), None
            paragraph = block.value
        elif block.is_heading and block.gap and not RESOLVED_ALONE.fullmatch(block.text):
            if block.text.lower().startswith(APPENDIX):
                section = Section("", plain(block.text))
                heading = None
            else:
                heading = plain(block.text)
        found.append(Spot(section, heading, paragraph))
    return found


def paragraphs(blocks: Sequence[Block], where: Sequence[Spot], boxes: set[int]) -> tuple[ProposedParagraph, ...]:
    """The numbered paragraphs with their lists, taken up again behind boxes that split them.

    ``boxes`` are the blocks that belong to recommendations.
    """
    begins = [at for at, block in enumerate(blocks) if block.kind == Kind.PARAGRAPH]
    begins = begins if len(begins) > 2 else counted(blocks, boxes)
    if not begins:
        return ()
    found: list[ProposedParagraph] = []
    words: list[str] = []
    at_block = -1
    for at, block in enumerate(blocks):
        if at in begins:
            keep(found, blocks, where, at_block, words)
            at_block, words = at, [block.text]
        elif at_block >= 0 and at not in boxes:
            if ends_paragraph(block, blocks[at + 1 : at + 5], where[at], where[at_block], words):
                keep(found, blocks, where, at_block, words)
                at_block, words = -1, []
            else:
                append(words, block)
    keep(found, blocks, where, at_block, words)
    return tuple(found)


# How many paragraphs "1." to "9." there must be, and how long each.
COUNTED_LEAST, LONG = 5, 60


def counted(blocks: Sequence[Block], boxes: set[int]) -> list[int]:
    """The paragraphs of a document that counts them from 1 to its end, whatever headings stand between."""
    found: list[int] = []
    for at, block in enumerate(blocks):
        is_next = block.kind == Kind.NUMBER and block.value == str(len(found) + 1)
        if is_next and at not in boxes and len(block.text) >= LONG and is_finished(block.text):
            found.append(at)
    return found if len(found) >= COUNTED_LEAST else []


def ends_paragraph(block: Block, after: Sequence[Block], here: Spot, there: Spot, words: list[str]) -> bool:
    """Whether a block is no more of the numbered paragraph above it."""
    if block.kind == Kind.LABEL or is_section_heading(block, after) or here.section is not there.section:
        return True
    is_last_of_its_kind = block.is_heading and block.gap and not goes_on(words[-1], block.text)
    return is_last_of_its_kind and bool(after) and after[0].kind == Kind.PARAGRAPH


def append(words: list[str], block: Block) -> None:
    """Words of a block behind those of its paragraph, in one sentence where it was split."""
    text = block.text or " ".join(block.cells)
    if block.is_list and block.value:
        shown = block.value if block.kind == Kind.BULLET else f"{block.value})"
        words.append(f"{shown} {text}")
    elif goes_on(words[-1], text):
        words[-1] = f"{words[-1]} {text}"
    else:
        words.append(text)


def keep(
    found: list[ProposedParagraph], blocks: Sequence[Block], where: Sequence[Spot], at: int, words: list[str]
) -> None:
    """Add the paragraph that ends here."""
    if at < 0:
        return
    text, spot = folded(" ".join(words)), where[at]
    found.append(
        ProposedParagraph(
            blocks[at].value,
            spot.section.title,
            plain(text),
            spot.section.number,
            spot.heading,
            notes_in(text),
            blocks[at].place,
        )
    )
