"""An exemption of a paragraph or a citation is ended once and never deleted."""

from django.db import migrations

from recommendations.append_only import Guard, guarded

GUARDS = (
    Guard("evidence_paragraphexemption", settled="OLD.ended_on IS NOT NULL"),
    Guard("evidence_citationexemption", settled="OLD.ended_on IS NOT NULL"),
)


class Migration(migrations.Migration):
    """Triggers on both databases."""

    dependencies = [("evidence", "0004_what_of_the_source_is_exempt")]

    operations = [guarded(GUARDS)]
