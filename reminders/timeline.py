"""What the merged timeline of a recommendation shows of reminders: what was sent, to whom, and what failed."""

from django.utils import timezone

from council.roles import Roles
from recommendations.history import Event
from recommendations.standing import RecommendationStanding
from reminders.delivery import SAID_AGAIN
from reminders.models import Reminder
from reminders.states import Kind, MessageState


def events(standing: RecommendationStanding, roles: Roles) -> list[Event]:
    """Reminders about its actions by the day looked at, for people of the council: one query, none for others."""
    review = standing.recommendation.review
    if review.committee.council_id not in roles.council_ids:
        return []
    actions = {a.action.pk: a.action for a in (*standing.actions, *standing.withdrawn)}
    told = Reminder.objects.filter(
        action__in=list(actions),
        message__state__in=[MessageState.SENT, MessageState.FAILED],
        message__day__lte=standing.on,
        withdrawn_because__in=["", SAID_AGAIN],
    )
    found: list[Event] = []
    for row in told.select_related("message", "recipient").order_by("message__day", "pk"):
        action, message = actions[row.action_id], row.message
        is_sent = message.state == MessageState.SENT
        day = timezone.localdate(message.sent_at) if message.sent_at else message.day
        about = Kind(row.kind).label
        summary = f"{about}: sent to {row.recipient}" if is_sent else f"{about}: could not be sent to {row.recipient}"
        who = "" if is_sent else message.reason
        found.append(Event(day, "reminder", action.reference, summary, who=who, url=action.get_absolute_url()))
    return found
