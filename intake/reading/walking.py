"""The walk through the blocks of a document: the list it is in, and the recommendation that is open."""

import re
from collections.abc import Sequence

from intake.reading.announcing import announces_list
from intake.reading.block import Block
from intake.reading.found import LISTED, NUMBERED, RESOLVED, SPOKEN, Item
from intake.reading.leaving import EARLIER
from intake.reading.listings import Listing, titles
from intake.reading.outline import Spot, themed
from intake.reading.resolving import asks_others
from intake.reading.shapes import Kind, Question
from intake.reading.words import MINGLED, OTHER_MATTERS, asks_for_something, heads_recommendations

# "Ref: 1", in a line of its own above "Recommendation: That …".
NUMBER_ABOVE = re.compile(r"(?:ref|no|number|item)\.?\s?:?\s?(\d{1,2})$", re.I)


class Walk:
    """What is found so far, and where the walk stands."""

    def __init__(self, blocks: Sequence[Block], where: Sequence[Spot]) -> None:
        self.blocks, self.where = blocks, where
        self.items: list[Item] = []
        self.questions: list[Question] = []
        self.open: Item | None = None
        self.listing: Listing | None = None
        self.theme: str | None = None
        self.run = 0
        self.skip_to = 0

    @property
    def style(self) -> Kind | None:
        """What an item is where we are."""
        return self.listing.style if self.listing else None

    def is_below_earlier(self, at: int) -> bool:
        """Whether the heading above says that an earlier review is looked back upon."""
        return any(EARLIER.search(title) for title in (self.where[at].heading, self.where[at].section.title) if title)

    def begin(self, listing: Listing) -> None:
        """A stretch with recommendations."""
        self.close()
        self.listing, self.theme = listing, None
        self.run += 1

    def started(self, number: str, how: str, at: int, block: Block) -> Item:
        """A recommendation begins."""
        spot = self.where[at]
        theme = self.theme if self.listing else None
        self.open = Item(number, how, block, theme=theme, kind=block.kind, run=self.run, used=[at])
        self.open.after, self.open.above = spot.paragraph, self.blocks[at - 1].text if at else ""
        self.open.is_earlier = self.is_below_earlier(at)
        self.open.is_mingled = bool(self.listing and MINGLED.search(self.blocks[self.listing.start].text))
        if self.listing and self.listing.body:
            self.open.fields["lead"] = self.listing.body
        of_document = bool(self.listing and heads_recommendations(self.blocks[self.listing.start].text))
        self.open.under = None if of_document else self.under(at)
        return self.open

    def under(self, at: int) -> str | None:
        """The theme that the nearest heading above can be."""
        spot = self.where[at]
        heading = "" if NUMBER_ABOVE.match(spot.heading or "") else spot.heading
        under = themed(spot.section.title or heading or "")
        return None if under and (OTHER_MATTERS.match(under) or heads_recommendations(under)) else under

    def close(self) -> None:
        """Keep the recommendation that was open, where it has words or says something of one that has."""
        if self.open:
            item = self.open.finished()
            is_theirs = not (self.listing and self.listing.of_resolution) or asks_others(item.whole)
            if (item.text or item.fields) and is_theirs:
                self.items.append(item)
            self.open = None

    def item(self, at: int, block: Block) -> None:
        """An item of a list."""
        self.close()
        of_resolution = bool(self.listing and self.listing.of_resolution)
        printed = block.kind in {Kind.NUMBER, Kind.PARAGRAPH} and not of_resolution
        how = RESOLVED if of_resolution else NUMBERED if printed else SPOKEN if block.kind == Kind.TEXT else LISTED
        item = self.started(block.value if printed else "", how, at, block)
        after = self.blocks[at + 1] if at + 1 < len(self.blocks) else None
        item.text = "" if block.is_list and titles(block, after) else block.text

    def begins_item(self, block: Block) -> bool:
        """Whether a block is the next item of the list that we are in."""
        if not self.listing or self.style in {None, Kind.LABEL, Kind.ROW} or block.kind != self.style:
            return False
        if block.kind == Kind.NUMBER:
            return self.is_next(block)
        if block.kind == Kind.TEXT:
            return self.is_spoken(block)
        if block.kind == Kind.PARAGRAPH:
            head = self.blocks[self.listing.start].text
            of_recommendations = self.listing.is_strong or (heads_recommendations(head) and not MINGLED.search(head))
            is_part = self.open and self.open.holds(block)
            return (
                not announces_list(block.text)
                and not is_part
                and (asks_for_something(block.text) or of_recommendations)
            )
        return not (self.open and self.open.holds(block))

    def is_spoken(self, block: Block) -> bool:
        """Whether words below a heading are a recommendation of their own."""
        begun = bool(self.open and not self.open.field_now and self.open.text.rstrip().endswith(":"))
        return not block.is_heading and asks_for_something(block.text) and not announces_list(block.text) and not begun

    def is_next(self, block: Block) -> bool:
        """Whether a number follows the one before it, or begins again below another theme."""
        before = next(
            (item for item in reversed(self.items) if item.run == self.run and item.kind == Kind.NUMBER), None
        )
        if self.open and self.open.kind == Kind.NUMBER:
            before = self.open
        if before is None:
            return True
        follows = int(before.block.value) < int(block.value) <= int(before.block.value) + 3
        return follows or (block.value == "1" and before.theme != self.theme)
