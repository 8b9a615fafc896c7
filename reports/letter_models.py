"""The letter to one witness, “You said, we did”: a draft until it is issued, then sealed like a report."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import slugify

from evidence.models import Witness
from recommendations.models import Review


class Letter(models.Model):
    """What a committee tells one witness. What it says is frozen when it is issued."""

    witness = models.ForeignKey(Witness, on_delete=models.PROTECT, related_name="letters")
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="letters")
    words = models.TextField("what is said before everything else", blank=True)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_on = models.DateField("local day of issued_at", null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    issued_as = models.CharField("in which part", max_length=200, blank=True)
    dropped_on = models.DateField("draft thrown away on", null=True, blank=True)

    class Meta:
        ordering = ("-begun_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["witness"],
                condition=Q(issued_at__isnull=True, dropped_on__isnull=True),
                name="one_draft_of_a_letter_to_a_witness",
            ),
            models.CheckConstraint(
                condition=Q(issued_at__isnull=True, issued_on__isnull=True, issued_by__isnull=True, issued_as="")
                | Q(issued_at__isnull=False, issued_on__isnull=False, issued_by__isnull=False) & ~Q(issued_as=""),
                name="an_issued_letter_has_day_and_person",
            ),
            models.CheckConstraint(
                condition=Q(issued_at__isnull=True) | Q(dropped_on__isnull=True),
                name="an_issued_letter_is_not_thrown_away",
            ),
        ]

    def __str__(self) -> str:
        return f"Letter to {self.witness}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("reports:letter", args=[self.pk])

    @property
    def committee_id(self) -> int:
        """Whose letter it is; the review must come with the row."""
        return int(self.review.committee_id)

    @property
    def is_issued(self) -> bool:
        """Whether it is sealed."""
        return self.issued_at is not None

    @property
    def is_draft(self) -> bool:
        """Whether it is still written."""
        return self.issued_at is None and self.dropped_on is None

    @property
    def file_name(self) -> str:
        """letter-ivo-lenton-2026-09-30: the name of its file."""
        day = f"-{self.issued_on:%Y-%m-%d}" if self.issued_on else "-draft"
        return f"letter-{slugify(self.witness.name) or self.witness_id}{day}"


class LetterSent(models.Model):
    """How and when an issued letter went to its witness: said once, by somebody who sent it."""

    class How(models.TextChoices):
        POST = "post", "By post"
        EMAIL = "email", "By e-mail"
        HAND = "hand", "By hand"

    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="sent")
    how = models.CharField(max_length=5, choices=How.choices)
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "letters sent"

    def __str__(self) -> str:
        return f"{self.letter}, {self.get_how_display().lower()} on {self.on:%-d %B %Y}"
