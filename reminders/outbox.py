"""Where the demonstration's mails go: into rows, as they would have been sent, instead of to a server."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from reminders.models import OutboxMail


class OutboxBackend(BaseEmailBackend):
    """Django e-mail backend that keeps every mail."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the mails. Returns how many."""
        return len([keep(message) for message in email_messages if message.recipients()])


def keep(message: EmailMessage) -> OutboxMail:
    """One mail as a row, with the headers that a server would have seen."""
    made = message.message()
    return OutboxMail.objects.create(
        sender=str(made["From"]),
        to=", ".join(message.recipients()),
        subject=str(message.subject),
        text=str(message.body),
        html=html_of(message),
        headers=[[name, str(value)] for name, value in made.items()],
        message_id=str(made["Message-ID"]),
        at=timezone.now(),
    )


def html_of(message: EmailMessage) -> str:
    """The HTML version; empty where there is none."""
    for alternative in getattr(message, "alternatives", ()):
        if alternative.mimetype == "text/html":
            return str(alternative.content)
    return ""
