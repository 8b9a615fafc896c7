"""What the merged timeline of a recommendation shows of reminders: what went to which post, what did not arrive."""

from datetime import date

from django.db.models import Q
from django.utils import timezone

from council.roles import Roles
from recommendations.history import Event
from recommendations.models import Action
from recommendations.standing import RecommendationStanding
from reminders.delivery import SAID_AGAIN
from reminders.models import Message, Reminder
from reminders.parts import Parts
from reminders.rules import BY_KIND
from reminders.states import TAKEN, UNDELIVERED, Kind, MessageState, Subject

OF_ACTIONS = [kind for kind, rule in BY_KIND.items() if rule.subject == Subject.ACTION]
OF_RECOMMENDATIONS = [kind for kind, rule in BY_KIND.items() if rule.subject == Subject.RECOMMENDATION]


def events(standing: RecommendationStanding, roles: Roles) -> list[Event]:
    """Reminders about a recommendation and its actions by the day looked at, for those who may read what is exempt
    there: three queries, none for others.

    When "No update for too long" comes and stops tells when an update was given, even an exempt one.
    """
    recommendation = standing.recommendation
    is_theirs = recommendation.review.committee_id in roles.committee_ids
    actions = {
        row.action.pk: row.action
        for row in (*standing.actions, *standing.withdrawn)
        if is_theirs or concerns(row.action, roles)
    }
    if not (is_theirs or actions):
        return []
    of_it = Q(kind__in=OF_ACTIONS, subject_id__in=list(actions))
    if is_theirs:
        of_it |= Q(kind__in=OF_RECOMMENDATIONS, subject_id=recommendation.pk)
    told = Reminder.objects.filter(
        of_it,
        message__state__in=[*TAKEN, *UNDELIVERED],
        message__day__lte=standing.on,
        withdrawn_because__in=["", SAID_AGAIN],
    )
    rows = [
        row
        for row in told.select_related("message").order_by("message__day", "pk")
        if day_of(row.message) <= standing.on
    ]
    if not rows:
        return []
    parts = Parts.of({row.recipient_id for row in rows})
    found: list[Event] = []
    for row in rows:
        about = actions[row.subject_id] if row.subject == Subject.ACTION else recommendation
        said = "sent to" if arrived(row.message, standing) else "could not be delivered to"
        own_post = about.post_id if isinstance(about, Action) else None
        summary = f"{Kind(row.kind).label}: {said} {parts.told(row.recipient_id, row.planned_on, own_post)}"
        found.append(Event(day_of(row.message), "reminder", about.reference, summary, url=about.get_absolute_url()))
    return found


def concerns(action: Action, roles: Roles) -> bool:
    """Whether this person answers for an action's post or heads its service: ``Exemptible.concerns``, for one row."""
    return action.post_id in roles.post_ids or action.post.service_id in roles.headed_service_ids


def day_of(message: Message) -> date:
    """The day on which a message was sent; the day that it was for, where it was not."""
    return timezone.localdate(message.sent_at) if message.sent_at else message.day


def arrived(message: Message, standing: RecommendationStanding) -> bool:
    """Whether a message counted as sent on the day looked at: that it came back was perhaps told later."""
    if message.bounced_at:
        return timezone.localdate(message.bounced_at) > standing.on
    return message.state == MessageState.SENT
