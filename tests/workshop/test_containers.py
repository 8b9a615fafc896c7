"""The container files say what the embedded site does, and fit the specification. No container is started here."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from operating.queues import queues
from scrutiny.embedded.prepare import PANGO
from scrutiny.embedded.services import programs
from tests.workshop.site import ROOT

pytestmark = pytest.mark.once

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
WORKERS = ("worker", "worker-reports", "worker-imports", "worker-webhooks")
# The JSON schema of the Compose Specification (compose-spec/compose-spec, schema/compose-spec.json, Apache-2.0), as
# Docker Compose 2.40.3 holds files against it.
SCHEMA = json.loads(Path(__file__).with_name("compose-spec.json").read_text(encoding="utf-8"))


def test_the_file_fits_the_compose_specification() -> None:
    validator = jsonschema.Draft7Validator(SCHEMA)
    validator.validate(COMPOSE)
    broken = {**COMPOSE, "services": {**SERVICES, "web": {**SERVICES["web"], "comand": "x"}}}
    with pytest.raises(jsonschema.ValidationError):
        validator.validate(broken)


@pytest.mark.parametrize("name", ["web", "beat"])
def test_each_process_is_the_embedded_one(name: str) -> None:
    assert shlex.split(SERVICES[name]["command"]) == programs("0.0.0.0:8000")[name]


def test_each_kind_of_work_has_a_worker() -> None:
    heard = []
    for name in WORKERS:
        *command, option, names = shlex.split(SERVICES[name]["command"])
        assert (command, option) == (programs("")["worker"], "--queues")
        heard += names.split(",")
    assert sorted(heard) == sorted(queues())


def test_the_image_serves_like_the_web_process() -> None:
    (command,) = re.findall(r"^CMD (\[.*\])$", DOCKERFILE, flags=re.MULTILINE)
    assert yaml.safe_load(command) == programs("0.0.0.0:8000")["web"]
    assert re.findall(r"^USER (\S+)$", DOCKERFILE, flags=re.MULTILINE) == ["scrutiny"]


def test_the_image_has_what_makes_pdfs() -> None:
    assert all(re.search(rf"\s{package}(\s|$)", DOCKERFILE) for package in PANGO.values())


def test_what_the_files_name_is_there() -> None:
    assert "COPY requirements.lock" in DOCKERFILE
    named = re.findall(r"\bscrutiny/\w+\.py\b", DOCKERFILE + json.dumps(COMPOSE))
    assert set(named) == {"scrutiny/probe.py", "scrutiny/first_secrets.py"}
    assert all((ROOT / name).is_file() for name in ("requirements.lock", "manage.py", ".dockerignore", *named))


def test_nobody_starts_before_what_it_needs_is_healthy() -> None:
    for name in ("web", "beat", *WORKERS):
        waits_for = {other: how["condition"] for other, how in SERVICES[name]["depends_on"].items()}
        assert waits_for == {
            "prepare": "service_completed_successfully",
            "database": "service_healthy",
            "broker": "service_healthy",
        }
        assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES["database"]["healthcheck"] and SERVICES["broker"]["healthcheck"]


def test_no_secret_stands_in_the_file() -> None:
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if re.search("KEY|PASSWORD|SECRET|TOKEN", name):
                assert name.endswith("_FILE") or value == f"${{{name}:-}}"
    assert "DEMONSTRATION" not in json.dumps(COMPOSE)


def test_what_is_given_to_a_person_to_keep_outlives_its_container() -> None:
    kept = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert kept == set(COMPOSE["volumes"]) == {"data", "secrets", "database", "broker"}
    assert "--appendonly yes" in SERVICES["broker"]["command"]


@pytest.mark.parametrize("name", ["web", "beat", "worker"])
def test_the_recipe_without_containers_runs_the_same_commands(name: str) -> None:
    [file] = (ROOT / "docs" / "deploy").glob(f"scrutiny-{name}*.service")
    [line] = re.findall(
        r"^ExecStart=/opt/scrutiny/.venv/bin/(.*)$", file.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    own = ["--hostname", "%i@%H", "--queues", "%i"] if name == "worker" else []
    assert shlex.split(line) == [*programs("127.0.0.1:8000")[name], *own]
