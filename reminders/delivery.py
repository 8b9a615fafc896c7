"""Claim, check, send, mark. The row decides who sends; a worker or broker that fails changes nothing about it.

SMTP cannot promise exactly once: a stop between the server's "250" and our commit may repeat a message. It is then
repeated with the same Message-ID, and the row and the mail say that it may have been sent before.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.db import connections, transaction
from django.db.models import QuerySet
from django.utils import timezone

from recommendations import links
from reminders import digest, rules
from reminders.checking import Checked, check
from reminders.faults import OURS, OUTSIDE, Fault, fault_of, told, unreachable
from reminders.letter import Letter, letter, new_dates
from reminders.models import Message, Reminder
from reminders.states import TAKEN, MessageState

logger = logging.getLogger(__name__)

# Messages sent over one connection before the worker gives way to other work.
BATCH = 200
# Taken in hand together, so that what they say is read once for all of them.
IN_HAND = 200
# No further message is begun after this, so that a slow server does not run a task into its time limit.
PATIENCE = timedelta(minutes=4)

STOPPED = "A worker stopped while sending it, so it may have been sent."
PERHAPS_TWICE = "An earlier attempt may have arrived too, with the same Message-ID."
LOST_LEASE = "Message %s was settled after its lease had ended."
SAID_AGAIN = "It could not be delivered, and is said again the next day."


@dataclass(frozen=True)
class Hand:
    """Messages taken in hand together, with what they have to say, the links for it and the dates told before."""

    messages: tuple[Message, ...]
    checked: Mapping[int, Checked]
    tokens: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    known: Mapping[int, frozenset[tuple[str, int, date]]] = field(default_factory=dict)


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


def claim(worker: str, at: datetime, most: int) -> tuple[Message, ...]:
    """Take messages in hand for the length of a lease. Of two workers that want the same one, the first write wins."""
    wanted = list(waiting(at).values_list("pk", flat=True)[:most])
    if not wanted:
        return ()
    waiting(at).filter(pk__in=wanted).order_by().update(
        state=MessageState.CLAIMED, claimed_by=worker, claimed_until=at + rules.LEASE
    )
    mine = Message.objects.filter(pk__in=wanted, state=MessageState.CLAIMED, claimed_by=worker, begun_at__isnull=True)
    return tuple(mine.select_related("recipient__digest_choice").order_by("next_attempt_at", "pk"))


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
        if line.is_down or message.claimed_until is None or timezone.now() > message.claimed_until - rules.LEASE / 2:
            return False
        if mail is None:
            settle(message, MessageState.CANCELLED, hand.checked[message.pk].why_nothing_is_left)
        elif line.turn_to(message):
            if isinstance(mail, Fault):
                put_off(message, mail)
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


@dataclass(frozen=True)
class Taken:
    """A message whose mail the server took, with the provider's id of it."""

    message: Message
    provider_id: str


class Line:
    """One connection to the mail server for a run, and the message that it took last."""

    def __init__(self, connection: BaseEmailBackend) -> None:
        self.connection = connection
        self.taken: Taken | None = None
        self.count = 0
        self.is_down = False

    def turn_to(self, message: Message) -> bool:
        """Mark the message whose mail the server took as sent, and this one as begun, in one write.

        False when this one's lease was lost to a sweep meanwhile.
        """
        message.attempts += 1
        return message.pk in self.mark(message)

    def send(self, message: Message, mail: Letter) -> None:
        """Hand over a mail whose message was begun. A message that the server did not take is put off at once."""
        if fault := attempt(mail, self.connection):
            self.connection.close()
            self.is_down = fault.line_is_down
            put_off(message, fault)
        else:
            self.taken = Taken(message, provider_id(mail))

    def finish(self) -> None:
        """Mark the message whose mail the server took as sent: nothing comes next."""
        if self.taken:
            self.mark(None)

    def mark(self, following: Message | None) -> set[int]:
        """Write what is known. Returns the messages that were still this worker's."""
        taken, self.taken = self.taken, None
        written = mark(taken, following, timezone.now())
        if taken:
            self.count += 1
            if taken.message.pk not in written:
                logger.warning(LOST_LEASE, taken.message.message_id)
        return written

    def close(self) -> None:
        """Nothing more goes over it."""
        self.finish()
        self.connection.close()


# The write between two mails, as one statement: what the server took is sent, what comes next is begun.
MARK = """UPDATE reminders_message SET
    attempts = CASE id WHEN %(begun)s THEN attempts + 1 ELSE attempts END,
    begun_at = CASE id WHEN %(begun)s THEN %(at)s END,
    claimed_until = CASE id WHEN %(begun)s THEN %(until)s END,
    claimed_by = CASE id WHEN %(begun)s THEN claimed_by ELSE '' END,
    state = CASE id WHEN %(begun)s THEN state ELSE %(sent)s END,
    sent_at = CASE id WHEN %(begun)s THEN sent_at ELSE %(at)s END,
    reason = CASE id WHEN %(begun)s THEN reason ELSE %(reason)s END,
    provider_id = CASE id WHEN %(begun)s THEN provider_id ELSE %(provider_id)s END
    WHERE id IN (%(taken)s, %(begun)s) AND state = %(claimed)s AND claimed_by = %(worker)s RETURNING id"""


def mark(taken: Taken | None, begun: Message | None, at: datetime) -> set[int]:
    """Mark one message as sent, another as being handed over; one of them may be missing.

    Returns the ids of those that were not lost to a sweep meanwhile.
    """
    either = taken.message if taken else begun
    values: dict[str, str | int | datetime | None] = {
        "begun": begun.pk if begun else None,
        "at": at,
        "until": at + rules.LEASE,
        "taken": taken.message.pk if taken else None,
        "sent": MessageState.SENT.value,
        "reason": PERHAPS_TWICE if taken and taken.message.may_have_been_sent else "",
        "provider_id": taken.provider_id if taken else "",
        "claimed": MessageState.CLAIMED.value,
        "worker": either.claimed_by if either else "",
    }
    with connections["default"].cursor() as cursor:
        cursor.execute(MARK, {name: adapted(value) for name, value in values.items()})
        return {pk for (pk,) in cursor.fetchall()}


def adapted(value: str | int | datetime | None) -> Any:
    """A value as the database takes it: SQLite keeps moments as text."""
    return connections["default"].ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def give_back(worker: str) -> None:
    """What this run took in hand and did not begin may be taken up by any other, at once."""
    mine = Message.objects.filter(state=MessageState.CLAIMED, claimed_by=worker, begun_at__isnull=True)
    mine.update(state=MessageState.PLANNED, claimed_by="", claimed_until=None)


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
    if fault.lasting or message.attempts >= rules.MOST_ATTEMPTS:
        give_up(message, fault, doubt)
        return
    later = timezone.now() + timedelta(minutes=rules.BACK_OFF[message.attempts - 1])
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
    kept = mine.update(state=state, reason=reason[:300], claimed_by="", claimed_until=None, begun_at=None, **fields)
    if not kept:
        logger.warning(LOST_LEASE, message.message_id)
    return bool(kept)


@transaction.atomic
def sweep(at: datetime) -> None:
    """Take back messages whose worker has not been heard of for the length of a lease.

    Those that it had begun are sent again with the same Message-ID and say so, until they have been tried too often.
    """
    lost = Message.objects.filter(state=MessageState.CLAIMED, claimed_until__lt=at)
    free = {"claimed_by": "", "claimed_until": None}
    lost.filter(begun_at__isnull=True).update(state=MessageState.PLANNED, **free)
    doubtful = {**free, "begun_at": None, "may_have_been_sent": True, "reason": STOPPED}
    tired = list(lost.filter(attempts__gte=rules.MOST_ATTEMPTS).select_for_update().values_list("pk", flat=True))
    if tired:
        Message.objects.filter(pk__in=tired).update(state=MessageState.FAILED, **doubtful)
        say_again(Message.objects.filter(pk__in=tired))
    lost.update(state=MessageState.PLANNED, next_attempt_at=at, **doubtful)
