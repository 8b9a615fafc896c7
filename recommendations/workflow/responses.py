"""When a review went to the executive, and what they, or a partner, answer to a recommendation."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from council.amounts import written
from council.roles import Roles
from council.rules import author, must
from recommendations import rules
from recommendations.models import Recommendation, Response, Review
from recommendations.states import NOT_ACCEPTED, ResponseKind
from recommendations.workflow.acts import is_signed_off


@transaction.atomic
def say_sent_to_executive(review: Review, *, by: Roles, sent_on: date) -> Review:
    """Set the day on which a review was sent to the executive, from which their time to answer runs; once.

    Raises PermissionDenied for anybody but the scrutiny officer, ValidationError for a day in the future or before the
    review was adopted, and where the day is set already.
    """
    must(rules.runs(by, review), "Only the scrutiny officer says when a review was sent to the executive.")
    if sent_on > by.on:
        raise ValidationError({"sent_on": "The day cannot be in the future"})
    if sent_on < review.adopted_on:
        adopted = f"{review.adopted_on:%-d %B %Y}"
        raise ValidationError({"sent_on": f"The review cannot be sent before it was adopted, on {adopted}"})
    locked = Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if why_not := sent_already(locked):
        raise ValidationError(why_not)
    locked.sent_to_executive_on = sent_on
    locked.save(update_fields=["sent_to_executive_on"])
    return locked


def sent_already(review: Review) -> str:
    """Why nobody says any more when a review was sent to the executive: it is known; empty while it is not."""
    sent_on = review.sent_to_executive_on
    return f"It was sent to the executive on {sent_on:%-d %B %Y}: the day is set already." if sent_on else ""


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
    """What the executive, or a partner, answered. A changed answer is a further row, and so is one that was mistyped.

    The last one holds.

    Raises PermissionDenied for anybody but the scrutiny officer, ValidationError for a decision in the future or
    before the review was adopted or sent to the executive, the same response again, a refusal of what is signed off, or
    a rejection without a reason.
    """
    must(rules.may_record_response(by, recommendation), "Only the scrutiny officer records responses.")
    if decided_on > by.on:
        raise ValidationError({"decided_on": "The decision cannot be in the future"})
    if decided_on < recommendation.review.adopted_on:
        adopted = f"{recommendation.review.adopted_on:%-d %B %Y}"
        raise ValidationError({"decided_on": f"The decision cannot be before the review was adopted, on {adopted}"})
    sent_on = recommendation.review.sent_to_executive_on
    if sent_on and decided_on < sent_on:
        raise ValidationError(
            {"decided_on": f"The decision cannot be before the review was sent to the executive, on {written(sent_on)}"}
        )
    recommendation = Recommendation.objects.select_for_update(of=("self",)).get(pk=recommendation.pk)
    said = {
        "kind": kind,
        "reason": reason,
        "deciding_body": deciding_body,
        "decided_on": decided_on,
        "minute": minute,
        "replacement_wording": replacement_wording,
    }
    last = recommendation.responses.last()
    if last and all(getattr(last, name) == value for name, value in said.items()):
        raise ValidationError("This response is recorded already")
    if kind in NOT_ACCEPTED and is_signed_off(recommendation):
        signed_off = f"{recommendation.reference} is signed off, so it cannot be {kind.label.lower()} as well"
        raise ValidationError({"kind": f"{signed_off}. A later verdict reopens it"})
    if kind == ResponseKind.REJECTED and not reason:
        raise ValidationError({"reason": "A rejected recommendation needs the executive’s reason"})
    return Response.objects.create(recommendation=recommendation, recorded_by_id=author(by), recorded_on=by.on, **said)
