"""Claim, check, send, mark. The row decides who sends; a worker or broker that fails changes nothing about it.

SMTP cannot promise exactly once: a stop between the server's "250" and our commit may repeat a message. It is then
repeated with the same Message-ID, and the row and the mail say that it may have been sent before.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from recommendations import links
from reminders import digest, rules
from reminders.checking import Checked, check
from reminders.faults import OUTSIDE, Fault, fault_of, unreachable
from reminders.letter import letter, new_dates
from reminders.models import Message, Reminder
from reminders.states import TAKEN, MessageState
from reminders.words import title

logger = logging.getLogger(__name__)

# Messages sent over one connection before the worker gives way to other work.
BATCH = 200
# Taken in hand together, so that what they say is read once for all of them.
IN_HAND = 25
# No further message is begun after this, so that a slow server does not run a task into its time limit.
PATIENCE = timedelta(minutes=4)

STOPPED = "A worker stopped while sending it, so it may have been sent."
PERHAPS_TWICE = "An earlier attempt may have arrived too, with the same Message-ID."
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
    count = done = 0
    connection = get_connection()
    try:
        while done < BATCH and timezone.now() - begun <= PATIENCE:
            messages = claim(worker, timezone.now(), IN_HAND)
            if not messages:
                break
            sent, went_on = send_all(take_up(messages), connection)
            count, done = count + sent, done + len(messages)
            if not went_on:
                break
    finally:
        connection.close()
        give_back(worker)
    return count


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
    return tuple(mine.select_related("recipient").order_by("next_attempt_at", "pk"))


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


def send_all(hand: Hand, connection: BaseEmailBackend) -> tuple[int, bool]:
    """Deliver what is in hand. How many were sent, and whether the line held and there was time."""
    count = 0
    for message in hand.messages:
        now = timezone.now()
        # Half a lease is left for the message that is begun last.
        if message.claimed_until is None or now > message.claimed_until - rules.LEASE / 2 or not begin(message, now):
            return count, False
        outcome = deliver(message, hand, connection)
        if isinstance(outcome, Fault) and outcome.line_is_down:
            return count, False
        count += outcome == MessageState.SENT
    return count, True


def begin(message: Message, at: datetime) -> bool:
    """Say that this one is being handed to the server. False when the lease was lost to a sweep meanwhile."""
    message.attempts += 1
    mine = Message.objects.filter(pk=message.pk, state=MessageState.CLAIMED, claimed_by=message.claimed_by)
    return bool(mine.update(begun_at=at, claimed_until=at + rules.LEASE, attempts=F("attempts") + 1))


def give_back(worker: str) -> None:
    """What this run took in hand and did not begin may be taken up by any other, at once."""
    mine = Message.objects.filter(state=MessageState.CLAIMED, claimed_by=worker, begun_at__isnull=True)
    mine.update(state=MessageState.PLANNED, claimed_by="", claimed_until=None)


def deliver(message: Message, hand: Hand, connection: BaseEmailBackend) -> MessageState | Fault:
    """Send a message that was begun, if there is still something to say. Returns its state, or what went wrong."""
    checked = hand.checked[message.pk]
    if not checked.points:
        settle(message, MessageState.CANCELLED, checked.why_nothing_is_left)
        return MessageState.CANCELLED
    mail = compose(message, hand)
    if fault := attempt(mail, connection):
        connection.close()
        put_off(message, fault)
        return fault
    reason = PERHAPS_TWICE if message.may_have_been_sent else ""
    settle(message, MessageState.SENT, reason, sent_at=timezone.now(), provider_id=provider_id(mail))
    return MessageState.SENT


def compose(message: Message, hand: Hand) -> EmailMultiAlternatives:
    """The mail of a message in hand."""
    checked, person = hand.checked[message.pk], message.recipient_id
    words = digest.build(message, checked.points, checked.ground.recipients, message.day, hand.tokens.get(person, {}))
    return letter(message, words, new_dates(checked.points, hand.known.get(person, frozenset())))


def withdraw(checked: Iterable[Checked]) -> None:
    """Keep the reminders that hold no longer, with the reason, and call those that hold by their names."""
    changed: list[Reminder] = []
    for of_it in checked:
        for reminder, reason in of_it.withdrawn:
            reminder.withdrawn_because = reason
            changed.append(reminder)
        for point in of_it.points:
            if not point.reminder.words:
                point.reminder.words = title(point)[:200]
                changed.append(point.reminder)
    Reminder.objects.bulk_update(changed, ["withdrawn_because", "words"])


def attempt(mail: EmailMultiAlternatives, connection: BaseEmailBackend) -> Fault | None:
    """Hand the mail to the server. Returns what went wrong, if anything."""
    try:
        connection.open()
    except OUTSIDE as error:
        return unreachable(error)
    try:
        connection.send_messages([mail])
    except OUTSIDE as error:
        return fault_of(error)
    return None


def provider_id(mail: EmailMultiAlternatives) -> str:
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
        logger.warning("Message %s was settled after its lease had ended.", message.message_id)
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
