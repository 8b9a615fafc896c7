"""Which reports: who may see them, and which of them want work."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models

from council.roles import Roles
from recommendations.querysets import reviews_seen_by
from reports.states import UNFINISHED, Progress

if TYPE_CHECKING:
    from reports.models import Report
else:
    Report = Any


class ReportQuerySet(models.QuerySet[Report]):
    """Reports. The moment is always an argument."""

    def visible_to(self, roles: Roles) -> Self:
        """Those of reviews that a person with these roles may see."""
        return self.filter(reviews_seen_by(roles, "review__"))

    def for_page(self) -> Self:
        """With what a page about a report prints, the newest first."""
        return self.select_related("review__committee__council", "requested_by").order_by("-requested_at", "-pk")

    def unfinished(self) -> Self:
        """Waiting, or being made."""
        return self.filter(state__in=UNFINISHED)

    def waiting(self) -> Self:
        """Not started by any worker, the oldest first."""
        return self.filter(state=Progress.WAITING).order_by("requested_at", "pk")

    def abandoned(self, at: datetime) -> Self:
        """Being made, by a worker that has said nothing since its lease ran out."""
        return self.filter(state=Progress.RUNNING, lease_until__lt=at)
