"""What the rules would send over the next days, if nothing changed meanwhile. Writes nothing."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from accounts.models import User
from council.models import Committee
from reminders.books import with_rule
from reminders.facts import Ground, ground_on
from reminders.planning import by_day, everything, in_time, new, served, weekdays
from reminders.recipients import recipients_on, turning_days
from reminders.rule import Rule
from reminders.rules import RULES
from reminders.schedule import Diary, Due

AHEAD_DAYS = 90


@dataclass(frozen=True)
class DayAhead:
    """One day on which mails would go out: to whom, with how many things in each."""

    on: date
    people: tuple[tuple[User, int], ...]


@dataclass(frozen=True)
class Outlook:
    """The days ahead."""

    first: date
    last: date
    days: tuple[DayAhead, ...]
    kinds: tuple[tuple[Rule, int], ...]

    @property
    def mails(self) -> int:
        """How many mails would go out: one a person a day."""
        return sum(len(day.people) for day in self.days)

    @property
    def people(self) -> int:
        """How many people would be written to."""
        return len({person.pk for day in self.days for person, _ in day.people})

    @property
    def most(self) -> int:
        """How many mails the busiest person would get."""
        counts = Counter(person.pk for day in self.days for person, _ in day.people)
        return max(counts.values(), default=0)


def outlook(committee: Committee, day: date, rule: Rule | None = None) -> Outlook:
    """What a committee's rules would send from a day on; with one of them changed, where one is given."""
    ground = ground_on(day, AHEAD_DAYS)
    if rule:
        ground = replace(ground, books=with_rule(ground.books, committee.pk, rule))
    by_date = dues_ahead(ground, committee)
    users = User.objects.in_bulk({due.recipient_id for dues in by_date.values() for due in dues})
    days = []
    for on, dues in by_date.items():
        counts = Counter(due.recipient_id for due in dues)
        people = sorted(((users[pk], n) for pk, n in counts.items()), key=lambda line: line[0].name)
        days.append(DayAhead(on, tuple(people)))
    said = Counter(due.kind for dues in by_date.values() for due in dues)
    kinds = tuple((rule, said[rule.kind]) for rule in RULES if rule.kind in said)
    return Outlook(day, day + timedelta(days=AHEAD_DAYS - 1), tuple(days), kinds)


def dues_ahead(ground: Ground, committee: Committee) -> dict[date, list[Due]]:
    """What would be said on each day, to those who are told on that day; the days without anything left out."""
    weekly, had_theirs = weekdays(), served(ground.day)
    found: defaultdict[date, list[Due]] = defaultdict(list)
    said: set[Due] = set()
    for stretch in stretches(ground.day, committee):
        on_these = replace(ground, recipients=recipients_on(stretch[0].on))
        for subject, batch in everything(on_these, committee.pk):
            # What was said already is not said again.
            so_far = by_day(batch, stretch[0])
            said.update(set(so_far).difference(new(subject, so_far, or_planned=True)))
            for diary in stretch:
                fresh = [due for due in in_time(by_day(batch, diary), weekly, diary.on) if due not in said]
                if diary.on == ground.day:
                    fresh = [due for due in fresh if due.recipient_id not in had_theirs]
                said.update(fresh)
                found[diary.on] += fresh
    return {on: dues for on, dues in sorted(found.items()) if dues}


def stretches(first: date, committee: Committee) -> Iterator[list[Diary]]:
    """The days ahead, parted where other people may be told than on the day before."""
    days = [first + timedelta(days=n) for n in range(AHEAD_DAYS)]
    turns = turning_days(committee.council_id, days[0], days[-1])
    starts = [n for n, day in enumerate(days) if n == 0 or day in turns]
    for start, end in zip(starts, [*starts[1:], AHEAD_DAYS], strict=True):
        yield [Diary(day) for day in days[start:end]]
