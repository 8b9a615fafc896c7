"""A page of a PDF with the tables that are drawn on it: what stands where, and what lines are between."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from pypdf import PageObject
from pypdf._text_extraction import _layout_mode
from pypdf._text_extraction._layout_mode import _fixed_width_page as steps_of_layout
from pypdf._text_extraction._layout_mode._text_state_manager import TextStateManager

from intake.reading.ruled import Rule, Ruled, rules_of, tables_of

Matrix = tuple[float, float, float, float, float, float]
WHOLE: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
PAINTS = frozenset({b"f", b"F", b"f*", b"S", b"s", b"B", b"B*", b"b", b"b*"})
# What covers more of the page than this is its background, and no box.
BACKGROUND = 0.7


# In heights of letters: up to where words are in one line; in blanks: which gap may part two cells; in heights: which
# gap is more than one blank.
SAME_LINE, PARTED, WIDE = 0.45, 1.6, 0.8
GAPS_MOST = 400


# How the names of fonts say that they are bold.
BOLD = re.compile(r"bold|black|heavy|demi", re.I)
# What stands among bold words for those that are not.
PLAIN = "\0"


@dataclass(frozen=True)
class Laid:
    """A line as it is laid out, and which of its words are bold; or a row of a table that is drawn, as its cells."""

    text: str = ""
    bold: str = ""
    cells: tuple[str, ...] = ()


@dataclass
class Piece:
    """Words that stand in one line with no wide gap between them: ``group`` is what the layout calls them."""

    group: Any
    x: float
    y: float


def laid_out(page: PageObject, operations: Sequence[tuple[Any, bytes]]) -> list[Laid]:
    """The lines of a page as they are laid out, the rows of drawn tables as their cells."""
    pieces, rules = pieces_of(page, operations) if operations else ([], [])
    if not pieces:
        return []
    width = _layout_mode.fixed_char_width([piece.group for piece in pieces], 1.25)
    size = float(page.mediabox.width) * float(page.mediabox.height)
    drawn = [table for table in tables_of(rules) if not is_background(table, size)]
    tables = [table for table in drawn if len(table.cells) > 1 and words_in(table, pieces)]
    boxes = [table for table in drawn if len(table.cells) == 1 and words_in(table, pieces)]
    if all(is_alone(box, pieces, boxes) for box in boxes):
        tables = sorted([*tables, *boxes], key=lambda table: (-table.top, table.xs[0]))
    found: list[Laid] = []
    left = [piece for piece in pieces if not any(table.holds(piece.x, piece.y) for table in tables)]
    for table in tables:
        above = [piece for piece in left if piece.y >= table.bottom]
        left = [piece for piece in left if piece.y < table.bottom]
        found += [*lines_of(above, width), Laid(), *rows_of(table, pieces), Laid()]
    return found + lines_of(left, width)


def pieces_of(page: PageObject, operations: Sequence[tuple[Any, bytes]]) -> tuple[list[Piece], list[Rule]]:
    """The words of a page from its top to its end, and the lines that are drawn on it."""
    shown = list(shown_on(page, operations))
    up = 1 if sum(-1 if one.flip_vertical else 1 for one in shown) >= 0 else -1
    rules = list(rules_on(operations, up))
    sides = sorted((rule for rule in rules if not rule.across), key=lambda rule: rule.at)
    groups: list[Any] = []
    for one in shown:
        words = one.text
        before: Any = groups[-1] if groups else None
        blank = one.space_tx * abs(one.transform[0])
        gap = one.tx - before["displaced_tx"] if before else 0.0
        is_same = before is not None and abs(one.ty - before["ty"]) <= SAME_LINE * one.font_height
        is_near = is_same and blank and -blank < gap < PARTED * blank
        if not is_near or (gap > 0 and is_parted(sides, before["displaced_tx"], one.tx, up * one.ty)):
            group: Any = steps_of_layout.bt_group(one, words, one.displaced_tx)
            groups.append({**group, "bold": bold_of(one, words)})
        else:
            blanks = " " * round(max(0.0, gap) / blank)
            before["text"] += blanks + words
            before["bold"] += blanks + bold_of(one, words)
            before["displaced_tx"] = one.displaced_tx
    groups = [group for group in groups if group["text"].strip()]
    groups.sort(key=lambda group: (-up * group["ty"], group["tx"]))
    # The lines of a page begin at its margin.
    margin = min((group["tx"] for group in groups), default=0.0)
    places = [(group["tx"] + 1, up * group["ty"] + 0.3 * group["font_height"]) for group in groups]
    for group in groups:
        group["tx"], group["displaced_tx"] = group["tx"] - margin, group["displaced_tx"] - margin
    return [Piece(group, *place) for group, place in zip(groups, places, strict=True)], rules


def is_parted(sides: Sequence[Rule], end: float, start: float, y: float) -> bool:
    """Whether between two words of a line the side of a cell is drawn. ``sides``: from left to right."""
    first = bisect_left(sides, end, key=lambda rule: rule.at)
    between = takewhile(lambda rule: rule.at <= start, sides[first:])
    return any(rule.start - 1 <= y <= rule.end + 1 for rule in between)


def bold_of(one: Any, words: str) -> str:
    """The words of a step where they are bold, and a sign for them where they are not."""
    is_bold = BOLD.search(str(one.font.name)) or not words.strip()
    return words if is_bold else PLAIN


def shown_on(page: PageObject, operations: Sequence[tuple[Any, bytes]]) -> Iterator[Any]:
    """Each step that shows words, with their place; not those that are turned."""
    fonts = page._layout_mode_fonts()  # noqa: SLF001 - no other way to where words stand
    state = TextStateManager()
    steps = iter(operations)
    for operands, op in steps:
        if op in {b"BT", b"q"}:
            _, shown = steps_of_layout.recurse_to_target_op(steps, state, b"ET" if op == b"BT" else b"Q", fonts, True)
            yield from (one for one in shown if not one.rotated and one.font.interpretable)
        elif op == b"Tf":
            steps_of_layout.set_font_operation(state, fonts, operands)
        else:
            state.set_state_param(op, operands)


def is_background(table: Ruled, size: float) -> bool:
    """Whether what is drawn is only what the page stands on."""
    return (table.xs[-1] - table.xs[0]) * (table.top - table.bottom) > BACKGROUND * size and len(table.cells) < 4


def words_in(table: Ruled, pieces: Sequence[Piece]) -> bool:
    """Whether words stand in it."""
    return any(table.holds(piece.x, piece.y) for piece in pieces)


def is_alone(table: Ruled, pieces: Sequence[Piece], boxes: Sequence[Ruled]) -> bool:
    """Whether beside a box are only other boxes: else it stands in a column, among whose lines its words are read."""
    level = [piece for piece in pieces if table.bottom < piece.y < table.top]
    return all(any(box.holds(piece.x, piece.y) for box in boxes) for piece in level)


def lines_of(pieces: Sequence[Piece], width: float) -> list[Laid]:
    """Words outside of tables in lines as they are laid out, with the blank lines between them."""
    if not pieces:
        return []
    found: list[Laid] = []
    last = 0
    for at, groups in _layout_mode.y_coordinate_groups([piece.group for piece in pieces]).items():
        high = groups[0]["font_height"]
        if found and high:
            found += [Laid()] * min(3, max(0, int(abs(at - last) / high) - 1))
        found.append(Laid(line_of(groups, width), bold_in(groups)))
        last = at
    return found


def line_of(groups: Sequence[Any], width: float) -> str:
    """The words of one line, each where it stands, and never two without a blank that have one."""
    line, end = "", 0.0
    for group in groups:
        missing = min(GAPS_MOST, int(group["tx"] // width) - len(line)) if width else 0
        gap = (group["tx"] - end) / (group["font_height"] or 1)
        blanks = missing if not line or gap > WIDE else 0
        line += " " * max(blanks, int(bool(line) and gap > 0.15)) + group["text"]
        end = group["displaced_tx"]
    return line.rstrip()


def bold_in(groups: Sequence[Any]) -> str:
    """The bold words of one line."""
    return " ".join(" ".join(group["bold"] for group in groups).split())


def rows_of(table: Ruled, pieces: Sequence[Piece]) -> Iterator[Laid]:
    """The rows of a table, a cell over several of them in each; of a box its lines."""
    words: dict[int, list[Piece]] = {}
    for piece in pieces:
        if cell := table.cell_at(piece.x, piece.y) if table.holds(piece.x, piece.y) else None:
            words.setdefault(id(cell), []).append(piece)
    at = {place: cell for cell in table.cells for place in cell.places}
    columns = range(len(table.xs) - 1)
    for row in range(len(table.ys) - 1):
        cells = [at[row, column] for column in columns]
        lines = [lines_in(words.get(id(cell), [])) for cell in cells]
        if len(columns) == 1:
            yield from (*lines[0], Laid())
        elif any(lines):
            yield Laid(cells=tuple("\n".join(line.text for line in cell) for cell in lines))


def lines_in(pieces: Sequence[Piece]) -> list[Laid]:
    """The lines of a cell."""
    lines: list[list[Any]] = []
    for piece in pieces:
        if lines and abs(lines[-1][-1]["ty"] - piece.group["ty"]) <= SAME_LINE * piece.group["font_height"]:
            lines[-1].append(piece.group)
        else:
            lines.append([piece.group])
    ordered = (sorted(line, key=lambda group: group["tx"]) for line in lines)
    return [Laid(" ".join(line_of(line, 0).split()), bold_in(line)) for line in ordered]


# --- What is drawn ---------------------------------------------------------------------------------------------------


def rules_on(operations: Sequence[tuple[Any, bytes]], up: int) -> Iterator[Rule]:
    """The lines that are drawn, and the sides of what is painted. ``up``: 1, or -1 where the page counts downwards.

    A change of place outside of all others is left out, as the layout of the words leaves it out.
    """
    matrix, stack = WHOLE, []
    path = Path()
    for operands, op in operations:
        if op == b"q":
            stack.append(matrix)
        elif op == b"Q":
            matrix = stack.pop() if stack else WHOLE
        elif op == b"cm" and stack and len(operands) == 6:
            matrix = times(numbers(operands), matrix)
        elif op in PAINTS or op == b"n":
            for left, bottom, right, top in path.boxes(op != b"n"):
                yield from rules_of(left, min(up * bottom, up * top), right, max(up * bottom, up * top))
        else:
            path.take(operands, op, matrix)


class Path:
    """What is being drawn, until it is painted."""

    def __init__(self) -> None:
        self.points: list[tuple[float, float]] = []
        self.made: list[tuple[float, float, float, float]] = []

    def take(self, operands: Any, op: bytes, matrix: Matrix) -> None:
        """One step of it."""
        if op == b"re" and len(operands) == 4:
            x, y, wide, high = numbers(operands)
            self.made.append(around([moved(matrix, x, y), moved(matrix, x + wide, y + high)]))
        elif op == b"m" and len(operands) == 2:
            self.end()
            self.points = [moved(matrix, *numbers(operands))]
        elif op in {b"l", b"c", b"v", b"y"} and len(operands) >= 2:
            self.points.append(moved(matrix, *numbers(operands[-2:])))

    def end(self) -> None:
        """One stretch of it ends."""
        if len(self.points) > 1:
            self.made.append(around(self.points))
        self.points = []

    def boxes(self, is_painted: bool) -> list[tuple[float, float, float, float]]:
        """What encloses each stretch, where it is painted, and nothing is left to paint."""
        self.end()
        made, self.made = self.made, []
        return made if is_painted else []


def numbers(operands: Any) -> Any:
    """Operands as numbers."""
    return tuple(float(operand) for operand in operands)


def times(one: Matrix, other: Matrix) -> Matrix:
    """One change of place after another."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """A point where the page has it."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def around(points: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    """The sides of what encloses points: left, bottom, right, top."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)
