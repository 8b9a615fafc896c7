"""Keys: what lets a program read as the person who made it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from council.models import Committee


class Key(models.Model):
    """A secret of one person's, shown once and kept as its SHA-256 alone. It opens what its person may see.

    A token goes into a header of the API; a calendar's secret is part of its address. What was revoked stays in the
    list, and opens nothing.
    """

    class Opens(models.TextChoices):
        READ = "read", "The API, to read"
        UPDATE = "update", "The API, to read and to give updates"
        CALENDAR = "calendar", "A calendar"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="keys")
    opens = models.CharField(max_length=10, choices=Opens.choices)
    committee = models.ForeignKey(
        Committee, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="Of whose calendar."
    )
    name = models.CharField(max_length=80)
    # Enough to tell two keys apart in a list, and no help to anybody who guesses.
    begins = models.CharField("its first letters", max_length=8)
    digest = models.CharField("SHA-256 of the secret", max_length=64, unique=True)
    made_on = models.DateField()
    used_on = models.DateField("last used on", null=True, blank=True)
    revoked_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(digest=""), name="a_key_has_a_name_and_a_digest"),
            models.CheckConstraint(
                condition=Q(opens="calendar") | Q(committee__isnull=True), name="only_a_calendar_is_of_a_committee"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_calendar(self) -> bool:
        """Whether it is the address of a calendar."""
        return self.opens == self.Opens.CALENDAR
