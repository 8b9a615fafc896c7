"""The rows: where a review came from, and what officers attach to their updates."""

from evidence.models.proof import Proof, ProofExemption
from evidence.models.source import (
    Citation,
    CitationExemption,
    Contradiction,
    GovernanceBody,
    PanelMember,
    Paragraph,
    ParagraphExemption,
    Venue,
    Witness,
    WitnessGroup,
)

__all__ = [
    "Citation",
    "CitationExemption",
    "Contradiction",
    "GovernanceBody",
    "PanelMember",
    "Paragraph",
    "ParagraphExemption",
    "Proof",
    "ProofExemption",
    "Venue",
    "Witness",
    "WitnessGroup",
]
