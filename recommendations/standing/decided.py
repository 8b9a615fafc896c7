"""What was decided on a recommendation, as a committee's figures need it: rows under the names of the models.

A committee's page stands on six hundred answers and two thousand verdicts. To make instances of the models of them took
longer than to read them.
"""

from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any

from council.models import Meeting
from recommendations.models import Response, Verdict
from recommendations.states import ResponseKind, VerdictKind

# The columns of the union that ``decisions.py`` reads: of which table, the row's number there and its recommendation's,
# then what tables have in common. What a table does not have is empty.
COLUMNS = ("what", "row", "of", "kind", "words", "minute", "body", "wording", "day", "known_on", "meeting", "held_on")


def column(name: str) -> Any:
    """What stands in one column of a row."""
    return property(itemgetter(COLUMNS.index(name)))


class Answer(tuple[Any, ...]):
    """A response of the executive."""

    __slots__ = ()

    pk, recommendation_id = column("row"), column("of")
    kind, reason, minute = column("kind"), column("words"), column("minute")
    deciding_body, replacement_wording = column("body"), column("wording")
    decided_on, recorded_on = column("day"), column("known_on")

    def get_kind_display(self) -> str:
        """The answer in words."""
        return str(ResponseKind(self.kind).label)


class Judgement(tuple[Any, ...]):
    """A verdict of the committee."""

    __slots__ = ()

    pk, recommendation_id = column("row"), column("of")
    verdict, words, minute = column("kind"), column("words"), column("minute")
    recorded_on, meeting_id, held_on = column("known_on"), column("meeting"), column("held_on")
    corrected_because, corrected_as = column("wording"), column("body")

    @property
    def meeting(self) -> Meeting:
        """The meeting that it was decided at: its number and day."""
        return meeting(self.meeting_id, self.held_on)

    def get_verdict_display(self) -> str:
        """The verdict in words."""
        return str(VerdictKind(self.verdict).label)


# One for all that was decided at it: a committee's page asks for it two thousand times. It is read and never changed.
@lru_cache(maxsize=1024)
def meeting(pk: int, held_on: date) -> Meeting:
    """A meeting by its number and day."""
    return Meeting(pk=pk, held_on=held_on)


AnyResponse = Response | Answer
AnyVerdict = Verdict | Judgement
