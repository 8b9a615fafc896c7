"""A webhook of the cast's council that leads to a receiver on loopback."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from council.models import Meeting
from recommendations import workflow as acts
from recommendations.models import Verdict
from recommendations.states import VerdictKind
from tests import factories as f
from tests.conftest import Cast
from tests.webhooks.receiver import Receiver, receiving
from webhooks import delivery, workflow
from webhooks.models import Endpoint
from webhooks.workflow import Wish


@pytest.fixture(autouse=True)
def settled(settings: Any) -> None:
    """A lasting key, a real address, and this machine within reach."""
    settings.SECRET_KEY = "k" * 50
    settings.SITE_URL = "https://scrutiny.harbour.example"
    settings.WEBHOOKS_MAY_REACH = ["127.0.0.0/8", "::1/128"]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


def wish(address: str, *, name: str = "Dashboard", reports: bool = True, verdicts: bool = True) -> Wish:
    """What somebody types."""
    return Wish(name, address, reports, verdicts)


@pytest.fixture
def endpoint(cast: Cast, receiver: Receiver) -> Endpoint:
    """A webhook that hears of everything."""
    made, _ = workflow.register(cast.council, wish(receiver.address), by=cast.roles("scrutiny"))
    return made


def decide(cast: Cast, on: date = f.DAY, words: str = "Eleven schools use it.") -> Verdict:
    """The committee's verdict at a meeting of the day."""
    meeting, _ = Meeting.objects.get_or_create(committee=cast.committee, held_on=on, papers_due_on=on)
    with time_machine.travel(f.noon(on), tick=False):
        return acts.record_verdict(
            cast.recommendation,
            by=cast.roles("chair", on),
            meeting=meeting,
            verdict=VerdictKind.ACCEPTABLE,
            minute="7.2",
            words=words,
        )


def send(at: datetime | None = None, worker: str = "worker 1", after: timedelta = timedelta()) -> int:
    """One run of sending, at noon of DAY or so long after it."""
    with time_machine.travel((at or f.noon(f.DAY)) + after, tick=False):
        return delivery.send_waiting(worker)
