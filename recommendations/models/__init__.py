"""The rows: what is stored, what may never be stored, and what one row knows about itself."""

from recommendations.models.action import Action, Extension, Update
from recommendations.models.answer import Response, Verdict
from recommendations.models.exemption import Exemption, ExtensionExemption, UpdateExemption
from recommendations.models.review import Part, Recommendation, Review, Theme, WordingDifference

__all__ = [
    "Action",
    "Exemption",
    "Extension",
    "ExtensionExemption",
    "Part",
    "Recommendation",
    "Response",
    "Review",
    "Theme",
    "Update",
    "UpdateExemption",
    "Verdict",
    "WordingDifference",
]
