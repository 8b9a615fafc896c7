"""The wake-ups and their schedule."""

from datetime import timedelta

from reminders import tasks
from reminders.delivery import PATIENCE
from reminders.rules import LEASE
from scrutiny.celery import schedule


def test_each_task_is_on_the_schedule_and_the_schedule_names_no_other() -> None:
    defined = {tasks.plan_reminders.name, tasks.send_waiting.name}
    assert {e["task"] for e in schedule().values() if e["task"].startswith("reminders.")} == defined


def test_tasks_are_acknowledged_when_done_and_end_in_time() -> None:
    for task in (tasks.plan_reminders, tasks.send_waiting):
        assert task.acks_late
        assert task.ignore_result
        assert task.time_limit


def test_a_batch_ends_before_its_task_is_ended() -> None:
    assert tasks.send_waiting.time_limit is not None
    # The last message of a batch may take as long as a lease.
    assert timedelta(seconds=tasks.send_waiting.time_limit) > PATIENCE + LEASE
