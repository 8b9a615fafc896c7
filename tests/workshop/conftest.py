"""A folder of data that was started once, and sites on it that are surely gone after each test."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.workshop.site import Site


@dataclass(frozen=True)
class FirstStart:
    """What was seen of the first start on an empty folder."""

    printed: str
    cached: str
    exit_code: int
    is_gone: bool


@pytest.fixture(scope="package")
def started_before(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, FirstStart]]:
    """A site that was started and stopped once, so that its data are there, and what was seen of it."""
    site = Site(tmp_path_factory.mktemp("workshop") / "var")
    try:
        site.start().wait_until_ready()
        address = f"http://127.0.0.1:{site.port}"
        with urlopen(address, timeout=10) as answer:
            page = answer.read().decode()
        (stylesheet, *_) = re.findall(r'href="(/static/css/\w+\.[0-9a-f]{12}\.css)"', page)
        with urlopen(address + stylesheet, timeout=10) as answer:
            cached = answer.headers["Cache-Control"]
        code = site.stop()
        yield site, FirstStart(site.printed, cached, code, site.is_gone())
    finally:
        site.kill()


@pytest.fixture
def first_start(started_before: tuple[Site, FirstStart]) -> FirstStart:
    """What was seen of the first start."""
    return started_before[1]


@pytest.fixture
def site(started_before: tuple[Site, FirstStart]) -> Iterator[Site]:
    """The same data again, not running."""
    before, _ = started_before
    again = Site(before.var, before.port)
    yield again
    again.kill()


@pytest.fixture
def new_site(tmp_path: Path) -> Iterator[Site]:
    """An empty folder, not running."""
    new = Site(tmp_path / "var")
    yield new
    new.kill()
