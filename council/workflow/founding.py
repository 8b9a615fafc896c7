"""A council on this install, its first committee and who runs it: what is there before anybody can set up the rest."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from accounts.models import User
from council.models import Committee, Council, Membership


@dataclass(frozen=True)
class Founded:
    """What was made, and whether the account is new."""

    council: Council
    committee: Committee
    scrutiny_officer: User
    is_new: bool


@transaction.atomic
def found(*, council: str, committee: str, email: str, name: str, on: date) -> Founded:
    """A council, its first committee, and its scrutiny officer from this day on.

    For whoever runs the install, by ``manage.py begin``: nobody of a council can be asked while there is none. An
    account that has the address already is taken as it is. Raises ValidationError, by field, for a council of this
    name, or names and addresses that cannot be kept.
    """
    home = Council(name=council.strip(), slug=slugify(council)[:50])
    if there := Council.objects.filter(slug=home.slug).first():
        raise ValidationError({"name": f"There is a council of this name already: {there}"})
    home.full_clean()
    home.save()
    first = Committee(council=home, name=committee.strip())
    first.full_clean()
    first.save()
    user, is_new = account(email, name, on)
    Membership.objects.create(committee=first, user=user, role=Membership.Role.SCRUTINY_OFFICER, from_on=on)
    return Founded(home, first, user, is_new)


def account(email: str, name: str, on: date) -> tuple[User, bool]:
    """The account of this address, and whether it was made now."""
    if known := User.objects.filter(email__iexact=email).first():
        return known, False
    user = User(email=email, name=name.strip(), invited_on=on)
    user.set_unusable_password()
    user.full_clean()
    user.save()
    return user, True
