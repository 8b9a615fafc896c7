"""Taking a draft review back that was made by mistake: its import is open again, as it stood before."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import ProtectedError

from council.roles import Roles
from council.rules import may_run, must
from evidence.models import (
    Citation,
    Contradiction,
    Footnote,
    PanelMember,
    Paragraph,
    Witness,
    WitnessGroup,
)
from intake.models import ImportedReport
from intake.states import Stage
from intake.workflow.reading import NOT_ALLOWED
from recommendations.models import Part, Recommendation, Review, Theme, WordingDifference

NO_REVIEW = "No review was made of this import, so there is none to take back"
IS_PUBLISHED = "The review is published, so it stays"
DAYS = ("adopted_on", "published_on", "sent_to_executive_on")
# What making a review writes, each with how it leads to the review: those that point to others come first.
MADE: tuple[tuple[type[models.Model], str], ...] = (
    (WordingDifference, "recommendation__review"),
    (Part, "recommendation__review"),
    (Recommendation, "review"),
    (Theme, "review"),
    (Paragraph, "review"),
    (Footnote, "review"),
    (Witness, "group__review"),
    (WitnessGroup, "review"),
    (PanelMember, "review"),
    (Contradiction, "review"),
)


@transaction.atomic
def take_back(imported: ImportedReport, *, by: Roles) -> ImportedReport:
    """Remove the draft review that was made of an import. What was decided stays, and it can be made again, or removed.

    Raises PermissionDenied for anybody but the scrutiny officer, ValidationError where no review was made, where it is
    published, or where anything was recorded on it since.
    """
    rows = ImportedReport.objects.select_for_update(of=("self",)).select_related("committee")
    row = rows.get(pk=imported.pk)
    must(may_run(by, row.committee), NOT_ALLOWED)
    if row.review_id is None:
        raise ValidationError(NO_REVIEW)
    review = Review.objects.select_for_update(of=("self",)).get(pk=row.review_id)
    if review.is_published(by.on):
        raise ValidationError(IS_PUBLISHED)
    row.stage, row.review, row.made_by, row.made_at = Stage.READY, None, None, None
    row.typed = typed_of(review)
    row.save(update_fields=["stage", "review", "made_by", "made_at", "typed"])
    try:
        remove_all_of(review)
    except ProtectedError as error:
        recorded = sorted({str(it._meta.verbose_name_plural) for it in error.protected_objects})
        raise ValidationError(f"Something was recorded on it since, so it stays: {', '.join(recorded)}") from error
    return row


def remove_all_of(review: Review) -> None:
    """The review with all that making it wrote. Raises ProtectedError where anything else refers to it."""
    # A link that nobody judged: the database lets go of no other.
    unjudged = {"kind": Citation.Kind.PRINTED, "linked_by": None, "struck_on": None}
    Citation.objects.filter(recommendation__review=review, **unjudged).delete()
    for model, way in MADE:
        model._default_manager.filter(**{way: review}).delete()
    review.delete()


def typed_of(review: Review) -> dict[str, str]:
    """Title and days as they were typed, so that nobody types them again."""
    typed = {"title": review.title}
    for name in DAYS:
        if day := getattr(review, name):
            typed |= {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}
    return typed
