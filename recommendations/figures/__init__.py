"""Every count. ``ledger.py`` reads rows in a fixed number of queries; the figures are computed from them.

Screens, papers and exports read the same dataclasses, so they show the same numbers; each figure knows the address of
the list that it counts, and that list is drawn from the same position.
"""

from recommendations.figures.changes import RANK, Change
from recommendations.figures.kinds import AWAITING, HAVING, NONE, QUESTIONS, REASONS, TIMELINESS, VERDICTS
from recommendations.figures.position import Position
from recommendations.figures.shapes import (
    Breakdown,
    Cell,
    ClaimRow,
    Earlier,
    Figure,
    Group,
    Pile,
    Reliability,
    Slippage,
    grouped,
    lower_first,
)

__all__ = [
    "AWAITING",
    "HAVING",
    "NONE",
    "QUESTIONS",
    "RANK",
    "REASONS",
    "TIMELINESS",
    "VERDICTS",
    "Breakdown",
    "Cell",
    "Change",
    "ClaimRow",
    "Earlier",
    "Figure",
    "Group",
    "Pile",
    "Position",
    "Reliability",
    "Slippage",
    "grouped",
    "lower_first",
]
