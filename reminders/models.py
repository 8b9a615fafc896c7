"""What was planned to be said, to whom, and what became of it. Kept for ever; nothing here is deleted."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from council.models import Committee, SetUp
from reminders.rule import Rule
from reminders.rules import BY_KIND, labels
from reminders.states import TAKEN, UNDELIVERED, UNSETTLED, MessageState, Repeat, Subject


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
    bounced_at = models.DateTimeField("told by the provider that it came back", null=True, blank=True)
    provider_id = models.CharField("the provider’s own id", max_length=200, blank=True, db_index=True)
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
                condition=Q(state__in=TAKEN, sent_at__isnull=False) | ~Q(state__in=TAKEN) & Q(sent_at__isnull=True),
                name="a_sent_message_and_no_other_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state=MessageState.BOUNCED, bounced_at__isnull=False)
                | ~Q(state=MessageState.BOUNCED) & Q(bounced_at__isnull=True),
                name="a_message_that_came_back_and_no_other_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(*UNDELIVERED, MessageState.CANCELLED)) | ~Q(reason=""),
                name="a_message_that_was_not_sent_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient}, {self.day:%-d %B %Y}: {self.get_state_display().lower()}"


class Hold(models.Model):
    """Where a worker stands in the messages that it has in hand, which it goes through in the order of their ids.

    Those before ``message_id`` were taken by the mail server, or settled; that one may have been; those after it were
    not begun. A row of its own, because it is written before each mail and that of a message takes three times as long.
    """

    worker = models.CharField(max_length=100, unique=True)
    message_id = models.PositiveBigIntegerField("being handed to the server; 0 before the first", default=0)
    at = models.DateTimeField("since")

    def __str__(self) -> str:
        return f"{self.worker}: message {self.message_id}"


class Reminder(models.Model):
    """One thing said, or to be said, to one person about one row: an action, or what else its kind is about.

    The key holds the date that the reminder counts from, so a target date that moves begins anew. A withdrawn row
    stays and frees its key: what holds again is said again.
    """

    kind = models.CharField(max_length=20, choices=labels)
    subject_id = models.PositiveBigIntegerField("id of what it is about", help_text="Of which sort, the kind says.")
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
                fields=["kind", "subject_id", "about_on", "due_on", "recipient"],
                condition=Q(withdrawn_because=""),
                name="a_thing_is_said_once_to_a_person",
            ),
            models.CheckConstraint(condition=Q(due_on__lte=F("planned_on")), name="nothing_is_said_before_it_is_due"),
            models.CheckConstraint(
                condition=~Q(kind="overdue") | Q(due_on__gt=F("about_on")), name="overdue_is_never_said_too_early"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject.label} {self.subject_id}, {self.get_kind_display().lower()}, to {self.recipient}"

    @property
    def subject(self) -> Subject:
        """The sort of row that it is about."""
        return self.rule.subject

    @property
    def rule(self) -> Rule:
        """The rule that it comes from, as every committee begins with it."""
        return BY_KIND[self.kind]

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


class RuleSetting(SetUp):
    """A committee's own days for one rule. Without a row, the rule is as ``rules.py`` says."""

    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="reminder_rules")
    kind = models.CharField(max_length=20, choices=labels)
    # Days from the clock's date, negative ones before it.
    stages = models.JSONField()
    repeat = models.CharField(max_length=10, choices=Repeat.choices)
    is_on = models.BooleanField("is said", default=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ("committee", "kind")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["committee", "kind"], name="one_setting_of_a_rule_for_each_committee"),
            models.CheckConstraint(condition=Q(is_on=True) | ~Q(kind="overdue"), name="overdue_is_never_switched_off"),
        ]

    def __str__(self) -> str:
        return f"{self.committee}: {self.get_kind_display().lower()}"


class DigestChoice(models.Model):
    """When a person wants their digest: from which hour, and each day or on one day of the week."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, "Monday"
        TUESDAY = 1, "Tuesday"
        WEDNESDAY = 2, "Wednesday"
        THURSDAY = 3, "Thursday"
        FRIDAY = 4, "Friday"

    EARLIEST, LATEST = 6, 18

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="digest_choice")
    hour = models.PositiveSmallIntegerField("not before this hour, local time", null=True, blank=True)
    weekday = models.PositiveSmallIntegerField(
        "on this day of the week", choices=Weekday.choices, null=True, blank=True, help_text="Empty: each day."
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(hour__isnull=True) | Q(hour__gte=6, hour__lte=18), name="a_digest_comes_in_the_daytime"
            ),
            models.CheckConstraint(
                condition=Q(weekday__isnull=True) | Q(weekday__lte=4), name="a_weekly_digest_comes_on_a_working_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_weekday_display() or 'each day'}"


class QuietDays(models.Model):
    """Days on which a person is away. Whoever else answers for their posts hears instead."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="quiet_days")
    from_on = models.DateField("first day away")
    to_on = models.DateField("last day away")
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("from_on", "pk")
        verbose_name_plural = "quiet days"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="quiet_days_end_after_they_begin"),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | ~Q(deputy=F("user")), name="nobody_stands_in_for_themselves"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: away from {self.from_on:%-d %B %Y} to {self.to_on:%-d %B %Y}"


class Run(models.Model):
    """When one piece of timed work last began and last ended. One row for each task of the schedule."""

    task = models.CharField(max_length=100, unique=True)
    first_at = models.DateTimeField("known since")
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("task",)

    def __str__(self) -> str:
        return self.task
