"""The wake-ups. What is to be done stands in the rows, so a wake-up may be lost, doubled or late."""

import socket
from uuid import uuid4

from celery import shared_task
from django.utils import timezone

from reminders import delivery, planning


@shared_task(acks_late=True, time_limit=300)
def plan_reminders() -> None:
    """Plan what is due by the local day."""
    at = timezone.now()
    planning.plan(timezone.localdate(at), at)


@shared_task(acks_late=True, time_limit=600)
def send_waiting() -> None:
    """Send the messages whose time has come. Each run has a name of its own, also when a broker starts it twice."""
    delivery.send_waiting(f"{socket.gethostname()}:{uuid4().hex}")
