"""Where one action stands on a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import takewhile
from typing import Any, NamedTuple

from recommendations.deadlines import Limits, days_over
from recommendations.models import Action, Extension, Update
from recommendations.states import IN_TROUBLE, State, Status

ONE_DAY = timedelta(days=1)
# So long a decision on more time is shown to those who asked for it, where no update takes it up.
HEARD_DAYS = 30
# To look a status up costs a quarter of what it costs to call the enumeration.
STATUSES = {status.value: status for status in Status}
NOT_STARTED, ACHIEVED = Status.NOT_STARTED, Status.ACHIEVED
# So it is to look a member up in the enumeration each time.
WITHDRAWN, SIGNED_OFF, OVERDUE, NOT_UPDATED = State.WITHDRAWN, State.SIGNED_OFF, State.OVERDUE, State.NOT_UPDATED
ON_TRACK, CLAIMED = State.ON_TRACK, State.CLAIMED
# The mark of each status before anything is computed.
SAID = {
    Status.NOT_STARTED: State.NOT_STARTED,
    Status.ON_TRACK: ON_TRACK,
    Status.ACHIEVED: CLAIMED,
    **dict.fromkeys(IN_TROUBLE, State.DELAYED),
}


class Word(NamedTuple):
    """What an update says of where its action stands, without its words.

    One that an action's own columns repeat has no number, and holds since its action has been so: what came before it
    is not told.
    """

    action_id: int
    status: str
    given_on: date
    effective_on: date
    unchanged: bool = False
    pk: int | None = None
    corrects_id: int | None = None


@dataclass(eq=False, slots=True)
class ActionStanding:
    """One action on one day.

    A committee's page makes two thousand, so what every figure asks for is worked out once, when it is made.
    """

    action: Action
    limits: Limits
    # All by then, or no more than it takes to say where it stands; of whole committees as a Word each.
    updates: Sequence[Any]
    moves: tuple[Extension, ...] = ()
    waiting: Extension | None = None
    # The request decided last, agreed or refused.
    decided: Extension | None = None
    signed_off: bool = False

    # What officers last said, and its day; the day of the agreement where they have said nothing.
    status: Status = field(init=False)
    said_on: date = field(init=False)
    post_id: int = field(init=False)
    first_target_on: date = field(init=False)
    # Whether that date has come, kept or not.
    first_date_has_come: bool = field(init=False)
    # The target date in force on this day.
    target_on: date = field(init=False)
    # Nothing more can be said of it: its recommendation is signed off, or it was withdrawn.
    closed: bool = field(init=False)
    is_withdrawn: bool = field(init=False)
    # Neither achieved by the officers' word nor closed.
    is_open: bool = field(init=False)
    # Open and past its target date.
    is_overdue: bool = field(init=False)
    # Open, with a target date within the committee's window.
    is_due_soon: bool = field(init=False)
    # Open, and nothing was said for longer than the committee's limit.
    is_stale: bool = field(init=False)
    # Since when officers have said that it is achieved, without a break; None where they do not say so. What was
    # withdrawn never counts as achieved.
    achieved_on: date | None = field(init=False)
    # The mark it carries: what was decided, then what was computed, then what officers say.
    state: State = field(init=False)

    def __post_init__(self) -> None:
        action, limits, moves = self.action, self.limits, self.moves
        last = self.updates[-1] if self.updates else None
        self.status = status = STATUSES[last.status] if last else NOT_STARTED
        self.said_on = said_on = last.given_on if last else action.agreed_on
        self.post_id = action.post_id
        self.first_target_on = first = action.original_target_on
        self.first_date_has_come = first <= limits.on
        self.target_on = target_on = moves[-1].to_on if moves else first
        self.is_withdrawn = is_withdrawn = action.withdrawn_on is not None and action.withdrawn_on <= limits.on
        self.closed = closed = self.signed_off or is_withdrawn
        self.is_open = is_open = not closed and status is not ACHIEVED
        self.is_overdue = is_open and target_on < limits.on
        self.is_due_soon = is_open and limits.on <= target_on <= limits.soon_by
        self.is_stale = is_open and said_on < limits.silent_since
        self.achieved_on = achieved_since(self.updates) if status is ACHIEVED and not is_withdrawn else None
        if closed:
            self.state = WITHDRAWN if is_withdrawn else SIGNED_OFF
        else:
            self.state = state_of(status, said_on, target_on, limits)

    @property
    def on(self) -> date:
        """The day."""
        return self.limits.on

    @property
    def update(self) -> Update | None:
        """The last update by then; where it was read without its words, ``told.hear`` gives it those."""
        return self.updates[-1] if self.updates else None

    @property
    def slippage(self) -> int:
        """Days between the first target date and the one in force."""
        return (self.target_on - self.first_target_on).days if self.moves else 0

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
        # An update of the day on which more time was asked for is the one that asked; one of the day on which it was
        # decided may have come before the decision, so all that day it is shown.
        said_on = self.update.given_on if self.update else date.min
        heard = said_on >= last.decided_on and said_on > last.requested_on and self.on > last.decided_on
        return None if heard else last

    @property
    def is_pressed_for_time(self) -> bool:
        """Whether more time is what an officer may want next: its date is near or past, and none was just refused."""
        refused = self.unheard_decision and not self.unheard_decision.agreed
        return (self.is_overdue or self.is_due_soon) and not self.waiting and not refused

    @property
    def next_step(self) -> str:
        """The one thing that an officer does next, in words."""
        if not self.is_open:
            return "" if self.closed else "The committee decides"
        if self.waiting:
            return f"Wait for the decision on more time to {self.waiting.to_on:%-d %B %Y}"
        again_by = self.said_on + timedelta(days=self.limits.stale_days)
        refused = self.unheard_decision if self.unheard_decision and not self.unheard_decision.agreed else None
        steps = (
            (refused, f"More time was refused on {refused.decided_on:%-d %B}. Say what happens now" if refused else ""),
            (self.is_overdue, "Say what happens now"),
            (self.update is None, "Give a first update"),
            (self.is_due_soon, f"Finish it by {self.target_on:%-d %B}"),
            (self.is_stale, f"Give an update: nothing was said for {self.days_silent} days"),
        )
        return next((words for holds, words in steps if holds), f"Give an update by {again_by:%-d %B %Y}")

    @property
    def status_without_last(self) -> Status:
        """What officers said before their last update: from there its correction goes on."""
        undone = self.corrected_ids | {self.update.pk if self.update else None}
        held = next((u for u in reversed(self.updates) if u.pk not in undone), None)
        return Status(held.status) if held else Status.NOT_STARTED

    @property
    def corrected_ids(self) -> frozenset[int]:
        """Ids of updates that a later one corrects."""
        return corrected(self.updates)

    @property
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

    @property
    def days_late(self) -> int:
        """For an achieved action, days between its target and the day from which it was so; 0 when in time."""
        return days_over(self.target_on, self.achieved_on) if self.achieved_on else 0

    @property
    def kept_first_date(self) -> bool:
        """Whether its first target date has come, and it was achieved by then."""
        return self.first_date_has_come and self.achieved_on is not None and self.achieved_on <= self.first_target_on

    @property
    def days_past_first_date(self) -> int:
        """Days from its first target date to the day from which it was achieved, or to the day looked at; 0 before
        that date, and where it was kept."""
        return days_over(self.first_target_on, self.achieved_on or self.on)

    @property
    def is_called_in(self) -> bool:
        """Open and moved at least twice: for the next meeting's call-in list."""
        return self.is_open and len(self.moves) >= 2

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
            return self.said_on + timedelta(days=self.limits.stale_days) + ONE_DAY
        return self.achieved_on or self.said_on


def corrected(updates: Sequence[Any]) -> frozenset[int]:
    """Of updates, the ids of those that a later one corrects."""
    return frozenset([u.corrects_id for u in updates if u.corrects_id])


def achieved_since(updates: Iterable[Any]) -> date | None:
    """Of updates in order that end with one that says "achieved", since when they have said so without a break."""
    updates = list(updates)
    own: date = updates[-1].effective_on
    if updates[-1].pk is None:
        return own
    undone = corrected(updates)
    held = (u for u in reversed(updates) if u.pk not in undone)
    run = takewhile(lambda u: u.status == ACHIEVED, held)
    return min((u.effective_on for u in run), default=None)


def state_of(status: Status, said_on: date, target_on: date, limits: Limits) -> State:
    """The mark of an action that is neither withdrawn nor signed off: what was computed, then what officers say."""
    said = SAID[status]
    if said is CLAIMED:
        return said
    if target_on < limits.on:
        return OVERDUE
    return NOT_UPDATED if said is ON_TRACK and said_on < limits.silent_since else said
