"""An officer's desk: their actions by urgency."""

from dataclasses import dataclass
from datetime import date

from council.models import Holding, Meeting
from council.roles import Roles, current
from council.working_days import working_days_between
from recommendations.figures import Pile, lower_first
from recommendations.ledger import standings_of
from recommendations.models import Action
from recommendations.sentences import Fragment, joined
from recommendations.standing import ActionStanding

# Each action lies on the first pile that fits.
PILES = (
    ("overdue", "Overdue", lambda a: a.is_overdue),
    ("due_soon", "Due in the next {due_soon} days", lambda a: a.is_due_soon),
    ("stale", "Not updated for {stale} days", lambda a: a.is_stale),
    ("later", "Later", lambda a: a.is_open),
    ("done", "Done", lambda a: True),
)


@dataclass(frozen=True)
class Desk:
    """What waits for one person today."""

    on: date
    holdings: tuple[Holding, ...]
    piles: tuple[Pile, ...]
    meeting: Meeting | None

    @property
    def pressing(self) -> list[tuple[Pile, bool]]:
        """The piles that the sentence at the top counts, and whether each is the first to be named."""
        piles = [pile for pile in self.piles if pile.key in ("overdue", "due_soon", "stale")]
        return [(pile, pile is piles[0]) for pile in piles]

    @property
    def sentence(self) -> tuple[Fragment, ...]:
        """You have 1 overdue action, 2 due in the next 30 days and 1 not updated for 90 days."""
        clauses: list[tuple[Fragment, ...]] = [
            (Fragment(words(pile, is_first), f"#{pile.key}"),) for pile, is_first in self.pressing
        ]
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


def desk(roles: Roles) -> Desk:
    """The desk of the person with these roles, on their day."""
    actions = Action.objects.visible_to(roles).of_posts(roles.post_ids).order_by("target_on", "pk")
    rows = standings_of(actions, roles)
    holdings = Holding.objects.filter(current(roles.on), user=roles.user_id).select_related("post")
    return Desk(
        roles.on, tuple(holdings.order_by("-capacity", "post__title")), piled(rows), next_meeting(rows, roles.on)
    )


def piled(rows: list[ActionStanding]) -> tuple[Pile, ...]:
    """Actions by urgency, empty piles left out."""
    limits = {"due_soon": 30, "stale": 90}
    if rows:
        limits = {"due_soon": rows[0].due_soon_days, "stale": rows[0].stale_limit}
    left, piles = list(rows), []
    for key, title, fits in PILES:
        inside = tuple(row for row in left if fits(row))
        left = [row for row in left if row not in inside]
        if inside:
            piles.append(Pile(key, title.format(**limits), inside))
    return tuple(piles)


def next_meeting(rows: list[ActionStanding], on: date) -> Meeting | None:
    """The next meeting, papers of which are still open, of the committees that these actions answer to."""
    committees = {row.action.recommendation.review.committee_id for row in rows}
    return Meeting.objects.filter(committee__in=committees, papers_due_on__gte=on).order_by("papers_due_on").first()
