"""Who belongs to a council: whoever holds or held a post of it, sits or sat on a committee of it."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.workflow import Welcome
from council.models import Holding, Membership
from council.roles import Roles


def people_of(council_ids: frozenset[int]) -> "QuerySet[User]":
    """The accounts of these councils, whether they may sign in or not."""
    holds = Holding.objects.filter(user=OuterRef("pk"), post__service__directorate__council__in=list(council_ids))
    sits = Membership.objects.filter(user=OuterRef("pk"), committee__council__in=list(council_ids))
    return User.objects.filter(Q(Exists(holds)) | Q(Exists(sits)))


def people_set_up_by(roles: Roles) -> "QuerySet[User]":
    """The accounts of the councils that this person sets up."""
    return people_of(roles.sets_up_council_ids)


FIRST = {
    Membership.Role.SCRUTINY_OFFICER: "Open “Set-up”. It says what comes first.",
    Holding.Capacity.HOLDER: "Open “My actions”. It lists what waits for you, the most urgent first.",
    Membership.Role.CHAIR: "Open “Meetings”, and there the next one: it says what is on its agenda, and why.",
    Membership.Role.MEMBER: "Open “Dashboard”. Under every number stands the list that it counts.",
}
SITS = {
    Membership.Role.SCRUTINY_OFFICER: "the scrutiny officer",
    Membership.Role.CHAIR: "the chair",
    Membership.Role.MEMBER: "a member",
}


def welcome_of(user: User, on: date) -> Welcome:
    """What an account is for, from this day on: each seat and each post in a sentence, and what comes first."""
    to_come = Q(to_on__isnull=True) | Q(to_on__gte=on)
    seats = list(user.memberships.filter(to_come).select_related("committee__council").order_by("from_on", "pk"))
    posts = list(user.holdings.filter(to_come).select_related("post__service").order_by("from_on", "pk"))
    parts = [
        f"You are {SITS[Membership.Role(seat.role)]} of the {seat.committee}{starting(seat.from_on, on)}."
        for seat in seats
    ]
    for row in posts:
        does = "hold the post" if row.capacity == Holding.Capacity.HOLDER else "deputise for the post"
        parts.append(f"You {does} {row.post}, {row.post.service}{starting(row.from_on, on)}.")
    does_here = {*(seat.role for seat in seats), *(Holding.Capacity.HOLDER for _ in posts)}
    return Welcome(tuple(parts), next((words for part, words in FIRST.items() if part in does_here), ""))


def starting(from_on: date, on: date) -> str:
    """From 1 July 2026, where that is to come."""
    return f" from {from_on:%-d %B %Y}" if from_on > on else ""
