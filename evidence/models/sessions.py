"""Where evidence was heard: sessions as the report tells them, who attended, and which paragraphs tell of them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from council.models import SetUp
from evidence.models.source import PanelMember, Paragraph, Witness
from evidence.querysets import EvidenceSessionQuerySet
from recommendations.models import Review


class EvidenceSession(SetUp):
    """A sitting at which evidence was heard. What the report does not say stays empty."""

    class Kind(models.TextChoices):
        SESSION = "session", "Evidence session"
        JOINT = "joint", "Joint session"
        WORKSHOP = "workshop", "Workshop"
        VISIT = "visit", "Visit"
        SEVERAL = "several", "Several sessions, told of together"

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="evidence_sessions", editable=False)
    order = models.PositiveSmallIntegerField(editable=False)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.SESSION)
    held_on = models.DateField("day, where it is known", null=True, blank=True)
    when = models.CharField("when, as printed", max_length=200, blank=True)
    venue = models.CharField("venue, as printed", max_length=300, blank=True)
    about = models.TextField("what is said of it, as printed", blank=True)
    place = models.CharField("place in the report", max_length=40, blank=True)

    objects = EvidenceSessionQuerySet.as_manager()

    class Meta:
        ordering = ("order",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["review", "title"],
                name="one_session_of_a_title_in_a_review",
                violation_error_message="There is a session of this title in this review already",
                violation_error_code="title",
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="a_session_has_a_title",
                violation_error_message="Enter what the session is called",
                violation_error_code="title",
            ),
            models.CheckConstraint(
                condition=~Q(kind="several") | Q(held_on__isnull=True),
                name="several_sessions_have_no_one_day",
                violation_error_message="Several sessions were not held on one day: leave the date empty",
                violation_error_code="held_on",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Who attended, and what it led to."""
        return reverse("evidence:session", args=[self.pk])


class Attendance(models.Model):
    """A witness or a member of the panel was at a session."""

    session = models.ForeignKey(EvidenceSession, on_delete=models.PROTECT, related_name="attendances")
    witness = models.ForeignKey(Witness, on_delete=models.PROTECT, null=True, blank=True, related_name="attendances")
    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, null=True, blank=True, related_name="attendances")

    class Meta:
        ordering = ("session__order", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(witness__isnull=False, member__isnull=True) | Q(witness__isnull=True, member__isnull=False),
                name="an_attendance_is_of_a_witness_or_a_panel_member",
            ),
            models.UniqueConstraint(fields=["session", "witness"], name="a_witness_attends_a_session_once"),
            models.UniqueConstraint(fields=["session", "member"], name="a_panel_member_attends_a_session_once"),
        ]

    def __str__(self) -> str:
        return f"{self.witness or self.member} at {self.session}"


class SessionParagraph(models.Model):
    """This paragraph tells of what was heard at that session."""

    session = models.ForeignKey(EvidenceSession, on_delete=models.PROTECT, related_name="told_in")
    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="sessions")

    class Meta:
        ordering = ("paragraph__order",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "paragraph"], name="a_paragraph_tells_of_a_session_once"),
        ]

    def __str__(self) -> str:
        return f"{self.paragraph} on {self.session}"
