"""What came of each recommendation that is signed off."""

from dataclasses import dataclass
from typing import ClassVar, Self

from council.amounts import counted, written
from recommendations.figures import Position
from recommendations.standing import RecommendationStanding
from reports.lines import Names, verdict_detail
from reports.values import Chapter, Link


@dataclass(frozen=True)
class Outcome:
    """Whether something that was signed off made a difference, or when that is to be checked."""

    of: Link
    signed_off: str
    found: str
    words: str
    is_late: bool


@dataclass(frozen=True)
class Outcomes(Chapter):
    """Outcome checks."""

    key: ClassVar = "outcomes"
    heading: ClassVar = "Outcomes"
    template: ClassVar = "reports/_outcomes.html"

    rows: tuple[Outcome, ...]
    sentence: str

    @classmethod
    def of(cls, position: Position, names: Names) -> Self:
        """One line for each that is signed off, and the sentence that counts them."""
        signed_off = [s for s in position.standings if s.is_signed_off]
        return cls(tuple(line(s, names) for s in signed_off), sentence(signed_off))


def line(standing: RecommendationStanding, names: Names) -> Outcome:
    """Whether it made a difference; or between which days that is to be checked."""
    check, window = standing.outcome, standing.outcome_window
    found = str(check.get_worked_display()) if check else "Not known yet"
    if window:
        first, last = window
        late = f"was to be checked by {written(last)}"
        soon = f"check by {written(last)}" if standing.outcome_is_due else f"to be checked from {written(first)}"
        found = f"{found}: {late if standing.outcome_is_late else soon}"
    return Outcome(
        of=names.link(standing.recommendation),
        signed_off=verdict_detail(standing),
        found=found,
        words=check.words if check else "",
        is_late=standing.outcome_is_late,
    )


def sentence(signed_off: list[RecommendationStanding]) -> str:
    """2 recommendations are signed off. What came of 1 is known."""
    if not signed_off:
        return "No recommendation is signed off, so no outcome is to be checked."
    count, known = len(signed_off), sum(1 for s in signed_off if s.outcome_window is None)
    is_are, them = ("is", "it") if count == 1 else ("are", "them")
    of_whom = f"{known} of {them}" if 0 < known < count else them
    is_known = "is known" if known else "is not known yet"
    return f"{counted(count, 'recommendation')} {is_are} signed off. What came of {of_whom} {is_known}."
