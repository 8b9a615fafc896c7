"""What ``manage.py check --deploy`` asks of a real install, besides Django's own checks."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def demonstration_is_off(**kwargs: Any) -> list[CheckMessage]:
    """The demonstration lets anybody in with one button."""
    if not settings.DEMONSTRATION:
        return []
    return [
        Error(
            "The demonstration is on: anybody can sign in as anybody.",
            hint="Take DEMONSTRATION out of the environment.",
            id="scrutiny.E001",
        )
    ]


@register(Tags.security, deploy=True)
def secret_key_lasts(**kwargs: Any) -> list[CheckMessage]:
    """Without a lasting key everybody is signed out at each restart, and two web processes do not know each other."""
    if settings.SECRET_KEY_IS_LASTING:
        return []
    return [
        Error(
            "No lasting secret key is set.",
            hint="Set SECRET_KEY to 50 or more random characters, or keep them in var/secret-key.",
            id="scrutiny.E002",
        )
    ]
