"""Which proof, paragraphs and citations: who may see them. Deny by default."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from council.roles import Roles
from recommendations.models import Question, UpdateExemption
from recommendations.querysets import Exemptible, reviews_seen_by

if TYPE_CHECKING:
    from evidence.models import Citation, EvidenceSession, Paragraph, Proof
else:
    Citation = EvidenceSession = Paragraph = Proof = Any


class ParagraphQuerySet(Exemptible[Paragraph]):
    """Paragraphs of the source report."""

    to_committee = "review__committee"


class CitationQuerySet(Exemptible[Citation]):
    """What led to which recommendation. That an exempt paragraph did is as exempt as the paragraph."""

    to_committee = "recommendation__review__committee"

    def may_read(self, roles: Roles) -> Q:
        """Neither it nor its paragraph is exempt, or both may be read by this person."""
        paragraphs = self.model._meta.get_field("paragraph").related_model
        readable = paragraphs._default_manager.shown_to(roles)  # type: ignore[attr-defined]
        return super().may_read(roles) & (Q(paragraph__isnull=True) | Q(paragraph__in=readable.values("pk")))

    def standing(self, on: date) -> Self:
        """Those that held on a day: linked by then, and not struck by then. What came with the review held always."""
        linked = Q(linked_on__isnull=True) | Q(linked_on__lte=on)
        return self.filter(linked, Q(struck_on__isnull=True) | Q(struck_on__gt=on))

    def leading(self) -> Self:
        """Those that say what led to a recommendation. Where its box is printed is a place in the report alone."""
        return self.exclude(kind=self.model.Kind.PRINTED)

    def of_paragraphs(self) -> Self:
        """Those of paragraphs alone."""
        return self.filter(paragraph__isnull=False)


class EvidenceSessionQuerySet(QuerySet[EvidenceSession]):
    """Evidence sessions."""

    def visible_to(self, roles: Roles) -> Self:
        """Those of reviews that a person with these roles may see."""
        return self.filter(reviews_seen_by(roles, "review__"))


class ProofQuerySet(Exemptible[Proof]):
    """What officers attached. A proof of an exempt update is as invisible as the update, to the same people."""

    to_committee = "update__action__recommendation__review__committee"
    to_post = "update__action__post"

    def visible_to(self, roles: Roles) -> Self:
        """Those of reviews that a person with these roles may see, and may read."""
        return self.filter(reviews_seen_by(roles, "update__action__recommendation__review__")).shown_to(roles)

    def with_exemption(self) -> Self:
        """With ``exempt_itself``, its own paragraph or None, and ``exempt_under``: that, else its update's."""
        own, of_update = (Subquery(kept.values("paragraph")[:1]) for kept in (self.in_force(), of_its_update()))
        return self.annotate(exempt_itself=own, exempt_under=Coalesce(own, of_update))

    def may_read(self, roles: Roles) -> Q:
        """Neither it nor its update is exempt, or both concern this person."""
        return super().may_read(roles) & (~Exists(of_its_update()) | self.concerns(roles))

    def up_to(self, day: date) -> Self:
        """Attached by this day."""
        return self.filter(given_on__lte=day)

    def answering(self, question: Question) -> Self:
        """Attached to a question's action since the day it was asked, the latest last."""
        since = self.filter(update__action=question.action_id, given_on__gte=question.asked_on)
        return since.select_related("update").order_by("given_at", "pk")

    def for_list(self) -> Self:
        """With what a list of proof prints, in the order in which it was attached."""
        return self.select_related("given_for").order_by("given_on", "pk")


def of_its_update() -> QuerySet[UpdateExemption]:
    """The exemption in force of the update of the outer row."""
    return UpdateExemption.objects.filter(subject=OuterRef("update"), ended_on__isnull=True)
