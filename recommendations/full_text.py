"""Indexes by which PostgreSQL finds words. SQLite looks through the rows, which are few where it is used."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


@dataclass(frozen=True)
class TextIndex:
    """An index on the words of one or two columns, written as the search asks for them."""

    name: str
    table: str
    columns: tuple[str, ...]

    @property
    def words(self) -> str:
        """The expression that is indexed."""
        one, *more = (f"COALESCE(\"{column}\", '')" for column in self.columns)
        joined = "".join(f" || ' ' || {column}" for column in more)
        return f"to_tsvector('english'::regconfig, ({one}{joined}))" if more else f"to_tsvector('english', {one})"


def indexed(*indexes: TextIndex) -> migrations.RunPython:
    """The operation that makes the indexes on PostgreSQL, and drops them backwards."""
    made = (f"CREATE INDEX {index.name} ON {index.table} USING gin ({index.words})" for index in indexes)
    dropped = (f"DROP INDEX {index.name}" for index in indexes)
    return migrations.RunPython(on_postgresql(*made), on_postgresql(*dropped))


def on_postgresql(*statements: str) -> Callable[[StateApps, BaseDatabaseSchemaEditor], None]:
    """Runs the statements there and nothing elsewhere."""

    def run(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            for statement in statements:
                editor.execute(statement)

    return run
