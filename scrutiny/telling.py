"""Faults are told to Sentry where an install names one: what went wrong and where, and nothing about anybody."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

# Parts of an event that may hold what people typed or who they are.
LEFT_OUT = ("user", "request", "breadcrumbs", "server_name", "extra")


def tell_sentry(dsn: str) -> None:
    """Begin to tell. Raises ImproperlyConfigured where the library is not installed."""
    try:
        # An install that does not tell does not need it.
        import sentry_sdk
    except ImportError as error:
        raise ImproperlyConfigured(
            "SENTRY_DSN is set and sentry-sdk is not installed: pip install sentry-sdk."
        ) from error
    sentry_sdk.init(
        dsn, send_default_pii=False, include_local_variables=False, max_request_body_size="never", before_send=bare
    )


def bare(event: Any, hint: Any) -> Any:
    """An event without people: types of exceptions and places in the code, no words of any exception or request."""
    for name in LEFT_OUT:
        event.pop(name, None)
    for found in (event.get("exception") or {}).get("values") or []:
        found["value"] = ""
    if "logentry" in event:
        # The sentence as it stands in the code, without what was put into it.
        event["logentry"] = {"message": event["logentry"].get("message", "")}
    return event
