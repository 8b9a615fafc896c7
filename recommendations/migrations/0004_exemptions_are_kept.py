"""An exemption is ended once and never deleted."""

from django.db import migrations

from recommendations.append_only import Guard, guarded

GUARDS = (
    Guard("recommendations_updateexemption", settled="OLD.ended_on IS NOT NULL"),
    Guard("recommendations_extensionexemption", settled="OLD.ended_on IS NOT NULL"),
)


class Migration(migrations.Migration):
    """Triggers on both databases."""

    dependencies = [("recommendations", "0003_what_is_exempt")]

    operations = [guarded(GUARDS)]
