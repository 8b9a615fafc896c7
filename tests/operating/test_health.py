"""What a balancer, a monitor and an operator are told, and what nobody is."""

import logging
import shutil
from datetime import timedelta
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from operating import health, queues
from operating.doctoring import findings
from reminders import runs
from scrutiny.celery import schedule
from tests import factories as f
from tests.conftest import Cast
from tests.reminders.conftest import clock
from tests.workshop.site import free_port

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def asked(address: str, **more: Any) -> tuple[int, list[str]]:
    """Status and lines of an answer to nobody in particular."""
    answer = Client().get(address, **more)
    return answer.status_code, answer.content.decode().splitlines()


def everything_runs() -> None:
    """Every piece of timed work has just ended."""
    for entry in schedule().values():
        runs.ended(entry["task"], timezone.now())


ALL_WELL = ["database: ok", "disk: ok", "broker: ok", "mail: ok", "timed work: ok"]


def test_a_monitor_is_told_of_each_part_and_nothing_else() -> None:
    with clock(f.DAY):
        late = [*ALL_WELL[:-1], "timed work: not well"]
        assert asked("/health/") == (503, late)
        # Pages are served all the same.
        assert asked("/health/ready") == (200, late)
        everything_runs()
        assert asked("/health/") == (200, ALL_WELL)
    with clock(f.DAY, 8, 30):
        assert asked("/health/") == (503, late)


def test_without_the_database_a_server_lives_and_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: Any) -> None:
        raise OperationalError("connection refused\n\tIs the server running?")

    monkeypatch.setattr(health, "MigrationExecutor", gone)
    assert asked("/health/live") == (200, ["ok"])
    assert asked("/health/ready") == (503, ["database: not well", *ALL_WELL[1:4]])
    assert health.database().fault == "The database does not answer: connection refused."


def test_a_page_says_that_the_database_does_not_answer_and_any_other_fault_that_it_is_ours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    browser = Client(raise_request_exception=False)
    for fault, status, words in (
        (OperationalError("the connection is lost"), 503, "does not answer just now"),
        (LookupError("broken"), 500, "our fault, not yours"),
    ):
        monkeypatch.setattr("operating.views.parts", Mock(side_effect=fault))
        answer = browser.get("/health/")
        assert (answer.status_code, words in answer.content.decode()) == (status, True)


def test_a_database_of_an_older_version_is_not_ready() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'reports' AND name LIKE '0002%'")
    assert health.database().fault.endswith("changes, the first reports.0002_issued_is_sealed.")
    assert asked("/health/ready")[0] == 503


def test_a_full_disk_is_not_ready_and_a_broker_or_mail_server_that_is_down_is_told(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = health.SMTP, "127.0.0.1", free_port()
    monkeypatch.setattr(health.Asked, "window", -1)
    everything_runs()
    status, lines = asked("/health/ready")
    assert (status, lines[2:4]) == (200, ["broker: not well", "mail: not well"])
    assert "wait in the database" in health.broker().fault
    assert health.mail().fault.startswith("The mail server 127.0.0.1 does not take mail: [Errno")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=100 * 2**20))
    assert asked("/health/ready")[0] == 503
    assert health.disk().fault.startswith("Only 100 MB are free where files are kept")
    monkeypatch.setattr(health.Asked, "window", -1)
    monkeypatch.setattr(health.Asked, "fault", "")


def test_it_is_known_who_is_missing_the_clock_or_a_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    assert "beat is not running" in health.timed_work(now).cure
    monkeypatch.setattr(health, "waiting", lambda: {"mail": 3, "timed": 0})
    assert "Wake-ups wait on the queue mail: start a worker" in health.timed_work(now).cure
    for entry in schedule().values():
        runs.failed(entry["task"], now - timedelta(days=1), "LookupError: broken")
    monkeypatch.setattr(health, "waiting", lambda: {"mail": 0})
    assert "LookupError: broken" in health.timed_work(now).cure


def test_wake_ups_in_the_folder_of_the_embedded_broker_are_counted(settings: Any, tmp_path: Path) -> None:
    settings.REDIS_URL = ""
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_in": str(tmp_path)}
    for name in ("1_a.mail.msg", "2_b.mail.msg", "3_c.reports.msg", "4_d.mail.msg.part"):
        (tmp_path / name).touch()
    assert queues.waiting() == {"timed": 0, "mail": 2, "reports": 1, "imports": 0, "webhooks": 0}


def test_the_doctor_says_what_is_wrong_and_what_to_do(settings: Any) -> None:
    settings.DEMONSTRATION = False
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("doctor", stdout=out)
    said = out.getvalue()
    assert f"timed work: {len(schedule())} pieces of timed work are late" in said
    assert "backup: No backup was ever made by manage.py backup. Have manage.py backup run every night" in said
    assert "Well: broker, database, disk, history" in said
    everything_runs()
    runs.ended(runs.BACKUP, timezone.now() - timedelta(hours=30))
    assert {part.name for part in findings(timezone.now()) if not part.is_well} >= {"backup", "static files"}
    with connection.cursor() as cursor:
        on = " ON recommendations_update" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER recommendations_update_no_update{on}")
    [history] = [part for part in findings(timezone.now()) if part.name == "history"]
    assert "does not refuse changes of history: recommendations_update_no_update is missing" in history.fault


# --- Measures ---------------------------------------------------------------------------------------------------------


def test_measures_are_for_the_token_or_this_machine_alone(settings: Any) -> None:
    assert asked("/metrics")[0] == 404
    settings.METRICS_LOOPBACK = True
    assert asked("/metrics")[0] == 200
    assert asked("/metrics", REMOTE_ADDR="192.0.2.7")[0] == 404
    assert asked("/metrics", headers={"X-Forwarded-For": "192.0.2.7"})[0] == 404
    settings.METRICS_TOKEN = "let-me-in"
    assert asked("/metrics")[0] == 404
    assert asked("/metrics", headers={"Authorization": "Bearer let-me"})[0] == 404
    assert asked("/metrics", headers={"Authorization": "Bearer let-me-in"}, REMOTE_ADDR="192.0.2.7")[0] == 200


def test_measures_count_answers_and_work_and_name_nobody(settings: Any, cast: Cast) -> None:
    settings.METRICS_LOOPBACK = True
    everything_runs()
    cast.client("member").get("/reviews/harbour-review/?search=zebra")
    _, lines = asked("/metrics")
    told = [line for line in lines if line.startswith("scrutiny_answers_total") and "reviews/" in line]
    assert any('method="GET"' in line and 'status="200"' in line for line in told)
    assert 'scrutiny_work_late{work="reminders.tasks.send_waiting"} 0.0' in lines
    assert 'scrutiny_queue_length{queue="mail"} 0.0' in lines
    assert not any(word in line for line in lines for word in ("zebra", "harbour", "@"))


# --- Logs -------------------------------------------------------------------------------------------------------------


def test_a_request_is_told_by_its_pattern_with_a_number_and_nobody_s_data(
    cast: Cast, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "operating.requests"):
        answer = cast.client("member").get("/reviews/harbour-review/?search=anna@harbour.example")
    [record] = [record for record in caplog.records if record.name == "operating.requests"]
    assert (record.method, record.status) == ("GET", 200)  # type: ignore[attr-defined]
    assert "harbour" not in record.getMessage() and "anna" not in str(record.__dict__)
    assert len(answer.headers["X-Request-ID"]) == 32
    # The proxy's own number, where there is one, and it is no more than a number.
    settings.TRUST_REQUEST_ID = True
    for told, kept in (("a1b2c3d4-e5f6", True), ("a\tb<script>", False)):
        again = Client().get("/health/live", headers={"X-Request-ID": told})
        assert (again.headers["X-Request-ID"] == told) is kept


def test_slow_queries_are_told_without_their_values(
    cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SLOW_QUERY_MS = 1
    ticks = iter(range(10_000))
    monkeypatch.setattr("operating.slow.time", SimpleNamespace(perf_counter=lambda: next(ticks)))
    cast.client("member").get("/reviews/harbour-review/")
    told = [record.sql for record in caplog.records if record.name == "operating.slow"]  # type: ignore[attr-defined]
    assert any("recommendations_review" in sql for sql in told)
    assert not any("harbour" in sql for sql in told)
