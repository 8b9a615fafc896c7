"""An account's life: invited, renamed, closed, opened again.

Who may is decided by whoever calls: this room lies below the one that knows councils and roles.
"""

from dataclasses import dataclass
from datetime import date, datetime
from smtplib import SMTPException
from typing import Any, Protocol

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import User


class MailNotSent(Exception):
    """The mail server did not take the message. The account is there, and can be invited again."""


@transaction.atomic
def invite(*, email: str, name: str, by: User, on: date) -> User:
    """A new account without a password. The invitation itself is sent by ``send_invitation``, after the commit.

    Raises ValidationError, by field, where an account has this address already, whatever its case.
    """
    if User.objects.filter(email__iexact=email).exists():
        raise ValidationError({"email": "There is an account with this address already"})
    return User.objects.create_user(email, name, invited_by=by, invited_on=on)


class Sender(Protocol):
    """The council in whose name a mail goes out; this room knows no more of it."""

    name: Any
    colour: Any


@dataclass(frozen=True)
class Welcome:
    """What somebody is to do here, each part in a sentence, and what they do first."""

    parts: tuple[str, ...] = ()
    first: str = ""


NOTHING_YET = Welcome()


def send_invitation(user: User, *, at: datetime, of: Sender | None = None, welcome: Welcome = NOTHING_YET) -> None:
    """Send the mail that says how to sign in, and remember when. ``of`` is the council that invites, where it is one.

    Raises MailNotSent where the mail server does not take it, ValidationError for a closed account.
    """
    if not user.is_active:
        raise ValidationError("This account is closed. Open it again first.")
    subject = "You can sign in to Scrutiny Tracker" + (f" of {of.name}" if of else "")
    context = {
        "user": user,
        "by": user.invited_by,
        "site_url": settings.SITE_URL,
        "subject": subject,
        "welcome": welcome,
        "council": of.name if of else "",
        "colour": of.colour if of else "",
    }
    message = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string("emails/invitation.txt", context),
        to=[user.email],
    )
    message.attach_alternative(render_to_string("emails/invitation.html", context), "text/html")
    try:
        message.send()
    except (SMTPException, OSError) as error:
        raise MailNotSent(f"The invitation to {user.email} could not be sent. Try again in a few minutes.") from error
    user.invitation_sent_on = timezone.localdate(at)
    user.save(update_fields=["invitation_sent_on"])


@transaction.atomic
def rename(user: User, *, name: str, email: str) -> User:
    """Change an account's name and address. Raises ValidationError, by field, where another account has the address."""
    if User.objects.filter(email__iexact=email).exclude(pk=user.pk).exists():
        raise ValidationError({"email": "Another account has this address"})
    user.name, user.email = name, email
    user.save(update_fields=["name", "email"])
    return user


@transaction.atomic
def close_account(user: User, *, on: date) -> User:
    """Nobody signs in with this account any more, and whoever is signed in with it is so no longer. History stays."""
    user.is_active, user.closed_on = False, on
    # Sessions hang on the password: another one, which nobody knows, ends them for good.
    user.set_unusable_password()
    user.save(update_fields=["is_active", "closed_on", "password"])
    return user


@transaction.atomic
def reopen_account(user: User) -> User:
    """The account signs in again. What it held stays ended."""
    user.is_active, user.closed_on = True, None
    user.save(update_fields=["is_active", "closed_on"])
    return user
