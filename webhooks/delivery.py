"""Claim, send, settle. The row decides who sends; a worker or broker that fails changes nothing about it.

HTTP cannot promise exactly once: a stop between the receiver's answer and our commit repeats a message, with the same
webhook-id, by which the receiver tells. An endpoint that fails waits behind all the others, and is left alone for the
rest of a run, so that one that hangs holds nobody else up.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from webhooks import sending
from webhooks.messages import body_of
from webhooks.models import Delivery, Endpoint
from webhooks.sending import Answer
from webhooks.signing import NoSecret, headers
from webhooks.states import MOST_ATTEMPTS, PAUSES, DeliveryState

logger = logging.getLogger(__name__)

# No further one is begun after this, so that a run ends well before it would count as late.
PATIENCE = timedelta(minutes=1)
# Longer than sending can take, a slow look-up of the name included, so that nobody else takes it up meanwhile.
LEASE = timedelta(minutes=2)

STOPPED = "A worker stopped while sending it, so it may have arrived."
NO_SECRET = "SECRET_KEY of this install was changed, so nothing can be signed: replace the secret of this webhook."  # noqa: S105
NOT_READ = "What it is about is not published any more."


def send_waiting(worker: str) -> int:
    """Send what waits. Returns how many were delivered. ``worker`` is a name of this run, and of no other."""
    begun = timezone.now()
    sweep(begun)
    count, failed = 0, set[int]()
    while timezone.now() - begun <= PATIENCE:
        delivery = claim(worker, timezone.now(), failed)
        if delivery is None:
            break
        if deliver(delivery):
            count += 1
        else:
            failed.add(delivery.endpoint_id)
    return count


def waiting(at: datetime) -> QuerySet[Delivery]:
    """Those that may go now, of endpoints that work first."""
    due = Delivery.objects.filter(
        state=DeliveryState.WAITING, next_attempt_at__lte=at, endpoint__paused_on__isnull=True
    )
    return due.order_by(F("endpoint__failing_since").asc(nulls_first=True), "next_attempt_at", "pk")


def claim(worker: str, at: datetime, failed: set[int]) -> Delivery | None:
    """Take one in hand for the length of a lease. Of two workers that want the same one, the first write wins."""
    while (pk := waiting(at).exclude(endpoint__in=failed).values_list("pk", flat=True).first()) is not None:
        free = Delivery.objects.filter(pk=pk, state=DeliveryState.WAITING)
        lease = {"state": DeliveryState.IN_HAND, "claimed_by": worker, "claimed_until": at + LEASE}
        if free.update(attempts=F("attempts") + 1, **lease):
            return Delivery.objects.select_related("endpoint").get(pk=pk)
    return None


def deliver(delivery: Delivery) -> bool:
    """Send one that is in hand, and write down what came of it. Whether its endpoint may be sent more in this run."""
    at = timezone.now()
    body = body_of(delivery, timezone.localdate(at))
    if body is None:
        settle(delivery, DeliveryState.GIVEN_UP, at, reason=NOT_READ)
        return True
    try:
        signed = headers(delivery.endpoint, delivery.webhook_id, body, at)
    except NoSecret:
        answer = Answer(None, NO_SECRET)
    else:
        answer = sending.post(delivery.endpoint.address, body, signed)
    return conclude(delivery, answer, timezone.now())


@transaction.atomic
def conclude(delivery: Delivery, answer: Answer, at: datetime) -> bool:
    """Delivered, planned anew after a pause, or given up after the last one. Whether it was delivered."""
    endpoint = Endpoint.objects.filter(pk=delivery.endpoint_id)
    if not answer.fault:
        if settle(delivery, DeliveryState.DELIVERED, at, answered=answer.status, reason=""):
            endpoint.filter(failing_since__isnull=False).update(failing_since=None)
        return True
    said = {"answered": answer.status, "reason": answer.fault[:300]}
    if delivery.attempts >= MOST_ATTEMPTS:
        kept = settle(delivery, DeliveryState.GIVEN_UP, at, **said)
    else:
        later = at + PAUSES[delivery.attempts - 1]
        kept = settle(delivery, DeliveryState.WAITING, None, next_attempt_at=later, **said)
    if kept:
        endpoint.filter(failing_since__isnull=True).update(failing_since=at)
    return False


def settle(delivery: Delivery, state: DeliveryState, at: datetime | None, **fields: object) -> bool:
    """Give a claimed delivery back with its new state. False where the lease was lost to a sweep meanwhile."""
    mine = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.IN_HAND, claimed_by=delivery.claimed_by)
    kept = mine.update(state=state, claimed_by="", claimed_until=None, settled_at=at, **fields)
    if not kept:
        logger.warning("Delivery %s was settled after its lease had ended.", delivery.webhook_id)
    return bool(kept)


def sweep(at: datetime) -> None:
    """Take back what a worker has had in hand for longer than its lease: it is sent again, until the last attempt."""
    lost = Delivery.objects.filter(state=DeliveryState.IN_HAND, claimed_until__lt=at)
    free = {"claimed_by": "", "claimed_until": None, "reason": STOPPED}
    lost.filter(attempts__gte=MOST_ATTEMPTS).update(state=DeliveryState.GIVEN_UP, settled_at=at, **free)
    lost.update(state=DeliveryState.WAITING, next_attempt_at=at, **free)
