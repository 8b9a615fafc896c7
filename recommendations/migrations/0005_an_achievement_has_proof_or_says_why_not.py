"""An update says whether it came with proof; an achievement without any says why."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from recommendations.append_only import Guard, guarded, unguarded

GUARDS = (Guard("recommendations_update"),)


def say_of_earlier_ones(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Achievements of the time before there was a place for proof say so."""
    earlier = apps.get_model("recommendations", "Update").objects.filter(status="achieved", no_proof_because="")
    earlier.update(no_proof_because="Given before proof could be attached.")


class Migration(migrations.Migration):
    """Two columns and their two constraints."""

    dependencies = [("recommendations", "0004_exemptions_are_kept")]

    operations = [
        unguarded(GUARDS),
        migrations.AddField(
            model_name="update",
            name="has_proof",
            field=models.BooleanField(default=False, verbose_name="was given with proof that is as open as itself"),
        ),
        migrations.AddField(
            model_name="update",
            name="no_proof_because",
            field=models.TextField(blank=True, default="", verbose_name="why an achievement comes without proof"),
            preserve_default=False,
        ),
        migrations.RunPython(say_of_earlier_ones, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="update",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "achieved"), _negated=True),
                    ("has_proof", True),
                    models.Q(("no_proof_because", ""), _negated=True),
                    _connector="OR",
                ),
                name="an_achievement_has_proof_or_says_why_not",
            ),
        ),
        migrations.AddConstraint(
            model_name="update",
            constraint=models.CheckConstraint(
                condition=models.Q(("status", "achieved"), ("no_proof_because", ""), _connector="OR"),
                name="only_an_achievement_says_why_it_has_no_proof",
            ),
        ),
        guarded(GUARDS),
    ]
