"""When something is said and to whom, as data. ``schedule.py`` reads it; nothing else knows a number of days."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from reminders.states import Kind

MONDAY = 0


class Clock(Enum):
    """The date that a rule counts from."""

    TARGET = "the target date in force"
    LAST_WORD = "the last update, or the agreement where there is none"
    REQUEST = "the request for more time"


class Audience(Enum):
    """Who is told."""

    ANSWERS = "those who answer for the action"
    DECIDES = "those who decide on more time for it"


@dataclass(frozen=True, slots=True)
class EveryDays:
    """Again after this many days, counted from the last stage."""

    days: int

    def latest(self, first: date, on: date) -> date:
        """The last repetition up to and including ``on``; ``first`` itself while there is none."""
        return first + timedelta(days=(on - first).days // self.days * self.days)


@dataclass(frozen=True, slots=True)
class EveryWeekday:
    """Again on this day of each week (Monday is 0)."""

    weekday: int

    def latest(self, first: date, on: date) -> date:
        """The last repetition up to and including ``on``; ``first`` itself while there is none."""
        back = (on.weekday() - self.weekday) % 7
        return max(first, on - timedelta(days=back))


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of reminder.

    ``stages`` are days from the clock's date, negative ones before it, in order. The last stage repeats where
    ``repeat`` says so.
    """

    kind: Kind
    clock: Clock
    audience: Audience
    stages: tuple[int, ...]
    repeat: EveryDays | EveryWeekday | None = None
    in_working_days: bool = False
    # The committee's own limit is added to the stages.
    beyond_stale_limit: bool = False
    # Falls silent after the clock's date.
    until_the_date: bool = False


# The most urgent first. Of the rules that speak to one audience about one action, only the first that applies is heard.
RULES = (
    Rule(Kind.OVERDUE, Clock.TARGET, Audience.ANSWERS, stages=(1,), repeat=EveryWeekday(MONDAY)),
    Rule(
        Kind.EXTENSION_WAITING,
        Clock.REQUEST,
        Audience.DECIDES,
        stages=(3,),
        repeat=EveryDays(7),
        in_working_days=True,
    ),
    Rule(Kind.BEFORE_DUE, Clock.TARGET, Audience.ANSWERS, stages=(-30, -14, -7, -1), until_the_date=True),
    Rule(
        Kind.STALE,
        Clock.LAST_WORD,
        Audience.ANSWERS,
        stages=(1,),
        repeat=EveryDays(30),
        beyond_stale_limit=True,
    ),
)

URGENCY = {rule.kind: place for place, rule in enumerate(RULES)}

# Minutes between attempts after a temporary fault: four hours in all, then the message counts as failed.
BACK_OFF = (1, 2, 4, 8, 16, 32, 60, 60, 57)
MOST_ATTEMPTS = len(BACK_OFF) + 1
# Longer than one message can take at the mail server's slowest, so that nobody else takes it up meanwhile.
LEASE = timedelta(minutes=5)
