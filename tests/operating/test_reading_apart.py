"""Pages as at a past day, and files, are read from the copy of the database; everything else from the first."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections, router

from operating.reading_apart import ALIAS, apart
from recommendations.models import Update
from tests import factories as f
from tests.conftest import Cast
from tests.operating.conftest import LITE

pytestmark = [pytest.mark.usefixtures("day"), pytest.mark.once]


@pytest.fixture
def copy(cast: Cast, lite: str, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A copy that lags behind so far that there is nothing in it yet."""
    connections.databases[ALIAS] = connections.databases[LITE]
    with django_db_blocker.unblock():
        yield
        connections[ALIAS].close()
    del connections[ALIAS], connections.databases[ALIAS]


@pytest.mark.usefixtures("copy")
def test_a_past_day_and_a_file_are_read_from_the_copy_and_today_is_not(cast: Cast) -> None:
    member = cast.client("member")
    page = "/reviews/harbour-review/"
    assert member.get(page).status_code == 200
    # Who asks is known from the first database: no redirect to the sign-in page. What is asked for is not there yet.
    assert member.get(page, {"as_at": str(f.days(-3))}).status_code == 404
    assert member.get(f"{page}actions.csv").status_code == 404
    # A page that knows today alone shows it.
    assert "This page shows today" in member.get("/my-actions/", {"as_at": str(f.days(-3))}).text
    # It ends with the request.
    assert member.get(page).status_code == 200
    assert not apart.get()


def test_without_a_copy_everything_is_read_from_the_first(cast: Cast) -> None:
    answer = cast.client("member").get("/reviews/harbour-review/", {"as_at": str(f.days(-3))})
    assert answer.status_code == 200


def test_what_is_written_or_locked_stays_on_the_first() -> None:
    token = apart.set(True)
    try:
        assert router.db_for_read(Update) == ALIAS
        assert router.db_for_write(Update) == "default"
        assert Update.objects.select_for_update().db == "default"
        assert not router.allow_migrate(ALIAS, "recommendations")
    finally:
        apart.reset(token)
