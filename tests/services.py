"""What a test needs besides Python, and what happens where that is missing. A pytest plugin.

On somebody's laptop a test whose service is missing is skipped, and the run ends by saying what was not tested and how
to have it tested. With REQUIRE_SERVICES=1 no test may be skipped, for whatever reason: it fails instead.
"""

import os
import shutil
from collections import Counter
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path

import pytest

needs_postgres = pytest.mark.postgres
needs_redis = pytest.mark.redis
needs_browser = pytest.mark.browser
needs_source = pytest.mark.source
embedded_only = pytest.mark.embedded


@dataclass(frozen=True)
class Service:
    """Something that a test can need."""

    is_here: Callable[[], bool]
    missing: str


def chromium() -> str | None:
    """Path of the browser: CHROMIUM, else the one on the path."""
    return shutil.which(os.environ.get("CHROMIUM", "")) or shutil.which("chromium")


def report_text() -> Path | None:
    """The text of the report that the review was taken from, which REVIEW_TEXT names; it is not in this repository."""
    path = Path(os.environ.get("REVIEW_TEXT") or ".")
    return path if path.is_file() else None


def on_postgres() -> bool:
    """Whether this run is on PostgreSQL."""
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


def on_redis() -> bool:
    """Whether this run is on Redis."""
    return bool(os.environ.get("REDIS_URL"))


SERVICES = {
    "postgres": Service(on_postgres, "needs PostgreSQL: set TEST_DATABASE_URL"),
    "redis": Service(on_redis, "needs Redis: set TEST_REDIS_URL"),
    "browser": Service(lambda: chromium() is not None, "needs Chromium: install it, or set CHROMIUM to its path"),
    "source": Service(lambda: report_text() is not None, "needs the text of the report: set REVIEW_TEXT to its path"),
    "embedded": Service(lambda: not on_postgres() and not on_redis(), "is for the embedded database and broker"),
}


def all_required() -> bool:
    """Whether nothing may be skipped."""
    return os.environ.get("REQUIRE_SERVICES") == "1"


# First, or pytest-xdist has looked for groups already.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With PYTEST_WORKERS, tests that share one running site are made in one process each kind.

    Those that start whole sites come first, since they mostly wait; browser tests come last, because what drives the
    browser would disturb tests after it.
    """
    order = {"site": 0, "": 1, "browser": 2}
    groups = {item: next((m for m in ("browser", "site") if item.get_closest_marker(m)), "") for item in items}
    items.sort(key=lambda item: order[groups[item]])
    for item, group in groups.items():
        if group:
            item.add_marker(pytest.mark.xdist_group(group))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose service is missing, before any fixture asks for that service."""
    for name, service in SERVICES.items():
        if item.get_closest_marker(name) and not service.is_here():
            pytest.skip(service.missing)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With REQUIRE_SERVICES=1, turn a skip of any kind into a failure that gives its reason."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and all_required():
        report.outcome = "failed"
        report.longrepr = f"Nothing may be skipped (REQUIRE_SERVICES=1), and this test {reason(report)}"
    return report


def reason(report: pytest.TestReport) -> str:
    """Why a test was skipped."""
    words = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return words.removeprefix("Skipped: ")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was not tested, and why, above the closing line."""
    reasons = Counter(reason(report) for report in terminalreporter.stats.get("skipped", []))
    if not reasons:
        return
    terminalreporter.section("not tested here")
    for words, count in sorted(reasons.items()):
        terminalreporter.line(f"{count} {'test' if count == 1 else 'tests'}: {words}")
