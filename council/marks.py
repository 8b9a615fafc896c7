"""When each table was last written to: what was made from tables holds as long as their marks stay the same.

The database itself puts a new mark, a random number, on a table in the transaction that writes to it, by a trigger, so
that no verb, no command and no other program can pass it by. Marks are seen when the rows are, and one that was rolled
back never returns. Who wants to remember something reads the marks first, then the rows.
"""

from collections.abc import Iterable
from secrets import randbelow
from typing import Any

from django.apps import apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import BigIntegerField, QuerySet, Value
from django.db.models.functions import Cast

from council.models import Mark

# The marks of each table; nothing is known of a table that is missing.
Marks = dict[str, frozenset[int]]

# The rooms of the product. Sessions and the like are read by the frame of a page, never by what it says.
ROOMS = ("accounts", "council", "recommendations", "evidence", "reminders", "reports", "intake", "api", "operating")

# Writers at one time have a slot each, so that none waits for another, which could end in a deadlock. An advisory lock
# keeps a slot until its transaction has ended; most of the time there is one writer, and its slot is the first.
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION put_mark() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free integer := 0;
BEGIN
    WHILE NOT pg_try_advisory_xact_lock(1296126539, free) LOOP
        free := free + 1;
    END LOOP;
    INSERT INTO council_mark (written, slot, mark) VALUES (TG_TABLE_NAME, free, (random() * 1e15)::bigint)
    ON CONFLICT (written, slot) DO UPDATE SET mark = EXCLUDED.mark;
    RETURN NULL;
END $$;
"""
POSTGRESQL_TRIGGER = """
CREATE TRIGGER {table}_mark AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION put_mark()
"""
# SQLite has one writer at a time.
SQLITE_TRIGGER = """
CREATE TRIGGER {table}_mark_{event} AFTER {event} ON {table}
BEGIN
    INSERT INTO council_mark (written, slot, mark) VALUES ('{table}', 0, random())
    ON CONFLICT (written, slot) DO UPDATE SET mark = excluded.mark;
END
"""
SQLITE_EVENTS = ("insert", "update", "delete")


def marked_tables() -> list[str]:
    """Every table of the product's rooms but that of the marks."""
    models = (model for room in ROOMS for model in apps.get_app_config(room).get_models(include_auto_created=True))
    return sorted({model._meta.db_table for model in models if model is not Mark})


def put_up(using: str) -> None:
    """Give every table its trigger and a first mark, where it has none: after each ``migrate``."""
    connection = connections[using]
    with connection.cursor() as cursor:
        known = set(triggers(connection, cursor))
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_FUNCTION)
        for table in marked_tables():
            for name, statement in statements(connection, table):
                if name not in known:
                    cursor.execute(statement)
    marked = set(Mark.objects.using(using).values_list("written", flat=True))
    first = (Mark(written=table, slot=0, mark=new_mark()) for table in marked_tables() if table not in marked)
    Mark.objects.using(using).bulk_create(first)


def new_mark() -> int:
    """A mark that no table has had."""
    return randbelow(10**15)


def statements(connection: BaseDatabaseWrapper, table: str) -> Iterable[tuple[str, str]]:
    """The name of each trigger of a table, and what makes it."""
    if connection.vendor == "postgresql":
        return [(f"{table}_mark", POSTGRESQL_TRIGGER.format(table=table))]
    return [(f"{table}_mark_{event}", SQLITE_TRIGGER.format(table=table, event=event)) for event in SQLITE_EVENTS]


def triggers(connection: BaseDatabaseWrapper, cursor: CursorWrapper) -> list[str]:
    """The names of the triggers that there are."""
    if connection.vendor == "postgresql":
        cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
    else:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    return [name for (name,) in cursor.fetchall()]


def as_rows() -> QuerySet[Any, Any]:
    """All marks as rows of four, to be read together with others: table, mark, nothing, nothing."""
    nothing = Cast(Value(None), output_field=BigIntegerField())
    rows = Mark.objects.order_by().annotate(third=nothing, fourth=nothing)
    return rows.values_list("written", "mark", "third", "fourth")


def of_rows(rows: Iterable[tuple[Any, ...]]) -> Marks:
    """The marks by table, from such rows."""
    found: dict[str, set[int]] = {}
    for table, mark, *_ in rows:
        found.setdefault(table, set()).add(mark)
    return {table: frozenset(marks) for table, marks in found.items()}
