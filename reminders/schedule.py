"""What is to be said by a day. Pure: rows come in as facts, the day is an argument, nothing is asked or written.

The question is always "what is due by this day", never "what falls due on exactly this day": a worker that was off
finds the latest stage on its return and passes over those that it missed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from council.working_days import after_working_days, back_working_days
from reminders.rule import Audience, Clock, Rule
from reminders.rules import BY_KIND

ONE_DAY = timedelta(days=1)
# Somebody must be there for these; who is above them is told besides.
MUST_BE_HEARD = (Audience.ANSWERS, Audience.DECIDES, Audience.RUNS)


@dataclass(frozen=True, slots=True)
class Facts:
    """What reminders need to know of one thing. People are ids of accounts.

    ``rules`` are those of its committee for things of its sort, the most urgent first; ``dates`` are the clocks that
    run. The rest is for the words: the request for more time that waits (its id and the day asked for), how many
    rows stand behind it, and for a meeting the actions whose updates are missing, by person.
    """

    subject_id: int
    committee_id: int
    rules: tuple[Rule, ...]
    dates: Mapping[Clock, date]
    people: Mapping[Audience, tuple[int, ...]]
    is_open: bool = True
    published_on: date | None = date.min
    stale_after_days: int = 0
    request: tuple[int, date] | None = None
    count: int = 0
    missing: Mapping[int, tuple[int, ...]] = field(default_factory=dict)

    def told(self, audience: Audience) -> tuple[int, ...]:
        """Who is told."""
        return self.people.get(audience, ())

    def may_be_spoken_of(self, on: date) -> bool:
        """Open, and in a review that was published by this day."""
        return self.is_open and self.published_on is not None and self.published_on <= on


@dataclass(frozen=True, slots=True)
class Stage:
    """A rule that applies to a thing: the date it counts from, and the day on which it was last due to be said."""

    rule: Rule
    about_on: date
    due_on: date


class Due(NamedTuple):
    """One thing to be said to one person. Its fields are the key of a reminder's row."""

    kind: str
    subject_id: int
    about_on: date
    due_on: date
    recipient_id: int


def day_of(rule: Rule, about: date, stage: int) -> date:
    """The day of a stage, counted from its clock's date."""
    if not rule.in_working_days:
        return about + timedelta(days=stage)
    return back_working_days(about, -stage) if stage < 0 else after_working_days(about, stage)


def last_stage(rule: Rule, about: date, on: date) -> tuple[date, bool] | None:
    """The day of the latest stage by this day, and whether it is the rule's last; None before the first."""
    # In calendar days the number decides, without working out the day of each stage.
    passed = (on - about).days
    found = None
    for stage in rule.stages:
        if day_of(rule, about, stage) > on if rule.in_working_days else stage > passed:
            break
        found = stage
    return None if found is None else (day_of(rule, about, found), found == rule.stages[-1])


def stage_of(rule: Rule, facts: Facts, on: date) -> Stage | None:
    """The latest stage of a rule that is due by this day; None when it does not apply."""
    about = facts.dates.get(rule.clock)
    if about is None or not rule.is_on or (rule.until_the_date and on > about):
        return None
    limit = timedelta(days=facts.stale_after_days) if rule.beyond_stale_limit else timedelta(0)
    found = last_stage(rule, about + limit, on)
    if found is None:
        return None
    due, is_last = found
    if is_last and (again := rule.again):
        due = again.latest(due, on)
    return Stage(rule, about, due)


def stages(facts: Facts, on: date, audiences: Iterable[Audience] = Audience) -> Iterator[Stage]:
    """The most urgent stage for each of these audiences."""
    if not facts.may_be_spoken_of(on):
        return
    silent = set(audiences)
    for rule in facts.rules:
        if rule.audience in silent and (stage := stage_of(rule, facts, on)):
            silent.discard(rule.audience)
            yield stage


def due_by(facts: Facts, on: date) -> tuple[Due, ...]:
    """What is to be said about a thing by this day, to each person once for each thing that they may do."""
    return Diary(on).due(facts)


class Diary:
    """The stages of one day, each worked out once: thousands of things share a few hundred dates."""

    def __init__(self, on: date) -> None:
        self.on = on
        # With the rules themselves, so that no others take their place in memory.
        self.known: dict[tuple[object, ...], tuple[tuple[Rule, ...], tuple[Stage, ...]]] = {}

    def stages(self, facts: Facts) -> tuple[Stage, ...]:
        """The most urgent stage for each audience."""
        if not facts.may_be_spoken_of(self.on):
            return ()
        key = (id(facts.rules), facts.stale_after_days, *facts.dates.items())
        if key not in self.known:
            self.known[key] = facts.rules, tuple(stages(facts, self.on))
        return self.known[key][1]

    def due(self, facts: Facts) -> tuple[Due, ...]:
        """What is to be said about a thing by the day."""
        return tuple(
            Due(stage.rule.kind, facts.subject_id, stage.about_on, stage.due_on, person)
            for stage in self.stages(facts)
            for person in facts.told(stage.rule.audience)
        )

    def is_unheard(self, facts: Facts) -> bool:
        """Whether something is due about a thing and there is nobody to tell."""
        return any(
            stage.rule.audience in MUST_BE_HEARD and not facts.told(stage.rule.audience) for stage in self.stages(facts)
        )


def is_unheard(facts: Facts, on: date) -> bool:
    """Whether something is due about a thing by this day and there is nobody to tell."""
    return Diary(on).is_unheard(facts)


def may_wait(due: Due, until: date) -> bool:
    """Whether somebody with a weekly digest may hear of it on that later day: its date is not passed over by then."""
    is_patient = BY_KIND[due.kind].may_wait
    return is_patient and not due.due_on <= due.about_on <= until


def next_on(facts: Facts, audience: Audience, after: date, within_days: int = 31) -> date | None:
    """The next day on which this audience hears of the thing if nothing changes; None when not within the days.

    No rule that has begun and is said again is silent for more than thirty days.
    """
    days = (after + timedelta(days=count) for count in range(1, within_days + 1))
    return next((day for day in days if falls_due(facts, audience, day)), None)


def falls_due(facts: Facts, audience: Audience, on: date) -> bool:
    """Whether something new falls due on exactly this day. For words about the future; planning asks ``due_by``."""
    return any(stage.due_on == on for stage in stages(facts, on, [audience]))
