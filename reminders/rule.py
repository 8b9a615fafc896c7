"""What a rule of reminders is made of. The rules themselves are in ``rules.py``."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from reminders.states import Repeat, Subject

if TYPE_CHECKING:
    from reminders.schedule import Facts

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


class Tone(StrEnum):
    """How loud a point is shown. The words say the same."""

    LATE = "late"
    WAITS = "waits"
    CALM = "calm"


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
class Noun:
    """How a mail with points of one rule alone begins: for one, for several, and what is said of its nearest date.

    In ``due`` stand {it} (it, or the first), {the} (the, or the first), {was} and {were} (is and are while
    the date is to come) and {date}. Empty: no date is to come or has passed.
    """

    one: str
    several: str
    due: str = "{it} {was} due on {date}"


def of_its_own(about: Any, facts: "Facts") -> str:
    """The page of what it is about."""
    page: str = about.get_absolute_url()
    return page


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One kind of reminder: when it is said, to whom, and in which words.

    ``kind`` is its name in rows and addresses, ``label`` the one that people read. ``stages`` are days from the clock's
    date, negative ones before it, in order. The last stage is said again as ``repeat`` says.
    """

    kind: str
    label: str
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

    # --- Its words ---
    noun: Noun
    # What is wrong: of the clock's date, the day of the mail, and how many rows stand behind it.
    wrong: Callable[[date, date, int], str]
    # What follows if nothing is done; {target}, {date} and {late}, the day after, may stand in it.
    follows: str
    # The same where the clock's date has passed; or, of a rule that warns of another, where that one has been due.
    follows_late: str = ""
    warns_of: str = ""
    tone: Tone = Tone.WAITS
    # What the clock's date is called in the list of what is known; empty where the subject says it already.
    date_label: str = ""
    # What its date is called in a calendar; empty for none, as where it lies behind.
    in_calendar: str = ""
    # Words and page of the link to where its reader can do something; an action's own people are led to its form.
    call: str = "See what was said on {about.reference}"
    page: Callable[[Any, "Facts"], str] = of_its_own
    # Why it is not said after all, where what it is about needs nothing any more.
    gone: str = "Nothing in it was needed any more."
    # Of the mail that is shown as an example: how far its date lies from the day, negative where it has passed.
    example: int

    @property
    def again(self) -> EveryDays | EveryWeekday | None:
        """When the last stage is said again."""
        return repetition(self.repeat)

    @property
    def is_of_own_action(self) -> bool:
        """Whether it tells people of an action that they answer for, so that they give an update from the mail."""
        return self.subject == Subject.ACTION and self.audience == Audience.ANSWERS


def changed(rule: Rule, stages: Iterable[int], repeat: Repeat, is_on: bool) -> Rule:
    """A rule with other days."""
    return replace(rule, stages=tuple(sorted(set(stages))), repeat=repeat, is_on=is_on)
