"""The wake-ups, their schedule, and what the health page tells of them."""

from datetime import timedelta
from typing import Any

import pytest

from reminders import runs, tasks
from reminders.delivery import LEASE, PATIENCE
from reminders.models import Run
from scrutiny.celery import app, schedule
from tests import factories as f
from tests.conftest import Cast
from tests.reminders.conftest import clock

# Woken by a person's press of a button; what it misses is found by a task of the schedule, or by pressing again.
ON_DEMAND = {
    "reports.tasks.make_copy",
    "intake.tasks.read_report",
    "guides.tasks.make_paper",
    "webhooks.tasks.send_now",
}


def test_every_task_of_ours_is_on_the_schedule_and_the_schedule_names_no_other() -> None:
    app.loader.import_default_modules()
    rooms: tuple[str, ...] = (
        "accounts.",
        "council.",
        "evidence.",
        "recommendations.",
        "reminders.",
        "reports.",
        "intake.",
        "api.",
    )
    rooms += ("guides.", "operating.", "webhooks.")
    defined = {name for name in app.tasks if name.startswith(rooms)}
    assert {tasks.plan_reminders.name, tasks.send_waiting.name} <= defined
    assert {entry["task"] for entry in schedule().values()} == defined - ON_DEMAND


def test_a_wake_up_that_nobody_heard_is_dropped_by_the_next() -> None:
    assert all(entry["options"]["expires"] == entry["schedule"].total_seconds() for entry in schedule().values())


def test_tasks_are_acknowledged_when_done_and_end_in_time() -> None:
    for task in (tasks.plan_reminders, tasks.send_waiting):
        assert task.acks_late
        assert task.ignore_result
        assert task.time_limit


def test_a_batch_ends_before_its_task_is_ended() -> None:
    assert tasks.send_waiting.time_limit is not None
    # The last message of a batch may take as long as a lease.
    assert timedelta(seconds=tasks.send_waiting.time_limit) > PATIENCE + LEASE


# --- When they last ran ----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_task_says_when_it_began_and_ended(cast: Cast) -> None:
    with clock(f.DAY) as now:
        tasks.plan_reminders.apply()
    row = Run.objects.get()
    assert (row.task, row.began_at, row.ended_at, row.failed_at) == (tasks.plan_reminders.name, now, now, None)


@pytest.mark.django_db
def test_a_task_that_fails_says_why_until_it_ends_well(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any) -> None:
        raise LookupError("the template is broken")

    with clock(f.DAY) as now, monkeypatch.context() as patch:
        patch.setattr("reminders.planning.plan", broken)
        tasks.plan_reminders.apply()
    [work] = works(now + timedelta(seconds=1))
    assert work.fault == "Failed at 08:00:00 on 17 June 2026: LookupError: the template is broken"
    with clock(f.DAY, 9) as later:
        tasks.plan_reminders.apply()
    assert [w.fault for w in works(later)] == [""]


def works(at: Any) -> list[runs.Work]:
    """The standing of planning alone."""
    return runs.standing({"plan reminders": (tasks.plan_reminders.name, timedelta(minutes=5))}, at)


@pytest.mark.django_db
def test_what_comes_round_seldom_is_not_late_before_it_could_have_run() -> None:
    every = {"seldom": ("a.b", timedelta(hours=6)), "often": ("c.d", timedelta(seconds=10))}
    start = f.noon(f.DAY)
    assert [w.is_late for w in runs.standing(every, start)] == [True, True]
    runs.ended("c.d", start)
    assert [w.is_late for w in runs.standing(every, start + timedelta(minutes=1))] == [False, False]
    assert [w.is_late for w in runs.standing(every, start + timedelta(hours=19))] == [True, True]


@pytest.mark.django_db
def test_the_page_names_each_piece_of_work_and_what_waits(cast: Cast) -> None:
    with clock(f.DAY) as now:
        runs.ended(tasks.plan_reminders.name, now)
        text = cast.client("scrutiny").get("/reminders/timed-work/").content.decode()
    assert "17 June 2026 at 08:00" in text and "0 messages to be sent." in text
    assert all(label[1:].replace("'", "’") in text for label in schedule())
