"""Where a review came from: who was heard, where, and which paragraphs led to which recommendation.

Names, roles and organisations stand as the report prints them; paragraph summaries are in our own words.
"""

from typing import ClassVar

from django.db import models

from evidence.querysets import CitationQuerySet, ParagraphQuerySet
from recommendations.models import Exemption, Recommendation, Review


class Paragraph(models.Model):
    """A numbered paragraph of the source report: its number, where it stands, and a short summary of ours."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="paragraphs")
    number = models.CharField(max_length=10)
    order = models.PositiveSmallIntegerField()
    section_number = models.PositiveSmallIntegerField()
    section_title = models.CharField(max_length=200)
    heading = models.CharField(max_length=200, blank=True)
    summary = models.TextField()

    # Filled by ParagraphQuerySet.shown_to().
    exempt_under: int | None = None

    objects = ParagraphQuerySet.as_manager()

    class Meta:
        ordering = ("order",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "number"], name="one_paragraph_for_each_number"),
        ]

    def __str__(self) -> str:
        return f"Paragraph {self.number}"


class Citation(models.Model):
    """This paragraph led to that recommendation."""

    class Kind(models.TextChoices):
        ARGUES = "argues", "Argues for it"
        CONCLUDES = "concludes", "Closes the argument: the recommendation is made here"
        PRINTED = "printed", "The box is printed after or inside it"

    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="citations")
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="citations")
    kind = models.CharField(max_length=10, choices=Kind.choices)

    # Filled by CitationQuerySet.shown_to().
    exempt_under: int | None = None

    objects = CitationQuerySet.as_manager()

    class Meta:
        ordering = ("paragraph__order",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["paragraph", "recommendation", "kind"], name="one_citation_of_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.paragraph} and {self.recommendation.reference}"


class ParagraphExemption(Exemption):
    """A paragraph that is not for the public. What cites it is not either."""

    subject = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="exemptions")


class CitationExemption(Exemption):
    """That a paragraph led to a recommendation is not for the public."""

    subject = models.ForeignKey(Citation, on_delete=models.PROTECT, related_name="exemptions")


class WitnessGroup(models.Model):
    """A heading under which the report lists witnesses."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="witness_groups")
    name = models.CharField(max_length=200)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("order",)

    def __str__(self) -> str:
        return self.name


class Witness(models.Model):
    """Somebody who gave evidence, as the report prints them."""

    group = models.ForeignKey(WitnessGroup, on_delete=models.PROTECT, related_name="witnesses")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    printed = models.CharField("role and organisation as printed", max_length=300)
    role = models.CharField(max_length=300, blank=True)
    organisation = models.CharField(max_length=200)

    class Meta:
        ordering = ("group__order", "order")
        verbose_name_plural = "witnesses"

    def __str__(self) -> str:
        return self.name


class PanelMember(models.Model):
    """Somebody who carried out the review, with the place in the report that says so."""

    class Part(models.TextChoices):
        CHAIR = "chair", "Chair"
        COMMITTEE_CO_OPTEE = "committee_co_optee", "Co-opted member of the committee"
        PANEL_CO_OPTEE = "panel_co_optee", "Co-opted member of the review panel"
        SUPPORT_OFFICER = "support_officer", "Support officer"

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="panel")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=300, blank=True)
    part = models.CharField(max_length=20, choices=Part.choices)
    place = models.CharField("place in the report", max_length=40)

    class Meta:
        ordering = ("order",)

    def __str__(self) -> str:
        return self.name


class Venue(models.Model):
    """Where evidence was heard."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="venues")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    place = models.CharField("place in the report", max_length=40)

    class Meta:
        ordering = ("order",)

    def __str__(self) -> str:
        return self.name


class GovernanceBody(models.Model):
    """A body named in the report's governance appendix."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="governance_bodies")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ("order",)
        verbose_name_plural = "governance bodies"

    def __str__(self) -> str:
        return self.name


class Contradiction(models.Model):
    """A place where the report disagrees with itself. Both sides are kept and shown, neither is put right."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="contradictions")
    order = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=200)
    first_place = models.CharField(max_length=60)
    first_words = models.CharField(max_length=300)
    second_place = models.CharField(max_length=60)
    second_words = models.CharField(max_length=300)
    note = models.TextField()

    class Meta:
        ordering = ("order",)

    def __str__(self) -> str:
        return self.subject
