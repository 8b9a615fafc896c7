"""What is to be said by a day. Pure: rows come in as facts, the day is an argument, nothing is asked or written.

The question is always "what is due by this day", never "what falls due on exactly this day": a worker that was off
finds the latest stage on its return and passes over those that it missed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from council.working_days import is_working_day
from reminders.rules import RULES, Audience, Clock, Rule
from reminders.states import Kind

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Facts:
    """What reminders need to know of one action. People are ids of accounts."""

    action_id: int
    is_open: bool
    published_on: date | None
    target_on: date
    last_word_on: date
    stale_after_days: int
    request_id: int | None = None
    requested_on: date | None = None
    requested_to: date | None = None
    answering: tuple[int, ...] = ()
    deciding: tuple[int, ...] = ()

    def date_of(self, clock: Clock) -> date | None:
        """The date that a clock starts from; None while it does not run."""
        if clock is Clock.TARGET:
            return self.target_on
        return self.last_word_on if clock is Clock.LAST_WORD else self.requested_on

    def people(self, audience: Audience) -> tuple[int, ...]:
        """Who is told."""
        return self.answering if audience is Audience.ANSWERS else self.deciding

    def may_be_spoken_of(self, on: date) -> bool:
        """Open, and in a review that was published by this day."""
        return self.is_open and self.published_on is not None and self.published_on <= on


@dataclass(frozen=True, slots=True)
class Stage:
    """A rule that applies to an action: the date it counts from, and the day on which it was last due to be said."""

    rule: Rule
    about_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to be said to one person. Its fields are the key of a reminder's row."""

    action_id: int
    kind: Kind
    about_on: date
    due_on: date
    recipient_id: int


def forward_working_days(day: date, count: int) -> date:
    """The day on which ``count`` working days have passed since ``day``."""
    while count:
        day += ONE_DAY
        count -= is_working_day(day)
    return day


def stage_days(rule: Rule, facts: Facts, about: date) -> tuple[date, ...]:
    """The days of a rule's stages, before any repetition."""
    if rule.in_working_days:
        return tuple(forward_working_days(about, count) for count in rule.stages)
    limit = facts.stale_after_days if rule.beyond_stale_limit else 0
    return tuple(about + timedelta(days=limit + count) for count in rule.stages)


def stage_of(rule: Rule, facts: Facts, on: date) -> Stage | None:
    """The latest stage of a rule that is due by this day; None when it does not apply."""
    about = facts.date_of(rule.clock)
    if about is None or (rule.until_the_date and on > about):
        return None
    days = stage_days(rule, facts, about)
    due = max((day for day in days if day <= on), default=None)
    if due is None:
        return None
    if rule.repeat and due == days[-1]:
        due = rule.repeat.latest(due, on)
    return Stage(rule, about, due)


def stages(facts: Facts, on: date, audiences: Iterable[Audience] = Audience) -> Iterator[Stage]:
    """The most urgent stage for each of these audiences."""
    silent = set(audiences) if facts.may_be_spoken_of(on) else set()
    for rule in RULES:
        if rule.audience in silent and (stage := stage_of(rule, facts, on)):
            silent.discard(rule.audience)
            yield stage


def due_by(facts: Facts, on: date) -> tuple[Due, ...]:
    """What is to be said about an action by this day, to each person once for each thing that they may do."""
    return tuple(
        Due(facts.action_id, stage.rule.kind, stage.about_on, stage.due_on, person)
        for stage in stages(facts, on)
        for person in facts.people(stage.rule.audience)
    )


def is_unheard(facts: Facts, on: date) -> bool:
    """Whether something is due about an action and there is nobody to tell."""
    nobody = [audience for audience in Audience if not facts.people(audience)]
    return any(stages(facts, on, nobody))


def next_on(facts: Facts, audience: Audience, after: date, within_days: int = 31) -> date | None:
    """The next day on which this audience hears of the action if nothing changes; None when not within the days.

    No rule that has begun is silent for more than thirty days.
    """
    days = (after + timedelta(days=count) for count in range(1, within_days + 1))
    return next((day for day in days if falls_due(facts, audience, day)), None)


def falls_due(facts: Facts, audience: Audience, on: date) -> bool:
    """Whether something new falls due on exactly this day. For words about the future; planning asks ``due_by``."""
    return any(stage.due_on == on for stage in stages(facts, on, [audience]))
