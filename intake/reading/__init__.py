"""A published report, read into a proposal: pure functions, without a framework, a database or a network.

``read(content)`` takes the bytes of a file to its lines, ``propose(source)`` takes lines to a proposal.
"""

from intake.reading.files import read
from intake.reading.proposing import propose
from intake.reading.refusing import Unreadable
from intake.reading.shapes import Proposal, ProposedRecommendation
from intake.reading.source import Source

__all__ = ["Proposal", "ProposedRecommendation", "Source", "Unreadable", "propose", "read"]
