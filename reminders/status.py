"""How reminders stand, in sentences: when they were planned, what waits, what failed, what comes next."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Count
from django.utils import timezone

from council.amounts import counted, written
from reminders.facts import ground_on
from reminders.models import Message, PlannedDay
from reminders.planning import everything, opening
from reminders.schedule import Facts, next_on
from reminders.states import UNDELIVERED, MessageState

RECENT_DAYS = 7
MOST_LINES = 20
LOOKING_AHEAD = 60


def sentences(at: datetime, in_detail: bool = True) -> Iterator[str]:
    """Everything an operator asks first; counts alone, without people and reasons, where not ``in_detail``."""
    day = timezone.localdate(at)
    yield from planned(day)
    yield from waiting(at, in_detail)
    yield settled(day)
    yield from failed(day, in_detail)
    if in_detail:
        yield from doubtful(day)


def planned(day: date) -> Iterator[str]:
    """When planning last ran, and for how many actions it found nobody to tell."""
    last = PlannedDay.objects.first()
    if last is None:
        yield "Reminders have never been planned."
        return
    clock = timezone.localtime(last.last_at)
    if last.day == day:
        yield f"Reminders for today, {written(day)}, were last planned at {clock:%H:%M}."
    else:
        yield f"Reminders have not been planned today. They were last planned on {written(last.day)} at {clock:%H:%M}."
    if last.unheard_actions:
        about = counted(last.unheard_actions, "action")
        yield f"Something is due about {about} with nobody to tell: neither its post nor its service has anybody."


def waiting(at: datetime, in_detail: bool) -> Iterator[str]:
    """What waits, since when or until when, and what is in hand."""
    planned_ones = Message.objects.filter(state=MessageState.PLANNED)
    first = planned_ones.order_by("next_attempt_at").exclude(next_attempt_at__isnull=True).first()
    yield f"{counted(planned_ones.count(), 'message')} to be sent{from_when(first, at)}."
    tried = planned_ones.filter(attempts__gt=0).select_related("recipient")
    for message in tried[:MOST_LINES] if in_detail else ():
        yield f"After {counted(message.attempts, 'attempt')}, {message.recipient}: {message.reason}"
    in_hand = Message.objects.filter(state=MessageState.CLAIMED)
    yield f"{counted(in_hand.count(), 'message')} being sent."


def from_when(message: Message | None, at: datetime) -> str:
    """When the first of what waits goes."""
    if message is None or message.next_attempt_at is None:
        return ""
    since = timezone.localtime(message.next_attempt_at)
    return (
        f", the first {'since' if message.next_attempt_at <= at else 'from'} {since:%H:%M} on {written(since.date())}"
    )


def settled(day: date) -> str:
    """What became of the day's messages."""
    rows = Message.objects.filter(day=day).order_by().values_list("state").annotate(Count("pk"))
    counts = dict(rows)
    return (
        f"Today’s messages: {counts.get(MessageState.SENT, 0)} sent, {counts.get(MessageState.FAILED, 0)} failed, "
        f"{counts.get(MessageState.BOUNCED, 0)} came back, {counts.get(MessageState.CANCELLED, 0)} not needed any more."
    )


def failed(day: date, in_detail: bool) -> Iterator[str]:
    """What failed lately, with the reason."""
    since = day - timedelta(days=RECENT_DAYS)
    rows = Message.objects.filter(state__in=UNDELIVERED, day__gt=since).select_related("recipient")
    yield f"{counted(rows.count(), 'message')} failed or came back in the last {RECENT_DAYS} days."
    for message in rows[:MOST_LINES] if in_detail else ():
        yield f"{written(message.day)}, {message.recipient}: {message.reason}"


def doubtful(day: date) -> Iterator[str]:
    """What may have been sent twice lately."""
    since = day - timedelta(days=RECENT_DAYS)
    rows = Message.objects.filter(may_have_been_sent=True, day__gt=since).select_related("recipient")
    for message in rows[:MOST_LINES]:
        yield f"{written(message.day)}, {message.recipient}: may have been sent more than once ({message.message_id})."


def outlook(day: date) -> str:
    """When the next digest goes out, for a page without mails. Looks through everything that is open."""
    if Message.objects.filter(state=MessageState.PLANNED, day=day).exists():
        return f"Reminders are planned for today and go out from {timezone.localtime(opening(day)):%H:%M}."
    matters = (facts for _, batch in everything(ground_on(day, LOOKING_AHEAD)) for facts in batch)
    following = min((when for facts in matters for when in next_days(facts, day)), default=None)
    if following is None:
        return f"No reminder falls due in the next {LOOKING_AHEAD} days."
    return f"The next reminder falls due on {written(following)}."


def next_days(facts: Facts, day: date) -> list[date]:
    """When each audience with somebody in it next hears of a thing."""
    found = [next_on(facts, audience, day, LOOKING_AHEAD) for audience in facts.people if facts.told(audience)]
    return [when for when in found if when]
