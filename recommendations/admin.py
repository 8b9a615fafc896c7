"""The technical administrator's view of reviews. History can be read here and never changed."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from recommendations.models import Action, Extension, Part, Recommendation, Response, Review, Theme, Update, Verdict


class ReadOnly(admin.ModelAdmin[Model]):
    """Rows that only the verbs of the workflow write."""

    # An administrator holds no post and sits on no committee: the site would answer 404.
    view_on_site = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never."""
        return False


class WithoutExempt(admin.ModelAdmin[Model]):
    """Rows that can be exempt: an administrator reads those that anybody reads, unless another role lets them."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        """What this person may read."""
        rows: Any = super().get_queryset(request)
        found: QuerySet[Model] = rows.shown_to(request.roles)  # type: ignore[attr-defined]
        return found


class ReadOnlyWithoutExempt(WithoutExempt, ReadOnly):
    """Rows that only the verbs write, and that can be exempt."""


class PartInline(admin.TabularInline[Part, Recommendation]):
    """The lettered parts of a recommendation, as published."""

    model = Part
    extra = 0
    max_num = 0
    can_delete = False
    readonly_fields = ("label", "text", "body_text", "partner_service")


@admin.register(Recommendation)
class RecommendationAdmin(ReadOnly):
    """Recommendations: their words as the committee published them, and which services lead."""

    list_display = ("reference", "title", "review", "lead_service")
    list_select_related = ("review", "lead_service")
    list_filter = ("review",)
    inlines = (PartInline,)


@admin.register(Review)
class ReviewAdmin(ReadOnly):
    """Reviews: their dates, and the day they were published."""

    list_display = ("title", "committee", "adopted_on", "published_on")
    list_select_related = ("committee",)


admin.site.register([Action, Response, Theme, Verdict], ReadOnly)
admin.site.register([Update, Extension], ReadOnlyWithoutExempt)
