"""Who is told: the holders and deputies of a post, or the head of its service while nobody holds it.

The same rule as in ``council/roles.py``, for many posts at once. Accounts that may not sign in are passed over.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.db.models import Q

from council.models import Holding, Membership, Post
from council.roles import current

# Account id -> something about the person.
Capacities = dict[int, str]
Addresses = dict[int, str]


class Because(Enum):
    """Why a person is told."""

    HOLDS = "You hold this post."
    DEPUTISES = "You deputise for this post."
    VACANT = "This post is vacant, and you answer for its service."
    DECIDES = "You decide on more time for it."


@dataclass(frozen=True)
class Recipients:
    """The people of posts, services and committees on one day."""

    holders: dict[int, Capacities]
    heads: dict[int, Capacities]
    scrutiny_officers: dict[int, Addresses]

    def answering(self, post_id: int, service_id: int) -> tuple[int, ...]:
        """Those who answer for a post."""
        return tuple(self.holders.get(post_id) or self.heads.get(service_id) or ())

    def deciding(self, service_id: int, committee_id: int, requested_by: int) -> tuple[int, ...]:
        """Those who decide on a request: the head of service, never the one who asked.

        Where no other head is there, the committee's scrutiny officers.
        """
        heads = [person for person in self.heads.get(service_id, ()) if person != requested_by]
        officers = self.scrutiny_officers.get(committee_id, ())
        return tuple(heads or (person for person in officers if person != requested_by))

    def why_answering(self, person: int, post_id: int) -> Because:
        """Why somebody who answers for a post does so."""
        capacity = self.holders.get(post_id, {}).get(person)
        if capacity is None:
            return Because.VACANT
        return Because.HOLDS if capacity == Holding.Capacity.HOLDER else Because.DEPUTISES


def recipients_on(day: date, posts: Collection[Post] | None = None) -> Recipients:
    """Who holds these posts and heads their services (all when None), and every scrutiny officer: two queries."""
    holders: defaultdict[int, Capacities] = defaultdict(dict)
    heads: defaultdict[int, Capacities] = defaultdict(dict)
    holdings = Holding.objects.filter(current(day), user__is_active=True)
    if posts is not None:
        heads_of_these = Q(post__is_head=True, post__service__in={post.service_id for post in posts})
        holdings = holdings.filter(Q(post__in=posts) | heads_of_these)
    fields = ("post_id", "user_id", "capacity", "post__is_head", "post__service_id")
    # Deputies first, so that somebody who is both counts as the holder.
    for post, person, capacity, is_head, service in holdings.order_by("capacity", "pk").values_list(*fields):
        holders[post][person] = capacity
        if is_head:
            heads[service][person] = capacity
    return Recipients(dict(holders), dict(heads), scrutiny_officers_on(day))


def scrutiny_officers_on(day: date) -> dict[int, Addresses]:
    """The scrutiny officers of each committee with their addresses."""
    officers: defaultdict[int, Addresses] = defaultdict(dict)
    rows = Membership.objects.filter(current(day), role=Membership.Role.SCRUTINY_OFFICER, user__is_active=True)
    for committee, person, address in rows.order_by("pk").values_list("committee_id", "user_id", "user__email"):
        officers[committee][person] = address
    return dict(officers)
