"""What is on the agenda of a meeting and why, what is still missing before its papers are due, and what was decided.

An agenda is what stands before the meeting: of one that has been held, its own verdicts are what was decided and no
reason why anything was on it, on whichever day they were recorded.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.functional import cached_property

from council.amounts import counted, listed, written
from council.models import Meeting
from council.working_days import working_days_between
from recommendations.figures import lower_first
from recommendations.ledger import Ledger
from recommendations.models import Recommendation
from recommendations.standing import ActionStanding, AnyVerdict, RecommendationStanding
from recommendations.states import State, VerdictKind


@dataclass(frozen=True)
class Item:
    """One recommendation on the agenda: why it is there, and since when updates are asked for."""

    standing: RecommendationStanding
    reasons: tuple[str, ...]
    since: date

    @property
    def missing(self) -> tuple[ActionStanding, ...]:
        """Its open actions that nobody has updated since the last meeting."""
        return tuple(a for a in self.standing.in_the_way if a.update is None or a.said_on <= self.since)


@dataclass(frozen=True)
class Agenda:
    """One meeting, as at a day. ``items`` are as they stood before its verdicts on its day, where it has been held."""

    meeting: Meeting
    on: date
    before: Meeting | None
    items: tuple[Item, ...]
    # Not on it: signed off before, not accepted, or published since. The committee may have taken them up all the same.
    off: tuple[Item, ...]
    # What the committee decided at it, on which recommendations.
    decided: tuple[tuple[AnyVerdict, Recommendation], ...]

    @property
    def is_held(self) -> bool:
        """Whether it has taken place, its own day included."""
        return self.meeting.held_on <= self.on

    @property
    def is_next(self) -> bool:
        """Whether the meeting before it has been held: until then nothing is missing, and nothing came after that."""
        return self.before is None or self.before.held_on <= self.on

    @cached_property
    def pressing(self) -> tuple[Item, ...]:
        """Those that are there for more than being due for review."""
        return tuple(item for item in self.items if item.reasons)

    @cached_property
    def others(self) -> tuple[Item, ...]:
        """Those that are due for review and nothing else."""
        return tuple(item for item in self.items if not item.reasons)

    def groups(self, shown: Sequence[Item]) -> list[tuple[str, int, tuple[Item, ...]]]:
        """The two: the words, how many it has, and those of them that a page shows. One with nothing is left out."""
        both = (("Needs the committee’s attention", self.pressing), ("Due for review", self.others))
        page = {item.standing.recommendation.pk for item in shown}
        rows = [(t, len(all_), tuple(i for i in all_ if i.standing.recommendation.pk in page)) for t, all_ in both]
        return [row for row in rows if row[-1]]

    @cached_property
    def missing(self) -> tuple[ActionStanding, ...]:
        """Open actions without an update since the last meeting, the nearest target first."""
        if not self.is_next:
            return ()
        rows = (action for item in self.items for action in item.missing)
        return tuple(sorted(rows, key=lambda a: (a.target_on, a.action.pk)))

    @property
    def working_days_left(self) -> int:
        """Working days until its papers are due; 0 on the day itself and after."""
        return working_days_between(self.on, self.meeting.papers_due_on)

    @cached_property
    def left(self) -> tuple[Item, ...]:
        """Those on it on which no verdict of this meeting is recorded yet."""
        return self.unjudged(self.items)

    @cached_property
    def left_off(self) -> tuple[Item, ...]:
        """Those that are not on it, likewise."""
        return self.unjudged(self.off)

    def unjudged(self, items: tuple[Item, ...]) -> tuple[Item, ...]:
        """Those on which no verdict of this meeting is recorded yet."""
        judged = {verdict.recommendation_id for verdict, _ in self.decided}
        return tuple(item for item in items if item.standing.recommendation.pk not in judged)


def agenda(ledger: Ledger, meeting: Meeting, meetings: list[Meeting], on: date) -> Agenda:
    """The agenda of a meeting from its committee's ledger, which reaches up to ``on``: today, or a past day."""
    before = max((m for m in meetings if m.held_on < meeting.held_on), key=lambda m: m.held_on, default=None)
    decided = tuple(
        (v, r) for r in ledger.adopted_by(on) for v in ledger.in_force(r.pk, on) if v.meeting_id == meeting.pk
    )
    as_at = before_deciding(ledger, meeting, decided).position(min(on, meeting.held_on))
    since = before.held_on if before else date.min
    due = [s.recommendation.review.is_published(as_at.on) and is_due_for_review(s, meeting) for s in as_at.standings]
    items = tuple(item(s, meeting, since) for s, is_due in zip(as_at.standings, due, strict=True) if is_due)
    off = tuple(item(s, meeting, since) for s, is_due in zip(as_at.standings, due, strict=True) if not is_due)
    return Agenda(meeting, on, before, items, off, decided)


def before_deciding(ledger: Ledger, meeting: Meeting, decided: Sequence[tuple[AnyVerdict, Recommendation]]) -> Ledger:
    """The same ledger as if a meeting, which gave these verdicts, had not given any yet."""
    judged = {r.pk: [v for v in ledger.verdicts[r.pk] if v.meeting_id != meeting.pk] for _, r in decided}
    return replace(ledger, verdicts={**ledger.verdicts, **judged}) if judged else ledger


def is_due_for_review(standing: RecommendationStanding, meeting: Meeting) -> bool:
    """Open and agreed to, or called in, or with an outcome to check."""
    if standing.is_signed_off or standing.state == State.NOT_ACCEPTED:
        return standing.outcome_is_due or called_in_to(standing, meeting)
    return True


def called_in_to(standing: RecommendationStanding, meeting: Meeting) -> bool:
    """Whether the committee called it in to this meeting."""
    return any(c.meeting.pk == meeting.pk for c in standing.calls)


def item(standing: RecommendationStanding, meeting: Meeting, since: date) -> Item:
    """One recommendation with why it is on the agenda."""
    return Item(standing, tuple(reasons(standing, meeting)), since)


def reasons(standing: RecommendationStanding, meeting: Meeting) -> Iterator[str]:
    """Why a recommendation needs more than a look, in sentences."""
    yield from (f"Called in: {c.why}" for c in standing.calls if c.meeting.pk == meeting.pk)
    if standing.outcome_is_due:
        yield "Outcome check due: did it make a difference?"
    if not standing.is_signed_off:
        yield from troubles(standing)


def comes_of(standing: RecommendationStanding, verdict: VerdictKind) -> Iterator[str]:
    """What a verdict does to a recommendation, in sentences, for whoever checks it before it is recorded."""
    if verdict != VerdictKind.ACHIEVED:
        if standing.is_signed_off and standing.verdict:
            yield f"Reopens it: signed off on {written(standing.verdict.meeting.held_on)}."
        return
    yield "Stays signed off." if standing.is_signed_off else "Signs it off: its monitoring ends."
    if standing.response is None:
        yield "The executive has not answered it."
    if not standing.actions:
        yield "No action was agreed."
    elif still := [a.action.reference for a in standing.in_the_way]:
        yield f"Still open: {listed(still)}."


def comes_of_correction(standing: RecommendationStanding, was: AnyVerdict, verdict: VerdictKind) -> Iterator[str]:
    """What it does to a recommendation, in sentences, to put one of its verdicts right."""
    if standing.verdict and standing.verdict.meeting.held_on > was.meeting.held_on:
        yield f"The verdict of {written(standing.verdict.meeting.held_on)} came later, so it goes on to hold."
    elif verdict == was.verdict:
        yield "Where it stands does not change."
    else:
        yield from list(comes_of(standing, verdict)) or ["Monitoring goes on."]
    if was.recorded_on < standing.on:
        yield f"As at a day before today, pages still show “{was.get_verdict_display()}”, minute {was.minute}."
    yield "Reports that were issued stay as they are."


def troubles(standing: RecommendationStanding) -> Iterator[str]:
    """What stands between a recommendation and sign-off, or asks for it."""
    if verdict := standing.reopened_by:
        yield f"Reopened on {written(verdict.meeting.held_on)}: {verdict.words}"
    if standing.asks_for_sign_off:
        yield "Sign-off asked for: officers say that every action is achieved"
    if moved := [a.action.reference for a in standing.actions if a.is_called_in]:
        yield f"Call-in list: {listed(moved)} moved at least twice"
    if late := [a.action.reference for a in standing.actions if a.is_overdue]:
        yield f"Overdue: {listed(late)}"
    if unanswered := len(standing.unanswered):
        yield f"Unanswered: {unanswered} question{'s' if unanswered > 1 else ''}"
    if answered := sum(q.waits_for_a_word(standing.on) for q in standing.questions):
        yield f"{counted(answered, 'question')} answered: is that enough?"
    if standing.response is None and standing.response_days_over:
        yield "The executive’s response is overdue"
    if standing.disagrees and standing.verdict:
        claim = lower_first(standing.claim.label) if standing.claim else "nothing"
        yield f"Officers say {claim}, the committee said {lower_first(standing.verdict.get_verdict_display())}"
