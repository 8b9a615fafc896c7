"""A day's reminders as rows. May be run again, and by two workers at once: the keys decide.

Memory is constant and the number of queries grows with batches of actions, not with actions.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from email.utils import parseaddr
from itertools import chain
from typing import Any, cast
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Case, Exists, F, Field, OuterRef, Q, QuerySet, When
from django.utils import timezone

from accounts.collecting import seldom_collected
from reminders.facts import Ground, batches, ground_on
from reminders.matters import all_matters
from reminders.models import DigestChoice, Message, PlannedDay, Reminder
from reminders.rules import kinds_about
from reminders.schedule import Diary, Due, Facts, may_wait
from reminders.states import UNSETTLED, MessageState, Subject

# What a reminder's row holds: the key, and beside it the day, the message, and that it was not withdrawn.
COLUMNS = (*Due._fields, "planned_on", "message_id", "withdrawn_because")
# Account id -> the day of the week (Monday is 0) on which its weekly digest comes.
Weekdays = dict[int, int]


@seldom_collected()
def plan(day: date, at: datetime) -> None:
    """Write what is due to be said by a day, then let the day's messages go.

    ``at`` is the time now. What was said already, or is planned, is left as it is. A message that an earlier day left
    unsent is taken over into this one, with its Message-ID.
    """
    ground = ground_on(day)
    weekly, diary = weekdays(), Diary(day)
    unheard = 0
    for subject, batch in everything(ground):
        if dues := new(subject, in_time(by_day(batch, diary), weekly, day)):
            write(dues, day, at)
        if subject == Subject.ACTION:
            unheard += sum(diary.is_unheard(facts) for facts in batch)
    release(day)
    PlannedDay.objects.update_or_create(
        day=day,
        defaults={"last_at": at, "unheard_actions": unheard},
        create_defaults={"first_at": at, "last_at": at, "unheard_actions": unheard},
    )


def would_say(day: date) -> Iterator[Due]:
    """What would be planned for a day if nothing changed until then. Writes nothing."""
    weekly, diary, had_theirs = weekdays(), Diary(day), served(day)
    for subject, batch in everything(ground_on(day)):
        dues = new(subject, in_time(by_day(batch, diary), weekly, day))
        yield from (due for due in dues if due.recipient_id not in had_theirs)


def everything(ground: Ground, committee_id: int | None = None) -> Iterator[tuple[Subject, list[Facts]]]:
    """The facts of everything that may be spoken of, a bounded number at a time; of one committee, or of all."""
    actions = ((Subject.ACTION, batch) for batch in batches(ground, committee_id))
    return chain(actions, all_matters(ground, committee_id))


def by_day(batch: Iterable[Facts], diary: Diary) -> list[Due]:
    """Everything that is due by a day about these, each once: a post may belong to the work of several committees."""
    return list(dict.fromkeys(due for facts in batch for due in diary.due(facts)))


def weekdays() -> Weekdays:
    """Who chose a weekly digest, and for which day."""
    chosen = DigestChoice.objects.filter(weekday__isnull=False)
    return {user: weekday for user, weekday in chosen.values_list("user_id", "weekday") if weekday is not None}


def in_time(dues: list[Due], weekly: Weekdays, day: date) -> list[Due]:
    """Without what may wait for the day on which its person's weekly digest comes."""
    if not weekly:
        return dues
    return [due for due in dues if not waits(due, weekly.get(due.recipient_id), day)]


def waits(due: Due, weekday: int | None, day: date) -> bool:
    """Whether this may wait until its person's day of the week."""
    if weekday is None or day.weekday() == weekday:
        return False
    return may_wait(due, day + timedelta(days=(weekday - day.weekday()) % 7))


def new(subject: Subject, dues: Sequence[Due], *, or_planned: bool = False) -> list[Due]:
    """Those that no standing row says yet; with those that wait in a message of today, where these are asked for."""
    if not dues:
        return []
    ids = [due.subject_id for due in dues]
    rows = Reminder.objects.filter(
        withdrawn_because="",
        kind__in=kinds_about(subject),
        subject_id__gte=min(ids),
        subject_id__lte=max(ids),
        due_on__gte=min(due.due_on for due in dues),
    )
    if or_planned:
        rows = rows.exclude(message__state=MessageState.PLANNED)
    keys = rows.values_list("kind", "subject_id", "about_on", "due_on", "recipient_id")
    said = {Due(*key) for key in keys}
    return [due for due in dues if due not in said]


def served(day: date) -> frozenset[int]:
    """Whose message of the day is on its way or settled: what else is due to them is said on the next day."""
    taken_up = Message.objects.filter(day=day).exclude(state=MessageState.PLANNED)
    return frozenset(taken_up.values_list("recipient_id", flat=True))


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
    put_down([(*due, day, messages[due.recipient_id], "") for due in dues if due.recipient_id in messages])


def put_down(rows: list[tuple[str | int | date, ...]]) -> None:
    """Write reminders, but for those that stand already. A row has the values of ``COLUMNS``.

    On a first day there are 60,000, and Django took longer to make instances of them and SQL of these than PostgreSQL
    took to write them.
    """
    if not rows:
        return
    fields = [cast("Field[Any, Any]", Reminder._meta.get_field(name)) for name in COLUMNS]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    into = f"INSERT INTO {connection.ops.quote_name(Reminder._meta.db_table)} ({names})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            arrays = ", ".join(f"%s::{field.rel_db_type(connection)}[]" for field in fields)
            columns = [list(column) for column in zip(*rows, strict=True)]
            cursor.execute(f"{into} SELECT * FROM UNNEST({arrays}) ON CONFLICT DO NOTHING", columns)  # noqa: S608  # our own names
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"{into} VALUES ({marks}) ON CONFLICT DO NOTHING", rows)


def new_message_id() -> str:
    """A Message-ID that stays with a message for ever (RFC 5322, section 3.6.4)."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<digest.{uuid4().hex}@{domain}>"


def release(day: date) -> None:
    """The day's planning is complete: its messages, and those left from earlier days, may go from the day's hour, or
    from the later one that their person chose.

    A message that waits for its next attempt goes on waiting for it. Where the clock was set back and the person has
    had a digest on this day already, the one that is left stays for the next.
    """
    had_one = Exists(Message.objects.filter(recipient=OuterRef("recipient"), day=day))
    free = Message.objects.filter(state=MessageState.PLANNED).filter(
        Q(day=day, next_attempt_at__isnull=True) | Q(~had_one, day__lt=day)
    )
    chosen = DigestChoice.objects.filter(hour__isnull=False).order_by().values_list("hour", flat=True).distinct()
    for hour in chosen:
        of_theirs = free.filter(recipient__digest_choice__hour=hour)
        let_go(Message.objects.filter(pk__in=list(of_theirs.values_list("pk", flat=True))), day, hour)
    let_go(free, day, settings.REMINDERS_HOUR)


def let_go(messages: QuerySet[Message], day: date, hour: int | None) -> None:
    """These may go on a day from an hour, or when their next attempt is due where that is later."""
    at = opening(day, hour)
    first = Case(When(next_attempt_at__gt=at, then=F("next_attempt_at")), default=at)
    messages.update(day=day, next_attempt_at=first)


def opening(day: date, hour: int | None = None) -> datetime:
    """The moment from which digests go out on a local day, from the install's hour or another.

    Where clocks skip that hour, the moment after the skip.
    """
    chosen = settings.REMINDERS_HOUR if hour is None else hour
    return datetime.combine(day, time(chosen), timezone.get_default_timezone())
