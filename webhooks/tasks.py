"""The wake-ups. What is to be sent stands in the rows, so a wake-up may be lost, doubled or late."""

import socket
from uuid import uuid4

from celery import shared_task

from webhooks import delivery


@shared_task(acks_late=True, time_limit=300)
def send_waiting() -> None:
    """Every few seconds: send what waits. Each run has a name of its own, also when a broker starts it twice."""
    delivery.send_waiting(f"{socket.gethostname()}:{uuid4().hex}")


@shared_task(acks_late=True, time_limit=300)
def send_now(delivery_id: int) -> None:
    """The same, for whoever waits for this one."""
    send_waiting()
