"""What other rooms' pages show of reminders, read from the same rows as the mails."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from django import template
from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.statements import statement
from council.middleware import Request
from recommendations.models import Action, Question, Recommendation, Review
from reminders.models import Message, QuietDays, Reminder
from reminders.rules import RULES
from reminders.states import SAID_AGAIN, UNDELIVERED, Subject

register = template.Library()

LATELY = timedelta(days=60)
MOST_LINES = 10


def in_digest(person: int | None, day: date) -> QuerySet[Reminder, Reminder]:
    """What a person's digest of a day says, each with its message."""
    said_then = Reminder.objects.filter(recipient=person, message__day=day)
    return said_then.filter(withdrawn_because__in=["", SAID_AGAIN]).select_related("message")


@statement
def said_to(person: int | None, day: date) -> QuerySet[Reminder, Reminder]:
    """What a person's digest of a day says, whatever it is about."""
    return in_digest(person, day)


@statement
def said_of(review: int, person: int | None, day: date) -> QuerySet[Reminder, Reminder]:
    """What of it is about one review. Meetings and posts are the committee's, and about none alone."""
    rows: dict[Subject, QuerySet[Any, Any]] = {
        Subject.ACTION: Action.objects.filter(recommendation__review=review),
        Subject.QUESTION: Question.objects.filter(recommendation__review=review),
        Subject.RECOMMENDATION: Recommendation.objects.filter(review=review),
        Subject.REVIEW: Review.objects.filter(pk=review),
    }
    about = Q()
    for subject, of_review in rows.items():
        kinds = [rule.kind for rule in RULES if rule.subject == subject]
        about |= Q(kind__in=kinds, subject_id__in=of_review.order_by().values("pk"))
    return in_digest(person, day).filter(about)


@register.inclusion_tag("reminders/_notices.html", takes_context=True)
def reminder_notices(context: dict[str, Any], review: Review | None = None) -> dict[str, Any]:
    """What today's digest says to the person who looks at the page, of one review where it is named: one query, none
    for the public."""
    request: Request = context["request"]
    if not request.roles.is_signed_in:
        return {}
    person, day = request.roles.user_id, request.day
    said = said_of(review.pk, person, day) if review else said_to(person, day)
    counts = Counter(row.kind for row in said)
    kinds = [(rule, counts[rule.kind]) for rule in RULES if rule.kind in counts]
    return {"said": said, "kinds": kinds, "message": said[0].message if said else None}


@statement
def stands_in(person: int | None, day: date) -> QuerySet[QuietDays, QuietDays]:
    """The days away of others, from a day on, for which they named this person."""
    return QuietDays.objects.filter(deputy=person, to_on__gte=day).select_related("user")


@register.inclusion_tag("reminders/_standing_in.html", takes_context=True)
def standing_in(context: dict[str, Any]) -> dict[str, Any]:
    """For whom the person who looks at the page stands in, and when: one query."""
    request: Request = context["request"]
    return {"away": stands_in(request.roles.user_id, request.day)}


@register.inclusion_tag("reminders/_undelivered.html", takes_context=True)
def undelivered_to(context: dict[str, Any], person: User) -> dict[str, Any]:
    """The mails to a person that lately failed or came back: one query."""
    since = context["today"] - LATELY
    rows = Message.objects.filter(recipient=person, state__in=UNDELIVERED, day__gt=since)
    return {"undelivered": rows[:MOST_LINES]}
