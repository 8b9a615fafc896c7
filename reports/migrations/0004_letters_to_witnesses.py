"""Letters to witnesses. What one says is frozen like a report; an issued one is never changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from recommendations.append_only import Guard, guarded, unguarded

TEXTS = (Guard("reports_frozen"),)
LETTERS = (Guard("reports_letter", settled="OLD.issued_at IS NOT NULL"), Guard("reports_lettersent"))


class Migration(migrations.Migration):
    """Two tables, a column, and triggers on both databases."""

    dependencies = [
        ("evidence", "0005_evidence_is_heard_at_sessions"),
        ("recommendations", "0003_words_are_indexed"),
        ("reports", "0003_issued_is_sealed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        unguarded(TEXTS),
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
            ],
            options={
                "verbose_name_plural": "letters sent",
            },
        ),
        migrations.AlterField(
            model_name="frozen",
            name="report",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="frozen",
                to="reports.report",
            ),
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField(blank=True, verbose_name="what is said before everything else")),
                ("begun_at", models.DateTimeField()),
                ("issued_at", models.DateTimeField(blank=True, null=True)),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="local day of issued_at")),
                ("issued_as", models.CharField(blank=True, max_length=200, verbose_name="in which part")),
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
            },
        ),
        migrations.AddField(
            model_name="frozen",
            name="letter",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="frozen",
                to="reports.letter",
            ),
        ),
        migrations.AddConstraint(
            model_name="frozen",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_issued", True)), fields=("letter",), name="one_issued_text_of_a_letter"
            ),
        ),
        migrations.AddConstraint(
            model_name="frozen",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("letter__isnull", True), ("report__isnull", False)),
                    models.Q(("letter__isnull", False), ("report__isnull", True), ("version", "public")),
                    _connector="OR",
                ),
                name="a_text_is_of_a_report_or_of_a_letter",
            ),
        ),
        migrations.AddField(
            model_name="lettersent",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="lettersent",
            name="letter",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="sent", to="reports.letter"
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("issued_at__isnull", True)),
                fields=("witness",),
                name="one_draft_of_a_letter_to_a_witness",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
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
        ),
        guarded((*TEXTS, *LETTERS)),
    ]
