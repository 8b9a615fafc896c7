"""What others say to a recommendation: the executive's response, the committee's acts. Append-only."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from council.models import Meeting
from recommendations.models.review import Recommendation
from recommendations.querysets import VerdictQuerySet
from recommendations.states import ResponseKind, VerdictKind, Worked


class Response(models.Model):
    """The executive's answer (Local Government Act 2000, section 9FE). A changed answer is a further row."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="responses")
    kind = models.CharField(max_length=30, choices=ResponseKind.choices)
    reason = models.TextField(blank=True)
    deciding_body = models.CharField(max_length=200)
    decided_on = models.DateField()
    minute = models.CharField("minute reference", max_length=40, blank=True)
    replacement_wording = models.TextField(blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_on = models.DateField()

    class Meta:
        ordering = ("recorded_on", "pk")

    def __str__(self) -> str:
        return f"{self.recommendation.reference}: {self.get_kind_display()}"


class Verdict(models.Model):
    """What the committee thinks of one recommendation at one meeting. Officers claim, the committee decides.

    One that was recorded wrongly is put right by a further row of the same meeting, which says why: the last one holds.
    """

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="verdicts")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="verdicts")
    verdict = models.CharField(max_length=20, choices=VerdictKind.choices)
    words = models.TextField(blank=True)
    minute = models.CharField("minute reference", max_length=40)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_on = models.DateField()
    corrected_because = models.TextField(blank=True)
    corrected_as = models.CharField("corrected in which part", max_length=200, blank=True)

    objects = VerdictQuerySet.as_manager()

    class Meta:
        ordering = ("meeting__held_on", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["recommendation", "meeting"],
                condition=Q(corrected_because=""),
                name="one_verdict_at_a_meeting",
            ),
            models.CheckConstraint(
                condition=Q(corrected_because="", corrected_as="") | ~Q(corrected_because="") & ~Q(corrected_as=""),
                name="a_corrected_verdict_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation.reference}: {self.get_verdict_display()}"


class CallIn(models.Model):
    """The committee wants to look at a recommendation at a meeting to come, and says why; until it takes that back."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="call_ins")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="call_ins")
    why = models.TextField()
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    called_as = models.CharField("in which part", max_length=200)
    called_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_as = models.CharField("withdrawn in which part", max_length=200, blank=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        ordering = ("called_on", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(why=""), name="a_call_in_says_why"),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, withdrawn_by=None, withdrawn_because="")
                | Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_because=""),
                name="a_withdrawn_call_in_says_why",
            ),
            models.UniqueConstraint(
                fields=["recommendation", "meeting"],
                condition=Q(withdrawn_on=None),
                name="called_in_once_to_a_meeting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation.reference}: called in to the meeting of {self.meeting.held_on:%-d %B %Y}"


class OutcomeCheck(models.Model):
    """Did it work? Asked 6 to 12 months after sign-off. "Too early to tell" is asked again."""

    verdict = models.ForeignKey(Verdict, on_delete=models.PROTECT, related_name="outcome_checks")
    worked = models.CharField(max_length=20, choices=Worked.choices)
    words = models.TextField()
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    checked_as = models.CharField("in which part", max_length=200)
    checked_on = models.DateField()

    class Meta:
        ordering = ("checked_on", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(words=""), name="an_outcome_check_says_what_was_found"),
            models.UniqueConstraint(fields=["verdict", "checked_on"], name="one_outcome_check_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.verdict.recommendation.reference}: {self.get_worked_display().lower()}"
