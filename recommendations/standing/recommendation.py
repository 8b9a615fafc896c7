"""Where one recommendation stands on a day, from its actions and from what executive and committee decided."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile

from django.utils.functional import cached_property

from recommendations.deadlines import days_over, outcome_window, response_due
from recommendations.models import ActionChange, CallIn, LeadChange, OutcomeCheck, Question, Recommendation
from recommendations.standing.action import ActionStanding
from recommendations.standing.decided import AnyResponse, AnyVerdict
from recommendations.states import IN_TROUBLE, NOT_ACCEPTED, Agreement, ResponseKind, State, Status, VerdictKind, Worked

# For so many days after the executive decided, an answer that is recorded late is still news: a quarter.
NEWS_DAYS = 92
WORST_FIRST = (State.OVERDUE, State.DELAYED, State.NOT_UPDATED)


@dataclass(eq=False)
class RecommendationStanding:
    """One recommendation on one day. What every figure asks for is worked out once, when it is made."""

    recommendation: Recommendation
    on: date
    actions: tuple[ActionStanding, ...]
    verdicts: tuple[AnyVerdict, ...]
    responses: tuple[AnyResponse, ...]
    response_months: int
    withdrawn: tuple[ActionStanding, ...] = ()
    # Those that the reader may see, asked by this day.
    questions: tuple[Question, ...] = ()
    changes: tuple[ActionChange, ...] = ()
    call_ins: tuple[CallIn, ...] = ()
    outcome_checks: tuple[OutcomeCheck, ...] = ()
    lead_changes: tuple[LeadChange, ...] = ()
    # Verdicts that were recorded wrongly, each with the one in its place.
    put_right: tuple[tuple[AnyVerdict, AnyVerdict], ...] = ()

    # The executive's latest answer, and the committee's latest verdict.
    response: AnyResponse | None = field(init=False)
    verdict: AnyVerdict | None = field(init=False)
    # The committee agrees that it is achieved, so monitoring has ended.
    is_signed_off: bool = field(init=False)
    # The one group of the headline strip that it falls in.
    state: State = field(init=False)

    def __post_init__(self) -> None:
        self.response = self.responses[-1] if self.responses else None
        self.verdict = self.verdicts[-1] if self.verdicts else None
        self.is_signed_off = signs_off(self.verdicts)
        self.state = state_of(self.is_signed_off, self.response, {a.state for a in self.actions})

    @property
    def called_in(self) -> CallIn | None:
        """The committee's call-in to the next meeting for which there is one; None where that has been held."""
        return next(iter(self.calls_to_come), None) if self.call_ins else None

    @property
    def calls_to_come(self) -> list[CallIn]:
        """Every call-in in force to a meeting that is still to come, the next first."""
        coming = (c for c in self.calls if c.meeting.held_on >= self.on)
        return sorted(coming, key=lambda c: c.meeting.held_on)

    @property
    def calls(self) -> list[CallIn]:
        """The call-ins in force: those that the committee had not taken back by this day."""
        return [c for c in self.call_ins if c.withdrawn_on is None or c.withdrawn_on > self.on]

    @cached_property
    def sign_off_run(self) -> tuple[AnyVerdict, ...]:
        """The verdicts of a sign-off in force, the one that signed it off first: achieved again begins nothing anew."""
        run = takewhile(lambda v: v.verdict == VerdictKind.ACHIEVED, reversed(self.verdicts))
        return tuple(run)[::-1]

    @property
    def outcome(self) -> OutcomeCheck | None:
        """The last check of what came of it since its sign-off in force."""
        if not self.outcome_checks:
            return None
        run = {v.pk for v in self.sign_off_run}
        return next((c for c in reversed(self.outcome_checks) if c.verdict_id in run), None)

    @property
    def outcome_before(self) -> OutcomeCheck | None:
        """The last check of an earlier sign-off, which a verdict has ended since."""
        if not self.outcome_checks:
            return None
        run = {v.pk for v in self.sign_off_run}
        return next((c for c in reversed(self.outcome_checks) if c.verdict_id not in run), None)

    @cached_property
    def outcome_window(self) -> tuple[date, date] | None:
        """From which day and by which its outcome is to be checked; None where that is done, or not signed off."""
        if not self.is_signed_off:
            return None
        found = self.outcome
        if found and found.worked != Worked.TOO_EARLY:
            return None
        return outcome_window(self.sign_off_run[0].meeting.held_on, found.checked_on if found else None)

    @property
    def outcome_is_due(self) -> bool:
        """Whether the time to check its outcome has come."""
        return self.outcome_window is not None and self.outcome_window[0] <= self.on

    @property
    def outcome_is_late(self) -> bool:
        """Whether the time to check its outcome has passed."""
        return self.outcome_window is not None and self.outcome_window[1] < self.on

    @property
    def unanswered(self) -> tuple[Question, ...]:
        """Questions that wait for an answer."""
        return tuple(q for q in self.questions if q.is_open(self.on))

    @cached_property
    def claim(self) -> Status | None:
        """What officers say of it as a whole: the worst of its actions; None while there is no action."""
        said = {a.status for a in self.actions}
        if len(said) < 2:
            return said.pop() if said else None
        # One paused or failed action makes the whole late, not the whole paused.
        return Status.ON_TRACK if said.isdisjoint(IN_TROUBLE) else Status.DELAYED

    @cached_property
    def said_on(self) -> date | None:
        """Day of the latest update on any of its actions."""
        return max((a.update.given_on for a in self.actions if a.update), default=None)

    @cached_property
    def reopened_by(self) -> AnyVerdict | None:
        """The verdict that ended its last sign-off; None where it was never signed off, or is so again."""
        others = list(takewhile(lambda v: v.verdict != VerdictKind.ACHIEVED, reversed(self.verdicts)))
        return others[-1] if len(others) < len(self.verdicts) and others else None

    @property
    def since(self) -> date | None:
        """The day on which it came into this state, where it is known."""
        if self.is_signed_off and self.verdict:
            return self.verdict.meeting.held_on
        reopened_on = self.reopened_by.meeting.held_on if self.reopened_by else date.min
        if self.deciding_actions:
            pick = max if self.state in (State.CLAIMED, State.ON_TRACK) else min
            return max(reopened_on, pick(a.since for a in self.deciding_actions))
        return max(reopened_on, self.response.decided_on) if self.response else None

    @cached_property
    def deciding_actions(self) -> tuple[ActionStanding, ...]:
        """The actions that put it into its state."""
        return tuple(a for a in self.actions if a.state == self.state)

    @property
    def rests_on_exempt(self) -> bool:
        """Whether the last word on any of its actions is one that is not for the public."""
        return any(a.update.exempt_under for a in self.actions if a.update)

    @cached_property
    def agreement(self) -> Agreement:
        """Whether claim and verdict agree. A claim younger than the verdict does not count as a disagreement."""
        if self.verdict is None or self.claim is None:
            return Agreement.NO_VERDICT
        if claims_as_much(self.claim, self.verdict.verdict):
            return Agreement.AGREE
        # All of them say so then.
        if self.claim is Status.ACHIEVED and max(a.said_on for a in self.actions) > self.verdict.meeting.held_on:
            return Agreement.CLAIM_SINCE
        return Agreement.DISAGREE

    @property
    def asks_for_sign_off(self) -> bool:
        """Officers say that every action is achieved, and the committee has not said no since."""
        return self.state == State.CLAIMED and not self.disagrees

    @property
    def disagrees(self) -> bool:
        """Officers and committee see it differently."""
        return self.agreement == Agreement.DISAGREE

    @cached_property
    def next_action(self) -> ActionStanding | None:
        """The open action with the earliest target; where all are achieved, the one with the last."""
        if self.in_the_way:
            return self.in_the_way[0]
        return max(self.actions, key=lambda a: a.target_on, default=None)

    @property
    def verdict_before(self) -> AnyVerdict | None:
        """The committee's verdict before the latest one."""
        return self.verdicts[-2] if len(self.verdicts) > 1 else None

    @property
    def in_the_way(self) -> tuple[ActionStanding, ...]:
        """Open actions, which stand between it and sign-off; the earliest target first."""
        return tuple(sorted((a for a in self.actions if a.is_open), key=lambda a: a.target_on))

    @property
    def actions_in_words(self) -> str:
        """What officers say of its actions: 1 action is achieved, 2 are on track."""
        said = Counter(a.status for a in self.actions)
        parts = [f"{count} {'is' if count == 1 else 'are'} {status.label.lower()}" for status, count in said.items()]
        first, *rest = parts
        number, _, words = first.partition(" ")
        first = f"{number} {'action' if number == '1' else 'actions'} {words}"
        return " and ".join([", ".join([first, *rest[:-1]]), *rest[-1:]]) + "."

    @cached_property
    def days_over(self) -> int:
        """Days by which its most overdue action has passed its target."""
        return max((a.days_over for a in self.actions), default=0)

    @cached_property
    def most_silent(self) -> ActionStanding | None:
        """The stale action on which nothing was said for longest."""
        return max((a for a in self.actions if a.is_stale), key=lambda a: a.days_silent, default=None)

    @cached_property
    def response_due_on(self) -> date | None:
        """The day by which the executive is to answer, once it was sent to them."""
        sent = self.recommendation.review.sent_to_executive_on
        return response_due(sent, self.response_months) if sent else None

    @cached_property
    def response_days_over(self) -> int:
        """Days by which the response came after its due day, or is overdue on this day."""
        due = self.response_due_on
        if due is None:
            return 0
        return days_over(due, self.response.decided_on if self.response else self.on)

    @property
    def response_words(self) -> str:
        """The response in words."""
        return ResponseKind(self.response.kind).label if self.response else "Awaiting"


def state_of(is_signed_off: bool, response: AnyResponse | None, action_states: set[State]) -> State:
    """The state of a recommendation, from what the committee and the executive said last and from its actions."""
    if is_signed_off:
        return State.SIGNED_OFF
    if response and response.kind in NOT_ACCEPTED:
        return State.NOT_ACCEPTED
    if not action_states:
        return State.NOT_STARTED if response else State.AWAITING
    if len(action_states) == 1:
        return next(iter(action_states))
    return next((state for state in WORST_FIRST if state in action_states), State.ON_TRACK)


def signs_off(verdicts: tuple[AnyVerdict, ...]) -> bool:
    """Whether the last of a recommendation's verdicts ends its monitoring."""
    return bool(verdicts) and verdicts[-1].verdict == VerdictKind.ACHIEVED


def claims_as_much(claim: Status, verdict: str) -> bool:
    """Whether a claim says no more and no less than the verdict."""
    if claim == Status.ACHIEVED:
        return verdict == VerdictKind.ACHIEVED
    if claim in (Status.ON_TRACK, Status.NOT_STARTED):
        return verdict == VerdictKind.ACCEPTABLE
    return verdict != VerdictKind.ACHIEVED
