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


class Kind(TextChoices):
    """What a reminder says, the most urgent first."""

    OVERDUE = "overdue", "Overdue"
    EXTENSION_WAITING = "extension_waiting", "More time waits for a decision"
    QUESTION_WAITING = "question_waiting", "A question waits for an answer"
    ESCALATED = "escalated", "Overdue, told to the head of service"
    CHAIRS_LIST = "chairs_list", "Overdue, on the chair’s list"
    RESPONSE_WAITING = "response_waiting", "The executive’s response"
    PAPERS = "papers", "Papers for a meeting"
    BEFORE_DUE = "before_due", "Due soon"
    OUTCOME_DUE = "outcome_due", "An outcome to check"
    EXEMPTION_REVIEW = "exemption_review", "Exempt items to look at again"
    VACANCY = "vacancy", "A vacant post with open work"
    STALE = "stale", "No update for too long"


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
