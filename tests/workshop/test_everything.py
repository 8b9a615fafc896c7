"""What make test runs, in which order, and on which services."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from tests import everything
from tests.everything import Step


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of the run that this test is in."""
    for name in ("TEST_DATABASE_URL", "TEST_REDIS_URL", "REQUIRE_SERVICES", "REVIEW_TEXT", "PYTEST_WORKERS"):
        monkeypatch.delenv(name, raising=False)


def choices() -> list[str]:
    """The marker expression of each run of pytest."""
    return [step.command[-1] for step in (everything.tests(), *everything.tests_on_servers())]


def test_the_checks_come_in_this_order() -> None:
    assert [step.title for step in everything.checks()] == [
        "ruff check",
        "ruff format",
        "mypy",
        "djlint",
        "import-linter",
        "numbers of the house",
        "migrations",
        "known weaknesses",
        "django checks",
    ]


def test_on_a_laptop_the_tests_run_once_without_leaving_any_out() -> None:
    assert choices() == [""]


def test_with_both_servers_they_run_twice_and_each_test_at_least_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_DATABASE_URL", "postgresql://x/y")
    assert choices() == [""], "one server is not enough"
    monkeypatch.setenv("TEST_REDIS_URL", "redis://x/0")
    assert choices() == [
        "not postgres and not redis and not browser",
        "browser",
        "not embedded and not once and not browser",
    ]
    assert set(everything.tests().without) == {"TEST_DATABASE_URL", "TEST_REDIS_URL"}
    assert [step.without for step in everything.tests_on_servers()] == [(), ()]


def test_the_text_of_the_report_is_not_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUIRE_SERVICES", "1")
    assert choices() == ["not source"]
    assert "REVIEW_TEXT is not set" in everything.tests().title
    monkeypatch.setenv("REVIEW_TEXT", "report.txt")
    assert choices() == [""]


def test_workers_are_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_WORKERS", "2")
    step = everything.tests()
    assert step.command[step.command.index("--numprocesses") + 1] == "2"


def test_every_step_runs_and_a_failure_is_named_at_the_end(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    script = (
        "import os, sys; name = sys.argv[1]; "
        "print(name, 'HIDDEN' in os.environ, os.environ['VAR_DIR']); sys.exit(name == 'b')"
    )
    steps = [Step(f"step {name}", [everything.PYTHON, "-c", script, name], ("HIDDEN",)) for name in "abc"]
    monkeypatch.setenv("HIDDEN", "1")
    monkeypatch.setattr(everything, "tests", lambda: steps[2])
    monkeypatch.setattr(everything, "checks", lambda: steps[:2])

    assert everything.main() == 1

    printed = capfd.readouterr()
    headings = [line for line in printed.out.splitlines() if line.startswith("──")]
    assert [line.strip("─ ") for line in headings] == ["step a", "step b", "step c"]
    said = [line.split() for line in printed.out.splitlines() if line[:2] in {"a ", "b ", "c "}]
    assert [words[:2] for words in said] == [["a", "False"], ["b", "False"], ["c", "False"]]
    assert not Path(said[0][2]).exists(), "the folder of the checks is gone afterwards"
    assert printed.err == "\nFailed:\nstep b\n"


def test_of_a_run_of_tests_each_that_failed_is_named_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tests = tmp_path / "test_weather.py"
    tests.write_text("def test_it_rains():\n    assert 'sun' == 'rain'\n\n\ndef test_it_is_day():\n    pass\n")
    step = everything.pytest_step("weather", [], ())
    begun = [
        *step.command[: step.command.index("-m", 2)],
        "-p",
        "no:django",
        "-c",
        os.devnull,
        f"--rootdir={tmp_path}",
        str(tests),
    ]

    assert not everything.passes(replace(step, command=begun), str(tmp_path))

    title, *failed = step.failed(str(tmp_path)).splitlines()
    assert title == "weather"
    assert len(failed) == 1
    assert "test_weather::test_it_rains: AssertionError: assert 'sun' == 'rain'" in failed[0]
