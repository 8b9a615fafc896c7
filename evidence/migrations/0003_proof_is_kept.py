"""Proof is never changed or deleted; its exemptions are ended once and never deleted."""

from django.db import migrations

from recommendations.append_only import Guard, guarded

GUARDS = (
    Guard("evidence_proof"),
    Guard("evidence_proofexemption", settled="OLD.ended_on IS NOT NULL"),
)


class Migration(migrations.Migration):
    """Triggers on both databases."""

    dependencies = [("evidence", "0002_proof_of_updates")]

    operations = [guarded(GUARDS)]
