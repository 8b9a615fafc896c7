"""Days lived through without rows: what planning would send, from the pure schedule alone. For replays and previews."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from reminders.books import DEFAULT
from reminders.rule import Audience, Clock
from reminders.rules import BY_KIND
from reminders.schedule import Due, Facts, due_by
from reminders.states import Subject

OFFICER, HEAD, CHAIR = 1, 2, 3
NAMES = {OFFICER: "officer", HEAD: "head of service", CHAIR: "chair"}


@dataclass
class Replay:
    """What each person was told on each day."""

    target: date
    mails: dict[date, dict[int, list[Due]]] = field(default_factory=dict)

    def days(self, person: int) -> list[int]:
        """The days on which a person had a mail, counted from the target date."""
        return [(day - self.target).days for day, by_person in self.mails.items() if person in by_person]

    def first(self, person: int, kind: str) -> int:
        """The first day on which a person heard of this kind."""
        return next(
            (day - self.target).days
            for day, by_person in self.mails.items()
            if any(due.kind == kind for due in by_person.get(person, ()))
        )

    def table(self) -> list[str]:
        """Day by day: who was told, and of what."""
        rows = []
        for day, by_person in self.mails.items():
            for person, dues in by_person.items():
                kinds = {kind: sum(due.kind == kind for due in dues) for kind in dict.fromkeys(d.kind for d in dues)}
                words = ", ".join(f"{count} x {BY_KIND[kind].label.lower()}" for kind, count in kinds.items())
                rows.append(f"{(day - self.target).days:>4}  {day:%a %-d %b %Y}  {NAMES[person]}: {words}")
        return rows


def five(target: date, agreed: date) -> list[Facts]:
    """One officer with five actions that are due on the same day, with a head of service and a chair above."""
    people = {Audience.ANSWERS: (OFFICER,), Audience.HEADS: (HEAD,), Audience.CHAIRS: (CHAIR,)}
    dates = {Clock.TARGET: target, Clock.LAST_WORD: agreed}
    rules = DEFAULT[Subject.ACTION]
    return [Facts(pk, 1, rules, dates, people, stale_after_days=90) for pk in range(1, 6)]


def replay(
    things: Iterable[Facts], target: date, first: int, last: int, off: Callable[[date], bool] = lambda day: False
) -> Replay:
    """Nobody reacts, from a day to another, both counted from the target date; on some days everything is off."""
    said: set[Due] = set()
    found = Replay(target)
    all_of_it = list(things)
    for day in (target + timedelta(days=n) for n in range(first, last + 1)):
        if off(day):
            continue
        new = [due for facts in all_of_it for due in due_by(facts, day) if due not in said]
        said.update(new)
        by_person: defaultdict[int, list[Due]] = defaultdict(list)
        for due in new:
            by_person[due.recipient_id].append(due)
        if by_person:
            found.mails[day] = dict(by_person)
    return found
