"""The thread on a recommendation's page: the paragraphs that led to it."""

from typing import Any

from django import template

from evidence.models import Citation
from recommendations.models import Recommendation

register = template.Library()


@register.inclusion_tag("evidence/_thread.html")
def thread(recommendation: Recommendation) -> dict[str, Any]:
    """Why a recommendation was made: one query."""
    kind = Citation.Kind
    rows = Citation.objects.filter(recommendation=recommendation).select_related("paragraph")
    by_kind = {k: [row.paragraph for row in rows if row.kind == k] for k in kind}
    return {
        "argued": by_kind[kind.ARGUES],
        "made_at": next(iter(by_kind[kind.CONCLUDES]), None),
        "box_after": next(iter(by_kind[kind.PRINTED]), None),
        "review": recommendation.review,
    }
