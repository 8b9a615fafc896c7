"""The state of one recommendation on a day with which another is compared: that day is told of by states alone."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from recommendations.models import Recommendation
from recommendations.standing.decided import AnyResponse
from recommendations.standing.recommendation import NEWS_DAYS, state_of
from recommendations.states import State


@dataclass(eq=False)
class Before:
    """One recommendation on an earlier day. ``action_states`` are those that occur among its actions."""

    recommendation: Recommendation
    on: date
    is_signed_off: bool
    responses: tuple[AnyResponse, ...]
    action_states: set[State]
    # The one group of the headline strip that it fell in.
    state: State = field(init=False)

    def __post_init__(self) -> None:
        last = self.responses[-1] if self.responses else None
        self.state = state_of(self.is_signed_off, last, self.action_states)

    def knowing_old_answers(self, answers: tuple[AnyResponse, ...]) -> "Before":
        """As it stood, had what was long decided by its day been recorded by then: a report that is imported with the
        answers of years ago moves nothing today."""
        if len(answers) == len(self.responses):
            return self
        old = self.on - timedelta(days=NEWS_DAYS)
        known = tuple(r for r in answers if r.recorded_on <= self.on or r.decided_on < old)
        return replace(self, responses=known)
