"""Which tables a backup holds, and each row as a line of text that is the same whatever database it comes from."""

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, ForeignKey, Model

# Who is signed in at the moment is nobody's history: after a restore everybody signs in again.
LEFT_OUT = {"sessions.Session", "usersessions.UserSession"}
# Filled by `migrate` itself, so an install that has only these is empty.
FILLED_BY_MIGRATE = {"contenttypes.ContentType", "auth.Permission"}
ROWS_AT_A_TIME = 5_000

# Written as JSON writes them, on both databases.
AS_THEY_ARE = {
    "AutoField",
    "BigAutoField",
    "BigIntegerField",
    "BooleanField",
    "CharField",
    "FileField",
    "FloatField",
    "GenericIPAddressField",
    "IntegerField",
    "PositiveBigIntegerField",
    "PositiveIntegerField",
    "PositiveSmallIntegerField",
    "SlugField",
    "SmallIntegerField",
    "TextField",
}
Convert = Callable[[Any], Any]


def moment(value: datetime) -> str:
    """In UTC, to the microsecond."""
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def plain(value: Any) -> Any:
    """A JSON value in which a whole number is an integer: PostgreSQL keeps 1e3 as 1000."""
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


WRITTEN: dict[str, Convert] = {
    "BinaryField": lambda content: b64encode(content).decode(),
    "DateField": lambda day: day.isoformat(),
    "DateTimeField": moment,
    "JSONField": plain,
}


@dataclass(frozen=True)
class Table:
    """One table: its model, its columns in their order."""

    model: type[Model]

    @property
    def label(self) -> str:
        """Its name in an archive: "recommendations.Update"."""
        return self.model._meta.label

    @property
    def fields(self) -> list["Field[Any, Any]"]:
        """Its own columns, by name, so that the order does not depend on how a class is written."""
        return sorted(self.model._meta.local_concrete_fields, key=named)

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return [named(field) for field in self.fields]

    def unknown(self) -> list[str]:
        """Columns of a kind that this module cannot write down."""
        return [named(f) for f in self.fields if kind(f) not in AS_THEY_ARE and kind(f) not in WRITTEN]

    def is_empty(self, using: str) -> bool:
        """Whether it has no row."""
        return not self.model._base_manager.using(using).exists()

    def lines(self, using: str) -> Iterator[bytes]:
        """Every row in the order of its key, as a line of JSON. Takes as much memory for a million as for ten."""
        converted = [(n, WRITTEN[kind(field)]) for n, field in enumerate(self.fields) if kind(field) in WRITTEN]
        rows = self.model._base_manager.using(using).order_by("pk").values_list(*(f.attname for f in self.fields))
        encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
        for row in rows.iterator(chunk_size=ROWS_AT_A_TIME):
            values = list(row)
            for number, convert in converted:
                if values[number] is not None:
                    values[number] = convert(values[number])
            yield encode(values).encode() + b"\n"

    def fill(self, lines: Iterable[bytes], using: str) -> int:
        """Write rows from such lines, and return how many."""
        connection = connections[using]
        read = [(number, convert) for number, field in enumerate(self.fields) if (convert := reader(field, connection))]
        put = copy_in if connection.vendor == "postgresql" else insert
        return put(connection, self.model._meta.db_table, self.columns, decoded(lines, read))


def named(field: "Field[Any, Any]") -> str:
    """The name of its column."""
    return str(field.column)


def kind(field: "Field[Any, Any]") -> str:
    """What a column holds: "DateField"; a reference holds what the key holds that it refers to."""
    return kind(field.target_field) if isinstance(field, ForeignKey) else field.get_internal_type()


def decoded(lines: Iterable[bytes], read: list[tuple[int, Convert]]) -> Iterator[list[Any]]:
    """Rows as the database takes them."""
    for line in lines:
        values = json.loads(line)
        for number, convert in read:
            if values[number] is not None:
                values[number] = convert(values[number])
        yield values


def reader(field: "Field[Any, Any]", connection: BaseDatabaseWrapper) -> Convert | None:
    """How a value of the archive becomes a parameter; None where it is one already. Both databases read ISO days."""
    if kind(field) == "JSONField":
        return json.dumps
    if kind(field) == "BinaryField":
        return b64decode
    if kind(field) == "DateTimeField" and connection.vendor == "sqlite":
        return partial(stored_moment, connection)
    return None


def stored_moment(connection: BaseDatabaseWrapper, value: str) -> Any:
    """A moment as Django stores it on this database."""
    return connection.ops.adapt_datetimefield_value(datetime.fromisoformat(value))


def quoted(connection: BaseDatabaseWrapper, table: str, columns: list[str]) -> str:
    """The table with its columns, quoted."""
    quote = connection.ops.quote_name
    return f"{quote(table)} ({', '.join(map(quote, columns))})"


def copy_in(connection: BaseDatabaseWrapper, table: str, columns: list[str], rows: Iterator[list[Any]]) -> int:
    """PostgreSQL takes a stream."""
    count = 0
    with connection.cursor() as cursor, cursor.copy(f"COPY {quoted(connection, table, columns)} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
            count += 1
    return count


def insert(connection: BaseDatabaseWrapper, table: str, columns: list[str], rows: Iterator[list[Any]]) -> int:
    """SQLite takes rows, some thousands at a time."""
    count = 0
    # The names are those of our own models.
    statement = f"INSERT INTO {quoted(connection, table, columns)} VALUES ({', '.join(['%s'] * len(columns))})"  # noqa: S608
    with connection.cursor() as cursor:
        while batch := list(islice(rows, ROWS_AT_A_TIME)):
            cursor.executemany(statement, batch)
            count += len(batch)
    return count


@dataclass
class Sum:
    """Rows that went by: how many, and the SHA-256 of their lines."""

    rows: int = 0

    def __post_init__(self) -> None:
        self.digest = hashlib.sha256()

    def over(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """The same lines, counted as they pass."""
        for line in lines:
            self.digest.update(line)
            self.rows += 1
            yield line

    def exhaust(self, lines: Iterable[bytes]) -> "Sum":
        """Count all of them."""
        for _ in self.over(lines):
            pass
        return self

    @property
    def told(self) -> dict[str, Any]:
        """As it stands in a manifest."""
        return {"rows": self.rows, "sha256": self.digest.hexdigest()}


def tables() -> list[Table]:
    """Every table of every app, those of many-to-many relations too."""
    models = apps.get_models(include_auto_created=True)
    kept = [m for m in models if m._meta.managed and not m._meta.proxy and m._meta.label not in LEFT_OUT]
    return [Table(model) for model in sorted(kept, key=lambda model: model._meta.label)]


def continue_numbers(using: str) -> None:
    """Rows written from now on are numbered after those that were restored. SQLite sees to that itself."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [table.model for table in tables()]):
            cursor.execute(statement)


def triggers(using: str) -> list[str]:
    """The names of the triggers that are up, among them those that keep history as it is."""
    connection = connections[using]
    asked = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }
    with connection.cursor() as cursor:
        cursor.execute(asked[connection.vendor])
        return sorted(name for (name,) in cursor.fetchall())
