"""Make the review of a document that ``export_review`` printed. All of it, or nothing."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from evidence.portable import NotPortable, imported


class Command(BaseCommand):
    """Import a review document."""

    help = "Make the review of a document that export_review printed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Read and import it."""
        try:
            review = imported(json.loads(options["file"].read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
            raise CommandError(f"The file cannot be read: {error}") from error
        except NotPortable as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{review.title} is imported: {review.recommendations.count()} recommendations.")
