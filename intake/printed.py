"""What the rooms below are told of an imported review: whom and what dates its report names, and what is left out."""

from intake.models import ProposedItem
from intake.states import Decision
from intake.workflow import numbers_by_item
from recommendations.models import Recommendation, Review
from recommendations.states import NOT_ACCEPTED


def owner_named(recommendation: Recommendation) -> str:
    """Whom the report names as the owner, as it prints that; nothing where it names nobody, or none was imported."""
    items = list(ProposedItem.objects.filter(imported__review=recommendation.review_id))
    numbers = numbers_by_item(items)
    return next((item.owner for item in items if numbers.get(item.pk) == recommendation.number), "")


def dates_not_agreed(review: Review) -> list[str]:
    """The dates that the report prints for recommendations without an action, with who is named for them."""
    items = list(ProposedItem.objects.filter(imported__review=review))
    if not any(item.due or item.target_on for item in items):
        return []
    numbers = numbers_by_item(items)
    having = set(Recommendation.objects.filter(review=review, actions__isnull=False).values_list("number", flat=True))
    told = []
    for item in items:
        number = numbers.get(item.pk)
        if number is None or number in having or item.response_kind in NOT_ACCEPTED:
            continue
        for action in item.actions:
            day = action.due or (f"{action.target_on:%-d %B %Y}" if action.target_on else "")
            if day:
                told.append(f"R{number}, {day}{f' ({action.lead})' if action.lead else ''}")
    return told


def left_out(review: Review) -> list[str]:
    """What the report prints and the review has not, each by its number as printed."""
    dropped = ProposedItem.objects.filter(imported__review=review, decision=Decision.DROPPED)
    named = [(f"recommendation {item.number}" if item.number else f"“{item.title}”", item) for item in dropped]
    return [f"{name} ({item.left_out_because})" if item.left_out_because else name for name, item in named]
