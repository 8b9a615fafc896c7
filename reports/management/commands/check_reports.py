"""Hold every issued report against its checksums, and make it again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.proving import prove


class Command(BaseCommand):
    """Prints each issued file and what is not as it was sealed; ends with an error where something is not."""

    help = "Hold every issued report against its checksums. --again makes each PDF once more from its frozen data."

    def add_arguments(self, parser: CommandParser) -> None:
        """How far to go."""
        parser.add_argument("--again", action="store_true", help="make each PDF again and compare the bytes")
        parser.add_argument("--restore", action="store_true", help="put lost or damaged files back")

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through them."""
        count = wrong = 0
        for found in prove(again=options["again"], restore=options["restore"]):
            count += 1
            wrong += not found.is_whole
            self.stdout.write(f"{found.frozen}: {'; '.join(found.faults) or 'as it was sealed'}")
        self.stdout.write(f"{count} issued files, {count - wrong} of them as they were sealed.")
        if wrong:
            raise CommandError(f"{wrong} of {count} issued files are not as they were sealed.")
