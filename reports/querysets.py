"""Which reports and copies: who may see them, and which of them want work."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, When

from council.roles import Roles
from recommendations.querysets import reviews_seen_by
from reports.states import UNFINISHED, Progress, Version

if TYPE_CHECKING:
    from reports.models import Copy, Report
else:
    Copy = Report = Any


class ReportQuerySet(models.QuerySet[Report]):
    """Reports. The moment is always an argument."""

    def visible_to(self, roles: Roles) -> Self:
        """Those of reviews, or committees, that a person with these roles may see: drafts for the committee alone."""
        of_review = Q(review__isnull=False) & reviews_seen_by(roles, "review__")
        publishing = Q(committee__publishes=True) | Q(committee__council__in=list(roles.council_ids))
        of_committee = Q(review__isnull=True) & publishing
        mine = Q(committee__in=list(roles.committee_ids))
        return self.filter(of_review | of_committee).filter(mine | Q(issued_at__isnull=False))

    def for_page(self) -> Self:
        """With what a page about a report prints, the newest first."""
        ordered = self.order_by(models.F("issued_at").desc(nulls_first=True), "-begun_at", "-pk")
        return ordered.select_related(
            "committee__council", "review__committee__council", "begun_by", "issued_by", "supersedes", "superseded_by"
        )

    def of(self, committee_id: int, review_id: int | None) -> Self:
        """Of one review, or of a committee as a whole; without drafts that were thrown away."""
        return self.filter(committee=committee_id, review=review_id, dropped_on__isnull=True)

    def published(self, on: date) -> Self:
        """Issued by a day, of committees that publish, and of reviews published by it: what a feed tells everybody."""
        return self.filter(issued_on__lte=on, committee__publishes=True).filter(
            Q(review__isnull=True) | Q(review__published_on__lte=on)
        )


class CopyQuerySet(models.QuerySet[Copy]):
    """Copies. The moment is always an argument."""

    def visible_to(self, roles: Roles) -> Self:
        """Those of reports that a person may see; the version with exempt items and drafts for the committee alone."""
        # Here and not at the top: models import this module.
        from reports.models import Report as Rows

        seen = Rows.objects.visible_to(roles).filter(pk=OuterRef("frozen__report"))
        public = Q(frozen__version=Version.PUBLIC, frozen__is_issued=True)
        mine = Q(frozen__report__committee__in=list(roles.committee_ids))
        # Letters are for the committee, and for the witness, who has no account.
        letters = Q(frozen__letter__review__committee__in=list(roles.committee_ids))
        return self.filter(Exists(seen) & (public | mine) | letters)

    def for_page(self) -> Self:
        """With what a page about a copy prints."""
        return self.select_related(
            "frozen__report__committee__council",
            "frozen__report__review",
            "frozen__letter__review__committee",
            "frozen__letter__witness",
            "requested_by",
        )

    def unfinished(self) -> Self:
        """Waiting, or being made."""
        return self.filter(state__in=UNFINISHED)

    def waiting(self) -> Self:
        """Not started by any worker, the oldest first."""
        return self.filter(state=Progress.WAITING).order_by("requested_at", "pk")

    def abandoned(self, at: datetime) -> Self:
        """Being made, by a worker that has said nothing since its lease ran out."""
        return self.filter(state=Progress.RUNNING, lease_until__lt=at)

    def forgotten(self, at: datetime) -> Self:
        """Waiting for longer than any worker that runs would let it wait."""
        return self.filter(state=Progress.WAITING, requested_at__lt=at - settings.REPORT_WAIT)

    def best_first(self) -> Self:
        """Those that are made before all others, then the last that was asked for."""
        return self.order_by(Case(When(state=Progress.DONE, then=0), default=1), "-pk")
