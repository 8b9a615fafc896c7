"""What a report says of reminders about actions: when each was due, to which post it went, and what became of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from recommendations.models import Action
from reminders.models import Reminder
from reminders.parts import Parts
from reminders.rules import kinds_about
from reminders.states import SAID_AGAIN, MessageState, Subject

# Signs of what became of a reminder: each is told in words beside it.
SENT, FAILED, NOT_NEEDED, WAITS = "sent", "failed", "not_needed", "waits"
# Of a message that was never sent.
SIGNS = {
    MessageState.FAILED: FAILED,
    MessageState.CANCELLED: NOT_NEEDED,
}


@dataclass(frozen=True)
class Receipt:
    """One reminder: ``kind`` is sent, failed, not_needed or waits."""

    action_id: int
    day: date
    about: str
    to: str
    result: str
    kind: str


def receipts(action_ids: Collection[int], after: date | None, up_to: date) -> list[Receipt]:
    """The reminders about these actions, planned after one day and up to another, in order: three queries."""
    rows = Reminder.objects.filter(
        kind__in=kinds_about(Subject.ACTION), subject_id__in=list(action_ids), planned_on__lte=up_to
    )
    if after:
        rows = rows.filter(planned_on__gt=after)
    own_post = Action.objects.filter(pk=OuterRef("subject_id")).values("post")[:1]
    rows = rows.annotate(own_post=Subquery(own_post)).select_related("message", "recipient")
    found = list(rows.order_by("subject_id", "planned_on", "pk"))
    parts = Parts.of({row.recipient_id for row in found})
    return [
        Receipt(
            row.subject_id,
            row.planned_on,
            row.rule.label,
            parts.told(row.recipient_id, row.planned_on, row.own_post),
            result(row, up_to),
            sign(row, up_to),
        )
        for row in found
    ]


def sign(row: Reminder, on: date) -> str:
    """What became of a reminder by a day. What happened to it later is not told."""
    message = row.message
    # Its message is settled on its own day at the earliest, and a reminder is withdrawn as its message is taken up.
    if message.day > on:
        return WAITS
    if row.withdrawn_because not in ("", SAID_AGAIN):
        return NOT_NEEDED
    if message.sent_at is None:
        return SIGNS.get(MessageState(message.state), WAITS)
    if timezone.localdate(message.sent_at) > on:
        return WAITS
    return FAILED if message.bounced_at and timezone.localdate(message.bounced_at) <= on else SENT


def result(row: Reminder, on: date) -> str:
    """The same in words: Sent 3 July 2017 at 09:00. A mail server's own words are left out: they name addresses."""
    found = sign(row, on)
    if found == SENT and row.message.sent_at:
        at = timezone.localtime(row.message.sent_at)
        return f"Sent {at:%-d %B %Y} at {at:%H:%M}"
    if found == NOT_NEEDED:
        return f"Not needed: {row.withdrawn_because or row.message.reason}"
    if found == FAILED:
        return "Came back: could not be delivered" if row.message.sent_at else "Failed: could not be delivered"
    return "Not sent yet"
