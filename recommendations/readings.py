"""What is read of a review or a committee: the statements behind the ledger, each one query.

They are put together once (``accounts.statements``), so what they do hangs on nothing but their arguments' shapes.
"""

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.statements import Ids, statement
from council.models import Committee, Council, Meeting, Post, Service
from council.roles import Roles
from recommendations import brief
from recommendations.models import Action, Extension, Part, Question, Recommendation, Review, Theme, Update
from recommendations.querysets import QuestionQuerySet, UpdateQuerySet, untold_since
from recommendations.slim import Slim, slim

# In the order in which they moved the target.
DECIDED = ("decided_on", "pk")

REVIEW = slim(Review, joined={"committee": slim(Committee, joined={"council": slim(Council)})})
SERVICE = slim(Service)
POST = slim(Post, joined={"service": SERVICE})
PART = slim(Part, without=("text", "body_text"))
OF_A_RECOMMENDATION = {"theme": slim(Theme), "lead_service": SERVICE, "partner_service": SERVICE}
RECOMMENDATION = slim(Recommendation, joined=OF_A_RECOMMENDATION)
# As a committee's figures need it; only its pages print the words.
BRIEF_RECOMMENDATION = Slim(
    Recommendation,
    ("id", "review_id", "number", "title", "printed_as", "lead_service_id", "lead_changed_on"),
    {"lead_service": Slim(Service, ("id", "name"))},
)
WITH_REVIEW = slim(Recommendation, joined={**OF_A_RECOMMENDATION, "review": REVIEW})
OF_AN_ACTION = {"part": PART, "post": POST}
ACTION = slim(Action, joined=OF_AN_ACTION)
SETTLED_ACTION = slim(Action, "settled_on", joined=OF_AN_ACTION)
UPDATE = slim(Update, "exempt_under")
# To the minute nothing is said of where an action stands.
STANDING_UPDATE = slim(Update, "exempt_under", without=("given_at",))
# What an update says of where its action stands, in the order of ``standing.Word``.
WORD = ("action_id", "status", "given_on", "effective_on", "unchanged", "pk", "corrects_id")
EXTENSION = slim(Extension, "exempt_under", "is_inside", "may_be_read")
# As a list prints an action, whatever its review.
LISTED: dict[str, Slim] = {
    **OF_AN_ACTION,
    "recommendation": slim(Recommendation, without=("text", "body_text"), joined={"review": REVIEW}),
}


def belonging(reviews: Ids, only: int | None, prefix: str) -> Q:
    """Rows of these reviews, and of one number where it is given; the prefix leads from the row to a recommendation.

    Reviews are named and not their 500 recommendations or 2,000 actions: to pass so many ids costs more than the rows.
    """
    found = Q(**{f"{prefix}review__in": reviews})
    return found & Q(**{f"{prefix}number": only}) if only is not None else found


def updates_read_by(roles: Roles, *, are_own: bool) -> UpdateQuerySet:
    """The updates that a person may read; those of their own committee they need not be asked about."""
    return Update.objects.all() if are_own else Update.objects.all().readable_by(roles)


def updates_kept_from(roles: Roles, *, are_own: bool) -> UpdateQuerySet | None:
    """The updates that a person may not read; None of their own committee, where they read everything."""
    return None if are_own else Update.objects.exclude(pk__in=Update.objects.readable_by(roles).values("pk"))


def questions_read_by(roles: Roles, *, are_own: bool) -> QuestionQuerySet:
    """The questions that a person may read, likewise."""
    asked = Question.objects.all()
    return asked.with_exemption() if are_own else asked.shown_to(roles)


@statement
def recommendations_in(reviews: Ids) -> QuerySet[Any, Any]:
    """The recommendations of reviews, as RECOMMENDATION."""
    found = Recommendation.objects.filter(review__in=reviews).for_figures()
    return found.values_list(*RECOMMENDATION.lookups())


@statement
def brief_recommendations_in(reviews: Ids) -> QuerySet[Any, Any]:
    """The same as BRIEF_RECOMMENDATION."""
    found = Recommendation.objects.filter(review__in=reviews).for_figures()
    return found.values_list(*BRIEF_RECOMMENDATION.lookups())


@statement
def recommendations_seen(slug: str, roles: Roles) -> QuerySet[Any, Any]:
    """The recommendations of a review that a person may see, as WITH_REVIEW."""
    seen = Recommendation.objects.visible_to(roles).filter(review__slug=slug)
    return seen.for_figures().values_list(*WITH_REVIEW.lookups())


@statement
def reviews_of(committee: int, roles: Roles) -> QuerySet[Any, Any]:
    """The reviews of a committee that a person may see, as REVIEW."""
    seen = Review.objects.visible_to(roles).filter(committee=committee)
    return seen.values_list(*REVIEW.lookups())


@statement
def review_named(slug: str, roles: Roles) -> QuerySet[Any, Any]:
    """The review of this address, where a person may see it; as REVIEW."""
    return Review.objects.visible_to(roles).filter(slug=slug).values_list(*REVIEW.lookups())


@statement
def first_review(roles: Roles) -> QuerySet[Any, Any]:
    """The latest review of a person's own councils; of all that are published, for the public; as REVIEW."""
    return Review.objects.concerning(roles).values_list(*REVIEW.lookups())[:1]


@statement
def disagreements_in(review: int) -> QuerySet[Any, Any]:
    """In how many places a report disagrees with itself: one row of one number."""
    return Review.objects.filter(pk=review).values_list(Count("contradictions"))


@statement
def actions_in(reviews: Ids, only: int | None, up_to: date) -> QuerySet[Any, Any]:
    """What was agreed by a day, as ACTION."""
    agreed = Action.objects.filter(belonging(reviews, only, "recommendation__"), agreed_on__lte=up_to)
    return agreed.for_figures().values_list(*ACTION.lookups())


@statement
def settled_actions_in(
    reviews: Ids, only: int | None, up_to: date, settled_by: date, roles: Roles, are_own: bool
) -> QuerySet[Any, Any]:
    """The same with the day behind which no standing of a day reaches, as SETTLED_ACTION."""
    agreed = Action.objects.filter(belonging(reviews, only, "recommendation__"), agreed_on__lte=up_to).for_figures()
    settled = agreed.with_last_settled(updates_read_by(roles, are_own=are_own), settled_by)
    return settled.values_list(*SETTLED_ACTION.lookups())


@statement
def brief_actions_in(reviews: Ids, up_to: date, since: date, roles: Roles, are_own: bool) -> QuerySet[Any, Any]:
    """The same with what tells whether their updates are needed to say where they stood since a day; brief.COLUMNS."""
    agreed = Action.objects.filter(belonging(reviews, None, "recommendation__"), agreed_on__lte=up_to).order_by()
    told, kept = updates_read_by(roles, are_own=are_own), updates_kept_from(roles, are_own=are_own)
    return agreed.in_brief(told, kept, since).values_list(*brief.COLUMNS)


@statement
def brief_actions_today(reviews: Ids, today: date, compared_with: date) -> QuerySet[Any, Any]:
    """The same today, of one's own committee, with what was last said by an earlier day."""
    agreed = Action.objects.filter(belonging(reviews, None, "recommendation__"), agreed_on__lte=today).order_by()
    return agreed.in_brief_today(compared_with).values_list(*brief.COLUMNS)


@statement
def brief_updates_in(
    reviews: Ids, up_to: date, since: date, from_day: date, far: Ids, roles: Roles, are_own: bool
) -> QuerySet[Any, Any]:
    """The updates that may tell where those of them stand that do not tell it themselves, as WORD."""
    told = updates_read_by(roles, are_own=are_own).filter(belonging(reviews, None, "action__recommendation__"))
    told = told.filter(untold_since(since, updates_kept_from(roles, are_own=are_own), "action__"), given_on__lte=up_to)
    return told.telling_of(from_day, far).values_list(*WORD)


@statement
def updates_in(reviews: Ids, only: int | None, up_to: date, roles: Roles, are_own: bool) -> QuerySet[Any, Any]:
    """Every update by a day, as UPDATE."""
    readable = updates_read_by(roles, are_own=are_own)
    told = readable.filter(belonging(reviews, only, "action__recommendation__"), given_on__lte=up_to)
    return told.with_exemption().values_list(*UPDATE.lookups())


@statement
def telling_updates_in(
    reviews: Ids, only: int | None, up_to: date, since: date, far: Ids, roles: Roles, are_own: bool
) -> QuerySet[Any, Any]:
    """Those of them that may tell where actions stand, as STANDING_UPDATE."""
    readable = updates_read_by(roles, are_own=are_own)
    told = readable.filter(belonging(reviews, only, "action__recommendation__"), given_on__lte=up_to)
    return told.with_exemption().telling_of(since, far).values_list(*STANDING_UPDATE.lookups())


@statement
def extensions_in(reviews: Ids, only: int | None, up_to: date, roles: Roles) -> QuerySet[Any, Any]:
    """The requests for more time by a day, as EXTENSION, to be ``worded``."""
    moves = Extension.objects.filter(belonging(reviews, only, "action__recommendation__"), requested_on__lte=up_to)
    return moves.order_by(*DECIDED).judged_for(roles).values_list(*EXTENSION.lookups())


@statement
def questions_in(
    reviews: Ids, only: int | None, up_to: date, roles: Roles, are_own: bool
) -> QuerySet[Question, Question]:
    """The questions asked by a day, with their answers."""
    asked = questions_read_by(roles, are_own=are_own).filter(belonging(reviews, only, "recommendation__"))
    return asked.filter(asked_on__lte=up_to).select_related("answer__given_for", "post__service")


@statement
def meetings_of(committees: Ids) -> QuerySet[Meeting, Meeting]:
    """The meetings of committees, the first first."""
    return Meeting.objects.filter(committee__in=committees).order_by("held_on")


@statement
def updates_of(actions: Ids, roles: Roles) -> QuerySet[Any, Any]:
    """Every update on actions, whatever their review, that a person may read; as UPDATE."""
    told = Update.objects.filter(action__in=actions).readable_by(roles).with_exemption()
    return told.values_list(*UPDATE.lookups())


@statement
def telling_updates_of(actions: Ids, since: date, far: Ids, roles: Roles) -> QuerySet[Any, Any]:
    """Those of them that may tell where the actions stand; as UPDATE."""
    told = Update.objects.filter(action__in=actions).readable_by(roles).with_exemption()
    return told.telling_of(since, far).values_list(*UPDATE.lookups())


@statement
def updates_since(actions: Ids, day: date, roles: Roles, are_own: bool) -> QuerySet[Any, Any]:
    """Those of a day and since that a person may read; as UPDATE."""
    told = updates_read_by(roles, are_own=are_own).filter(action__in=actions, given_on__gte=day)
    return told.with_exemption().values_list(*UPDATE.lookups())


@statement
def extensions_of(actions: Ids, roles: Roles) -> QuerySet[Any, Any]:
    """The requests for more time on actions; as EXTENSION, to be ``worded``."""
    moves = Extension.objects.filter(action__in=actions).order_by(*DECIDED).judged_for(roles)
    return moves.values_list(*EXTENSION.lookups())
