"""What the settings promise of connections and queues."""

from typing import Any

import pytest
from celery import current_app
from django.conf import settings
from django.db import connection

from operating.queues import queues
from scrutiny.configuration import work
from scrutiny.configuration.environment import env_secret
from scrutiny.configuration.keeping import database
from tests.services import needs_postgres


def tasks() -> dict[str, Any]:
    """Every task of ours."""
    current_app.loader.import_default_modules()
    return {name: task for name, task in current_app.tasks.items() if not name.startswith("celery.")}


@pytest.mark.once
def test_each_kind_of_work_goes_to_its_own_queue() -> None:
    router = current_app.amqp.router
    where = {name: router.route({}, name).get("queue") for name in tasks()}
    named = {name: getattr(queue, "name", queue) or settings.CELERY_TASK_DEFAULT_QUEUE for name, queue in where.items()}
    assert named["reminders.tasks.send_waiting"] == "mail"
    assert named["reports.tasks.make_copy"] == named["reports.tasks.make_waiting"] == "reports"
    assert named["intake.tasks.read_report"] == named["intake.tasks.read_waiting"] == "imports"
    assert named["reminders.tasks.plan_reminders"] == "timed"
    assert named["webhooks.tasks.send_now"] == named["webhooks.tasks.send_waiting"] == "webhooks"
    assert set(named.values()) == set(queues())


@pytest.mark.once
def test_no_message_is_given_out_again_while_its_task_may_still_run() -> None:
    limits = [task.time_limit or settings.CELERY_TASK_TIME_LIMIT for task in tasks().values()]

    assert max(limits) < work.VISIBILITY_TIMEOUT
    assert settings.CELERY_RESULT_EXPIRES <= 24 * 3600


@needs_postgres
@pytest.mark.django_db
def test_a_statement_ends_in_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("30s",)


@pytest.mark.once
def test_connections_are_kept_and_a_password_comes_from_its_file(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "password").write_text("from a file\n")
    monkeypatch.setenv("DATABASE_PASSWORD_FILE", str(tmp_path / "password"))
    about = database("postgresql://scrutiny_site@db.example/scrutiny?sslmode=require")
    assert (about["PASSWORD"], about["CONN_MAX_AGE"], about["CONN_HEALTH_CHECKS"]) == ("from a file", 60, True)
    assert about["OPTIONS"]["sslmode"] == "require" and "statement_timeout=30000" in about["OPTIONS"]["options"]
    monkeypatch.setenv("DATABASE_PASSWORD", "said itself")
    assert env_secret("DATABASE_PASSWORD") == "said itself"
