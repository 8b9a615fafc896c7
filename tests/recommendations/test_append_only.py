"""History cannot be rewritten: the database itself refuses, whichever database it is and whoever asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from recommendations.models import Extension, Response, Update, Verdict
from recommendations.states import Reason, Status
from tests import factories as f
from tests import verbs
from tests.conftest import Cast

REFUSAL = "History is append-only: this row cannot be changed or deleted"


@contextmanager
def refused() -> Iterator[None]:
    """The database refuses, and the transaction around goes on."""
    with pytest.raises(IntegrityError, match=REFUSAL), transaction.atomic():
        yield


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def kept(cast: Cast) -> Cast:
    """One row of every kind of history."""
    verbs.respond(cast.recommendation, cast.scrutiny, on=f.days(-200))
    verbs.tell(cast.action, cast.officer, Status.DELAYED, on=f.days(-50))
    verbs.decide(verbs.ask(cast.action, cast.officer, f.days(90), on=f.days(-40)), cast.head, on=f.days(-39))
    verbs.judge(cast.recommendation, cast.chair, held_on=f.days(-20))
    return cast


CHANGES = [
    ("recommendations_update", "words", "Never said"),
    ("recommendations_update", "status", "achieved"),
    ("recommendations_update", "given_on", "2020-01-01"),
    ("recommendations_response", "kind", "rejected"),
    ("recommendations_response", "reason", "Never given"),
    ("recommendations_response", "decided_on", "2020-01-01"),
    ("recommendations_verdict", "verdict", "achieved"),
    ("recommendations_verdict", "minute", "9.9"),
    ("recommendations_verdict", "recorded_on", "2020-01-01"),
    ("recommendations_extension", "to_on", "2030-01-01"),
    ("recommendations_extension", "note", "Never noted"),
]
TABLES = sorted({table for table, _, _ in CHANGES})


@pytest.mark.parametrize(("table", "column", "value"), CHANGES)
def test_raw_sql_cannot_change_history(kept: Cast, table: str, column: str, value: str) -> None:
    with refused():
        sql(f"UPDATE {table} SET {column} = %s", value)


@pytest.mark.parametrize("table", TABLES)
def test_even_a_change_that_changes_nothing_is_refused(kept: Cast, table: str) -> None:
    with refused():
        sql(f"UPDATE {table} SET id = id")


@pytest.mark.parametrize("table", TABLES)
def test_raw_sql_cannot_delete_history(kept: Cast, table: str) -> None:
    with refused():
        sql(f"DELETE FROM {table}")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {table}")
        assert cursor.fetchone() == (1,)


def test_a_decision_cannot_be_taken_back(kept: Cast) -> None:
    with refused():
        sql("UPDATE recommendations_extension SET agreed = NULL, decided_by_id = NULL, decided_on = NULL")
    with refused():
        sql("UPDATE recommendations_extension SET agreed = %s", False)


def test_a_request_that_waits_cannot_be_deleted(cast: Cast) -> None:
    extension = verbs.ask(cast.action, cast.officer, f.days(90))
    with refused():
        sql("DELETE FROM recommendations_extension WHERE id = %s", extension.pk)
    assert Extension.objects.filter(pk=extension.pk).exists()


def test_a_request_that_waits_can_be_decided_once(cast: Cast) -> None:
    verbs.ask(cast.action, cast.officer, f.days(90))
    decide = "UPDATE recommendations_extension SET agreed = %s, decided_by_id = %s, decided_on = %s"
    sql(decide, False, cast.head.pk, f.DAY)
    with refused():
        sql(decide, True, cast.head.pk, f.DAY)


def test_the_orm_is_refused_as_raw_sql_is(kept: Cast) -> None:
    update, response, verdict = Update.objects.get(), Response.objects.get(), Verdict.objects.get()
    update.words, response.reason, verdict.words = "Never said", "Never given", "Never told"
    for row in (update, response, verdict):
        with refused():
            row.save()
        with refused():
            row.delete()
    with refused():
        Update.objects.update(reason=Reason.FUNDING)
    with refused():
        Extension.objects.all().delete()


@pytest.mark.parametrize("table", TABLES)
def test_a_row_cannot_be_written_over_by_a_new_one_of_the_same_number(kept: Cast, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        names, row = [c[0] for c in cursor.description], cursor.fetchone()
    columns, marks = ", ".join(names), ", ".join(["%s"] * len(names))
    over = (
        f"INSERT OR REPLACE INTO {table} ({columns}) VALUES ({marks})"
        if connection.vendor == "sqlite"
        else f"INSERT INTO {table} ({columns}) VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET id = EXCLUDED.id"
    )
    with refused():
        sql(over, *row)


def test_what_is_no_history_can_be_put_right(kept: Cast) -> None:
    sql("UPDATE recommendations_action SET title = %s", "Write the curriculum")
    sql("UPDATE recommendations_recommendation SET title = %s", "The curriculum")
    kept.action.refresh_from_db()
    assert kept.action.title == "Write the curriculum"


def test_the_refusal_leaves_the_rest_of_the_transaction_alone(kept: Cast) -> None:
    with refused():
        sql("DELETE FROM recommendations_update")
    assert verbs.tell(kept.action, kept.officer, Status.ON_TRACK).pk
    assert Update.objects.count() == 2
