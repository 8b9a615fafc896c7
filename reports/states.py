"""The choices of a report. Imports nothing of ours."""

from django.db.models import TextChoices


class Progress(TextChoices):
    """How far a report is. Every one ends as done or failed."""

    WAITING = "waiting", "Not started, waiting"
    RUNNING = "running", "Being made"
    DONE = "done", "Ready"
    FAILED = "failed", "Not made"


UNFINISHED = (Progress.WAITING, Progress.RUNNING)
