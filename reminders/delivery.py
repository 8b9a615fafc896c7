"""Claim, check, send, mark. The row decides who sends; a worker or broker that fails changes nothing about it.

SMTP cannot promise exactly once: a stop between the server's "250" and our commit may repeat a message. It is then
repeated with the same Message-ID, and the row and the mail say that it may have been sent before.

Before each mail one small row, ``Hold``, says which message it is, and is committed: it alone is in doubt after a stop.
That those before it were sent is written for many at once, as the small row proves it meanwhile. The commit waits for
the disk (``synchronous_commit`` as the install has it): were it lost in a fall of the database, the mail would go
again without a word.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.db import connections, transaction
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils import timezone

from accounts.collecting import seldom_collected
from recommendations import links
from reminders import digest
from reminders.checking import Checked, check
from reminders.faults import OURS, OUTSIDE, Fault, fault_of, told, unreachable
from reminders.letter import Letter, letter, new_dates
from reminders.models import Hold, Message, Reminder
from reminders.states import SAID_AGAIN, TAKEN, MessageState

logger = logging.getLogger(__name__)

# Messages sent over one connection before the worker gives way to other work.
BATCH = 200
# Taken in hand together, so that what they say is read once for all of them.
IN_HAND = 200
# No further message is begun after this, so that a slow server does not run a task into its time limit.
PATIENCE = timedelta(minutes=4)
# Longer than a batch in hand can take at the mail server's slowest, so that nobody else takes it up meanwhile.
LEASE = timedelta(minutes=5)
# Minutes between attempts after a temporary fault: four hours in all, then the message counts as failed.
BACK_OFF = (1, 2, 4, 8, 16, 32, 60, 60, 57)
MOST_ATTEMPTS = len(BACK_OFF) + 1
# What the server took is told by its row this much later, at most: many in one write.
TOLD_AFTER = timedelta(seconds=1)

STOPPED = "A worker stopped while sending it, so it may have been sent."
PERHAPS_TWICE = "An earlier attempt may have arrived too, with the same Message-ID."
LOST_LEASE = "Message %s was settled after its lease had ended."


@dataclass(frozen=True)
class Hand:
    """Messages taken in hand together, with what they have to say, the links for it and the dates told before."""

    messages: tuple[Message, ...]
    checked: Mapping[int, Checked]
    tokens: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    known: Mapping[int, frozenset[tuple[str, int, date]]] = field(default_factory=dict)


@seldom_collected()
def send_waiting(worker: str) -> int:
    """Send what waits, one connection for the batch. Returns how many were sent.

    ``worker`` is a name of this run, and of no other.
    """
    begun = timezone.now()
    sweep(begun)
    done = 0
    line = Line(get_connection())
    try:
        while done < BATCH and timezone.now() - begun <= PATIENCE:
            messages = claim(worker, timezone.now(), IN_HAND)
            if not messages or not send_all(take_up(messages), line):
                break
            done += len(messages)
    finally:
        line.close()
        give_back(worker)
    return line.count


def waiting(at: datetime) -> QuerySet[Message]:
    """Messages of the local day that may go now, the longest waiting first."""
    planned = Message.objects.filter(state=MessageState.PLANNED, next_attempt_at__lte=at)
    return planned.filter(day=timezone.localdate(at)).order_by("next_attempt_at", "pk")


@transaction.atomic
def claim(worker: str, at: datetime, most: int) -> tuple[Message, ...]:
    """Take messages in hand for the length of a lease. Of two workers that want the same one, the first write wins."""
    wanted = list(waiting(at).values_list("pk", flat=True)[:most])
    if not wanted:
        return ()
    waiting(at).filter(pk__in=wanted).order_by().update(
        state=MessageState.CLAIMED, claimed_by=worker, claimed_until=at + LEASE
    )
    Hold.objects.bulk_create(
        [Hold(worker=worker, at=at)],
        update_conflicts=True,
        unique_fields=["worker"],
        update_fields=["message_id", "at"],
    )
    mine = Message.objects.filter(pk__in=wanted, state=MessageState.CLAIMED, claimed_by=worker)
    return tuple(mine.select_related("recipient__digest_choice").order_by("pk"))


def take_up(messages: tuple[Message, ...]) -> Hand:
    """Hold claimed messages against the facts of their day, and make ready what they need.

    A fixed number of queries for any number of messages.
    """
    day = messages[0].day
    checked = check(messages, day)
    withdraw(checked.values())
    wanted = {
        m.recipient_id: digest.to_update(of_it.points, m.recipient_id, of_it.ground.recipients)
        for m in messages
        if (of_it := checked[m.pk]).points
    }
    return Hand(messages, checked, links.issue_all(wanted, day), told_before([m.recipient_id for m in messages]))


def told_before(people: list[int]) -> Mapping[int, frozenset[tuple[str, int, date]]]:
    """By person, the dates of which a mail that was sent told them."""
    rows = Reminder.objects.filter(recipient__in=people, message__state__in=TAKEN, withdrawn_because="")
    found: dict[int, set[tuple[str, int, date]]] = {person: set() for person in people}
    for person, kind, pk, about in rows.values_list("recipient_id", "kind", "subject_id", "about_on"):
        found[person].add((kind, pk, about))
    return {person: frozenset(dates) for person, dates in found.items()}


def send_all(hand: Hand, line: "Line") -> bool:
    """Deliver what is in hand. Whether the line held and there was time.

    All mails are made before the first goes: one between two others would cost the processor twice as much.
    """
    for message, mail in [(message, made(message, hand)) for message in hand.messages]:
        # Half a lease is left for the message that is begun last.
        if line.is_down or message.claimed_until is None or timezone.now() > message.claimed_until - LEASE / 2:
            return False
        if mail is None:
            settle(message, MessageState.CANCELLED, hand.checked[message.pk].why_nothing_is_left)
        elif line.begin(message):
            if isinstance(mail, Fault):
                line.put_off(message, mail)
            else:
                line.send(message, mail)
    line.finish()
    return not line.is_down


def made(message: Message, hand: Hand) -> Letter | Fault | None:
    """The mail of a message in hand, or what went wrong in making it; None where nothing is left to say.

    Such a fault of ours counts as an attempt of this one mail, and is told in the end; the others go on.
    """
    checked, person = hand.checked[message.pk], message.recipient_id
    if not checked.points:
        return None
    try:
        choice = getattr(message.recipient, "digest_choice", None)
        words = digest.build(
            message,
            checked.points,
            checked.ground.recipients,
            message.day,
            hand.tokens.get(person, {}),
            is_weekly=choice is not None and choice.weekday is not None,
        )
        mail = letter(message, words, new_dates(checked.points, hand.known.get(person, frozenset())))
    except OURS as error:
        logger.exception("The mail of %s could not be made.", message.message_id)
        return Fault(f"The mail could not be made: {told(error)}")
    try:
        mail.make_ready()
    except ValueError as error:
        return fault_of(error)
    return mail


class Line:
    """One connection to the mail server for a run, and the messages whose mails it took that no row tells yet."""

    def __init__(self, connection: BaseEmailBackend) -> None:
        self.connection = connection
        self.taken: list[Message] = []
        self.count = 0
        self.is_down = False
        self.told_at = timezone.now()

    def begin(self, message: Message) -> bool:
        """Write down that this message is being handed over, before it is. False when a sweep took the hand away."""
        at = timezone.now()
        if at - self.told_at > TOLD_AFTER:
            self.finish()
        message.attempts += 1
        return begin(message, at)

    def send(self, message: Message, mail: Letter) -> None:
        """Hand over a mail whose message was begun. A message that the server did not take is put off at once."""
        if fault := attempt(mail, self.connection):
            self.connection.close()
            self.is_down = fault.line_is_down
            self.put_off(message, fault)
            return
        self.taken.append(message)
        if given := provider_id(mail):
            # Its webhook, which may know no other name, may come before the next mail goes.
            self.finish(provider_id=given)

    def put_off(self, message: Message, fault: Fault) -> None:
        """It was not sent. Those before it are told first: what a worker leaves behind begins with what it holds."""
        self.finish()
        put_off(message, fault)

    def finish(self, **fields: str) -> None:
        """Mark the messages whose mails the server took as sent."""
        taken, self.taken, self.told_at = self.taken, [], timezone.now()
        if taken:
            self.count += len(taken)
            mine = Message.objects.filter(claimed_by=taken[0].claimed_by, pk__in=[message.pk for message in taken])
            if mark_sent(mine, self.told_at, **fields) < len(taken):
                logger.warning(LOST_LEASE, ", ".join(message.message_id for message in taken))

    def close(self) -> None:
        """Nothing more goes over it."""
        self.finish()
        self.connection.close()


# Written out: it is done before each mail, and Django takes longer to word it than the database to do it.
BEGIN = "UPDATE reminders_hold SET message_id = %s, at = %s WHERE worker = %s"


def begin(message: Message, at: datetime) -> bool:
    """A claimed message is being handed over. False when a sweep took what its worker has in hand away."""
    ours = connections["default"]
    with ours.cursor() as cursor:
        cursor.execute(BEGIN, [message.pk, ours.ops.adapt_datetimefield_value(at), message.claimed_by])
        return bool(cursor.rowcount)


def mark_sent(messages: QuerySet[Message], at: datetime, **fields: str) -> int:
    """The server took the mails of these messages. Returns how many were not lost to a sweep meanwhile."""
    return messages.filter(state=MessageState.CLAIMED).update(
        state=MessageState.SENT,
        sent_at=at,
        attempts=F("attempts") + 1,
        reason=Case(When(may_have_been_sent=True, then=Value(PERHAPS_TWICE)), default=Value("")),
        claimed_by="",
        claimed_until=None,
        **fields,
    )


def give_back(worker: str) -> None:
    """What this run took in hand and did not begin may be taken up by any other, at once."""
    mine = Message.objects.filter(state=MessageState.CLAIMED, claimed_by=worker)
    hold = Hold.objects.filter(worker=worker)
    mine.filter(pk__gt=hold.values("message_id")).update(state=MessageState.PLANNED, claimed_by="", claimed_until=None)
    # What a fault of ours left in doubt is for the sweep, which asks where this run stood.
    hold.exclude(worker__in=mine.values("claimed_by")).delete()


def withdraw(checked: Iterable[Checked]) -> None:
    """Keep the reminders that hold no longer, with the reason."""
    changed: list[Reminder] = []
    for of_it in checked:
        for reminder, reason in of_it.withdrawn:
            reminder.withdrawn_because = reason
            changed.append(reminder)
    Reminder.objects.bulk_update(changed, ["withdrawn_because"])


def attempt(mail: Letter, connection: BaseEmailBackend) -> Fault | None:
    """Hand the mail to the server. Returns what went wrong, if anything."""
    try:
        connection.open()
    except OUTSIDE as error:
        return unreachable(error)
    try:
        if isinstance(connection, EmailBackend) and connection.connection:
            mail.hand_over(connection.connection)
        else:
            connection.send_messages([mail])
    except OUTSIDE as error:
        return fault_of(error)
    return None


def provider_id(mail: Letter) -> str:
    """The id that a provider gave to a mail; empty over SMTP, where the Message-ID is all."""
    status = getattr(mail, "anymail_status", None)
    return str(status.message_id) if status is not None and isinstance(status.message_id, str) else ""


def put_off(message: Message, fault: Fault) -> None:
    """Plan the next attempt, or give up: at once when the fault lasts, else after the last attempt."""
    doubt = message.may_have_been_sent or fault.may_have_arrived
    if fault.lasting or message.attempts >= MOST_ATTEMPTS:
        give_up(message, fault, doubt)
        return
    later = timezone.now() + timedelta(minutes=BACK_OFF[message.attempts - 1])
    settle(message, MessageState.PLANNED, fault.reason, may_have_been_sent=doubt, next_attempt_at=later)


@transaction.atomic
def give_up(message: Message, fault: Fault, doubt: bool) -> None:
    """Mark as failed. What a passing fault kept back is said again the next day; a refused address waits for the next
    stage, so that nobody is written to daily in vain."""
    failed = settle(message, MessageState.FAILED, fault.reason, may_have_been_sent=doubt)
    if failed and not fault.lasting:
        say_again(Message.objects.filter(pk=message.pk))


def say_again(messages: QuerySet[Message]) -> None:
    """Free the keys of reminders in messages that were given up, so that the next day's plan says them anew."""
    Reminder.objects.filter(message__in=messages, withdrawn_because="").update(withdrawn_because=SAID_AGAIN)


def settle(message: Message, state: MessageState, reason: str, **fields: object) -> bool:
    """Give a claimed message back with its new state. False when the lease was lost to a sweep meanwhile."""
    mine = Message.objects.filter(pk=message.pk, state=MessageState.CLAIMED, claimed_by=message.claimed_by)
    kept = mine.update(
        state=state, reason=reason[:300], attempts=message.attempts, claimed_by="", claimed_until=None, **fields
    )
    if not kept:
        logger.warning(LOST_LEASE, message.message_id)
    return bool(kept)


@transaction.atomic
def sweep(at: datetime) -> None:
    """Take back messages whose worker has not been heard of for the length of a lease.

    What it held says which of them the server took. The one that it was handing over is sent again with the same
    Message-ID and says so, until it has been tried too often.
    """
    expired = Message.objects.filter(state=MessageState.CLAIMED, claimed_until__lt=at)
    lost = list(expired.select_for_update().order_by("pk"))
    workers = {message.claimed_by for message in lost}
    held = Hold.objects.filter(Q(worker__in=workers) | Q(at__lt=at - LEASE))
    stood = {hold.worker: hold for hold in held.select_for_update()} if lost else {}
    # A worker that comes back holds nothing, and begins nothing.
    held.delete()
    if not lost:
        return
    for worker, hold in stood.items():
        mark_sent(expired.filter(claimed_by=worker, pk__lt=hold.message_id), hold.at)
    in_doubt = [m for m in lost if m.claimed_by in stood and stood[m.claimed_by].message_id == m.pk]
    free = {"claimed_by": "", "claimed_until": None}
    doubtful = {**free, "attempts": F("attempts") + 1, "may_have_been_sent": True, "reason": STOPPED}
    tired = [message.pk for message in in_doubt if message.attempts + 1 >= MOST_ATTEMPTS]
    if tired:
        expired.filter(pk__in=tired).update(state=MessageState.FAILED, **doubtful)
        say_again(Message.objects.filter(pk__in=tired))
    again = expired.filter(pk__in=[message.pk for message in in_doubt])
    again.update(state=MessageState.PLANNED, next_attempt_at=at, **doubtful)
    expired.update(state=MessageState.PLANNED, **free)
