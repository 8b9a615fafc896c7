"""What is held about one person, and what is forgotten when its time has come.

History is kept; who signs in from where and how to reach a witness is not history.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import CharField, Field, ForeignKey, Model, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from evidence.models import WitnessContact
from webhooks.models import Delivery

# What opens a door is no statement about anybody, and is shown to nobody.
NEVER_SHOWN = {
    "password",
    "session_key",
    "session_data",
    "data",
    "token",
    "key",
    "digest",
    "secret",
    "headers",
    "content",
    "salt",
    "earlier_salt",
}


def due(at: datetime) -> Iterator[tuple[str, "QuerySet[Any]"]]:
    """What is to be forgotten by now, with what it is called."""
    yield "sessions that have ended", Session.objects.filter(expire_date__lt=at)
    if days := settings.KEEP_SIGN_INS_DAYS:
        before = at - timedelta(days=days)
        closed = User.objects.filter(closed_on__lt=timezone.localdate(before))
        yield "sign-ins", UserSession.objects.filter(last_seen_at__lt=before)
        yield "second steps of closed accounts", Authenticator.objects.filter(user__in=closed)
        yield "sign-ins through a directory of closed accounts", SocialAccount.objects.filter(user__in=closed)
    if days := settings.KEEP_CONTACTS_DAYS:
        before_day = timezone.localdate(at) - timedelta(days=days)
        yield "contacts of witnesses", WitnessContact.objects.filter(recorded_on__lt=before_day)
    if days := settings.KEEP_DELIVERIES_DAYS:
        yield "deliveries to webhooks", Delivery.objects.filter(happened_at__lt=at - timedelta(days=days))


def forget(at: datetime) -> dict[str, int]:
    """Delete what is due, and return how many rows of each."""
    return {name: rows.delete()[0] for name, rows in due(at)}


def person(address: str) -> User | None:
    """The account with this address, whatever its case."""
    return User.objects.filter(email__iexact=address).first()


def about(address: str) -> dict[str, list[dict[str, Any]]]:
    """Every row that is about whoever has this address, or that they wrote or decided, by table."""
    user = person(address)
    found = {}
    for model in apps.get_models(include_auto_created=True):
        rows = [shown(model, row) for row in rows_about(model, user, address)]
        if rows:
            found[model._meta.label] = rows
    return found


def rows_about(model: type[Model], user: User | None, address: str) -> "QuerySet[Any]":
    """The rows of one table that name the person, by reference or by address."""
    fields = model._meta.local_concrete_fields
    named = Q(pk__in=[])
    for field in fields:
        if isinstance(field, ForeignKey) and field.related_model is User and user:
            named |= Q(**{field.name: user})
        elif isinstance(field, CharField) and ("email" in field.name or field.name in ("to", "address")):
            named |= Q(**{f"{field.name}__iexact": address})
    if model is User:
        named |= Q(email__iexact=address)
    return model._base_manager.filter(named).order_by("pk") if model._meta.managed else model._base_manager.none()


def shown(model: type[Model], row: Model) -> dict[str, Any]:
    """One row with the names of its columns; a choice in its words, a reference as what it refers to is called."""
    return {f.name: value(row, f) for f in model._meta.local_concrete_fields if f.name not in NEVER_SHOWN}


def value(row: Model, field: "Field[Any, Any]") -> Any:
    """What stands in a column."""
    if isinstance(field, ForeignKey):
        return getattr(row, field.attname) and str(getattr(row, field.name))
    return getattr(row, f"get_{field.name}_display")() if field.choices else field.value_from_object(row)
