"""A draft of a letter may be thrown away. SQLite makes the table anew for it, so its guard is put up again."""

from django.db import migrations, models

from recommendations.append_only import Guard, put_up, take_down

GUARDS = (Guard("reports_letter", settled="OLD.issued_at IS NOT NULL"),)


class Migration(migrations.Migration):
    """A day, and with whom it goes."""

    dependencies = [("reports", "0002_issued_is_sealed")]

    operations = [
        migrations.RunPython(take_down(GUARDS), put_up(GUARDS)),
        migrations.RemoveConstraint(model_name="letter", name="one_draft_of_a_letter_to_a_witness"),
        migrations.AddField(
            model_name="letter",
            name="dropped_on",
            field=models.DateField(blank=True, null=True, verbose_name="draft thrown away on"),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("dropped_on__isnull", True), ("issued_at__isnull", True)),
                fields=("witness",),
                name="one_draft_of_a_letter_to_a_witness",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(("issued_at__isnull", True), ("dropped_on__isnull", True), _connector="OR"),
                name="an_issued_letter_is_not_thrown_away",
            ),
        ),
        migrations.RunPython(put_up(GUARDS), take_down(GUARDS)),
    ]
