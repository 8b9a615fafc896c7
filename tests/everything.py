"""Every check and every test, with a heading for each: what ``make test`` runs.

PYTEST_WORKERS=2 spreads the tests over processes. With TEST_DATABASE_URL and TEST_REDIS_URL the tests run a second
time, on PostgreSQL and Redis. A check that fails does not keep the others from running.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
SERVERS = ("TEST_DATABASE_URL", "TEST_REDIS_URL")


@dataclass(frozen=True)
class Step:
    """One command and what it is called. ``without`` are variables that it must not see, ``report`` where pytest writes
    down how each test ended."""

    title: str
    command: list[str]
    without: tuple[str, ...] = field(default=("DATABASE_URL", "REDIS_URL", "DEMONSTRATION"))
    report: str = ""

    def failed(self, folder: str) -> str:
        """Its title, and a line for each test of its report that failed."""
        report = Path(folder, self.report)
        cases = ElementTree.parse(report).iter("testcase") if report.is_file() else ()
        lines = [self.title]
        for case in cases:
            for trouble in (*case.iterfind("failure"), *case.iterfind("error")):
                why, *_ = (trouble.get("message") or "").splitlines() or [""]
                lines.append(f"{case.get('classname')}::{case.get('name')}: {why[:300]}")
        return "\n  ".join(lines)


def checks() -> list[Step]:
    """What needs no test database."""
    django = [PYTHON, "manage.py"]
    return [
        Step("ruff check", [PYTHON, "-m", "ruff", "check", "--quiet", "."]),
        Step("ruff format", [PYTHON, "-m", "ruff", "format", "--quiet", "--check", "."]),
        Step("mypy", [PYTHON, "-m", "mypy"]),
        Step("djlint", [PYTHON, "-m", "djlint", "--quiet", "--lint", "."]),
        Step("import-linter", [str(Path(PYTHON).with_name("lint-imports"))]),
        Step("numbers of the house", [PYTHON, "-m", "tests.numbers"]),
        Step("migrations", [*django, "makemigrations", "--check", "--dry-run"]),
        Step("known weaknesses", [PYTHON, "-m", "tests.audit"]),
        Step("django checks", [*django, "check", "--fail-level", "WARNING"]),
    ]


def tests() -> Step:
    """The tests on the embedded database and broker. What needs a server is left out where servers are given."""
    # What is missing is left to tests/services.py.
    chosen = ["not postgres", "not redis", "not browser"] if on_servers() else []
    return pytest_step("pytest, embedded database and broker", chosen, SERVERS)


def tests_on_servers() -> list[Step]:
    """Where PostgreSQL and Redis are both given: the journeys, then the tests a second time, on them.

    Both are made in one process each, one after the other, beside the first run, which has as many as PYTEST_WORKERS
    says: journeys mostly wait, and the first run takes about as long as these two. What no database can change
    ("once") is not said again.
    """
    if not on_servers():
        return []
    again = ["not embedded", "not once", "not browser"]
    return [
        pytest_step("pytest, journeys on PostgreSQL and Redis", ["browser"], (), workers="0"),
        pytest_step("pytest, PostgreSQL and Redis", again, (), workers="0"),
    ]


def on_servers() -> bool:
    """Whether PostgreSQL and Redis are both given."""
    return all(os.environ.get(name) for name in SERVERS)


def pytest_step(title: str, chosen: list[str], without: tuple[str, ...], workers: str = "") -> Step:
    """One run of pytest over the tests whose markers fit."""
    if os.environ.get("REQUIRE_SERVICES") == "1" and not os.environ.get("REVIEW_TEXT"):
        title += " (REVIEW_TEXT is not set: without the report’s text)"
        chosen = [*chosen, "not source"]
    spread = ["--numprocesses", workers or os.environ.get("PYTEST_WORKERS") or "0", "--dist", "loadgroup"]
    report = f"{'-'.join(chosen[:1]) or 'all'}.xml".replace(" ", "-")
    command = [PYTHON, "-m", "pytest", *spread, f"--junitxml=$CHECKS_DIR/{report}"]
    return Step(title, [*command, "-m", " and ".join(chosen)], without, report)


def heading(step: Step) -> None:
    """What stands above the output of a step."""
    print(f"\n── {step.title} {'─' * (76 - len(step.title))}", flush=True)


def environment(step: Step, folder: str) -> dict[str, str]:
    """What a step sees. Compiled files are kept: a hundred processes start in a run, and each would compile all."""
    hidden = (*step.without, "PYTHONDONTWRITEBYTECODE")
    seen = {name: value for name, value in os.environ.items() if name not in hidden}
    return {**seen, "VAR_DIR": folder, "CHECKS_DIR": folder}


def passes(step: Step, folder: str) -> bool:
    """Run one step under its heading."""
    heading(step)
    return subprocess.run(step.command, cwd=ROOT, env=environment(step, folder), check=False).returncode == 0


def held_back(step: Step, folder: str) -> "subprocess.CompletedProcess[str]":
    """Run one step beside others; its output is printed when its turn comes."""
    return subprocess.run(
        step.command,
        cwd=ROOT,
        env=environment(step, folder),
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def failed_checks(folder: str) -> Iterator[str]:
    """Run the checks, as many at a time as PYTEST_WORKERS says, and name those that fail, in their order."""
    steps = checks()
    with ThreadPoolExecutor(int(os.environ.get("PYTEST_WORKERS") or "1") or 1) as pool:
        for step, done in zip(steps, pool.map(held_back, steps, repeat(folder)), strict=True):
            heading(step)
            print(done.stdout, end="", flush=True)
            if done.returncode:
                yield step.title


def failed_tests(folder: str) -> Iterator[str]:
    """Run the tests, those on servers beside them, and name those that fail, test by test."""
    with ThreadPoolExecutor(1) as pool:
        beside = tests_on_servers()
        running = pool.map(held_back, beside, repeat(f"{folder}/servers"))
        if not passes(step := tests(), folder):
            yield step.failed(folder)
        for step, done in zip(beside, running, strict=True):
            heading(step)
            print(done.stdout, end="", flush=True)
            if done.returncode:
                yield step.failed(f"{folder}/servers")


def main() -> int:
    """The exit code: 0 when every step passed, else 1, and then the names of those that did not and of their tests."""
    with tempfile.TemporaryDirectory(prefix="scrutiny-checks-") as folder:
        failed = [*failed_checks(folder), *failed_tests(folder)]
    if failed:
        # Last of all, since thousands of lines of the others may stand below those of the one that failed.
        print("\nFailed:", *failed, sep="\n", file=sys.stderr)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
