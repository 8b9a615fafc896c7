"""What was planned to be said, to whom, and what became of it. Kept for ever; nothing here is deleted."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from recommendations.models import Action
from reminders.states import UNSETTLED, Kind, MessageState


class Message(models.Model):
    """One digest for one person on one local day. Whoever changes its state by a conditional update may send it."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="digests")
    day = models.DateField("local day it is for")
    state = models.CharField(max_length=10, choices=MessageState.choices, default=MessageState.PLANNED)
    # Given before the first attempt and never changed, so that a mail server or reader can tell a repeat.
    message_id = models.CharField("Message-ID", max_length=200, unique=True)
    planned_at = models.DateTimeField()
    # Empty until the day's planning is complete, so that no half digest goes out.
    next_attempt_at = models.DateTimeField("not sent before", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_by = models.CharField("worker that sends it", max_length=100, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField("why it waits, failed or was not needed", max_length=300, blank=True)
    may_have_been_sent = models.BooleanField("an earlier attempt may have arrived", default=False)

    class Meta:
        ordering = ("-day", "-pk")
        indexes: ClassVar = [
            models.Index(fields=["state", "next_attempt_at"], name="messages_that_wait"),
            models.Index(fields=["state", "claimed_until"], name="messages_in_hand"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["recipient", "day"], name="one_digest_a_person_a_day"),
            models.UniqueConstraint(
                fields=["recipient"], condition=Q(state__in=UNSETTLED), name="one_unsettled_digest_a_person"
            ),
            models.CheckConstraint(
                condition=Q(state=MessageState.CLAIMED, claimed_until__isnull=False) & ~Q(claimed_by="")
                | ~Q(state=MessageState.CLAIMED) & Q(claimed_until__isnull=True, claimed_by=""),
                name="a_claimed_message_and_no_other_has_a_lease",
            ),
            models.CheckConstraint(
                condition=Q(state=MessageState.SENT, sent_at__isnull=False)
                | ~Q(state=MessageState.SENT) & Q(sent_at__isnull=True),
                name="a_sent_message_and_no_other_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(MessageState.FAILED, MessageState.CANCELLED)) | ~Q(reason=""),
                name="a_message_that_was_not_sent_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient}, {self.day:%-d %B %Y}: {self.get_state_display().lower()}"


class Reminder(models.Model):
    """One thing said, or to be said, to one person about one action.

    The key holds the date that the reminder counts from, so a target date that moves begins anew. A withdrawn row
    stays and frees its key: what holds again is said again.
    """

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="reminders")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    about_on = models.DateField("date it counts from", help_text="The target date, the last update, or the request.")
    due_on = models.DateField("was due to be said on")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reminders")
    planned_on = models.DateField()
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="reminders")
    withdrawn_because = models.CharField("why it was not said", max_length=300, blank=True)

    class Meta:
        ordering = ("-planned_on", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["action", "kind", "about_on", "due_on", "recipient"],
                condition=Q(withdrawn_because=""),
                name="a_thing_is_said_once_to_a_person",
            ),
            models.CheckConstraint(condition=Q(due_on__lte=F("planned_on")), name="nothing_is_said_before_it_is_due"),
            models.CheckConstraint(
                condition=~Q(kind=Kind.OVERDUE) | Q(due_on__gt=F("about_on")), name="overdue_is_never_said_too_early"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action.reference}, {self.get_kind_display().lower()}, to {self.recipient}"

    @property
    def result(self) -> str:
        """What became of it, in words."""
        if self.withdrawn_because:
            return f"Not said: {self.withdrawn_because}"
        words = self.message.get_state_display()
        return f"{words}: {self.message.reason}" if self.message.reason else words


class PlannedDay(models.Model):
    """When reminders were planned for a day, and for how many actions there was nobody to tell."""

    day = models.DateField(unique=True)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    unheard_actions = models.PositiveIntegerField()

    class Meta:
        ordering = ("-day",)

    def __str__(self) -> str:
        return f"{self.day:%-d %B %Y}"


class OutboxMail(models.Model):
    """A mail of the demonstration, as it would have been sent. Rows exist only where the demonstration runs."""

    sender = models.CharField("from", max_length=300)
    to = models.CharField(max_length=1000)
    subject = models.CharField(max_length=998)
    text = models.TextField()
    html = models.TextField(blank=True)
    headers = models.JSONField()
    message_id = models.CharField("Message-ID", max_length=300, db_index=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = "mail in the outbox"
        verbose_name_plural = "mails in the outbox"

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        """Its page in the outbox."""
        return reverse("reminders:outbox_mail", args=[self.pk])
