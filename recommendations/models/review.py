"""A published review and what it recommends, exactly as it was published."""

from datetime import date
from typing import ClassVar
from zlib import crc32

from django.db import models
from django.db.models import F, Q

from council.addresses import address
from council.models import Committee, Service
from recommendations.models.change import Change
from recommendations.querysets import RecommendationQuerySet, ReviewQuerySet
from recommendations.states import DifferenceKind


class Review(models.Model):
    """One published report of a committee."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="reviews")
    title = models.CharField(max_length=200)
    slug = models.SlugField(unique=True)
    adopted_on = models.DateField("adopted by the committee on")
    sent_to_executive_on = models.DateField("sent to the executive on", null=True, blank=True)
    published_on = models.DateField(
        "published on", null=True, blank=True, help_text="Until this day only the people who run the review see it."
    )

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ("-adopted_on",)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The review's dashboard."""
        return address("recommendations:dashboard", self.slug)

    def is_published(self, on: date) -> bool:
        """Whether it is no draft any more on a day."""
        return self.published_on is not None and self.published_on <= on

    @property
    def version(self) -> int:
        """What its title and days make: another number than a form was opened with says that somebody changed them."""
        return crc32(repr((self.title, self.adopted_on, self.published_on, self.sent_to_executive_on)).encode())


class ReviewChange(Change):
    """The title or a day of a review was put right: what it was, what it became (empty for none)."""

    class What(models.TextChoices):
        TITLE = "title", "Title"
        ADOPTED = "adopted_on", "Adopted on"
        PUBLISHED = "published_on", "Published on"
        SENT = "sent_to_executive_on", "Sent to the executive on"

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="changes")
    what = models.CharField(max_length=20, choices=What.choices)
    before = models.CharField(max_length=200, blank=True)
    after = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.review}: {self.get_what_display().lower()} changed"


class Theme(models.Model):
    """A heading of the review under which recommendations stand."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="themes")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)

    class Meta:
        ordering = ("number",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "number"], name="one_theme_for_each_number_in_a_review"),
        ]

    def __str__(self) -> str:
        return self.title


class Recommendation(models.Model):
    """One numbered recommendation, in the words of the report's summary and, where they differ, of its body.

    Which of the two is taken over is ``is_as_body``; ``body_text``, and that of its parts, holds the other.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="recommendations")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="recommendations")
    number = models.PositiveSmallIntegerField()
    title = models.CharField("short title of ours", max_length=120)
    text = models.TextField("wording, word for word")
    body_text = models.TextField("the other wording, where summary and body differ", blank=True)
    is_as_body = models.BooleanField("worded as the body has it, not as the summary", default=False, db_default=False)
    printed_as = models.CharField(
        "its label in the report, where that is no number", max_length=12, blank=True, default="", db_default=""
    )
    lead_service = models.ForeignKey(
        Service,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="led_recommendations",
        help_text="Empty until the report or the council names one.",
    )
    partner_service = models.ForeignKey(
        Service, on_delete=models.PROTECT, null=True, blank=True, related_name="partnered_recommendations"
    )
    # So that only those who look further back ask who led it then.
    lead_changed_on = models.DateField("day of the last change of lead or partner", null=True, blank=True)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "number"], name="one_recommendation_for_each_number"),
            models.CheckConstraint(
                condition=Q(partner_service__isnull=True) | ~Q(partner_service=F("lead_service")),
                name="partner_is_another_service",
                violation_error_message="The partner must be another service than the lead.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        """The recommendation's own page."""
        return address("recommendations:recommendation", self.review.slug, self.number)

    @property
    def reference(self) -> str:
        """R1 to R13 in its review."""
        return f"R{self.number}"

    @property
    def version(self) -> int:
        """What its lead and partner make: another number than a form was opened with says that they were changed."""
        return crc32(repr((self.lead_service_id, self.partner_service_id)).encode())


class LeadChange(Change):
    """Which services lead and partner a recommendation was settled or changed."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="lead_changes")
    lead_before = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, related_name="+")
    lead_after = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, related_name="+")
    partner_before = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, related_name="+")
    partner_after = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, related_name="+")
    changed_as = models.CharField("in which part", max_length=200)

    def __str__(self) -> str:
        return f"{self.recommendation.reference}: lead service changed"


class Part(models.Model):
    """A lettered sub-point of a recommendation. The letters are ours where the report prints bullets."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="parts")
    label = models.CharField(max_length=3)
    text = models.TextField("wording, word for word")
    body_text = models.TextField("the other wording, where summary and body differ", blank=True)
    partner_service = models.ForeignKey(
        Service, on_delete=models.PROTECT, null=True, blank=True, related_name="partnered_parts"
    )

    class Meta:
        ordering = ("label",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["recommendation", "label"], name="one_part_for_each_label"),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation.reference} part {self.label}"


class WordingDifference(models.Model):
    """One place where the summary and the body of the report word a recommendation differently. Both are kept."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="differences")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=DifferenceKind.choices)
    summary_words = models.CharField(max_length=300)
    body_words = models.CharField(max_length=300)
    note = models.CharField(max_length=300)

    class Meta:
        ordering = ("order",)

    def __str__(self) -> str:
        return f"{self.recommendation.reference}: {self.get_kind_display()}"
