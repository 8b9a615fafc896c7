"""Calendars as iCalendar (RFC 5545): a whole day for each date, under one name for as long as it is the same date."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import parseaddr
from typing import Any

from django.conf import settings

from council.models import Committee, Meeting
from council.organisation import committees_seen_by
from council.roles import Roles
from recommendations.deadlines import response_due
from recommendations.models import Action, Question, Review

# Calendar programs ask again by themselves; nothing here changes more often than daily.
ASK_AGAIN = timedelta(hours=12)
LOOK_BACK = timedelta(days=366)


@dataclass(frozen=True)
class Date:
    """One day in a calendar. ``of`` is what it is the date of, and stays the same when the day moves."""

    of: str
    on: date
    words: str
    url: str = ""
    moved: int = 0


def mine(roles: Roles) -> Iterator[Date]:
    """What a person is to do by when, and when their committees meet."""
    works = Action.objects.visible_to(roles).of_posts(roles.post_ids).open().for_list().order_by("target_on", "pk")
    for action in works:
        words = f"Due: {action.reference} {action.title}"
        yield Date(f"action-{action.pk}", action.target_on, words, action.get_absolute_url(), action.times_moved)
    asked = Question.objects.visible_to(roles).waiting().filter(post__in=list(roles.post_ids)).with_answers()
    for question in asked.select_related("recommendation__review").order_by("due_on", "pk"):
        yield Date(f"question-{question.pk}", question.due_on, f"Answer due: {question.about}", question.answer_url)
    yield from meetings(Meeting.objects.filter(committee__in=list(roles.committee_ids)), roles.on)


def of_committee(committee: Committee, roles: Roles) -> Iterator[Date]:
    """When a committee meets, when its papers are due, and by when the executive is to answer it."""
    yield from meetings(committee.meetings.all(), roles.on)
    for review in Review.objects.visible_to(roles).filter(committee=committee, sent_to_executive_on__isnull=False):
        assert review.sent_to_executive_on
        due = response_due(review.sent_to_executive_on, committee.response_months)
        if due >= roles.on - LOOK_BACK:
            yield Date(f"response-{review.pk}", due, f"Response due: {review.title}", review.get_absolute_url())


def meetings(rows: Any, on: date) -> Iterator[Date]:
    """Meetings of the last year and to come, and the days by which their papers are due."""
    for meeting in rows.filter(held_on__gte=on - LOOK_BACK).select_related("committee").order_by("held_on", "pk"):
        url = f"/meetings/{meeting.pk}/"
        moved = meeting.version - 1
        yield Date(f"meeting-{meeting.pk}", meeting.held_on, f"Meeting: {meeting.committee}", url, moved)
        if meeting.papers_due_on:
            words = f"Papers due: {meeting.committee}, meeting of {meeting.held_on:%-d %B}"
            yield Date(f"papers-{meeting.pk}", meeting.papers_due_on, words, url, moved)


def committee_of(pk: int, roles: Roles) -> Committee | None:
    """The committee, where this person may still see it."""
    return committees_seen_by(roles).filter(pk=pk).first()


def as_ics(name: str, dates: Iterator[Date], at: datetime) -> bytes:
    """The calendar as a file; ``at`` is the moment at which it is told."""
    # Here and not at the top: 3 MB of every web worker, for those that are asked for a calendar.
    from icalendar import Calendar, Event

    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    made = Calendar()
    for key, value in (("prodid", "-//Scrutiny Tracker//Calendars//EN"), ("version", "2.0"), ("method", "PUBLISH")):
        made.add(key, value)
    made.add("x-wr-calname", name)
    made.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    for day in dates:
        event = Event()
        event.add("uid", f"{day.of}@{domain}")
        event.add("dtstamp", at)
        event.add("dtstart", day.on)
        event.add("summary", day.words)
        event.add("sequence", day.moved)
        event.add("transp", "TRANSPARENT")
        if day.url:
            event.add("url", f"{settings.SITE_URL}{day.url}")
        made.add_component(event)
    return bytes(made.to_ical())
