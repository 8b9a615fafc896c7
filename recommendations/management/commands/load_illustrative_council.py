"""Load the illustrative council around the Prevent Duty review. Running it again changes nothing."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from recommendations.illustration import play
from recommendations.models import Action, Review


class Command(BaseCommand):
    """Load the illustrative council."""

    help = "Load an illustrative council around the Prevent Duty review, with 15 months up to today."

    def handle(self, *args: Any, **options: Any) -> None:
        """Play the months, unless they were played before."""
        if not settings.DEMONSTRATION:
            raise CommandError("The illustrative council is for demonstrations only. Set DEMONSTRATION=1.")
        review = Review.objects.select_related("committee__council").filter(slug="prevent-duty").first()
        if review is None:
            raise CommandError("Load the review first: manage.py load_review")
        actions = Action.objects.filter(recommendation__review=review)
        if actions.exists():
            self.stdout.write(f"The illustrative council was loaded already: {actions.count()} actions.")
            return
        path = settings.BASE_DIR / "fixtures" / "illustrative_council.json"
        play(json.loads(path.read_text(encoding="utf-8")), review, timezone.localdate())
        self.stdout.write(f"The illustrative council is loaded: {actions.count()} actions.")
