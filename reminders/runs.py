"""When timed work last ran, for the health page: one row for each task, written as it begins and ends."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from celery import current_app
from django.utils import timezone

from reminders.models import Run

# So many missed turns make a task late, and so much is forgiven in any case: a worker restarts.
TURNS, GRACE = 3, timedelta(minutes=2)
# Not on the schedule: whoever runs the install decides when, and the row tells that it was done.
BACKUP = "operating.backup"


@dataclass(frozen=True)
class Work:
    """One piece of timed work, and when it last ran."""

    label: str
    task: str
    every: timedelta
    run: Run | None
    at: datetime
    # Since when any timed work is known to run: what comes round every six hours is not late before that.
    since: datetime | None = None

    @property
    def is_late(self) -> bool:
        """Whether it has not ended well for several of its turns."""
        last = self.run.ended_at if self.run and self.run.ended_at else self.since
        return last is None or self.at - last > self.patience

    @property
    def patience(self) -> timedelta:
        """How long it may be before somebody should look."""
        return self.every * TURNS + GRACE

    @property
    def name(self) -> str:
        """What it does, as a heading."""
        return self.label[:1].upper() + self.label[1:].replace("'", "’")

    @property
    def often(self) -> str:
        """How often it is due, in words."""
        seconds = int(self.every.total_seconds())
        for unit, length in (("hour", 3600), ("minute", 60), ("second", 1)):
            count, rest = divmod(seconds, length)
            if not rest:
                return f"{unit}" if count == 1 else f"{count} {unit}s"
        return str(self.every)

    @property
    def words(self) -> str:
        """How it stands."""
        if self.run is None or self.run.ended_at is None:
            return "Not done yet since the start"
        return f"{timezone.localtime(self.run.ended_at):%-d %B %Y at %H:%M}"

    @property
    def fault(self) -> str:
        """What went wrong since it last ran to its end; empty where nothing did."""
        run = self.run
        if run is None or run.failed_at is None or (run.ended_at and run.ended_at > run.failed_at):
            return ""
        return f"Failed at {timezone.localtime(run.failed_at):%H:%M:%S on %-d %B %Y}: {run.fault}"


def began(task: str, at: datetime) -> None:
    """A task begins."""
    noted(task, at, began_at=at)


def ended(task: str, at: datetime) -> None:
    """A task ended as it should."""
    noted(task, at, ended_at=at)


def failed(task: str, at: datetime, fault: str) -> None:
    """A task ended with a fault."""
    noted(task, at, failed_at=at, fault=fault[:300])


def noted(task: str, at: datetime, **fields: object) -> None:
    """Write it into the task's row, which the first run makes."""
    if not Run.objects.filter(task=task).update(**fields):
        Run.objects.get_or_create(task=task, defaults={"first_at": at, **fields})


def works(at: datetime) -> list[Work]:
    """Every entry of the schedule, which ``scrutiny/celery.py`` alone knows, with when it last ran."""
    entries = current_app.conf.beat_schedule or {}
    return standing({label: (e["task"], in_time(e["schedule"])) for label, e in entries.items()}, at)


def in_time(every: timedelta | float) -> timedelta:
    """How often an entry is due."""
    return every if isinstance(every, timedelta) else timedelta(seconds=every)


def standing(schedule: dict[str, tuple[str, timedelta]], at: datetime) -> list[Work]:
    """How each entry of a schedule stands: its label, with its task and how often it is due."""
    runs = {run.task: run for run in Run.objects.all()}
    since = min((run.first_at for run in runs.values()), default=None)
    return [Work(label, task, every, runs.get(task), at, since) for label, (task, every) in schedule.items()]
