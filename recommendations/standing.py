"""Where one action and one recommendation stand on a day: what was said, what was decided, what follows from both.

Pure: built from rows that ``figures.py`` read, asks no query and no clock.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import takewhile

from recommendations.deadlines import days_over, is_stale, outcome_window, response_due
from recommendations.models import (
    Action,
    ActionChange,
    CallIn,
    Extension,
    OutcomeCheck,
    Question,
    Recommendation,
    Response,
    Update,
    Verdict,
)
from recommendations.states import (
    IN_TROUBLE,
    NOT_ACCEPTED,
    Agreement,
    ResponseKind,
    State,
    Status,
    VerdictKind,
    Worked,
)

ONE_DAY = timedelta(days=1)
# So long a decision on more time is shown to those who asked for it, where no update takes it up.
HEARD_DAYS = 30


@dataclass(frozen=True)
class ActionStanding:
    """One action on one day."""

    action: Action
    on: date
    updates: tuple[Update, ...]
    moves: tuple[Extension, ...]
    waiting: Extension | None
    # The request decided last, agreed or refused.
    decided: Extension | None
    stale_limit: int
    due_soon_days: int
    signed_off: bool

    @property
    def update(self) -> Update | None:
        """The last update by then."""
        return self.updates[-1] if self.updates else None

    @property
    def status(self) -> Status:
        """What officers last said."""
        return Status(self.update.status) if self.update else Status.NOT_STARTED

    @property
    def said_on(self) -> date:
        """Day of the last update, or of the agreement where there is none."""
        return self.update.given_on if self.update else self.action.agreed_on

    @property
    def target_on(self) -> date:
        """The target date in force on this day."""
        return self.moves[-1].to_on if self.moves else self.action.original_target_on

    @property
    def slippage(self) -> int:
        """Days between the first target date and the one in force."""
        return (self.target_on - self.action.original_target_on).days

    @property
    def is_withdrawn(self) -> bool:
        """Not to be done any more."""
        return self.action.withdrawn_on is not None and self.action.withdrawn_on <= self.on

    @property
    def is_open(self) -> bool:
        """Neither achieved by the officers' word nor withdrawn, and the recommendation is not signed off."""
        return not self.closed and self.status != Status.ACHIEVED

    @property
    def closed(self) -> bool:
        """Nothing more can be said of it: its recommendation is signed off, or it was withdrawn."""
        return self.signed_off or self.is_withdrawn

    @property
    def may_be_unchanged(self) -> bool:
        """Whether "nothing has changed" would say something: there is a last word, of an earlier day."""
        return self.is_open and self.update is not None and self.update.given_on < self.on

    @property
    def unheard_decision(self) -> Extension | None:
        """The last decision on more time that no update has taken up yet, for a month; None where there is none."""
        last = self.decided
        if not self.is_open or last is None or last.decided_on is None or (self.on - last.decided_on).days > HEARD_DAYS:
            return None
        # An update of the day on which more time was asked for is the one that asked.
        heard = self.update and self.update.given_on >= last.decided_on and self.update.given_on > last.requested_on
        return None if heard else last

    @property
    def next_step(self) -> str:
        """The one thing that an officer does next, in words."""
        if not self.is_open:
            return "" if self.closed else "The committee decides"
        if self.waiting:
            return f"Wait for the decision on more time to {self.waiting.to_on:%-d %B %Y}"
        again_by = self.said_on + timedelta(days=self.stale_limit)
        steps = (
            (self.is_overdue, "Say what happens now, or ask for more time"),
            (self.update is None, "Give a first update"),
            (self.is_due_soon, f"Finish it by {self.target_on:%-d %B}, or ask for more time"),
            (self.is_stale, f"Give an update: nothing was said for {self.days_silent} days"),
        )
        return next((words for holds, words in steps if holds), f"Give an update by {again_by:%-d %B %Y}")

    @property
    def status_without_last(self) -> Status:
        """What officers said before their last update: from there its correction goes on."""
        undone = self.corrected_ids | {self.update.pk if self.update else None}
        held = next((u for u in reversed(self.updates) if u.pk not in undone), None)
        return Status(held.status) if held else Status.NOT_STARTED

    @cached_property
    def corrected_ids(self) -> frozenset[int]:
        """Ids of updates that a later one corrects."""
        return frozenset(u.corrects_id for u in self.updates if u.corrects_id)

    @cached_property
    def news(self) -> Update | None:
        """The last update that said something new; None where there is none."""
        return next((u for u in reversed(self.updates) if not u.unchanged), None)

    @property
    def times_unchanged(self) -> int:
        """How often in a row officers have said since then that nothing has changed."""
        return sum(1 for _ in takewhile(lambda u: u.unchanged, reversed(self.updates)))

    @property
    def days_over(self) -> int:
        """Days past the target date while open."""
        return days_over(self.target_on, self.on) if self.is_open else 0

    @property
    def days_left(self) -> int:
        """Days to the target date; negative once it has passed."""
        return (self.target_on - self.on).days

    @property
    def days_silent(self) -> int:
        """Days since anything was said."""
        return (self.on - self.said_on).days

    @cached_property
    def achieved_on(self) -> date | None:
        """Since when officers have said that it is achieved, without a break; None where they do not say so.

        What was withdrawn never counts as achieved.
        """
        if self.is_withdrawn:
            return None
        held = (u for u in reversed(self.updates) if u.pk not in self.corrected_ids)
        run = takewhile(lambda u: u.status == Status.ACHIEVED, held)
        return min((u.effective_on for u in run), default=None)

    @property
    def days_late(self) -> int:
        """For an achieved action, days between its target and the day from which it was so; 0 when in time."""
        return days_over(self.target_on, self.achieved_on) if self.achieved_on else 0

    @property
    def kept_first_date(self) -> bool:
        """Whether its first target date has come, and it was achieved by then."""
        first = self.action.original_target_on
        return first <= self.on and self.achieved_on is not None and self.achieved_on <= first

    @property
    def is_overdue(self) -> bool:
        """Open and past its target date."""
        return self.days_over > 0

    @property
    def is_stale(self) -> bool:
        """Open, and nothing was said for longer than the committee's limit."""
        return self.is_open and is_stale(self.said_on, self.on, self.stale_limit)

    @property
    def is_due_soon(self) -> bool:
        """Open, with a target date within the committee's window."""
        return self.is_open and 0 <= self.days_left <= self.due_soon_days

    @property
    def is_called_in(self) -> bool:
        """Open and moved at least twice: for the next meeting's call-in list."""
        return self.is_open and len(self.moves) >= 2

    @property
    def state(self) -> State:
        """The mark it carries, computed truth first."""
        if self.closed:
            return State.WITHDRAWN if self.is_withdrawn else State.SIGNED_OFF
        if self.status == Status.ACHIEVED:
            return State.CLAIMED
        if self.is_overdue:
            return State.OVERDUE
        if self.status in IN_TROUBLE:
            return State.DELAYED
        if self.status == Status.NOT_STARTED:
            return State.NOT_STARTED
        return State.NOT_UPDATED if self.is_stale else State.ON_TRACK

    @property
    def mark(self) -> str:
        """The square beside its word: of an action in trouble, the officers' own word says which."""
        return self.status.value if self.state == State.DELAYED else self.state.value

    @property
    def word(self) -> str:
        """Its state in words."""
        return self.status.label if self.state == State.DELAYED else self.state.label

    @property
    def since(self) -> date:
        """The day on which it came into this state."""
        if self.state == State.OVERDUE:
            return self.target_on + ONE_DAY
        if self.state == State.NOT_UPDATED:
            return self.said_on + timedelta(days=self.stale_limit) + ONE_DAY
        return self.achieved_on or self.said_on


# What one action says for a whole recommendation, worst first.
CLAIM_ORDER = (Status.NO_LONGER_FEASIBLE, Status.NOT_ACHIEVED, Status.PAUSED, Status.DELAYED)
WORST_FIRST = (State.OVERDUE, State.DELAYED, State.NOT_UPDATED)


@dataclass(frozen=True)
class RecommendationStanding:
    """One recommendation on one day."""

    recommendation: Recommendation
    on: date
    actions: tuple[ActionStanding, ...]
    verdicts: tuple[Verdict, ...]
    responses: tuple[Response, ...]
    response_months: int
    withdrawn: tuple[ActionStanding, ...] = ()
    # Those that the reader may see, asked by this day.
    questions: tuple[Question, ...] = ()
    changes: tuple[ActionChange, ...] = ()
    call_ins: tuple[CallIn, ...] = ()
    outcome_checks: tuple[OutcomeCheck, ...] = ()

    @property
    def called_in(self) -> CallIn | None:
        """The committee's call-in to the next meeting for which there is one; None where that has been held."""
        coming = [c for c in self.call_ins if c.meeting.held_on >= self.on]
        return min(coming, key=lambda c: c.meeting.held_on, default=None)

    @property
    def outcome(self) -> OutcomeCheck | None:
        """The last check of what came of it since its sign-off in force."""
        if not self.is_signed_off or self.verdict is None:
            return None
        return next((c for c in reversed(self.outcome_checks) if c.verdict_id == self.verdict.pk), None)

    @property
    def outcome_window(self) -> tuple[date, date] | None:
        """From which day and by which its outcome is to be checked; None where that is done, or not signed off."""
        found = self.outcome
        if not self.is_signed_off or self.verdict is None or (found and found.worked != Worked.TOO_EARLY):
            return None
        return outcome_window(self.verdict.meeting.held_on, found.checked_on if found else None)

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

    @property
    def response(self) -> Response | None:
        """The executive's latest answer."""
        return self.responses[-1] if self.responses else None

    @property
    def verdict(self) -> Verdict | None:
        """The committee's latest verdict."""
        return self.verdicts[-1] if self.verdicts else None

    @property
    def is_signed_off(self) -> bool:
        """The committee agrees that it is achieved, so monitoring has ended."""
        return self.verdict is not None and self.verdict.verdict == VerdictKind.ACHIEVED

    @cached_property
    def claim(self) -> Status | None:
        """What officers say of it as a whole: the worst of its actions; None while there is no action."""
        said = {a.status for a in self.actions}
        for status in CLAIM_ORDER:
            if status in said:
                # One paused or failed action makes the whole late, not the whole paused.
                return status if said == {status} else Status.DELAYED
        if not said:
            return None
        return said.pop() if len(said) == 1 else Status.ON_TRACK

    @cached_property
    def said_on(self) -> date | None:
        """Day of the latest update on any of its actions."""
        return max((a.update.given_on for a in self.actions if a.update), default=None)

    @cached_property
    def state(self) -> State:
        """The one group of the headline strip that it falls in."""
        if self.is_signed_off:
            return State.SIGNED_OFF
        if self.response and self.response.kind in NOT_ACCEPTED:
            return State.NOT_ACCEPTED
        if not self.actions:
            return State.NOT_STARTED if self.response else State.AWAITING
        states = {a.state for a in self.actions}
        for state in WORST_FIRST:
            if state in states:
                return state
        return states.pop() if len(states) == 1 else State.ON_TRACK

    @property
    def since(self) -> date | None:
        """The day on which it came into this state, where it is known."""
        if self.is_signed_off and self.verdict:
            return self.verdict.meeting.held_on
        if self.deciding_actions:
            pick = max if self.state in (State.CLAIMED, State.ON_TRACK) else min
            return pick(a.since for a in self.deciding_actions)
        return self.response.decided_on if self.response else None

    @cached_property
    def deciding_actions(self) -> tuple[ActionStanding, ...]:
        """The actions that put it into its state."""
        return tuple(a for a in self.actions if a.state == self.state)

    @property
    def rests_on_exempt(self) -> bool:
        """Whether the last word on any of its actions is one that is not for the public."""
        return any(a.update.exempt_under for a in self.actions if a.update)

    @property
    def agreement(self) -> Agreement:
        """Whether claim and verdict agree. A claim younger than the verdict does not count as a disagreement."""
        if self.verdict is None or self.claim is None:
            return Agreement.NO_VERDICT
        if claims_as_much(self.claim, VerdictKind(self.verdict.verdict)):
            return Agreement.AGREE
        since = max((a.said_on for a in self.actions if a.status == self.claim), default=None)
        if self.claim == Status.ACHIEVED and since and since > self.verdict.meeting.held_on:
            return Agreement.CLAIM_SINCE
        return Agreement.DISAGREE

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
    def verdict_before(self) -> Verdict | None:
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

    @property
    def days_over(self) -> int:
        """Days by which its most overdue action has passed its target."""
        return max((a.days_over for a in self.actions), default=0)

    @property
    def most_silent(self) -> ActionStanding | None:
        """The stale action on which nothing was said for longest."""
        return max((a for a in self.actions if a.is_stale), key=lambda a: a.days_silent, default=None)

    @property
    def response_due_on(self) -> date | None:
        """The day by which the executive is to answer, once it was sent to them."""
        sent = self.recommendation.review.sent_to_executive_on
        return response_due(sent, self.response_months) if sent else None

    @property
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


def claims_as_much(claim: Status, verdict: VerdictKind) -> bool:
    """Whether a claim says no more and no less than the verdict."""
    if claim == Status.ACHIEVED:
        return verdict == VerdictKind.ACHIEVED
    if claim in (Status.ON_TRACK, Status.NOT_STARTED):
        return verdict == VerdictKind.ACCEPTABLE
    return verdict != VerdictKind.ACHIEVED
