"""The technical administrator's view of councils, committees and posts."""

from django.contrib import admin
from django.http import HttpRequest

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


admin.site.register([Council, Meeting, Membership, Directorate, Service, Holding, Vacancy, Departure, PlainTerm])
