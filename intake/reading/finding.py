"""Every recommendation that a document prints, in its order and as often as it prints it."""

import re
from dataclasses import replace

from intake.reading.announcing import announces_list, body_of, inline_items
from intake.reading.block import LISTS, Block
from intake.reading.found import BESIDE, BOLD, LABELLED, LISTED, RESOLVED, SPOKEN, Item
from intake.reading.further import is_more
from intake.reading.leaving import left_over, made_by_others
from intake.reading.listings import SINGLE, asked_of_ourselves, is_title, list_from, section_from, wishes_from
from intake.reading.marks import VERDICTS
from intake.reading.minutes import names_body
from intake.reading.outline import is_section_heading, is_theme, theme_named, themed
from intake.reading.prose import AGREED, INSIDE_PROSE, ONE_OF_OURS, ordinal, recommending, sentences_of
from intake.reading.resolving import ASKED_OF_US, RESOLUTION, RESOLVED_LIST, asks_others
from intake.reading.setting import set_apart
from intake.reading.shapes import Kind, Question
from intake.reading.tables import (
    columns_of,
    columns_of_answers,
    goes_on_below,
    has_label,
    in_pieces,
    rows_of,
    without_prefix,
)
from intake.reading.walking import NUMBER_ABOVE, Walk
from intake.reading.words import (
    LEAD_IN,
    asks_for_something,
    folded,
    heads_recommendations,
    heads_wishes,
    is_sentence,
    plain,
)


class Finder(Walk):
    """Walks through the blocks once, and takes each way of printing recommendations."""

    def find(self) -> list[Item]:
        """The recommendations, each as it stands in each place."""
        for at, block in enumerate(self.blocks):
            if at < self.skip_to:
                continue
            if self.listing and at >= self.listing.end:
                self.close()
                self.listing, self.theme = None, None
            self.take(at, block)
        self.close()
        self.bold()
        if not self.items:
            self.conclusions()
        if not self.items:
            self.sentences()
        elif all(item.how == LISTED or (item.how == SPOKEN and not item.number) for item in self.items):
            # Lists without numbers here and there: between them the committee may recommend in whole paragraphs.
            self.sentences(of_their_own=True)
        return left_over(self.items, self.questions)

    def take(self, at: int, block: Block) -> None:
        """One block."""
        if block.kind == Kind.ROW:
            self.table(at)
        elif block.kind == Kind.LABEL and self.is_label(at, block):
            self.label(at, block)
        elif self.open and not self.begins_item(block) and not self.heads(at, block) and self.goes_on(at, block):
            self.open.used.append(at)
        else:
            self.close()
            self.outside(at, block)

    def goes_on(self, at: int, block: Block) -> bool:
        """Whether a block is more of the recommendation that is open, which takes it then."""
        item = self.open
        if item is None or item.take(block):
            return item is not None
        if item.how != LABELLED or item.field_now or item.parts or not is_sentence(item.text):
            return False
        more = is_more(self.blocks, at, self.blocks[item.used[-1]])
        if more is None:
            asks = f"“{block.text[:80]}” may be more of recommendation {item.number}. Is it?"
            self.questions.append(Question("Recommendations", asks, block.place))
        return bool(more) and item.take_paragraph(block)

    def heads(self, at: int, block: Block) -> bool:
        """Whether a block is a heading that ends the recommendation above it."""
        if not self.open or not self.open.text:
            return block.kind == Kind.HEADING
        if block.kind == Kind.HEADING or (
            block.kind == Kind.NUMBER and is_section_heading(block, self.blocks[at + 1 : at + 5])
        ):
            return True
        return block.gap and block.is_heading and not block.text[:1].islower() and not self.open.field_now

    def outside(self, at: int, block: Block) -> None:
        """A block that is no more of the recommendation above it."""
        is_head = block.kind in {Kind.HEADING, Kind.NUMBER, Kind.PARAGRAPH} or block.is_heading
        if is_head and heads_recommendations(block.text):
            if asked := asked_of_ourselves(self.blocks, at):
                self.ask_whose(self.blocks[at + 1])
                self.skip_to = asked.end
            else:
                self.begin(section_from(self.blocks, at))
                self.theme = theme_named(self.blocks, at)
        elif is_head and not self.listing and heads_wishes(block.text) and (wishes := wishes_from(self.blocks, at)):
            self.begin(wishes)
        elif self.style in LISTS and block.kind == Kind.TEXT and LEAD_IN.match(block.text):
            self.close()
            self.listing = replace(self.listing, body=body_of(block.text)) if self.listing else None
        elif self.begins_item(block):
            self.item(at, block)
        elif found := RESOLUTION.match(block.text):
            self.resolution(at, block, found["word"].upper(), found["rest"])
        elif RESOLVED_LIST.match(block.text):
            self.resolution(at, block, "RESOLVED", "")
        elif (found := SINGLE.match(block.text)) and self.style != Kind.LABEL:
            self.single(at, block, found["rest"])
        elif not self.sentence(at, block) and self.listing and is_head and is_theme(block):
            self.theme = themed(plain(block.text))

    def sentence(self, at: int, block: Block) -> bool:
        """A sentence that announces a list, asks something of the committee, or says what it agreed to recommend."""
        if self.style not in {Kind.LABEL, Kind.ROW}:
            if announces_list(block.text) and (listing := list_from(self.blocks, at)):
                self.begin(listing)
                return True
            if block.kind in {Kind.TEXT, Kind.PARAGRAPH} and self.items_in_sentence(at, block):
                return True
        if ASKED_OF_US.search(block.text) and block.text.rstrip().endswith(":"):
            self.ask_whose(block)
            return True
        if block.kind in {Kind.TEXT, Kind.PARAGRAPH} and (inside := INSIDE_PROSE.split(plain(block.text)))[1:]:
            for number, words in zip(inside[1::2], inside[2::2], strict=True):
                self.started(number, SPOKEN, at, block).text = sentences_of(words)[0]
                self.close()
            return True
        said = [s for s in sentences_of(plain(block.text)) if is_sentence(s)]
        found = [(s, "", RESOLVED) for s in said if AGREED.search(s)]
        found += [(s, ordinal(told["n"]), SPOKEN) for s in said if (told := ONE_OF_OURS.search(s))]
        for text, number, how in found if block.kind in {Kind.TEXT, Kind.PARAGRAPH} else []:
            self.started(number, how, at, block).text = text
            self.close()
        return bool(found)

    def ask_whose(self, block: Block) -> None:
        """What officers ask of the committee is none of its recommendations, but somebody should look."""
        asks = f"“{block.text[:120]}” asks something of the committee itself. Is any of it a recommendation?"
        self.questions.append(Question("Recommendations", asks, block.place))

    def items_in_sentence(self, at: int, block: Block) -> bool:
        """The items of "We recommend that the Council: (i) …; (ii) …; and (iii) ….", which is one sentence."""
        before, parts = inline_items(plain(block.text))
        if not parts or not announces_list(before):
            return False
        for at_part, (number, text) in enumerate(parts):
            item = self.started(number if number.isdigit() else "", LISTED, at, block)
            item.text = sentences_of(text)[0] if at_part == len(parts) - 1 else text
            if body := body_of(before):
                item.fields["lead"] = body
            self.close()
        return True

    def is_label(self, at: int, block: Block) -> bool:
        """Whether a label begins a recommendation, and not a sentence that speaks of one."""
        if (
            block.is_strong
            or BESIDE.match(block.text)
            or (self.listing and self.listing.style == Kind.LABEL and asks_for_something(block.text))
        ):
            return True
        return self.is_next_label(block) or (asks_for_something(block.text) and not block.text[:1].islower())

    def is_next_label(self, block: Block) -> bool:
        """Whether a label follows the one before it below a heading of recommendations: "R2 Cabinet writes …"."""
        own = [item for item in (*self.items, self.open) if item and item.how == LABELLED]
        before = own[-1].number if own else "0"
        is_next = before.isdigit() and block.value.isdigit() and int(block.value) == int(before) + 1
        return self.style == Kind.LABEL and is_next and block.text[:1].isupper()

    def label(self, at: int, block: Block) -> None:
        """A labelled recommendation."""
        self.close()
        before = self.items[-1] if self.items else None
        follows = before is not None and before.is_of_others and before.used[-1] == at - 1
        item = self.started(block.value, LABELLED, at, block)
        item.is_of_others = follows or bool(at and made_by_others(self.blocks[at - 1].text))
        after = self.blocks[at + 1] if at + 1 < len(self.blocks) else None
        item.text = "" if is_title(block, after) else block.text
        if (
            item.text
            and block.line.kind == Kind.HEADING
            and after
            and after.kind == Kind.TEXT
            and not is_sentence(item.text)
        ):
            item.text = "" if asks_for_something(after.text) else item.text

    def table(self, at: int) -> None:
        """The rows of a table."""
        self.close()
        end = next((j for j in range(at, len(self.blocks)) if self.blocks[j].kind != Kind.ROW), len(self.blocks))
        rows = self.blocks[at:end]
        announced = bool(self.listing and self.listing.style == Kind.ROW)
        self.run += 1
        has_head = any(columns_of(row.cells) or columns_of_answers(row.cells) for row in rows[:3])
        found: list[Item] = []
        if announced or has_head or any(row.text or has_label(row.cells) for row in rows):
            found = without_prefix(rows_of(rows, self.theme if self.listing else None, announced))
        for item in found:
            item.run, item.used, item.after = self.run, list(range(at, end)), self.where[at].paragraph
            item.is_earlier = item.is_earlier or self.is_below_earlier(at)
            item.under = self.under(at)
        self.items += found
        for row in in_pieces(rows) if has_head else []:
            asks = f"“{row.text[:80]}” is a row in pieces, and is left out. What does it say?"
            self.questions.append(Question("Recommendations", asks, row.place))
        more = goes_on_below(found, rows, self.blocks[end] if end < len(self.blocks) else None)
        self.skip_to = end + more

    def resolution(self, at: int, block: Block, word: str, rest: str) -> None:
        """A resolution of minutes: all of "RECOMMENDED", and of "RESOLVED" what recommends."""
        below = self.blocks[at + 1] if at + 1 < len(self.blocks) else None
        if names_body(rest):
            word, rest = "RECOMMENDED", ""
        elif not rest and word == "RESOLVED" and below and below.kind == Kind.TEXT and asks_others(below.text):
            # "RESOLVED", and below it "That Cabinet be recommended to:".
            at, block, rest = at + 1, below, below.text
            self.skip_to = at + 1
        before, parts = inline_items(plain(rest))
        all_of_it = word == "RECOMMENDED" or "recommend" in before.lower()
        if parts:
            for number, text in parts:
                if all_of_it or asks_others(text):
                    self.started(number if number.isdigit() and all_of_it else "", RESOLVED, at, block).text = text
                    self.close()
        elif not rest or rest.rstrip().lower().endswith((":", "that", "to", "–", "-")):
            self.resolved_list(at, all_of_it)
        elif word == "RECOMMENDED" or asks_others(rest):
            self.started("", RESOLVED, at, block).text = rest

    def resolved_list(self, at: int, all_of_it: bool) -> None:
        """The items below a resolution."""
        if listing := list_from(self.blocks, at):
            self.begin(listing if all_of_it else replace(listing, of_resolution=True, body=""))
        elif at + 1 < len(self.blocks) and asks_others(self.blocks[at + 1].text):
            self.started("", RESOLVED, at + 1, self.blocks[at + 1]).text = self.blocks[at + 1].text
            self.skip_to = at + 2
        elif all_of_it and at + 1 < len(self.blocks) and self.blocks[at + 1].kind == Kind.TEXT:
            self.started("", RESOLVED, at, self.blocks[at])

    def single(self, at: int, block: Block, rest: str) -> None:
        """ "Recommendation: That …", without a number."""
        is_said = is_sentence(rest) and len(rest.split()) >= WORDS_LEAST and not VERDICTS.match(rest)
        if not (asks_for_something(rest) or is_said) or ASKED_OF_US.search(rest):
            return
        before, parts = inline_items(plain(rest))
        if parts and len(before) < 60:
            for _, text in parts:
                self.started("", LISTED, at, block).text = text
                self.close()
            return
        above = NUMBER_ABOVE.match(self.blocks[at - 1].text) if at else None
        self.started(above[1] if above else "", LISTED, at, block).text = rest

    def bold(self) -> None:
        """Where nothing else is found: what is set in bold, in a document that says that its recommendations are."""
        for at in [] if self.items else set_apart(self.blocks):
            self.started("", BOLD, at, self.blocks[at]).text = self.blocks[at].text
            self.close()

    def conclusions(self) -> None:
        """Where nothing else is found: a list of conclusions, most of which ask for something."""
        for start, block in enumerate(self.blocks):
            is_head = block.kind == Kind.HEADING or block.is_heading
            if is_head and CONCLUDES.match(block.text) and (listing := wishes_from(self.blocks, start)):
                self.begin(listing)
                for at in range(start + 1, listing.end):
                    self.take(at, self.blocks[at])
                self.close()

    def sentences(self, of_their_own: bool = False) -> None:
        """Where nothing else is found: sentences that say "the panel recommends that …".

        ``of_their_own``: only those that stand beside the others, each put where it stands among them.
        """
        self.listing = None
        known = {at for item in self.items for at in item.used}
        for at, block in enumerate(self.blocks):
            if block.kind not in {Kind.TEXT, Kind.PARAGRAPH, Kind.NUMBER, Kind.LETTER} or at in known:
                continue
            for sentence in recommending(folded(plain(block.text)), of_their_own):
                self.started("", SPOKEN, at, block).text = sentence
                self.close()
        self.items.sort(key=lambda item: item.used[0])


# How many words a sentence has at least that says what is recommended, without an order or a wish.
WORDS_LEAST = 5
CONCLUDES = re.compile(r"(?:\d{1,2}\.?\s)?(?:(?:list|summary|of|our|main|key|the)\s){0,3}conclusions?:?$", re.I)
