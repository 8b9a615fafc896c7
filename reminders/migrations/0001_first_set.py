import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import reminders.rules
from accounts.first_set import FirstSet


class Migration(FirstSet):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("council", "0001_first_set"),
    ]

    operations = [
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("worker", models.CharField(max_length=100, unique=True)),
                (
                    "message_id",
                    models.PositiveBigIntegerField(
                        default=0, verbose_name="being handed to the server; 0 before the first"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="since")),
            ],
        ),
        migrations.CreateModel(
            name="OutboxMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sender", models.CharField(max_length=300, verbose_name="from")),
                ("to", models.CharField(max_length=1000)),
                ("subject", models.CharField(max_length=998)),
                ("text", models.TextField()),
                ("html", models.TextField(blank=True)),
                ("headers", models.JSONField()),
                ("message_id", models.CharField(db_index=True, max_length=300, verbose_name="Message-ID")),
                ("at", models.DateTimeField(db_index=True)),
            ],
            options={
                "verbose_name": "mail in the outbox",
                "verbose_name_plural": "mails in the outbox",
                "ordering": ("-at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="PlannedDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True)),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("unheard_actions", models.PositiveIntegerField()),
            ],
            options={
                "ordering": ("-day",),
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("task", models.CharField(max_length=100, unique=True)),
                ("first_at", models.DateTimeField(verbose_name="known since")),
                ("began_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("failed_at", models.DateTimeField(null=True)),
                ("fault", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ("task",),
            },
        ),
        migrations.CreateModel(
            name="HistoricalRuleSetting",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=reminders.rules.labels,
                        max_length=20,
                    ),
                ),
                ("stages", models.JSONField()),
                (
                    "repeat",
                    models.CharField(
                        choices=[
                            ("never", "Not again"),
                            ("monday", "Each Monday"),
                            ("tuesday", "Each Tuesday"),
                            ("wednesday", "Each Wednesday"),
                            ("thursday", "Each Thursday"),
                            ("friday", "Each Friday"),
                            ("7", "Every 7 days"),
                            ("14", "Every 14 days"),
                            ("28", "Every 28 days"),
                            ("30", "Every 30 days"),
                        ],
                        max_length=10,
                    ),
                ),
                ("is_on", models.BooleanField(default=True, verbose_name="is said")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="council.committee",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical rule setting",
                "verbose_name_plural": "historical rule settings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="local day it is for")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("claimed", "Being sent"),
                            ("sent", "Sent"),
                            ("failed", "Failed"),
                            ("bounced", "Came back"),
                            ("cancelled", "Not needed any more"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("message_id", models.CharField(max_length=200, unique=True, verbose_name="Message-ID")),
                ("planned_at", models.DateTimeField()),
                ("next_attempt_at", models.DateTimeField(blank=True, null=True, verbose_name="not sent before")),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("claimed_by", models.CharField(blank=True, max_length=100, verbose_name="worker that sends it")),
                ("claimed_until", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "bounced_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="told by the provider that it came back"),
                ),
                (
                    "provider_id",
                    models.CharField(blank=True, db_index=True, max_length=200, verbose_name="the provider’s own id"),
                ),
                (
                    "reason",
                    models.CharField(blank=True, max_length=300, verbose_name="why it waits, failed or was not needed"),
                ),
                (
                    "may_have_been_sent",
                    models.BooleanField(default=False, verbose_name="an earlier attempt may have arrived"),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="digests", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("-day", "-pk"),
                "indexes": [
                    models.Index(fields=["state", "next_attempt_at"], name="messages_that_wait"),
                    models.Index(fields=["state", "claimed_until"], name="messages_in_hand"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("recipient", "day"), name="one_digest_a_person_a_day"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("planned", "claimed"))),
                        fields=("recipient",),
                        name="one_unsettled_digest_a_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("claimed_until__isnull", False),
                                ("state", "claimed"),
                                models.Q(("claimed_by", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "claimed"), _negated=True),
                                ("claimed_by", ""),
                                ("claimed_until__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="a_claimed_message_and_no_other_has_a_lease",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state__in", ("sent", "bounced"))),
                            models.Q(
                                models.Q(("state__in", ("sent", "bounced")), _negated=True), ("sent_at__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="a_sent_message_and_no_other_has_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("bounced_at__isnull", False), ("state", "bounced")),
                            models.Q(models.Q(("state", "bounced"), _negated=True), ("bounced_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="a_message_that_came_back_and_no_other_says_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("failed", "bounced", "cancelled")), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_message_that_was_not_sent_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuietDays",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="first day away")),
                ("to_on", models.DateField(verbose_name="last day away")),
                (
                    "deputy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quiet_days",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "quiet days",
                "ordering": ("from_on", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_on__gte", models.F("from_on"))), name="quiet_days_end_after_they_begin"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deputy__isnull", True),
                            models.Q(("deputy", models.F("user")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_stands_in_for_themselves",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=reminders.rules.labels,
                        max_length=20,
                    ),
                ),
                (
                    "subject_id",
                    models.PositiveBigIntegerField(
                        help_text="Of which sort, the kind says.", verbose_name="id of what it is about"
                    ),
                ),
                (
                    "about_on",
                    models.DateField(
                        help_text="The target date, the last update, or the request.",
                        verbose_name="date it counts from",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="was due to be said on")),
                ("planned_on", models.DateField()),
                ("withdrawn_because", models.CharField(blank=True, max_length=300, verbose_name="why it was not said")),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reminders", to="reminders.message"
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-planned_on", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_because", "")),
                        fields=("kind", "subject_id", "about_on", "due_on", "recipient"),
                        name="a_thing_is_said_once_to_a_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__lte", models.F("planned_on"))),
                        name="nothing_is_said_before_it_is_due",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "overdue"), _negated=True),
                            ("due_on__gt", models.F("about_on")),
                            _connector="OR",
                        ),
                        name="overdue_is_never_said_too_early",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RuleSetting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=reminders.rules.labels,
                        max_length=20,
                    ),
                ),
                ("stages", models.JSONField()),
                (
                    "repeat",
                    models.CharField(
                        choices=[
                            ("never", "Not again"),
                            ("monday", "Each Monday"),
                            ("tuesday", "Each Tuesday"),
                            ("wednesday", "Each Wednesday"),
                            ("thursday", "Each Thursday"),
                            ("friday", "Each Friday"),
                            ("7", "Every 7 days"),
                            ("14", "Every 14 days"),
                            ("28", "Every 28 days"),
                            ("30", "Every 30 days"),
                        ],
                        max_length=10,
                    ),
                ),
                ("is_on", models.BooleanField(default=True, verbose_name="is said")),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminder_rules",
                        to="council.committee",
                    ),
                ),
            ],
            options={
                "ordering": ("committee", "kind"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("committee", "kind"), name="one_setting_of_a_rule_for_each_committee"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_on", True), models.Q(("kind", "overdue"), _negated=True), _connector="OR"
                        ),
                        name="overdue_is_never_switched_off",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DigestChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "hour",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="not before this hour, local time"
                    ),
                ),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(0, "Monday"), (1, "Tuesday"), (2, "Wednesday"), (3, "Thursday"), (4, "Friday")],
                        help_text="Empty: each day.",
                        null=True,
                        verbose_name="on this day of the week",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="digest_choice",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hour__isnull", True), models.Q(("hour__gte", 6), ("hour__lte", 18)), _connector="OR"
                        ),
                        name="a_digest_comes_in_the_daytime",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weekday__isnull", True), ("weekday__lte", 4), _connector="OR"),
                        name="a_weekly_digest_comes_on_a_working_day",
                    ),
                ],
            },
        ),
    ]
