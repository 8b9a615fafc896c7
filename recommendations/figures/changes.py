"""What became of recommendations since an earlier day: which moved to another group, and of which something changed
while they stayed in theirs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from council.amounts import listed, written
from recommendations.figures.shapes import grouped, lower_first
from recommendations.models import ActionChange
from recommendations.standing import ActionStanding, AnyVerdict, Before, RecommendationStanding
from recommendations.states import State, Status

if TYPE_CHECKING:
    from recommendations.figures.position import Position

# From best to worst, to say whether a recommendation moved forward or back.
RANK = {
    State.SIGNED_OFF: 0,
    State.CLAIMED: 1,
    State.ON_TRACK: 2,
    State.NOT_STARTED: 3,
    State.NOT_UPDATED: 4,
    State.DELAYED: 5,
    State.OVERDUE: 6,
    State.AWAITING: 7,
    State.NOT_ACCEPTED: 8,
}
# So many actions to which the same happened are named.
NAMED = 4
# Where actions stood on the earlier day, by number: the mark of each, and what officers had said.
Stood = Mapping[int, tuple[State, Status]]


@dataclass(eq=False)
class Change:
    """A recommendation whose state differs between two days, or of which something else does."""

    before: Before
    now: RecommendationStanding
    stood: Stood = field(default_factory=dict)

    @property
    def is_inside(self) -> bool:
        """Whether it stayed in its group."""
        return self.before.state is self.now.state

    @property
    def is_forward(self) -> bool:
        """Towards sign-off. An answer that came is forward, unless it was a refusal."""
        if self.is_inside:
            return False
        if State.NOT_ACCEPTED in (self.before.state, self.now.state):
            return self.before.state == State.NOT_ACCEPTED
        return RANK[self.now.state] < RANK[self.before.state]

    @property
    def verdict(self) -> AnyVerdict | None:
        """The committee's verdict behind it; None where officers, time or the executive moved it."""
        if self.now.is_signed_off:
            return self.now.verdict
        return self.now.reopened_by if self.before.state == State.SIGNED_OFF else None

    @property
    def on(self) -> date | None:
        """The day on which it moved, where it is known."""
        return self.verdict.meeting.held_on if self.verdict else self.now.since

    @property
    def actions(self) -> tuple[ActionStanding, ...]:
        """The actions behind it, where it was not the committee."""
        return () if self.verdict else self.now.deciding_actions

    @property
    def news(self) -> Iterator[str]:
        """Newly overdue: 3c.2 and 11c.1; each kind of thing that changed once, in words."""
        for what, found in grouped(happened(self.before, self.now, self.stood), lambda fact: fact[0]).items():
            references = [reference for _, reference in found if reference]
            more = [f"{len(references) - NAMED} more"] if len(references) > NAMED else []
            yield f"{what}: {listed([*references[:NAMED], *more])}" if references else what


@dataclass(frozen=True)
class Compared:
    """A position beside an earlier day. What was not there on that day is in none of these."""

    moved: tuple[Change, ...]
    inside: tuple[Change, ...]
    unchanged: int

    @property
    def ways(self) -> list[tuple[str, tuple[Change, ...]]]:
        """Those that moved towards sign-off, or away from it, or changed in their group; a way that none went is left
        out."""
        forward = tuple(c for c in self.moved if c.is_forward)
        back = tuple(c for c in self.moved if not c.is_forward)
        ways = (("Moved forward", forward), ("Moved back", back), ("Same group, but changed", self.inside))
        return [(way, found) for way, found in ways if found]

    @property
    def longest(self) -> int:
        """As many as there are of the way that most went."""
        return max((len(found) for _, found in self.ways), default=0)

    @cached_property
    def by_id(self) -> dict[int, Change]:
        """Both kinds by recommendation."""
        return {c.now.recommendation.id: c for c in (*self.moved, *self.inside)}


def compared(position: "Position") -> Compared:
    """What became of each recommendation, those that moved forward first."""
    if position.earlier is None:
        return Compared((), (), 0)
    before, stood = {s.recommendation.id: s for s in position.earlier.standings}, position.earlier.actions
    pairs = [(before[s.recommendation.id], s) for s in position.standings if s.recommendation.id in before]
    known = [(was.knowing_old_answers(now.responses), now) for was, now in pairs]
    moved = [Change(was, now, stood) for was, now in known if was.state is not now.state]
    stayed = ((was, now) for was, now in known if was.state is now.state)
    inside = [Change(was, now, stood) for was, now in stayed if has_changed(was, now, stood)]
    return Compared(
        tuple(sorted(moved, key=lambda c: (not c.is_forward, c.now.recommendation.number))),
        tuple(sorted(inside, key=lambda c: c.now.recommendation.number)),
        len(known) - len(moved) - len(inside),
    )


def has_changed(was: Before, now: RecommendationStanding, stood: Stood) -> bool:
    """Whether anything of it did: the same as below, of five hundred recommendations in half a millisecond."""
    since = was.on
    for verdict in now.verdicts:
        if verdict.recorded_on > since:
            return True
    if len(now.responses) > len(was.responses):
        return True
    for row in () if now.is_signed_off else now.actions:
        if stood.get(row.action.id) != (row.state, row.status) or (row.moves and moved_after(row, since)):
            return True
    return bool(rarely(now, since))


def moved_after(row: ActionStanding, since: date) -> bool:
    """Whether an action's date was moved after a day."""
    return (row.moves[-1].decided_on or since) > since


def happened(was: Before, now: RecommendationStanding, stood: Stood) -> Iterator[tuple[str, str]]:
    """What was recorded or came to pass since, each in words and with the reference of its action, if it has one."""
    since = was.on
    for verdict in now.verdicts:
        if verdict.recorded_on > since:
            yield judged(verdict), ""
    if len(now.responses) > len(was.responses):
        yield f"Response: {lower_first(now.response_words)}", ""
    if not now.is_signed_off:
        for row in now.actions:
            then = stood.get(row.action.id)
            if then is None or then[0] is not row.state or then[1] is not row.status:
                yield from ((what, row.action.reference) for what in became(row, then))
            if row.moves and moved_after(row, since):
                yield "More time agreed", row.action.reference
    yield from rarely(now, since)


def judged(verdict: AnyVerdict) -> str:
    """What the committee said, of which meeting."""
    how = "Verdict put right" if verdict.corrected_because else "Verdict"
    said = lower_first(verdict.get_verdict_display())
    return f"{how}: {said}, meeting of {written(verdict.meeting.held_on)}, minute {verdict.minute}"


def became(row: ActionStanding, then: tuple[State, Status] | None) -> Iterator[str]:
    """What changed of an action that is open, or that officers call achieved."""
    if then is None:
        yield "Newly agreed"
        return
    state, status = then
    if row.status is not status:
        yield "Achieved, officers say" if row.status is Status.ACHIEVED else row.status.label
    if row.state is State.OVERDUE and state is not State.OVERDUE:
        yield "Newly overdue"
    elif row.state is State.NOT_UPDATED and state is not State.NOT_UPDATED:
        yield f"No update for {row.limits.stale_days} days"
    elif state is State.NOT_UPDATED and row.state is State.ON_TRACK:
        yield "Updated again"
    elif state is State.OVERDUE and row.is_open and row.state is not State.OVERDUE:
        yield "No longer overdue"


def rarely(now: RecommendationStanding, since: date) -> list[tuple[str, str]]:
    """What happens to few recommendations."""
    if not (now.withdrawn or now.changes or now.lead_changes or now.call_ins or now.outcome_checks):
        return []
    withdrawn = (row.action for row in now.withdrawn if (row.action.withdrawn_on or since) > since)
    others = [c for c in now.changes if c.changed_on > since and c.what != ActionChange.What.WITHDRAWN]
    days = (
        ("Called in", [c.called_on for c in now.call_ins]),
        ("Call-in taken back", [c.withdrawn_on for c in now.call_ins if c not in now.calls]),
        ("Outcome checked", [c.checked_on for c in now.outcome_checks]),
        ("Lead service changed", [c.changed_on for c in now.lead_changes]),
    )
    return [
        *(("Withdrawn", action.reference) for action in withdrawn),
        *(("Action changed", change.action.reference) for change in {c.action_id: c for c in others}.values()),
        *((what, "") for what, found in days if any(day and day > since for day in found)),
    ]
