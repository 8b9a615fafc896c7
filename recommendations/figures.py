"""Every count. ``ledger.py`` reads a review's rows in a fixed number of queries; the figures are computed from them.

Screens, papers and exports read the same dataclasses, so they show the same numbers; each figure knows the address of
the list that it counts, and that list is drawn from the same position.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TypeVar
from urllib.parse import urlencode

from django.urls import reverse

from council.models import Committee
from recommendations.models import Question, Review
from recommendations.standing import ActionStanding, RecommendationStanding
from recommendations.states import OF_A_RECOMMENDATION, Agreement, State

Row = TypeVar("Row")
Key = TypeVar("Key")

# From best to worst, to say whether a recommendation moved forward or back.
RANK = {
    State.SIGNED_OFF: 0,
    State.CLAIMED: 1,
    State.ON_TRACK: 2,
    State.NOT_STARTED: 3,
    State.NOT_UPDATED: 4,
    State.DELAYED: 5,
    State.OVERDUE: 6,
    State.AWAITING: 7,
    State.NOT_ACCEPTED: 8,
}

TIMELINESS: dict[str, tuple[str, Callable[[ActionStanding], bool]]] = {
    "overdue": ("Overdue", lambda a: a.is_overdue),
    "due_soon": ("Due in the next {days} days", lambda a: a.is_due_soon),
    "stale": ("Not updated for {days} days", lambda a: a.is_stale),
    "call_in": ("Call-in list, each moved at least twice", lambda a: a.is_called_in),
    "moved": ("Target moved", lambda a: bool(a.moves)),
    "achieved_late": ("Achieved late", lambda a: a.days_late > 0),
}


QUESTIONS: dict[str, tuple[str, Callable[[Question, date], bool]]] = {
    "unanswered": ("Unanswered", lambda q, on: q.is_open(on)),
    "late": ("Answer overdue", lambda q, on: q.is_open(on) and q.days_late(on) > 0),
    "answered_late": ("Answered late", lambda q, on: not q.is_open(on) and q.days_late(on) > 0),
    "to_judge": ("Answered, nobody has said whether it is enough", lambda q, on: q.waits_for_a_word(on)),
}


@dataclass(frozen=True)
class Figure:
    """A count, what it counts, and the address of the list that has as many rows."""

    count: int
    noun: str
    url: str


@dataclass(frozen=True)
class Group:
    """One group of the headline strip: the recommendations in one state."""

    state: State
    definition: str
    standings: tuple[RecommendationStanding, ...]
    url: str
    viewing: str
    before: int | None

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
        return [
            {"ref": s.recommendation.reference, "url": s.recommendation.get_absolute_url() + self.viewing}
            for s in self.standings
        ]

    @property
    def change(self) -> str:
        """Compared with the earlier day, in words."""
        if self.before is None:
            return ""
        more = self.count - self.before
        if more == 0:
            return "No change"
        return f"{more} more" if more > 0 else f"{-more} fewer"


@dataclass(frozen=True)
class Breakdown:
    """One row of a table by theme or service."""

    label: str
    url: str
    standings: tuple[RecommendationStanding, ...]
    groups: tuple[Group, ...]

    @property
    def count(self) -> int:
        """Recommendations in the row."""
        return len(self.standings)

    @property
    def in_words(self) -> str:
        """1 signed off; 2 on track."""
        return "; ".join(f"{g.count} {lower_first(g.state.label)}" for g in self.groups)


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


@dataclass(frozen=True)
class Change:
    """A recommendation whose state differs between two days."""

    before: RecommendationStanding
    now: RecommendationStanding

    @property
    def is_forward(self) -> bool:
        """Towards sign-off. An answer that came is forward, unless it was a refusal."""
        if State.NOT_ACCEPTED in (self.before.state, self.now.state):
            return self.before.state == State.NOT_ACCEPTED
        return RANK[self.now.state] < RANK[self.before.state]

    @property
    def actions(self) -> tuple[ActionStanding, ...]:
        """The actions behind it."""
        return self.now.deciding_actions


@dataclass(frozen=True)
class Position:
    """Where a review stands on a day, for all of its recommendations or those that filters left."""

    review: Review
    on: date
    standings: tuple[RecommendationStanding, ...]
    earlier: "Position | None" = None
    query: dict[str, str] = field(default_factory=dict)

    @property
    def committee(self) -> Committee:
        """The committee whose limits decide what is stale and due soon."""
        return self.review.committee

    @property
    def count(self) -> int:
        """Recommendations."""
        return len(self.standings)

    @cached_property
    def actions(self) -> tuple[ActionStanding, ...]:
        """All their actions."""
        return tuple(a for s in self.standings for a in s.actions)

    def link(self, page: str = "recommendation_list", **filters: str) -> str:
        """The address of a list of this position, with these filters besides those already on."""
        query = urlencode({**self.query, **filters})
        return reverse(f"recommendations:{page}", args=[self.review.slug]) + (f"?{query}" if query else "")

    @property
    def viewing(self) -> str:
        """The part of the address that says as at which day, with its question mark; empty for today."""
        kept = {name: value for name, value in self.query.items() if name in ("as_at", "since")}
        return f"?{urlencode(kept)}" if kept else ""

    def narrowed(self, keep: Callable[[RecommendationStanding], bool], **query: str) -> "Position":
        """The same position with some recommendations left out, the earlier day's likewise."""
        kept = tuple(s for s in self.standings if keep(s))
        numbers = {s.recommendation.pk for s in kept}
        earlier = self.earlier and replace(
            self.earlier, standings=tuple(s for s in self.earlier.standings if s.recommendation.pk in numbers)
        )
        return replace(self, standings=kept, earlier=earlier, query={**self.query, **query})

    # --- Recommendations ---------------------------------------------------------------------------------------------

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The headline strip: groups that add up to the total, those with nothing in them left out."""
        return tuple(g for g in self.all_groups if g.count or g.before)

    @cached_property
    def all_groups(self) -> tuple[Group, ...]:
        """Every state with its recommendations."""
        return tuple(self.group(state) for state in OF_A_RECOMMENDATION)

    def group(self, state: State) -> Group:
        """The recommendations in one state."""
        inside = tuple(s for s in self.standings if s.state == state)
        before = sum(s.state == state for s in self.earlier.standings) if self.earlier else None
        return Group(state, self.definition(state), inside, self.link(state=state.value), self.viewing, before)

    def definition(self, state: State) -> str:
        """What puts a recommendation into a state."""
        limit = self.committee.stale_after_days
        return {
            State.SIGNED_OFF: "Agreed by the committee",
            State.CLAIMED: "Not yet agreed",
            State.ON_TRACK: f"Updated in the last {limit} days",
            State.NOT_UPDATED: f"An action has had no update for {limit} days",
            State.NOT_STARTED: "No work reported yet",
            State.DELAYED: "Will be late, or has stopped",
            State.OVERDUE: "Past a target date",
            State.AWAITING: "No answer yet",
            State.NOT_ACCEPTED: "Rejected, or noted only",
        }[state]

    @cached_property
    def disagreements(self) -> tuple[RecommendationStanding, ...]:
        """Where officers and committee see it differently."""
        return tuple(s for s in self.standings if s.disagrees)

    @property
    def disagreement_figure(self) -> Figure:
        """On how many they disagree, and their list."""
        return Figure(len(self.disagreements), f"of the {self.count}", self.link(agreement=Agreement.DISAGREE.value))

    @cached_property
    def late_responses(self) -> tuple[RecommendationStanding, ...]:
        """Where the executive's answer is overdue."""
        return tuple(s for s in self.standings if s.response is None and s.response_days_over)

    @property
    def late_response_figure(self) -> Figure:
        """How many answers are overdue, and their list."""
        count = len(self.late_responses)
        return Figure(count, "recommendation" if count == 1 else "recommendations", self.link(response="overdue"))

    @cached_property
    def by_theme(self) -> tuple[Breakdown, ...]:
        """One row a theme, in the report's order."""
        themed = grouped(self.standings, lambda s: s.recommendation.theme)
        rows = sorted(themed.items(), key=lambda row: row[0].number)
        return tuple(self.breakdown(theme.title, inside, theme=str(theme.number)) for theme, inside in rows)

    @cached_property
    def by_service(self) -> tuple[Breakdown, ...]:
        """One row a lead service, largest first, then A to Z; those without an owner last."""
        led = grouped(self.standings, lambda s: s.recommendation.lead_service)
        rows = sorted(led.items(), key=lambda row: (row[0] is None, -len(row[1]), str(row[0])))
        return tuple(
            self.breakdown(
                service.name if service else "Owner to be assigned",
                inside,
                service=str(service.pk) if service else "none",
            )
            for service, inside in rows
        )

    def breakdown(self, label: str, inside: list[RecommendationStanding], **filters: str) -> Breakdown:
        """One row of a table, its groups counted from the same standings."""
        part = replace(self, standings=tuple(inside), earlier=None, query={**self.query, **filters})
        return Breakdown(label, self.link(**filters), part.standings, part.groups)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Recommendations whose state differs from the earlier day, forward ones first."""
        if self.earlier is None:
            return ()
        before = {s.recommendation.pk: s for s in self.earlier.standings}
        pairs = [Change(before[s.recommendation.pk], s) for s in self.standings if s.recommendation.pk in before]
        moved = [c for c in pairs if c.before.state != c.now.state]
        return tuple(sorted(moved, key=lambda c: (not c.is_forward, c.now.recommendation.number)))

    def change_of(self, standing: RecommendationStanding) -> Change | None:
        """How one recommendation changed since the earlier day; None where it did not."""
        return next((c for c in self.changes if c.now.recommendation.pk == standing.recommendation.pk), None)

    # --- Questions ---------------------------------------------------------------------------------------------------

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All that the reader may see, the latest first."""
        found = (q for s in self.standings for q in s.questions)
        return tuple(sorted(found, key=lambda q: (q.asked_on, q.pk), reverse=True))

    def questions_in(self, kind: str) -> tuple[Question, ...]:
        """Those of one kind (a key of QUESTIONS), the first due first; all of them where it is empty."""
        if not kind:
            return self.questions
        _, belongs = QUESTIONS[kind]
        return tuple(sorted((q for q in self.questions if belongs(q, self.on)), key=lambda q: (q.due_on, q.pk)))

    @property
    def unanswered(self) -> tuple[Question, ...]:
        """Those that wait for an answer, the first due first."""
        return self.questions_in("unanswered")

    @property
    def unanswered_figure(self) -> Figure:
        """How many, and their list."""
        return self.question_figure("unanswered")

    @property
    def question_counts(self) -> list[tuple[str, str, int]]:
        """Each kind with its words and its count; the whole first."""
        kinds = [(kind, title, len(self.questions_in(kind))) for kind, (title, _) in QUESTIONS.items()]
        return [("", "All", len(self.questions)), *kinds]

    def question_figure(self, kind: str) -> Figure:
        """How many, and their list."""
        count = len(self.questions_in(kind))
        return Figure(count, "question" if count == 1 else "questions", self.link("question_list", state=kind))

    # --- Actions -----------------------------------------------------------------------------------------------------

    def timely(self, kind: str) -> tuple[ActionStanding, ...]:
        """Actions of one kind of timeliness (a key of TIMELINESS), the most pressing first."""
        _, belongs = TIMELINESS[kind]
        return tuple(sorted((a for a in self.actions if belongs(a)), key=lambda a: (a.target_on, a.action.pk)))

    def timely_title(self, kind: str) -> str:
        """The words of a figure and of the list that it opens, with the committee's own limits."""
        limits = {"stale": self.committee.stale_after_days, "due_soon": self.committee.due_soon_days}
        title, _ = TIMELINESS[kind]
        return title.format(days=limits.get(kind))

    @property
    def pressing(self) -> list[Pile]:
        """What makes the agenda, kind by kind; kinds without an action are left out."""
        piles = [
            Pile(kind, self.timely_title(kind), self.timely(kind), self.link("action_list", timeliness=kind))
            for kind in ("overdue", "stale", "call_in", "due_soon")
        ]
        return [pile for pile in piles if pile.rows]

    @property
    def unchanged(self) -> int:
        """Recommendations in the same state as on the earlier day."""
        return self.count - len(self.changes)

    def timely_figure(self, kind: str) -> Figure:
        """How many, and their list."""
        count = len(self.timely(kind))
        noun = "action" if count == 1 else "actions"
        return Figure(count, noun, self.link("action_list", timeliness=kind))


def grouped(rows: Iterable[Row], key: Callable[[Row], Key]) -> dict[Key, list[Row]]:
    """Rows by key, in their order; a key without rows gives an empty list."""
    groups: defaultdict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


def lower_first(words: str) -> str:
    """For a label inside a sentence."""
    return words[:1].lower() + words[1:]
