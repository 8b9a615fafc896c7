"""An officer's desk: their actions by urgency."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.statements import Ids, statement
from council.models import Holding, Meeting
from council.roles import Roles
from council.working_days import working_days_between
from recommendations.figures import Pile, grouped, lower_first
from recommendations.ledger import standing_today, standings_of
from recommendations.models import Action, Extension, Question, Update
from recommendations.querysets import ActionQuerySet
from recommendations.readings import LISTED
from recommendations.sentences import Fragment, joined
from recommendations.slim import made, slim
from recommendations.standing import ActionStanding

# Each action lies on the first pile that fits.
PILES = (
    ("overdue", "Overdue", lambda a: a.is_overdue),
    ("due_soon", "Due in the next {due_soon} days", lambda a: a.is_due_soon),
    ("stale", "Not updated for {stale} days", lambda a: a.is_stale),
    ("later", "Later", lambda a: a.is_open),
    ("done", "Done", lambda a: True),
)


# One action as it is read, and those of one's own.
SEEN = slim(Action, "draft_at", "last_verdict", joined=LISTED)
OWN = slim(Action, "draft_at", "last_verdict", "settled_on", joined=LISTED)

PRESSING = ("overdue", "due_soon", "stale")


@dataclass(frozen=True)
class Errand:
    """One thing that waits for a person, with the one page where they can do something about it."""

    label: str
    title: str
    url: str
    words: str
    by: str
    days_late: int
    button: str
    button_url: str
    exempt_under: int | None = None


@dataclass(frozen=True)
class Desk:
    """What waits for one person today."""

    on: date
    holdings: tuple[Holding, ...]
    piles: tuple[Pile, ...]
    meeting: Meeting | None
    errands: tuple[Errand, ...] = ()

    @property
    def urgent(self) -> tuple[Pile, ...]:
        """The piles that stand above what waits."""
        return tuple(pile for pile in self.piles if pile.key in PRESSING)

    @property
    def other(self) -> tuple[Pile, ...]:
        """The piles that stand below it."""
        return tuple(pile for pile in self.piles if pile.key not in PRESSING)

    @property
    def pressing(self) -> list[tuple[Pile, bool]]:
        """The piles that the sentence at the top counts, and whether each is the first to be named."""
        return [(pile, pile is self.urgent[0]) for pile in self.urgent]

    @property
    def sentence(self) -> tuple[Fragment, ...]:
        """You have 1 overdue action, 2 due in the next 30 days and 1 not updated for 90 days."""
        clauses: list[tuple[Fragment, ...]] = [
            (Fragment(words(pile, is_first), f"#{pile.key}"),) for pile, is_first in self.pressing
        ]
        if self.errands:
            count = len(self.errands)
            noun = f"{count} thing{'' if count == 1 else 's'} waiting for you"
            clauses.append((Fragment(noun, "#waiting"),))
        if not clauses:
            return (Fragment("Nothing is overdue, due soon or waiting for an update."),)
        return (Fragment("You have "), *joined(clauses), Fragment("."))

    def left(self, before: ActionStanding) -> tuple[str, int, str]:
        """Of an action as it was before: the pile it lay on, how many lie there now, and on which pile it lies now."""
        key = piled([before])[0].key
        now = next(pile for pile in self.piles if any(row.action.pk == before.action.pk for row in pile.rows))
        return key, sum(pile.count for pile in self.piles if pile.key == key), "" if now.key == key else now.title

    @property
    def count(self) -> int:
        """All actions on the desk."""
        return sum(pile.count for pile in self.piles)

    @property
    def working_days_to_papers(self) -> int:
        """Working days until the next meeting's papers are due."""
        return working_days_between(self.on, self.meeting.papers_due_on) if self.meeting else 0


def words(pile: Pile, is_first: bool) -> str:
    """1 overdue action; 2 due in the next 30 days. Only the first names the noun."""
    noun = (" action" if pile.count == 1 else " actions") if is_first else ""
    if pile.key == "overdue":
        return f"{pile.count} overdue{noun}"
    return f"{pile.count}{noun} {lower_first(pile.title)}"


def own_actions(roles: Roles) -> ActionQuerySet:
    """The actions of the posts that a person answers for, the nearest target first."""
    return Action.objects.visible_to(roles).of_posts(roles.post_ids).with_draft_of(roles).order_by("target_on", "pk")


@statement
def own_rows(roles: Roles) -> QuerySet[Any, Any]:
    """All of them, as OWN: what is read where nothing narrows or sorts them."""
    listed = own_actions(roles).with_last_verdict()
    settled = listed.with_last_settled(Update.objects.all().readable_by(roles), roles.on)
    return settled.values_list(*OWN.lookups())


@statement
def action_seen(number: int, roles: Roles) -> QuerySet[Any, Any]:
    """The action of this number, where a person may see it; as SEEN."""
    seen = Action.objects.visible_to(roles).filter(pk=number).with_draft_of(roles)
    return seen.with_last_verdict().values_list(*SEEN.lookups())


@statement
def holdings_of(roles: Roles) -> QuerySet[Holding, Holding]:
    """The posts that this person has or will have, their own before those for which they deputise."""
    not_over = Q(to_on__isnull=True) | Q(to_on__gte=roles.on)
    held = Holding.objects.filter(not_over, user=roles.user_id).select_related("post")
    return held.order_by("-capacity", "post__title")


@statement
def questions_waiting(roles: Roles) -> QuerySet[Question, Question]:
    """Questions that wait for this person's answer, the first due first."""
    waiting = Question.objects.visible_to(roles).waiting().filter(post__in=list(roles.post_ids))
    return waiting.for_list().order_by("due_on", "pk")


@statement
def questions_about(action: int, recommendation: int, roles: Roles) -> QuerySet[Question, Question]:
    """Those of them about an action, or about its recommendation as a whole."""
    waiting = Question.objects.visible_to(roles).waiting().filter(post__in=list(roles.post_ids))
    about = Q(action=action) | Q(action=None, recommendation=recommendation)
    return waiting.filter(about).with_answers().order_by("due_on", "pk")


@statement
def meetings_to_come(committees: Ids, on: date) -> QuerySet[Meeting, Meeting]:
    """The meetings of committees of which papers are still open, the next one alone."""
    return Meeting.objects.filter(committee__in=committees, papers_due_on__gte=on).order_by("papers_due_on", "pk")[:1]


def desk(roles: Roles, actions: QuerySet[Action] | None = None) -> Desk:
    """The desk of the person with these roles, on their day; ``actions`` are those of their own that filters left."""
    if actions is None:
        rows = standing_today(made(own_rows(roles), OWN), roles)
    else:
        rows = standings_of(cast("ActionQuerySet", actions), roles)
    return Desk(
        roles.on,
        tuple(holdings_of(roles)),
        piled(rows),
        next_meeting(rows, roles.on),
        (*questions_put_to(roles), *decisions_heard(rows)),
    )


def questions_put_to(roles: Roles) -> list[Errand]:
    """Questions that wait for this person's answer, the first due first."""
    return [question_errand(q, roles.on) for q in questions_waiting(roles)]


def question_errand(question: Question, on: date) -> Errand:
    """A question as an errand."""
    wants_proof, of = question.wants_proof, question.action or question.recommendation
    what = "Proof is asked for" if wants_proof else "A question"
    return Errand(
        f"{what} by the {question.asked_as.lower()}, {question.asked_on:%-d %B %Y}",
        f"{'Proof for' if wants_proof else 'Question on'} {question.about} {of.title}",
        question.get_absolute_url(),
        question.words,
        f"Answer by {question.due_on:%-d %B %Y}",
        question.days_late(on),
        "Answer",
        question.answer_url,
        question.exempt_under,
    )


def decisions_heard(rows: Iterable[ActionStanding]) -> Iterator[Errand]:
    """Decisions on more time that no update has taken up yet."""
    for row in rows:
        if row.unheard_decision:
            yield decision_heard(row.unheard_decision, row)


def decision_heard(decision: Extension, row: ActionStanding) -> Errand:
    """A decision on more time as an errand."""
    assert decision.decided_on is not None
    said = "agreed" if decision.agreed else "refused"
    stays = f"It is due on {row.target_on:%-d %B %Y}"
    return Errand(
        f"More time was {said}, {decision.decided_on:%-d %B %Y}",
        f"More time for {row.action.reference} {row.action.title}",
        row.action.get_absolute_url(),
        decision.note,
        stays if decision.agreed else f"{stays}. Say what happens now",
        0,
        "Update",
        reverse("evidence:give_update", args=[row.action.pk]),
        decision.exempt_under,
    )


def piled(rows: list[ActionStanding]) -> tuple[Pile, ...]:
    """Actions by urgency, empty piles left out."""
    limits = {"due_soon": 30, "stale": 90}
    if rows:
        limits = {"due_soon": rows[0].limits.due_soon_days, "stale": rows[0].limits.stale_days}
    lying = grouped(rows, lambda row: next(key for key, _, fits in PILES if fits(row)))
    return tuple(Pile(key, title.format(**limits), tuple(lying[key])) for key, title, _ in PILES if lying[key])


def next_meeting(rows: list[ActionStanding], on: date) -> Meeting | None:
    """The next meeting, papers of which are still open, of the committees that these actions answer to."""
    committees = {row.action.recommendation.review.committee_id for row in rows}
    return next(iter(meetings_to_come(committees, on)), None)
