"""What the merged timeline of a recommendation shows of reminders: what went to which post, what did not arrive."""

from datetime import date
from typing import Any

from django.db.models import DateTimeField, F, Q, QuerySet
from django.utils import timezone

from accounts.statements import Ids, statement
from council.models import Holding, Membership, Post
from council.roles import Roles
from recommendations.history import Event
from recommendations.models import Action
from recommendations.standing import RecommendationStanding
from recommendations.unions import DAY, NUMBER, TEXT, Sheet
from reminders.models import Message, Reminder
from reminders.parts import Parts
from reminders.rules import kinds_about
from reminders.states import SAID_AGAIN, TAKEN, UNDELIVERED, MessageState, Subject

OF_ACTIONS, OF_RECOMMENDATIONS = kinds_about(Subject.ACTION), kinds_about(Subject.RECOMMENDATION)

MOMENT = DateTimeField()
SHEET = Sheet(user=NUMBER, subject=NUMBER, kind=TEXT, state=TEXT, day=DAY, to_on=DAY, sent_at=MOMENT, bounced_at=MOMENT)


def events(standing: RecommendationStanding, roles: Roles) -> list[Event]:
    """Reminders about a recommendation and its actions by the day looked at, for those who may read what is exempt
    there: one query, none for others.

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
    rows, parts = sent_to_whom(list(actions), recommendation.pk if is_theirs else None, standing.on)
    rows = [row for row in rows if day_of(row.message) <= standing.on]
    found: list[Event] = []
    for row in rows:
        about = actions[row.subject_id] if row.subject == Subject.ACTION else recommendation
        said = "sent to" if arrived(row.message, standing) else "could not be delivered to"
        own_post = about.post_id if isinstance(about, Action) else None
        summary = f"{row.rule.label}: {said} {parts.told(row.recipient_id, row.planned_on, own_post)}"
        found.append(Event(day_of(row.message), "reminder", about.reference, summary, url=about.get_absolute_url()))
    return found


@statement
def lines(actions: Ids, recommendation: int | None, on: date) -> QuerySet[Any, Any]:
    """The reminders about these actions, and about a recommendation, whose messages were sent or tried by a day; and
    what their recipients hold and sit on."""
    of_it = Q(kind__in=OF_ACTIONS, subject_id__in=actions)
    if recommendation is not None:
        of_it |= Q(kind__in=OF_RECOMMENDATIONS, subject_id=recommendation)
    told = Reminder.objects.filter(
        of_it,
        message__state__in=[*TAKEN, *UNDELIVERED],
        message__day__lte=on,
        withdrawn_because__in=["", SAID_AGAIN],
    )
    people = told.order_by().values("recipient")
    holdings = Holding.objects.filter(user__in=people)
    seats = Membership.objects.filter(user__in=people)
    span = {"user": F("user_id"), "day": F("from_on"), "to_on": F("to_on")}
    return SHEET.united(
        SHEET.rows(
            told,
            "reminder",
            user=F("recipient_id"),
            subject=F("subject_id"),
            kind=F("kind"),
            state=F("message__state"),
            to_on=F("planned_on"),
            day=F("message__day"),
            sent_at=F("message__sent_at"),
            bounced_at=F("message__bounced_at"),
        ),
        SHEET.rows(holdings, "holding", **span, subject=F("post_id"), kind=F("capacity"), state=F("post__title")),
        SHEET.rows(seats, "seat", **span, kind=F("role")),
        by="day",
    )


def sent_to_whom(actions: list[int], recommendation: int | None, on: date) -> tuple[list[Reminder], Parts]:
    """Reminders with their messages, the earliest first, and in which parts their recipients can be told: one query."""
    found = SHEET.sorted(lines(actions, recommendation, on))
    held = [
        Holding(
            pk=line.row,
            user_id=line.user,
            post=Post(pk=line.subject, title=line.state),
            capacity=line.kind,
            from_on=line.day,
            to_on=line.to_on,
        )
        for line in found.get("holding", ())
    ]
    sat = [
        Membership(pk=line.row, user_id=line.user, role=line.kind, from_on=line.day, to_on=line.to_on)
        for line in found.get("seat", ())
    ]
    return [reminder_of(line) for line in found.get("reminder", ())], Parts.ordered(held, sat)


def reminder_of(line: Any) -> Reminder:
    """A reminder and its message, to be read and never saved."""
    message = Message(state=line.state, day=line.day, sent_at=line.sent_at, bounced_at=line.bounced_at)
    return Reminder(
        pk=line.row,
        recipient_id=line.user,
        subject_id=line.subject,
        kind=line.kind,
        planned_on=line.to_on,
        message=message,
    )


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
