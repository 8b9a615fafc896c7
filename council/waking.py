"""Waking a worker from a web request, without ever waiting for the broker.

The row in the database is the truth. A wake-up that fails or takes too long is left to the sweep of its room, which
asks every few seconds what waits.
"""

import logging
import threading

from celery import Celery
from celery.app import app_or_default
from django.conf import settings
from kombu.exceptions import KombuError

log = logging.getLogger(__name__)

# A broker that hangs holds at most so many threads of a process; further wake-ups are left to the sweeps.
AT_ONCE = threading.BoundedSemaphore(4)


def wake(task: str, key: int | str) -> None:
    """Ask a worker to do a task, by its name, for the row of this key. Returns after settings.BROKER_PATIENCE seconds.

    In a thread, because a broker that accepts a connection and never answers blocks its caller for minutes, whatever
    the timeouts.
    """
    if not AT_ONCE.acquire(blocking=False):
        log.warning("The broker is not answering, so %s %s is left to the sweep.", task, key)
        return
    sender = threading.Thread(target=send, args=(app_or_default(), task, key), daemon=True)
    sender.start()
    sender.join(settings.BROKER_PATIENCE)


def send(app: Celery, task: str, key: int | str) -> None:
    """Put the message on the broker, once."""
    try:
        app.send_task(task, args=[key], retry=False)
    except (KombuError, OSError) as error:
        log.warning("No worker could be woken for %s %s, it is left to the sweep: %s", task, key, error)
    finally:
        AT_ONCE.release()
