"""Who a person is on one day: the posts they answer for and what they do on committees.

Roles are read once a request and handed to every predicate, so a predicate needs no query and no clock.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast

from accounts.models import User
from accounts.statements import statement
from council.models import Holding, Membership, Post

Capacity, Role = Holding.Capacity, Membership.Role


def current(on: date, prefix: str = "") -> Q:
    """Rows with from_on and to_on that hold on this day, both ends included."""
    return Q(**{f"{prefix}from_on__lte": on}) & (
        Q(**{f"{prefix}to_on__isnull": True}) | Q(**{f"{prefix}to_on__gte": on})
    )


@dataclass(frozen=True)
class Roles:
    """What one person may speak for on one day. Ids, so that predicates stay pure."""

    on: date
    user_id: int | None = None
    held_post_ids: frozenset[int] = frozenset()
    deputised_post_ids: frozenset[int] = frozenset()
    vacant_post_ids: frozenset[int] = frozenset()
    headed_service_ids: frozenset[int] = frozenset()
    council_ids: frozenset[int] = frozenset()
    member_of: frozenset[int] = frozenset()
    chair_of: frozenset[int] = frozenset()
    scrutiny_officer_of: frozenset[int] = frozenset()
    # Councils on one of whose committees this person is the scrutiny officer.
    sets_up_council_ids: frozenset[int] = frozenset()

    @property
    def is_signed_in(self) -> bool:
        """Whether an account stands behind this person; the public has none."""
        return self.user_id is not None

    @property
    def post_ids(self) -> frozenset[int]:
        """Posts whose work this person answers for: held, deputised, or vacant in a service that they head."""
        return self.held_post_ids | self.deputised_post_ids | self.vacant_post_ids

    @property
    def committee_ids(self) -> frozenset[int]:
        """Committees on which this person has any role."""
        return self.member_of | self.chair_of | self.scrutiny_officer_of

    @property
    def is_officer(self) -> bool:
        """Whether this person answers for any post."""
        return bool(self.post_ids)


def roles_of(user: User, on: date) -> Roles:
    """The roles of an account on a day: one query, one more for a head of service."""
    if not user.is_active:
        return Roles(on=on)
    # Each row: in which part, the post or committee, its council, and the service where it heads one.
    rows = parts_taken(user.pk, on)
    of = {part: frozenset(pk for p, pk, _, _ in rows if p == part) for part in (*Capacity.values, *Role.values)}
    headed = frozenset(service for _, _, _, service in rows if service is not None)
    return Roles(
        on=on,
        user_id=user.pk,
        held_post_ids=of[Capacity.HOLDER],
        deputised_post_ids=of[Capacity.DEPUTY],
        vacant_post_ids=vacant_posts(headed, on) if headed else frozenset(),
        headed_service_ids=headed,
        council_ids=frozenset(council for _, _, council, _ in rows),
        member_of=of[Role.MEMBER],
        chair_of=of[Role.CHAIR],
        scrutiny_officer_of=of[Role.SCRUTINY_OFFICER],
        sets_up_council_ids=frozenset(council for p, _, council, _ in rows if p == Role.SCRUTINY_OFFICER),
    )


@statement
def parts_taken(user: int, on: date) -> QuerySet[Any, Any]:
    """All that an account does on a day, as rows of four."""
    return posts_held(user, on).union(seats_taken(user, on), all=True)


def posts_held(user: int, on: date) -> QuerySet[Any, Any]:
    """The posts that an account holds or deputises for on a day, as rows of four."""
    heads = Case(When(post__is_head=True, then="post__service_id"), output_field=BigIntegerField())
    held = Holding.objects.filter(current(on), user=user).order_by().annotate(heads=heads)
    return held.values_list("capacity", "post_id", "post__service__directorate__council_id", "heads")


def seats_taken(user: int, on: date) -> QuerySet[Any, Any]:
    """What an account does on committees on a day, as rows of four."""
    seats = Membership.objects.filter(current(on), user=user).order_by()
    nothing = Cast(Value(None), output_field=BigIntegerField())
    return seats.annotate(heads=nothing).values_list("role", "committee_id", "committee__council_id", "heads")


def anybody_of(council_id: int, on: date) -> Roles:
    """Somebody of a council with no part in anything: reads what everybody there may read, and nothing exempt."""
    return Roles(on=on, council_ids=frozenset({council_id}))


def vacant_posts(service_ids: frozenset[int], on: date) -> frozenset[int]:
    """Posts of these services that nobody who may sign in holds on this day: their head answers for them."""
    held = Holding.objects.filter(current(on), post=OuterRef("pk"), user__is_active=True)
    return frozenset(Post.objects.filter(~Exists(held), service__in=service_ids).values_list("pk", flat=True))
