"""What the worker is asked to do. Thin: the verbs are in ``workflow/reading.py``."""

from celery import shared_task
from django.utils import timezone

from intake import workflow


@shared_task
def read_report(imported_id: int) -> None:
    """Read one report that waits."""
    workflow.read(imported_id, timezone.now())


@shared_task
def read_waiting() -> None:
    """Every few seconds: read what nobody was woken for, and end what a dead worker left."""
    workflow.sweep(timezone.now())
