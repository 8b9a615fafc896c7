"""What other rooms' pages show of reminders, read from the same rows as the mails."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from django import template
from django.db.models import QuerySet

from accounts.models import User
from accounts.statements import statement
from council.middleware import Request
from reminders.models import Message, QuietDays, Reminder
from reminders.rules import RULES
from reminders.states import SAID_AGAIN, UNDELIVERED

register = template.Library()

LATELY = timedelta(days=60)
MOST_LINES = 10


@statement
def said_to(person: int | None, day: date) -> QuerySet[Reminder, Reminder]:
    """What a person's digest of a day says, each with its message."""
    said_then = Reminder.objects.filter(recipient=person, message__day=day)
    return said_then.filter(withdrawn_because__in=["", SAID_AGAIN]).select_related("message")


@register.inclusion_tag("reminders/_notices.html", takes_context=True)
def reminder_notices(context: dict[str, Any]) -> dict[str, Any]:
    """What today's digest says to the person who looks at the page: one query, none for the public."""
    request: Request = context["request"]
    if not request.roles.is_signed_in:
        return {}
    said = said_to(request.roles.user_id, request.day)
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
