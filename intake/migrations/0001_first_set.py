import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.first_set import FirstSet


class Migration(FirstSet):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("council", "0001_first_set"),
        ("recommendations", "0001_first_set"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportedReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("chosen_at", models.DateTimeField()),
                ("name", models.CharField(max_length=120, verbose_name="name of the file")),
                ("kept_as", models.CharField(max_length=200, verbose_name="name in the storage")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("size", models.PositiveIntegerField(verbose_name="size in bytes")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("waiting", "Not read yet, waiting"),
                            ("reading", "Being read"),
                            ("ready", "To be confirmed"),
                            ("failed", "Not read"),
                            ("made", "Made into a review"),
                            ("removed", "Removed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("lease_until", models.DateTimeField(null=True, verbose_name="the worker is given up after")),
                ("step", models.PositiveSmallIntegerField(default=0)),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="why it was not read")),
                ("found", models.JSONField(null=True, verbose_name="what was found, as the reader told it")),
                (
                    "source",
                    models.JSONField(default=list, verbose_name="the lines that were read: page, number, words"),
                ),
                (
                    "left_out",
                    models.JSONField(default=list, verbose_name="what is not taken over, beside recommendations"),
                ),
                (
                    "settled",
                    models.JSONField(default=dict, verbose_name="what was said of the questions, by their places"),
                ),
                (
                    "typed",
                    models.JSONField(null=True, verbose_name="what was typed of the review to be made, by field"),
                ),
                ("made_at", models.DateTimeField(null=True)),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="imports", to="council.committee"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imported_from",
                        to="recommendations.review",
                    ),
                ),
            ],
            options={
                "ordering": ("-chosen_at", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("stage__in", ["waiting", "reading", "ready", "failed", "made", "removed"])),
                        name="an_import_has_a_known_stage",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lease_until__isnull", False), ("stage", "reading")),
                            models.Q(models.Q(("stage", "reading"), _negated=True), ("lease_until__isnull", True)),
                            _connector="OR",
                        ),
                        name="an_import_being_read_has_a_lease",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage", "failed"), models.Q(("reason", ""), _negated=True)),
                            models.Q(models.Q(("stage", "failed"), _negated=True), ("reason", "")),
                            _connector="OR",
                        ),
                        name="an_import_that_was_not_read_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("made_at__isnull", False),
                                ("made_by__isnull", False),
                                ("review__isnull", False),
                                ("stage", "made"),
                            ),
                            models.Q(
                                models.Q(("stage", "made"), _negated=True),
                                ("made_at__isnull", True),
                                ("made_by__isnull", True),
                                ("review__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="an_import_that_was_made_has_its_review",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("removed_at__isnull", False), ("removed_by__isnull", False), ("stage", "removed")
                            ),
                            models.Q(
                                models.Q(("stage", "removed"), _negated=True),
                                ("removed_at__isnull", True),
                                ("removed_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="an_import_that_was_removed_says_who_and_when",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("stage__in", ("failed", "removed")), _negated=True),
                        fields=("committee", "sha256"),
                        name="one_import_of_a_file_in_a_committee",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProposedItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                ("number", models.CharField(blank=True, max_length=12, verbose_name="number as printed")),
                ("title", models.CharField(max_length=120, verbose_name="short title of ours")),
                ("text", models.TextField(verbose_name="wording, word for word")),
                ("body_text", models.TextField(blank=True, verbose_name="wording in the body, where it differs")),
                ("is_added", models.BooleanField(db_default=False, default=False, verbose_name="added by hand")),
                (
                    "is_as_body",
                    models.BooleanField(
                        db_default=False, default=False, verbose_name="worded as the body has it, not as the summary"
                    ),
                ),
                ("theme", models.CharField(blank=True, max_length=200)),
                ("owner", models.CharField(blank=True, max_length=200, verbose_name="owner as the report names it")),
                ("parts", models.JSONField(default=list)),
                ("differences", models.JSONField(default=list)),
                ("response", models.TextField(blank=True, verbose_name="executive response, as printed")),
                (
                    "response_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accepted", "Accepted"),
                            ("accepted_in_part", "Accepted in part"),
                            ("accepted_in_principle", "Accepted in principle"),
                            ("rejected", "Rejected"),
                            ("noted_only", "Noted only"),
                            ("referred", "Referred to a partner"),
                        ],
                        max_length=30,
                    ),
                ),
                ("lead", models.CharField(blank=True, max_length=200, verbose_name="who is to do it, as printed")),
                ("due", models.CharField(blank=True, max_length=200, verbose_name="completion date, as printed")),
                ("action", models.TextField(blank=True, verbose_name="what is to be done, as printed")),
                ("target_on", models.DateField(blank=True, null=True, verbose_name="target date")),
                (
                    "more_actions",
                    models.JSONField(default=list, verbose_name="further actions: text, lead, due, post, target_on"),
                ),
                (
                    "left_out_because",
                    models.CharField(blank=True, max_length=300, verbose_name="why it is left out"),
                ),
                ("place", models.CharField(blank=True, max_length=60)),
                ("body_place", models.CharField(blank=True, max_length=60)),
                (
                    "after",
                    models.CharField(blank=True, max_length=12, verbose_name="paragraph that it is printed after"),
                ),
                ("confidence", models.FloatField()),
                ("why", models.CharField(blank=True, max_length=300, verbose_name="what that rests on")),
                (
                    "decision",
                    models.CharField(
                        choices=[("open", "To be decided"), ("accepted", "Confirmed"), ("dropped", "Left out")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("is_edited", models.BooleanField(default=False)),
                (
                    "imported",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="intake.importedreport"
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="council.post",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="council.service",
                    ),
                ),
            ],
            options={
                "ordering": ("order", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("decision__in", ["open", "accepted", "dropped"])),
                        name="an_item_has_a_known_decision",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("confidence__gte", 0), ("confidence__lte", 1)),
                        name="a_confidence_is_from_nought_to_one",
                    ),
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="an_item_has_words"),
                ],
            },
        ),
    ]
