"""Fills an empty install from a backup: all of it, checked row by row and file by file, or nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connections, transaction
from django.db.migrations.loader import MigrationLoader

from operating.backups.archive import MANIFEST, Member, inspected, legible, members, sum_of, unpacked
from operating.backups.files import Kept, kept_files
from operating.backups.making import migrations
from operating.backups.refusing import CannotRestore
from operating.backups.tables import FILLED_BY_MIGRATE, Sum, Table, continue_numbers, tables, triggers

Say = Callable[[str], object]


def restore(path: Path, using: str = "default", fingerprint: str = "", say: Say = print) -> dict[str, Any]:
    """Fill the empty install, and return the manifest of what it now holds.

    With a ``fingerprint``, only the archive that has it is taken. Raises CannotRestore, and changes nothing then.
    """
    say("Reading the archive and holding it against its checksums…")
    manifest, found = inspected(path)
    if fingerprint and fingerprint != found:
        raise CannotRestore(f"{path} is whole, but it is another archive: its fingerprint is {found}.")
    check_version(manifest, using)
    check_empty(using)
    with whole(using) as shelf:
        say("Filling the database and the storage of files…")
        with legible(path):
            fill(path, using, shelf)
        # References first: what refers to nothing is told by the database, and at once.
        connections[using].check_constraints()
        say("Reading everything back and holding it against the archive…")
        check_tables(manifest, using)
        shelf.check(manifest)
        continue_numbers(using)
    return manifest


@dataclass
class Shelf:
    """The files of one restore, with the checksums that they must have."""

    put: dict[Kept, str] = field(default_factory=dict)

    def take(self, member: Member) -> None:
        """Keep one file of the archive under its name."""
        _, storage, name = member.name.split("/", 2)
        kept = Kept(storage, name)
        # Noted first, so that half a file is taken away too.
        self.put[kept] = ""
        kept.put(member.stream)
        member.stream.seek(0)
        self.put[kept] = sum_of(member)

    def check(self, manifest: dict[str, Any]) -> None:
        """Open every file again. Raises CannotRestore where one is not as it was."""
        if len(self.put) != manifest["files"]["count"]:
            raise CannotRestore(f"The archive holds {len(self.put)} files, not {manifest['files']['count']}.")
        for kept, sha256 in self.put.items():
            if kept.sha256() != sha256:
                raise CannotRestore(f"The storage gives back something else than it was given for {kept.name}.")

    def clear(self) -> None:
        """Take everything away again."""
        for kept in self.put:
            kept.discard()


@contextmanager
def whole(using: str) -> Iterator[Shelf]:
    """Rows and files stay only where the block comes to its end. Faults of either become sentences."""
    shelf, is_whole = Shelf(), False
    try:
        with transaction.atomic(using=using):
            yield shelf
        is_whole = True
    except (DatabaseError, OSError) as error:
        raise CannotRestore(f"Nothing was restored: {str(error).strip().splitlines()[0]}") from error
    finally:
        if not is_whole:
            shelf.clear()


def check_version(manifest: dict[str, Any], using: str) -> None:
    """Raise CannotRestore unless archive, program and database are of one version."""
    program = sorted(".".join(key) for key in MigrationLoader(None).disk_migrations)
    if missing := sorted(set(program) - set(migrations(using))):
        raise CannotRestore(f"This database is not prepared: {missing[-1]} is missing. Run manage.py migrate first.")
    made_by = manifest["migrations"]
    if newer := sorted(set(made_by) - set(program)):
        raise CannotRestore(f"The archive was made by a newer version (it has {newer[-1]}): install that version.")
    if older := sorted(set(program) - set(made_by)):
        raise CannotRestore(
            f"The archive was made by an older version (it has no {older[0]}): install that version, restore, "
            "then install this one and run manage.py migrate."
        )


def check_empty(using: str) -> None:
    """Raise CannotRestore where anything would be mixed with what is restored."""
    full = [t.label for t in tables() if t.label not in FILLED_BY_MIGRATE and not t.is_empty(using)]
    if full:
        more = f" and {len(full) - 1} more" if len(full) > 1 else ""
        raise CannotRestore(
            f"This install is not empty: there are rows in {full[0]}{more}. Restore into a new database, "
            "before the site is started on it."
        )
    if kept := next(kept_files(), None):
        raise CannotRestore(f"This install is not empty: there is a file {kept.name} in the storage “{kept.storage}”.")


def fill(path: Path, using: str, shelf: Shelf) -> None:
    """Everything in the archive, in its order. References between tables are checked when all are filled."""
    known = {table.label: table for table in tables()}
    if connections[using].vendor == "postgresql":
        with connections[using].cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
    for label in FILLED_BY_MIGRATE:
        known[label].model._base_manager.using(using).all().delete()
    for place, group in groupby(members(path), key=lambda member: member.name.split("/")[:2]):
        if place[0] == "tables":
            fill_table(known, place[1], group, using)
        elif place != [MANIFEST]:
            for member in group:
                shelf.take(member)


def fill_table(known: dict[str, Table], label: str, parts: Iterator[Member], using: str) -> None:
    """One table, from all its parts as one stream."""
    if label not in known:
        raise CannotRestore(f"The archive has a table {label} that this version does not know.")
    known[label].fill((line for part in parts for line in unpacked(part)), using)


def check_tables(manifest: dict[str, Any], using: str) -> None:
    """Read every row back. Raises CannotRestore where anything is not as the archive says."""
    told = {entry["table"]: entry for entry in manifest["tables"]}
    for table in tables():
        entry = told.get(table.label, {})
        found = {"table": table.label, "columns": table.columns, **Sum().exhaust(table.lines(using)).told}
        if found != entry:
            raise CannotRestore(f"{table.label} does not read back as it was: {found['rows']} rows.")
    if lost := sorted(set(manifest["triggers"]) - set(triggers(using))):
        raise CannotRestore(f"This database lacks what keeps history as it is: {', '.join(lost)}. Migrate it anew.")
