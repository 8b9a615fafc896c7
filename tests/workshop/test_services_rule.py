"""The rule of tests/services.py: skip and say so on a laptop, fail where everything is required."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import services
from tests.workshop.site import ROOT

pytestmark = pytest.mark.once

SAMPLE = """
import pytest
from tests.services import embedded_only, needs_browser, needs_postgres, needs_redis, needs_source

@needs_postgres
def test_a(): pass

@needs_postgres
def test_b(): pass

@needs_redis
def test_c(): pass

@needs_browser
def test_d(): pass

@needs_source
def test_e(): pass

def test_f():
    pytest.skip("not on a Sunday")

@pytest.mark.xfail(reason="known")
def test_g():
    assert False
"""


def run(folder: Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Run the sample with the plugin alone."""
    (folder / "test_sample.py").write_text(SAMPLE)
    hidden = {"DATABASE_URL", "REDIS_URL", "REQUIRE_SERVICES", "REVIEW_TEXT", "PYTEST_ADDOPTS"}
    plain = {name: value for name, value in os.environ.items() if name not in hidden}
    options = ["-p", "tests.services", "-p", "no:django", "-p", "no:cacheprovider", "--rootdir", str(folder)]
    markers = ["-c", os.devnull, "-W", "ignore::pytest.PytestUnknownMarkWarning"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *options, *markers, str(folder)],
        cwd=ROOT,
        env={**plain, "CHROMIUM": "/nowhere", "PATH": "/nowhere", **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_on_a_laptop_the_end_says_what_was_not_tested_and_why(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.returncode == 0, done.stdout
    *reasons, closing = done.stdout.partition(" not tested here ")[2].splitlines()[1:]
    assert [line for line in reasons if line] == [
        "1 test: needs Chromium: install it, or set CHROMIUM to its path",
        "2 tests: needs PostgreSQL: set TEST_DATABASE_URL",
        "1 test: needs Redis: set TEST_REDIS_URL",
        "1 test: needs the text of the report: set REVIEW_TEXT to its path",
        "1 test: not on a Sunday",
    ]
    assert "6 skipped, 1 xfailed" in closing


def test_where_everything_is_required_nothing_is_skipped(tmp_path: Path) -> None:
    done = run(tmp_path, REQUIRE_SERVICES="1")
    assert done.returncode == 1
    assert "1 failed, 1 xfailed, 5 errors" in done.stdout.splitlines()[-1]
    assert "skipped (REQUIRE_SERVICES=1), and this test needs Redis: set TEST_REDIS_URL" in done.stdout
    assert "skipped (REQUIRE_SERVICES=1), and this test not on a Sunday" in done.stdout


def test_what_is_there_is_tested(tmp_path: Path) -> None:
    text = tmp_path / "report.txt"
    text.touch()
    here = {"DATABASE_URL": "postgresql://x/y", "REDIS_URL": "redis://x/0", "REVIEW_TEXT": str(text)}
    done = run(tmp_path, **here, CHROMIUM=sys.executable)
    assert "5 passed, 1 skipped, 1 xfailed" in done.stdout.splitlines()[-1]


@pytest.mark.parametrize("service", services.SERVICES)
def test_every_service_has_a_marker_that_is_known(service: str, pytestconfig: pytest.Config) -> None:
    assert service in {line.partition(":")[0] for line in pytestconfig.getini("markers")}
