"""Proof is never changed or deleted; exemptions are ended once and never deleted."""

from django.db import migrations

from recommendations.append_only import Guard, guarded

GUARDS = (
    Guard("evidence_proof"),
    Guard("evidence_proofexemption", settled="OLD.ended_on IS NOT NULL"),
    Guard("evidence_paragraphexemption", settled="OLD.ended_on IS NOT NULL"),
    Guard("evidence_citationexemption", settled="OLD.ended_on IS NOT NULL"),
)


class Migration(migrations.Migration):
    """Triggers on both databases."""

    dependencies = [("evidence", "0001_first_set")]

    operations = [guarded(GUARDS)]
