"""The technical administrator's view of reports: to be read, and nothing else."""

from django.contrib import admin

from recommendations.admin import ReadOnly
from reports.models import Copy, Letter, Notice, Report


@admin.register(Report)
class ReportAdmin(ReadOnly):
    """Drafts and issued reports."""

    list_display = ("number", "committee", "review", "quarter", "as_at", "begun_by", "begun_at", "issued_on")
    list_filter = ("committee",)
    list_select_related = ("review", "committee", "begun_by")
    date_hierarchy = "as_at"
    show_full_result_count = False
    list_per_page = 50


@admin.register(Copy)
class CopyAdmin(ReadOnly):
    """PDFs that were asked for, and what came of them."""

    list_display = ("frozen", "state", "step", "requested_by", "requested_at", "reason")
    list_filter = ("state",)
    list_select_related = (
        "frozen__report__committee",
        "frozen__report__review",
        "frozen__letter__witness",
        "requested_by",
    )
    show_full_result_count = False
    list_per_page = 50


@admin.register(Letter)
class LetterAdmin(ReadOnly):
    """Letters to witnesses."""

    list_display = ("witness", "review", "begun_by", "begun_at", "issued_on", "issued_as")
    list_select_related = ("witness", "review", "begun_by")
    show_full_result_count = False
    list_per_page = 50


@admin.register(Notice)
class NoticeAdmin(ReadOnly):
    """E-mails that tell of issued reports."""

    list_display = ("report", "person", "sent_at", "attempts", "reason")
    list_select_related = ("report__committee", "report__review", "person")
    show_full_result_count = False
    list_per_page = 50
