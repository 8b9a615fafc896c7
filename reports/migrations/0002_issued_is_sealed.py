"""An issued report is never changed or deleted; nor is what was frozen, nor a copy that is done or has failed.

The same holds for a letter to a witness, and for when it was sent.
"""

from django.db import migrations

from recommendations.append_only import Guard, guarded

GUARDS = (
    Guard("reports_report", settled="OLD.issued_at IS NOT NULL"),
    Guard("reports_frozen"),
    Guard("reports_copy", settled="OLD.state IN ('done', 'failed')"),
    Guard("reports_letter", settled="OLD.issued_at IS NOT NULL"),
    Guard("reports_lettersent"),
)


class Migration(migrations.Migration):
    """Triggers on both databases."""

    dependencies = [("reports", "0001_first_set"), ("recommendations", "0002_history_is_append_only")]

    operations = [guarded(GUARDS)]
