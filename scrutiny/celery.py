"""The Celery app and its schedule: the only list of timed work."""

import os
from datetime import timedelta
from typing import Any

from celery import Celery
from django.conf import settings
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scrutiny.settings")

TRANSPORT_ALIASES["filesystem"] = "scrutiny.broker:Transport"
TRANSPORT_ALIASES["redis"] = TRANSPORT_ALIASES["rediss"] = "scrutiny.redis_broker:Transport"
app = Celery("scrutiny", task_cls="scrutiny.timed:TimedTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def schedule() -> dict[str, Any]:
    """Every entry asks "what is due by now", so a missed tick loses nothing and a second beat doubles nothing."""
    return {
        "plan reminders": entry("reminders.tasks.plan_reminders", timedelta(seconds=settings.PLANNING_EVERY)),
        "send waiting messages": entry("reminders.tasks.send_waiting", timedelta(seconds=10)),
        "close leavers' accounts": entry("council.tasks.close_accounts", timedelta(hours=1)),
        "forget old drafts": entry("recommendations.tasks.forget_old_drafts", timedelta(hours=6)),
        "forget personal data": entry("operating.tasks.forget_personal_data", timedelta(hours=24)),
        "read waiting imports": entry("intake.tasks.read_waiting", timedelta(seconds=5)),
        "make waiting reports": entry("reports.tasks.make_waiting", timedelta(seconds=5)),
        "send waiting webhooks": entry("webhooks.tasks.send_waiting", timedelta(seconds=10)),
        "begin reports before papers are due": entry("reports.tasks.begin_drafts", timedelta(hours=1)),
    }


def entry(task: str, every: timedelta) -> dict[str, Any]:
    """A wake-up. One that nobody heard by the next is dropped, so that they do not pile up while the worker is off."""
    return {"task": task, "schedule": every, "options": {"expires": every.total_seconds()}}


# A promise, so that importing this package reads no settings: a wrong setting can then be told in one line.
app.add_defaults(lambda: {"beat_schedule": schedule()})
