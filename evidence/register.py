"""The list of what is kept from the public, as the scrutiny officer looks at it every year."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from council.roles import Roles
from evidence.exemptions import KINDS, Kind
from recommendations.models import Exemption
from recommendations.templatetags.standing import days

# So many days before the day of its review an exemption counts as due for it.
LOOK_AHEAD_DAYS = 30


@dataclass(frozen=True)
class Line:
    """One exemption as the list shows it."""

    kind: Kind
    exemption: Exemption
    on: date

    @property
    def subject(self) -> Any:
        """What is exempt."""
        return self.exemption.subject

    @property
    def words(self) -> str:
        """What it says."""
        return self.kind.words_of(self.subject)

    @property
    def url(self) -> str:
        """Where it stands."""
        return self.kind.url_of(self.subject)

    @property
    def where(self) -> str:
        """What it belongs to: the action, or the review."""
        action = self.kind.action_of(self.subject)
        return str(action or self.kind.review_of(self.subject))

    @property
    def days_left(self) -> int:
        """Days until it is to be looked at again; negative once that day has passed."""
        return (self.exemption.review_on - self.on).days

    @property
    def is_past(self) -> bool:
        """In force, and not looked at again by the day that was set."""
        return self.exemption.is_in_force and self.days_left < 0

    @property
    def stage(self) -> str:
        """Which part of the list it stands in."""
        if not self.exemption.is_in_force:
            return "ended"
        return "due" if self.days_left <= LOOK_AHEAD_DAYS else "later"

    @property
    def when(self) -> str:
        """due in 12 days, due today, 61 days past review."""
        if self.days_left == 0:
            return "due today"
        return f"due in {days(self.days_left)}" if self.days_left > 0 else f"{days(-self.days_left)} past review"

    def says(self, words: str) -> bool:
        """Whether all of these words stand in it, in its reason or in what it belongs to."""
        text = f"{self.words} {self.where} {self.exemption.reason} {self.exemption.decided_by}".lower()
        return all(word in text for word in words.lower().split())


# The parts of the list in their order; each exemption stands in one of them, so their counts add up.
STAGES = {"due": "Due for review", "later": "Not due yet", "ended": "Ended"}


@dataclass(frozen=True)
class Register:
    """The lines that an address asks for. ``stage`` is the part of the list that is shown; all of it where empty."""

    lines: tuple[Line, ...]
    stage: str = ""

    @property
    def shown(self) -> tuple[Line, ...]:
        """The lines of the part that is shown."""
        return tuple(line for line in self.lines if self.stage in ("", line.stage))

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """Each part of the list with its label and how many lines stand in it; the whole first."""
        by_stage = [line.stage for line in self.lines]
        return [("", "All", len(by_stage)), *((key, label, by_stage.count(key)) for key, label in STAGES.items())]

    @property
    def title(self) -> str:
        """What is shown."""
        return STAGES.get(self.stage, "All")


def kept_by(roles: Roles) -> list[Line]:
    """Every exemption of the committees that a scrutiny officer runs: those in force by the day of their review, then
    the ended ones, the latest first. One query for each kind.
    """
    lines = []
    for kind in KINDS.values():
        run = {f"subject__{kind.to_review}__committee__in": list(roles.scrutiny_officer_of)}
        related = [f"subject__{name}" for name in kind.related]
        rows = kind.exemptions._default_manager.filter(**run).select_related(*related)
        lines += [Line(kind, row, roles.on) for row in rows]
    in_force = sorted((x for x in lines if x.exemption.is_in_force), key=lambda x: (x.exemption.review_on, x.url))
    ended = (x for x in lines if not x.exemption.is_in_force)
    return [*in_force, *sorted(ended, key=lambda x: (x.exemption.ended_on or roles.on, x.exemption.pk), reverse=True)]
