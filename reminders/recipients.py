"""Who is told: the holders and deputies of a post, or the head of its service while nobody holds it.

The same rule as in ``council/roles.py``, for many posts at once. Accounts that may not sign in are passed over, and so
is somebody on quiet days while anybody else can be told.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum

from django.db.models import Q

from council.models import Holding, Membership, Post
from council.roles import current
from reminders.models import QuietDays
from reminders.rule import Audience

# Account id -> something about the person.
Capacities = dict[int, str]
Addresses = dict[int, str]
People = tuple[int, ...]


class Because(Enum):
    """Why a person is told."""

    HOLDS = "You hold this post."
    DEPUTISES = "You deputise for this post."
    VACANT = "This post is vacant, and you answer for its service."
    AWAY = "Whoever holds this post is away, and you head its service."
    DECIDES = "You decide on more time for it."
    HEADS = "You head the service of this post."
    CHAIRS = "You chair the committee."
    RUNS = "You are the scrutiny officer of the committee."


@dataclass(frozen=True)
class Recipients:
    """The people of posts, services and committees on one day."""

    holders: dict[int, Capacities]
    heads: dict[int, Capacities]
    scrutiny_officers: dict[int, Addresses]
    chairs: dict[int, Addresses] = field(default_factory=dict)
    away: frozenset[int] = frozenset()
    # The same people again and again: thousands of actions share a few hundred posts.
    known: dict[tuple[int, int, int, int | None], Mapping[Audience, People]] = field(default_factory=dict)

    def present(self, people: Iterable[int]) -> People:
        """Those of them who are not away; all of them where everybody is."""
        everybody = tuple(people)
        return tuple(person for person in everybody if person not in self.away) or everybody

    def answering(self, post_id: int, service_id: int) -> People:
        """Those who answer for a post. While all of them are away, the head of its service hears instead."""
        holders = tuple(self.holders.get(post_id, ()))
        heads = tuple(self.heads.get(service_id, ()))
        return self.at_work(holders) or self.at_work(heads) or holders or heads

    def at_work(self, people: People) -> People:
        """Those of them who are not away."""
        return tuple(person for person in people if person not in self.away)

    def deciding(self, service_id: int, committee_id: int, requested_by: int) -> People:
        """Those who decide on a request: the head of service, never the one who asked.

        Where no other head is there, the committee's scrutiny officers.
        """
        heads = [person for person in self.heads.get(service_id, ()) if person != requested_by]
        officers = self.scrutiny_officers.get(committee_id, ())
        return self.present(heads or (person for person in officers if person != requested_by))

    def running(self, committee_id: int) -> People:
        """The scrutiny officers of a committee."""
        return self.present(self.scrutiny_officers.get(committee_id, ()))

    def chairing(self, committee_id: int) -> People:
        """The chair of a committee; its scrutiny officers while there is none."""
        return self.present(self.chairs.get(committee_id, ())) or self.running(committee_id)

    def recording(self, committee_id: int) -> People:
        """Those who record what a committee decides."""
        return tuple(dict.fromkeys((*self.chairing(committee_id), *self.running(committee_id))))

    def above(self, post_id: int, service_id: int, committee_id: int) -> People:
        """The head of a post's service, where that is somebody else than who answers for it.

        Where a service has no head, the committee's scrutiny officers.
        """
        answering = self.answering(post_id, service_id)
        heads = self.present(self.heads.get(service_id, ())) or self.running(committee_id)
        return tuple(person for person in heads if person not in answering)

    def of_action(
        self, post_id: int, service_id: int, committee_id: int, asker: int | None
    ) -> Mapping[Audience, People]:
        """Everybody who may hear of an action; ``asker`` asked for the time that waits for a decision, if any does."""
        key = (post_id, service_id, committee_id, asker)
        if key not in self.known:
            self.known[key] = {
                Audience.ANSWERS: self.answering(post_id, service_id),
                Audience.DECIDES: () if asker is None else self.deciding(service_id, committee_id, asker),
                Audience.HEADS: self.above(post_id, service_id, committee_id),
                Audience.CHAIRS: self.chairing(committee_id),
            }
        return self.known[key]

    def why_answering(self, person: int, post_id: int) -> Because:
        """Why somebody who hears of a post's work does so."""
        holders = self.holders.get(post_id, {})
        if person in holders:
            return Because.HOLDS if holders[person] == Holding.Capacity.HOLDER else Because.DEPUTISES
        return Because.AWAY if holders else Because.VACANT


def recipients_on(day: date, posts: Collection[Post] | None = None) -> Recipients:
    """Who holds these posts and heads their services (all when None), who runs and chairs each committee, and who is
    away: three queries."""
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
    officers, chairs = seats_on(day)
    away = QuietDays.objects.filter(from_on__lte=day, to_on__gte=day).values_list("user_id", flat=True)
    return Recipients(dict(holders), dict(heads), officers, chairs, frozenset(away))


def seats_on(day: date) -> tuple[dict[int, Addresses], dict[int, Addresses]]:
    """The scrutiny officers and the chair of each committee with their addresses."""
    role = Membership.Role
    found: dict[str, defaultdict[int, Addresses]] = {
        role.SCRUTINY_OFFICER: defaultdict(dict),
        role.CHAIR: defaultdict(dict),
    }
    rows = Membership.objects.filter(current(day), role__in=list(found), user__is_active=True)
    fields = ("role", "committee_id", "user_id", "user__email")
    for kind, committee, person, address in rows.order_by("pk").values_list(*fields):
        found[kind][committee][person] = address
    return dict(found[role.SCRUTINY_OFFICER]), dict(found[role.CHAIR])


def turning_days(council_id: int, first: date, last: date) -> frozenset[date]:
    """The days on which other people of a council may be told than on the day before: somebody takes or leaves a post
    or a seat, goes away or is back. Three queries."""
    of_posts, of_seats = "post__service__directorate__council", "committee__council"
    theirs = Q(**{f"user__holdings__{of_posts}": council_id}) | Q(**{f"user__memberships__{of_seats}": council_id})
    spans = (
        Holding.objects.filter(**{of_posts: council_id}),
        Membership.objects.filter(**{of_seats: council_id}),
        QuietDays.objects.filter(theirs),
    )
    found: set[date] = set()
    for rows in spans:
        begun_or_over = Q(from_on__range=(first, last)) | Q(to_on__range=(first, last))
        for from_on, to_on in rows.filter(begun_or_over).order_by().values_list("from_on", "to_on").distinct():
            found |= {from_on} if to_on is None else {from_on, to_on + timedelta(days=1)}
    return frozenset(found)
