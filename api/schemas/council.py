"""Committees, their meetings and their reviews."""

from datetime import date
from typing import Any

from django.urls import reverse
from ninja import Field, Schema


class CommitteeOut(Schema):
    """A committee, with its periods."""

    id: int
    name: str
    council: str = Field(alias="council.name")
    council_slug: str = Field(alias="council.slug")
    publishes: bool
    response_months: int
    stale_after_days: int
    due_soon_days: int
    answer_days: int


class MeetingOut(Schema):
    """A meeting of a committee."""

    id: int
    committee: int = Field(alias="committee_id")
    held_on: date
    papers_due_on: date | None
    page: str

    @staticmethod
    def resolve_page(obj: Any) -> str:
        """Its page for people."""
        return reverse("recommendations:meeting", args=[obj.pk])


class ReviewOut(Schema):
    """A published report."""

    slug: str
    title: str
    committee: int = Field(alias="committee_id")
    adopted_on: date
    sent_to_executive_on: date | None
    published_on: date | None
    page: str = Field(alias="get_absolute_url")
    illustrative_notice: str = Field(alias="committee.council.illustrative_notice")
