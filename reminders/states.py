"""The choices that reminders speak in. Imports nothing of ours."""

from django.db.models import TextChoices


class Subject(TextChoices):
    """What a reminder can be about: the kind of row that its id names."""

    ACTION = "action", "Action"
    QUESTION = "question", "Question"
    RECOMMENDATION = "recommendation", "Recommendation"
    REVIEW = "review", "Review"
    POST = "post", "Post"
    MEETING = "meeting", "Meeting"


class Repeat(TextChoices):
    """How often the last stage of a rule is said again."""

    NEVER = "never", "Not again"
    MONDAY = "monday", "Each Monday"
    TUESDAY = "tuesday", "Each Tuesday"
    WEDNESDAY = "wednesday", "Each Wednesday"
    THURSDAY = "thursday", "Each Thursday"
    FRIDAY = "friday", "Each Friday"
    WEEK = "7", "Every 7 days"
    FORTNIGHT = "14", "Every 14 days"
    FOUR_WEEKS = "28", "Every 28 days"
    THIRTY = "30", "Every 30 days"


class MessageState(TextChoices):
    """Where a message stands. Sent, failed, bounced and cancelled are final; what was sent may still bounce."""

    PLANNED = "planned", "Planned"
    CLAIMED = "claimed", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"
    BOUNCED = "bounced", "Came back"
    CANCELLED = "cancelled", "Not needed any more"


# A person has at most one message that is still to be settled.
UNSETTLED = (MessageState.PLANNED, MessageState.CLAIMED)
# The mail server took it.
TAKEN = (MessageState.SENT, MessageState.BOUNCED)
UNDELIVERED = (MessageState.FAILED, MessageState.BOUNCED)

# Why a reminder is withdrawn whose mail could not be delivered.
SAID_AGAIN = "It could not be delivered, and is said again the next day."
