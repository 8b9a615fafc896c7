"""What was recorded between two days, in sentences whose figure is the length of their list."""

from dataclasses import dataclass
from datetime import date

from council.amounts import counted, written
from recommendations.figures import lower_first
from recommendations.ledger import Ledger
from recommendations.models import Action, Recommendation
from recommendations.states import ResponseKind, VerdictKind
from reports.lines import Names

# Of more updated actions than these it is told how many: each is in the report under its recommendation.
MOST_TITLES = 8


@dataclass(frozen=True)
class Happening:
    """One kind of thing that happened in the period: a sentence whose figure is the number of things it lists."""

    one: str
    many: str
    items: tuple[str, ...]
    # Said instead of a list that nobody would read.
    summed: str = ""

    @property
    def count(self) -> int:
        """Things listed."""
        return len(self.items)

    @property
    def sentence(self) -> str:
        """3 target dates moved: 3c.1 “Visit each school” to 31 July 2017; ..."""
        if self.summed:
            return self.summed
        return f"{counted(self.count, self.one, self.many)}: {'; '.join(self.items)}."


def happenings(ledger: Ledger, names: Names, since: date, up_to: date) -> tuple[Happening, ...]:
    """What was recorded after one day and up to another; kinds of which there was nothing are left out.

    Actions that were withdrawn by then are left out, as in the rest of the report.
    """

    def within(day: date | None) -> bool:
        return day is not None and since < day <= up_to

    rows = ledger.recommendations
    actions = [
        (action, row)
        for row in rows
        for action in ledger.actions[row.pk]
        if action.withdrawn_on is None or action.withdrawn_on > up_to
    ]
    decided = [(names.action(*of), e) for of in actions for e in ledger.extensions[of[0].pk] if within(e.decided_on)]
    updated = [of for of in actions if any(within(update.given_on) for update in ledger.updates[of[0].pk])]
    found = (
        Happening(
            "verdict of the committee",
            "verdicts of the committee",
            tuple(
                f"{names.reference(row)} {lower_first(VerdictKind(verdict.verdict).label)}"
                f"{', put right' if verdict.corrected_because else ''}"
                for row in rows
                for verdict in ledger.in_force(row.pk, up_to)
                if within(verdict.recorded_on)
            ),
        ),
        Happening(
            "response of the executive",
            "responses of the executive",
            tuple(
                f"{names.reference(row)} {lower_first(ResponseKind(response.kind).label)}"
                for row in rows
                for response in ledger.responses[row.pk]
                if within(response.recorded_on)
            ),
        ),
        Happening(
            "target date moved",
            "target dates moved",
            tuple(f"{name} to {written(e.to_on)}" for name, e in decided if e.agreed),
        ),
        Happening(
            "request for more time refused",
            "requests for more time refused",
            tuple(f"{name} to {written(e.to_on)}" for name, e in decided if not e.agreed),
        ),
        Happening(
            "action updated",
            "actions updated",
            tuple(names.action(*of) for of in updated),
            summed(updated),
        ),
    )
    return tuple(happening for happening in found if happening.count)


def summed(updated: list[tuple[Action, Recommendation]]) -> str:
    """37 actions of 12 recommendations updated, and where they stand; empty for a few, which are listed."""
    if len(updated) <= MOST_TITLES:
        return ""
    rows = {recommendation.pk for _, recommendation in updated}
    of = f"{counted(len(updated), 'action')} of {counted(len(rows), 'recommendation')}"
    return f"{of} updated. What officers say stands under each recommendation."
