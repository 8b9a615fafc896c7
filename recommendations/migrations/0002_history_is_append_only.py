"""Updates, responses and verdicts are never changed or deleted; nor are outcome checks, changes of
an action, a lead service or a review and answers.

Requests are decided, questions closed, call-ins withdrawn and exemptions ended once.
"""

from django.db import migrations

from recommendations.append_only import Guard, guarded

GUARDS = (
    Guard("recommendations_update"),
    Guard("recommendations_response"),
    Guard("recommendations_verdict"),
    Guard(
        "recommendations_callin",
        settled="OLD.withdrawn_on IS NOT NULL OR NEW.why <> OLD.why OR NEW.called_on <> OLD.called_on "
        "OR NEW.meeting_id <> OLD.meeting_id OR NEW.recommendation_id <> OLD.recommendation_id",
    ),
    Guard("recommendations_outcomecheck"),
    Guard("recommendations_extension", settled="OLD.agreed IS NOT NULL"),
    Guard("recommendations_actionchange"),
    Guard("recommendations_reviewchange"),
    Guard("recommendations_leadchange"),
    Guard("recommendations_question", settled="OLD.closed_on IS NOT NULL"),
    Guard("recommendations_answer"),
    Guard("recommendations_passing"),
    Guard("recommendations_updatelink", settled="OLD.update_id IS NOT NULL"),
    Guard("recommendations_updateexemption", settled="OLD.ended_on IS NOT NULL"),
    Guard("recommendations_extensionexemption", settled="OLD.ended_on IS NOT NULL"),
    Guard("recommendations_questionexemption", settled="OLD.ended_on IS NOT NULL"),
)


class Migration(migrations.Migration):
    """Triggers on both databases."""

    dependencies = [("recommendations", "0001_first_set")]

    operations = [guarded(GUARDS)]
