"""A recommendation while it is being read, and the runs in which a document prints them."""

import re
from dataclasses import dataclass, field

from intake.reading.block import Block
from intake.reading.blocks import TITLE_OF_ITEM
from intake.reading.marks import LETTERS, ORDERS, VERDICTS, fields_behind, is_told, label_of
from intake.reading.owners import closing_owner, opening_owner
from intake.reading.shapes import Kind, ProposedAction, ProposedPart
from intake.reading.words import (
    LEAD_IN,
    MODAL,
    OTHER_MATTERS,
    folded,
    goes_on,
    is_finished,
    is_sentence,
    plain,
    reads_like_heading,
)

# How sure each way of printing makes the reader.
LABELLED, NUMBERED, LISTED, TABLED, RESOLVED, SPOKEN = "labelled", "numbered", "listed", "tabled", "resolved", "spoken"
BOLD = "bold"
CONFIDENCE = {BOLD: 0.85, LABELLED: 0.95, TABLED: 0.95, NUMBERED: 0.9, LISTED: 0.85, RESOLVED: 0.75, SPOKEN: 0.6}
WHY = {
    BOLD: "printed in bold, as the report says that its recommendations are",
    LABELLED: "printed with its own label",
    TABLED: "a row of a table of recommendations",
    NUMBERED: "a numbered item under a heading of recommendations",
    LISTED: "an item of a list that the report calls recommendations",
    RESOLVED: "a resolution in minutes",
    SPOKEN: "one sentence that says what is recommended",
}


@dataclass
class Item:
    """One recommendation as it stands in one place of the document."""

    number: str
    how: str
    block: Block
    text: str = ""
    theme: str | None = None
    under: str | None = None
    after: str | None = None
    parts: list[tuple[str, str]] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    more_actions: list[ProposedAction] = field(default_factory=list)
    field_now: str = ""
    run: int = 0
    used: list[int] = field(default_factory=list)
    kind: Kind = Kind.LABEL
    done: bool = False
    is_earlier: bool = False
    is_of_others: bool = False
    is_mingled: bool = False
    # The words right above, as they lead to the first of a list.
    above: str = ""
    # The words before a sentence that seems to go on about the same thing.
    shorter: str = ""
    answers: bool = False

    def take(self, block: Block) -> bool:
        """Take a block that follows; False where it is no more of this recommendation."""
        if block.kind == Kind.FIELD:
            return self.take_field(block)
        if self.field_now:
            return self.take_more_of_field(block)
        if not self.text:
            return self.take_first(block)
        if block.kind == Kind.PARAGRAPH and self.holds(block):
            self.parts.append((block.value, block.text))
            return True
        if block.is_list:
            return self.take_part(block)
        return block.kind == Kind.TEXT and not LEAD_IN.match(block.text) and self.take_words(block)

    def take_first(self, block: Block) -> bool:
        """The first words behind a label that stands alone."""
        if block.kind in {Kind.LABEL, Kind.ROW, Kind.PARAGRAPH} or (
            block.is_heading and OTHER_MATTERS.match(block.text)
        ):
            return False
        if self.parts and not block.is_list:
            return False
        if block.is_list and block.kind != Kind.NUMBER and self.how == LABELLED:
            self.parts.append((block.value, block.text))
        else:
            self.text = block.text
        return True

    def take_field(self, block: Block) -> bool:
        """A field such as "Response: accepted"."""
        if not self.text and not self.parts and block.value in {"reason", "action"}:
            return False
        self.field_now = block.value
        before = self.fields.get(block.value)
        parted = "; " if block.value == "lead" else " "
        self.fields[block.value] = f"{before}{parted}{block.text}" if before else block.text
        return True

    def take_more_of_field(self, block: Block) -> bool:
        """More words of the field that was begun."""
        if (
            block.kind not in {Kind.TEXT, Kind.BULLET, Kind.LETTER}
            or self.field_now not in self.fields
            or (block.is_heading and self.fields[self.field_now])
        ):
            return False
        so_far = self.fields[self.field_now]
        if self.field_now in {"lead", "due"} and so_far:
            return False
        if so_far and self.field_now in {"reason", "action"}:
            return bool(block.kind == Kind.TEXT and not block.gap)
        self.fields[self.field_now] = f"{so_far} {block.text}".strip()
        return True

    def holds(self, block: Block) -> bool:
        """Whether an item of its own kind stands further in, where the words say what follows, and so is its part."""
        if self.kind != block.kind:
            return False
        if block.kind == Kind.PARAGRAPH:
            # "4.3.1" below "4.3 That a scheme be set up, and".
            return block.value.startswith(f"{self.block.value}.") and not is_sentence(self.text)
        other = block.kind == Kind.BULLET and block.value != self.block.value
        if other and (not is_sentence(self.text) or block.indent > self.block.indent):
            # "◦" below "•".
            return True
        same_page = block.line.page == self.block.line.page
        return same_page and block.indent > self.block.indent + 1 and self.text.rstrip().endswith(":")

    def take_part(self, block: Block) -> bool:
        """A lettered, numbered or bulleted part."""
        opens = not is_finished(self.text) or self.text.rstrip()[-1:] in ":;" or bool(self.parts)
        if block.kind in {self.kind, Kind.NUMBER} and (block.kind == self.kind or not opens):
            return False
        if not opens and block.kind == Kind.BULLET and block.gap and self.how == LABELLED and len(block.text) < 25:
            return False
        if self.parts and self.parts[0][0].isalpha() != block.value.isalpha() and block.kind == Kind.BULLET:
            self.parts[-1] = (self.parts[-1][0], f"{self.parts[-1][1]} {block.text}")
            return True
        self.parts.append((block.value, block.text))
        return True

    def take_words(self, block: Block) -> bool:
        """Words below: the rest of a sentence, or a sentence that goes on about the same thing."""
        if VERDICTS.match(block.text) and self.how in {LABELLED, NUMBERED}:
            self.field_now = "response"
            self.fields["response"] = block.text
            return True
        if self.parts:
            label, text = self.parts[-1]
            is_title = reads_like_heading(text) and len(text.split()) <= TITLE_OF_ITEM and not block.gap
            if is_title or (goes_on(text, block.text) and not block.is_heading):
                self.parts[-1] = (label, f"{text} {block.text}")
                return True
            return False
        if goes_on(self.text, block.text) and (block.text[:1].islower() or not block.is_heading):
            self.text = f"{self.text} {block.text}"
            return True
        return self.take_sentence(block)

    def take_sentence(self, block: Block) -> bool:
        """A sentence below a finished one: what a motto stands for, or what goes on about the same thing."""
        label = label_of(self.block.trail[0]) if self.how == LABELLED else None
        stands_alone = label is not None and not label.rest and block.gap
        if stands_alone and is_motto(self.text) and SAYS_WHO.match(block.text):
            # "Recommendation 1:", below it "Plant for heat.", and below that "The Council should plant …".
            self.text = block.text
            return True
        if FURTHER.match(block.text) and not block.line.starts_page:
            return self.take_paragraph(block)
        return False

    def take_paragraph(self, block: Block) -> bool:
        """A whole paragraph below, which a summary may leave out."""
        self.shorter = self.shorter or self.text
        self.text = f"{self.text} {block.text}"
        return True

    def finished(self) -> "Item":
        """With its words folded, the parts labelled and what stands in brackets at the end taken out."""
        words, behind = fields_behind(folded(plain(self.text)))
        if self.parts and not behind:
            label, last = self.parts[-1]
            last, behind = fields_behind(last)
            self.parts[-1] = (label, last)
        for mark in behind:
            self.fields.setdefault(mark.value, mark.rest)
        self.text, owner = closing_owner(words)
        self.text = re.sub(r"^[:.–—-]\s+", "", self.text)
        self.text, in_front = opening_owner(self.text)
        if answered := ANSWERED.match(self.text):
            self.text, in_front = answered["rest"], in_front or answered["who"]
            self.fields["response"] = answered["said"]
        if addressed := ADDRESSED.match(self.text):
            self.text, in_front = addressed["rest"], addressed["who"]
        owner = owner or in_front
        if beside := BESIDE.match(self.text):
            self.text = beside["rest"]
            owner = owner or (None if NO_OWNER.search(beside["who"]) else beside["who"])
        if owner:
            self.fields.setdefault("lead", owner)
        if not self.text and self.parts:
            self.text = self.without_lead_in()
        if self.how != SPOKEN:
            self.text, self.parts = parted(self.text, self.parts)
        if self.text.endswith(("”", '"')) and not re.search(r"[“\"].*[”\"]$", self.text):
            # The end of a list that is quoted.
            self.text = self.text[:-1]
        told = {name: folded(plain(words)) for name, words in self.fields.items()}
        # "Executive response" alone above a table heads the table: a field without words says nothing.
        self.fields = {name: w for name, w in told.items() if w and (name == "response" or is_told(w))}
        return self

    def without_lead_in(self) -> str:
        """The words of one whose label stands right above its parts: "(i) That …; and (ii) That …", as printed."""
        parts, self.parts = self.parts, []
        if len(parts) == 1:
            return folded(plain(parts[0][1]))
        shown = [f"({label}) {text}" if label.isalnum() else text for label, text in parts]
        return folded(plain(" ".join(shown)))

    @property
    def proposed_parts(self) -> tuple[ProposedPart, ...]:
        """The parts; letters are given where bullets are printed."""
        labels = [label if label.isalnum() or "." in label else "" for label, _ in self.parts]
        return tuple(
            ProposedPart(label.lower() or LETTERS[at % 26], folded(plain(text)))
            for at, (label, (_, text)) in enumerate(zip(labels, self.parts, strict=True))
        )

    @property
    def whole(self) -> str:
        """Its words with those of its parts, to be compared."""
        return " ".join([self.text, *(part.text for part in self.proposed_parts)])


# "(Finance)   NOT AGREED", beside a label and above its words.
ANSWERED = re.compile(
    r"^(?:\((?P<who>[^()]{3,60})\)\s)?(?P<said>(?:(?:FULLY|PARTLY|PARTIALLY|NOT)\s)?(?:AGREED|ACCEPTED|REJECTED|NOTED|DECLINED)"
    r"(?:\sIN\s(?:PART|PRINCIPLE|FULL))?)\s(?P<rest>[A-Z].+)$"
)
# "(a) … (b) …" inside of one sentence.
INSIDE = re.compile(r"(?:(?<=[\s;:,])|^)\((?P<n>\d{1,2}|[a-z]|[ivx]{2,4})\)\s+")


def parted(text: str, parts: list[tuple[str, str]]) -> tuple[str, list[tuple[str, str]]]:
    """The words that lead to "(a) … (b) …" inside of one paragraph, and those parts, word for word.

    The text as it is where parts stand below it already, nothing leads to them, or the marks are not in order from
    the first: "(b)" alone may cite a paragraph.
    """
    marks = list(INSIDE.finditer(text))
    labels = [mark["n"] for mark in marks]
    in_order = any(tuple(labels) == order[: len(labels)] for order in ORDERS)
    if parts or len(marks) < 2 or not in_order or not text[: marks[0].start()].strip():
        return text, parts
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return text[: marks[0].start()].strip(), [
        (mark["n"], text[mark.end() : end].strip()) for mark, end in zip(marks, ends, strict=True)
    ]


# "To the Portfolio Holder for Housing:" above the words.
ADDRESSED = re.compile(r"^(?:To|For)\s(?:the\s)?(?P<who>[A-Z][^:.;]{2,70}):\s(?P<rest>[A-Z].+)$")
# "Recommendation 4 (Housing Service): …", and "(paragraph 4.12): …", which says where.
BESIDE = re.compile(r"^\((?P<who>[^)]{2,120})\)\s*[:.–—-]\s*(?P<rest>.+)$")
NO_OWNER = re.compile(r"\d|\b(?:para\w*|page|section|see|priority|term|cost|new)\b", re.I)
MOTTO_MOST = 6
SAYS_WHO = re.compile(r"The\s(?:[A-Z][\w’'&-]*\s(?:(?:and|of|for)\s)?){1,5}(?:should|must)\s")


def is_motto(text: str) -> bool:
    """Whether words below a label are a motto of a few words, and what is recommended stands below."""
    return len(text.split()) <= MOTTO_MOST and not MODAL.search(text) and not re.match(r"(?:that|to)\s", text, re.I)


FURTHER = re.compile(
    r"^(?:This|These|It|They|In (?:doing so|addition|particular)|As part of this|Where|Such|The (?:strategy|plan|"
    r"review|policy|programme"
    r"|scheme|work|campaign|charter|protocol|group|panel)|Any)\b[^.]{0,60}\b(?:should|must|include|could be|needs? to)",
    re.I,
)
