"""A verdict or an issued report becomes a row for each webhook that wants to hear of it, in the verb's transaction."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.utils import timezone

from recommendations.models import Verdict
from reports.models import Report
from webhooks.models import Delivery, Endpoint
from webhooks.states import Event


def new_id() -> str:
    """The name of a message, the same at every attempt."""
    return f"msg_{uuid4().hex}"


def plan(row: Any) -> None:
    """Note for whom this is, where anybody of its council may read it. Nothing for what no webhook tells of."""
    if isinstance(row, Report) and row.issued_at:
        wanting = Endpoint.objects.filter(tells_reports=True, council__committees=row.committee_id)
        note(wanting, Event.REPORT, row.pk, row.issued_at)
    elif isinstance(row, Verdict):
        review = row.recommendation.review
        if review.is_published(row.recorded_on):
            wanting = Endpoint.objects.filter(tells_verdicts=True, council__committees=review.committee_id)
            note(wanting, Event.VERDICT, row.pk, timezone.now())


def note(wanting: Any, event: Event, subject_id: int, at: datetime) -> None:
    """One delivery for each."""
    made = [
        Delivery(
            endpoint=endpoint,
            event=event,
            subject_id=subject_id,
            webhook_id=new_id(),
            happened_at=at,
            next_attempt_at=at,
        )
        for endpoint in wanting
    ]
    if made:
        Delivery.objects.bulk_create(made)
