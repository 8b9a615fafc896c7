"""When timed work last ran, for the health page: one row for each task, written as it begins and ends."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from reminders.models import Run

# So many missed turns make a task late, and so much is forgiven in any case: a worker restarts.
TURNS, GRACE = 3, timedelta(minutes=2)


@dataclass(frozen=True)
class Work:
    """One piece of timed work, and when it last ran."""

    label: str
    task: str
    every: timedelta
    run: Run | None
    at: datetime

    @property
    def is_late(self) -> bool:
        """Whether it has not ended well for several of its turns."""
        return self.run is None or self.run.ended_at is None or self.at - self.run.ended_at > self.patience

    @property
    def patience(self) -> timedelta:
        """How long it may be before somebody should look."""
        return self.every * TURNS + GRACE

    @property
    def words(self) -> str:
        """How it stands."""
        if self.run is None or self.run.ended_at is None:
            return "Has never run to its end"
        return f"Last ran at {timezone.localtime(self.run.ended_at):%H:%M:%S on %-d %B %Y}"

    @property
    def fault(self) -> str:
        """What went wrong since it last ran to its end; empty where nothing did."""
        run = self.run
        if run is None or run.failed_at is None or (run.ended_at and run.ended_at > run.failed_at):
            return ""
        return f"Failed at {timezone.localtime(run.failed_at):%H:%M:%S on %-d %B %Y}: {run.fault}"


def began(task: str, at: datetime) -> None:
    """A task begins."""
    Run.objects.update_or_create(task=task, defaults={"began_at": at})


def ended(task: str, at: datetime) -> None:
    """A task ended as it should."""
    Run.objects.update_or_create(task=task, defaults={"ended_at": at})


def failed(task: str, at: datetime, fault: str) -> None:
    """A task ended with a fault."""
    Run.objects.update_or_create(task=task, defaults={"failed_at": at, "fault": fault[:300]})


def standing(schedule: dict[str, tuple[str, timedelta]], at: datetime) -> list[Work]:
    """How each entry of a schedule stands: its label, with its task and how often it is due."""
    runs = {run.task: run for run in Run.objects.all()}
    return [Work(label, task, every, runs.get(task), at) for label, (task, every) in schedule.items()]
