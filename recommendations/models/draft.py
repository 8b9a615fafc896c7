"""What an officer has typed and not given yet. Theirs alone: nobody else reads it, an administrator neither."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from recommendations.models.action import Action


class Draft(models.Model):
    """The words of one person's form for one action, kept as they type; gone once the update is given."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="+")
    words = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "action"], name="one_draft_of_a_person_for_an_action"),
        ]

    def __str__(self) -> str:
        return f"Draft for {self.action.reference}"
