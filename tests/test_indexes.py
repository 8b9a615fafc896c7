"""No page reads a whole table that grows: for each of its queries there is an index that leads to its rows.

On ten rows PostgreSQL would rightly read them all, so it is forbidden to here: where it still does, or walks a whole
index from end to end, no index serves.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import Cast
from tests.recommendations.test_query_counts import fill

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("day")]

# Tables that grow with the years, and not only with the number of councils and posts.
GROWING = {
    f"recommendations_{name}"
    for name in ("recommendation", "part", "action", "actionchange", "update", "extension", "verdict", "response")
} | {"recommendations_question", "recommendations_answer", "evidence_paragraph", "evidence_citation", "evidence_proof"}
HOME = "/reviews/harbour-review/"
PAGES = (
    (HOME, "member"),
    (f"{HOME}?as_at=2026-05-01", "public"),
    (f"{HOME}recommendations/1/", "officer"),
    (f"{HOME}actions/?timeliness=overdue", "member"),
    ("/my-actions/", "officer"),
    ("/committees/{committee}/", "chair"),
)


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A node of a plan and all below it."""
    yield plan
    for inner in plan.get("Plans", ()):
        yield from nodes(inner)


def reads_all(node: dict[str, Any]) -> bool:
    """Whether a node reads a growing table from end to end."""
    whole = node["Node Type"] == "Seq Scan" or ("Index" in node["Node Type"] and not node.get("Index Cond"))
    return whole and node.get("Relation Name") in GROWING


def plan_of(sql: str) -> dict[str, Any]:
    """How PostgreSQL would answer a query."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
        plan: dict[str, Any] = cursor.fetchone()[0][0]["Plan"]
    return plan


def test_an_index_serves_each_query_of_the_pages_that_are_opened_most(cast: Cast) -> None:
    for number in (1, 2):
        fill(cast, number)
    asked: list[tuple[str, str]] = []
    for pattern, person in PAGES:
        client, address = cast.client(person), pattern.format(committee=cast.review.committee_id)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        asked += [(address, query["sql"]) for query in queries if query["sql"].startswith(("SELECT", "(SELECT"))]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    found = [(address, node, sql) for address, sql in asked for node in nodes(plan_of(sql)) if reads_all(node)]
    assert not found, found[0]
    assert len(asked) > 50, "hardly anything was asked"


def test_a_query_that_no_index_serves_would_be_seen(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    words = "SELECT id FROM recommendations_update WHERE words LIKE '%school%'"
    assert any(reads_all(node) for node in nodes(plan_of(words)))
