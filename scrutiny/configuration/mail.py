"""How mail goes out, and what comes back."""

import json
import os
from typing import Any

from scrutiny.configuration.environment import env_flag, env_secret
from scrutiny.configuration.install import DEMONSTRATION

EMAIL_BACKEND = "reminders.outbox.OutboxBackend" if DEMONSTRATION else "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env_secret("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env_flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 20
# Where people ask for help; stands on the pages of help and in the accessibility statement.
HELP_CONTACT = os.environ.get("HELP_CONTACT", "scrutiny-officer@tower-hamlets.example" if DEMONSTRATION else "")
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "Scrutiny Tracker <scrutiny@localhost>")
# A provider instead of SMTP, by django-anymail: name, settings, and "user:password" for what it tells at /mail-events/.
MAIL_PROVIDER = "" if DEMONSTRATION else os.environ.get("MAIL_PROVIDER", "").lower()
MAIL_WEBHOOK_SECRET = env_secret("MAIL_WEBHOOK_SECRET")
ANYMAIL: dict[str, Any] = json.loads(env_secret("MAIL_PROVIDER_SETTINGS") or "{}")
if MAIL_PROVIDER:
    EMAIL_BACKEND = f"anymail.backends.{MAIL_PROVIDER}.EmailBackend"
    ANYMAIL.setdefault("REQUESTS_TIMEOUT", EMAIL_TIMEOUT)
if MAIL_WEBHOOK_SECRET:
    ANYMAIL["WEBHOOK_SECRET"] = MAIL_WEBHOOK_SECRET
# Digests go out from this hour, local time. The demonstration does not make people wait.
REMINDERS_HOUR = int(os.environ.get("REMINDERS_HOUR", "0" if DEMONSTRATION else "8"))
# Seconds from one planning of reminders to the next. It says only what no earlier one said.
PLANNING_EVERY = int(os.environ.get("PLANNING_EVERY", "20" if DEMONSTRATION else "300"))
