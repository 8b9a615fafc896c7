"""The executive’s clock: when an answer to each recommendation was due, when it came and what it was."""

from dataclasses import dataclass
from typing import ClassVar, Self

from council.amounts import counted, written
from recommendations.figures import Position
from recommendations.standing import RecommendationStanding
from recommendations.states import NOT_ACCEPTED
from reports.lines import Names
from reports.values import Chapter, Link


@dataclass(frozen=True)
class Answer:
    """One line of the response clock."""

    of: Link
    due: str
    given: str
    response: str
    standing: str
    is_late: bool


@dataclass(frozen=True)
class Clock(Chapter):
    """The executive’s responses."""

    key: ClassVar = "responses"
    heading: ClassVar = "Responses"
    template: ClassVar = "reports/_clock.html"

    rows: tuple[Answer, ...]
    sentence: str

    @classmethod
    def of(cls, position: Position, names: Names) -> Self:
        """One line for each recommendation, and the sentence that counts them."""
        return cls(tuple(line(s, names) for s in position.standings), sentence(position))


def line(standing: RecommendationStanding, names: Names) -> Answer:
    """One recommendation's: when an answer was due, when it came and what it was."""
    response, due, over = standing.response, standing.response_due_on, standing.response_days_over
    if due is None:
        stands = "Not sent to the executive yet"
    elif response is None:
        stands = f"Overdue {counted(over, 'day')}" if over else "Awaited"
    else:
        stands = f"{counted(over, 'day')} late" if over else "In time"
    return Answer(
        of=names.link(standing.recommendation),
        due=written(due) if due else "",
        given=written(response.decided_on) if response else "",
        response=standing.response_words,
        standing=stands,
        is_late=bool(over),
    )


def sentence(position: Position) -> str:
    """13 recommendations: 12 answered, 3 of them late; 1 awaited, 1 of them overdue. 2 were not accepted."""
    answered = [s for s in position.standings if s.response]
    late = sum(1 for s in answered if s.response_days_over)
    awaited = position.count - len(answered)
    refused = sum(1 for s in answered if s.response and s.response.kind in NOT_ACCEPTED)
    words = f"{len(answered)} of {counted(position.count, 'recommendation')} answered"
    words += f", {late} of them late." if late else "."
    if awaited:
        words += f" {awaited} awaited"
        words += f", {len(position.late_responses)} of them overdue." if position.late_responses else "."
    return words + (f" {refused} not accepted." if refused else "")
