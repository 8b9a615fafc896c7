import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from celery import Celery
from pytest_django import DjangoCaptureOnCommitCallbacks

from council import waking
from reports.models import Copy
from reports.states import MAKE, Progress
from reports.tasks import make_copy
from tests.conftest import Cast
from tests.reports.conftest import Rows


@pytest.fixture(autouse=True)
def at_noon() -> None:
    """Here the clock runs: who waits for whom is what is tested."""


@pytest.fixture
def frozen_broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A Redis that accepts connections and never answers: what a stopped process looks like from outside."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        # Without socket timeouts, so that nothing but our own limit can end the wait.
        app = Celery("frozen", broker=f"redis://127.0.0.1:{port}/0", set_as_current=False)
        monkeypatch.setattr(waking, "app_or_default", lambda: app)
        yield port
    wait_until(lambda: not senders())


def senders() -> list[threading.Thread]:
    """Threads that still wait for the broker."""
    return [thread for thread in threading.enumerate() if "(send)" in thread.name]


def wait_until(true: Callable[[], object]) -> None:
    """Up to ten seconds."""
    deadline = time.monotonic() + 10
    while not true() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert true()


@pytest.fixture
def no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    app = Celery("gone", broker=f"redis://127.0.0.1:{port}/0", set_as_current=False)
    monkeypatch.setattr(waking, "app_or_default", lambda: app)


@pytest.mark.django_db
def test_the_web_request_returns_while_a_frozen_broker_has_not_answered_and_the_report_waits(
    cast: Cast, rows: Rows, frozen_broker: int, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    client, draft = cast.client("chair"), rows.draft()
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(f"/reports/{draft.pk}/copies/public/")
    assert len(senders()) == 1, "it waits still, and the request has not waited for it"
    assert response.status_code == 302
    assert Copy.objects.get().state == Progress.WAITING


def test_a_frozen_broker_costs_a_bounded_number_of_threads(frozen_broker: int) -> None:
    for copy_id in range(10):
        waking.wake(MAKE, copy_id)
    # Four wait, the others give up at once.
    assert len(senders()) == 4


@pytest.mark.usefixtures("no_broker")
def test_a_broker_that_is_gone_is_logged_and_left_to_the_sweep(caplog: pytest.LogCaptureFixture) -> None:
    waking.wake(MAKE, 7)
    wait_until(lambda: caplog.messages)
    assert "No worker could be woken for reports.tasks.make_copy 7, it is left to the sweep" in caplog.text


def test_the_message_names_the_task_that_makes_reports() -> None:
    assert make_copy.name == MAKE


def test_waking_puts_one_message_on_the_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[str, list[int]]] = []
    app = Celery("memory", broker="memory://", set_as_current=False)
    monkeypatch.setattr(app, "send_task", lambda name, args, retry: sent.append((name, args)))
    monkeypatch.setattr(waking, "app_or_default", lambda: app)
    waking.wake(MAKE, 12)
    assert sent == [("reports.tasks.make_copy", [12])]
