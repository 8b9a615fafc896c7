"""Rows that were loaded once, put back for the next module without doing the work again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection


@dataclass(frozen=True)
class Snapshot:
    """Of each table that a loading filled: its columns, and its rows as the database gives them."""

    rows: dict[str, tuple[list[str], list[tuple[Any, ...]]]]

    def put_back(self) -> None:
        """Insert them all. The database's own rules hold; keys to rows that follow are checked at the end."""
        with connection.cursor() as cursor:
            for table, (columns, rows) in self.rows.items():
                names = ", ".join(connection.ops.quote_name(name) for name in columns)
                marks = ", ".join(["%s"] * len(columns))
                cursor.executemany(f"INSERT INTO {connection.ops.quote_name(table)} ({names}) VALUES ({marks})", rows)


def taken(load: Callable[[], None]) -> Snapshot:
    """What a loading adds to the tables that were empty before it."""
    empty = [table for table in connection.introspection.table_names() if not rows_of(table)[1]]
    load()
    after = {table: rows_of(table) for table in empty}
    return Snapshot({table: found for table, found in after.items() if found[1]})


def rows_of(table: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The columns and rows of a table."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        return [column[0] for column in cursor.description], cursor.fetchall()
