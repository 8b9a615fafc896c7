"""What the merged timeline of a recommendation shows of reminders: what was sent, to whom, and what did not arrive."""

from django.db.models import Q
from django.utils import timezone

from council.roles import Roles
from recommendations.history import Event
from recommendations.standing import RecommendationStanding
from reminders.delivery import SAID_AGAIN
from reminders.models import Reminder
from reminders.rules import BY_KIND
from reminders.states import TAKEN, UNDELIVERED, Kind, MessageState, Subject

OF_ACTIONS = [kind for kind, rule in BY_KIND.items() if rule.subject == Subject.ACTION]
OF_RECOMMENDATIONS = [kind for kind, rule in BY_KIND.items() if rule.subject == Subject.RECOMMENDATION]


def events(standing: RecommendationStanding, roles: Roles) -> list[Event]:
    """Reminders about a recommendation and its actions by the day looked at, for people of the council: one query, none
    for others."""
    recommendation = standing.recommendation
    if recommendation.review.committee.council_id not in roles.council_ids:
        return []
    actions = {a.action.pk: a.action for a in (*standing.actions, *standing.withdrawn)}
    of_it = Q(kind__in=OF_ACTIONS, subject_id__in=list(actions))
    of_it |= Q(kind__in=OF_RECOMMENDATIONS, subject_id=recommendation.pk)
    told = Reminder.objects.filter(
        of_it,
        message__state__in=[*TAKEN, *UNDELIVERED],
        message__day__lte=standing.on,
        withdrawn_because__in=["", SAID_AGAIN],
    )
    found: list[Event] = []
    for row in told.select_related("message", "recipient").order_by("message__day", "pk"):
        message = row.message
        about = actions[row.subject_id] if row.subject == Subject.ACTION else recommendation
        is_sent = message.state == MessageState.SENT
        day = timezone.localdate(message.sent_at) if message.sent_at else message.day
        became = {MessageState.SENT: "sent to", MessageState.BOUNCED: "came back from"}
        said = became.get(MessageState(message.state), "could not be sent to")
        summary = f"{Kind(row.kind).label}: {said} {row.recipient}"
        who = "" if is_sent else message.reason
        found.append(Event(day, "reminder", about.reference, summary, who=who, url=about.get_absolute_url()))
    return found
