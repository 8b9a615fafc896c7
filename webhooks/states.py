"""What a webhook tells of, how a delivery stands, and after which pauses it is tried again."""

from datetime import timedelta

from django.db.models import TextChoices


class Event(TextChoices):
    """What happened, by the name that stands in the message."""

    REPORT = "report.issued", "Report issued"
    VERDICT = "verdict.recorded", "Verdict recorded"
    TEST = "webhook.test", "Test"


class DeliveryState(TextChoices):
    """How a delivery stands."""

    WAITING = "waiting", "Waiting"
    IN_HAND = "in_hand", "Being sent"
    DELIVERED = "delivered", "Delivered"
    GIVEN_UP = "given_up", "Given up"


UNSETTLED = (DeliveryState.WAITING, DeliveryState.IN_HAND)

# Between one attempt and the next: just under a day in all, then the delivery is given up.
PAUSES = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=8),
    timedelta(hours=8),
)
MOST_ATTEMPTS = len(PAUSES) + 1
