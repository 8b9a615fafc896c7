"""What the pages show of webhooks and of what was sent to them: a fixed number of queries for any number of rows."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from council.roles import Roles
from recommendations.models import Verdict
from reports.models import Report
from webhooks.models import Delivery, Endpoint
from webhooks.states import DeliveryState, Event


@dataclass(frozen=True)
class Line:
    """One delivery, with what it is about and where that is read; a test is about nothing."""

    delivery: Delivery
    about: str = ""
    url: str = ""


def endpoints_of(roles: Roles) -> QuerySet[Endpoint]:
    """The webhooks of the councils that a person sets up, each with ``given_up``: how many deliveries were given up."""
    given_up = Count("deliveries", filter=Q(deliveries__state=DeliveryState.GIVEN_UP))
    of_theirs = Endpoint.objects.filter(council__in=list(roles.sets_up_council_ids)).select_related("council")
    return of_theirs.annotate(given_up=given_up).order_by("council__name", "name", "pk")


def not_answering(endpoints: QuerySet[Endpoint]) -> QuerySet[Endpoint]:
    """Those to which something was given up, and that have taken nothing since: somebody has to look at them."""
    failing = endpoints.filter(failing_since__isnull=False, paused_on__isnull=True)
    return failing.filter(deliveries__state=DeliveryState.GIVEN_UP).distinct()


def lines(deliveries: Iterable[Delivery]) -> list[Line]:
    """Each with what it is about, in two queries."""
    deliveries = list(deliveries)
    wanted = {
        event: [d.subject_id or 0 for d in deliveries if d.event == event] for event in (Event.VERDICT, Event.REPORT)
    }
    verdicts = Verdict.objects.filter(pk__in=wanted[Event.VERDICT]).select_related("recommendation__review")
    reports = Report.objects.filter(pk__in=wanted[Event.REPORT]).select_related("review", "committee")
    found = {
        (Event.VERDICT, row.pk): (
            f"{row.recommendation.reference}, {row.get_verdict_display().lower()}",
            row.recommendation.get_absolute_url(),
        )
        for row in verdicts
    }
    found |= {(Event.REPORT, row.pk): (f"{row.name}, {row.about}", row.get_absolute_url()) for row in reports}
    return [Line(d, *found.get((Event(d.event), d.subject_id or 0), ())) for d in deliveries]
