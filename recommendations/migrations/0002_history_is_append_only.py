"""Updates, responses and verdicts are never changed or deleted; an extension is decided once and never deleted."""

from django.db import migrations

from recommendations.append_only import Guard, guarded

GUARDS = (
    Guard("recommendations_update"),
    Guard("recommendations_response"),
    Guard("recommendations_verdict"),
    Guard("recommendations_extension", settled="OLD.agreed IS NOT NULL"),
)


class Migration(migrations.Migration):
    """Triggers on both databases."""

    dependencies = [("recommendations", "0001_first_set")]

    operations = [guarded(GUARDS)]
