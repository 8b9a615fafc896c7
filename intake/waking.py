"""Waking a worker from a web request, without ever waiting for the broker. What was not woken, the sweep finds."""

import logging
import threading

from celery import Celery
from celery.app import app_or_default
from django.conf import settings
from kombu.exceptions import KombuError

log = logging.getLogger(__name__)

READ = "intake.tasks.read_report"
# A broker that hangs holds at most so many threads of a process.
AT_ONCE = threading.BoundedSemaphore(4)


def wake(imported_id: int) -> None:
    """Ask a worker to read a report. Returns after settings.BROKER_PATIENCE seconds at the latest."""
    if not AT_ONCE.acquire(blocking=False):
        log.warning("The broker is not answering, so import %s is left to the sweep.", imported_id)
        return
    sender = threading.Thread(target=send, args=(app_or_default(), imported_id), daemon=True)
    sender.start()
    sender.join(settings.BROKER_PATIENCE)


def send(app: Celery, imported_id: int) -> None:
    """Put the message on the broker, once."""
    try:
        app.send_task(READ, args=[imported_id], retry=False)
    except (KombuError, OSError) as error:
        log.warning("No worker could be woken for import %s, it is left to the sweep: %s", imported_id, error)
    finally:
        AT_ONCE.release()
