"""Claim, check, send, mark. The row decides who sends; a worker or broker that fails changes nothing about it.

SMTP cannot promise exactly once: a stop between the server's "250" and our commit may repeat a message. It is then
repeated with the same Message-ID, and the row and the mail say that it may have been sent before.
"""

import logging
import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from recommendations import links
from reminders import digest, rules
from reminders.checking import Checked, check
from reminders.models import Message, Reminder
from reminders.states import Kind, MessageState

logger = logging.getLogger(__name__)

# Messages sent over one connection before the worker gives way to other work.
BATCH = 200
# No further message is begun after this, so that a slow server does not run a task into its time limit.
PATIENCE = timedelta(minutes=4)

STOPPED = "A worker stopped while sending it, so it may have been sent."
PERHAPS_TWICE = "An earlier attempt may have arrived too, with the same Message-ID."
SAID_AGAIN = "It could not be delivered, and is said again the next day."


@dataclass(frozen=True)
class Fault:
    """Why a message did not go. After a lasting one it is not tried again; a broken line stops the whole batch."""

    reason: str
    lasting: bool = False
    line_is_down: bool = False
    may_have_arrived: bool = False


def send_waiting(worker: str) -> int:
    """Send what waits, one connection for the batch. Returns how many were sent.

    ``worker`` is a name of this run, and of no other.
    """
    begun = timezone.now()
    sweep(begun)
    count = 0
    connection = get_connection()
    try:
        for pk in list(waiting(begun).values_list("pk", flat=True)[:BATCH]):
            if timezone.now() - begun > PATIENCE:
                break
            message = claim(pk, worker, timezone.now())
            outcome = deliver(message, connection) if message else None
            if isinstance(outcome, Fault) and outcome.line_is_down:
                break
            count += outcome == MessageState.SENT
    finally:
        connection.close()
    return count


def waiting(at: datetime) -> QuerySet[Message]:
    """Messages of the local day that may go now, the longest waiting first."""
    planned = Message.objects.filter(state=MessageState.PLANNED, next_attempt_at__lte=at)
    return planned.filter(day=timezone.localdate(at)).order_by("next_attempt_at", "pk")


def claim(pk: int, worker: str, at: datetime) -> Message | None:
    """Take a message in hand for the length of a lease; None when another worker was first."""
    won = (
        waiting(at)
        .filter(pk=pk)
        .order_by()
        .update(
            state=MessageState.CLAIMED,
            claimed_by=worker,
            claimed_until=at + rules.LEASE,
            attempts=F("attempts") + 1,
        )
    )
    return Message.objects.select_related("recipient").get(pk=pk) if won else None


def deliver(message: Message, connection: BaseEmailBackend) -> MessageState | Fault:
    """Send a claimed message if there is still something to say. Returns its state, or what went wrong."""
    checked = check(message, message.day)
    withdraw(checked)
    if not checked.points:
        settle(message, MessageState.CANCELLED, checked.why_nothing_is_left)
        return MessageState.CANCELLED
    if fault := attempt(message, checked, connection):
        connection.close()
        put_off(message, fault)
        return fault
    settle(message, MessageState.SENT, PERHAPS_TWICE if message.may_have_been_sent else "", sent_at=timezone.now())
    return MessageState.SENT


def withdraw(checked: Checked) -> None:
    """Keep the reminders that hold no longer, with the reason."""
    for reminder, reason in checked.withdrawn:
        reminder.withdrawn_because = reason
    Reminder.objects.bulk_update([reminder for reminder, _ in checked.withdrawn], ["withdrawn_because"])


def attempt(message: Message, checked: Checked, connection: BaseEmailBackend) -> Fault | None:
    """Hand the mail to the server. Returns what went wrong, if anything."""
    answered = [point.action.pk for point in checked.points if point.kind != Kind.EXTENSION_WAITING]
    tokens = links.issue(message.recipient_id, answered, message.day) if answered else {}
    words = digest.build(message, checked.points, checked.recipients, message.day, tokens)
    try:
        connection.open()
    except (smtplib.SMTPException, OSError) as error:
        return Fault(f"The mail server could not be reached: {told(error)}", line_is_down=True)
    try:
        connection.send_messages([digest.mail(message, words)])
    except (smtplib.SMTPException, OSError, ValueError) as error:
        return fault_of(error)
    return None


def fault_of(error: smtplib.SMTPException | OSError | ValueError) -> Fault:
    """What a failed attempt means for the message.

    A 5xx answer to the recipient or to the mail lasts; one to the sender is a fault of this install, and passes when
    it is put right. A line that breaks after it was open leaves open whether the mail arrived.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(error.recipients.values()))
        return Fault(f"The mail server refused the address: {code} {plain(answer)}", lasting=code >= 500)
    if isinstance(error, smtplib.SMTPSenderRefused):
        return Fault(f"The mail server refused our sender: {told(error)}")
    if isinstance(error, smtplib.SMTPResponseException):
        return Fault(f"The mail server refused the mail: {told(error)}", lasting=error.smtp_code >= 500)
    if isinstance(error, smtplib.SMTPNotSupportedError | ValueError):
        return Fault(f"The mail could not be made: {told(error)}", lasting=True)
    reason = f"The line to the mail server broke, so it may have been sent: {told(error)}"
    return Fault(reason, may_have_arrived=True)


def told(error: Exception) -> str:
    """An error in one line, the server's own words where it gave some."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {plain(error.smtp_error)}"
    return str(error) or type(error).__name__


def plain(answer: bytes | str) -> str:
    """A server's answer as text."""
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer


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
    kept = mine.update(state=state, reason=reason[:300], claimed_by="", claimed_until=None, **fields)
    if not kept:
        logger.warning("Message %s was settled after its lease had ended.", message.message_id)
    return bool(kept)


@transaction.atomic
def sweep(at: datetime) -> None:
    """Take back messages whose worker has not been heard of for the length of a lease.

    They are sent again with the same Message-ID and say so, until they have been tried too often.
    """
    lost = Message.objects.filter(state=MessageState.CLAIMED, claimed_until__lt=at)
    freed = {"claimed_by": "", "claimed_until": None, "may_have_been_sent": True, "reason": STOPPED}
    tired = list(lost.filter(attempts__gte=rules.MOST_ATTEMPTS).select_for_update().values_list("pk", flat=True))
    if tired:
        Message.objects.filter(pk__in=tired).update(state=MessageState.FAILED, **freed)
        say_again(Message.objects.filter(pk__in=tired))
    lost.update(state=MessageState.PLANNED, next_attempt_at=at, **freed)
