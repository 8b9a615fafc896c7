"""Where a review came from, and the reports on it."""

from datetime import date, datetime
from typing import Any

from django.urls import reverse
from ninja import Field, Schema


class ParagraphOut(Schema):
    """A numbered paragraph of the published report."""

    number: str
    section: str = Field(alias="section_title")
    heading: str
    summary: str
    is_verbatim: bool
    exempt_under: int | None


class WitnessOut(Schema):
    """Somebody who gave evidence, as the report prints them. How to reach them is not told."""

    id: int
    name: str
    printed: str = Field(description="Role and organisation as printed.")
    role: str
    organisation: str
    group: str = Field(alias="group.name")
    page: str = Field(alias="get_absolute_url")


class CitationOut(Schema):
    """This paragraph, witness or session led to that recommendation: one of the three, the others are null."""

    paragraph: str | None
    witness: str | None
    session: str | None
    recommendation: int = Field(alias="recommendation_id")
    reference: str = Field(alias="recommendation.reference")
    kind: str
    basis: str
    place: str = Field(description="Where the report says so; empty where it was not said.")
    linked_on: date | None = Field(description="When a person linked them; null for what came with the review.")
    exempt_under: int | None

    @staticmethod
    def resolve_paragraph(obj: Any) -> str | None:
        """Its number."""
        return obj.paragraph.number if obj.paragraph else None

    @staticmethod
    def resolve_witness(obj: Any) -> str | None:
        """The name as printed."""
        return obj.witness.name if obj.witness else None

    @staticmethod
    def resolve_session(obj: Any) -> str | None:
        """The title."""
        return obj.session.title if obj.session else None


class ReportOut(Schema):
    """An issued report, in the version for the public."""

    id: int
    number: int
    committee: int = Field(alias="committee_id")
    review: str | None
    as_at: date
    issued_at: datetime
    issued_as: str
    supersedes: int | None = Field(alias="supersedes_id")
    url: str
    page: str = Field(alias="get_absolute_url")

    @staticmethod
    def resolve_review(obj: Any) -> str | None:
        """The review that it is about; null for all of the committee."""
        return obj.review.slug if obj.review else None

    @staticmethod
    def resolve_url(obj: Any) -> str:
        """Its own address in the API."""
        return reverse("api:report", args=[obj.pk])


class OneReport(ReportOut):
    """An issued report with all that it says, as it was sealed."""

    sha256: str = Field(description="Of the sealed data.")
    says: dict[str, Any]
