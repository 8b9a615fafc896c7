"""No page reads a whole table that grows: on an install of some years, PostgreSQL goes to the rows by an index.

Nothing is told to the planner: the rows of bench.fill are enough for it to choose as it would on a real install.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from bench import fill
from recommendations.models import Review

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

# Those that grow fastest. Of 500 recommendations, which lie on eight pages, PostgreSQL rightly reads all for a join.
GROWING = {f"recommendations_{name}" for name in ("action", "update", "verdict")}
PAGES = (
    ("/reviews/review-0/", "member"),
    ("/reviews/review-0/?as_at={past}", "member"),
    ("/reviews/review-0/recommendations/1/", "officer"),
    ("/reviews/review-0/actions/?timeliness=overdue", "member"),
    ("/committees/{committee}/", "member"),
    ("/committees/{committee}/changes.atom", "member"),
    ("/my-actions/", "officer"),
)


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A node of a plan and all below it."""
    yield plan
    for inner in plan.get("Plans", ()):
        yield from nodes(inner)


def read_whole(sql: str) -> list[str]:
    """The growing tables that PostgreSQL would read from end to end for a query."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
        plan = cursor.fetchone()[0][0]["Plan"]
    scanned = (node["Relation Name"] for node in nodes(plan) if node["Node Type"] == "Seq Scan")
    return [table for table in scanned if table in GROWING]


def test_no_query_of_the_pages_that_are_opened_most_reads_a_growing_table_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in {"REVIEWS": 150, "SMALL_REVIEWS": 3, "ACTIONS": 20_000, "UPDATES_EACH": 3, "OWN": 400}.items():
        monkeypatch.setattr(fill, name, value)
    fill.fill()
    review = Review.objects.get(slug="review-0")
    asked: list[str] = []
    for pattern, person in PAGES:
        client = Client()
        client.force_login(User.objects.get(email=f"{person}@large.example"))
        with CaptureQueriesContext(connection) as queries:
            address = pattern.format(committee=review.committee_id, past=review.adopted_on + timedelta(days=400))
            assert client.get(address).status_code == 200
        asked += [query["sql"] for query in queries if query["sql"].startswith(("SELECT", "(SELECT"))]
    assert len(asked) > 50, "hardly anything was asked"
    assert not [(read_whole(sql), sql) for sql in asked if read_whole(sql)]
    # What no index serves would be seen.
    assert read_whole("SELECT id FROM recommendations_update WHERE words LIKE '%school%'")
