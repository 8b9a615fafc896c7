"""The link in a reminder that opens the form of one action for one person, for one update."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from recommendations.models.action import Action, Update


class UpdateLink(models.Model):
    """Bound to a person and an action, until a day, for one update. Kept, so that it can be told who used which.

    The nonce makes the address one that nobody can make from the number of the row, on another server neither.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+")
    nonce = models.CharField(max_length=32)
    issued_on = models.DateField()
    works_until = models.DateField()
    update = models.OneToOneField(Update, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(works_until__gte=F("issued_on")), name="a_link_works_after_it_is_issued"
            ),
        ]

    def __str__(self) -> str:
        return f"Link of {self.issued_on:%-d %B %Y} for {self.action.reference}"
