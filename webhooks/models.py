"""Webhooks of a council, and what was sent to each. The rows are the truth: a wake-up of a worker may be lost."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from council.models import Council, SetUp
from webhooks.states import PAUSES, UNSETTLED, DeliveryState, Event


class Endpoint(SetUp):
    """An address of a council's that is told of events, by POST, signed with a secret of its own.

    The secret is kept nowhere: it is made of SECRET_KEY and the salt, see ``signing.py``.
    """

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="webhooks")
    name = models.CharField(max_length=80)
    address = models.CharField(max_length=500)
    tells_reports = models.BooleanField("report issued", default=True)
    tells_verdicts = models.BooleanField("verdict recorded", default=True)
    salt = models.CharField(max_length=43)
    digest = models.CharField("SHA-256 of the secret", max_length=64)
    # For a day after another secret was made, messages are signed with both.
    earlier_salt = models.CharField(max_length=43, blank=True)
    earlier_until = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField()
    paused_on = models.DateField(null=True, blank=True)
    # Since the first attempt that failed after the last one that did not.
    failing_since = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords(excluded_fields=["salt", "digest", "earlier_salt", "earlier_until", "failing_since"])

    class Meta:
        ordering = ("name", "pk")
        verbose_name = "webhook"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["council", "name"],
                name="one_webhook_for_each_name_in_a_council",
                violation_error_message="There is a webhook of this name already",
                violation_error_code="name",
            ),
            models.CheckConstraint(
                condition=Q(tells_reports=True) | Q(tells_verdicts=True), name="a_webhook_tells_of_something"
            ),
            models.CheckConstraint(
                condition=~Q(salt="") & ~Q(digest="") & ~Q(address=""), name="a_webhook_has_an_address_and_a_secret"
            ),
            models.CheckConstraint(
                condition=Q(earlier_salt="", earlier_until__isnull=True)
                | ~Q(earlier_salt="") & Q(earlier_until__isnull=False),
                name="an_earlier_secret_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("webhooks:webhook", args=[self.pk])

    @property
    def told_of(self) -> list[Event]:
        """What it is told of."""
        wanted = ((self.tells_reports, Event.REPORT), (self.tells_verdicts, Event.VERDICT))
        return [event for is_wanted, event in wanted if is_wanted]

    @property
    def events(self) -> str:
        """The same in words."""
        return ", ".join(str(event.label) for event in self.told_of).capitalize()


class Delivery(models.Model):
    """One event for one webhook. What it says is made as it is sent, of what may be read then; no words are kept here.

    It is waiting, in a worker's hand until a lease ends, delivered, or given up.
    """

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries")
    event = models.CharField(max_length=20, choices=Event.choices)
    subject_id = models.PositiveBigIntegerField("id of the report or the verdict", null=True)
    # Given before the first attempt and never changed, so that a receiver can tell a repeat.
    webhook_id = models.CharField(max_length=40, unique=True)
    happened_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    next_attempt_at = models.DateTimeField("not sent before")
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_by = models.CharField("worker that sends it", max_length=100, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    answered = models.PositiveSmallIntegerField("status of the last answer", null=True, blank=True)
    settled_at = models.DateTimeField("delivered or given up at", null=True, blank=True)
    reason = models.CharField("why the last attempt failed", max_length=300, blank=True)

    class Meta:
        ordering = ("-happened_at", "-pk")
        verbose_name_plural = "deliveries"
        indexes: ClassVar = [
            models.Index(fields=["state", "next_attempt_at"], name="deliveries_that_wait"),
            models.Index(fields=["endpoint", "-happened_at"], name="deliveries_of_a_webhook"),
            # What is kept for so many days.
            models.Index(fields=["happened_at"], name="deliveries_by_age"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["endpoint", "event", "subject_id"], name="a_webhook_is_told_once_of_a_thing"
            ),
            models.CheckConstraint(
                condition=Q(event=Event.TEST, subject_id__isnull=True)
                | ~Q(event=Event.TEST) & Q(subject_id__isnull=False),
                name="a_test_and_nothing_else_is_about_nothing",
            ),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.IN_HAND, claimed_until__isnull=False) & ~Q(claimed_by="")
                | ~Q(state=DeliveryState.IN_HAND) & Q(claimed_until__isnull=True, claimed_by=""),
                name="a_delivery_in_hand_and_no_other_has_a_lease",
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNSETTLED, settled_at__isnull=True)
                | ~Q(state__in=UNSETTLED) & Q(settled_at__isnull=False),
                name="a_settled_delivery_and_no_other_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=DeliveryState.DELIVERED) | Q(answered__gte=200, answered__lt=300),
                name="a_delivered_webhook_was_answered_well",
            ),
            models.CheckConstraint(
                condition=~Q(state=DeliveryState.GIVEN_UP) | ~Q(reason=""), name="a_delivery_given_up_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_event_display()}, to {self.endpoint}: {self.get_state_display().lower()}"

    @property
    def is_settled(self) -> bool:
        """Whether nothing more happens by itself."""
        return self.state not in UNSETTLED

    @property
    def given_up_at(self) -> datetime:
        """When the last attempt would be made, were each of them to fail."""
        return self.next_attempt_at + sum(PAUSES[self.attempts :], timedelta())
