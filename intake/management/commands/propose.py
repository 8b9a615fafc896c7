"""Print what a published report is found to say, as JSON. The database is not touched."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from intake.apart import propose_file
from intake.reading import Unreadable


class Command(BaseCommand):
    """Read a report and print the proposal."""

    help = "Print the proposal of a report (PDF, Word, web page or text) as JSON, without touching the database."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the JSON."""
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file “{path}”.")
        try:
            proposal = propose_file(path)
        except Unreadable as refusal:
            raise CommandError(str(refusal)) from refusal
        found = proposal.as_json()
        del found["source"]
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
