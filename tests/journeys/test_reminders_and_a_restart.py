"""A reminder goes out by itself, once, and a restart of worker and beat does not send it again."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import PATIENCE, Stack, running_stack

pytestmark = pytest.mark.site

# The illustrative council has an action that is due in 7 days: 3b.1, held by the Youth Service Manager.
DUE_IN_7_DAYS = "3b.1"
OFFICER = "youth-service-manager@tower-hamlets.example"

# One process that waits: each look of a process of its own would cost two seconds of a core.
LEDGER = """
import json, time
from django.utils.dateparse import parse_datetime
from reminders.models import Message, OutboxMail, PlannedDay
from reminders.states import UNSETTLED
after = parse_datetime({after!r})
give_up = time.monotonic() + {patience}
while True:
    about = OutboxMail.objects.filter(text__contains={reference!r}, to__contains={officer!r})
    planned = PlannedDay.objects.order_by("day").last()
    is_new = planned is not None and planned.last_at > after
    if is_new and about and not Message.objects.filter(state__in=UNSETTLED).exists():
        break
    assert time.monotonic() < give_up, "Waited too long for planning, or for messages to be sent"
    time.sleep(0.2)
print(json.dumps({{
    "mails": OutboxMail.objects.count(),
    "about": [mail.text for mail in about],
    "planned_at": planned.last_at.isoformat(),
}}))
"""


def ledger(stack: Stack, after: str = "2000-01-01T00:00:00+00:00") -> dict[str, Any]:
    """What has been sent, once planning has run after a moment and nothing waits to be sent."""
    source = LEDGER.format(reference=DUE_IN_7_DAYS, officer=OFFICER, after=after, patience=PATIENCE)
    found: dict[str, Any] = json.loads(stack.manage("shell", "-v0", "-c", source))
    return found


def nothing_waits(stack: Stack) -> bool:
    """Whether every message has gone out, in the words that an operator reads."""
    return "\n0 messages to be sent." in stack.manage("reminders", "status")


def test_a_reminder_is_sent_once_and_not_again_after_a_restart(tmp_path: Path) -> None:
    # Planned soon after each start, instead of after the demonstration's twenty seconds.
    with running_stack(tmp_path, "reminders", PLANNING_EVERY="2") as stack:
        before = ledger(stack)
        assert len(before["about"]) == 1
        assert "in 7 days" in before["about"][0]

        stack.stop()
        stack.start()
        after = ledger(stack, before["planned_at"])
        assert nothing_waits(stack)

    assert after["about"] == before["about"]
    assert after["mails"] == before["mails"]
