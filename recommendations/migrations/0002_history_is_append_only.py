"""History cannot be rewritten, whoever asks: the database itself refuses.

Updates, responses and verdicts are never changed or deleted; an extension is decided once and never deleted.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

NEVER_CHANGED = ("recommendations_update", "recommendations_response", "recommendations_verdict")
EXTENSION = "recommendations_extension"
REFUSAL = "History is append-only: this row cannot be changed or deleted."

POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION history_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""


def guards() -> list[tuple[str, str, str]]:
    """Table, event, and the condition under which the event is refused."""
    kept = [(table, event, "") for table in NEVER_CHANGED for event in ("UPDATE", "DELETE")]
    return [*kept, (EXTENSION, "DELETE", ""), (EXTENSION, "UPDATE", "WHEN (OLD.agreed IS NOT NULL)")]


def put_up(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers, in the words of this database."""
    postgresql = editor.connection.vendor == "postgresql"
    if postgresql:
        editor.execute(POSTGRESQL_FUNCTION)
    for table, event, condition in guards():
        refusal = (
            "EXECUTE FUNCTION history_is_append_only()"
            if postgresql
            else f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )
        editor.execute(
            f"CREATE TRIGGER {name(table, event)} BEFORE {event} ON {table} FOR EACH ROW {condition} {refusal}"
        )


def take_down(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Drop them again."""
    on_table = editor.connection.vendor == "postgresql"
    for table, event, _ in guards():
        editor.execute(f"DROP TRIGGER {name(table, event)}" + (f" ON {table}" if on_table else ""))
    if on_table:
        editor.execute("DROP FUNCTION history_is_append_only()")


def name(table: str, event: str) -> str:
    """The trigger's name."""
    return f"{table}_no_{event.lower()}"


class Migration(migrations.Migration):
    """Triggers on both databases."""

    dependencies = [("recommendations", "0001_first_set")]

    operations = [migrations.RunPython(put_up, take_down)]
