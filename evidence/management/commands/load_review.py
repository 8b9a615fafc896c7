"""Load the Prevent Duty review: the facts of the real report. Running it again changes nothing."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from council.models import Committee, Council
from council.plain_words import load_plain_terms
from evidence.loading import load_review, read_facts


class Command(BaseCommand):
    """Load the Prevent Duty review for Tower Hamlets Council."""

    help = "Load the 2016 Prevent Duty review of Tower Hamlets, exactly as published."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the council and committee where they are missing, then the review."""
        facts = read_facts(settings.BASE_DIR / "fixtures" / "prevent_review.json")
        council, _ = Council.objects.get_or_create(slug="tower-hamlets", defaults={"name": "Tower Hamlets Council"})
        # The council may have given it another name since.
        committee = Committee.objects.filter(reviews__slug="prevent-duty").first()
        if committee is None:
            committee, _ = council.committees.get_or_create(name=facts["source"]["committee"])
        review, is_new = load_review(facts, committee, slug="prevent-duty")
        count = review.recommendations.count()
        # Recommendation 9 of the review, as a list to begin with.
        terms = read_facts(settings.BASE_DIR / "fixtures" / "plain_terms.json")["terms"]
        load_plain_terms(council, terms)
        state = "loaded" if is_new else "was loaded already"
        self.stdout.write(f"{review.title} {state}: {count} recommendations.")
