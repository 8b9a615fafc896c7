"""What the rooms below are told of an imported review: whom and what dates its report names, and what is left out."""

from collections.abc import Collection, Sequence

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


def not_taken_over(review: Review, having: Collection[int]) -> tuple[list[str], list[str]]:
    """What the report prints and the review has not: recommendations that were left out, and dates of those without an
    action. ``having``: the numbers of recommendations with one. One query."""
    items = list(ProposedItem.objects.filter(imported__review=review))
    return left_out(items), dates_not_agreed(items, having)


def left_out(items: Sequence[ProposedItem]) -> list[str]:
    """Those that were left out, each by its number as printed."""
    dropped = [item for item in items if item.decision == Decision.DROPPED]
    named = [(f"recommendation {item.number}" if item.number else f"“{item.title}”", item) for item in dropped]
    return [f"{name} ({item.left_out_because})" if item.left_out_because else name for name, item in named]


def dates_not_agreed(items: Sequence[ProposedItem], having: Collection[int]) -> list[str]:
    """The dates that are printed for recommendations without an action, with who is named for them."""
    numbers = numbers_by_item(items)
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
