"""What the worker is asked to do. Thin: the verbs are in ``making.py``."""

from celery import shared_task
from django.utils import timezone

from reports import making


@shared_task
def make_report(report_id: int) -> None:
    """Make one report that waits."""
    making.make(report_id)


@shared_task
def make_waiting() -> None:
    """Every few seconds: make what nobody was woken for, and end what a dead worker left."""
    making.sweep(timezone.now())
