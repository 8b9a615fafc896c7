"""The choices that reminders speak in. Imports nothing of ours."""

from django.db.models import TextChoices


class Kind(TextChoices):
    """What a reminder is about."""

    OVERDUE = "overdue", "Overdue"
    EXTENSION_WAITING = "extension_waiting", "More time waits for a decision"
    BEFORE_DUE = "before_due", "Due soon"
    STALE = "stale", "No update for too long"


class MessageState(TextChoices):
    """Where a message stands. Sent, failed and cancelled are final."""

    PLANNED = "planned", "Planned"
    CLAIMED = "claimed", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Not needed any more"


# A person has at most one message that is still to be settled.
UNSETTLED = (MessageState.PLANNED, MessageState.CLAIMED)
