"""Achieved actions against the plan of their first target dates, quarter by quarter, and the drawing of it. Pure."""

from collections.abc import Sequence
from datetime import date

from council.amounts import counted, written
from recommendations.figures import Position
from reports.quarters import Quarter
from reports.values import BurnUp, Step

WIDTH, HEIGHT = 600.0, 150.0
MOST_STEPS = 16


def burn_up(position: Position) -> BurnUp | None:
    """The plan of all actions and what officers say is achieved; None where there is no action."""
    actions, on = position.actions, position.on
    if not actions:
        return None
    planned = sorted(a.action.original_target_on for a in actions)
    achieved = sorted(a.achieved_on for a in actions if a.achieved_on)
    ends = quarter_ends(min(a.action.agreed_on for a in actions), max(planned[-1], on))
    days = sorted({*ends, on})
    steps = tuple(
        Step(
            written(day),
            sum(d <= day for d in planned),
            sum(d <= day for d in achieved) if day <= on else None,
        )
        for day in days
    )
    first, last = ends[0], days[-1]
    due = sum(d <= on for d in planned)
    return BurnUp(
        total=len(actions),
        steps=thinned(steps, written(on)),
        planned_path=path([first, *planned, last], len(actions), first, last),
        achieved_path=path([first, *achieved, on], len(actions), first, last, rising=len(achieved)),
        now_x=x_of(on, first, last),
        sentence=(
            f"By {written(on)}, {due} of {counted(len(actions), 'action')} had reached the first target date. "
            f"Officers say that {len(achieved)} {'is' if len(achieved) == 1 else 'are'} achieved."
        ),
    )


def quarter_ends(first: date, last: date) -> list[date]:
    """The ends of the quarters from the one before a day to the one that holds another."""
    quarter = Quarter.holding(first).before
    found = [quarter.last_on]
    while found[-1] < last:
        quarter = quarter.after
        found.append(quarter.last_on)
    return found


def thinned(steps: Sequence[Step], now: str) -> tuple[Step, ...]:
    """At most 16 rows for the table beside the drawing: of a long plan every second or third, and always today's."""
    every = -(-len(steps) // MOST_STEPS)
    return tuple(step for at, step in enumerate(steps) if at % every == 0 or step.label == now or at == len(steps) - 1)


def x_of(day: date, first: date, last: date) -> float:
    """The place of a day."""
    return round(min(max((day - first).days / max((last - first).days, 1), 0.0), 1.0) * WIDTH, 1)


def path(days: list[date], total: int, first: date, last: date, rising: int | None = None) -> str:
    """A staircase that rises by one on each day but the first and the last, which are where it begins and ends."""
    steps = days[1:-1] if rising is None else days[1 : 1 + rising]
    drawn = [f"M0 {HEIGHT:g}"]
    for count, day in enumerate(steps, start=1):
        drawn.append(f"H{x_of(day, first, last):g}V{round(HEIGHT * (1 - count / total), 1):g}")
    return "".join([*drawn, f"H{x_of(days[-1], first, last):g}"])
