"""What a figure is: a count, its words, and the address of the list that it counts."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from statistics import median
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlencode

from recommendations.scope import Scope
from recommendations.standing import ActionStanding, Before, RecommendationStanding
from recommendations.states import State, Status

if TYPE_CHECKING:
    from recommendations.figures.position import Position

Row = TypeVar("Row")
Key = TypeVar("Key")


@lru_cache(maxsize=4096)
def encoded(filters: tuple[tuple[str, str], ...]) -> str:
    """Filters as an address has them: a dashboard prints a hundred addresses, and most are those of the last."""
    return urlencode(filters)


@dataclass(frozen=True)
class Looking:
    """What is looked at, and the part of the address that says through which filters and as at which day.

    Figures hold this and not their position: what refers to each other waits for the garbage collector, and to find the
    forty thousand objects of a committee's page takes it longer than to draw them.
    """

    scope: Scope
    query: dict[str, str]

    def link(self, page: str = "recommendation_list", **filters: str) -> str:
        """The address of a list, with these filters besides those already on."""
        query = encoded(tuple({**self.query, **filters}.items()))
        return self.scope.url(page) + (f"?{query}" if query else "")

    @property
    def viewing(self) -> str:
        """The part of the address that says as at which day, with its question mark; empty for today."""
        kept = {name: value for name, value in self.query.items() if name in ("as_at", "since")}
        return f"?{urlencode(kept)}" if kept else ""


@dataclass(frozen=True)
class Place:
    """Where a list is. Its address is written down when somebody prints it: of a committee's figures a page prints
    a fourth."""

    of: Looking
    page: str
    filters: dict[str, str]

    def __str__(self) -> str:
        return self.of.link(self.page, **self.filters)


@dataclass(frozen=True)
class Figure:
    """A count, what it counts, and where the list is that has as many rows."""

    count: int
    noun: str
    place: Place | str

    @property
    def url(self) -> str:
        """The address of its list."""
        return str(self.place)


@dataclass(frozen=True)
class Group:
    """One group of the headline strip: the recommendations in one state."""

    state: State
    standings: tuple[RecommendationStanding, ...]
    of: Looking
    # How many there were on the earlier day, and how many of those there are now were in another state then.
    before: int | None = None
    came: int = 0

    @property
    def url(self) -> str:
        """The address of its list."""
        return self.of.link(state=self.state.value)

    @property
    def definition(self) -> str:
        """What puts a recommendation into it."""
        if self.state is State.CLAIMED:
            return self.not_agreed
        limit = self.of.scope.committee.stale_after_days
        return {
            State.SIGNED_OFF: "Agreed by the committee",
            State.ON_TRACK: f"Said in the last {limit} days",
            State.NOT_UPDATED: f"No update for {limit} days",
            State.NOT_STARTED: "No work reported yet",
            State.DELAYED: "Will be late, or has stopped",
            State.OVERDUE: "Past a target date",
            State.AWAITING: "No answer yet",
            State.NOT_ACCEPTED: "Rejected, or noted only",
        }[self.state]

    @property
    def not_agreed(self) -> str:
        """Of those that officers claim, that the committee has not agreed; on how many it has said so since."""
        refused = sum(s.disagrees for s in self.standings)
        return "Not yet agreed" + (f"; the committee disagrees on {refused}" if refused else "")

    @property
    def count(self) -> int:
        """Recommendations in it."""
        return len(self.standings)

    @property
    def word(self) -> str:
        """The state in words."""
        return self.state.label

    @property
    def items(self) -> list[dict[str, str]]:
        """Each recommendation's reference and address, for the blocks of the strip."""
        viewing = self.of.viewing
        return [
            {"ref": s.recommendation.reference, "url": s.recommendation.get_absolute_url() + viewing}
            for s in self.standings
        ]

    @property
    def change(self) -> str:
        """Compared with the earlier day, in words."""
        if self.before is None:
            return ""
        more = self.count - self.before
        if more == 0:
            return f"{self.came} in, {self.came} out" if self.came else "No change"
        return f"{more} more" if more > 0 else f"{-more} fewer"


@dataclass(frozen=True)
class Breakdown:
    """One row of a table by theme or service. Its groups are counted when somebody prints them."""

    label: str
    position: "Position"

    @property
    def url(self) -> str:
        """The address of its list."""
        return self.position.link()

    @property
    def standings(self) -> tuple[RecommendationStanding, ...]:
        """The recommendations in the row."""
        return self.position.standings

    @property
    def groups(self) -> tuple[Group, ...]:
        """Their groups, which add up to the row."""
        return self.position.groups

    @property
    def count(self) -> int:
        """Recommendations in the row."""
        return self.position.count

    @property
    def in_words(self) -> str:
        """1 signed off; 2 on track."""
        return "; ".join(f"{g.count} {lower_first(g.state.label)}" for g in self.groups)


@dataclass(frozen=True)
class Cell:
    """One cell of the table of claims and verdicts."""

    verdict: str
    figure: Figure
    standings: tuple[RecommendationStanding, ...]

    @property
    def disagreements(self) -> int:
        """On how many of them the two disagree."""
        return sum(s.disagrees for s in self.standings)


@dataclass(frozen=True)
class ClaimRow:
    """What officers say, and how many recommendations they say it of by the committee's verdict."""

    label: str
    mark: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class ReasonLine:
    """One coded reason for which targets were moved: the actions, and the days that it cost."""

    label: str
    figure: Figure
    days: int


@dataclass(frozen=True)
class Earlier:
    """The day with which a position is compared: the states of its recommendations on it; and of their actions, by
    number, with what officers had said."""

    on: date
    standings: tuple[Before, ...]
    actions: Mapping[int, tuple[State, Status]]

    @cached_property
    def counts(self) -> Counter[State]:
        """How many were in each state."""
        return Counter(s.state for s in self.standings)


@dataclass(frozen=True)
class Slippage:
    """How far targets have moved. ``median_days`` is of the actions that moved, in days."""

    moved: Figure
    median_days: int
    worst: ActionStanding | None
    by_reason: tuple[ReasonLine, ...]

    @property
    def most_days(self) -> int:
        """The days of the reason that cost most: the length of its bar is the measure of the others."""
        return max((line.days for line in self.by_reason), default=0)


@dataclass(frozen=True)
class Reliability:
    """How far one service's dates can be relied on: of the first target dates that have come, those that were kept."""

    label: str
    come: Figure
    kept: Figure
    # Those whose first target date has come.
    actions: tuple[ActionStanding, ...]

    @property
    def median_days_late(self) -> int:
        """Days by which these came late, in the middle of them: 0 for one that was in time, and for one that is still
        open the days up to the day looked at."""
        return int(median(a.days_past_first_date for a in self.actions))


@dataclass(frozen=True)
class Pile:
    """Actions of one urgency, with the address of their list."""

    key: str
    title: str
    rows: tuple[ActionStanding, ...]
    url: str = ""

    @property
    def count(self) -> int:
        """Actions in it."""
        return len(self.rows)


def grouped(rows: Iterable[Row], key: Callable[[Row], Key]) -> dict[Key, list[Row]]:
    """Rows by key, in their order; a key without rows gives an empty list."""
    groups: defaultdict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


def lower_first(words: str) -> str:
    """For a label inside a sentence."""
    return words[:1].lower() + words[1:]
