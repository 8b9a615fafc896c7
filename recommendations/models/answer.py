"""What others answer to a recommendation: the executive's response and the committee's verdicts. Append-only."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from council.models import Meeting
from recommendations.models.review import Recommendation
from recommendations.states import ResponseKind, VerdictKind


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
    """What the committee thinks of one recommendation at one meeting. Officers claim, the committee decides."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="verdicts")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="verdicts")
    verdict = models.CharField(max_length=20, choices=VerdictKind.choices)
    words = models.TextField(blank=True)
    minute = models.CharField("minute reference", max_length=40)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_on = models.DateField()

    class Meta:
        ordering = ("meeting__held_on", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["recommendation", "meeting"], name="one_verdict_at_a_meeting"),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation.reference}: {self.get_verdict_display()}"
