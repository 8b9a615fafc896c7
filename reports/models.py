"""A report that somebody asked for: what it covers, how far it is, and the file once there is one."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import slugify

from recommendations.models import Review
from reports.quarters import Period, Quarter
from reports.querysets import ReportQuerySet
from reports.states import UNFINISHED, Progress

REASON_MAX = 500


class Report(models.Model):
    """One PDF of a review's position. The row is the truth: a message to a worker is only the wake-up.

    A row is taken by one worker once, and ends as done or failed. To try again is to ask for a further report.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="reports")
    quarter = models.CharField("quarter, such as 2026-Q2", max_length=7, blank=True)
    as_at = models.DateField("as at")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=Progress.choices, default=Progress.WAITING)
    lease_until = models.DateTimeField("the worker is given up after", null=True)
    step = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField(default=0)
    doing = models.CharField("what is being done", max_length=60, blank=True)
    reason = models.CharField("why it was not made", max_length=REASON_MAX, blank=True)
    file = models.FileField(max_length=200, blank=True)
    size = models.PositiveIntegerField("size in bytes", null=True)
    pages = models.PositiveIntegerField(null=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    made_at = models.DateTimeField(null=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ("-requested_at", "-pk")
        indexes: ClassVar = [models.Index(fields=["state", "requested_at"], name="reports_that_want_work")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=Progress.values), name="a_report_has_a_known_state"),
            models.CheckConstraint(
                condition=Q(state=Progress.RUNNING, lease_until__isnull=False)
                | (~Q(state=Progress.RUNNING) & Q(lease_until__isnull=True)),
                name="a_report_being_made_has_a_lease",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state=Progress.DONE, size__isnull=False, pages__isnull=False, made_at__isnull=False)
                    & Q(size__gt=0, pages__gt=0)
                    & ~Q(file="")
                    & ~Q(sha256="")
                )
                | Q(
                    ~Q(state=Progress.DONE),
                    file="",
                    sha256="",
                    size__isnull=True,
                    pages__isnull=True,
                    made_at__isnull=True,
                ),
                name="a_ready_report_has_its_file_and_no_other_has",
            ),
            models.CheckConstraint(
                condition=(Q(state=Progress.FAILED) & ~Q(reason="")) | (~Q(state=Progress.FAILED) & Q(reason="")),
                name="a_report_that_was_not_made_says_why",
            ),
            models.CheckConstraint(condition=Q(step__lte=F("steps")), name="no_step_after_the_last"),
            models.UniqueConstraint(
                fields=["review", "quarter", "as_at"],
                condition=Q(state__in=UNFINISHED),
                name="one_unfinished_report_of_a_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review}: {self.period.words}"

    def get_absolute_url(self) -> str:
        """Its page: progress, then the download."""
        return reverse("reports:report", args=[self.pk])

    @property
    def period(self) -> Period:
        """What it covers."""
        return Period(self.as_at, Quarter.of_key(self.quarter) if self.quarter else None)

    @property
    def is_unfinished(self) -> bool:
        """Waiting, or being made."""
        return self.state in UNFINISHED

    @property
    def seen(self) -> str:
        """Changes whenever what people see of its progress changes."""
        return f"{self.state}-{self.step}-{self.doing}"

    @property
    def percent(self) -> int:
        """How far along its steps, from 0 to 100: the middle of the step that is being done."""
        return round(100 * (self.step - 0.5) / self.steps) if self.step else 0

    @property
    def download_name(self) -> str:
        """prevent-duty-review-2026-09-30.pdf"""
        return f"{slugify(self.review.title) or self.review.slug}-{self.as_at:%Y-%m-%d}.pdf"
