"""The quarterly report: a draft until it is issued, then sealed; what each version says, and the PDFs made of it."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import slugify

from council.models import Committee
from recommendations.models import Recommendation, Review
from reports.letter_models import Letter, LetterSent
from reports.quarters import Period, Quarter
from reports.querysets import CopyQuerySet, ReportQuerySet
from reports.states import UNFINISHED, Progress, Version

__all__ = [
    "Copy",
    "Downloads",
    "Frozen",
    "Letter",
    "LetterSent",
    "Notice",
    "Report",
    "Words",
]

REASON_MAX = 500
CODE_LENGTH = 12


class Report(models.Model):
    """What a committee says of a review, or of all its reviews, as at a day. Once issued it is never changed.

    ``review`` is empty for all reviews of the committee, ``begun_by`` where the tracker began the draft by itself.
    """

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="reports")
    review = models.ForeignKey(Review, on_delete=models.PROTECT, null=True, blank=True, related_name="reports")
    quarter = models.CharField("quarter, such as 2026-Q2", max_length=7, blank=True)
    as_at = models.DateField("as at")
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    begun_at = models.DateTimeField()
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    because = models.TextField("what was wrong with the report that it supersedes", blank=True)
    dropped_on = models.DateField("draft thrown away on", null=True, blank=True)
    number = models.PositiveIntegerField("number in its committee", null=True, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_on = models.DateField("local day of issued_at", null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    issued_as = models.CharField("in which part", max_length=200, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ("-begun_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["committee", "number"], name="one_report_for_each_number"),
            models.UniqueConstraint(
                fields=["review", "quarter", "as_at"],
                condition=Q(supersedes__isnull=True, dropped_on__isnull=True, review__isnull=False),
                name="one_report_of_a_review_for_each_period",
            ),
            models.UniqueConstraint(
                fields=["committee", "quarter", "as_at"],
                condition=Q(supersedes__isnull=True, dropped_on__isnull=True, review__isnull=True),
                name="one_report_of_a_committee_for_each_period",
            ),
            models.CheckConstraint(
                condition=Q(
                    number__isnull=True,
                    issued_at__isnull=True,
                    issued_on__isnull=True,
                    issued_by__isnull=True,
                    issued_as="",
                )
                | Q(
                    number__isnull=False,
                    issued_at__isnull=False,
                    issued_on__isnull=False,
                    issued_by__isnull=False,
                    dropped_on__isnull=True,
                )
                & ~Q(issued_as=""),
                name="an_issued_report_has_number_day_and_person",
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True, because="") | Q(supersedes__isnull=False) & ~Q(because=""),
                name="a_superseding_report_says_why",
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(supersedes=F("pk")), name="a_report_does_not_supersede_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"Report {self.number}" if self.number else f"Draft: {self.about}, {self.period.words}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("reports:report", args=[self.pk])

    @property
    def name(self) -> str:
        """Report 4; of a draft: Draft."""
        return f"Report {self.number}" if self.number else "Draft"

    @property
    def about(self) -> str:
        """What it is about: a review, or a committee's reviews."""
        return self.review.title if self.review else self.committee.name

    @property
    def period(self) -> Period:
        """What it covers."""
        return Period(self.as_at, Quarter.of_key(self.quarter) if self.quarter else None)

    @property
    def is_issued(self) -> bool:
        """Whether it is sealed."""
        return self.issued_at is not None

    @property
    def is_draft(self) -> bool:
        """Whether it can still be written, issued or thrown away."""
        return self.issued_at is None and self.dropped_on is None

    @property
    def state(self) -> str:
        """issued, superseded, dropped or draft; ``superseded_by`` must come with the row (``for_page()``)."""
        if self.is_issued:
            return "superseded" if self.superseding else "issued"
        return "dropped" if self.dropped_on else "draft"

    @property
    def superseding(self) -> "Report | None":
        """The issued report that stands in its place."""
        later = getattr(self, "superseded_by", None)
        return later if later and later.is_issued else None

    @property
    def file_name(self) -> str:
        """prevent-duty-review-2026-09-30-report-4: the name of its files, without what is exempt."""
        return f"{self.draft_name.removesuffix('draft')}report-{self.number}" if self.number else self.draft_name

    @property
    def draft_name(self) -> str:
        """prevent-duty-review-2026-09-30-draft: what its files are called before it is issued, and for ever after."""
        return f"{slugify(self.about) or self.pk}-{self.as_at:%Y-%m-%d}-draft"


class Words(models.Model):
    """What the chair says in a draft: the foreword, or a comment on one recommendation. Kept as they are typed."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="words")
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    words = models.TextField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    typed_in = models.CharField("the window", max_length=16, blank=True)

    class Meta:
        verbose_name_plural = "words"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report", "recommendation"],
                condition=Q(recommendation__isnull=False),
                name="one_comment_of_the_chair_on_a_recommendation",
            ),
            models.UniqueConstraint(
                fields=["report"], condition=Q(recommendation__isnull=True), name="one_foreword_of_a_report"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="the_chairs_words_say_something"),
        ]

    def __str__(self) -> str:
        return f"The chair’s words in {self.report}"


class Frozen(models.Model):
    """What one version of a report, or a letter, says, as JSON. Never changed: a draft that changed is frozen anew."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, blank=True, related_name="frozen")
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, blank=True, related_name="frozen")
    version = models.CharField(max_length=10, choices=Version.choices)
    data = models.TextField()
    sha256 = models.CharField("SHA-256 of the data", max_length=64, db_index=True)
    table_sha256 = models.CharField("SHA-256 of the data as a table", max_length=64, db_index=True)
    at = models.DateTimeField()
    is_issued = models.BooleanField("what the issued report says", default=False)

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name_plural = "frozen"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report", "version"], condition=Q(is_issued=True), name="one_issued_text_of_each_version"
            ),
            models.UniqueConstraint(fields=["letter"], condition=Q(is_issued=True), name="one_issued_text_of_a_letter"),
            models.CheckConstraint(
                condition=Q(report__isnull=False, letter__isnull=True)
                | Q(report__isnull=True, letter__isnull=False, version=Version.PUBLIC),
                name="a_text_is_of_a_report_or_of_a_letter",
            ),
            models.CheckConstraint(condition=Q(version__in=Version.values), name="a_text_is_of_a_known_version"),
            models.CheckConstraint(
                condition=~Q(data="") & ~Q(sha256="") & ~Q(table_sha256=""), name="a_frozen_text_has_its_checksums"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}, {self.get_version_display().lower()}" if self.report else str(self.letter)

    @property
    def of(self) -> Report | Letter:
        """The report, or the letter, that says it."""
        found = self.report or self.letter
        assert found is not None
        return found

    @property
    def code(self) -> str:
        """A61F 03D9 7C24: the check code that stands on the cover."""
        short = self.sha256[:CODE_LENGTH].upper()
        return " ".join(short[at : at + 4] for at in range(0, CODE_LENGTH, 4))

    @property
    def file_name(self) -> str:
        """The name of its files; that of the public version says of no other one."""
        # A draft's file stays a draft's, whatever became of the report.
        name = self.report.draft_name if self.report and not self.is_issued else self.of.file_name
        return f"{name}{'-part-2' if self.version == Version.EXEMPT else ''}"


class Copy(models.Model):
    """One PDF of what was frozen. The row is the truth: a message to a worker is only the wake-up.

    A row is taken by one worker once, and ends as done or failed. To try again is to ask for a further copy.
    """

    frozen = models.ForeignKey(Frozen, on_delete=models.PROTECT, related_name="copies")
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
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, db_index=True)
    made_at = models.DateTimeField(null=True)

    objects = CopyQuerySet.as_manager()

    class Meta:
        ordering = ("-requested_at", "-pk")
        verbose_name_plural = "copies"
        indexes: ClassVar = [models.Index(fields=["state", "requested_at"], name="copies_that_want_work")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=Progress.values), name="a_copy_has_a_known_state"),
            models.CheckConstraint(
                condition=Q(state=Progress.RUNNING, lease_until__isnull=False)
                | (~Q(state=Progress.RUNNING) & Q(lease_until__isnull=True)),
                name="a_copy_being_made_has_a_lease",
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
                name="a_ready_copy_has_its_file_and_no_other_has",
            ),
            models.CheckConstraint(
                condition=(Q(state=Progress.FAILED) & ~Q(reason="")) | (~Q(state=Progress.FAILED) & Q(reason="")),
                name="a_copy_that_was_not_made_says_why",
            ),
            models.CheckConstraint(condition=Q(step__lte=F("steps")), name="no_step_after_the_last"),
            models.UniqueConstraint(
                fields=["frozen"], condition=Q(state__in=UNFINISHED), name="one_unfinished_copy_of_a_text"
            ),
        ]

    def __str__(self) -> str:
        return str(self.frozen)

    @property
    def is_unfinished(self) -> bool:
        """Waiting, or being made."""
        return self.state in UNFINISHED

    @property
    def is_done(self) -> bool:
        """Whether the file is there."""
        return self.state == Progress.DONE

    def has_lapsed(self, at: datetime) -> bool:
        """Whether its worker has been silent, or it has waited, for too long."""
        if self.state == Progress.WAITING:
            return self.requested_at < at - settings.REPORT_WAIT
        return self.lease_until is not None and self.lease_until < at

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
        """prevent-duty-review-2026-09-30-report-4.pdf"""
        return f"{self.frozen.file_name}.pdf"


class Downloads(models.Model):
    """How often an issued report's file was downloaded on a day, by anybody."""

    frozen = models.ForeignKey(Frozen, on_delete=models.PROTECT, related_name="downloads")
    day = models.DateField()
    kind = models.CharField("pdf, csv or json", max_length=4)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "downloads"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["frozen", "day", "kind"], name="one_count_of_downloads_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.frozen}, {self.day:%-d %B %Y}: {self.count}"


class Notice(models.Model):
    """The e-mail that tells one person on the committee that a report was issued. Sent once, by who claims it."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="notices")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    message_id = models.CharField("Message-ID", max_length=200, unique=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField("why it was not sent", max_length=300, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "person"], name="one_notice_of_a_report_for_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.report}, to {self.person}"
