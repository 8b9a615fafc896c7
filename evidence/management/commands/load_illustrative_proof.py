"""Load illustrative proof for the illustrative council. Running it again changes nothing."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from evidence.illustration import play
from evidence.models import Proof
from recommendations.models import Action, Review


class Command(BaseCommand):
    """Load the illustrative proof."""

    help = "Load illustrative proof: a file, a link, and a file that is exempt."

    def handle(self, *args: Any, **options: Any) -> None:
        """Attach it, unless it was attached before."""
        if not settings.DEMONSTRATION:
            raise CommandError("Illustrative proof is for demonstrations only. Set DEMONSTRATION=1.")
        review = Review.objects.filter(slug="prevent-duty").first()
        if review is None or not Action.objects.filter(recommendation__review=review).exists():
            raise CommandError("Load the illustrative council first: manage.py load_illustrative_council")
        known = Proof.objects.filter(update__action__recommendation__review=review)
        if known.exists():
            self.stdout.write(f"Illustrative proof was loaded already: {known.count()}.")
            return
        path = settings.BASE_DIR / "fixtures" / "illustrative_proof.json"
        play(json.loads(path.read_text(encoding="utf-8")), review)
        self.stdout.write(f"Illustrative proof is loaded: {known.count()}.")
