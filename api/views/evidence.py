"""Where a review came from, and the reports that were issued on it. How to reach a witness is told nowhere."""

import json
from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Query, Router

from api import asking
from api.door import ApiRequest
from api.paging import listed
from api.schemas import CitationOut, OneReport, Page, ParagraphOut, ReportOut, WitnessOut
from api.views.one import Beside
from evidence.models import Citation, Witness
from recommendations.models import Review
from reports.models import Frozen, Report
from reports.querysets import ReportQuerySet
from reports.states import Version

router = Router(tags=["Evidence and reports"])


def review_of(request: ApiRequest, slug: str) -> Review:
    """The review, where this person may see it."""
    return get_object_or_404(Review.objects.visible_to(request.roles), slug=slug)


@router.get("/paragraphs", response=Page[ParagraphOut])
def paragraphs(request: ApiRequest, asked: Query[asking.OfReview]) -> Any:
    """The numbered paragraphs of a published report."""
    rows = review_of(request, asked.review).paragraphs.shown_to(request.roles)
    return listed(request, rows.order_by("order", "pk"), asked)


@router.get("/witnesses", response=Page[WitnessOut])
def witnesses(request: ApiRequest, asked: Query[asking.OfReview]) -> Any:
    """Who gave evidence, as the report prints them."""
    rows = Witness.objects.filter(group__review=review_of(request, asked.review)).select_related("group")
    return listed(request, rows.order_by("group__order", "order", "pk"), asked)


@router.get("/citations", response=Page[CitationOut])
def citations(request: ApiRequest, asked: Query[asking.OfReview]) -> Any:
    """Which paragraph, witness or session led to which recommendation. What was struck is not told."""
    of_review = Citation.objects.filter(recommendation__review=review_of(request, asked.review))
    rows = of_review.standing(request.roles.on).shown_to(request.roles)
    ordered = rows.select_related("paragraph", "witness", "session", "recommendation").order_by(
        "paragraph__order", "pk"
    )
    return listed(request, ordered, asked)


def issued(request: ApiRequest) -> ReportQuerySet:
    """Reports that were issued and this person may see."""
    return Report.objects.visible_to(request.roles).filter(issued_at__isnull=False).for_page()


@router.get("/reports", response=Page[ReportOut])
def reports(request: ApiRequest, asked: Query[asking.Reports]) -> Any:
    """Issued reports, the latest first."""
    rows = issued(request)
    if asked.committee is not None:
        rows = rows.filter(committee=asked.committee)
    if asked.review is not None:
        rows = rows.filter(review=review_of(request, asked.review))
    return listed(request, rows, asked)


@router.get("/reports/{report_id}", response=OneReport)
def report(request: ApiRequest, report_id: asking.AnId) -> Any:
    """What an issued report says to the public, as it was sealed."""
    found = get_object_or_404(issued(request), pk=report_id)
    kept = get_object_or_404(Frozen, report=found, version=Version.PUBLIC, is_issued=True)
    return Beside(found, sha256=kept.sha256, says=json.loads(kept.data))
