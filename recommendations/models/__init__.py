"""The rows: what is stored, what may never be stored, and what one row knows about itself."""

from recommendations.models.action import Action, ActionChange, Extension, Update
from recommendations.models.answer import CallIn, OutcomeCheck, Response, Verdict
from recommendations.models.draft import Draft
from recommendations.models.exemption import Exemption, ExtensionExemption, QuestionExemption, UpdateExemption
from recommendations.models.link import UpdateLink
from recommendations.models.question import Answer, Passing, Question
from recommendations.models.review import (
    LeadChange,
    Part,
    Recommendation,
    Review,
    ReviewChange,
    Theme,
    WordingDifference,
)
from recommendations.models.view import SavedView

__all__ = [
    "Action",
    "ActionChange",
    "Answer",
    "CallIn",
    "Draft",
    "Exemption",
    "Extension",
    "ExtensionExemption",
    "LeadChange",
    "OutcomeCheck",
    "Part",
    "Passing",
    "Question",
    "QuestionExemption",
    "Recommendation",
    "Response",
    "Review",
    "ReviewChange",
    "SavedView",
    "Theme",
    "Update",
    "UpdateExemption",
    "UpdateLink",
    "Verdict",
    "WordingDifference",
]
