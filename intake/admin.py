"""The technical administrator's view of imports: read, never changed."""

from django.contrib import admin

from intake.models import ImportedReport
from recommendations.admin import ReadOnly


@admin.register(ImportedReport)
class ImportedReportAdmin(ReadOnly):
    """Imports and how far they are."""

    list_display = ("name", "committee", "stage", "chosen_at")
    list_select_related = ("committee",)
    exclude = ("source", "found")
