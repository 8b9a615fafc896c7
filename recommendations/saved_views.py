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
NOT_YOURS = "Only its owner changes or removes a view."
TAKEN = "You have a view of this name already. Choose another name, or tick that this takes its place"
NOT_PUBLISHED = {"is_shared": "A view of a review that is not published yet cannot be shared"}


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


def may_change(roles: Roles, view: SavedView) -> bool:
    """Whoever saved a view renames, shares and removes it."""
    return view.owner_id == roles.user_id


def own_of_the_name(roles: Roles, scope: Scope, name: str) -> SavedView | None:
    """A person's own view of this committee that is called so already."""
    return SavedView.objects.filter(owner=roles.user_id, committee=scope.committee, name=name).first()


@transaction.atomic
def save(wanted: Wanted, *, by: Roles, on: date, replacing: bool = False) -> SavedView:
    """Keep a way of looking under a name, or, where it is ``replacing``, in the place of what has the name already.

    Raises PermissionDenied for somebody outside the council, ValidationError for a name that they have used already or
    a query that is too long.
    """
    if not may_save(by, wanted.scope):
        raise PermissionDenied(NOT_OURS)
    if len(wanted.query) > QUERY_MAX:
        raise ValidationError("These filters are too long to be saved. Use fewer words.")
    # Two presses at once: the second waits here, and is told that the name is taken.
    User.objects.select_for_update().get(pk=author(by))
    row = own_of_the_name(by, wanted.scope, wanted.name)
    if row and not replacing:
        raise ValidationError({"name": TAKEN})
    row = row or SavedView(committee=wanted.scope.committee, owner_id=author(by), name=wanted.name)
    row.review = None if wanted.scope.is_committee else wanted.scope.reviews[0]
    row.page, row.query, row.is_shared, row.saved_on = wanted.page, wanted.query, wanted.is_shared, on
    return kept(row)


@transaction.atomic
def change(view: SavedView, *, by: Roles, name: str, is_shared: bool) -> SavedView:
    """Rename a view, share it or stop sharing it. Raises PermissionDenied for anybody but its owner, ValidationError
    for a name that they have used already."""
    if not may_change(by, view):
        raise PermissionDenied(NOT_YOURS)
    User.objects.select_for_update().get(pk=author(by))
    view.name, view.is_shared = name, is_shared
    return kept(view)


def kept(row: SavedView) -> SavedView:
    """The view, stored. Raises ValidationError for one that cannot be shared, or whose name is taken."""
    if row.is_shared and named_in(row).filter(published_on=None).exists():
        raise ValidationError(NOT_PUBLISHED)
    row.validate_constraints()
    row.save()
    return row


def named_in(row: SavedView) -> QuerySet[Review]:
    """The reviews that a view names: its own, or the one that it filters for."""
    if row.review_id:
        return Review.objects.filter(pk=row.review_id)
    return Review.objects.filter(committee=row.committee_id, slug=QueryDict(row.query).get("review", ""))


def remove(view: SavedView, *, by: Roles) -> None:
    """Forget a view. Raises PermissionDenied for anybody but its owner."""
    if not may_change(by, view):
        raise PermissionDenied(NOT_YOURS)
    view.delete()
