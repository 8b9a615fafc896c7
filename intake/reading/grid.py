"""Tables that are printed with blanks alone: rows put together again below the heads of their columns."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from intake.reading.marks import NUMBERED, label_of, plain_number
from intake.reading.shapes import Kind, Line
from intake.reading.tables import columns_of
from intake.reading.tidying import Vocabulary
from intake.reading.words import folded, goes_on, is_sentence

CHUNK = re.compile(r"\S+(?: \S+)*")
# In a head one blank parts the narrow column of the numbers from the next: "No. Recommendation".
HEAD = re.compile(r"(?:No\.?|Ref\.?|Item|#)(?= (?:[a-z]+ ){0,3}Rec)|\S+(?: \S+)*", re.I)
BLANKS_MOST = 3
# How far words may run into the next column, and how far from where its head stands a full column may end.
OVER_MOST, SHIFTED = 8, 6


@dataclass
class Grid:
    """A table while its lines are read."""

    starts: list[int]
    heads: list[str]
    head: Line
    rows: list[tuple[Line, list[str]]] = field(default_factory=list)
    blank: bool = True
    in_head: bool = True

    def column(self, start: int) -> int:
        """The column in which words stand: the one whose head begins nearest."""
        return min(range(len(self.starts)), key=lambda at: abs(self.starts[at] - start))

    def chunks(self, line: Line) -> list[tuple[int, str]]:
        """What stands together on a line, and where; words that fill their column parted from those of the next."""
        found: list[tuple[int, str]] = []
        whole = [(chunk.start(), chunk[0]) for chunk in CHUNK.finditer(line.text)]
        for start, words in whole:
            runs = self.runs_over(start, words) and self.rows and (start > 1 or len(whole) > 1)
            cut = self.end_of_column(start, words) if runs else 0
            found += [(start, words[:cut].rstrip()), (start + cut, words[cut:])] if cut else [(start, words)]
        return found

    def runs_over(self, start: int, words: str) -> bool:
        """Whether words run through into the next column."""
        at = self.column(start)
        return at + 1 < len(self.starts) and start + len(words) > self.starts[at + 1] + OVER_MOST

    def end_of_column(self, start: int, words: str) -> int:
        """Where the words of the next column begin among these: best at a capital, else nearest to its head; or 0."""
        head = self.starts[self.column(start) + 1] - start
        near = [word for word in re.finditer(r"(?<= )\S", words) if abs(word.start() - head) <= SHIFTED]
        best = min(near, key=lambda word: (not word[0].isupper(), abs(word.start() - head)), default=None)
        return best.start() if best else 0

    def holds(self, line: Line) -> bool:
        """Whether a line is of this table: none of its words run through into the next column."""
        chunks = self.chunks(line)
        start, first = chunks[0]
        is_number = plain_number(first) or label_of(first) or len(first) < 4
        if self.heads[0] == "number" and self.column(start) == 0 and not (is_number and self.counts_on(first)):
            return False
        if any(self.runs_over(*chunk) for chunk in chunks):
            return False
        most = 12 if self.heads[0] == "number" else 3
        return not (len(chunks) == 1 and self.blank and start < 2 and self.column(start) == 0 and len(first) > most)

    def stands_above(self, line: Line, after: Line | None) -> bool:
        """Whether words run over all columns, and what else the row holds stands on the line below them."""
        if after is None or after.kind != Kind.TEXT or not after.text.strip() or self.heads[0] != "text":
            return False
        (start, words), *others = self.chunks(line)
        below = self.chunks(after)
        is_whole = not others and self.column(start) == 0 and words[:1].isupper() and is_sentence(words)
        return is_whole and all(self.column(at) > 0 and not self.runs_over(at, cell) for at, cell in below)

    def counts_on(self, number: str) -> bool:
        """Whether a number is further than that of the last row: "4. Next steps" below row 6 is a heading."""
        before = self.rows[-1][1][0].strip(" .") if self.rows else ""
        number = number.strip(" .")
        return not (before.isdigit() and number.isdigit()) or int(number) > int(before) or number == "1"

    def goes_over(self, line: Line) -> bool:
        """Whether the first line of the next page has the next number, or goes on in the middle of a sentence."""
        if not self.rows or line.page != self.rows[-1][0].page + 1:
            return False
        chunks = self.chunks(line)
        if all(goes_on(self.rows[-1][1][self.column(start)], words) for start, words in chunks):
            return True
        before, number = self.rows[-1][1][0].strip(" ."), chunks[0][1].strip(" .")
        is_next = before.isdigit() and number.isdigit() and int(number) == int(before) + 1
        return self.heads[0] == "number" and is_next

    def take(self, line: Line, words: Vocabulary, begins: bool = False) -> None:
        """Put the words of a line into their cells. ``begins``: whether the line is known to begin a row."""
        cells: list[str] = [""] * len(self.starts)
        chunks = self.chunks(line)
        for n, (start, chunk) in enumerate(chunks):
            at = self.column(start)
            # A number without a column of its own stands in front of the words.
            is_number = at == self.heads.index("text") and n == 0 and chunk.isdigit() and len(chunks) > 1
            cells[at] = f"{cells[at]} {chunk}{'.' * is_number}".strip()
        is_more_of_head = self.in_head and not cells[self.heads.index("text")]
        if is_more_of_head:
            return
        self.in_head = False
        if begins or self.begins_row(cells):
            self.rows.append((line, cells))
            return
        before = self.rows[-1][1]
        for at, cell in enumerate(cells):
            if cell:
                joined = words.join(before[at], cell) if before[at] else cell
                is_item = re.match(r"(?:[•●○▪◦–-]|\(?[a-z]\)|\(?[ivx]+\))\s", cell)
                before[at] = f"{before[at]}\n{cell}" if is_item and before[at] else joined

    def begins_row(self, cells: Sequence[str]) -> bool:
        """Whether a line begins a row: it has a number or a label, or, where rows have none, a blank stood above."""
        if not self.rows:
            return True
        if "number" in self.heads:
            first = cells[self.heads.index("number")]
            return bool(first) and (plain_number(first) or bool(label_of(first)))
        words = cells[self.heads.index("text")]
        begins = words[:1].isupper() or bool(NUMBERED.match(words))
        # Every cell begins anew on this line, and what stands above has ended.
        anew = all(cell[:1].isupper() or cell[:1].isdigit() for cell in cells) and is_sentence(
            self.rows[-1][1][self.heads.index("text")]
        )
        return bool(words) and (bool(label_of(words)) or (begins and (self.blank or anew)))


def with_rows(lines: Sequence[Line]) -> list[Line]:
    """The lines with such tables as rows."""
    words = Vocabulary(lines)
    found: list[Line] = []
    grid: Grid | None = None
    blanks = 0
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        is_blank = line.kind == Kind.BLANK or not line.text.strip()
        if grid is None:
            grid = begun(line)
            if grid is None:
                found.append(line)
            continue
        if is_blank:
            blanks += 1
            grid.blank, grid.in_head = True, False
            continue
        again = begun(line)
        if again and again.heads == grid.heads:
            # The head is printed again on the next page.
            grid.starts, blanks, grid.in_head = again.starts, 0, True
            continue
        near = line.kind == Kind.TEXT and (blanks <= BLANKS_MOST or grid.goes_over(line))
        begins = near and grid.stands_above(line, after)
        if near and (begins or grid.holds(line)):
            grid.take(line, words, begins)
            grid.blank, blanks = False, 0
            continue
        found += rows_of(grid)
        grid = begun(line)
        blanks = 0
        if grid is None:
            found.append(line)
    return found + (rows_of(grid) if grid else [])


def begun(line: Line) -> Grid | None:
    """The table whose head a line is; None for other lines."""
    if line.kind != Kind.TEXT or "ecommend" not in line.text.lower():
        return None
    chunks = list(HEAD.finditer(line.text))
    heads = columns_of([chunk[0] for chunk in chunks]) if len(chunks) >= 2 else []
    return Grid([chunk.start() for chunk in chunks], heads, line) if heads else None


def rows_of(grid: Grid) -> list[Line]:
    """The rows of a table, its head first."""
    heads = tuple(m[0] for m in HEAD.finditer(grid.head.text))
    made = [replace(grid.head, kind=Kind.ROW, cells=heads, text="")]
    for line, cells in grid.rows:
        shown = tuple("\n".join(folded(part) for part in cell.split("\n")) for cell in cells)
        made.append(replace(line, kind=Kind.ROW, cells=shown, text=""))
    return [*made, Line("", grid.head.page, grid.head.number, Kind.BLANK)]
