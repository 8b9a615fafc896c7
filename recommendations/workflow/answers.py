"""What others answer to a recommendation: the executive's response and the committee's verdict."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from council.models import Meeting
from council.roles import Roles
from recommendations import rules
from recommendations.models import Recommendation, Response, Verdict
from recommendations.states import ResponseKind, VerdictKind
from recommendations.workflow.acts import author, must


@transaction.atomic
def record_response(
    recommendation: Recommendation,
    *,
    by: Roles,
    kind: ResponseKind,
    deciding_body: str,
    decided_on: date,
    reason: str = "",
    minute: str = "",
    replacement_wording: str = "",
) -> Response:
    """What the executive, or a partner, answered. A changed answer is a further row.

    Raises PermissionDenied for anybody but the scrutiny officer, ValidationError for a decision in the future or a
    rejection without a reason.
    """
    must(rules.may_record_response(by, recommendation), "Only the scrutiny officer records responses.")
    if decided_on > by.on:
        raise ValidationError({"decided_on": "The decision cannot be in the future"})
    if kind == ResponseKind.REJECTED and not reason:
        raise ValidationError({"reason": "A rejected recommendation needs the executive’s reason"})
    return Response.objects.create(
        recommendation=recommendation,
        kind=kind,
        reason=reason,
        deciding_body=deciding_body,
        decided_on=decided_on,
        minute=minute,
        replacement_wording=replacement_wording,
        recorded_by_id=author(by),
        recorded_on=by.on,
    )


@transaction.atomic
def record_verdict(
    recommendation: Recommendation, *, by: Roles, meeting: Meeting, verdict: VerdictKind, minute: str, words: str = ""
) -> Verdict:
    """What the committee thought of a recommendation at a meeting.

    Raises PermissionDenied for anybody but chair and scrutiny officer, ValidationError for another committee's
    meeting, one that has not been held, or a second verdict at the same meeting.
    """
    must(rules.may_record_verdict(by, recommendation), "The chair or the scrutiny officer records verdicts.")
    if meeting.committee_id != recommendation.review.committee_id:
        raise ValidationError({"meeting": "This is a meeting of another committee"})
    if meeting.held_on > by.on:
        raise ValidationError({"meeting": "This meeting has not been held yet"})
    if recommendation.verdicts.filter(meeting=meeting).exists():
        raise ValidationError({"meeting": "The committee’s verdict at this meeting is recorded already"})
    return Verdict.objects.create(
        recommendation=recommendation,
        meeting=meeting,
        verdict=verdict,
        minute=minute,
        words=words,
        recorded_by_id=author(by),
        recorded_on=by.on,
    )
