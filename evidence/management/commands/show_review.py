"""Print a review from the database as JSON, to hold it against its source."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from evidence.loading import review_as_facts
from recommendations.models import Review


class Command(BaseCommand):
    """Print what the database holds of a review's source."""

    help = "Print a review's recommendations, parts, owners, wording differences and witnesses as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The review's slug, the Prevent Duty review unless given."""
        parser.add_argument("slug", nargs="?", default="prevent-duty")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the JSON."""
        review = Review.objects.filter(slug=options["slug"]).first()
        if review is None:
            raise CommandError(f"No review “{options['slug']}”. Load it with: manage.py load_review")
        self.stdout.write(json.dumps(review_as_facts(review), ensure_ascii=False, indent=2))
