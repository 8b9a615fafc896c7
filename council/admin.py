"""The technical administrator's view of councils, committees and posts."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Field, Model
from django.http import HttpRequest

from council.horizon import near
from council.models import (
    Committee,
    Council,
    Departure,
    Directorate,
    Holding,
    Meeting,
    Membership,
    PlainTerm,
    Post,
    Service,
    Vacancy,
)


class WithDays(admin.ModelAdmin[Model]):
    """Rows that are saved here without a verb. A day in them is held against the day of the request: a row has no
    clock of its own."""

    def formfield_for_dbfield(
        self, db_field: Field[Any, Any], request: HttpRequest, **options: Any
    ) -> forms.Field | None:
        """The box of a column; one for a day takes none that lies too far ahead to be meant."""
        box = super().formfield_for_dbfield(db_field, request, **options)
        if isinstance(box, forms.DateField):
            box.validators.append(near(request.day))  # type: ignore[attr-defined]
        return box


class HoldingInline(admin.TabularInline[Holding, Post]):
    """Who holds a post, to be read: what is said in one go of two holders is checked of neither."""

    model = Holding
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        """Never: a holding has a page of its own."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        """Never."""
        return False


@admin.register(Post)
class PostAdmin(admin.ModelAdmin[Post]):
    """Posts with their holders."""

    # The site's own page is for those who assign the post.
    view_on_site = False
    list_display = ("title", "service", "is_head")
    list_select_related = ("service",)
    search_fields = ("title",)
    inlines = (HoldingInline,)


@admin.register(Committee)
class CommitteeAdmin(admin.ModelAdmin[Committee]):
    """Committees with their settings."""

    view_on_site = False
    list_display = ("name", "council", "publishes")
    list_select_related = ("council",)


admin.site.register([Meeting, Membership, Holding, Vacancy, Departure], WithDays)
admin.site.register([Council, Directorate, Service, PlainTerm])
