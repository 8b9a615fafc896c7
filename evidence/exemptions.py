"""Every kind of thing that can be exempt, in one register: what it is called, where it stands, who decides about it.

A further kind is one more entry in KINDS.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse

from council.roles import Roles
from evidence.models import Citation, Paragraph, Proof
from recommendations import rules
from recommendations.models import Action, Exemption, Extension, Review, Update


@dataclass(frozen=True)
class Kind:
    """One kind of thing. ``review_of`` and ``action_of`` say what a row of it belongs to, ``words_of`` what it says."""

    name: str
    label: str
    model: type[Model]
    related: tuple[str, ...]
    to_review: str
    review_of: Callable[[Any], Review]
    action_of: Callable[[Any], Action | None]
    words_of: Callable[[Any], str]
    url_of: Callable[[Any], str]

    def rows(self, roles: Roles) -> "QuerySet[Any]":
        """The rows of this kind that a person may see, with what they belong to."""
        manager: Any = self.model._default_manager
        seen = manager.filter(**{f"{self.to_review}__in": Review.objects.visible_to(roles)}).shown_to(roles)
        found: QuerySet[Any] = seen.select_related(*self.related)
        return found

    @property
    def exemptions(self) -> type[Exemption]:
        """The class of its exemptions."""
        related: Any = self.model._meta.get_field("exemptions").related_model
        kept: type[Exemption] = related
        return kept


def of_paragraph(paragraph: Paragraph) -> str:
    """Where a paragraph stands on the page of evidence."""
    return reverse("evidence:evidence", args=[paragraph.review.slug]) + f"#paragraph-{paragraph.number}"


OF_ACTION = ("recommendation__review__committee__council", "recommendation__theme", "part", "post__service")
TO_REVIEW = "recommendation__review"

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "update",
            "Update",
            Update,
            tuple(f"action__{name}" for name in OF_ACTION),
            f"action__{TO_REVIEW}",
            lambda u: u.action.recommendation.review,
            lambda u: u.action,
            lambda u: u.words,
            lambda u: f"{u.action.get_absolute_url()}#update-{u.pk}",
        ),
        Kind(
            "request",
            "Request for more time",
            Extension,
            tuple(f"action__{name}" for name in OF_ACTION),
            f"action__{TO_REVIEW}",
            lambda e: e.action.recommendation.review,
            lambda e: e.action,
            lambda e: e.words,
            lambda e: e.action.get_absolute_url(),
        ),
        Kind(
            "proof",
            "Proof",
            Proof,
            tuple(f"update__action__{name}" for name in OF_ACTION),
            f"update__action__{TO_REVIEW}",
            lambda p: p.update.action.recommendation.review,
            lambda p: p.update.action,
            lambda p: f"{p.title}: {p.description}",
            lambda p: f"{p.update.action.get_absolute_url()}#update-{p.update_id}",
        ),
        Kind(
            "paragraph",
            "Paragraph",
            Paragraph,
            ("review__committee__council",),
            "review",
            lambda p: p.review,
            lambda p: None,
            lambda p: f"Paragraph {p.number}. {p.summary}",
            of_paragraph,
        ),
        Kind(
            "citation",
            "Citation",
            Citation,
            ("recommendation__review__committee__council", "paragraph__review"),
            "recommendation__review",
            lambda c: c.recommendation.review,
            lambda c: None,
            lambda c: f"Paragraph {c.paragraph.number} led to {c.recommendation.reference}",
            lambda c: of_paragraph(c.paragraph),
        ),
    )
}


@dataclass(frozen=True)
class Line:
    """One exemption as the list shows it."""

    kind: Kind
    exemption: Exemption
    on: date

    @property
    def subject(self) -> Any:
        """What is exempt."""
        return self.exemption.subject

    @property
    def words(self) -> str:
        """What it says."""
        return self.kind.words_of(self.subject)

    @property
    def url(self) -> str:
        """Where it stands."""
        return self.kind.url_of(self.subject)

    @property
    def is_due(self) -> bool:
        """In force, and to be looked at again by now."""
        return self.exemption.is_in_force and self.exemption.review_on <= self.on

    @property
    def days_left(self) -> int:
        """Days until it is to be looked at again; negative once that has passed."""
        return (self.exemption.review_on - self.on).days


def register(roles: Roles) -> list[Line]:
    """Every exemption of the committees that a scrutiny officer runs: those in force by the day of their review, then
    the ended ones, the latest first. One query for each kind.
    """
    lines = []
    for kind in KINDS.values():
        run = {f"subject__{kind.to_review}__committee__in": list(roles.scrutiny_officer_of)}
        related = [f"subject__{name}" for name in kind.related]
        rows = kind.exemptions._default_manager.filter(**run).select_related(*related, "recorded_by", "ended_by")
        lines += [Line(kind, row, roles.on) for row in rows]
    in_force = sorted((x for x in lines if x.exemption.is_in_force), key=lambda x: (x.exemption.review_on, x.url))
    ended = (x for x in lines if not x.exemption.is_in_force)
    return [*in_force, *sorted(ended, key=lambda x: str(x.exemption.ended_on), reverse=True)]


def may_exempt(roles: Roles, kind: Kind, row: Any) -> bool:
    """Whether a person may keep this row from the public."""
    return rules.may_exempt(roles, kind.review_of(row), kind.action_of(row))


def may_end(roles: Roles, kind: Kind, row: Any) -> bool:
    """Whether a person may let it be read again, or keep it for longer."""
    return rules.may_end_exemption(roles, kind.review_of(row))
