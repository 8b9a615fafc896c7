"""Where things lie in the drawings of dates. Pure geometry: percentages of a drawing's width, from rows in hand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from recommendations.deadlines import add_months
from recommendations.figures import Position
from recommendations.models import Extension
from recommendations.standing import ActionStanding
from recommendations.states import State, Status

# Signs are wider than their point: keep them inside the drawing.
LEFT, RIGHT = 2.0, 98.0
SLIPPAGE_LEFT, SLIPPAGE_RIGHT = 4.0, 96.0
# Labels closer than this to each other or to an edge, in percent of the width, would overlap.
LABEL_ROOM = 9.0
LABEL_HALF = 6.5
ROUNDING = 0.01
# What may stand between two labels, in months with the fewest days that they have.
TICK_STEPS = ((3, 89), (6, 181), (12, 365), (24, 730), (60, 1825))
# The pixels of one recommendation in a stacked bar, and those that the longest bar of a table has.
BAR_UNIT, BAR_ROOM = 46, 340
# A day further from the one looked at than this is a slip: it lies at the edge, and the others keep their room.
FURTHEST_DAYS = 3660


def bar_unit(counts: Iterable[int]) -> float:
    """The pixels of one recommendation in the bars of a table, so that its longest bar has room: the same in each."""
    return min(BAR_UNIT, BAR_ROOM / max(counts, default=1))


@dataclass(frozen=True)
class Scale:
    """Days onto percentages."""

    first: date
    last: date
    left: float = LEFT
    right: float = RIGHT

    def x(self, day: date) -> float:
        """The place of a day, kept inside the drawing."""
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return round(self.left + min(max(share, 0.0), 1.0) * (self.right - self.left), 2)


@dataclass(frozen=True)
class Point:
    """One sign: an earlier or the current target, a claim, a sign-off."""

    x: float
    kind: str
    label: str = ""
    # How far its label stands from it, where something else is in its place.
    aside: float = 0

    @property
    def label_x(self) -> float:
        """The middle of its label."""
        return round(self.x + self.aside, 2)


@dataclass(frozen=True)
class Slippage:
    """How far one action's target has moved, and how far it is overdue."""

    points: tuple[Point, ...]
    slipped_to: float | None
    overdue_to: float | None
    overdue_label: str
    title: str
    ledger: tuple[str, ...]


def slippage(row: ActionStanding) -> Slippage | None:
    """The drawing of an action's targets; None for one that never moved and is not overdue."""
    if not row.moves and not row.is_overdue:
        return None
    targets = [row.action.original_target_on, *(move.to_on for move in row.moves)]
    last = max(row.on, targets[-1]) if row.is_overdue else targets[-1]
    scale = Scale(targets[0], last, SLIPPAGE_LEFT, SLIPPAGE_RIGHT)
    points = tuple(
        Point(scale.x(day), "current" if day == targets[-1] else "earlier", f"{day:%-d %b}") for day in targets
    )
    return Slippage(
        points=with_room(points, scale.x(row.on) if row.is_overdue else None),
        slipped_to=points[-1].x if row.moves else None,
        overdue_to=scale.x(row.on) if row.is_overdue else None,
        overdue_label=f"{row.on:%-d %b}",
        title=in_words(row),
        ledger=tuple(ledger_line(move) for move in row.moves),
    )


def ledger_line(move: Extension) -> str:
    """To 31 July 2017. Staffing or vacancy. Agreed 2 March 2017. For those who may not read why, the dates alone."""
    why = f" {move.get_reason_display()}." if move.reason else ""
    return f"To {move.to_on:%-d %B %Y}.{why} Agreed {move.decided_on:%-d %B %Y}."


def with_room(points: tuple[Point, ...], today: float | None) -> tuple[Point, ...]:
    """The points with labels only where there is room beside the last one that has one."""
    kept: list[Point] = []
    room = 2 * LABEL_ROOM
    for point in points:
        taken = [p.x for p in kept if p.label] + ([] if today is None else [100.0])
        free = all(abs(point.x - x) >= room for x in taken)
        kept.append(point if free or not kept else Point(point.x, point.kind))
    return tuple(kept)


def in_words(row: ActionStanding) -> str:
    """The dates of one action in a sentence, for those who do not see the drawing."""
    first = f"{row.action.original_target_on:%-d %B %Y}"
    now = f"{row.target_on:%-d %B %Y}"
    moved = f"First target {first}, moved {times(len(row.moves))}, now {now}" if row.moves else f"Target {now}"
    if row.is_overdue:
        return f"{moved}, overdue {row.days_over} day{'s' if row.days_over > 1 else ''}"
    if row.status == Status.ACHIEVED:
        return f"{moved}, achieved {row.said_on:%-d %B %Y}"
    return moved


def times(count: int) -> str:
    """Once, twice, 3 times."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


@dataclass(frozen=True)
class TimelineRow:
    """One action in the timeline."""

    row: ActionStanding
    points: tuple[Point, ...]
    line_to: float
    slipped_from: float | None
    slipped_to: float | None
    overdue_from: float | None
    overdue_to: float | None
    title: str


@dataclass(frozen=True)
class Timeline:
    """All actions of a position on one scale, with the line of the day looked at."""

    ticks: tuple[Point, ...]
    today_x: float
    rows: tuple[TimelineRow, ...]
    meetings: tuple[float, ...]

    def only(self, shown: Sequence[ActionStanding]) -> "Timeline":
        """The same scale with the rows of some actions alone."""
        return replace(self, rows=tuple(r for r in self.rows if r.row in shown))

    @property
    def open_by_date(self) -> list[dict[str, Any]]:
        """Open actions by target date, cut by the line of the day looked at: the drawing for small screens."""
        rows = sorted((r for r in self.rows if r.row.is_open), key=lambda r: r.row.target_on)
        past = [{"row": r.row, "is_today": False} for r in rows if r.row.days_left < 0]
        return [*past, {"is_today": True}, *({"row": r.row, "is_today": False} for r in rows if r.row.days_left >= 0)]


def timeline(position: Position, meetings: list[date], most: int | None = None) -> Timeline | None:
    """The timeline of a position's actions; None where there is none. Where there are more than ``most``, those whose
    targets come first, open ones before others; all are drawn on the same scale."""
    if not position.actions:
        return None
    days = [day for a in position.actions for day in (a.action.original_target_on, a.target_on)]
    days += [position.on, *(a.said_on for a in position.actions if a.status == Status.ACHIEVED)]
    scale = scale_of(days, position.on)
    today = scale.x(position.on)
    return Timeline(
        ticks=beside_line(ticks(scale), today),
        today_x=today,
        rows=tuple(timeline_row(row, scale) for row in first_of(position.actions, most)),
        meetings=tuple(scale.x(day) for day in meetings if scale.first < day < scale.last),
    )


def scale_of(days: Sequence[date], on: date) -> Scale:
    """A scale on which these days lie, with a little air on both sides, so that the outermost signs are not cut."""
    first = max(min(days), on - timedelta(days=FURTHEST_DAYS))
    last = min(max(days), on + timedelta(days=FURTHEST_DAYS))
    return Scale(first - timedelta(days=14), last + timedelta(days=14))


def first_of(actions: Sequence[ActionStanding], most: int | None) -> Sequence[ActionStanding]:
    """All, in the order of the report; where there are more than ``most``, the first by target, open ones before."""
    if most is None or len(actions) <= most:
        return actions
    return sorted(actions, key=lambda a: (not a.is_open, a.target_on, a.action.id))[:most]


def timeline_row(row: ActionStanding, scale: Scale) -> TimelineRow:
    """The signs of one action."""
    targets = [row.action.original_target_on, *(move.to_on for move in row.moves)]
    points = [Point(scale.x(day), "earlier") for day in targets[:-1]]
    points.append(Point(scale.x(targets[-1]), "current"))
    if row.state in (State.CLAIMED, State.SIGNED_OFF) and row.status == Status.ACHIEVED:
        points.append(Point(scale.x(row.said_on), row.state.value))
    end = scale.x(row.target_on)
    return TimelineRow(
        row=row,
        points=tuple(points),
        line_to=points[0].x if row.moves else end,
        slipped_from=points[0].x if row.moves else None,
        slipped_to=end if row.moves else None,
        overdue_from=end if row.is_overdue else None,
        overdue_to=scale.x(row.on) if row.is_overdue else None,
        title=f"{row.action.reference}: {in_words(row)}",
    )


def beside_line(marks: tuple[Point, ...], line: float) -> tuple[Point, ...]:
    """The marks with their labels; the line of the day runs through none. One that stood there is put beside the line,
    and left out where there is no room for it."""
    apart = [mark for mark in marks if abs(mark.x - line) > LABEL_HALF]
    placed: list[Point] = []
    for mark in marks:
        x = mark.x if mark in apart else line + (LABEL_HALF if mark.x >= line else -LABEL_HALF)
        is_free = LABEL_HALF <= x <= 100 - LABEL_HALF and all(abs(x - o.x) >= 2 * LABEL_HALF for o in apart)
        aside = replace(mark, aside=x - mark.x) if is_free else replace(mark, label="")
        placed.append(mark if mark in apart else aside)
    return tuple(placed)


def ticks(scale: Scale) -> tuple[Point, ...]:
    """The first day of each third month; over years, of so many months that each label has room."""
    room = (LABEL_ROOM + ROUNDING) / (scale.right - scale.left) * (scale.last - scale.first).days
    months = next((months for months, fewest in TICK_STEPS if fewest > room), None)
    if months is None:
        return ()
    day = date(scale.first.year, scale.first.month, 1)
    marks: list[Point] = []
    while (day := add_months(day, months)) < scale.last:
        mark = Point(scale.x(day), "tick", f"{day:%b %Y}")
        if LABEL_ROOM < mark.x < 100 - LABEL_ROOM:
            marks.append(mark)
    return tuple(marks)
