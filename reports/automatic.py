"""A draft begins by itself some days before the papers of a meeting are due, so that nobody starts too late."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from council.models import Meeting
from recommendations.models import Review
from reports.drafting import begun
from reports.models import Report
from reports.quarters import Period, ended_quarters


def begin_drafts(at: datetime) -> list[Report]:
    """Begin the report of the last quarter that has ended on each review that a coming meeting looks at.

    Asked as "due by now": a worker that was off for days loses nothing. A draft that was thrown away, or a report that
    was issued, is not begun again. Returns those that were begun.
    """
    on = timezone.localdate(at)
    soon = on + timedelta(days=settings.REPORT_DRAFT_DAYS)
    meetings = Meeting.objects.filter(held_on__gte=on, papers_due_on__lte=soon).order_by("held_on")
    reviews = Review.objects.for_page().filter(
        committee__in=list(meetings.values_list("committee_id", flat=True)), published_on__lte=on
    )
    found = ((review, ended_quarters(review.adopted_on, on)) for review in reviews)
    wanted = ((review, Period.of_quarter(quarters[0])) for review, quarters in found if quarters)
    return [
        begun(review.committee, review, period, at, None)
        for review, period in wanted
        if period.quarter
        and not Report.objects.filter(review=review, quarter=period.quarter.key, as_at=period.as_at).exists()
    ]
