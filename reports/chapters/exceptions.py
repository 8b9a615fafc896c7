"""What wants the committee’s attention: overdue, then late by officers’ own word, then silent."""

from dataclasses import dataclass
from typing import ClassVar, Self

from recommendations.figures import Position
from recommendations.states import State
from reports.lines import Names, action_line
from reports.values import ActionLine, Chapter


@dataclass(frozen=True)
class ExceptionList:
    """Actions of one kind that want the committee's attention."""

    key: str
    title: str
    none: str
    actions: tuple[ActionLine, ...]

    @property
    def count(self) -> int:
        """Actions in it."""
        return len(self.actions)


@dataclass(frozen=True)
class Exceptions(Chapter):
    """Actions that want attention. One may stand in more than one list."""

    key: ClassVar = "exceptions"
    heading: ClassVar = "What needs attention"
    template: ClassVar = "reports/_exceptions.html"

    lists: tuple[ExceptionList, ...]

    @classmethod
    def of(cls, position: Position, names: Names) -> Self:
        """Three lists."""
        late = sorted(
            (a for a in position.actions if a.state == State.DELAYED), key=lambda a: (a.target_on, a.action.pk)
        )
        silent = f"Every open action was updated in the last {position.committee.stale_after_days} days."
        found = (
            ("overdue", "Overdue", "Nothing is overdue.", position.timely("overdue")),
            ("delayed", "Delayed or stopped", "Nothing that is still in time is delayed.", late),
            ("stale", "Not updated", silent, position.timely("stale")),
        )
        return cls(
            tuple(
                ExceptionList(key, title, none, tuple(action_line(a, names) for a in rows))
                for key, title, none, rows in found
            )
        )
