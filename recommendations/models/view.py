"""A way of looking at a review or a committee, kept by name."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from council.models import Committee
from recommendations.models.review import Review
from recommendations.states import ViewPage


class SavedView(models.Model):
    """The address of a dashboard or a list with its filters, under a name; shared with the committee or one's own."""

    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="saved_views")
    # Empty where all of the committee's reviews are looked at.
    review = models.ForeignKey(Review, on_delete=models.CASCADE, null=True, blank=True, related_name="saved_views")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=80)
    page = models.CharField(max_length=30, choices=ViewPage.choices)
    query = models.CharField(max_length=1000, blank=True)
    is_shared = models.BooleanField("others of the council see it too", default=False)
    saved_on = models.DateField()

    class Meta:
        ordering = ("name", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="a_saved_view_has_a_name"),
            models.UniqueConstraint(
                fields=["owner", "committee", "name"],
                name="one_saved_view_of_a_name",
                violation_error_message="You have a view of this name already. Choose another name",
                violation_error_code="name",
            ),
        ]

    def __str__(self) -> str:
        return self.name
