"""The rows: where a review came from, and what officers attach to their updates."""

from evidence.models.proof import Proof, ProofExemption
from evidence.models.source import (
    Citation,
    Contradiction,
    GovernanceBody,
    PanelMember,
    Paragraph,
    Venue,
    Witness,
    WitnessGroup,
)

__all__ = [
    "Citation",
    "Contradiction",
    "GovernanceBody",
    "PanelMember",
    "Paragraph",
    "Proof",
    "ProofExemption",
    "Venue",
    "Witness",
    "WitnessGroup",
]
