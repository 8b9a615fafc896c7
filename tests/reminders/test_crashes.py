"""Processes that are killed with kill -9: nothing is lost, and what may be doubled is told."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.reminders.smtp_server import Behaviour, smtp_server

pytestmark = [pytest.mark.embedded, pytest.mark.site]
ROOT = Path(__file__).resolve().parents[2]

Run = Callable[..., dict[str, Any]]


@pytest.fixture
def run(tmp_path: Path, behaviour: Behaviour) -> Run:
    """Run ``crashing.py`` on a database of its own, against a server on loopback."""

    def once(*arguments: str) -> dict[str, Any]:
        with smtp_server(behaviour) as port:
            environment = {
                **os.environ,
                "VAR_DIR": str(tmp_path),
                "DEMONSTRATION": "0",
                "REMINDERS_HOUR": "0",
                "EMAIL_HOST": "127.0.0.1",
                "EMAIL_PORT": str(port),
                "DATABASE_URL": "",
                "PYTHONPATH": str(ROOT),
                "LOG_LEVEL": "ERROR",
            }
            script = Path(__file__).with_name("crashing.py")
            done = subprocess.run(
                [sys.executable, script, *arguments],
                cwd=ROOT,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
                timeout=120,
            )
        assert done.returncode == 0, done.stderr
        return dict(json.loads(done.stdout))

    return once


def test_a_kill_at_each_named_point_loses_nothing_and_tells_the_one_repeat(run: Run, behaviour: Behaviour) -> None:
    told = run("points")
    mails = Counter(behaviour.ids())
    for point, after in told.items():
        [message] = after["messages"]
        assert after["killed"], point
        assert (message["state"], message["reminders"]) == ("sent", 2), point
        # Only a stop after the server's 250 repeats, with the same Message-ID; a stop while it is handed over may have.
        assert mails[message["message_id"]] == (2 if point == "provider_id" else 1), point
        assert message["may_have_been_sent"] == (point in ("attempt", "provider_id")), point
    assert len(mails) == 5


def test_two_planners_and_kills_at_random_moments_lose_nothing_and_double_only_what_is_told(
    run: Run, behaviour: Behaviour
) -> None:
    people, kills = 60, 8
    told = run(str(people), str(kills))
    assert len(told["planned"]) == people
    assert {message["reminders"] for message in told["planned"]} == {2}
    mails = Counter(behaviour.ids())
    assert {message["state"] for message in told["messages"]} == {"sent"}
    assert set(mails) == {message["message_id"] for message in told["messages"]} and len(mails) == people
    repeats = {message_id for message_id, count in mails.items() if count > 1}
    in_doubt = {message["message_id"] for message in told["messages"] if message["may_have_been_sent"]}
    assert repeats <= in_doubt
    assert len(in_doubt) <= told["kills"]
