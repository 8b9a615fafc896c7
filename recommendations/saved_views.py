"""Ways of looking at a review or a committee, kept by name and shared with others of the council."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import QueryDict

from council.roles import Roles
from recommendations.models import SavedView
from recommendations.scope import Scope, of_review
from recommendations.states import ViewPage

# What an address may carry besides the filters: nothing else of it is kept.
KEPT = (
    *("as_at", "since", "review", "theme", "service", "state", "response", "claim", "verdict", "agreement"),
    *("post", "having", "q", "timeliness", "moved_for", "acting"),
)
QUERY_MAX = 1000


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
    own = Q(owner=roles.user_id)
    shared = Q(is_shared=True, committee__council__in=list(roles.council_ids))
    found = SavedView.objects.filter(own | shared, committee__council__in=list(roles.council_ids))
    return found.select_related("committee", "review__committee", "owner")


def url_of(view: SavedView) -> str:
    """The address that it keeps."""
    scope = of_review(view.review) if view.review else Scope(view.committee, (), is_committee=True)
    return scope.url(view.page) + (f"?{view.query}" if view.query else "")


@transaction.atomic
def save(wanted: Wanted, *, by: Roles, on: date) -> SavedView:
    """Keep a way of looking under a name.

    Raises PermissionDenied for somebody outside the council, ValidationError for a name that they have used already or
    a query that is too long.
    """
    if by.user_id is None or wanted.scope.committee.council_id not in by.council_ids:
        raise PermissionDenied("Views are saved by people of the council.")
    if len(wanted.query) > QUERY_MAX:
        raise ValidationError("These filters are too long to be saved. Use fewer words.")
    row = SavedView(
        committee=wanted.scope.committee,
        review=None if wanted.scope.is_committee else wanted.scope.reviews[0],
        owner_id=by.user_id,
        name=wanted.name,
        page=wanted.page,
        query=wanted.query,
        is_shared=wanted.is_shared,
        saved_on=on,
    )
    row.validate_constraints()
    row.save()
    return row


def remove(view: SavedView, *, by: Roles) -> None:
    """Forget a view. Raises PermissionDenied for anybody but its owner."""
    if view.owner_id != by.user_id:
        raise PermissionDenied("Only its owner removes a view.")
    view.delete()
