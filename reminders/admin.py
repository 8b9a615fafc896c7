"""The ledger of reminders in the technical administration: to be read, and nothing else."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from reminders.models import Message, OutboxMail, PlannedDay, QuietDays, Reminder, RuleSetting, Run


class ReadOnly(admin.ModelAdmin[Model]):
    """Neither add nor change nor delete. Counting all rows of a large table is left out."""

    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Rows come from planning alone."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Rows change by delivery alone."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Kept for ever."""
        return False


@admin.register(Message)
class MessageAdmin(ReadOnly):
    """Digests."""

    list_display = ("day", "recipient", "state", "attempts", "sent_at", "reason")
    list_filter = ("state", "may_have_been_sent")
    list_select_related = ("recipient",)
    date_hierarchy = "day"


@admin.register(Reminder)
class ReminderAdmin(ReadOnly):
    """What each digest says."""

    list_display = ("planned_on", "kind", "subject_id", "recipient", "due_on", "result")
    list_filter = ("kind",)
    list_select_related = ("recipient", "message")
    date_hierarchy = "planned_on"


@admin.register(PlannedDay)
class PlannedDayAdmin(ReadOnly):
    """When planning ran."""

    list_display = ("day", "first_at", "last_at", "unheard_actions")


@admin.register(OutboxMail)
class OutboxMailAdmin(ReadOnly):
    """The demonstration's mails."""

    list_display = ("at", "to", "subject")


@admin.register(RuleSetting)
class RuleSettingAdmin(ReadOnly):
    """What committees changed."""

    list_display = ("committee", "kind", "stages", "repeat", "is_on")


@admin.register(QuietDays)
class QuietDaysAdmin(ReadOnly):
    """Who is away."""

    list_display = ("user", "from_on", "to_on", "deputy")


@admin.register(Run)
class RunAdmin(ReadOnly):
    """When timed work last ran."""

    list_display = ("task", "began_at", "ended_at", "failed_at", "fault")
