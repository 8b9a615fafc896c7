"""Where a review came from, as its report tells it."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from council.middleware import Request
from council.public import open_to_the_public
from evidence.models import Citation
from recommendations import rules
from recommendations.models import Review


@open_to_the_public
@require_safe
def evidence(request: Request, slug: str) -> HttpResponse:
    """Who carried out the review, who was heard, what the report argues, and where it disagrees with itself."""
    review = request.review = get_object_or_404(Review.objects.visible_to(request.roles).for_page(), slug=slug)
    argued = Citation.objects.filter(kind=Citation.Kind.ARGUES).standing(request.day).shown_to(request.roles)
    citations = Prefetch("citations", argued.select_related("recommendation"))
    is_inside = review.committee.council_id in request.roles.council_ids
    groups = list(review.witness_groups.prefetch_related("witnesses"))
    context: dict[str, Any] = {
        "review": review,
        "witness_count": sum(len(group.witnesses.all()) for group in groups),
        "panel": list(review.panel.all()),
        "venues": list(review.venues.all()),
        "groups": groups,
        "sessions": list(review.evidence_sessions.all()),
        "may_run": rules.runs(request.roles, review),
        "footnotes": list(review.footnotes.all()),
        "paragraphs": list(review.paragraphs.shown_to(request.roles).prefetch_related(citations)),
        "bodies": list(review.governance_bodies.all()),
        "may_exempt": rules.may_exempt(request.roles, review),
        "contradictions": list(review.contradictions.all()),
        "changes": review.changes.order_by("-changed_on", "-pk") if is_inside else None,
    }
    context["is_verbatim"] = any(paragraph.is_verbatim for paragraph in context["paragraphs"])
    return render(request, "evidence/evidence.html", context)
