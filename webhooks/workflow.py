"""A webhook's life: registered, changed, tested, paused, given another secret, removed. One verb each."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction

from council.models import Council
from council.roles import Roles
from council.rules import author, may_set_up, must
from council.waking import wake
from council.workflow import ChangedMeanwhile
from webhooks.models import Delivery, Endpoint
from webhooks.planning import new_id
from webhooks.reaching import Unreachable, target_of
from webhooks.signing import new_secret
from webhooks.states import UNSETTLED, DeliveryState, Event

# So many webhooks a council has at a time.
MOST = 20
# The secret before the last one signs too for so long.
OVERLAP = timedelta(days=1)
SEND = "webhooks.tasks.send_now"


@dataclass(frozen=True)
class Wish:
    """What somebody types of a webhook."""

    name: str
    address: str
    tells_reports: bool
    tells_verdicts: bool


def check(wish: Wish) -> None:
    """Raise ValidationError, by field, for an address where nothing may be sent, and for a webhook of nothing."""
    wrong = {}
    try:
        target_of(wish.address)
    except Unreachable as refusal:
        wrong["address"] = str(refusal)
    if not (wish.tells_reports or wish.tells_verdicts):
        wrong["events"] = "Choose at least one event"
    if wrong:
        raise ValidationError(wrong)


@transaction.atomic
def register(council: Council, wish: Wish, *, by: Roles) -> tuple[Endpoint, str]:
    """A new webhook and its secret, which is shown this once.

    Raises PermissionDenied for somebody who does not set up the council; ValidationError, by field, for what ``check``
    refuses, a name that another one has, and one webhook too many.
    """
    must(may_set_up(by, council))
    check(wish)
    # Two at once must not go past the limit together.
    Council.objects.select_for_update().get(pk=council.pk)
    if council.webhooks.count() >= MOST:
        raise ValidationError(f"The council has {MOST} webhooks. Remove one that is not used any more.")
    salt, secret, digest = new_secret()
    row = Endpoint(council=council, salt=salt, digest=digest, made_by_id=author(by), made_on=by.on, **vars(wish))
    row.full_clean()
    row.save()
    return row, secret


@transaction.atomic
def change(endpoint: Endpoint, wish: Wish, *, by: Roles, seen_version: int | None) -> Endpoint:
    """Another name, address or choice of events. What waits goes to the new address.

    Raises what ``register`` raises, and ChangedMeanwhile where another change came first.
    """
    row = locked(endpoint, by)
    if seen_version != row.version:
        raise ChangedMeanwhile(row)
    check(wish)
    for name, value in vars(wish).items():
        setattr(row, name, value)
    row.version += 1
    row.full_clean()
    row.save()
    return row


def locked(endpoint: Endpoint, by: Roles) -> Endpoint:
    """The row, for somebody who sets up its council. Raises PermissionDenied for anybody else."""
    must(may_set_up(by, endpoint.council))
    return Endpoint.objects.select_for_update(of=("self",)).select_related("council").get(pk=endpoint.pk)


@transaction.atomic
def send_test(endpoint: Endpoint, *, by: Roles, at: datetime) -> Delivery:
    """A message about nothing, sent as any other. Raises ValidationError while it is paused or a test is on its way."""
    row = locked(endpoint, by)
    if row.paused_on:
        raise ValidationError("This webhook is paused. Resume it first.")
    if row.deliveries.filter(event=Event.TEST, state__in=UNSETTLED).exists():
        raise ValidationError("A test is on its way already.")
    made = Delivery.objects.create(
        endpoint=row, event=Event.TEST, webhook_id=new_id(), happened_at=at, next_attempt_at=at
    )
    transaction.on_commit(partial(wake, SEND, made.pk))
    return made


@transaction.atomic
def pause(endpoint: Endpoint, *, by: Roles) -> Endpoint:
    """Nothing is sent until it is resumed; what happens meanwhile waits."""
    row = locked(endpoint, by)
    row.paused_on = row.paused_on or by.on
    row.save(update_fields=["paused_on"])
    return row


@transaction.atomic
def resume(endpoint: Endpoint, *, by: Roles) -> Endpoint:
    """What waited is sent."""
    row = locked(endpoint, by)
    row.paused_on = None
    row.save(update_fields=["paused_on"])
    return row


@transaction.atomic
def replace_secret(endpoint: Endpoint, *, by: Roles, at: datetime) -> tuple[Endpoint, str]:
    """Another secret, shown this once. For a day messages are signed with the one before it too."""
    row = locked(endpoint, by)
    row.earlier_salt, row.earlier_until = row.salt, at + OVERLAP
    row.salt, secret, row.digest = new_secret()
    row.save(update_fields=["salt", "digest", "earlier_salt", "earlier_until"])
    return row, secret


@transaction.atomic
def remove(endpoint: Endpoint, *, by: Roles) -> None:
    """It is told of nothing any more, and what was sent to it is forgotten."""
    locked(endpoint, by).delete()


@transaction.atomic
def send_again(delivery: Delivery, *, by: Roles, at: datetime) -> Delivery:
    """Send what was delivered or given up once more, with the same webhook-id.

    Raises PermissionDenied for somebody who does not set up the council, ValidationError while its webhook is paused
    or it is on its way.
    """
    if locked(delivery.endpoint, by).paused_on:
        raise ValidationError("This webhook is paused. Resume it first.")
    settled = Delivery.objects.filter(pk=delivery.pk).exclude(state__in=UNSETTLED)
    anew = {"state": DeliveryState.WAITING, "attempts": 0, "next_attempt_at": at, "settled_at": None}
    if not settled.update(answered=None, reason="", **anew):
        raise ValidationError("It is on its way already.")
    transaction.on_commit(partial(wake, SEND, delivery.pk))
    delivery.refresh_from_db()
    return delivery
