"""History cannot be rewritten, whoever asks: the database itself refuses, by triggers that migrations put up."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

REFUSAL = "History is append-only: this row cannot be changed or deleted."

POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION history_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""


@dataclass(frozen=True)
class Guard:
    """A table whose rows are never deleted, but where ``let_go`` holds, nor changed where ``settled`` does, or always.

    It is SQL about the OLD row, and about the NEW one where it says which changes are none of those allowed.
    """

    table: str
    settled: str = ""
    # SQL about the OLD row: what may be deleted all the same.
    let_go: str = ""

    @property
    def triggers(self) -> tuple[tuple[str, str, str], ...]:
        """Name, event and condition of each trigger."""
        when = f"WHEN ({self.settled})" if self.settled else ""
        kept = f"WHEN (NOT ({self.let_go}))" if self.let_go else ""
        return (f"{self.table}_no_update", "UPDATE", when), (f"{self.table}_no_delete", "DELETE", kept)


def guarded(guards: Iterable[Guard]) -> migrations.RunPython:
    """The operation that puts the guards up, and takes them down again backwards."""
    kept = tuple(guards)
    return migrations.RunPython(put_up(kept), take_down(kept))


def put_up(guards: tuple[Guard, ...]) -> Callable[[StateApps, BaseDatabaseSchemaEditor], None]:
    """Creates the triggers, in the words of the database at hand."""

    def run(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        postgresql = editor.connection.vendor == "postgresql"
        refusal = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        if postgresql:
            editor.execute(POSTGRESQL_FUNCTION)
            refusal = "EXECUTE FUNCTION history_is_append_only()"
        for guard in guards:
            for name, event, when in guard.triggers:
                editor.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {guard.table} FOR EACH ROW {when} {refusal}")

    return run


def take_down(guards: tuple[Guard, ...]) -> Callable[[StateApps, BaseDatabaseSchemaEditor], None]:
    """Drops them. The function stays: other tables may use it."""

    def run(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        for guard in guards:
            where = f" ON {guard.table}" if editor.connection.vendor == "postgresql" else ""
            for name, _, _ in guard.triggers:
                editor.execute(f"DROP TRIGGER {name}{where}")

    return run
