"""A folder of data that was started once, and sites on it that are surely gone after each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workshop.site import Site


@pytest.fixture(scope="package")
def started_before(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site that was started and stopped once, so that its data are there."""
    site = Site(tmp_path_factory.mktemp("workshop") / "var")
    try:
        site.start().wait_until_ready()
        assert site.stop() == 0
    finally:
        site.kill()
    return site


@pytest.fixture
def site(started_before: Site) -> Iterator[Site]:
    """The same data again, not running."""
    again = Site(started_before.var)
    yield again
    again.kill()


@pytest.fixture
def new_site(tmp_path: Path) -> Iterator[Site]:
    """An empty folder, not running."""
    new = Site(tmp_path / "var")
    yield new
    new.kill()
