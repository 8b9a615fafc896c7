"""The choices that reports speak in. Imports nothing of ours."""

from django.db.models import TextChoices

# The task that makes a copy, by its name: a web process asks for it and never imports it.
MAKE = "reports.tasks.make_copy"


class Progress(TextChoices):
    """How far a copy is. Every one ends as done or failed."""

    WAITING = "waiting", "Not started, waiting"
    RUNNING = "running", "Being made"
    DONE = "done", "Ready"
    FAILED = "failed", "Not made"


UNFINISHED = (Progress.WAITING, Progress.RUNNING)


class Version(TextChoices):
    """For whom a report is: everybody, or the committee alone."""

    PUBLIC = "public", "Public version"
    EXEMPT = "exempt", "Committee’s version"


# What stands at the head of each page. Part 2 of an agenda is the part from which the public is excluded.
MARKINGS = {
    Version.PUBLIC: "Public version",
    Version.EXEMPT: "Part 2, exempt: not for publication",
}
