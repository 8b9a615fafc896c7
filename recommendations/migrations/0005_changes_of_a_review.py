"""A review’s title and dates are put right with a reason, which is kept for ever."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from recommendations.append_only import Guard, guarded


class Migration(migrations.Migration):
    """The table, with its triggers."""

    dependencies = [
        ("recommendations", "0004_actions_know_since_when_they_are_achieved"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReviewChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("title", "Title"),
                            ("adopted_on", "Adopted on"),
                            ("published_on", "Published on"),
                            ("sent_to_executive_on", "Sent to the executive on"),
                        ],
                        max_length=20,
                    ),
                ),
                ("before", models.CharField(blank=True, max_length=200)),
                ("after", models.CharField(blank=True, max_length=200)),
                ("reason", models.TextField()),
                ("changed_on", models.DateField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="recommendations.review"
                    ),
                ),
            ],
            options={
                "ordering": ("changed_on", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="a_change_of_a_review_says_why"
                    )
                ],
            },
        ),
        guarded([Guard("recommendations_reviewchange")]),
    ]
