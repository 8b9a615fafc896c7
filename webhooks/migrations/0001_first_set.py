import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from accounts.first_set import FirstSet


class Migration(FirstSet):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("council", "0001_first_set"),
    ]

    operations = [
        migrations.CreateModel(
            name="Endpoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=80)),
                ("address", models.CharField(max_length=500)),
                ("tells_reports", models.BooleanField(default=True, verbose_name="report issued")),
                ("tells_verdicts", models.BooleanField(default=True, verbose_name="verdict recorded")),
                ("salt", models.CharField(max_length=43)),
                ("digest", models.CharField(max_length=64, verbose_name="SHA-256 of the secret")),
                ("earlier_salt", models.CharField(blank=True, max_length=43)),
                ("earlier_until", models.DateTimeField(blank=True, null=True)),
                ("made_on", models.DateField()),
                ("paused_on", models.DateField(blank=True, null=True)),
                ("failing_since", models.DateTimeField(blank=True, null=True)),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="webhooks", to="council.council"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "webhook",
                "ordering": ("name", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("council", "name"),
                        name="one_webhook_for_each_name_in_a_council",
                        violation_error_code="name",
                        violation_error_message="There is a webhook of this name already",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("tells_reports", True), ("tells_verdicts", True), _connector="OR"),
                        name="a_webhook_tells_of_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("salt", ""), _negated=True),
                            models.Q(("digest", ""), _negated=True),
                            models.Q(("address", ""), _negated=True),
                        ),
                        name="a_webhook_has_an_address_and_a_secret",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("earlier_salt", ""), ("earlier_until__isnull", True)),
                            models.Q(models.Q(("earlier_salt", ""), _negated=True), ("earlier_until__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_earlier_secret_has_an_end",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("report.issued", "Report issued"),
                            ("verdict.recorded", "Verdict recorded"),
                            ("webhook.test", "Test"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "subject_id",
                    models.PositiveBigIntegerField(null=True, verbose_name="id of the report or the verdict"),
                ),
                ("webhook_id", models.CharField(max_length=40, unique=True)),
                ("happened_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("in_hand", "Being sent"),
                            ("delivered", "Delivered"),
                            ("given_up", "Given up"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("next_attempt_at", models.DateTimeField(verbose_name="not sent before")),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("claimed_by", models.CharField(blank=True, max_length=100, verbose_name="worker that sends it")),
                ("claimed_until", models.DateTimeField(blank=True, null=True)),
                (
                    "answered",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="status of the last answer"),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="delivered or given up at")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="why the last attempt failed")),
                (
                    "endpoint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="deliveries", to="webhooks.endpoint"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "deliveries",
                "ordering": ("-happened_at", "-pk"),
                "indexes": [
                    models.Index(fields=["state", "next_attempt_at"], name="deliveries_that_wait"),
                    models.Index(fields=["endpoint", "-happened_at"], name="deliveries_of_a_webhook"),
                    models.Index(fields=["happened_at"], name="deliveries_by_age"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("endpoint", "event", "subject_id"), name="a_webhook_is_told_once_of_a_thing"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("event", "webhook.test"), ("subject_id__isnull", True)),
                            models.Q(models.Q(("event", "webhook.test"), _negated=True), ("subject_id__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_test_and_nothing_else_is_about_nothing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("claimed_until__isnull", False),
                                ("state", "in_hand"),
                                models.Q(("claimed_by", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "in_hand"), _negated=True),
                                ("claimed_by", ""),
                                ("claimed_until__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="a_delivery_in_hand_and_no_other_has_a_lease",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at__isnull", True), ("state__in", ("waiting", "in_hand"))),
                            models.Q(
                                models.Q(("state__in", ("waiting", "in_hand")), _negated=True),
                                ("settled_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_settled_delivery_and_no_other_says_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "delivered"), _negated=True),
                            models.Q(("answered__gte", 200), ("answered__lt", 300)),
                            _connector="OR",
                        ),
                        name="a_delivered_webhook_was_answered_well",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "given_up"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_delivery_given_up_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalEndpoint",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=80)),
                ("address", models.CharField(max_length=500)),
                ("tells_reports", models.BooleanField(default=True, verbose_name="report issued")),
                ("tells_verdicts", models.BooleanField(default=True, verbose_name="verdict recorded")),
                ("made_on", models.DateField()),
                ("paused_on", models.DateField(blank=True, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "council",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="council.council",
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
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical webhook",
                "verbose_name_plural": "historical webhooks",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
