"""A day's reminders as rows. May be run again, and by two workers at once: the keys decide.

Memory is constant and the number of queries grows with batches of actions, not with actions.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from email.utils import parseaddr
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.utils import timezone

from recommendations.models import Action
from reminders.facts import read_facts
from reminders.models import Message, PlannedDay, Reminder
from reminders.recipients import Recipients, recipients_on
from reminders.schedule import Due, Facts, due_by, is_unheard
from reminders.states import UNSETTLED, Kind, MessageState

BATCH = 2000


def plan(day: date, at: datetime) -> None:
    """Write what is due to be said by a day, then let the day's messages go.

    ``at`` is the time now. What was said already, or is planned, is left as it is. A message that an earlier day left
    unsent is taken over into this one, with its Message-ID.
    """
    recipients = recipients_on(day)
    unheard = 0
    for batch in batches(day, recipients):
        if dues := new(by_day(batch, day)):
            write(dues, day, at)
        unheard += sum(is_unheard(facts, day) for facts in batch)
    release(day)
    PlannedDay.objects.update_or_create(
        day=day,
        defaults={"last_at": at, "unheard_actions": unheard},
        create_defaults={"first_at": at, "last_at": at, "unheard_actions": unheard},
    )


def would_say(day: date) -> Iterator[Due]:
    """What would be planned for a day if nothing changed until then. Writes nothing."""
    for batch in batches(day, recipients_on(day)):
        yield from new(by_day(batch, day))


def batches(day: date, recipients: Recipients) -> Iterator[list[Facts]]:
    """The facts of all open actions in published reviews, a bounded number at a time."""
    open_ones = Action.objects.open().filter(recommendation__review__published_on__lte=day).order_by("pk")
    last = 0
    while True:
        batch = read_facts(open_ones.filter(pk__gt=last)[:BATCH], recipients)
        if batch:
            yield batch
        if len(batch) < BATCH:
            return
        last = batch[-1].action_id


def by_day(batch: Iterable[Facts], day: date) -> list[Due]:
    """Everything that is due by a day about these actions."""
    return [due for facts in batch for due in due_by(facts, day)]


def new(dues: Sequence[Due]) -> list[Due]:
    """Those that no standing row says yet. They come in the order of their actions."""
    if not dues:
        return []
    rows = Reminder.objects.filter(
        withdrawn_because="",
        action__gte=dues[0].action_id,
        action__lte=dues[-1].action_id,
        due_on__gte=min(due.due_on for due in dues),
    )
    keys = rows.values_list("action_id", "kind", "about_on", "due_on", "recipient_id")
    said = {Due(action, Kind(kind), about, on, person) for action, kind, about, on, person in keys}
    return [due for due in dues if due not in said]


@transaction.atomic
def write(dues: Sequence[Due], day: date, at: datetime) -> None:
    """Put reminders into their people's messages.

    A person whose message of the day is already on its way or settled is passed over: it is still due tomorrow. The
    lock keeps a worker from claiming a message between here and the commit.
    """
    people = {due.recipient_id for due in dues}
    theirs = Message.objects.filter(recipient__in=people)
    have_one = theirs.filter(Q(day=day) | Q(state__in=UNSETTLED)).values_list("recipient_id", flat=True)
    # In order, so that two planners wait for each other instead of locking each other out.
    without = sorted(people.difference(have_one))
    Message.objects.bulk_create(
        [Message(recipient_id=person, day=day, planned_at=at, message_id=new_message_id()) for person in without],
        ignore_conflicts=True,
    )
    waiting = theirs.select_for_update().filter(state=MessageState.PLANNED, day__lte=day)
    messages = dict(waiting.order_by("pk").values_list("recipient_id", "pk"))
    Reminder.objects.bulk_create(
        [reminder(due, messages[due.recipient_id], day) for due in dues if due.recipient_id in messages],
        ignore_conflicts=True,
    )


def reminder(due: Due, message_id: int, day: date) -> Reminder:
    """The row for one thing to be said."""
    return Reminder(
        action_id=due.action_id,
        kind=due.kind,
        about_on=due.about_on,
        due_on=due.due_on,
        recipient_id=due.recipient_id,
        planned_on=day,
        message_id=message_id,
    )


def new_message_id() -> str:
    """A Message-ID that stays with a message for ever (RFC 5322, section 3.6.4)."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<digest.{uuid4().hex}@{domain}>"


def release(day: date) -> None:
    """The day's planning is complete: its messages, and those left from earlier days, may go from the day's hour.

    A message that waits for its next attempt goes on waiting for it. Where the clock was set back and the person has
    had a digest on this day already, the one that is left stays for the next.
    """
    hour = opening(day)
    had_one = Exists(Message.objects.filter(recipient=OuterRef("recipient"), day=day))
    Message.objects.filter(state=MessageState.PLANNED).filter(
        Q(day=day, next_attempt_at__isnull=True) | Q(~had_one, day__lt=day)
    ).update(day=day, next_attempt_at=Case(When(next_attempt_at__gt=hour, then=F("next_attempt_at")), default=hour))


def opening(day: date) -> datetime:
    """The moment from which digests go out on a local day. Where clocks skip that hour, the moment after the skip."""
    return datetime.combine(day, time(settings.REMINDERS_HOUR), timezone.get_default_timezone())
