"""What a report says of reminders about actions: when each was due, to which post it went, and what became of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from council.models import Holding, Membership
from council.roles import current
from reminders.models import Reminder
from reminders.rules import BY_KIND
from reminders.states import Kind, MessageState, Subject

OF_ACTIONS = [kind for kind, rule in BY_KIND.items() if rule.subject == Subject.ACTION]
# Signs of what became of a reminder: each is told in words beside it.
SENT, FAILED, NOT_NEEDED, WAITS = "sent", "failed", "not_needed", "waits"
SIGNS = {
    MessageState.SENT: SENT,
    MessageState.FAILED: FAILED,
    MessageState.BOUNCED: FAILED,
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
    rows = Reminder.objects.filter(kind__in=OF_ACTIONS, subject_id__in=list(action_ids), planned_on__lte=up_to)
    if after:
        rows = rows.filter(planned_on__gt=after)
    found = list(rows.select_related("message", "recipient").order_by("subject_id", "planned_on", "pk"))
    posts = posts_of({row.recipient_id for row in found}, up_to)
    return [
        Receipt(
            row.subject_id,
            row.planned_on,
            Kind(row.kind).label,
            posts.get(row.recipient_id, "Somebody without a post"),
            result(row, up_to),
            sign(row, up_to),
        )
        for row in found
    ]


def sign(row: Reminder, on: date) -> str:
    """What became of a reminder by a day. A message that was settled later waited then."""
    if row.withdrawn_because:
        return NOT_NEEDED
    sent_on = timezone.localdate(row.message.sent_at) if row.message.sent_at else row.message.day
    return WAITS if sent_on > on else SIGNS.get(MessageState(row.message.state), WAITS)


def result(row: Reminder, on: date) -> str:
    """The same in words: Sent 3 July 2017 at 09:00."""
    found = sign(row, on)
    if found == SENT and row.message.sent_at:
        at = timezone.localtime(row.message.sent_at)
        return f"Sent {at:%-d %B %Y} at {at:%H:%M}"
    if found == NOT_NEEDED:
        return f"Not needed: {row.withdrawn_because or row.message.reason}"
    if found == FAILED:
        came_back = row.message.state == MessageState.BOUNCED
        return f"{'Came back' if came_back else 'Failed'}: {row.message.reason}"
    return "Not sent yet"


def posts_of(user_ids: Collection[int], on: date) -> dict[int, str]:
    """In which part these people were told: by the post that they hold, else by their part on a committee."""
    people = list(user_ids)
    seats = Membership.objects.filter(current(on), user__in=people).order_by("pk")
    found = {seat.user_id: str(seat.get_role_display()) for seat in seats}
    held = Holding.objects.filter(current(on), user__in=people).select_related("post").order_by("-capacity", "-pk")
    deputy = Holding.Capacity.DEPUTY
    for holding in held:
        found[holding.user_id] = f"Deputy of {holding.post.title}" if holding.capacity == deputy else holding.post.title
    return found
