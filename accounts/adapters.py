"""What django-allauth asks of the product: nobody registers by themselves, and mail that fails hints at nothing."""

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # it has no types
    """Signing in with a code, a password or a passkey."""

    error_messages = {  # noqa: RUF012  # allauth reads it as a plain dict
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": "This code is not right. Check the newest mail, and enter its code",
        "email_password_mismatch": "The e-mail address or the password is not right. Check both and try again",
        "too_many_login_attempts": "Too many tries. Wait five minutes, then ask for a new code.",
        "rate_limited": "You have asked for several codes already. Wait a minute, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: the scrutiny officer adds people."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send, and log where the mail server does not take it.

        The page says the same either way: only known addresses get mail, so a fault that showed would tell which are.
        """
        try:
            super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError) as error:
            log.error("A sign-in mail could not be sent: %s", error)


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # it has no types
    """Signing in through the council's own directory."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never: an address that has no account here gets none by signing in elsewhere."""
        return False
