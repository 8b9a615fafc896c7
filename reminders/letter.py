"""A digest as a mail: text and HTML, headers, and a calendar file where it brings a new date."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import get_template
from icalendar import Calendar, Event

from council.models import Meeting
from reminders.checking import Point
from reminders.digest import Digest
from reminders.models import Message
from reminders.states import Kind
from reminders.words import title

# Kinds whose date lies ahead of their reader, and what they are called in a calendar.
AHEAD = {Kind.BEFORE_DUE: "Due", Kind.QUESTION_WAITING: "Answer", Kind.PAPERS: "Papers due"}


@dataclass(frozen=True)
class NewDate:
    """A date for a calendar. ``moved`` counts how often it moved, so that a calendar puts the later one in place."""

    uid: str
    on: date
    words: str
    moved: int = 0


def letter(message: Message, digest: Digest, dates: Iterable[NewDate] = ()) -> EmailMultiAlternatives:
    """The digest as a mail, with the Message-ID that was given to it when it was planned."""
    context = {"digest": digest}
    # Auto-Submitted keeps other machines from answering (RFC 3834).
    headers = {"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"}
    if digest.may_be_weekly:
        # Only where there is a choice: what is overdue cannot be switched off, and promises nothing of the kind.
        headers["List-Unsubscribe"] = f"<{digest.settings.url}>"
    mail = EmailMultiAlternatives(
        subject=digest.subject,
        body=get_template("emails/digest.txt").render(context),
        to=[message.recipient.email],
        reply_to=digest.reply_to,
        headers=headers,
    )
    mail.attach_alternative(get_template("emails/digest.html").render(context), "text/html")
    if file := calendar(dates, message.planned_at):
        mail.attach("dates.ics", file, "text/calendar")
    # For a provider's webhook, which tells it again; SMTP knows nothing of it.
    mail.metadata = {"digest": message.message_id}  # type: ignore[attr-defined]
    return mail


def new_dates(points: Iterable[Point], known: frozenset[tuple[str, int, date]]) -> Iterator[NewDate]:
    """The dates in a mail that its reader has not been told of before.

    ``known`` are those that earlier mails told: the kind, the id and the date of each.
    """
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    for point in points:
        told = (point.kind.value, point.reminder.subject_id, point.since) in known
        if point.kind in AHEAD and not told and point.since >= point.reminder.planned_on:
            yield NewDate(
                uid=f"{point.rule.subject}-{point.reminder.subject_id}@{domain}",
                on=point.since,
                words=f"{AHEAD[point.kind]}: {title(point.about)}",
                moved=times_moved(point.about),
            )


def times_moved(about: Any) -> int:
    """How often a date may have moved. A meeting counts its changes, of which some moved another of its days."""
    return about.version - 1 if isinstance(about, Meeting) else getattr(about, "times_moved", 0)


def calendar(dates: Iterable[NewDate], at: datetime) -> str:
    """An iCalendar file (RFC 5545) with a whole day for each date; empty where there is none."""
    new_ones = tuple(dates)
    if not new_ones:
        return ""
    made = Calendar()
    made.add("prodid", "-//Scrutiny Tracker//Reminders//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    for new in new_ones:
        event = Event()
        event.add("uid", new.uid)
        event.add("dtstamp", at)
        event.add("dtstart", new.on)
        event.add("summary", new.words)
        event.add("sequence", new.moved)
        event.add("transp", "TRANSPARENT")
        made.add_component(event)
    return str(made.to_ical().decode())
