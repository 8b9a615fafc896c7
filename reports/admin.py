"""The technical administrator's view of reports: to be read, and nothing else."""

from django.contrib import admin

from recommendations.admin import ReadOnly
from reports.models import Report


@admin.register(Report)
class ReportAdmin(ReadOnly):
    """Reports that were asked for, and what came of them."""

    list_display = ("review", "quarter", "as_at", "state", "step", "requested_by", "requested_at", "reason")
    list_filter = ("state",)
    list_select_related = ("review", "requested_by")
    date_hierarchy = "as_at"
    show_full_result_count = False
    list_per_page = 50
