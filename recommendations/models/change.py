"""What something that stands was changed from, by whom, when and why. Never changed itself."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class Change(models.Model):
    """One thing was changed. A subclass says what it was of, what it was before and what it became."""

    reason = models.TextField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_on = models.DateField()

    class Meta:
        abstract = True
        ordering = ("changed_on", "pk")
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(reason=""), name="%(class)s_says_why")]
