"""Which imports: who may see them, and which want work."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models

from council.roles import Roles
from intake.states import Stage

if TYPE_CHECKING:
    from intake.models import ImportedReport
else:
    ImportedReport = Any


class ImportedReportQuerySet(models.QuerySet[ImportedReport]):
    """Reports that somebody chose. The moment is always an argument."""

    def visible_to(self, roles: Roles) -> Self:
        """Those of committees whose scrutiny officer this is."""
        return self.filter(committee__in=list(roles.scrutiny_officer_of))

    def for_page(self) -> Self:
        """With what a page prints."""
        return self.select_related("committee__council", "by", "review", "removed_by")

    def waiting(self) -> Self:
        """Not begun by any worker, the oldest first."""
        return self.filter(stage=Stage.WAITING).order_by("chosen_at", "pk")

    def abandoned(self, at: datetime) -> Self:
        """Being read, by a worker that has said nothing since its lease ran out."""
        return self.filter(stage=Stage.READING, lease_until__lt=at)
