"""Proof is never changed or deleted; exemptions are ended once and never deleted.

A link changes once, when it is struck, and in nothing else; none that anybody judged is ever deleted.
"""

from django.db import migrations

from recommendations.append_only import Guard, guarded


def settled(*columns: str) -> str:
    """Struck before, not struck now, or another link than it was."""
    others = [f"COALESCE(NEW.{name}, 0) <> COALESCE(OLD.{name}, 0)" for name in columns]
    return " OR ".join(["OLD.struck_on IS NOT NULL", "NEW.struck_on IS NULL", "NEW.basis <> OLD.basis", *others])


GUARDS = (
    Guard("evidence_proof"),
    Guard("evidence_proofexemption", settled="OLD.ended_on IS NOT NULL"),
    Guard("evidence_paragraphexemption", settled="OLD.ended_on IS NOT NULL"),
    Guard("evidence_citationexemption", settled="OLD.ended_on IS NOT NULL"),
    Guard(
        "evidence_citation",
        settled=settled("paragraph_id", "witness_id", "session_id", "recommendation_id", "linked_by_id")
        + " OR NEW.kind <> OLD.kind OR NEW.place <> OLD.place",
        # Read from where a box is printed, and judged by nobody: it goes with a draft review that is taken back.
        let_go="OLD.kind = 'printed' AND OLD.linked_by_id IS NULL AND OLD.struck_on IS NULL",
    ),
    Guard("evidence_testimony", settled=settled("paragraph_id", "witness_id", "linked_by_id")),
)


class Migration(migrations.Migration):
    """Triggers on both databases."""

    dependencies = [("evidence", "0001_first_set")]

    operations = [guarded(GUARDS)]
