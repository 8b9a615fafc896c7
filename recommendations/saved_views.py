"""Ways of looking at a review or a committee, kept by name and shared with others of the council."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import QueryDict

from accounts.models import User
from council.roles import Roles
from recommendations.models import Review, SavedView
from recommendations.querysets import reviews_seen_by
from recommendations.scope import Scope, of_review
from recommendations.states import ViewPage
from recommendations.workflow import author

# What an address may carry besides the filters: nothing else of it is kept.
KEPT = (
    *("as_at", "since", "review", "theme", "service", "state", "response", "claim", "verdict", "agreement"),
    *("post", "having", "q", "timeliness", "moved_for", "acting"),
)
QUERY_MAX = 1000
NOT_OURS = "Views are saved by people of the council."
NOT_YOURS = "Only its owner removes a view."


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to keep: a page of a scope, its query, under a name."""

    scope: Scope
    page: ViewPage
    query: str
    name: str
    is_shared: bool


def query_to_keep(asked: QueryDict) -> str:
    """The part of an address that says what is looked at, in a fixed order; empty values are left out."""
    return urlencode({name: asked[name] for name in KEPT if asked.get(name)})


def seen_by(roles: Roles) -> QuerySet[SavedView]:
    """A person's own views, and those that others of their councils share."""
    theirs = Q(owner=roles.user_id) | Q(is_shared=True)
    # A review that somebody may not see has no view for them either.
    visible = Q(review=None) | reviews_seen_by(roles, "review__")
    found = SavedView.objects.filter(theirs, visible, committee__council__in=list(roles.council_ids))
    return found.select_related("committee", "review__committee", "owner")


def url_of(view: SavedView) -> str:
    """The address that it keeps."""
    scope = of_review(view.review) if view.review else Scope(view.committee, (), is_committee=True)
    return scope.url(view.page) + (f"?{view.query}" if view.query else "")


def may_save(roles: Roles, scope: Scope) -> bool:
    """People of the council save views of its committees and reviews."""
    return roles.is_signed_in and scope.committee.council_id in roles.council_ids


def may_remove(roles: Roles, view: SavedView) -> bool:
    """Whoever saved a view removes it."""
    return view.owner_id == roles.user_id


@transaction.atomic
def save(wanted: Wanted, *, by: Roles, on: date) -> SavedView:
    """Keep a way of looking under a name.

    Raises PermissionDenied for somebody outside the council, ValidationError for a name that they have used already or
    a query that is too long.
    """
    if not may_save(by, wanted.scope):
        raise PermissionDenied(NOT_OURS)
    if wanted.is_shared and any(not review.published_on for review in named_in(wanted)):
        raise ValidationError({"is_shared": "A view of a review that is not published yet cannot be shared"})
    if len(wanted.query) > QUERY_MAX:
        raise ValidationError("These filters are too long to be saved. Use fewer words.")
    row = SavedView(
        committee=wanted.scope.committee,
        review=None if wanted.scope.is_committee else wanted.scope.reviews[0],
        owner_id=author(by),
        name=wanted.name,
        page=wanted.page,
        query=wanted.query,
        is_shared=wanted.is_shared,
        saved_on=on,
    )
    # Two presses at once: the second waits here, and is told that the name is taken.
    User.objects.select_for_update().get(pk=author(by))
    row.validate_constraints()
    row.save()
    return row


def named_in(wanted: Wanted) -> list[Review]:
    """The reviews that a view names: its own, or the one that it filters for."""
    slug = QueryDict(wanted.query).get("review")
    return [r for r in wanted.scope.reviews if not wanted.scope.is_committee or r.slug == slug]


def remove(view: SavedView, *, by: Roles) -> None:
    """Forget a view. Raises PermissionDenied for anybody but its owner."""
    if not may_remove(by, view):
        raise PermissionDenied(NOT_YOURS)
    view.delete()
