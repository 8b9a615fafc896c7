"""The container files say what the embedded site does. No container is started here."""

import os
import re
import shlex
import signal
import subprocess
import sys
from typing import Any

import pytest
import yaml

from scrutiny.embedded.prepare import PANGO
from scrutiny.embedded.services import programs
from tests.services import needs_redis
from tests.workshop.site import ROOT, until

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
SERVICES: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_each_process_is_the_embedded_one(name: str) -> None:
    assert shlex.split(SERVICES[name]["command"]) == programs("0.0.0.0:8000")[name]


def test_the_image_serves_like_the_web_process() -> None:
    (command,) = re.findall(r"^CMD (\[.*\])$", DOCKERFILE, flags=re.MULTILINE)
    assert yaml.safe_load(command) == programs("0.0.0.0:8000")["web"]


def test_the_image_has_what_makes_pdfs() -> None:
    assert all(re.search(rf"\s{package}(\s|$)", DOCKERFILE) for package in PANGO.values())


def test_what_the_image_copies_and_runs_is_there() -> None:
    assert "COPY requirements.lock" in DOCKERFILE
    assert all((ROOT / name).is_file() for name in ("requirements.lock", "manage.py", ".dockerignore"))
    prepare = shlex.split(shlex.split(SERVICES["prepare"]["command"])[2])
    assert [word for word in prepare if word in {"migrate", "collectstatic"}] == ["migrate", "collectstatic"]


def test_nobody_starts_before_what_it_needs_is_healthy() -> None:
    for name in ("web", "worker", "beat"):
        waits_for = {other: how["condition"] for other, how in SERVICES[name]["depends_on"].items()}
        assert waits_for == {
            "prepare": "service_completed_successfully",
            "database": "service_healthy",
            "broker": "service_healthy",
        }
    assert {name for name, service in SERVICES.items() if "healthcheck" in service} >= {
        "web",
        "worker",
        "database",
        "broker",
    }


def test_no_secret_has_a_default() -> None:
    environment = SERVICES["web"]["environment"]
    assert environment["SECRET_KEY"].startswith("${SECRET_KEY:?")
    assert "${POSTGRES_PASSWORD:?" in environment["DATABASE_URL"]
    assert "DEMONSTRATION" not in environment


@needs_redis
def test_the_worker_answers_its_health_check() -> None:
    python = [sys.executable, "-m"]
    check = SERVICES["worker"]["healthcheck"]["test"][1:]
    # A number of Redis's of its own: the site of the journeys may still be running on the usual one.
    alone = os.environ["REDIS_URL"].rpartition("/")[0] + "/15"
    plain = {**os.environ, "REDIS_URL": alone, "DJANGO_SETTINGS_MODULE": "scrutiny.settings"}
    worker = subprocess.Popen([*python, *programs("")["worker"]], cwd=ROOT, env=plain, stderr=subprocess.DEVNULL)

    def answers() -> bool:
        asked = subprocess.run([*python, *check], cwd=ROOT, env=plain, capture_output=True, check=False)
        return asked.returncode == 0

    try:
        assert until(answers)
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.wait(30)
    assert not answers()
