"""A review and a period -> everything that a report says, as frozen dataclasses.

Screens and papers are drawn from the same object, so they cannot differ. The rows are read once, in a fixed number of
queries; every count is the length of a list that stands in the report.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from council.models import Meeting
from council.roles import anybody_of
from recommendations.figures import Position
from recommendations.ledger import load
from recommendations.models import Review
from recommendations.scope import of_review
from recommendations.sentences import Fragment, headline, listed
from recommendations.standing import ActionStanding, RecommendationStanding
from recommendations.states import State
from reports.blocks import Block, blocks
from reports.happenings import Happening, happenings
from reports.lines import ActionLine, change_note, counted, written
from reports.quarters import Period


@dataclass(frozen=True)
class Fact:
    """One fact about the report."""

    label: str
    value: str


@dataclass(frozen=True)
class ChangeLine:
    """A recommendation that changed its state, with when and by what."""

    before: RecommendationStanding
    now: RecommendationStanding
    note: str


@dataclass(frozen=True)
class ExceptionList:
    """Actions of one kind that want the committee's attention."""

    key: str
    title: str
    none: str
    actions: tuple[ActionLine, ...]

    @property
    def count(self) -> int:
        """Actions in it."""
        return len(self.actions)


@dataclass(frozen=True)
class Contents:
    """Everything that one report says."""

    review: Review
    period: Period
    made_on: date
    position: Position
    meeting: Meeting | None
    headline: tuple[Fragment, ...]
    changes: tuple[ChangeLine, ...]
    happenings: tuple[Happening, ...]
    exceptions: tuple[ExceptionList, ...]
    blocks: tuple[Block, ...]

    @property
    def title(self) -> str:
        """Prevent Duty review: progress from July to September 2017."""
        if self.period.quarter:
            return f"{self.review.title}: progress from {self.period.words}"
        return f"{self.review.title}: {self.period.words}"

    @property
    def head(self) -> str:
        """The running head: what report it is."""
        return f"{self.review.title}: progress report"

    @property
    def foot(self) -> str:
        """The running foot: whose report it is, when it was made, and that the data is illustrative where it is."""
        committee = self.review.committee
        made = f"{committee.council.name}, {committee.name}. Made {written(self.made_on)}."
        return " ".join(filter(None, [made, committee.council.illustrative_notice]))

    @property
    def since(self) -> date | None:
        """The day that it is compared with; none for the first quarter of a review."""
        return self.position.earlier.on if self.position.earlier else None

    @property
    def facts(self) -> tuple[Fact, ...]:
        """What the report is about, beside its title."""
        facts = [
            Fact("As at", written(self.period.as_at)),
            Fact("Compared with", written(self.since) if self.since else "Nothing: this is the review’s first quarter"),
            Fact("For the meeting of", written(self.meeting.held_on) if self.meeting else "No later meeting is set"),
            Fact("Review adopted", written(self.review.adopted_on)),
        ]
        if self.review.sent_to_executive_on:
            facts.append(Fact("Sent to the executive", written(self.review.sent_to_executive_on)))
        if notice := self.review.committee.council.illustrative_notice:
            facts.append(Fact("About these figures", notice))
        return tuple(facts)

    @cached_property
    def change_sentence(self) -> str:
        """6 recommendations changed: 2 moved forward and 4 moved back. 7 stayed the same."""
        if self.since is None:
            return "There is no earlier quarter to compare with."
        if not self.changes:
            return f"No recommendation changed. All {self.position.count} stayed the same."
        forward = sum(1 for change in self.position.changes if change.is_forward)
        back, same = len(self.changes) - forward, self.position.count - len(self.changes)
        ways = [f"{n} moved {way}" for n, way in ((forward, "forward"), (back, "back")) if n]
        stayed = f"{same} stayed the same." if same else "None stayed the same."
        return f"{counted(len(self.changes), 'recommendation')} changed: {' and '.join(ways)}. {stayed}"

    @property
    def notes(self) -> tuple[str, ...]:
        """Where officers and committee disagree, and whose answer is overdue; by reference."""
        said = (
            ("Officers and the committee disagree on", self.position.disagreements),
            ("The executive’s response is overdue on", self.position.late_responses),
        )
        return tuple(
            f"{words} {listed([s.recommendation.reference for s in found])}." for words, found in said if found
        )

    @property
    def definitions(self) -> tuple[tuple[State, str], ...]:
        """What puts a recommendation into each state."""
        return tuple((group.state, group.definition) for group in self.position.all_groups)

    @property
    def method(self) -> tuple[str, ...]:
        """How the figures were come by."""
        committee, day = self.review.committee, written(self.period.as_at)
        limit, months = committee.stale_after_days, counted(committee.response_months, "month")
        return (
            f"The report says where each recommendation stood at the end of {day}. Later records are not in it.",
            "Each recommendation is counted in one state only, so the states add up to the total.",
            "Officers claim and the committee decides. Both stand side by side, and the report says where they differ.",
            "“Overdue”, “not updated” and “achieved late” are worked out from dates. Nobody types them.",
            f"A status counts as not updated when nothing was said for {limit} days.",
            f"The executive is asked to respond within {months}. Days are local days, and months are calendar months.",
            "The first target date of an action never changes. Agreed extra time moves it, and each move is listed.",
            "A recommendation that the executive rejected or only noted is never counted as achieved.",
            "Exempt information is left out of this paper. Nothing in it is computed from exempt information.",
        )


def build(review: Review, period: Period, made_on: date) -> Contents:
    """Everything that the report of a period says: nine queries, however many recommendations there are.

    The review must come with its committee and council (``for_page()``). ``made_on`` is the local day of making.
    """
    # Papers leave the committee room, so nothing exempt goes into them.
    reader = anybody_of(review.committee.council_id, made_on)
    ledger = load(of_review(review), period.as_at, reader)
    since = period.since if period.since >= review.adopted_on else None
    position = looking(ledger.position(period.as_at, since), made_on)
    return Contents(
        review=review,
        period=period,
        made_on=made_on,
        position=position,
        meeting=review.committee.meetings.filter(held_on__gt=period.as_at).order_by("held_on").first(),
        headline=headline(position),
        changes=tuple(ChangeLine(c.before, c.now, change_note(c)) for c in position.changes),
        happenings=happenings(ledger, since, period.as_at) if since else (),
        exceptions=exceptions(position),
        blocks=blocks(review, position, reader),
    )


def looking(position: Position, today: date) -> Position:
    """The position, with links that open its lists as at the same day, compared with the same day."""
    days = {"as_at": position.on, "since": position.earlier and position.earlier.on}
    if position.on == today:
        del days["as_at"]
    return position.narrowed(lambda s: True, **{name: day.isoformat() for name, day in days.items() if day})


def exceptions(position: Position) -> tuple[ExceptionList, ...]:
    """Overdue, then late by officers' own word, then silent. An action may stand in more than one."""
    late = sorted((a for a in position.actions if a.state == State.DELAYED), key=lambda a: (a.target_on, a.action.pk))
    silent = f"Every open action was updated in the last {position.committee.stale_after_days} days."
    return (
        ExceptionList("overdue", "Overdue", "Nothing is overdue.", lined(position.timely("overdue"))),
        ExceptionList("delayed", "Delayed or stopped", "Nothing that is still in time is delayed.", lined(late)),
        ExceptionList("stale", "Not updated", silent, lined(position.timely("stale"))),
    )


def lined(standings: Iterable[ActionStanding]) -> tuple[ActionLine, ...]:
    """Actions in the words of a report."""
    return tuple(ActionLine(standing) for standing in standings)
