"""Recommendations in tables: rows with columns for number, words, owner, date and response."""

import re
from collections.abc import Iterator, Sequence
from functools import reduce

from intake.reading.block import Block
from intake.reading.blocks import inside_cell
from intake.reading.found import TABLED, Item
from intake.reading.marks import VERDICTS, field_of, is_told, label_of, list_mark, plain_number, spoken
from intake.reading.shapes import Kind, Line, ProposedAction
from intake.reading.tidying import Vocabulary
from intake.reading.words import asks_for_something, folded, goes_on, heads_recommendations, is_sentence

COLUMNS = (
    ("other", re.compile(r"^(?:proposed )?actions?\s*(?:and|&|/)\s*(?:owner|lead|officer|respons)", re.I)),
    (
        "action",
        re.compile(
            r"^(?:(?:proposed|agreed|planned|key|specific)\s)?actions?"
            r"(?:\s(?:to be )?(?:taken|proposed|agreed|planned))?$|^what will be done\??$",
            re.I,
        ),
    ),
    (
        "text",
        re.compile(
            r"^(?:(?:(?:scrutiny|panel|committee|commission|group|board|review|inquiry)(?:['’]s)?|select|task|working|finish|and|&|overview|final|proposed|agreed|original|review|key|draft|full|wording|text|of|the)\s+)*recommendations?(?:\s\(?.{0,30}\)?)?$"
            r"|^(?:what )?(?:we|(?:the )?(?:\w+ ){0,3}?(?:panel|committee|commission|group|board|inquiry|members))"
            r" (?:\w+ )?recommends?(?: (?:that|to)\b.{0,40})?\W*$",
            re.I,
        ),
    ),
    (
        "number",
        re.compile(
            r"^(?:no\.?|number|#|ref\.?(?:erence)?|rec\.?(?:\s?no\.?)?|recommendation\s?(?:no\.?|number|ref\.?)|item)$",
            re.I,
        ),
    ),
    ("other", re.compile(r"^(?:progress|status|current|position|latest|update)\b", re.I)),
    ("response", re.compile(r"\b(?:response|decision|accepted|agreed?|reply|comments?|accept)\b", re.I)),
    # "By whom" before "By when".
    ("lead", re.compile(r"^(?:for\s)?(?:actions?\s)?(?:to\sbe\s\w+\s)?by\swhom\b|^(?:for\s)?action\sby$", re.I)),
    ("due", re.compile(r"\b(?:date|deadline|due|when|time-?\s?scales?|timeframe|target|by)\b", re.I)),
    (
        "lead",
        re.compile(
            r"^(?:for|to|addressed\sto|to\swhom|for\swhom)$|\b(?:lead|owner|responsib\w+|officer|who|accountable|service|directorate|"
            r"(?:cabinet|executive) member|portfolio)\b",
            re.I,
        ),
    ),
    ("theme", re.compile(r"^(?:theme|area|topic|heading|priority)$", re.I)),
    (
        "other",
        re.compile(r"\b(?:action|progress|status|update|outcome|cost|evidence|reason|rationale|measure)\b", re.I),
    ),
)


CODED = re.compile(r"[A-Z]{1,4}[-./ ]?\d{1,3}(?:\.\d{1,2})?[a-z]?")
MONTH = re.compile(
    r"(?:\d{1,2}\s)?(?:january|february|march|april|may|june|july|august|september|october|november|december)\s"
    r"(?:19|20)\d\d",
    re.I,
)
# "Recommendations made", a number of them; "Position", "Progress to date": what came of them.
COUNTED = re.compile(
    r"^(?:number of |no\.? of )?recommendations\s(?:made|accepted|agreed|rejected|implemented|completed|outstanding)$",
    re.I,
)
PROGRESS = re.compile(
    r"\b(?:position|progress|status|update|what (?:has )?(?:become|happened|came)|implemented|complete[d?]?)\b", re.I
)


def column_of(cell: str) -> str:
    """What a column holds, by its head; nothing for other heads."""
    head = folded(cell)
    return next((name for name, words in COLUMNS if words.search(head)), "") if 0 < len(head) <= 60 else ""


# "1" in a line of its own above the words of a cell.
NUMBER_ABOVE = re.compile(r"\s*(?P<n>\d{1,2})[.)]?\s*\n\s*")
DAY = re.compile(r"(?:meeting\s)?date(?:\sof\s(?:the\s)?meeting)?", re.I)
TO_BE_DONE = re.compile(r"\bto be \w+$", re.I)


def columns_of(cells: Sequence[str]) -> list[str]:
    """What each column holds, where a row is the head of a table of recommendations; else nothing."""
    heads = [column_of(cell) for cell in cells]
    own = heads.index("text") if "text" in heads else len(heads)
    # "Date" in front of the words is that of the meeting.
    heads = [
        "other" if at < own and DAY.fullmatch(cell.strip()) else head
        for at, (head, cell) in enumerate(zip(heads, cells, strict=True))
    ]
    if "text" in heads and "number" not in heads and heads.count("text") == 2:
        heads[heads.index("text")] = "number"
    if any(plain_number(cell) or label_of(folded(cell)) for cell in cells):
        # "6.0   RECOMMENDATIONS" is the heading of a section, and "Recommendation 1" the label of a row.
        return []
    if any(
        head == "text" and re.search(r"\b(?:19|20)\d\d$", folded(cell)) for head, cell in zip(heads, cells, strict=True)
    ):
        # "Draft recommendations, January 2025" is a row of a timetable.
        return []
    if any(MONTH.fullmatch(folded(cell)) for cell in cells):
        return []
    if any(cell.strip()[:1].islower() and len(cell.split()) > 4 for cell in cells):
        # The middle of a sentence, beside a heading in the other column.
        return []
    if any(COUNTED.search(folded(cell)) for cell in cells):
        return []
    is_head = "text" in heads and all(len(folded(cell)) <= 60 for cell in cells) and len(cells) >= 2
    # "Comments and action to be taken" asks for nothing.
    others = [cell for head, cell in zip(heads, cells, strict=True) if head != "text" or "recommend" not in cell]
    asking = (c for c in others if len(c.split()) > 5 and asks_for_something(TO_BE_DONE.sub("", folded(c))))
    return heads if is_head and not any(asking) else []


def columns_of_answers(cells: Sequence[str]) -> list[str]:
    """What each column holds, where a row is the head of a table that answers by number alone; else nothing."""
    heads = [column_of(cell) for cell in cells]
    is_head = heads.count("number") == 1 and "response" in heads and "text" not in heads
    return heads if is_head and all(0 < len(folded(cell)) <= 60 for cell in cells) else []


def rows_of(blocks: Sequence[Block], theme: str | None, announced: bool) -> Iterator[Item]:
    """The recommendations of one table."""
    heads: list[str] = []
    tells_progress = False
    last: Item | None = None
    for block, cells in together(blocks):
        filled = [cell for cell in cells if cell.strip()]
        if found := columns_of(cells) or columns_of_answers(cells):
            heads = found
            tells_progress = any(PROGRESS.search(cell) for cell in cells)
            continue
        if (heads or announced) and is_theme(filled):
            theme = folded(re.sub(r"^theme\s*\w*\s*[:.–-]\s*", "", filled[0], flags=re.I))
            continue
        if block.text and len(cells) < len(heads):
            # A row that is drawn in pieces: whose words stand in which column cannot be told.
            continue
        columns = heads or guessed(cells, announced)
        if not columns:
            if last is not None and is_field(last, cells):
                continue
            yield from labelled_in(block, cells, theme)
            continue
        item = from_row(block, cells, columns, theme)
        if last is not None and goes_on_about(last, item, cells, heads):
            continue
        if item is not None:
            item.is_earlier = tells_progress
            if "theme" in heads:
                # Its cell is empty where it is that of the row above.
                theme = item.theme
            last = item
            yield item


def is_field(last: Item, cells: Sequence[str]) -> bool:
    """Whether a row is a field of the recommendation above it, which takes it: "Response" beside "Accepted"."""
    found = field_of(f"{folded(cells[0])}:") if len(cells) == 2 else None
    if found is None or found.rest:
        return False
    words = in_one_line(cells[1])
    if found.value == "response" or is_told(words):
        last.fields.setdefault(found.value, words)
    return True


def goes_on_about(last: Item, item: Item | None, cells: Sequence[str], heads: Sequence[str]) -> bool:
    """Whether a row is more of the recommendation above it, which takes its words and its action."""
    is_same = item is not None and (item.number, item.text) == (last.number, last.text)
    if item is not None and not is_same:
        return False
    if item is None and heads and (more := more_of(cells, heads)):
        last.text = f"{last.text} {more}"
    elif action := action_of(cells, heads, is_same):
        # One recommendation over several rows, one for each of its actions.
        last.more_actions.append(action)
    return True


def action_of(cells: Sequence[str], heads: Sequence[str], is_same: bool) -> ProposedAction | None:
    """The action of a row that goes on about the recommendation above it; None where it prints none.

    Where the recommendation is not printed again, its cells are empty.
    """
    told = {head: in_one_line(cell) for head, cell in zip(heads, cells, strict=False) if head}
    if not told.get("action") or (not is_same and (told.get("text") or told.get("number"))):
        return None
    lead, due = told.get("lead", ""), told.get("due", "")
    return ProposedAction(told["action"], lead if is_told(lead) else None, due if is_told(due) else None)


def labelled_in(block: Block, cells: Sequence[str], theme: str | None) -> Iterator[Item]:
    """The recommendations in cells that only put words beside each other: each below its own label."""
    for cell in dict.fromkeys(cells):
        item: Item | None = None
        for inner in inside_cell(cell, block.line):
            if inner.kind == Kind.LABEL:
                if item is not None and item.text:
                    yield item.finished()
                item = Item(inner.value, TABLED, block, inner.text, theme=theme, kind=Kind.LABEL)
            elif item is not None:
                item.take(inner)
        if item is not None and item.text:
            yield item.finished()


def without_prefix(items: Iterator[Item]) -> list[Item]:
    """The rows, "SP1" and "SP2" being 1 and 2 where all have the same letters; "A1" and "B1" stay what they are."""
    found = list(items)
    prefixes = {code[1] for item in found if (code := re.fullmatch(r"([A-Z]+)[-./ ]?\d.*", item.number))}
    if len(prefixes) == 1:
        for item in found:
            item.number = re.sub(r"^[A-Z]+[-./ ]?0*", "", item.number)
    return found


def goes_on_below(items: Sequence[Item], rows: Sequence[Block], after: Block | None) -> bool:
    """Whether words at the top of the next page are the rest of the last recommendation, which takes them."""
    if not items or after is None or after.kind != Kind.TEXT or after.line.page != rows[-1].line.page + 1:
        return False
    last = items[-1]
    if last.parts or not after.text[:1].islower() or not goes_on(last.text, after.text):
        return False
    last.text = f"{last.text} {after.text}"
    return True


def together(blocks: Sequence[Block]) -> list[tuple[Block, list[str]]]:
    """The rows with their cells; in a table that is drawn with strokes, one that goes on over more lines is one."""
    found: list[tuple[Block, list[str]]] = []
    at, heads_of = None, list[str]()
    row: tuple[Block, list[str]] | None = None
    for block in blocks:
        cells = list(block.cells)
        if heads := columns_of(cells):
            at, heads_of = heads.index("text"), heads
        elif row is not None and goes_over(*row, block, cells, heads_of):
            # In place, for the head may be printed again between the two.
            row[1][:] = [f"{before}\n{after}".strip() for before, after in zip(row[1], cells, strict=True)]
            continue
        elif found and at is not None and block.text and not columns_of(found[-1][1]):
            before = found[-1][1]
            is_more = goes_on_in(before[at], cells[at]) and not begins_action(cells, heads_of)
            if len(cells) == len(before) and is_more:
                for n, cell in enumerate(cells):
                    parted = "\n" if list_mark(folded(cell)) else " "
                    before[n] = f"{before[n]}{parted}{cell}".strip()
                continue
        elif found and at is None and goes_over_page(*found[-1], block, cells):
            found[-1] = (found[-1][0], [f"{b}\n{c}".strip() for b, c in zip(found[-1][1], cells, strict=True)])
            continue
        found.append((block, cells))
        row = row if heads else found[-1]
    return found


def goes_over(last: Block, before: Sequence[str], block: Block, cells: Sequence[str], heads: Sequence[str]) -> bool:
    """Whether a row at the top of a page is the rest of the last one of the page before: only one has the number."""
    if block.line.page != last.line.page + 1 or not len(before) == len(cells) == len(heads):
        return False
    both = dict(zip(heads, zip(before, cells, strict=True), strict=True))
    first, then = both["text"]
    if all(both.get("number", ("", ""))):
        return False
    if first and then:
        return not is_sentence(first) and goes_on(first, then)
    alike = [pair for pair in both.values() if pair[1]]
    return not first or any(goes_on(*pair) for pair in alike if pair[0]) or not any(one for one, _ in alike)


def goes_over_page(last: Block, before: Sequence[str], block: Block, cells: Sequence[str]) -> bool:
    """Whether a box at the top of a page is the rest of the one that was drawn at the foot of the page before."""
    alike = len(before) == len(cells) and block.line.page == last.line.page + 1
    return alike and all(not after or goes_on(words, after) for words, after in zip(before, cells, strict=True))


def begins_action(cells: Sequence[str], heads: Sequence[str]) -> bool:
    """Whether a row without a recommendation begins a further action of the one above: it has words and a day."""
    told = dict(zip(heads, cells, strict=False))
    return told.get("action", "")[:1].isupper() and bool(re.search(r"\b20\d\d\b", told.get("due", "")))


def goes_on_in(before: str, after: str) -> bool:
    """Whether the words of a cell are more of those in the row above it, or there are none."""
    is_part = bool(re.match(r"\(?[a-z]{1,3}\)\s|[•–-]\s", after)) and before.rstrip().endswith((":", ";", " and"))
    return not after or is_part or after[:1].islower() or goes_on(before, after)


def guessed(cells: Sequence[str], announced: bool) -> list[str]:
    """The columns of a table without a head: a number and words, or a label and words."""
    label = label_of(folded(cells[0])) if cells else None
    if len(cells) == 1:
        return ["text"] if label else []
    is_row = label or (announced and plain_number(cells[0]))
    behind = ["response" if VERDICTS.match(cell) else "" for cell in cells[2:]]
    return ["number", "text", *behind] if is_row and asks_for_something(cells[1]) else []


def in_pieces(rows: Sequence[Block]) -> list[Block]:
    """The rows, drawn with strokes, that have fewer cells than the head above them."""
    found, width = [], len(rows[0].cells)
    for row in rows:
        if columns_of(row.cells) or columns_of_answers(row.cells):
            width = len(row.cells)
        elif row.text and len(row.cells) < width:
            found.append(row)
    return found


def has_label(cells: Sequence[str]) -> bool:
    """Whether a cell begins with the label of a recommendation."""
    return any(label_of(folded(cell.split("\n")[0])) for cell in cells)


def is_theme(filled: Sequence[str]) -> bool:
    """Whether a row has one text over all its columns, which heads those below."""
    mark = list_mark(folded(filled[0])) if filled else None
    if len(set(filled)) != 1 or label_of(folded(filled[0])) or is_sentence(filled[0]):
        return False
    if mark and mark.kind in {Kind.LETTER, Kind.ROMAN}:
        return False
    return (
        bool(re.search("[A-Za-z]", filled[0])) and len(folded(filled[0])) <= 110 and not asks_for_something(filled[0])
    )


def more_of(cells: Sequence[str], heads: Sequence[str]) -> str:
    """Words of a recommendation whose row was broken in two; nothing where the row has more than that."""
    return (
        folded(next((cell for cell, head in zip(cells, heads, strict=False) if head == "text"), ""))
        if sum(map(bool, cells)) == 1
        else ""
    )


def from_row(block: Block, cells: Sequence[str], heads: Sequence[str], theme: str | None) -> Item | None:
    """The recommendation of one row, or None where it has no words of one."""
    by_head: dict[str, str] = {}
    for head, cell in zip(heads, cells, strict=False):
        if head and cell.strip():
            by_head[head] = f"{by_head[head]}\n{cell}" if head in by_head else cell
    words = by_head.get("text", "")
    number = ""
    if plain_number(by_head.get("number", "")):
        number = spoken(re.sub(r"^\D+|[\s).:\]]+$", "", by_head["number"].strip()))
    elif label := label_of(folded(by_head.get("number", ""))):
        number = label.value
    elif CODED.fullmatch(by_head.get("number", "").strip()):
        number = by_head["number"].strip()
    answers = bool(number) and "response" in heads and any(by_head.get(name) for name in ("response", "lead", "action"))
    if len(re.findall(r"[A-Za-z]{2,}", words)) < 3 and not answers:
        return None
    own = folded(by_head.get("theme", ""))
    item = Item(number, TABLED, block, theme=own if re.search("[A-Za-z]", own) else theme, kind=Kind.ROW)
    item.answers = answers
    fill(item, words, block)
    for name in ("lead", "due", "response", "action"):
        if value := in_one_line(by_head.get(name, "")):
            item.fields[name] = value
    return item.finished() if item.text or item.answers else None


def in_one_line(cell: str) -> str:
    """The words of a cell, those that a line breaks put together."""
    lines = [Line(part) for part in cell.split("\n")]
    words = Vocabulary(lines)
    return folded(reduce(words.join, (line.text for line in lines), ""))


def fill(item: Item, words: str, block: Block) -> None:
    """The words and parts of a cell."""
    if not item.number and (above := NUMBER_ABOVE.match(words)):
        item.number, words = above["n"], words[above.end() :]
    for inner in inside_cell(words, block.line):
        if inner.kind == Kind.LABEL and not item.text:
            item.number, item.text = item.number or inner.value, inner.text
        elif not item.text and inner.kind in {Kind.NUMBER, Kind.PARAGRAPH} and not item.number:
            item.number, item.text = inner.value, inner.text
        elif not item.text:
            item.text = inner.text
        elif inner.is_list:
            item.parts.append((inner.value, inner.text))
        elif item.parts:
            item.parts[-1] = (item.parts[-1][0], f"{item.parts[-1][1]} {inner.text}")
        else:
            item.text = f"{item.text} {inner.text}"


__all__ = ["columns_of", "columns_of_answers", "heads_recommendations", "list_mark", "rows_of"]
