"""Counts, each with the address of the list that it counts."""

from datetime import date
from typing import Any

from ninja import Field, Schema


class FigureOut(Schema):
    """A count, and the list that it counts: the list at ``url`` has as many rows (null where no address opens it)."""

    count: int
    url: str | None

    @staticmethod
    def resolve_url(obj: Any) -> str | None:
        """The address of its list."""
        return obj.url or None


class GroupOut(FigureOut):
    """The recommendations in one state."""

    state: str
    word: str
    definition: str
    before: int | None = Field(description="How many they were on the day compared with.")


class NamedFigure(Schema):
    """A figure of one kind."""

    kind: str
    title: str
    figure: FigureOut


class BreakdownOut(FigureOut):
    """One row of a breakdown."""

    label: str
    groups: list[GroupOut]


class CellOut(Schema):
    """One claim with one verdict."""

    figure: FigureOut
    disagreements: int


class ClaimRowOut(Schema):
    """What officers say, against what the committee says."""

    label: str
    cells: list[CellOut]


class ReasonOut(Schema):
    """One coded reason for which targets were moved."""

    label: str
    figure: FigureOut
    days: int


class SlippageOut(Schema):
    """How far targets have moved."""

    moved: FigureOut
    median_days: int
    by_reason: list[ReasonOut]


class ReliabilityOut(Schema):
    """How far one service's dates can be relied on."""

    label: str
    come: FigureOut
    kept: FigureOut
    median_days_late: int


class FiguresOut(Schema):
    """Where a review or a committee stood on a day."""

    as_at: date
    compared_with: date | None
    headline: str
    recommendations: FigureOut
    groups: list[GroupOut]
    by_theme: list[BreakdownOut]
    by_review: list[BreakdownOut]
    by_service: list[BreakdownOut]
    by_response: list[BreakdownOut]
    claims_and_verdicts: list[ClaimRowOut]
    disagreements: FigureOut
    late_responses: FigureOut
    looked_for: list[NamedFigure]
    timeliness: list[NamedFigure]
    slippage: SlippageOut
    reliability: list[ReliabilityOut]
    questions: list[NamedFigure] | None = Field(description="For people of the council.")
