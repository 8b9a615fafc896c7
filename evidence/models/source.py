"""Where a review came from: who was heard, where, and which paragraphs led to which recommendation.

Names, roles and organisations stand as the report prints them; paragraph summaries are in our own words.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from evidence.querysets import ParagraphQuerySet
from recommendations.models import Exemption, Review


class Paragraph(models.Model):
    """A numbered paragraph of the source report: its number, where it stands, and a short summary of ours."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="paragraphs")
    number = models.CharField(max_length=10)
    order = models.PositiveSmallIntegerField()
    section_number = models.PositiveSmallIntegerField()
    section_title = models.CharField(max_length=200)
    heading = models.CharField(max_length=200, blank=True)
    summary = models.TextField()
    is_verbatim = models.BooleanField("these are the report’s own words, not a summary of ours", default=False)

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


class Footnote(models.Model):
    """A footnote of the source report, by its number."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="footnotes")
    number = models.CharField(max_length=10)
    order = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ("order",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "number"], name="one_footnote_for_each_number"),
        ]

    def __str__(self) -> str:
        return f"Footnote {self.number}"


class Basis(models.TextChoices):
    """What a link rests on."""

    REPORT = "report", "The report says so"
    PERSON = "person", "A person judged so"
    NAME = "name", "Found by name, not confirmed"


# What a person can say that a link rests on; what is found by name, nobody has said.
SAID = (Basis.REPORT, Basis.PERSON)


class Strikable(models.Model):
    """A link that can turn out to be wrong: it is struck with a reason, and stays. The database deletes none."""

    struck_on = models.DateField(null=True, blank=True)
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    struck_because = models.TextField("why it was struck", blank=True)

    class Meta:
        abstract = True


IS_STRUCK_WHOLE = Q(struck_on__isnull=True, struck_by__isnull=True, struck_because="") | (
    Q(struck_on__isnull=False, struck_by__isnull=False) & ~Q(struck_because="")
)
STANDS = Q(struck_on__isnull=True)


class ParagraphExemption(Exemption):
    """A paragraph that is not for the public. What cites it is not either."""

    subject = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="exemptions")


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

    def get_absolute_url(self) -> str:
        """What their evidence led to."""
        return reverse("evidence:witness", args=[self.pk])


class WitnessContact(models.Model):
    """How to reach a witness, and whether they agreed to be written to. Seen by the scrutiny officer alone."""

    witness = models.OneToOneField(Witness, on_delete=models.PROTECT, related_name="contact")
    email = models.EmailField(blank=True)
    note = models.CharField(max_length=300, blank=True)
    consents = models.BooleanField("agreed to be written to", default=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_on = models.DateField()

    def __str__(self) -> str:
        return f"Contact of {self.witness}"


class Testimony(Strikable):
    """A paragraph tells what this witness said: the report says so, or a person judged so.

    One that was found by name alone is kept only where somebody struck it, so that it is not found again.
    """

    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="testimonies")
    witness = models.ForeignKey(Witness, on_delete=models.PROTECT, related_name="testimonies")
    basis = models.CharField(max_length=10, choices=Basis.choices)
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    linked_on = models.DateField()

    class Meta:
        ordering = ("paragraph__order",)
        verbose_name_plural = "testimonies"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["paragraph", "witness"], condition=STANDS, name="one_testimony_of_a_witness_in_a_paragraph"
            ),
            models.CheckConstraint(condition=IS_STRUCK_WHOLE, name="a_struck_testimony_says_who_when_and_why"),
            models.CheckConstraint(
                condition=~Q(basis=Basis.NAME) | ~STANDS, name="what_is_found_by_name_alone_is_kept_to_strike_it"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.witness} in {self.paragraph}"


class PanelMember(models.Model):
    """Somebody who carried out the review, with the place in the report that says so."""

    class Part(models.TextChoices):
        CHAIR = "chair", "Chair"
        MEMBER = "member", "Member of the panel"
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
