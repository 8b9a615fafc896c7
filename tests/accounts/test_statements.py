"""A statement gives what its queryset would give, put together once for each shape of its arguments."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.statements import Ids, Statement, statement

ON = date(2026, 6, 17)


@pytest.fixture
def people(db: None) -> list[User]:
    """Five accounts, each invited a day after the other."""
    return [User.objects.create_user(f"p{n}@example.org", f"P{n}", invited_on=ON + timedelta(days=n)) for n in range(5)]


def counting() -> tuple[Statement[Any, User], list[Any]]:
    """A statement, and what it was put together for."""
    built: list[Any] = []

    @statement
    def found(ids: Ids, since: date | None, address: str | None, is_active: bool) -> QuerySet[User, User]:
        built.append((ids, since))
        rows = User.objects.filter(pk__in=ids, is_active=is_active).order_by("pk")
        rows = rows.filter(invited_on__gte=since) if since else rows
        return rows.filter(email=address) if address else rows

    return found, built


def test_rows_are_those_of_the_queryset_and_its_sql_is_put_together_once_for_a_shape(people: list[User]) -> None:
    found, built = counting()
    ids = [person.pk for person in people]
    with CaptureQueriesContext(connection) as queries:
        assert found(ids[:3], None, None, True) == people[:3]
        # Lists of three and four numbers have the same shape.
        assert found(ids[1:], None, None, True) == people[1:]
        assert found(ids, ON + timedelta(days=3), None, True) == people[3:]
        assert found(ids, ON + timedelta(days=1), None, True) == people[1:]
        assert found(ids, None, "p2@example.org", True) == [people[2]]
        assert found(ids, None, None, False) == []
    assert len(queries) == 6
    assert len(built) == 4


def test_where_nothing_can_be_found_nothing_is_asked(people: list[User]) -> None:
    found, _ = counting()
    with CaptureQueriesContext(connection) as queries:
        assert found([], None, None, True) == found(frozenset(), None, None, True) == []
    assert len(queries) == 0


@pytest.mark.once
@pytest.mark.usefixtures("db")
def test_what_a_statement_works_out_from_a_value_is_refused() -> None:
    tried: list[tuple[Callable[[Any], QuerySet[Any, Any]], Any]] = [
        (lambda day: User.objects.filter(invited_on__gt=day - timedelta(days=7)), ON),
        (lambda number: User.objects.filter(pk=number + 1), 3),
        (lambda words: User.objects.filter(name__icontains=words), "P"),
    ]
    for build, value in tried:
        with pytest.raises(TypeError, match="worked out"):
            statement(build)(value)


@pytest.mark.once
@pytest.mark.usefixtures("db")
def test_what_is_no_value_is_refused() -> None:
    of_person = statement(lambda person: User.objects.filter(pk=person))
    with pytest.raises(TypeError, match="takes no User"):
        of_person(User())
