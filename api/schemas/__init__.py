"""The shape of what the API gives. Each field says where it comes from; what it means is the product's own word.

A code such as ``on_track`` stands beside its words. Days are written 2026-03-31. Posts stand for people.
"""

from api.schemas.answers import Fault, Page, Problem, Start
from api.schemas.council import CommitteeOut, MeetingOut, ReviewOut
from api.schemas.evidence import CitationOut, OneReport, ParagraphOut, ReportOut, WitnessOut
from api.schemas.figures import (
    BreakdownOut,
    CellOut,
    ClaimRowOut,
    FigureOut,
    FiguresOut,
    GroupOut,
    NamedFigure,
    ReasonOut,
    ReliabilityOut,
    SlippageOut,
)
from api.schemas.work import (
    ActionOut,
    MoveOut,
    OneAction,
    OneRecommendation,
    PartOut,
    ProofOut,
    QuestionOut,
    RecommendationOut,
    ResponseOut,
    ServiceOut,
    UpdateOut,
    VerdictOut,
)

__all__ = [
    "ActionOut",
    "BreakdownOut",
    "CellOut",
    "CitationOut",
    "ClaimRowOut",
    "CommitteeOut",
    "Fault",
    "FigureOut",
    "FiguresOut",
    "GroupOut",
    "MeetingOut",
    "MoveOut",
    "NamedFigure",
    "OneAction",
    "OneRecommendation",
    "OneReport",
    "Page",
    "ParagraphOut",
    "PartOut",
    "Problem",
    "ProofOut",
    "QuestionOut",
    "ReasonOut",
    "RecommendationOut",
    "ReliabilityOut",
    "ReportOut",
    "ResponseOut",
    "ReviewOut",
    "ServiceOut",
    "SlippageOut",
    "Start",
    "UpdateOut",
    "VerdictOut",
    "WitnessOut",
]
