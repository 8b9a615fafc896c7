"""What the rooms below are told of an imported review: the owner that its report names, and what was left out of it."""

from intake.models import ProposedItem
from intake.states import Decision
from intake.workflow import numbers_by_item
from recommendations.models import Recommendation, Review


def owner_named(recommendation: Recommendation) -> str:
    """Whom the report names as the owner, as it prints that; nothing where it names nobody, or none was imported."""
    items = list(ProposedItem.objects.filter(imported__review=recommendation.review_id))
    numbers = numbers_by_item(items)
    return next((item.owner for item in items if numbers.get(item.pk) == recommendation.number), "")


def left_out(review: Review) -> list[str]:
    """What the report prints and the review has not, each by its number as printed."""
    dropped = ProposedItem.objects.filter(imported__review=review, decision=Decision.DROPPED)
    named = [(f"recommendation {item.number}" if item.number else f"“{item.title}”", item) for item in dropped]
    return [f"{name} ({item.left_out_because})" if item.left_out_because else name for name, item in named]
