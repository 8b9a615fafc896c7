"""Fills an empty install from a backup."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from evidence.stocktaking import take_stock
from operating.backups.refusing import CannotRestore
from operating.backups.restoring import restore
from reports.proving import prove


class Command(BaseCommand):
    """Says what it does; ends with an error, and an install as empty as before, where anything is not right."""

    help = "Fills an empty install from an archive that backup made, on SQLite or PostgreSQL, and checks all of it."

    def add_arguments(self, parser: CommandParser) -> None:
        """From where."""
        parser.add_argument("file", type=Path, help="the archive to read")
        parser.add_argument("--fingerprint", default="", help="take only the archive that has this fingerprint")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, then open every file that a row speaks of."""
        try:
            manifest = restore(options["file"], fingerprint=options["fingerprint"], say=self.stdout.write)
        except CannotRestore as error:
            raise CommandError(str(error)) from error
        rows = sum(table["rows"] for table in manifest["tables"])
        self.stdout.write(
            f"Restored and read back: {rows:,} rows of {len(manifest['tables'])} tables and "
            f"{manifest['files']['count']:,} files, as they were on {manifest['made_at']}."
        )
        stock = take_stock()
        faults = [f"{whose} is lost" for whose in stock.lost] + [f"{whose} is changed" for whose in stock.changed]
        for found in prove(again=False):
            faults += [f"{found.frozen}: {fault}" for fault in found.faults]
        self.stdout.write(
            f"{stock.whole} files of proof and imports were opened, and issued reports held against their seals."
        )
        if faults:
            raise CommandError(f"This was so already when the backup was made: {'; '.join(faults)}.")
        self.stdout.write("Everybody signs in again. Start the site.")
