import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.first_set import FirstSet


class Migration(FirstSet):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("council", "0001_first_set"),
        ("evidence", "0001_first_set"),
        ("recommendations", "0001_first_set"),
    ]

    operations = [
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField(blank=True, verbose_name="what is said before everything else")),
                ("begun_at", models.DateTimeField()),
                ("issued_at", models.DateTimeField(blank=True, null=True)),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="local day of issued_at")),
                ("issued_as", models.CharField(blank=True, max_length=200, verbose_name="in which part")),
                ("dropped_on", models.DateField(blank=True, null=True, verbose_name="draft thrown away on")),
                (
                    "begun_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="recommendations.review"
                    ),
                ),
                (
                    "witness",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="evidence.witness"
                    ),
                ),
            ],
            options={
                "ordering": ("-begun_at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("dropped_on__isnull", True), ("issued_at__isnull", True)),
                        fields=("witness",),
                        name="one_draft_of_a_letter_to_a_witness",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("issued_at__isnull", True), ("dropped_on__isnull", True), _connector="OR"),
                        name="an_issued_letter_is_not_thrown_away",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("issued_as", ""),
                                ("issued_at__isnull", True),
                                ("issued_by__isnull", True),
                                ("issued_on__isnull", True),
                            ),
                            models.Q(
                                ("issued_at__isnull", False),
                                ("issued_by__isnull", False),
                                ("issued_on__isnull", False),
                                models.Q(("issued_as", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_issued_letter_has_day_and_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterSent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "how",
                    models.CharField(
                        choices=[("post", "By post"), ("email", "By e-mail"), ("hand", "By hand")], max_length=5
                    ),
                ),
                ("on", models.DateField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "letter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sent", to="reports.letter"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "letters sent",
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quarter", models.CharField(blank=True, max_length=7, verbose_name="quarter, such as 2026-Q2")),
                ("as_at", models.DateField(verbose_name="as at")),
                ("begun_at", models.DateTimeField()),
                (
                    "because",
                    models.TextField(blank=True, verbose_name="what was wrong with the report that it supersedes"),
                ),
                ("dropped_on", models.DateField(blank=True, null=True, verbose_name="draft thrown away on")),
                ("number", models.PositiveIntegerField(blank=True, null=True, verbose_name="number in its committee")),
                ("issued_at", models.DateTimeField(blank=True, null=True)),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="local day of issued_at")),
                ("issued_as", models.CharField(blank=True, max_length=200, verbose_name="in which part")),
                (
                    "begun_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="council.committee"
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="recommendations.review",
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="reports.report",
                    ),
                ),
            ],
            options={
                "ordering": ("-begun_at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("committee", "number"), name="one_report_for_each_number"),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("dropped_on__isnull", True), ("review__isnull", False), ("supersedes__isnull", True)
                        ),
                        fields=("review", "quarter", "as_at"),
                        name="one_report_of_a_review_for_each_period",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("dropped_on__isnull", True), ("review__isnull", True), ("supersedes__isnull", True)
                        ),
                        fields=("committee", "quarter", "as_at"),
                        name="one_report_of_a_committee_for_each_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("issued_as", ""),
                                ("issued_at__isnull", True),
                                ("issued_by__isnull", True),
                                ("issued_on__isnull", True),
                                ("number__isnull", True),
                            ),
                            models.Q(
                                ("dropped_on__isnull", True),
                                ("issued_at__isnull", False),
                                ("issued_by__isnull", False),
                                ("issued_on__isnull", False),
                                ("number__isnull", False),
                                models.Q(("issued_as", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_issued_report_has_number_day_and_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("because", ""), ("supersedes__isnull", True)),
                            models.Q(("supersedes__isnull", False), models.Q(("because", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_superseding_report_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("supersedes__isnull", True),
                            models.Q(("supersedes", models.F("pk")), _negated=True),
                            _connector="OR",
                        ),
                        name="a_report_does_not_supersede_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("message_id", models.CharField(max_length=200, unique=True, verbose_name="Message-ID")),
                ("claimed_until", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="why it was not sent")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="reports.report"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(fields=("report", "person"), name="one_notice_of_a_report_for_a_person")
                ],
            },
        ),
        migrations.CreateModel(
            name="Frozen",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.CharField(
                        choices=[("public", "Public version"), ("exempt", "Committee’s version")], max_length=10
                    ),
                ),
                ("data", models.TextField()),
                ("sha256", models.CharField(db_index=True, max_length=64, verbose_name="SHA-256 of the data")),
                (
                    "table_sha256",
                    models.CharField(db_index=True, max_length=64, verbose_name="SHA-256 of the data as a table"),
                ),
                ("at", models.DateTimeField()),
                ("is_issued", models.BooleanField(default=False, verbose_name="what the issued report says")),
                (
                    "letter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="frozen",
                        to="reports.letter",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="frozen",
                        to="reports.report",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "frozen",
                "ordering": ("-at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_issued", True)),
                        fields=("report", "version"),
                        name="one_issued_text_of_each_version",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_issued", True)), fields=("letter",), name="one_issued_text_of_a_letter"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("letter__isnull", True), ("report__isnull", False)),
                            models.Q(("letter__isnull", False), ("report__isnull", True), ("version", "public")),
                            _connector="OR",
                        ),
                        name="a_text_is_of_a_report_or_of_a_letter",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("version__in", ["public", "exempt"])), name="a_text_is_of_a_known_version"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("data", ""), _negated=True),
                            models.Q(("sha256", ""), _negated=True),
                            models.Q(("table_sha256", ""), _negated=True),
                        ),
                        name="a_frozen_text_has_its_checksums",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Words",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField()),
                ("saved_at", models.DateTimeField()),
                ("typed_in", models.CharField(blank=True, max_length=16, verbose_name="the window")),
                (
                    "recommendation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="recommendations.recommendation",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="words", to="reports.report"
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "words",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("recommendation__isnull", False)),
                        fields=("report", "recommendation"),
                        name="one_comment_of_the_chair_on_a_recommendation",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("recommendation__isnull", True)),
                        fields=("report",),
                        name="one_foreword_of_a_report",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="the_chairs_words_say_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Downloads",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("kind", models.CharField(max_length=4, verbose_name="pdf, csv or json")),
                ("count", models.PositiveIntegerField(default=0)),
                (
                    "frozen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="downloads", to="reports.frozen"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "downloads",
                "constraints": [
                    models.UniqueConstraint(fields=("frozen", "day", "kind"), name="one_count_of_downloads_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="Copy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("requested_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Not started, waiting"),
                            ("running", "Being made"),
                            ("done", "Ready"),
                            ("failed", "Not made"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("lease_until", models.DateTimeField(null=True, verbose_name="the worker is given up after")),
                ("step", models.PositiveSmallIntegerField(default=0)),
                ("steps", models.PositiveSmallIntegerField(default=0)),
                ("doing", models.CharField(blank=True, max_length=60, verbose_name="what is being done")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="why it was not made")),
                ("file", models.FileField(blank=True, max_length=200, upload_to="")),
                ("size", models.PositiveIntegerField(null=True, verbose_name="size in bytes")),
                ("pages", models.PositiveIntegerField(null=True)),
                ("sha256", models.CharField(blank=True, db_index=True, max_length=64, verbose_name="SHA-256")),
                ("made_at", models.DateTimeField(null=True)),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "frozen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="copies", to="reports.frozen"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "copies",
                "ordering": ("-requested_at", "-pk"),
                "indexes": [models.Index(fields=["state", "requested_at"], name="copies_that_want_work")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "running", "done", "failed"])),
                        name="a_copy_has_a_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lease_until__isnull", False), ("state", "running")),
                            models.Q(models.Q(("state", "running"), _negated=True), ("lease_until__isnull", True)),
                            _connector="OR",
                        ),
                        name="a_copy_being_made_has_a_lease",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("made_at__isnull", False),
                                ("pages__isnull", False),
                                ("size__isnull", False),
                                ("state", "done"),
                                ("pages__gt", 0),
                                ("size__gt", 0),
                                models.Q(("file", ""), _negated=True),
                                models.Q(("sha256", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "done"), _negated=True),
                                ("file", ""),
                                ("made_at__isnull", True),
                                ("pages__isnull", True),
                                ("sha256", ""),
                                ("size__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="a_ready_copy_has_its_file_and_no_other_has",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "failed"), models.Q(("reason", ""), _negated=True)),
                            models.Q(models.Q(("state", "failed"), _negated=True), ("reason", "")),
                            _connector="OR",
                        ),
                        name="a_copy_that_was_not_made_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("step__lte", models.F("steps"))), name="no_step_after_the_last"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("waiting", "running"))),
                        fields=("frozen",),
                        name="one_unfinished_copy_of_a_text",
                    ),
                ],
            },
        ),
    ]
