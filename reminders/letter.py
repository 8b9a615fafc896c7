"""A digest as a mail: text and HTML, headers, and a calendar file where it brings a new date."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from email.generator import BytesGenerator
from email.policy import Compat32
from email.utils import parseaddr
from functools import cached_property, lru_cache
from io import BytesIO
from secrets import token_hex
from smtplib import SMTP
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import sanitize_address
from django.template.loader import get_template

from council.models import Meeting
from reminders.checking import Point
from reminders.digest import Digest
from reminders.models import Message
from reminders.words import title

# The product's own colour of links, where a council has none.
LINK = "#0b5573"


@dataclass(frozen=True)
class NewDate:
    """A date for a calendar. ``moved`` counts how often it moved, so that a calendar puts the later one in place."""

    uid: str
    on: date
    words: str
    moved: int = 0


class Unfolded(Compat32):
    """Headers that fit into a line as they are: the library works long on folding them, to the same end."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        """A header with its line end."""
        line = f"{name}: {value}"
        if len(line) <= (self.max_line_length or 0) and line.isascii() and line.isprintable():
            return f"{line}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)


# Line ends as SMTP sends them.
ON_THE_WIRE = Unfolded(linesep="\r\n")


class Letter(EmailMultiAlternatives):
    """A mail whose bytes are made once, as it is made, so that no mail server waits for them."""

    @cached_property
    def whole(self) -> bytes:
        """What stands on the wire."""
        made, whole = self.message(), BytesIO()
        for part in made.walk():
            if part.is_multipart():
                # One of its own making would be looked for in all of the text.
                part.set_boundary(f"={token_hex(16)}=")
        BytesGenerator(whole, mangle_from_=False, policy=ON_THE_WIRE).flatten(made)
        return whole.getvalue()

    @cached_property
    def envelope(self) -> tuple[str, str]:
        """From which address it comes, and to which it goes."""
        return plain_address(self.from_email), plain_address(self.to[0])

    def make_ready(self) -> None:
        """Make all that it takes to send it. Raises ValueError for an address or words that no mail can carry."""
        _ = self.whole, self.envelope

    def hand_over(self, line: SMTP) -> None:
        """Send it over an open line, as Django’s own backend would, which makes it ready only then."""
        line.sendmail(*self.envelope, self.whole)


# Addresses that stand in an envelope as they are. To parse one takes longer than to send a mail to it.
PLAIN = re.compile(r"[\w.+-]+@[\w.-]+", re.ASCII)


@lru_cache
def plain_address(address: str) -> str:
    """An address as a mail server takes it."""
    return address if PLAIN.fullmatch(address) else str(sanitize_address(address, settings.DEFAULT_CHARSET))


def letter(message: Message, digest: Digest, dates: Iterable[NewDate] = ()) -> Letter:
    """The digest as a mail, with the Message-ID that was given to it when it was planned."""
    context = {
        "digest": digest,
        "subject": digest.subject,
        "council": digest.council,
        "colour": digest.colour,
        "link_colour": digest.colour or LINK,
        "notices": digest.notices,
    }
    # Auto-Submitted keeps other machines from answering (RFC 3834).
    headers = {"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"}
    if digest.may_be_weekly:
        # Only where there is a choice: what is overdue cannot be switched off, and promises nothing of the kind.
        headers["List-Unsubscribe"] = f"<{digest.settings.url}>"
    mail = Letter(
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
    for point in points:
        told = (point.rule.kind, point.reminder.subject_id, point.since) in known
        if point.rule.in_calendar and not told and point.since >= point.reminder.planned_on:
            yield NewDate(
                uid=f"{point.rule.subject}-{point.reminder.subject_id}@{our_domain()}",
                on=point.since,
                words=f"{point.rule.in_calendar}: {title(point.about)}",
                moved=times_moved(point.about),
            )


def our_domain() -> str:
    """The domain that our mails come from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]


def times_moved(about: Any) -> int:
    """How often a date may have moved. A meeting counts its changes, of which some moved another of its days."""
    return about.version - 1 if isinstance(about, Meeting) else getattr(about, "times_moved", 0)


def calendar(dates: Iterable[NewDate], at: datetime) -> str:
    """An iCalendar file (RFC 5545) with a whole day for each date; empty where there is none."""
    new_ones = tuple(dates)
    if not new_ones:
        return ""
    # Here and not at the top: 3 MB of every web worker, none of which sends mail.
    from icalendar import Calendar, Event

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
