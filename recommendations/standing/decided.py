"""What was decided on a recommendation, as a committee's figures need it: rows under the names of the models.

A committee's page stands on six hundred answers and two thousand verdicts. To make instances of the models of them took
longer than to read them.
"""

from datetime import date
from typing import NamedTuple

from council.models import Meeting
from recommendations.models import Response, Verdict
from recommendations.states import ResponseKind, VerdictKind


class Answer(NamedTuple):
    """A response of the executive."""

    pk: int
    recommendation_id: int
    kind: str
    reason: str
    minute: str
    deciding_body: str
    replacement_wording: str
    decided_on: date
    recorded_on: date

    def get_kind_display(self) -> str:
        """The answer in words."""
        return str(ResponseKind(self.kind).label)


class Judgement(NamedTuple):
    """A verdict of the committee, with its meeting."""

    pk: int
    recommendation_id: int
    verdict: str
    words: str
    minute: str
    recorded_on: date
    meeting: Meeting

    def get_verdict_display(self) -> str:
        """The verdict in words."""
        return str(VerdictKind(self.verdict).label)


AnyResponse = Response | Answer
AnyVerdict = Verdict | Judgement
