"""The lines that are drawn on a page, and the cells of the tables and boxes that they make: plain geometry.

Coordinates are those of a PDF: in points, from the lower left corner of the page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

# What is thinner than this is a line, what is shorter is no side of a cell; how far ends that meet may be apart.
THIN, SHORT, NEAR = 3.0, 7.0, 3.5
# How much of a side must be drawn to be one.
DRAWN = 0.6
RULES_MOST, CELLS_MOST = 4000, 2000


@dataclass(frozen=True)
class Rule:
    """A line across or down: where it is, and from where to where it goes."""

    across: bool
    at: float
    start: float
    end: float


@dataclass
class Cell:
    """One cell, by its sides, and the rows and columns of the grid that it covers."""

    left: float
    bottom: float
    right: float
    top: float
    places: list[tuple[int, int]] = field(default_factory=list)


@dataclass
class Ruled:
    """A table, or a box where it has one cell."""

    xs: list[float]
    ys: list[float]
    cells: list[Cell]

    @property
    def top(self) -> float:
        """Where it begins."""
        return self.ys[0]

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.ys[-1]

    def holds(self, x: float, y: float) -> bool:
        """Whether a point is inside of it."""
        return self.xs[0] - 1 <= x <= self.xs[-1] + 1 and self.bottom - 1 <= y <= self.top + 1

    def cell_at(self, x: float, y: float) -> Cell | None:
        """The cell of a point."""
        return next((c for c in self.cells if c.left - 1 <= x < c.right and c.bottom - 1 <= y < c.top), None)


def rules_of(left: float, bottom: float, right: float, top: float) -> Iterator[Rule]:
    """The lines that a rectangle is or has: one where it is thin, else its four sides."""
    wide, high = right - left, top - bottom
    if wide <= THIN < SHORT <= high:
        yield Rule(False, (left + right) / 2, bottom, top)
    elif high <= THIN < SHORT <= wide:
        yield Rule(True, (bottom + top) / 2, left, right)
    elif wide > SHORT and high > SHORT:
        yield from (Rule(True, bottom, left, right), Rule(True, top, left, right))
        yield from (Rule(False, left, bottom, top), Rule(False, right, bottom, top))


def tables_of(rules: Sequence[Rule]) -> list[Ruled]:
    """The tables and boxes that lines make, from the top of the page to its end."""
    if len(rules) > RULES_MOST:
        return []
    found = [ruled for group in meeting(rules) if (ruled := table_of(group))]
    return sorted(found, key=lambda ruled: (-ruled.top, ruled.xs[0]))


def meeting(rules: Sequence[Rule]) -> list[list[Rule]]:
    """The lines in groups whose members meet."""
    parent = list(range(len(rules)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    across = [(at, rule) for at, rule in enumerate(rules) if rule.across]
    down = [(at, rule) for at, rule in enumerate(rules) if not rule.across]
    for a, one in across:
        for b, other in down:
            touches = (
                one.start - NEAR <= other.at <= one.end + NEAR and other.start - NEAR <= one.at <= other.end + NEAR
            )
            if touches:
                parent[root(a)] = root(b)
    groups: dict[int, list[Rule]] = {}
    for at, rule in enumerate(rules):
        groups.setdefault(root(at), []).append(rule)
    return [group for group in groups.values() if len(group) > 3]


def table_of(rules: Sequence[Rule]) -> Ruled | None:
    """The table of lines that meet; None where they enclose nothing."""
    xs = apart(sorted(rule.at for rule in rules if not rule.across))
    ys = apart(sorted((rule.at for rule in rules if rule.across), reverse=True))
    if len(xs) > 1 and len(ys) > 1:
        ys = closed(rules, xs, ys)
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > CELLS_MOST:
        return None
    return Ruled(xs, ys, list(cells_of(rules, xs, ys)))


def closed(rules: Sequence[Rule], xs: Sequence[float], ys: list[float]) -> list[float]:
    """Where rows are parted, and where the sides of their table end: one over two pages may lack a line there."""
    sides = [[rule for rule in rules if not rule.across and abs(rule.at - x) <= NEAR] for x in (xs[0], xs[-1])]
    top = min(max(rule.end for rule in side) for side in sides)
    bottom = max(min(rule.start for rule in side) for side in sides)
    return [*[top] * (top > ys[0] + SHORT), *ys, *[bottom] * (bottom < ys[-1] - SHORT)]


def apart(values: list[float]) -> list[float]:
    """Values in their order, those that are nearly the same being one."""
    found: list[float] = []
    for value in values:
        if not found or abs(value - found[-1]) > NEAR:
            found.append(value)
    return found


def cells_of(rules: Sequence[Rule], xs: Sequence[float], ys: Sequence[float]) -> Iterator[Cell]:
    """The cells of a grid, those with nothing drawn between them being one."""
    rows, columns = len(ys) - 1, len(xs) - 1
    cell_of = {(row, column): [(row, column)] for row in range(rows) for column in range(columns)}

    def join(one: tuple[int, int], other: tuple[int, int]) -> None:
        if cell_of[one] is not cell_of[other]:
            together = cell_of[one] + cell_of[other]
            for place in together:
                cell_of[place] = together

    for row, (top, bottom) in enumerate(pairwise(ys)):
        for column, (left, right) in enumerate(pairwise(xs)):
            if column and not is_drawn(rules, False, left, bottom, top):
                join((row, column - 1), (row, column))
            if row and not is_drawn(rules, True, top, left, right):
                join((row - 1, column), (row, column))
    for places in {id(places): places for places in cell_of.values()}.values():
        at_rows, at_columns = [row for row, _ in places], [column for _, column in places]
        yield Cell(xs[min(at_columns)], ys[max(at_rows) + 1], xs[max(at_columns) + 1], ys[min(at_rows)], sorted(places))


def is_drawn(rules: Sequence[Rule], across: bool, at: float, start: float, end: float) -> bool:
    """Whether a side between two places of the grid is drawn."""
    covered = sum(
        max(0.0, min(rule.end, end) - max(rule.start, start))
        for rule in rules
        if rule.across == across and abs(rule.at - at) <= NEAR
    )
    return covered >= DRAWN * (end - start)
