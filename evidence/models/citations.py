"""What led to a recommendation: a paragraph, a witness or a session, and what that rests on."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from evidence.models.sessions import EvidenceSession
from evidence.models.source import IS_STRUCK_WHOLE, STANDS, Basis, Paragraph, Strikable, Witness
from evidence.querysets import CitationQuerySet
from recommendations.models import Exemption, Recommendation

# Of what leads to a recommendation, exactly one.
OF_ONE = (
    Q(paragraph__isnull=False, witness__isnull=True, session__isnull=True)
    | Q(paragraph__isnull=True, witness__isnull=False, session__isnull=True)
    | Q(paragraph__isnull=True, witness__isnull=True, session__isnull=False)
)


class Citation(Strikable):
    """This paragraph, witness or session led to that recommendation."""

    class Kind(models.TextChoices):
        ARGUES = "argues", "Argues for it"
        CONCLUDES = "concludes", "Closes the argument: the recommendation is made here"
        PRINTED = "printed", "The box is printed after or inside it"

    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, null=True, blank=True, related_name="citations")
    witness = models.ForeignKey(Witness, on_delete=models.PROTECT, null=True, blank=True, related_name="citations")
    session = models.ForeignKey(
        EvidenceSession, on_delete=models.PROTECT, null=True, blank=True, related_name="citations"
    )
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="citations")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    basis = models.CharField(max_length=10, choices=Basis.choices, default=Basis.REPORT)
    place = models.CharField("where the report says so", max_length=120, blank=True)
    linked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Empty for what came with the review.
    linked_on = models.DateField(null=True, blank=True)

    # Filled by CitationQuerySet.shown_to().
    exempt_under: int | None = None

    objects = CitationQuerySet.as_manager()

    class Meta:
        ordering = ("paragraph__order", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["paragraph", "recommendation", "kind"], condition=STANDS, name="one_citation_of_a_kind"
            ),
            models.UniqueConstraint(
                fields=["witness", "recommendation"], condition=STANDS, name="a_witness_is_cited_once"
            ),
            models.UniqueConstraint(
                fields=["session", "recommendation"], condition=STANDS, name="a_session_is_cited_once"
            ),
            models.CheckConstraint(
                condition=Q(basis=Basis.REPORT)
                | Q(basis=Basis.PERSON, linked_by__isnull=False, linked_on__isnull=False),
                name="a_judged_citation_names_who_judged",
            ),
            models.CheckConstraint(condition=OF_ONE, name="a_citation_is_of_one_thing"),
            models.CheckConstraint(
                condition=Q(kind="argues") | Q(paragraph__isnull=False), name="only_paragraphs_print_a_recommendation"
            ),
            models.CheckConstraint(condition=IS_STRUCK_WHOLE, name="a_struck_citation_says_who_when_and_why"),
        ]

    def __str__(self) -> str:
        return f"{self.source} and {self.recommendation.reference}"

    @property
    def source(self) -> Paragraph | Witness | EvidenceSession:
        """What led to the recommendation."""
        found = self.paragraph or self.witness or self.session
        assert found is not None
        return found


class CitationExemption(Exemption):
    """That something led to a recommendation is not for the public."""

    subject = models.ForeignKey(Citation, on_delete=models.PROTECT, related_name="exemptions")
