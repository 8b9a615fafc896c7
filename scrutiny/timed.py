"""What every task does besides its work: it says when it began and how it ended, for the health page."""

import logging
from typing import Any

from celery import Task
from django.db import DatabaseError
from django.utils import timezone

from operating.logs import request_id

logger = logging.getLogger(__name__)


class TimedTask(Task[Any, Any]):
    """A task whose runs are noted. A note that cannot be written stops no work."""

    def before_start(self, task_id: str, args: Any, kwargs: Any) -> None:
        """It begins."""
        request_id.set(task_id)
        self.note("began")

    def on_success(self, retval: Any, task_id: str, args: Any, kwargs: Any) -> None:
        """It ended as it should."""
        self.note("ended")

    def on_failure(self, exc: Exception, task_id: str, args: Any, kwargs: Any, einfo: Any) -> None:
        """It ended with a fault."""
        self.note("failed", f"{type(exc).__name__}: {exc}")

    def note(self, what: str, *words: str) -> None:
        """Write it down, where the database is there."""
        from reminders import runs  # models are ready when tasks run, not when Celery starts

        try:
            getattr(runs, what)(self.name, timezone.now(), *words)
        except DatabaseError as error:
            logger.warning("When %s %s could not be noted: %s", self.name, what, error)
