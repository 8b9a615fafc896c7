"""Search finds words by an index, where there are many rows."""

from django.db import migrations

from recommendations.full_text import TextIndex, indexed

INDEXES = (
    TextIndex("words_of_paragraphs", "evidence_paragraph", ("summary",)),
    TextIndex("words_of_witnesses", "evidence_witness", ("name", "printed")),
)


class Migration(migrations.Migration):
    """On PostgreSQL alone."""

    dependencies = [("evidence", "0002_proof_is_kept")]

    operations = [indexed(*INDEXES)]
