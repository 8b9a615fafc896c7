"""Why something here is not for the public. Kept for ever; an exemption is ended, never deleted."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from recommendations.models.action import Extension, Update
from recommendations.models.question import Question
from recommendations.states import Schedule12A


class Exemption(models.Model):
    """One row is exempt information (Local Government Act 1972, section 100I and Schedule 12A), from a day until ended.

    Each kind of row that can be exempt has a subclass, whose ``subject`` is that row, with the related name
    ``exemptions``. Who may read an exempt row is ``Exemptible.shown_to`` in ``querysets.py``.
    """

    # Named by each subclass.
    subject: Any

    paragraph = models.PositiveSmallIntegerField("paragraph of Schedule 12A", choices=Schedule12A.choices)
    reason = models.TextField("why the public interest is in keeping it back")
    decided_by = models.CharField("post that decided", max_length=200)
    decided_on = models.DateField()
    review_on = models.DateField("to be reviewed on")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_why = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering = ("decided_on", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject"], condition=Q(ended_on__isnull=True), name="one_%(class)s_in_force"
            ),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(decided_by=""), name="%(class)s_says_why_and_who"),
            models.CheckConstraint(
                condition=Q(paragraph__in=Schedule12A.values), name="%(class)s_names_a_paragraph_of_the_schedule"
            ),
            models.CheckConstraint(condition=Q(review_on__gt=F("decided_on")), name="%(class)s_is_reviewed_later"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_by__isnull=True, ended_why="")
                | Q(ended_on__isnull=False, ended_by__isnull=False) & ~Q(ended_why=""),
                name="%(class)s_that_ended_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: exempt, paragraph {self.paragraph}"

    @property
    def is_in_force(self) -> bool:
        """Whether it still keeps its subject from the public."""
        return self.ended_on is None


class UpdateExemption(Exemption):
    """An update that is not for the public."""

    subject = models.ForeignKey(Update, on_delete=models.PROTECT, related_name="exemptions")


class ExtensionExemption(Exemption):
    """A request for more time whose words are not for the public. Its dates are, since they move a target."""

    subject = models.ForeignKey(Extension, on_delete=models.PROTECT, related_name="exemptions")


class QuestionExemption(Exemption):
    """A question that is not for the public, and its answer with it."""

    subject = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="exemptions")
