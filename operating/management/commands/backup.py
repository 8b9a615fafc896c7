"""The whole install as one file, made while it runs."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from operating.backups.making import back_up
from operating.backups.refusing import CannotBackUp
from reminders import runs


class Command(BaseCommand):
    """Prints what is in it and the fingerprint by which it is known again."""

    help = "Writes database and files into one archive, while the site runs. Keep SECRET_KEY apart from it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("file", type=Path, help="the archive to write, such as /backups/tuesday.tar")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, and note when it was made."""
        at = timezone.now()
        try:
            manifest, fingerprint = back_up(options["file"], at)
        except CannotBackUp as error:
            raise CommandError(str(error)) from error
        runs.began(runs.BACKUP, at)
        runs.ended(runs.BACKUP, timezone.now())
        rows = sum(table["rows"] for table in manifest["tables"])
        self.stdout.write(
            f"{options['file']}: {rows:,} rows of {len(manifest['tables'])} tables and {manifest['files']['count']:,} "
            f"files. It holds personal data: keep it as the database is kept.\nFingerprint {fingerprint}"
        )
