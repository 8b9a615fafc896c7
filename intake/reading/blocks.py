"""Lines into blocks: a label, a list item, a numbered paragraph, a heading, a row or words, each with its place."""

import re
from collections.abc import Sequence
from dataclasses import replace

from intake.reading.block import Block, circle, in_letters, upper
from intake.reading.chains import bare_mark, code_on, codes_of, in_chains
from intake.reading.marks import (
    BARE,
    COUNTED_ELSE,
    LETTERED,
    VERDICTS,
    Mark,
    field_alone,
    field_of,
    fields_on,
    label_behind_bullet,
    label_of,
    list_mark,
    list_mark_in_quotes,
    ordinal_mark,
)
from intake.reading.resolving import RESOLVED_ALONE
from intake.reading.shapes import Kind, Line
from intake.reading.tidying import Vocabulary, width_of
from intake.reading.words import (
    ASKING,
    DANGLING,
    LEAD_IN,
    OURS_BELOW,
    asks_for_something,
    folded,
    goes_on,
    heads_recommendations,
    is_finished,
    is_sentence,
    reads_like_heading,
    reads_like_title,
)

# The head of a table whose columns are lost: "No Recommendation".
HEAD_OF_TABLE = re.compile(r"(?:no|ref|number|item)\.?\srecommendations?$", re.I)
# "Recommendation: That …", which begins anew right below another line.
UNNUMBERED = re.compile(r"recommendation:\s(?=[A-Z])", re.I)
# The end of what stands in brackets.
CLOSES = re.compile(r"\w{1,3}\)")
# "RESOLVED" begins anew, though "it was" stands above it.
CAPITALS = re.compile(r"(?:RESOLVED|RECOMMENDED)\b")
# How sentences begin more often than titles do.
ARTICLE = re.compile(r"(?:The|That|A|An|All|Each)\s")
# "Appendix A: People we spoke to", whose list stands right below.
APPENDIX = re.compile(r"(?:(?:appendix|annex)\s\w{1,2}\s?[:–—-]\s?\S|(?:oral|written) evidence,).{2,60}[^.;,]$", re.I)
# "Next meeting: 4 May", "AOB: none".
KEYED = re.compile(r"[A-Z][\w/]*(?:\s[\w/]+){0,2}:\s\S")
RESOLVES = re.compile(r"(?:RESOLVED|RECOMMENDED|AGREED)\b")
# The words of a short title, and how the sentence below one begins.
TITLE_OF_ITEM = 4
TITLE_MOST = 9
# Up to which part of the width a line that was ended on purpose goes.
EARLY = 0.5
TITLED = re.compile(r"(?:That|The|We|All|Each|Every|An?|Any)\s")


class Blocking:
    """Puts lines together, one after another."""

    def __init__(self, words: Vocabulary) -> None:
        self.words = words
        self.blocks: list[Block] = []
        self.gap = True
        self.page = False
        self.at = (0, 0)
        self.codes: frozenset[str] = frozenset()
        self.is_in_chain, self.width = False, 0

    def run(self, lines: Sequence[Line]) -> list[Block]:
        """The blocks of a document."""
        self.codes, in_chain = codes_of(lines), in_chains(lines)
        self.width = width_of(lines)
        for at, line in enumerate(lines):
            self.is_in_chain = at in in_chain
            if line.starts_page:
                self.page = True
            if line.kind == Kind.BLANK or (not line.text.strip() and not line.cells):
                self.gap = True
                continue
            for piece in fields_on(line.text.strip()) if line.kind == Kind.TEXT else [line.text]:
                self.take(line if piece == line.text.strip() else replace(line, text=piece))
                self.gap = self.page = False
        return self.blocks

    def take(self, line: Line) -> None:
        """One line: the beginning of a block, or more of the last one."""
        text = folded(line.text)
        if line.kind == Kind.ROW:
            self.begin(Mark(Kind.ROW, "", text), line)
            return
        mark = self.mark_of(text, line)
        last = self.blocks[-1] if self.blocks else None
        if mark:
            self.begin(mark, line)
        elif line.kind == Kind.HEADING:
            self.begin(Mark(Kind.HEADING, "", text), line)
        elif last and not self.gap and (self.stands_out(last, text) or self.begins_anew(last, text)):
            self.gap = True
            self.begin(Mark(Kind.TEXT, "", text), line)
        elif last and ((last.is_list and not last.text) or self.belongs(last, text, line)):
            # The words of "(a)", which stands alone, are below it whatever is between.
            last.text = self.words.join(last.text, text)
            last.trail.append(text)
            last.is_bold = last.is_bold and line.is_bold
            last.last = line.number
        else:
            self.begin(Mark(Kind.TEXT, "", text), line)

    @staticmethod
    def stands_out(last: Block, text: str) -> bool:
        """Whether a short line right below a finished sentence is a heading, as where a layout has no blank lines."""
        short = len(text) <= 60 and reads_like_heading(text) and len(text.split()) <= 8
        return short and last.kind != Kind.ROW and is_sentence(last.text) and not text[-1:].isdigit()

    def begins_anew(self, last: Block, text: str) -> bool:
        """Whether a line is a counted finding, or the heading of recommendations below a line ended on purpose."""
        starts = COUNTED_ELSE.match(text) or RESOLVED_ALONE.fullmatch(text) or RESOLVES.match(text)
        if starts and (is_finished(last.text) or CAPITALS.match(text)):
            return True
        return heads_recommendations(text) and last.kind != Kind.LABEL and self.has_room(last, text)

    def begin(self, mark: Mark, line: Line) -> None:
        """A new block."""
        indent = len(line.text) - len(line.text.lstrip())
        made = Block(
            mark.kind, mark.value, mark.rest, line, self.gap or self.page, line.cells, mark.is_strong, line.number
        )
        made.indent, made.width, made.is_bold = indent, len(line.text), line.is_bold
        made.trail.append(folded(line.text))
        self.blocks.append(made)

    def mark_of(self, text: str, line: Line) -> Mark | None:
        """How a line begins, where that begins something and is not the middle of a sentence."""
        last = self.blocks[-1] if self.blocks else None
        inside = bool(
            last and not self.gap and last.kind != Kind.HEADING and line.kind == Kind.TEXT and self.is_open(last)
        )
        if (found := self.label(text)) is not None:
            found = replace(found, is_strong=found.is_strong or stands_aside(found, line))
            before = last.value if last and last.kind == Kind.LABEL else ""
            is_next = before.isdigit() and found.value == str(int(before) + 1) and found.rest[:1].isupper()
            weak = self.is_weak(found, text) and not is_next
            return None if inside and not self.is_in_chain and (weak or text[:1].islower()) else found
        return self.field(text, last, inside) or self.item(text, last, inside)

    def label(self, text: str) -> Mark | None:
        """The label of a recommendation, as this document labels them."""
        if code := code_on(text, self.codes):
            return Mark(Kind.LABEL, *code)
        if self.is_in_chain and (found := LETTERED.match(text)):
            return Mark(Kind.LABEL, found["n"], found["rest"])
        return label_of(text) or label_behind_bullet(text)

    @staticmethod
    def is_weak(found: Mark, text: str) -> bool:
        """Whether a label can be the middle of a sentence that cites it."""
        return not found.is_strong or (not text.rstrip().endswith(":") and not found.rest)

    def field(self, text: str, last: Block | None, inside: bool) -> Mark | None:
        """A field of a recommendation, such as "Response:" or "Accepted."."""
        if last and VERDICTS.match(text) and is_sentence(last.text) and self.is_labelled():
            return Mark(Kind.FIELD, "response", text)
        if found := field_of(text):
            ends = last is None or not inside or last.kind in {Kind.LABEL, Kind.FIELD}
            return found if ends or (last and last.is_list and text[:1].isupper()) else None
        alone = field_alone(text)
        return alone if alone and last and self.is_asked(last) else None

    def item(self, text: str, last: Block | None, inside: bool) -> Mark | None:
        """A number, letter or bullet."""
        ordinal = ordinal_mark(text)
        if ordinal and last and (last.text.endswith(":") or self.follows_item(int(ordinal.value))):
            return ordinal
        if last and not self.gap and CLOSES.match(text) and last.text.count("(") > last.text.count(")"):
            # "(Paragraph", and on the next line "14)".
            return None
        found = in_letters(list_mark(text) or list_mark_in_quotes(text), self.blocks)
        if self.is_in_chain and (chained := self.chained(found, text)):
            return chained
        if found and found.kind == Kind.PARAGRAPH:
            return self.paragraph(found, inside)
        found = found or self.bare(text) or upper(text, last) or circle(text, last)
        return self.listed(found, last, inside)

    def chained(self, found: Mark | None, text: str) -> Mark | None:
        """The mark of a line that is one of several which follow each other."""
        if found is None:
            return bare_mark(text)
        if found.kind == Kind.PARAGRAPH:
            section, number = (int(part) for part in found.value.split(".")[:2])
            self.at = (section, number)
            if not number and reads_like_heading(found.rest):
                # "6.0 Recommendations": the heading of a section.
                return Mark(Kind.NUMBER, str(section), found.rest)
        return found

    def is_asked(self, last: Block) -> bool:
        """Whether fields can follow: below a label, another field, or words that ask for something."""
        if last.kind == Kind.FIELD:
            return bool(last.text)
        below_field = any(block.kind == Kind.FIELD for block in self.blocks[-3:])
        return (is_sentence(last.text) and (self.is_labelled() or asks_for_something(last.text))) or below_field

    def is_labelled(self) -> bool:
        """Whether a label stands here or right above, so that "Accepted." answers it."""
        return any(block.kind == Kind.LABEL for block in self.blocks[-2:])

    def bare(self, text: str) -> Mark | None:
        """The heading of the next section, with a number and no full stop."""
        found = BARE.match(text)
        last = self.blocks[-1] if self.blocks else None
        if found and last and (last.text.endswith(":") or HEAD_OF_TABLE.match(last.text)) and found["n"] == "1":
            return Mark(Kind.NUMBER, "1", found["rest"], is_strong=False)
        if (
            found
            and last
            and last.kind == Kind.NUMBER
            and not last.is_strong
            and int(found["n"]) == int(last.value) + 1
        ):
            return Mark(Kind.NUMBER, found["n"], found["rest"], is_strong=False)
        heads = found is not None and heads_recommendations(found["rest"])
        if found and (self.gap or self.page) and len(found["n"]) < 3 and (heads or int(found["n"]) == self.at[0] + 1):
            return Mark(Kind.NUMBER, found["n"], found["rest"], is_strong=False)
        return None

    def listed(self, found: Mark | None, last: Block | None, inside: bool) -> Mark | None:
        """The item of a list, where it is not the middle of a sentence."""
        if found is None or (found.kind == Kind.NUMBER and int(found.value) > 99):
            return None
        is_next = found.kind == Kind.NUMBER and (self.gap or self.page) and int(found.value) == self.at[0] + 1
        if found.kind == Kind.NUMBER and last and last.kind == Kind.FIELD and self.follows_item(int(found.value)):
            return found
        if is_next and reads_like_heading(found.rest):
            return found
        is_broken = found.kind != Kind.BULLET and inside and not (last and last.is_list and len(last.text) > 1)
        return None if is_broken else found

    def follows_item(self, number: int) -> bool:
        """Whether a number is one more than that of the last item, and so is the next one below its fields."""
        before = next((block for block in reversed(self.blocks[-12:]) if block.kind == Kind.NUMBER), None)
        return before is not None and number == int(before.value) + 1

    def paragraph(self, found: Mark, inside: bool) -> Mark | None:
        """A numbered paragraph, where its number follows the last one; "3.5 posts" in a sentence does not."""
        section, number = (int(part) for part in found.value.split(".")[:2])
        deeper = found.value.count(".") > 1
        before = self.at
        follows = section == before[0] and before[1] - (1 if deeper else 0) < number <= before[1] + 4
        begins = before[0] < section <= before[0] + 3 and number <= 2
        if not number and reads_like_heading(found.rest) and (self.gap or self.page):
            # "6.0 Recommendations": the heading of a section.
            self.at = (section, 0)
            return Mark(Kind.NUMBER, str(section), found.rest)
        last = self.blocks[-1] if self.blocks else None
        if number == 1 and last and last.kind == Kind.NUMBER and last.value == str(section):
            self.at = (section, number)
            return found
        if not (follows or begins or (deeper and (section, number) == before)):
            if inside or not self.gap or not number or section >= 60 or before[0]:
                return None
            # The first numbered paragraph of an extract, which may begin with any section.
            self.at = (section, number) if number <= 2 else before
            return found
        if inside and not (follows and number == before[1] + 1):
            return None
        self.at = (section, number)
        return found

    @staticmethod
    def is_open(last: Block) -> bool:
        """Whether the last block stopped in the middle of a sentence."""
        if not last.text or last.kind == Kind.ROW or RESOLVED_ALONE.fullmatch(last.text):
            return False
        if last.text.rstrip().lower().endswith((" and", " or")) and last.is_list:
            return False
        if last.text.endswith((" –", " —", " -")):
            # Announces what follows, as a colon does.
            return False
        return not is_finished(last.text) and not (len(last.trail) == 1 and reads_like_heading(last.text) and last.gap)

    def has_room(self, last: Block, text: str) -> bool:
        """Whether the first word below would have stood in the line above: that line was ended on purpose."""
        first = text.split(maxsplit=1)[0]
        most = 0.5 if ARTICLE.match(last.text) else 0.8
        return last.width + len(first) + 1 <= most * self.width and text[:1].isupper()

    def ended_early(self, last: Block, text: str) -> bool:
        """Whether an item ended far from the side of the page, and a paragraph begins below it."""
        room = EARLY * self.width - len(last.trail[-1]) - last.indent
        ended = last.is_list and is_sentence(last.text) and text[:1].isupper()
        return ended and len(text.split(maxsplit=1)[0]) < room

    def is_below_title(self, last: Block, text: str) -> bool:
        """Whether a line asks for something right below a label with a short title: "Recommendation 1 – Telephones"."""
        titled = last.kind == Kind.LABEL and len(last.trail) == 1 and reads_like_title(last.text)
        if last.kind == Kind.LABEL and len(last.trail) == 1 and not is_finished(last.text) and OURS_BELOW.match(text):
            return True
        if last.is_list and len(last.trail) == 1 and reads_like_heading(last.text):
            # "• Lighting", and below it "The Street Team should …"; "1 Your buildings", and below it "Keep a list".
            is_short, is_titled = len(last.text.split()) <= TITLE_OF_ITEM, bool(TITLED.match(text))
            ended = len(last.text.split()) <= TITLE_MOST and self.has_room(last, text)
            return asks_for_something(text) and ((is_short and is_titled) or (ended and text[:1].isupper()))
        if titled and last.text and len(last.text.split()) <= TITLE_MOST and self.has_room(last, text):
            return asks_for_something(text) and not is_finished(last.text)
        is_broken = ARTICLE.match(last.text)
        return (
            titled
            and not is_broken
            and not asks_for_something(last.text)
            and bool(re.match(r"(?:That|The|We|All|Each|Every|To)\s", text))
            and asks_for_something(text)
        )

    def belongs(self, last: Block, text: str, line: Line) -> bool:
        """Whether a line without a beginning of its own is more of the last block."""
        is_alone = len(last.trail) == 1 and last.gap and heads_recommendations(last.text)
        heads = len(last.trail) == 1 and APPENDIX.match(last.text) and self.has_room(last, text)
        is_marked = last.line.kind == Kind.HEADING and last.kind != Kind.LABEL and line.kind != Kind.HEADING
        is_parted = last.kind in {Kind.ROW, Kind.HEADING} or last.is_other_type(line) or self.ended_early(last, text)
        if is_parted or is_marked or is_alone or heads or self.is_below_title(last, text):
            return False
        is_anew = LEAD_IN.match(text) or (KEYED.match(text) and not DANGLING.search(last.text))
        if (last.is_list and is_anew) or UNNUMBERED.match(text):
            return False
        if not self.gap and not self.page:
            return last.kind != Kind.LABEL or bool(last.text) or last.is_strong
        asks = last.gap and len(last.trail) == 1 and ASKING.match(last.text)
        if (last.kind == Kind.LABEL and not last.text) or asks:
            return False
        is_end = last.text.endswith((" –", " —", " -")) and text[:1].isupper()
        if is_end or CAPITALS.match(text) or not goes_on(last.text, text) or (line.is_bold and not last.is_bold):
            return False
        return text[:1].islower() or self.page or bool(DANGLING.search(last.text))


def stands_aside(found: Mark, line: Line) -> bool:
    """Whether blanks part a label from its words, as where it has a column of its own."""
    return bool(found.rest) and re.search(rf"\S(?:\s{{3,}}|\t){re.escape(found.rest[:8])}", line.text) is not None


def blocks_of(lines: Sequence[Line]) -> list[Block]:
    """The blocks of a document whose lines are in order."""
    return Blocking(Vocabulary(lines)).run(lines)


def inside_cell(text: str, line: Line) -> list[Block]:
    """The blocks of the words in one cell of a table."""
    made = [Line(part, line.page, line.number, Kind.TEXT if part.strip() else Kind.BLANK) for part in text.split("\n")]
    return Blocking(Vocabulary(made)).run(made)
