"""Search finds words by an index, where there are many rows."""

from django.db import migrations

from recommendations.full_text import TextIndex, indexed

INDEXES = (
    TextIndex("words_of_recommendations", "recommendations_recommendation", ("title", "text")),
    TextIndex("words_of_parts", "recommendations_part", ("text",)),
    TextIndex("words_of_actions", "recommendations_action", ("title", "success_measure")),
    TextIndex("words_of_updates", "recommendations_update", ("words",)),
    TextIndex("words_of_verdicts", "recommendations_verdict", ("words",)),
    TextIndex("words_of_questions", "recommendations_question", ("words",)),
    TextIndex("words_of_answers", "recommendations_answer", ("words",)),
)


class Migration(migrations.Migration):
    """On PostgreSQL alone."""

    dependencies = [("recommendations", "0002_history_is_append_only")]

    operations = [indexed(*INDEXES)]
