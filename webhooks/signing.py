"""Secrets and signatures, as Standard Webhooks 1.0 writes them, so that receivers find a library in their language.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md: the headers webhook-id,
webhook-timestamp (seconds) and webhook-signature ("v1," and the base64 of an HMAC-SHA256, over id, timestamp and body
joined by dots; several, with blanks between, while a secret is being replaced).

A secret that only has to be recognised is kept as a digest, as keys are. This one has to be at hand for signing, so it
is worked out of SECRET_KEY and the salt of its row: the database and its backups alone can sign nothing, and nothing
that opens something lies in them. The digest beside it tells whether SECRET_KEY is still the one it was made with.
"""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

from django.conf import settings

from webhooks.models import Endpoint

PREFIX = "whsec_"
PURPOSE = b"webhooks.signing:"


class NoSecret(Exception):
    """The secret cannot be made any more, since SECRET_KEY is another one."""


def new_salt() -> str:
    """32 random bytes, as text."""
    return secrets.token_urlsafe(32)


def derived(salt: str) -> str:
    """The secret that a salt gives: whsec_ and the base64 of 32 bytes."""
    made = hmac.digest(settings.SECRET_KEY.encode(), PURPOSE + salt.encode(), hashlib.sha256)
    return PREFIX + base64.b64encode(made).decode()


def digest_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_secret() -> tuple[str, str, str]:
    """A new salt, its secret, and the digest of it."""
    salt = new_salt()
    secret = derived(salt)
    return salt, secret, digest_of(secret)


def secrets_of(endpoint: Endpoint, at: datetime) -> list[str]:
    """What a message is signed with at a moment: the secret, and for a day the one before it. Raises NoSecret."""
    secret = derived(endpoint.salt)
    if not hmac.compare_digest(digest_of(secret), endpoint.digest):
        raise NoSecret
    if endpoint.earlier_until is None or endpoint.earlier_until <= at:
        return [secret]
    return [secret, derived(endpoint.earlier_salt)]


def signature(secret: str, webhook_id: str, seconds: int, body: bytes) -> str:
    """The signature of a message with one secret."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = b".".join((webhook_id.encode(), str(seconds).encode(), body))
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def headers(endpoint: Endpoint, webhook_id: str, body: bytes, at: datetime) -> dict[str, str]:
    """The three headers of a message that is sent at a moment. Raises NoSecret."""
    seconds = int(at.timestamp())
    signed = [signature(secret, webhook_id, seconds, body) for secret in secrets_of(endpoint, at)]
    return {"webhook-id": webhook_id, "webhook-timestamp": str(seconds), "webhook-signature": " ".join(signed)}
