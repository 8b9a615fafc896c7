"""Reminders of every kind. No install has reminders of before, so none are carried over."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("council", "0001_first_set"),
        ("reminders", "0001_first_set"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
            ],
        ),
        migrations.CreateModel(
            name="HistoricalRuleSetting",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("overdue", "Overdue"),
                            ("extension_waiting", "More time waits for a decision"),
                            ("question_waiting", "A question waits for an answer"),
                            ("escalated", "Overdue, told to the head of service"),
                            ("chairs_list", "Overdue, on the chair’s list"),
                            ("response_waiting", "The executive’s response"),
                            ("papers", "Papers for a meeting"),
                            ("before_due", "Due soon"),
                            ("outcome_due", "An outcome to check"),
                            ("exemption_review", "Exempt items to look at again"),
                            ("vacancy", "A vacant post with open work"),
                            ("stale", "No update for too long"),
                        ],
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
            name="QuietDays",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="first day away")),
                ("to_on", models.DateField(verbose_name="last day away")),
            ],
            options={
                "verbose_name_plural": "quiet days",
                "ordering": ("from_on", "pk"),
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
                        choices=[
                            ("overdue", "Overdue"),
                            ("extension_waiting", "More time waits for a decision"),
                            ("question_waiting", "A question waits for an answer"),
                            ("escalated", "Overdue, told to the head of service"),
                            ("chairs_list", "Overdue, on the chair’s list"),
                            ("response_waiting", "The executive’s response"),
                            ("papers", "Papers for a meeting"),
                            ("before_due", "Due soon"),
                            ("outcome_due", "An outcome to check"),
                            ("exemption_review", "Exempt items to look at again"),
                            ("vacancy", "A vacant post with open work"),
                            ("stale", "No update for too long"),
                        ],
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
            ],
            options={
                "ordering": ("committee", "kind"),
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
        migrations.RemoveConstraint(
            model_name="message",
            name="a_claimed_message_and_no_other_has_a_lease",
        ),
        migrations.RemoveConstraint(
            model_name="message",
            name="a_sent_message_and_no_other_has_a_time",
        ),
        migrations.RemoveConstraint(
            model_name="message",
            name="a_message_that_was_not_sent_says_why",
        ),
        migrations.RemoveConstraint(
            model_name="reminder",
            name="a_thing_is_said_once_to_a_person",
        ),
        migrations.AddField(
            model_name="message",
            name="begun_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="handed to the server from"),
        ),
        migrations.AddField(
            model_name="message",
            name="bounced_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="told by the provider that it came back"),
        ),
        migrations.AddField(
            model_name="message",
            name="provider_id",
            field=models.CharField(blank=True, db_index=True, max_length=200, verbose_name="the provider’s own id"),
        ),
        migrations.AddField(
            model_name="reminder",
            name="subject_id",
            field=models.PositiveBigIntegerField(
                default=0, help_text="Of which sort, the kind says.", verbose_name="id of what it is about"
            ),
            preserve_default=False,
        ),
        migrations.RemoveField(
            model_name="reminder",
            name="action",
        ),
        migrations.AlterField(
            model_name="message",
            name="state",
            field=models.CharField(
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
        migrations.AlterField(
            model_name="reminder",
            name="kind",
            field=models.CharField(
                choices=[
                    ("overdue", "Overdue"),
                    ("extension_waiting", "More time waits for a decision"),
                    ("question_waiting", "A question waits for an answer"),
                    ("escalated", "Overdue, told to the head of service"),
                    ("chairs_list", "Overdue, on the chair’s list"),
                    ("response_waiting", "The executive’s response"),
                    ("papers", "Papers for a meeting"),
                    ("before_due", "Due soon"),
                    ("outcome_due", "An outcome to check"),
                    ("exemption_review", "Exempt items to look at again"),
                    ("vacancy", "A vacant post with open work"),
                    ("stale", "No update for too long"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("claimed_until__isnull", False),
                        ("state", "claimed"),
                        models.Q(("claimed_by", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("state", "claimed"), _negated=True),
                        ("begun_at__isnull", True),
                        ("claimed_by", ""),
                        ("claimed_until__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="a_claimed_message_and_no_other_has_a_lease",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sent_at__isnull", False), ("state__in", ("sent", "bounced"))),
                    models.Q(models.Q(("state__in", ("sent", "bounced")), _negated=True), ("sent_at__isnull", True)),
                    _connector="OR",
                ),
                name="a_sent_message_and_no_other_has_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("bounced_at__isnull", False), ("state", "bounced")),
                    models.Q(models.Q(("state", "bounced"), _negated=True), ("bounced_at__isnull", True)),
                    _connector="OR",
                ),
                name="a_message_that_came_back_and_no_other_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("failed", "bounced", "cancelled")), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_message_that_was_not_sent_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_because", "")),
                fields=("kind", "subject_id", "about_on", "due_on", "recipient"),
                name="a_thing_is_said_once_to_a_person",
            ),
        ),
        migrations.AddField(
            model_name="digestchoice",
            name="user",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="digest_choice", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalrulesetting",
            name="committee",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="council.committee",
            ),
        ),
        migrations.AddField(
            model_name="historicalrulesetting",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="quietdays",
            name="deputy",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="quietdays",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="quiet_days", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="rulesetting",
            name="committee",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reminder_rules", to="council.committee"
            ),
        ),
        migrations.AddConstraint(
            model_name="digestchoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("hour__isnull", True), models.Q(("hour__gte", 6), ("hour__lte", 18)), _connector="OR"
                ),
                name="a_digest_comes_in_the_daytime",
            ),
        ),
        migrations.AddConstraint(
            model_name="digestchoice",
            constraint=models.CheckConstraint(
                condition=models.Q(("weekday__isnull", True), ("weekday__lte", 4), _connector="OR"),
                name="a_weekly_digest_comes_on_a_working_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="quietdays",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__gte", models.F("from_on"))), name="quiet_days_end_after_they_begin"
            ),
        ),
        migrations.AddConstraint(
            model_name="quietdays",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("deputy__isnull", True), models.Q(("deputy", models.F("user")), _negated=True), _connector="OR"
                ),
                name="nobody_stands_in_for_themselves",
            ),
        ),
        migrations.AddConstraint(
            model_name="rulesetting",
            constraint=models.UniqueConstraint(
                fields=("committee", "kind"), name="one_setting_of_a_rule_for_each_committee"
            ),
        ),
        migrations.AddConstraint(
            model_name="rulesetting",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_on", True), models.Q(("kind", "overdue"), _negated=True), _connector="OR"),
                name="overdue_is_never_switched_off",
            ),
        ),
    ]
