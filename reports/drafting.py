"""The verbs of a draft: begin it, write the chair's words, throw it away. An issued report is beyond all of them."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from council.models import Committee
from council.roles import Roles
from recommendations import rules
from recommendations.models import Recommendation, Review
from reports.models import Letter, Report, Words
from reports.quarters import Period
from reports.windows import Window

THROWN_AWAY = "This draft was thrown away."
NOT_ALLOWED = "The chair or the scrutiny officer makes reports."
NOT_THE_CHAIR = "The chair’s words are written by the chair."
SEALED = "This report is issued, so nothing in it can be changed. A mistake is put right by a superseding report."


def must_make(by: Roles, committee_id: int) -> int:
    """The id of the account behind a chair or scrutiny officer. Raises PermissionDenied for anybody else."""
    if by.user_id is None or not rules.may_make_reports_of(by, committee_id):
        raise PermissionDenied(NOT_ALLOWED)
    return by.user_id


def begin(committee: Committee, review: Review | None, *, by: Roles, period: Period, at: datetime) -> Report:
    """The draft of a period; the one that there is already, drafted or issued, and in force: none that is superseded.

    Raises PermissionDenied for anybody but chair and scrutiny officer.
    """
    must_make(by, committee.pk)
    report = begun(committee, review, period, at, by.user_id)
    while later := Report.objects.filter(supersedes=report, dropped_on=None).first():
        report = later
    return report


def begun(committee: Committee, review: Review | None, period: Period, at: datetime, user_id: int | None) -> Report:
    """The first report of a period, begun by somebody or by the tracker itself where there is none yet."""
    report, _ = Report.objects.get_or_create(
        committee=committee,
        review=review,
        quarter=period.quarter.key if period.quarter else "",
        as_at=period.as_at,
        supersedes=None,
        dropped_on=None,
        defaults={"begun_by_id": user_id, "begun_at": at},
    )
    return report


@transaction.atomic
def supersede(report: Report, *, by: Roles, because: str, at: datetime) -> Report:
    """A draft that takes the place of an issued report once it is issued itself.

    Raises PermissionDenied for anybody but chair and scrutiny officer, ValidationError without a reason, and for a
    report that is not issued, is superseded already or has such a draft already.
    """
    must_make(by, report.committee_id)
    locked = Report.objects.select_for_update().get(pk=report.pk)
    if not because.strip():
        raise ValidationError({"because": "Say what is wrong with the report"})
    if why_not := cannot_be_superseded(locked):
        raise ValidationError(why_not)
    draft = Report.objects.create(
        committee_id=locked.committee_id,
        review_id=locked.review_id,
        quarter=locked.quarter,
        as_at=locked.as_at,
        supersedes=locked,
        because=because.strip(),
        begun_by_id=by.user_id,
        begun_at=at,
    )
    # What the chair said still stands, until they change it.
    said = Words.objects.filter(report=locked)
    Words.objects.bulk_create(
        Words(
            report=draft,
            recommendation_id=row.recommendation_id,
            words=row.words,
            saved_by_id=row.saved_by_id,
            saved_at=row.saved_at,
        )
        for row in said
    )
    return draft


def cannot_be_superseded(report: Report) -> str:
    """Why no further report puts this one right: it is a draft, or has such a one; empty where one may be begun."""
    if not report.is_issued:
        return "Only an issued report is superseded. This one can still be changed."
    already = Report.objects.filter(supersedes=report).first()
    if already is None:
        return ""
    if already.is_issued:
        return f"Report {already.number} stands in its place already. Put that one right instead."
    return "A superseding report is begun already. It is a draft, and keeps the reason given first."


@transaction.atomic
def drop(report: Report, *, by: Roles) -> None:
    """Throw a draft away. Raises PermissionDenied, and ValidationError for an issued report or a superseding one."""
    must_make(by, report.committee_id)
    locked = draft_or_refuse(report)
    if locked.supersedes_id:
        raise ValidationError("A report that puts another right stays a draft until it is issued.")
    locked.dropped_on = by.on
    locked.save(update_fields=["dropped_on"])


class OtherWindow(ValidationError):
    """The words were changed in another window since this one was opened; ``words`` are those that are kept now."""

    def __init__(self, words: str) -> None:
        super().__init__(f"Changed in another window, so yours are not saved. Now they are: “{words}”")
        self.words = words


@transaction.atomic
def write(
    report: Report,
    recommendation: Recommendation | None,
    *,
    by: Roles,
    words: str,
    at: datetime,
    window: Window | None = None,
) -> None:
    """Keep what the chair says before the report, or on one of its recommendations; nothing said is nothing kept.

    Raises PermissionDenied for anybody but the chair, ValidationError for an issued report, and OtherWindow where
    ``window`` does not know the words that it would write over.
    """
    if by.user_id is None or not rules.may_write_chairs_words(by, report.committee_id):
        raise PermissionDenied(NOT_THE_CHAIR)
    locked = draft_or_refuse(report)
    known = Words.objects.filter(report=locked, recommendation=recommendation).first()
    if known and window and window.overwrites(known.words, known.typed_in, words):
        raise OtherWindow(known.words)
    if not words.strip():
        Words.objects.filter(report=locked, recommendation=recommendation).delete()
        return
    Words.objects.update_or_create(
        report=locked,
        recommendation=recommendation,
        defaults={
            "words": words.strip(),
            "saved_by_id": by.user_id,
            "saved_at": at,
            "typed_in": window.name if window else "",
        },
    )


def draft_or_refuse(report: Report) -> Report:
    """The report, locked. Raises ValidationError where it is a draft no more."""
    locked = Report.objects.select_for_update().get(pk=report.pk)
    if not locked.is_draft:
        raise ValidationError(SEALED if locked.is_issued else THROWN_AWAY)
    return locked


def must_be_published(report: Report | Letter, on: date) -> None:
    """Raise ValidationError where the review that it is about is not published by a day: nothing public says of it."""
    if report.review and (report.review.published_on is None or report.review.published_on > on):
        when = (
            f" It is to be published on {report.review.published_on:%-d %B %Y}." if report.review.published_on else ""
        )
        raise ValidationError(f"The review is not published yet, so nothing can be made public about it.{when}")
