"""A key's life: made, used, revoked. The secret itself is seen once, by the person who made it."""

import hashlib
import secrets
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q

from accounts.models import User
from api.models import Key
from council.models import Committee
from council.organisation import committees_seen_by
from council.roles import Roles
from council.rules import author

# So many of one person's keys open something at a time.
MOST = 20
BEGINS = 8
# A secret of 32 random bytes cannot be guessed, so a plain digest keeps it as well as a slow one would.
BYTES = 32
LONGEST = 100


def digest(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def make_key(*, by: Roles, opens: Key.Opens, name: str, committee: Committee | None = None) -> tuple[Key, str]:
    """A new key and its secret, which is kept nowhere.

    Raises PermissionDenied for nobody, and for a committee that this person may not see; ValidationError, by field, for
    a name that another key has, for one key too many, and for a committee of what is no calendar.
    """
    person = author(by)
    # Two at once must not go past the limit together.
    User.objects.select_for_update().get(pk=person)
    mine = Key.objects.filter(person=person, revoked_on__isnull=True)
    if mine.filter(name__iexact=name).exists():
        raise ValidationError(
            {"name": "You have a key of this name already. Its token was shown once: if it is lost, revoke that key"}
        )
    if mine.count() >= MOST:
        raise ValidationError(f"You have {MOST} keys. Revoke one that is not used any more.")
    if committee and opens != Key.Opens.CALENDAR:
        raise ValidationError({"committee": "Only a calendar is of a committee. Choose “A calendar”, or no committee"})
    if committee and not committees_seen_by(by).filter(pk=committee.pk).exists():
        raise PermissionDenied("This committee is not of your council.")
    secret = secrets.token_urlsafe(BYTES)
    key = Key.objects.create(
        person_id=person,
        opens=opens,
        committee=committee,
        name=name,
        begins=secret[:BEGINS],
        digest=digest(secret),
        made_on=by.on,
    )
    return key, secret


def revoke(key: Key, *, by: Roles) -> Key:
    """From now on it opens nothing. Raises PermissionDenied for anybody else's."""
    if key.person_id != by.user_id:
        raise PermissionDenied("This key is somebody else’s.")
    Key.objects.filter(pk=key.pk, revoked_on__isnull=True).update(revoked_on=by.on)
    key.refresh_from_db()
    return key


def used(secret: str, *, on: date, calendar: bool = False) -> Key | None:
    """The key that this secret opens with, noted as used on a day; None where it opens nothing.

    A calendar's address opens no API, and a token no calendar.
    """
    if not secret or len(secret) > LONGEST:
        return None
    opens = Q(opens=Key.Opens.CALENDAR)
    found = Key.objects.filter(opens if calendar else ~opens, digest=digest(secret))
    key = found.filter(revoked_on__isnull=True, person__is_active=True).select_related("person", "committee").first()
    # Once a day, so that reading does not write each time.
    if key and key.used_on != on:
        Key.objects.filter(pk=key.pk).update(used_on=on)
    return key
