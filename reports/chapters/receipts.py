"""What became of the reminders about what is overdue. The room that sends them says it (see settings)."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.utils.module_loading import import_string

from council.amounts import counted, written
from recommendations.figures import Position
from reports.lines import Names
from reports.values import Chapter


@dataclass(frozen=True)
class Receipt:
    """What became of one reminder."""

    reference: str
    day: str
    about: str
    to: str
    result: str
    kind: str


@dataclass(frozen=True)
class Receipts(Chapter):
    """Receipts of reminders."""

    key: ClassVar = "receipts"
    heading: ClassVar = "Receipts"
    template: ClassVar = "reports/_receipts.html"
    is_inside: ClassVar = True

    rows: tuple[Receipt, ...]
    sentence: str

    @classmethod
    def of(cls, position: Position, names: Names) -> Self:
        """One line for each reminder since the day compared with, and the sentence that counts them."""
        overdue, since = position.timely("overdue"), position.earlier.on if position.earlier else None
        references = {a.action.pk: a.action.reference for a in overdue}
        told: Any = import_string(settings.REPORT_RECEIPTS)(list(references), since, position.on)
        rows = tuple(Receipt(references[r.action_id], written(r.day), r.about, r.to, r.result, r.kind) for r in told)
        return cls(rows, sentence(rows, len(overdue), since))


def sentence(found: tuple[Receipt, ...], overdue: int, since: date | None) -> str:
    """13 reminders about 2 overdue actions since 30 June 2017: 11 sent, 1 failed, 1 not needed."""
    about = f"about {counted(overdue, 'overdue action')}"
    when = f" since {written(since)}" if since else ""
    if not overdue:
        return "Nothing is overdue, so no receipts are shown."
    if not found:
        return f"No reminder {about} was planned{when}."
    kinds = (("sent", "sent"), ("failed", "failed"), ("not_needed", "not needed"), ("waits", "not sent yet"))
    said = [f"{n} {word}" for kind, word in kinds if (n := sum(r.kind == kind for r in found))]
    return f"{counted(len(found), 'reminder')} {about}{when}: {', '.join(said)}."
