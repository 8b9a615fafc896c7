"""A reminder goes out by itself, once, and a restart of worker and beat does not send it again."""

import json
from pathlib import Path
from typing import Any

from tests.journeys.conftest import Stack, running_stack, wait_until

# The illustrative council has an action that is due in 7 days: 3b.1, held by the Youth Service Manager.
DUE_IN_7_DAYS = "3b.1"
OFFICER = "youth-service-manager@tower-hamlets.example"

LEDGER = """
import json
from reminders.models import OutboxMail, PlannedDay
about = OutboxMail.objects.filter(text__contains={reference!r}, to__contains={officer!r})
planned = PlannedDay.objects.order_by("day").last()
print(json.dumps({{
    "mails": OutboxMail.objects.count(),
    "about": [mail.text for mail in about],
    "planned_at": planned.last_at.isoformat() if planned else "",
}}))
"""


def ledger(stack: Stack) -> dict[str, Any]:
    """What has been sent, and when planning last ran."""
    source = LEDGER.format(reference=DUE_IN_7_DAYS, officer=OFFICER)
    found: dict[str, Any] = json.loads(stack.manage("shell", "-v0", "-c", source))
    return found


def nothing_waits(stack: Stack) -> bool:
    """Whether every message has gone out, in the words that an operator reads."""
    return "\n0 messages to be sent." in stack.manage("reminders", "status")


def test_a_reminder_is_sent_once_and_not_again_after_a_restart(tmp_path: Path) -> None:
    with running_stack(tmp_path, "reminders") as stack:
        wait_until(lambda: ledger(stack)["about"], "the reminder to be sent")
        wait_until(lambda: nothing_waits(stack), "all messages to be sent")
        before = ledger(stack)
        assert len(before["about"]) == 1
        assert "in 7 days" in before["about"][0]

        stack.stop()
        stack.start()
        wait_until(lambda: ledger(stack)["planned_at"] > before["planned_at"], "planning to run again")
        wait_until(lambda: nothing_waits(stack), "nothing to be left to send")
        after = ledger(stack)

    assert after["about"] == before["about"]
    assert after["mails"] == before["mails"]
