import django.db.models.deletion
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
            name="Key",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "opens",
                    models.CharField(
                        choices=[
                            ("read", "The API, to read"),
                            ("update", "The API, to read and to give updates"),
                            ("calendar", "A calendar"),
                        ],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("begins", models.CharField(max_length=8, verbose_name="its first letters")),
                ("digest", models.CharField(max_length=64, unique=True, verbose_name="SHA-256 of the secret")),
                ("made_on", models.DateField()),
                ("used_on", models.DateField(blank=True, null=True, verbose_name="last used on")),
                ("revoked_on", models.DateField(blank=True, null=True)),
                (
                    "committee",
                    models.ForeignKey(
                        blank=True,
                        help_text="Of whose calendar.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="council.committee",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="keys", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("-pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True), models.Q(("digest", ""), _negated=True)
                        ),
                        name="a_key_has_a_name_and_a_digest",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("opens", "calendar"), ("committee__isnull", True), _connector="OR"),
                        name="only_a_calendar_is_of_a_committee",
                    ),
                ],
            },
        ),
    ]
