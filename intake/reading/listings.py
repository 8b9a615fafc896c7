"""Where a document announces recommendations: headings, sentences before a list, resolutions in minutes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from intake.reading.announcing import RECOMMENDS, announces_list, body_of
from intake.reading.block import Block
from intake.reading.marks import ORDERS
from intake.reading.outline import is_section_heading
from intake.reading.resolving import BODIES
from intake.reading.shapes import Kind
from intake.reading.tables import columns_of
from intake.reading.words import (
    LEAD_IN,
    OTHER_MATTERS,
    OURS_BELOW,
    asks_for_something,
    folded,
    heads_recommendations,
    is_sentence,
    looks_back,
    plain,
    reads_like_title,
)

SINGLE = re.compile(
    r"^(?:\d{1,2}\.\d{1,2}\s+)?(?:scrutiny |committee |panel )?recommendations?\s*[:–—-]\s*(?P<rest>\S.*)$", re.I
)


@dataclass
class Listing:
    """A stretch of a document that holds recommendations: from its heading to before its end, and what an item is."""

    start: int
    end: int
    style: Kind | None
    is_strong: bool = False
    body: str = ""
    of_resolution: bool = False


def section_from(blocks: Sequence[Block], at: int) -> Listing:
    """The section of recommendations that begins with a heading."""
    own = blocks[at]
    end = next((j for j in range(at + 1, len(blocks)) if ends(blocks, at, j)), len(blocks))
    single = bool(re.search(r"recommendation[\s:.]*$", own.text, re.I)) and own.kind != Kind.NUMBER
    first, end = below_lead(blocks, at + 1, end)
    style = style_of(blocks[first:end])
    if single and style in {None, Kind.TEXT} and at + 1 < end:
        body = next((j for j in range(at + 1, end) if not blocks[j].is_heading), at + 1)
        end = next(
            (j for j in range(body + 1, end) if blocks[j].kind in {Kind.TEXT, Kind.HEADING, Kind.PARAGRAPH}), end
        )
        style = Kind.TEXT if blocks[body].kind == Kind.TEXT else style
    return Listing(at, end, style)


def wishes_from(blocks: Sequence[Block], at: int) -> Listing | None:
    """The section below "What we want to happen", where it lists at least two things and asks for most."""
    section = section_from(blocks, at)
    alike = [b for b in blocks[at + 1 : section.end] if b.kind == section.style]
    is_list = section.style in {Kind.NUMBER, Kind.LETTER, Kind.ROMAN, Kind.BULLET, Kind.PARAGRAPH}
    return section if is_list and len(alike) > 1 and asking(alike) >= 0.7 * len(alike) else None


def ends(blocks: Sequence[Block], start: int, at: int) -> bool:
    """Whether a block is behind the section that began at ``start``."""
    own, block, after = blocks[start], blocks[at], blocks[at + 1 : at + 5]
    heads = block.kind == Kind.HEADING or block.is_heading or block.kind == Kind.NUMBER
    if heads and (heads_recommendations(block.text) or looks_back(block.text)) and block.kind != Kind.LABEL:
        return True
    is_deeper = own.line.kind == Kind.HEADING and block.line.level > own.line.level
    if block.kind == Kind.NUMBER and is_section_heading(block, after):
        if counts_titles(blocks, start, at):
            return False
        marked_up = block.line.kind == Kind.HEADING and is_deeper
        return not marked_up and (own.kind in {Kind.NUMBER, Kind.HEADING} or not asks_for_something(block.text))
    if block.kind == Kind.HEADING:
        return bool(OTHER_MATTERS.match(block.text)) or (own.kind == Kind.HEADING and not is_deeper)
    if block.kind == Kind.PARAGRAPH:
        return paragraph_ends(blocks, start, at)
    return block.kind == Kind.TEXT and block.gap and block.is_heading and bool(OTHER_MATTERS.match(block.text))


def counts_titles(blocks: Sequence[Block], start: int, at: int) -> bool:
    """Whether a number is the title of what is asked for below it, counted from 1 right below the heading."""
    own, block = blocks[start], blocks[at]
    before = next((blocks[n] for n in range(at - 1, start, -1) if blocks[n].kind == Kind.NUMBER), None)
    is_next = int(block.value) == int(before.value) + 1 if before else block.value == "1" and at <= start + 2
    is_deeper = block.line.kind != Kind.HEADING or block.line.level > own.line.level
    below = blocks[at + 1] if at + 1 < len(blocks) else None
    is_title = own.kind == Kind.HEADING and is_deeper and titles(block, below)
    return is_next and is_title and not OTHER_MATTERS.match(block.text)


def paragraph_ends(blocks: Sequence[Block], start: int, at: int) -> bool:
    """Whether a numbered paragraph is of another section than that which began at ``start``."""
    own, block = blocks[start], blocks[at]
    section = block.value.split(".")[0]
    first = next((b for b in blocks[start + 1 :] if b.kind == Kind.PARAGRAPH), None)
    counts_themes = first is not None and first.value == "1.1"
    if own.kind in {Kind.NUMBER, Kind.PARAGRAPH} and not counts_themes:
        return section != own.value.split(".")[0]
    lists = any(b.is_list or b.kind in {Kind.LABEL, Kind.ROW} for b in blocks[start + 1 : at])
    if lists or first is None:
        return True
    return first.value.split(".")[0] != section and not goes_on_asking(blocks, start, at)


def goes_on_asking(blocks: Sequence[Block], start: int, at: int) -> bool:
    """Whether "2.1" below "1.4" is the next recommendation, as where each theme has a number: those around it ask."""
    own = blocks[at].value.split(".")
    before = next(b for b in reversed(blocks[start:at]) if b.kind == Kind.PARAGRAPH or b is blocks[start])
    if before is blocks[start] or int(own[0]) not in {
        int(before.value.split(".")[0]),
        int(before.value.split(".")[0]) + 1,
    }:
        return False
    alike = [b for b in blocks[at:] if b.kind == Kind.PARAGRAPH and b.value.split(".")[0] == own[0]]
    return all(asks_for_something(b.text) for b in [before, *alike])


def style_of(inside: Sequence[Block]) -> Kind | None:
    """What an item of a section is: labels where there are any, else a table, else the outermost list."""
    if inside and inside[0].kind == Kind.TEXT and inside[0].text.endswith(":") and len(inside[0].text.split()) < 12:
        inside = inside[1:]
    if any(b.kind == Kind.LABEL for b in inside):
        return Kind.LABEL
    for at, block in enumerate(inside):
        if block.kind == Kind.ROW:
            # Behind a list that stands right below the heading, a table answers it.
            return inside[0].kind if is_list_below(inside) else Kind.ROW
        if block.kind == Kind.PARAGRAPH and leads_to_others(inside[at : at + 3]):
            continue
        if block.is_list or (block.kind == Kind.PARAGRAPH and not announces_list(block.text)):
            alike = [b for b in inside[at:] if b.kind == block.kind and not announces_list(b.text)]
            strong = any(announces_list(b.text) for b in inside[:at])
            titled = [b for b, below in pairwise(inside[at:]) if b.kind == block.kind and titles(b, below)]
            if max(asking(alike), len(titled)) >= (0.3 if strong else 0.5) * len(alike):
                return block.kind
    # A heading of recommendations with a list right below: its items are that, whatever their words.
    if is_list_below(inside):
        return inside[0].kind
    if counts_on(inside):
        return Kind.NUMBER
    spoken = [b for b in inside if b.kind == Kind.TEXT and not b.is_heading and asks_for_something(b.text)]
    return Kind.TEXT if spoken else None


def below_lead(blocks: Sequence[Block], start: int, end: int) -> tuple[int, int]:
    """Where the list below the numbered paragraph begins and ends that leads to it: "11. We recommend that:"; the
    section as it is where none does."""
    numbers = [at for at in range(start, end - 1) if blocks[at].kind == Kind.NUMBER]
    leads = [at for at in numbers if blocks[at + 1].kind in {Kind.LETTER, Kind.ROMAN, Kind.BULLET}]
    if (
        not leads
        or leads[0] != numbers[0]
        or blocks[leads[0]].value == "1"
        or not announces_list(blocks[leads[0]].text)
    ):
        return start, end
    return leads[0] + 1, numbers[1] if len(numbers) > 1 else end


def leads_to_others(blocks: Sequence[Block]) -> bool:
    """Whether right below a paragraph stands a table of recommendations, or words that announce a list of them."""
    _, *after = blocks
    if after and after[0].kind == Kind.ROW:
        return bool(columns_of(after[0].cells))
    return len(after) == 2 and after[0].kind == Kind.TEXT and after[1].is_list and announces_list(after[0].text)


def is_list_below(inside: Sequence[Block]) -> bool:
    """Whether a section begins with two items of one kind."""
    return len(inside) > 1 and inside[0].is_list and inside[0].kind == inside[1].kind


def counts_on(inside: Sequence[Block]) -> bool:
    """Whether the items of a section are counted from 1 to its end, below the headings of their themes."""
    words = [block for block in inside if not block.is_heading]
    numbers = [block.value for block in words if block.kind == Kind.NUMBER]
    in_order = numbers == [str(n) for n in range(1, len(numbers) + 1)]
    return bool(words) and words[0].kind == Kind.NUMBER and len(numbers) > 1 and in_order


def asking(blocks: Sequence[Block]) -> int:
    """How many of these ask for something, by themselves or in the words above their parts."""
    return sum(1 for b in blocks if asks_for_something(b.text) or b.text.rstrip().endswith(":"))


def list_from(blocks: Sequence[Block], at: int) -> Listing | None:
    """The list that follows a sentence which announces recommendations."""
    if has_theme_between(blocks, at):
        at += 1
    if found := spoken_from(blocks, at) or paragraphs_below(blocks, at):
        return found
    if at + 1 >= len(blocks) or not (blocks[at + 1].is_list or blocks[at + 1].kind == Kind.LABEL):
        return None
    if is_section_heading(blocks[at + 1], blocks[at + 2 : at + 6]) or is_sibling(blocks[at], blocks[at + 1]):
        return None
    style = blocks[at + 1].kind
    if style == Kind.LABEL:
        return None
    end = next((j for j in range(at + 1, len(blocks)) if not continues(blocks, at, j, style)), len(blocks))
    if style == Kind.NUMBER and end == at + 2 and not asking(blocks[at + 1 : end]):
        # One number alone, which asks for nothing: a footnote.
        return None
    text = plain(blocks[at].text)
    return Listing(at, end, style, is_strong=bool(RECOMMENDS.search(text)), body=body_of(text))


def paragraphs_below(blocks: Sequence[Block], at: int) -> Listing | None:
    """The paragraphs "3.1", "3.2" below "3. It is recommended that the Authority:"."""
    own = blocks[at]
    if own.kind != Kind.NUMBER or not own.text.endswith(":"):
        return None
    end = at + 1
    while end < len(blocks) and blocks[end].kind == Kind.PARAGRAPH and blocks[end].value.startswith(f"{own.value}."):
        end += 1
    return Listing(at, end, Kind.PARAGRAPH, is_strong=True, body=body_of(plain(own.text))) if end > at + 1 else None


def is_sibling(own: Block, below: Block) -> bool:
    """Whether "4." stands below "3.", and so beside it: what a numbered paragraph announces is further in."""
    return own.kind == below.kind == Kind.NUMBER and int(below.value) == int(own.value) + 1


def spoken_from(blocks: Sequence[Block], at: int) -> Listing | None:
    """The paragraphs below "The Panel therefore recommends:" that each begin with "That", without a mark of a list."""
    text = plain(blocks[at].text)
    if not text.rstrip().endswith(":") or not RECOMMENDS.search(text):
        return None
    below = takewhile(lambda block: block.kind == Kind.TEXT and block.text.startswith("That "), blocks[at + 1 :])
    count = sum(1 for _ in below)
    return Listing(at, at + 1 + count, Kind.TEXT, is_strong=True, body=body_of(text)) if count else None


# "The Committee is asked to:" of officers who report to it. What a cabinet or an executive is asked is asked of others.
OURSELVES_ASKED = re.compile(
    r"^(?:that\s)?(?:the\s|all\s)?(?:(?!executive|cabinet)[\w&]+\s){0,8}?"
    r"(?:(?<!executive\s)(?<!wellbeing\s)board|committee|sub-committee|panel|commission|members|forum)\s(?:is|are)\s"
    r"(?:therefore\s)?(?:asked|recommended|invited|requested)\s(?:to|that)\b[^.]{0,40}:$"
    rf"|^(?:that\s)?(?:the\s)?(?:\w+\s){{0,4}}?{BODIES}\sresolves?\b[^.]{{0,20}}:$",
    re.I,
)


def asked_of_ourselves(blocks: Sequence[Block], at: int) -> Listing | None:
    """The list right below a heading of recommendations that asks something of the committee itself."""
    lead = blocks[at + 1] if at + 1 < len(blocks) else None
    if lead is None or lead.kind not in {Kind.TEXT, Kind.PARAGRAPH} or "recommends to" in lead.text:
        return None
    if not OURSELVES_ASKED.match(folded(plain(lead.text))):
        return None
    below = blocks[at + 2] if at + 2 < len(blocks) else None
    return section_from(blocks, at) if below and below.kind == Kind.PARAGRAPH else list_from(blocks, at + 1)


def has_theme_between(blocks: Sequence[Block], at: int) -> bool:
    """Whether a heading stands between "The Panel recommends:" and the list: its first theme."""
    own, *after = blocks[at : at + 3]
    if len(after) < 2 or not own.text.endswith(":") or not announces_list(own.text):
        return False
    return after[0].is_heading and after[0].kind == Kind.TEXT and after[1].is_list


def is_next_after(blocks: Sequence[Block], start: int, at: int, style: Kind) -> bool:
    """Whether words stand between two numbers or letters of a list that follow each other."""
    before = next((b for b in reversed(blocks[start:at]) if b.kind == style), None)
    after = next((b for b in blocks[at + 1 : at + 4] if b.kind == style), None)
    if before is None or after is None or any(OTHER_MATTERS.match(b.text) for b in blocks[at : at + 4]):
        return False
    return follow_each_other(before.value, after.value) and not is_section_heading(after, [])


def follow_each_other(before: str, after: str) -> bool:
    """Whether "iv" follows "iii", "b" "a", or "4" "3"."""
    for order in ORDERS:
        if before.lower() in order and after.lower() in order:
            return order.index(after.lower()) == order.index(before.lower()) + 1
    return False


def continues(blocks: Sequence[Block], start: int, at: int, style: Kind) -> bool:
    """Whether a block is still in the list."""
    block = blocks[at]
    # "(b)" below the bullets of "(a) That the Committee recommends:".
    is_brother = block.is_list and block.kind == blocks[start].kind != style
    if is_brother or block.kind in {Kind.LABEL, Kind.ROW, Kind.HEADING, Kind.PARAGRAPH}:
        return False
    if block.is_list:
        if block.kind == Kind.NUMBER and style == Kind.NUMBER:
            before = [b for b in blocks[start + 1 : at] if b.kind == Kind.NUMBER]
            return not before or int(block.value) == int(before[-1].value) + 1
        return not (block.kind == Kind.NUMBER and is_section_heading(block, blocks[at + 1 : at + 5]))
    following = blocks[at + 1] if at + 1 < len(blocks) else None
    is_between = following is not None and following.kind == style
    if block.kind == Kind.FIELD or (is_between and LEAD_IN.match(block.text)):
        return True
    if block.kind == Kind.TEXT and is_next_after(blocks, start, at, style):
        return True
    return is_between and block.is_heading and not OTHER_MATTERS.match(block.text) and not is_sentence(block.text)


def titles(block: Block, after: Block | None) -> bool:
    """Whether an item of a list is the title of the words below it, which have no mark of their own."""
    alone = after is not None and after.kind == Kind.TEXT and not after.gap
    return is_title(block, after) and (block.kind == Kind.NUMBER or alone)


def is_title(block: Block, after: Block | None) -> bool:
    """Whether the words behind a label are its short title, and the recommendation stands below."""
    if after is None or after.kind not in {Kind.TEXT, Kind.BULLET} or after.is_heading or is_sentence(block.text):
        return False
    if not asks_for_something(after.text):
        return False
    if OURS_BELOW.match(after.text):
        return True
    short = reads_like_title(plain(block.text)) and len(block.text.split()) <= 9
    return short and not re.match(r"that\s", block.text, re.I)
