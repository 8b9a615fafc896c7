"""Makes a backup while the site runs: the database as at one moment, then the files."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from operating.backups.archive import Writer, written
from operating.backups.files import Kept, kept_files
from operating.backups.refusing import CannotBackUp
from operating.backups.snapshot import snapshot
from operating.backups.tables import Sum, tables, triggers


def back_up(path: Path, at: datetime, using: str = "default") -> tuple[dict[str, Any], str]:
    """Write the archive, and return its manifest and fingerprint.

    The files come after the moment of the database, so that every file that a row speaks of is there. Raises
    CannotBackUp, and leaves nothing then.
    """
    strange = [f"{table.label}.{column}" for table in tables() for column in table.unknown()]
    if strange:
        raise CannotBackUp(f"A backup does not know how to write down {', '.join(strange)}.")
    with written(path) as archive:
        with snapshot(using) as moment:
            manifest: dict[str, Any] = {
                "made_at": at.isoformat(timespec="seconds"),
                "database": connections[moment].vendor,
                "migrations": migrations(moment),
                "triggers": triggers(moment),
                "tables": list(tables_into(archive, moment)),
            }
        manifest["files"] = files_into(archive)
        fingerprint = archive.close(manifest)
    return manifest, fingerprint


def tables_into(archive: Writer, using: str) -> Iterator[dict[str, Any]]:
    """Every table, and what the manifest says of it."""
    for table in tables():
        passed = Sum()
        archive.lines(f"tables/{table.label}", passed.over(table.lines(using)))
        yield {"table": table.label, "columns": table.columns, **passed.told}


def files_into(archive: Writer) -> dict[str, int]:
    """Every file, and how many of how many bytes."""
    count = total = 0
    for kept in kept_files():
        if size := put(archive, kept):
            count, total = count + 1, total + size
    return {"count": count, "bytes": total}


def put(archive: Writer, kept: Kept) -> int:
    """One file; its size, 0 where it was thrown away since it was listed."""
    try:
        file = kept.shelf.open(kept.name)
    except FileNotFoundError:
        return 0
    with file:
        archive.stream(f"files/{kept.storage}/{kept.name}", file.size, file)
        return int(file.size)


def migrations(using: str) -> list[str]:
    """What the database has been through: "recommendations.0001_first_set"."""
    return sorted(".".join(key) for key in MigrationRecorder(connections[using]).applied_migrations())
