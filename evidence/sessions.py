"""Sessions at which evidence was heard: kept, changed, and removed while nothing refers to them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from council.roles import Roles
from council.workflow import ChangedMeanwhile
from evidence.models import Attendance, EvidenceSession, PanelMember, Paragraph, SessionParagraph, Witness
from evidence.sourcing import must_run
from recommendations.models import Review


@dataclass(frozen=True)
class Heard:
    """Who was at a session, and which paragraphs tell of it. All may be unknown."""

    witnesses: Sequence[Witness] = ()
    panel: Sequence[PanelMember] = ()
    paragraphs: Sequence[Paragraph] = ()


@transaction.atomic
def keep_session(
    row: EvidenceSession, *, by: Roles, heard: Heard = Heard(), seen_version: int | None = None
) -> EvidenceSession:
    """Keep a new or changed session. ``seen_version`` is the version of the row on the page that was filled in.

    Raises PermissionDenied for anybody but the scrutiny officer of its review, ChangedMeanwhile where another change
    came first, ValidationError, by field, for a day to come, for what belongs to another review, and for what may not
    be stored.
    """
    must_run(by, row.review)
    # One at a time for a review, so that places and titles are not given twice.
    review = Review.objects.select_for_update().get(pk=row.review_id)
    if row.pk:
        now = EvidenceSession.objects.get(pk=row.pk)
        if seen_version != now.version:
            raise ChangedMeanwhile(now)
        row.version = now.version + 1
    else:
        last = review.evidence_sessions.aggregate(last=Max("order"))["last"]
        row.order = 0 if last is None else last + 1
    if row.held_on and row.held_on > by.on:
        raise ValidationError({"held_on": "Evidence is kept once it was heard: enter today or an earlier day"})
    must_belong(review, heard)
    row.full_clean()
    row.save()
    say_who_was_there(row, heard)
    return row


def must_belong(review: Review, heard: Heard) -> None:
    """Raise ValidationError, by field, for people and paragraphs of another review."""
    if any(witness.group.review_id != review.pk for witness in heard.witnesses):
        raise ValidationError({"witnesses": "Choose witnesses of this review"})
    if any(member.review_id != review.pk for member in heard.panel):
        raise ValidationError({"panel": "Choose members of the panel of this review"})
    if any(paragraph.review_id != review.pk for paragraph in heard.paragraphs):
        raise ValidationError({"paragraphs": "Choose paragraphs of this review"})


def say_who_was_there(row: EvidenceSession, heard: Heard) -> None:
    """These people and paragraphs, and no others."""
    row.attendances.exclude(witness__in=heard.witnesses).exclude(member__in=heard.panel).delete()
    for witness in heard.witnesses:
        Attendance.objects.get_or_create(session=row, witness=witness)
    for member in heard.panel:
        Attendance.objects.get_or_create(session=row, member=member)
    row.told_in.exclude(paragraph__in=heard.paragraphs).delete()
    for paragraph in heard.paragraphs:
        SessionParagraph.objects.get_or_create(session=row, paragraph=paragraph)


@transaction.atomic
def remove_session(row: EvidenceSession, *, by: Roles) -> None:
    """Remove a session that was kept by mistake. Raises PermissionDenied for anybody but the scrutiny officer,
    ValidationError while people or paragraphs are linked to it."""
    must_run(by, row.review)
    Review.objects.select_for_update().get(pk=row.review_id)
    if row.attendances.exists() or row.told_in.exists():
        raise ValidationError("People or paragraphs are linked to it. Change it first, so that nothing is.")
    row.delete()
