"""Run by a test: planners and workers as processes of their own, some of them killed with kill -9. Prints JSON.

It has a database of its own (VAR_DIR or DATABASE_URL), because a killed process cannot share a test's transaction, and
sends to the SMTP server that EMAIL_HOST and EMAIL_PORT name.
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import django
from django.core.management import call_command
from django.db import connections
from django.urls import reverse

os.environ["DJANGO_SETTINGS_MODULE"] = "scrutiny.settings"
django.setup()

from django.utils import timezone  # noqa: E402  # after the set-up

from reminders import delivery, planning  # noqa: E402
from reminders.models import Message, Reminder  # noqa: E402
from reminders.states import UNSETTLED, MessageState  # noqa: E402
from tests import factories as f  # noqa: E402

# Long enough that only a worker that was killed loses a message to the sweep, also on a machine with other work.
delivery.LEASE = timedelta(seconds=3 if sys.argv[1] == "points" else 5)
# Where a process dies: in planning before the reminders and before the messages may go, after the claim, before the
# mail, after the server's 250.
POINTS: tuple[tuple[Any, str], ...] = (
    (planning, "put_down"),
    (planning, "release"),
    (delivery, "take_up"),
    (delivery, "attempt"),
    (delivery, "provider_id"),
)


def people(count: int) -> None:
    """Each holds a post with two overdue actions."""
    today = timezone.localdate()
    recommendation = f.RecommendationFactory.create()
    for number in range(count):
        post = f.HoldingFactory.create(from_on=today).post
        for again in range(2):
            f.ActionFactory.create(
                recommendation=recommendation,
                number=2 * number + again,
                post=post,
                agreed_on=today - timedelta(days=90),
                original_target_on=today - timedelta(days=9),
            )


def plan() -> None:
    """One run of planning."""
    at = timezone.now()
    planning.plan(timezone.localdate(at), at)


def send() -> None:
    """One run of sending."""
    delivery.send_waiting(f"{os.getpid()}:{uuid4().hex}")


def send_all() -> None:
    """Runs of sending until nothing is left."""
    while Message.objects.filter(state__in=UNSETTLED).exists():
        send()
        time.sleep(0.02)


def die(*args: object, **more: object) -> None:
    """The kernel ends the process: nothing is cleaned up."""
    os.kill(os.getpid(), signal.SIGKILL)


def start(work: Callable[[], None]) -> int:
    """Do it in a process of its own. Returns its number."""
    connections.close_all()
    child = os.fork()
    if child:
        return child
    try:
        # A process that hangs does not outlive the test.
        signal.alarm(90)
        work()
        os._exit(0)
    finally:
        os._exit(1)


def end(child: int) -> int:
    """Wait for a process. Returns its exit status."""
    return os.waitpid(child, 0)[1]


@contextmanager
def deadly(module: Any, name: str) -> Iterator[None]:
    """Processes that are started here die when they come to this function."""
    kept = getattr(module, name)
    setattr(module, name, die)
    yield
    setattr(module, name, kept)


def told() -> list[dict[str, Any]]:
    """What the rows say."""
    fields = ("message_id", "state", "may_have_been_sent", "recipient__email")
    return [{**row, "reminders": Reminder.objects.filter(message=row["pk"]).count()} for row in rows(fields)]


def rows(fields: tuple[str, ...]) -> list[dict[str, Any]]:
    """Messages as dictionaries."""
    return [dict(row) for row in Message.objects.order_by("pk").values("pk", *fields)]


def at_each_point() -> dict[str, Any]:
    """One process dies at each point; healthy ones do the rest."""
    people(1)
    found: dict[str, Any] = {}
    for module, name in POINTS:
        with deadly(module, name):
            statuses = [end(start(work)) for work in (plan, send)]
        statuses += [end(start(work)) for work in (plan, send_all)]
        found[name] = {"killed": signal.SIGKILL in statuses, "messages": told()}
        Reminder.objects.all().delete()
        Message.objects.all().delete()
    return found


def at_random(count: int, kills: int) -> dict[str, Any]:
    """Two planners at once; then two workers at once, one of which is killed again and again."""
    people(count)
    for planner in [start(plan), start(plan)]:
        assert end(planner) == 0
    planned = told()
    steady, killed = start(send_all), 0
    while killed < kills and Message.objects.filter(state=MessageState.PLANNED).exists():
        worker = start(send_all)
        time.sleep(random.uniform(0.02, 0.25))
        os.kill(worker, signal.SIGKILL)
        killed += end(worker) == signal.SIGKILL
    assert end(steady) == 0
    return {"kills": killed, "planned": planned, "messages": told()}


call_command("migrate", verbosity=0)
# The site map is read once, here, and not by each process that is started.
reverse("reminders:mine")
print(json.dumps(at_each_point() if sys.argv[1] == "points" else at_random(int(sys.argv[1]), int(sys.argv[2]))))
