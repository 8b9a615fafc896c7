"""Figures of today need not read the history of an action that is achieved."""

from typing import Any

from django.db import migrations, models

from recommendations.standing import achieved_since


def fill(apps: Any, schema_editor: Any) -> None:
    """What the history says, for those that are achieved already."""
    achieved = apps.get_model("recommendations", "Action").objects.filter(status="achieved")
    for action in achieved.order_by().prefetch_related("updates").iterator(chunk_size=500):
        updates = sorted(action.updates.all(), key=lambda u: (u.given_on, u.pk))
        if updates and updates[-1].status == "achieved":
            achieved.filter(pk=action.pk).update(achieved_on=achieved_since(updates))


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0003_words_are_indexed")]

    operations = [
        migrations.AddField(
            model_name="action",
            name="achieved_on",
            field=models.DateField(
                blank=True, null=True, verbose_name="since when officers have said that it is achieved"
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
