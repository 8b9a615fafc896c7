"""The choices of an import. Imports nothing of ours."""

from django.db.models import TextChoices


class Stage(TextChoices):
    """How far an import is."""

    WAITING = "waiting", "Not read yet, waiting"
    READING = "reading", "Being read"
    READY = "ready", "To be confirmed"
    FAILED = "failed", "Not read"
    MADE = "made", "Made into a review"
    REMOVED = "removed", "Removed"


class Decision(TextChoices):
    """What somebody decided about one proposed recommendation."""

    OPEN = "open", "To be decided"
    ACCEPTED = "accepted", "Confirmed"
    DROPPED = "dropped", "Left out"


class Sureness(TextChoices):
    """How sure the reader is, in a word."""

    CERTAIN = "certain", "Certain"
    LIKELY = "likely", "Likely"
    DOUBTFUL = "doubtful", "Needs your decision"


UNREAD = (Stage.WAITING, Stage.READING)
# What no longer stands in the way of choosing the same file again.
ENDED = (Stage.FAILED, Stage.REMOVED)
# From which confidence on each word holds.
LEAST = {Sureness.CERTAIN: 0.9, Sureness.LIKELY: 0.75, Sureness.DOUBTFUL: 0.0}


def sureness(confidence: float) -> Sureness:
    """The word for a confidence from 0 to 1."""
    return next(word for word, least in LEAST.items() if confidence >= least)
