"""A line of the log says what happened, and nothing about anybody."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from operating.logs import Json, Line, bare, request_id
from scrutiny.telling import bare as bare_event

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]

SAID = {
    "Not Found: /update/Zk3xPq9aLm2sT7vB1nC4dE6f:1tQabc:Yh-8_zz/": "Not Found: /update/…/",
    "Mail to Anna.Officer+x@harbour.example failed": "Mail to …@… failed",
    "(550, b'no <a@b.example>')": "(550, b'no <…@…>')",
    'duplicate key value "accounts_user_email_key"\nDETAIL:  Key (email)=(a@b.example) already exists.': (
        'duplicate key value "accounts_user_email_key"\nDETAIL: left out'
    ),
    "Bad Request: /search/?q=Anna+Officer&page=2": "Bad Request: /search/?…",
    "Forbidden (CSRF token missing.): /my-actions/": "Forbidden (CSRF token missing.): /my-actions/",
    "Task reminders.tasks.send_waiting took 12 s": "Task reminders.tasks.send_waiting took 12 s",
}


@pytest.mark.parametrize("said", SAID)
def test_what_names_somebody_or_opens_a_door_is_left_out(said: str) -> None:
    assert bare(said) == SAID[said]


def record(words: str, **more: Any) -> logging.LogRecord:
    """A line with a fault that names somebody."""
    try:
        raise ValueError("anna@harbour.example may not")
    except ValueError:
        made = logging.LogRecord("reports.making", logging.ERROR, "x.py", 1, words, (), sys.exc_info())
    made.__dict__.update(more)
    return made


def test_machines_get_one_object_a_line_with_the_number_of_the_request() -> None:
    token = request_id.set("0123abcd")
    try:
        line = Json().format(record("It failed for anna@harbour.example", ms=12, route="reviews/<slug>/", user="Anna"))
        plain = Line().format(record("It failed"))
    finally:
        request_id.reset(token)
    assert "\n" not in line and "anna" not in line.lower()
    told = json.loads(line)
    assert (told["message"], told["request_id"], told["ms"]) == ("It failed for …@…", "0123abcd", 12)
    assert told["fault"].endswith("ValueError: …@… may not")
    assert "ERROR reports.making [0123abcd] It failed\n" in plain and "anna" not in plain


def test_sentry_is_told_what_went_wrong_and_nothing_about_anybody() -> None:
    event = {
        "user": {"id": 3},
        "request": {"url": "https://x/?q=anna", "cookies": "a"},
        "breadcrumbs": {"values": [{"message": "anna"}]},
        "exception": {"values": [{"type": "KeyError", "value": "anna", "stacktrace": {"frames": [{"lineno": 3}]}}]},
        "logentry": {"message": "No mail to %s", "params": ["anna"], "formatted": "No mail to anna"},
    }
    told = bare_event(event, {})
    assert "anna" not in json.dumps(told)
    assert told["exception"]["values"][0]["stacktrace"] == {"frames": [{"lineno": 3}]}


def test_an_install_that_names_sentry_starts_and_its_secrets_come_from_files(tmp_path: Path) -> None:
    (tmp_path / "dsn").write_text("http://key@127.0.0.1:9/1\n")
    (tmp_path / "key").write_text("from-a-file-" * 6)
    plain = {name: value for name, value in os.environ.items() if name in ("PATH", "LD_LIBRARY_PATH")}
    code = (
        "import django; django.setup(); from django.conf import settings; import sentry_sdk;"
        "o = sentry_sdk.get_client().options; print(settings.SECRET_KEY[:12], o['dsn'], o['send_default_pii'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={
            **plain,
            "DJANGO_SETTINGS_MODULE": "scrutiny.settings",
            "VAR_DIR": str(tmp_path),
            "SECRET_KEY_FILE": str(tmp_path / "key"),
            "SENTRY_DSN_FILE": str(tmp_path / "dsn"),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "from-a-file- http://key@127.0.0.1:9/1 False\n"
