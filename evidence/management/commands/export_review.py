"""Print a whole review as one JSON document, to be imported into another install."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from evidence.portable import exported
from recommendations.models import Review


class Command(BaseCommand):
    """Print a review document."""

    help = "Print a whole review as one JSON document. It holds exempt items and addresses: keep it as you keep those."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The review's slug."""
        parser.add_argument("slug")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the JSON."""
        review = Review.objects.filter(slug=options["slug"]).first()
        if review is None:
            raise CommandError(f"No review “{options['slug']}”.")
        try:
            self.stdout.write(json.dumps(exported(review), ensure_ascii=False, indent=1))
        except OSError as error:
            raise CommandError(f"A file of proof could not be read: {error}. Run manage.py check_proof.") from error
