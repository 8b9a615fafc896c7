"""Committees, their meetings and their reviews; where everything is."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Query, Router

from api import asking
from api.door import ApiRequest
from api.paging import listed
from api.schemas import CommitteeOut, MeetingOut, Page, ReviewOut, Start
from council.models import Meeting
from council.organisation import committees_seen_by
from recommendations.models import Review

router = Router(tags=["Committees and reviews"])

VERSION = "1"
LISTS = (
    "committees",
    "meetings",
    "reviews",
    "figures",
    "recommendations",
    "actions",
    "updates",
    "verdicts",
    "responses",
    "questions",
    "paragraphs",
    "witnesses",
    "citations",
    "reports",
)


@router.get("/", response=Start)
def start(request: ApiRequest) -> Any:
    """Where everything is."""
    return {
        "title": "Scrutiny Tracker",
        "version": VERSION,
        "described_at": reverse("api:openapi-json"),
        "explained_at": reverse("api:help"),
        "lists": {name: reverse(f"api:{name}") for name in LISTS},
    }


@router.get("/committees", response=Page[CommitteeOut])
def committees(request: ApiRequest, asked: Query[asking.Paged]) -> Any:
    """Committees of your councils, and those that publish."""
    return listed(request, committees_seen_by(request.roles).order_by("council__name", "name", "pk"), asked)


@router.get("/committees/{committee_id}", response=CommitteeOut)
def committee(request: ApiRequest, committee_id: asking.AnId) -> Any:
    """One committee."""
    return get_object_or_404(committees_seen_by(request.roles), pk=committee_id)


@router.get("/meetings", response=Page[MeetingOut])
def meetings(request: ApiRequest, asked: Query[asking.OfCommittee]) -> Any:
    """Meetings, the last one first."""
    seen = committees_seen_by(request.roles)
    if asked.committee is not None:
        seen = seen.filter(pk=get_object_or_404(seen, pk=asked.committee).pk)
    return listed(request, Meeting.objects.filter(committee__in=seen).order_by("-held_on", "-pk"), asked)


@router.get("/reviews", response=Page[ReviewOut])
def reviews(request: ApiRequest, asked: Query[asking.OfCommittee]) -> Any:
    """Reviews, the latest first."""
    seen = Review.objects.visible_to(request.roles).for_page().order_by("-adopted_on", "-pk")
    if asked.committee is not None:
        seen = seen.filter(committee=get_object_or_404(committees_seen_by(request.roles), pk=asked.committee))
    return listed(request, seen, asked)


@router.get("/reviews/{slug}", response=ReviewOut)
def review(request: ApiRequest, slug: asking.ASlug) -> Any:
    """One review."""
    return get_object_or_404(Review.objects.visible_to(request.roles).for_page(), slug=slug)
