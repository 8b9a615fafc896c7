"""When something is said and to whom, as data. ``schedule.py`` reads it; nothing else knows a number of days.

These are the rules that a committee begins with. Its scrutiny officer changes the days within each rule's limits.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from reminders.states import Kind, Repeat, Subject

WEEKDAYS = (Repeat.MONDAY, Repeat.TUESDAY, Repeat.WEDNESDAY, Repeat.THURSDAY, Repeat.FRIDAY)


class Clock(StrEnum):
    """The date that a rule counts from. A string: each is looked up for each action, and those are hashed faster."""

    TARGET = "the target date in force"
    LAST_WORD = "the last update, or the agreement where there is none"
    REQUEST = "the request for more time"
    ANSWER_DUE = "the day by which the question is to be answered"
    RESPONSE_DUE = "the day by which the executive is to respond"
    PAPERS_DUE = "the day on which papers are due"
    OUTCOME_FROM = "the first day on which the outcome can be checked"
    EXEMPT_UNTIL = "the day on which the first exempt item is to be looked at again"
    VACANT_SINCE = "the day from which nobody has the post"


class Audience(StrEnum):
    """Who is told."""

    ANSWERS = "those who answer for it"
    DECIDES = "those who decide on more time for it"
    HEADS = "the head of its service"
    CHAIRS = "the chair"
    RUNS = "the scrutiny officer"
    RECORDS = "the chair and the scrutiny officer"
    UPDATES = "those whose updates are missing, and the scrutiny officer"


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


@lru_cache
def repetition(code: Repeat) -> EveryDays | EveryWeekday | None:
    """What a choice means."""
    if code == Repeat.NEVER:
        return None
    return EveryWeekday(WEEKDAYS.index(code)) if code in WEEKDAYS else EveryDays(int(code))


@dataclass(frozen=True, slots=True)
class Limits:
    """Within what a scrutiny officer may change a rule.

    Each stage lies from ``earliest`` to ``latest``, and the first of them at ``first_by`` or before. ``needs_repeat``
    allows no choice that is silent for longer than a week.
    """

    earliest: int
    latest: int
    first_by: int
    may_be_off: bool = False
    needs_repeat: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of reminder.

    ``stages`` are days from the clock's date, negative ones before it, in order. The last stage is said again as
    ``repeat`` says.
    """

    kind: Kind
    subject: Subject
    clock: Clock
    audience: Audience
    stages: tuple[int, ...]
    limits: Limits
    repeat: Repeat = Repeat.NEVER
    in_working_days: bool = False
    # The committee's own limit is added to the stages.
    beyond_stale_limit: bool = False
    # Falls silent after the clock's date.
    until_the_date: bool = False
    # Somebody who chose a weekly digest hears of it on their day, unless its date would have passed by then.
    may_wait: bool = False
    is_on: bool = True

    @property
    def again(self) -> EveryDays | EveryWeekday | None:
        """When the last stage is said again."""
        return repetition(self.repeat)


# The most urgent first. Of the rules that speak to one audience about one thing, only the first that applies is heard.
RULES = (
    Rule(
        Kind.OVERDUE,
        Subject.ACTION,
        Clock.TARGET,
        Audience.ANSWERS,
        stages=(1,),
        limits=Limits(1, 14, first_by=3, needs_repeat=True),
        repeat=Repeat.MONDAY,
    ),
    Rule(
        Kind.EXTENSION_WAITING,
        Subject.ACTION,
        Clock.REQUEST,
        Audience.DECIDES,
        stages=(3,),
        limits=Limits(1, 20, first_by=10),
        repeat=Repeat.WEEK,
        in_working_days=True,
    ),
    Rule(
        Kind.QUESTION_WAITING,
        Subject.QUESTION,
        Clock.ANSWER_DUE,
        Audience.ANSWERS,
        # The first says that it was asked: ten working days is the usual time for an answer.
        stages=(-10, -3, 1),
        limits=Limits(-60, 10, first_by=-1),
        repeat=Repeat.MONDAY,
        in_working_days=True,
    ),
    Rule(
        Kind.ESCALATED,
        Subject.ACTION,
        Clock.TARGET,
        Audience.HEADS,
        stages=(14,),
        limits=Limits(1, 60, first_by=14),
        repeat=Repeat.MONDAY,
    ),
    Rule(
        Kind.CHAIRS_LIST,
        Subject.ACTION,
        Clock.TARGET,
        Audience.CHAIRS,
        stages=(28,),
        limits=Limits(1, 90, first_by=28),
        repeat=Repeat.FOUR_WEEKS,
    ),
    Rule(
        Kind.RESPONSE_WAITING,
        Subject.REVIEW,
        Clock.RESPONSE_DUE,
        Audience.RUNS,
        stages=(-14, 1),
        limits=Limits(-60, 30, first_by=1),
        repeat=Repeat.MONDAY,
    ),
    Rule(
        Kind.PAPERS,
        Subject.MEETING,
        Clock.PAPERS_DUE,
        Audience.UPDATES,
        stages=(-10, -5, -1),
        limits=Limits(-20, 0, first_by=0, may_be_off=True),
        in_working_days=True,
        until_the_date=True,
        may_wait=True,
    ),
    Rule(
        Kind.BEFORE_DUE,
        Subject.ACTION,
        Clock.TARGET,
        Audience.ANSWERS,
        stages=(-30, -14, -7, -1),
        limits=Limits(-120, 0, first_by=-1),
        until_the_date=True,
        may_wait=True,
    ),
    Rule(
        Kind.OUTCOME_DUE,
        Subject.RECOMMENDATION,
        Clock.OUTCOME_FROM,
        Audience.RECORDS,
        stages=(0,),
        limits=Limits(0, 180, first_by=90, may_be_off=True),
        repeat=Repeat.THIRTY,
        may_wait=True,
    ),
    Rule(
        Kind.EXEMPTION_REVIEW,
        Subject.REVIEW,
        Clock.EXEMPT_UNTIL,
        Audience.RUNS,
        stages=(-30, -7, 1),
        limits=Limits(-90, 30, first_by=0),
        repeat=Repeat.FORTNIGHT,
        may_wait=True,
    ),
    Rule(
        Kind.VACANCY,
        Subject.POST,
        Clock.VACANT_SINCE,
        Audience.RUNS,
        stages=(1, 14),
        limits=Limits(0, 60, first_by=14),
        repeat=Repeat.FOUR_WEEKS,
        may_wait=True,
    ),
    Rule(
        Kind.STALE,
        Subject.ACTION,
        Clock.LAST_WORD,
        Audience.ANSWERS,
        stages=(1,),
        limits=Limits(1, 60, first_by=60, may_be_off=True),
        repeat=Repeat.THIRTY,
        beyond_stale_limit=True,
        may_wait=True,
    ),
)

BY_KIND = {rule.kind: rule for rule in RULES}
URGENCY = {rule.kind: place for place, rule in enumerate(RULES)}
# Stages of one rule, at most: more is shouting.
MOST_STAGES = 6


def changed(rule: Rule, stages: Iterable[int], repeat: Repeat, is_on: bool) -> Rule:
    """A rule with other days."""
    return replace(rule, stages=tuple(sorted(set(stages))), repeat=repeat, is_on=is_on)


# Minutes between attempts after a temporary fault: four hours in all, then the message counts as failed.
BACK_OFF = (1, 2, 4, 8, 16, 32, 60, 60, 57)
MOST_ATTEMPTS = len(BACK_OFF) + 1
# Longer than a batch in hand can take at the mail server's slowest, so that nobody else takes it up meanwhile.
LEASE = timedelta(minutes=5)
