"""The rows: where a review came from, and what officers attach to their updates."""

from evidence.models.citations import Citation, CitationExemption
from evidence.models.proof import Proof, ProofExemption
from evidence.models.sessions import Attendance, EvidenceSession, SessionParagraph
from evidence.models.source import (
    SAID,
    Basis,
    Contradiction,
    Footnote,
    GovernanceBody,
    PanelMember,
    Paragraph,
    ParagraphExemption,
    Testimony,
    Venue,
    Witness,
    WitnessContact,
    WitnessGroup,
)

__all__ = [
    "SAID",
    "Attendance",
    "Basis",
    "Citation",
    "CitationExemption",
    "Contradiction",
    "EvidenceSession",
    "Footnote",
    "GovernanceBody",
    "PanelMember",
    "Paragraph",
    "ParagraphExemption",
    "Proof",
    "ProofExemption",
    "SessionParagraph",
    "Testimony",
    "Venue",
    "Witness",
    "WitnessContact",
    "WitnessGroup",
]
