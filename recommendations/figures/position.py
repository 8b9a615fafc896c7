"""Where a review or a committee stands on a day: every count, from the standings of its recommendations."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from operator import attrgetter
from statistics import median

from django.utils.functional import cached_property

from council.models import Committee, Post, Service
from recommendations.figures.changes import Change, Compared, compared
from recommendations.figures.dates import reliability_of, slippage_of
from recommendations.figures.kinds import (
    AWAITING,
    HAVING,
    NONE,
    OF_ACHIEVED_ACTIONS,
    OF_OPEN_ACTIONS,
    QUESTIONS,
    TIMELINESS,
    TIMELINESS_TOLD,
    VERDICTS,
)
from recommendations.figures.shapes import (
    Breakdown,
    Cell,
    ClaimRow,
    Earlier,
    Figure,
    Group,
    Looking,
    Pile,
    Place,
    Reliability,
    Slippage,
    grouped,
)
from recommendations.models import Question, Review
from recommendations.scope import Scope
from recommendations.standing import ActionStanding, RecommendationStanding
from recommendations.states import OF_A_RECOMMENDATION, Agreement, ResponseKind, State, Status


@dataclass(frozen=True)
class Position:
    """Where a review or a committee stands on a day, for all its recommendations or those that filters left."""

    scope: Scope
    on: date
    standings: tuple[RecommendationStanding, ...]
    earlier: Earlier | None = None
    query: dict[str, str] = field(default_factory=dict)
    # The numbers of the actions that count, where it is not all.
    only: frozenset[int] | None = None

    @property
    def committee(self) -> Committee:
        """The committee whose limits decide what is stale and due soon."""
        return self.scope.committee

    @property
    def count(self) -> int:
        """Recommendations."""
        return len(self.standings)

    @cached_property
    def actions(self) -> tuple[ActionStanding, ...]:
        """All their actions; of one post only, or those with some words, where that is asked for."""
        found, only = [a for s in self.standings for a in s.actions], self.only
        return tuple(found if only is None else [a for a in found if a.action.id in only])

    @cached_property
    def acting_posts(self) -> list[Post]:
        """The posts that have an action, of whatever recommendation."""
        one_each = {a.post_id: a.action for s in self.standings for a in s.actions}
        return [action.post for action in one_each.values()]

    @cached_property
    def looking(self) -> Looking:
        """What is looked at, and how."""
        return Looking(self.scope, self.query)

    def link(self, page: str = "recommendation_list", **filters: str) -> str:
        """The address of a list of this position, with these filters besides those already on."""
        return self.looking.link(page, **filters)

    def figure(self, count: int, noun: str, page: str = "recommendation_list", **filters: str) -> Figure:
        """A count, and the list of this position that it counts."""
        return Figure(count, noun, Place(self.looking, page, filters))

    @property
    def viewing(self) -> str:
        """The part of the address that says as at which day, with its question mark; empty for today."""
        return self.looking.viewing

    def narrowed(self, keep: Callable[[RecommendationStanding], bool], **query: str) -> "Position":
        """The same position with some recommendations left out, the earlier day's likewise."""
        kept = tuple([s for s in self.standings if keep(s)])
        numbers = {s.recommendation.id for s in kept}
        earlier = self.earlier and replace(
            self.earlier, standings=tuple([s for s in self.earlier.standings if s.recommendation.id in numbers])
        )
        return replace(self, standings=kept, earlier=earlier).asked_for(**query)

    def asked_for(self, **query: str) -> "Position":
        """The same position, its links carrying this part of an address on."""
        return replace(self, query={**self.query, **query})

    # --- Recommendations ---------------------------------------------------------------------------------------------

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The headline strip: groups that add up to the total, those with nothing in them left out."""
        met = self.by_state.keys() | (self.earlier.counts.keys() if self.earlier else set())
        return tuple(self.group(state) for state in OF_A_RECOMMENDATION if state in met)

    @property
    def all_groups(self) -> tuple[Group, ...]:
        """Every state with its recommendations, those with none too."""
        return tuple(self.group(state) for state in OF_A_RECOMMENDATION)

    @cached_property
    def by_state(self) -> dict[State, list[RecommendationStanding]]:
        """The recommendations by the state that they are in."""
        return grouped(self.standings, lambda s: s.state)

    def group(self, state: State) -> Group:
        """The recommendations in one state."""
        inside = tuple(self.by_state.get(state, ()))
        if self.earlier is None:
            return Group(state, inside, self.looking)
        came = sum(change.now.state is state for change in self.changes)
        return Group(state, inside, self.looking, self.earlier.counts[state], came)

    @cached_property
    def disagreements(self) -> tuple[RecommendationStanding, ...]:
        """Where officers and committee see it differently."""
        return tuple(s for s in self.standings if s.disagrees)

    @property
    def disagreement_figure(self) -> Figure:
        """On how many they disagree, and their list."""
        return self.figure(len(self.disagreements), f"of the {self.count}", agreement=Agreement.DISAGREE.value)

    @cached_property
    def late_responses(self) -> tuple[RecommendationStanding, ...]:
        """Where the executive's answer is overdue."""
        return tuple(s for s in self.standings if s.response is None and s.response_days_over)

    @cached_property
    def unsent(self) -> tuple[Review, ...]:
        """The reviews that wait for answers while no clock runs: nobody said when they were sent to the executive."""
        waiting = (s.recommendation.review for s in self.standings if s.response is None and s.response_due_on is None)
        return tuple({review.pk: review for review in waiting}.values())

    @cached_property
    def has_actions(self) -> bool:
        """Whether anything was agreed that could be overdue."""
        return any(s.actions for s in self.standings)

    @property
    def late_response_figure(self) -> Figure:
        """How many answers are overdue, and their list."""
        count = len(self.late_responses)
        return self.figure(count, "recommendation" if count == 1 else "recommendations", response="overdue")

    def having_figure(self, kind: str, count: int | None = None) -> Figure:
        """How many recommendations are of one kind (a key of HAVING), counted where that is not known; and their list.

        Where another kind is looked for already there is no address: a list looks for one kind at a time.
        """
        _, belongs = HAVING[kind]
        count = sum(belongs(s) for s in self.standings) if count is None else count
        url = self.link(having=kind) if self.query.get("having", kind) == kind else ""
        return Figure(count, "recommendation" if count == 1 else "recommendations", url)

    @cached_property
    def looked_for(self) -> list[tuple[str, str, Figure, tuple[RecommendationStanding, ...]]]:
        """Recommendations that are called in, or whose outcome is to be checked; a kind without one is left out."""
        kinds = ((kind, *HAVING[kind]) for kind in ("called_in", "outcome_due"))
        return [
            (kind, title, self.having_figure(kind, len(rows)), rows)
            for kind, title, belongs in kinds
            if (rows := tuple(s for s in self.standings if belongs(s)))
        ]

    @property
    def sections(self) -> tuple[Breakdown, ...]:
        """The parts in which its recommendations are listed: themes of a review, reviews of a committee."""
        return self.by_review if self.scope.is_committee else self.by_theme

    @cached_property
    def by_review(self) -> tuple[Breakdown, ...]:
        """One row a review, in the order of the scope."""
        inside = grouped(self.standings, lambda s: s.recommendation.review_id)
        return tuple(
            self.breakdown(review.title, inside[review.id], review=review.slug)
            for review in self.scope.reviews
            if review.id in inside
        )

    @cached_property
    def by_response(self) -> tuple[Breakdown, ...]:
        """One row for each answer of the executive, those that wait for one last."""
        given = grouped(self.standings, lambda s: s.response.kind if s.response else AWAITING)
        kinds = [*((kind.value, kind.label) for kind in ResponseKind), (AWAITING, "Awaiting")]
        return tuple(self.breakdown(label, given[kind], response=kind) for kind, label in kinds if given[kind])

    @cached_property
    def claims_and_verdicts(self) -> tuple[ClaimRow, ...]:
        """What officers say (rows) against what the committee says (cells, in the order of VERDICTS)."""
        claimed = grouped(self.standings, lambda s: s.claim.value if s.claim else NONE)
        claims = [*((c.value, c.label, "claimed" if c == Status.ACHIEVED else c.value) for c in Status)]
        rows = [*claims, (NONE, "No action", State.AWAITING.value)]
        return tuple(
            ClaimRow(label, mark, tuple(self.cell(claimed[claim], claim, *verdict) for verdict in VERDICTS))
            for claim, label, mark in rows
            if claimed[claim]
        )

    def cell(self, claimed: list[RecommendationStanding], claim: str, verdict: str, label: str) -> Cell:
        """Those with one claim that have one verdict."""
        inside = [s for s in claimed if (s.verdict.verdict if s.verdict else NONE) == verdict]
        figure = self.figure(len(inside), f"of the {self.count}", claim=claim, verdict=verdict)
        return Cell(label, figure, tuple(inside))

    @cached_property
    def by_theme(self) -> tuple[Breakdown, ...]:
        """One row a theme, in the report's order."""
        themed = grouped(self.standings, lambda s: s.recommendation.theme)
        rows = sorted(themed.items(), key=lambda row: row[0].number)
        return tuple(self.breakdown(theme.title, inside, theme=str(theme.number)) for theme, inside in rows)

    @cached_property
    def by_service(self) -> tuple[Breakdown, ...]:
        """One row a lead service, largest first, then A to Z; those without an owner last."""
        led = grouped(self.standings, lambda s: s.recommendation.lead_service_id)
        named = ((inside[0].recommendation.lead_service, inside) for inside in led.values())
        rows = sorted(named, key=lambda row: (row[0] is None, -len(row[1]), str(row[0])))
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
        return Breakdown(label, part)

    @cached_property
    def compared(self) -> Compared:
        """What became of each recommendation since the earlier day."""
        return compared(self)

    @property
    def changes(self) -> tuple[Change, ...]:
        """Recommendations whose state differs from the earlier day, forward ones first."""
        return self.compared.moved

    @property
    def all_changes(self) -> tuple[Change, ...]:
        """These, and those of which something changed while they stayed in their group."""
        return (*self.compared.moved, *self.compared.inside)

    def change_of(self, standing: RecommendationStanding) -> Change | None:
        """How one recommendation changed since the earlier day; None where it did not."""
        return self.compared.by_id.get(standing.recommendation.pk)

    @property
    def unchanged(self) -> int:
        """Recommendations of which nothing changed since the earlier day."""
        return self.compared.unchanged

    @property
    def new(self) -> int:
        """Recommendations that were not there on the earlier day."""
        return self.count - len(self.all_changes) - self.unchanged if self.earlier else 0

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

    @cached_property
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
        return self.figure(count, "question" if count == 1 else "questions", "question_list", question=kind)

    # --- Actions -----------------------------------------------------------------------------------------------------

    @cached_property
    def actions_by_target(self) -> tuple[ActionStanding, ...]:
        """All their actions, the most pressing first."""
        return by_target(self.actions)

    def timely(self, kind: str) -> tuple[ActionStanding, ...]:
        """Actions of one kind of timeliness (a key of TIMELINESS), the most pressing first."""
        return by_target(self.timely_kinds[kind])

    @cached_property
    def timely_kinds(self) -> dict[str, list[ActionStanding]]:
        """The same for every kind, in no order."""
        is_open = tuple(a for a in self.actions if a.is_open)
        achieved = tuple(a for a in self.actions if a.status == Status.ACHIEVED)
        rows = {
            **dict.fromkeys(TIMELINESS, self.actions),
            **dict.fromkeys(OF_OPEN_ACTIONS, is_open),
            **dict.fromkeys(OF_ACHIEVED_ACTIONS, achieved),
        }
        return {kind: [a for a in rows[kind] if belongs(a)] for kind, (_, belongs) in TIMELINESS.items()}

    def timely_title(self, kind: str) -> str:
        """The words of a figure and of the list that it opens, with the committee's own limits."""
        limits = {"stale": self.committee.stale_after_days, "due_soon": self.committee.due_soon_days}
        title, _ = TIMELINESS[kind]
        return title.format(days=limits.get(kind))

    @cached_property
    def pressing(self) -> list[Pile]:
        """What makes the agenda, kind by kind; kinds without an action are left out."""
        piles = [
            Pile(kind, self.timely_title(kind), self.timely(kind), self.link("action_list", timeliness=kind))
            for kind in ("overdue", "stale", "call_in", "due_soon")
        ]
        return [pile for pile in piles if pile.rows]

    def timely_figure(self, kind: str) -> Figure:
        """How many, and their list."""
        return self.action_figure(len(self.timely_kinds[kind]), timeliness=kind)

    @property
    def timeliness(self) -> list[tuple[str, Figure]]:
        """Each kind of timeliness that is told, with its figure."""
        return [(self.timely_title(kind), self.timely_figure(kind)) for kind in TIMELINESS_TOLD]

    def action_figure(self, count: int, **filters: str) -> Figure:
        """So many actions, and their list."""
        return self.figure(count, "action" if count == 1 else "actions", "action_list", **filters)

    @cached_property
    def slippage(self) -> Slippage:
        """How far targets have moved, and for which reasons."""
        return slippage_of(self)

    @cached_property
    def reliability(self) -> tuple[Reliability, ...]:
        """How far the dates of each service that acts can be relied on."""
        return reliability_of(self)

    def acting_figure(self, service: Service, kind: str, count: int) -> Figure:
        """So many actions of one kind of timeliness for which a service acts, and their list."""
        return self.action_figure(count, timeliness=kind, acting=str(service.pk))

    @cached_property
    def median_silence(self) -> int:
        """Days since anything was said on an open action, in the middle of all of them; 0 where none is open."""
        said = sorted([a.said_on for a in self.actions if a.is_open])
        middle = said[(len(said) - 1) // 2 : len(said) // 2 + 1]
        return int(median([(self.on - day).days for day in middle])) if middle else 0


def by_target(actions: Iterable[ActionStanding]) -> tuple[ActionStanding, ...]:
    """Actions, the most pressing first; of one day, those that were agreed first."""
    # Twice, each by one thing: to make pairs of the two took longer than to sort.
    by_number = sorted(actions, key=attrgetter("action.id"))
    return tuple(sorted(by_number, key=attrgetter("target_on")))
