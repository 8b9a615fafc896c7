"""Days that can be lived through, and mail that goes to a real server on loopback."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone

from reminders import delivery, planning
from tests import factories as f
from tests.conftest import Cast
from tests.factories import LONDON
from tests.reminders.smtp_server import Behaviour, smtp_server


@pytest.fixture(autouse=True)
def from_eight(settings: Any) -> None:
    """Digests go out from 8 o'clock, and links name a real address."""
    settings.REMINDERS_HOUR = 8
    settings.SITE_URL = "https://scrutiny.harbour.example"
    settings.DEFAULT_FROM_EMAIL = "Scrutiny Tracker <scrutiny@harbour.example>"


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """The executive has answered, so that nobody waits for it."""
    f.ResponseFactory.create(recommendation=cast.recommendation)
    return cast


def at(day: date, hour: int = 8, minute: int = 0) -> datetime:
    """A moment in London."""
    return datetime.combine(day, time(hour, minute), LONDON)


@contextmanager
def clock(day: date, hour: int = 8, minute: int = 0) -> Iterator[datetime]:
    """The clock stands still at a moment in London."""
    with time_machine.travel(at(day, hour, minute), tick=False):
        yield timezone.now()


def plan(day: date, hour: int = 8) -> None:
    """One run of planning."""
    with clock(day, hour) as now:
        planning.plan(timezone.localdate(now), now)


def send(day: date, hour: int = 8, minute: int = 0, worker: str = "worker 1") -> int:
    """One run of sending."""
    with clock(day, hour, minute):
        return delivery.send_waiting(worker)


def live(day: date) -> list[EmailMessage]:
    """A day on which everything runs: the mails that went out."""
    before = len(mail.outbox)
    plan(day)
    send(day)
    return mail.outbox[before:]


def live_through(first: date, last: date, off: Callable[[date], bool] = lambda day: False) -> dict[date, list[str]]:
    """Days in a row, some of them with everything off: the mails of each, as "to: subject"."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return {day: [f"{m.to[0]}: {m.subject}" for m in live(day)] for day in days if not off(day)}


@pytest.fixture
def behaviour() -> Behaviour:
    """How the server answers; a test changes it as it needs."""
    return Behaviour()


@pytest.fixture
def smtp(settings: Any, behaviour: Behaviour) -> Iterator[Behaviour]:
    """Mail goes through Django's own SMTP backend to a server on loopback."""
    with smtp_server(behaviour) as port:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_TIMEOUT = 0.5
        yield behaviour
