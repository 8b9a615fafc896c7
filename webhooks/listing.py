"""What the pages show of webhooks and of what was sent to them: a fixed number of queries for any number of rows."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

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
    """The webhooks of the councils that a person sets up."""
    of_theirs = Endpoint.objects.filter(council__in=list(roles.sets_up_council_ids))
    return of_theirs.select_related("council").order_by("council__name", "name", "pk")


def with_given_up(endpoints: QuerySet[Endpoint]) -> QuerySet[Endpoint]:
    """Each with ``given_up``: how many deliveries to it were given up."""
    return endpoints.annotate(
        given_up=Count("deliveries", filter=Q(deliveries__state=DeliveryState.GIVEN_UP)),
    )


def not_answering(endpoints: QuerySet[Endpoint]) -> QuerySet[Endpoint]:
    """Those to which something was given up, and that have taken nothing since: somebody has to look at them."""
    given_up = Delivery.objects.filter(endpoint=OuterRef("pk"), state=DeliveryState.GIVEN_UP)
    return endpoints.filter(Exists(given_up), failing_since__isnull=False, paused_on__isnull=True)


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
