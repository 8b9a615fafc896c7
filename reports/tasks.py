"""What the worker is asked to do. Thin: the verbs are in ``making.py``, ``notices.py`` and ``automatic.py``."""

from celery import shared_task
from django.utils import timezone

from reports import automatic, making, notices


@shared_task
def make_copy(copy_id: int) -> None:
    """Make one copy that waits, then tell whoever waited for it."""
    making.make(copy_id)
    notices.send_waiting(timezone.now())


@shared_task
def make_waiting() -> None:
    """Every few seconds: make what nobody was woken for, end what a dead worker left, and send what waits."""
    making.sweep(timezone.now())
    notices.send_waiting(timezone.now())


@shared_task
def begin_drafts() -> None:
    """Every hour: begin the reports for meetings whose papers are due soon."""
    automatic.begin_drafts(timezone.now())
