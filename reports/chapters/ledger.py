"""Every action whose target moved, the furthest first, and the call-in list."""

from dataclasses import dataclass
from typing import ClassVar, Self

from council.amounts import counted, listed, written
from recommendations.figures import Position
from recommendations.models import Extension
from recommendations.standing import ActionStanding
from reports.lines import Names
from reports.values import Chapter, Link


@dataclass(frozen=True)
class Moved:
    """One line of the slippage ledger: an action whose target moved."""

    of: Link
    reference: str
    title: str
    first: str
    now: str
    days: int
    moves: tuple[str, ...]
    is_called_in: bool


@dataclass(frozen=True)
class Ledger(Chapter):
    """The slippage ledger."""

    key: ClassVar = "ledger"
    heading: ClassVar = "Slippage"
    template: ClassVar = "reports/_ledger.html"

    rows: tuple[Moved, ...]
    sentence: str

    @classmethod
    def of(cls, position: Position, names: Names) -> Self:
        """Those that moved, and the sentence that counts them."""
        moved = sorted(position.timely("moved"), key=lambda a: (-a.slippage, a.action.pk))
        return cls(tuple(line(a, names) for a in moved), sentence(position))


def line(standing: ActionStanding, names: Names) -> Moved:
    """One action whose target moved."""
    action = standing.action
    return Moved(
        of=names.link(action.recommendation),
        reference=action.reference,
        title=action.title,
        first=written(action.original_target_on),
        now=written(standing.target_on),
        days=standing.slippage,
        moves=tuple(written_move(move) for move in standing.moves),
        is_called_in=standing.is_called_in,
    )


def written_move(move: Extension) -> str:
    """To 31 July 2017. Staffing or vacancy."""
    return f"To {written(move.to_on)}. {move.get_reason_display()}." if move.reason else f"To {written(move.to_on)}."


def sentence(position: Position) -> str:
    """5 actions have moved, typically by 61 days (the median). 2 are on the call-in list: 3c.1 and 9.1."""
    found, called = position.slippage, [a.action.reference for a in position.timely("call_in")]
    if not found.moved.count:
        return "No target date has moved."
    moved = (
        f"{counted(found.moved.count, 'action')} moved, typically by {counted(found.median_days, 'day')} (the median)."
    )
    if not called:
        return f"{moved} None is on the call-in list."
    return f"{moved} {len(called)} {'is' if len(called) == 1 else 'are'} on the call-in list: {listed(called)}."
