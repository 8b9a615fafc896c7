"""The technical administrator's view of councils, committees and posts."""

from django.contrib import admin

from council.models import Committee, Council, Directorate, Holding, Meeting, Membership, Post, Service


class HoldingInline(admin.TabularInline[Holding, Post]):
    """Who holds a post."""

    model = Holding
    extra = 0


@admin.register(Post)
class PostAdmin(admin.ModelAdmin[Post]):
    """Posts with their holders."""

    list_display = ("title", "service", "is_head")
    list_select_related = ("service",)
    search_fields = ("title",)
    inlines = (HoldingInline,)


admin.site.register([Council, Committee, Meeting, Membership, Directorate, Service, Holding])
