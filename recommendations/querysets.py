"""Which rows: who may see them, and one named queryset for each page's need. Deny by default."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from council.models import Holding
from council.roles import Roles, current
from recommendations.states import Status, VerdictKind

if TYPE_CHECKING:
    from recommendations.models import Action, Extension, Recommendation, Review
else:
    Action = Extension = Recommendation = Review = Any


def reviews_seen_by(roles: Roles, prefix: str = "") -> Q:
    """Published reviews of the councils a person belongs to, and unpublished ones of committees they run."""
    published = Q(
        **{f"{prefix}published_on__lte": roles.on, f"{prefix}committee__council__in": list(roles.council_ids)}
    )
    run = Q(**{f"{prefix}committee__in": list(roles.chair_of | roles.scrutiny_officer_of)})
    return published | run


class ReviewQuerySet(models.QuerySet[Review]):
    """Reviews."""

    def visible_to(self, roles: Roles) -> Self:
        """Those that a person with these roles may see."""
        return self.filter(reviews_seen_by(roles))

    def for_page(self) -> Self:
        """With what every page about a review prints in its head."""
        return self.select_related("committee__council")


class RecommendationQuerySet(models.QuerySet[Recommendation]):
    """Recommendations."""

    def visible_to(self, roles: Roles) -> Self:
        """Those of reviews that a person with these roles may see."""
        return self.filter(reviews_seen_by(roles, "review__"))

    def for_figures(self) -> Self:
        """With the theme and services that figures are grouped by."""
        return self.select_related("theme", "lead_service", "partner_service").order_by("number")

    def for_page(self) -> Self:
        """With what a recommendation's own page prints."""
        return self.select_related("review__committee__council", "theme", "lead_service", "partner_service")


class ActionQuerySet(models.QuerySet[Action]):
    """Actions. The day is always an argument."""

    def visible_to(self, roles: Roles) -> Self:
        """Those of reviews that a person with these roles may see."""
        return self.filter(reviews_seen_by(roles, "recommendation__review__"))

    def of_posts(self, post_ids: frozenset[int]) -> Self:
        """Work of these posts."""
        return self.filter(post__in=list(post_ids))

    def open(self) -> Self:
        """Not achieved by the officers' word, and on a recommendation that is not signed off."""
        signed_off = Q(recommendation__pk__in=signed_off_recommendations())
        return self.exclude(status=Status.ACHIEVED).exclude(signed_off)

    def overdue(self, on: date) -> Self:
        """Open and past the target date on this day."""
        return self.open().filter(target_on__lt=on)

    def stale(self, on: date, limit_days: int) -> Self:
        """Open and without an update for more than ``limit_days`` days."""
        since = on - timedelta(days=limit_days)
        silent = Q(updated_on__lt=since) | Q(updated_on__isnull=True, agreed_on__lt=since)
        return self.open().filter(silent)

    def for_list(self) -> Self:
        """With what a row of a list prints."""
        return self.select_related("recommendation__review__committee__council", "part", "post__service")

    def for_figures(self) -> Self:
        """With the part, post and service that figures are grouped by."""
        return self.select_related("part", "post__service").order_by("recommendation__number", "part__label", "number")


class ExtensionQuerySet(models.QuerySet[Extension]):
    """Requests for more time."""

    def for_decision(self, on: date) -> Self:
        """With what decides who may decide: ``has_other_head`` tells whether, on this day, somebody other than the
        one who asked answers for the service."""
        heads = Holding.objects.filter(
            current(on),
            user__is_active=True,
            post__is_head=True,
            post__service=models.OuterRef("action__post__service"),
        ).exclude(user=models.OuterRef("requested_by"))
        return self.for_list().annotate(has_other_head=models.Exists(heads))

    def waiting(self) -> Self:
        """Not decided yet."""
        return self.filter(agreed__isnull=True)

    def for_list(self) -> Self:
        """With what a row of a list prints."""
        return self.select_related(
            "action__recommendation__review__committee__council",
            "action__part",
            "action__post__service",
            "requested_by",
        )


def signed_off_recommendations() -> models.QuerySet[Any, Any]:
    """Ids of recommendations whose latest verdict is achieved."""
    # Here and not at the top: models import this module.
    from recommendations.models import Verdict

    latest = (
        Verdict.objects.filter(recommendation=models.OuterRef("recommendation"))
        .order_by("-meeting__held_on", "-pk")
        .values("pk")[:1]
    )
    return Verdict.objects.filter(pk=models.Subquery(latest), verdict=VerdictKind.ACHIEVED).values("recommendation")
