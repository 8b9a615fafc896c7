"""Which service leads a recommendation, and which partners it."""

from django.core.exceptions import ValidationError
from django.db import transaction

from council.models import Service
from council.roles import Roles
from council.rules import author, must
from council.workflow import ChangedMeanwhile
from recommendations import rules
from recommendations.models import LeadChange, Recommendation
from recommendations.workflow.acts import must_say_why


@transaction.atomic
def change_lead(
    recommendation: Recommendation,
    *,
    by: Roles,
    lead: Service | None,
    partner: Service | None,
    reason: str,
    seen_version: int,
) -> LeadChange:
    """Settle which services lead and partner a recommendation; None where that is open. Past days keep what was then.

    Its actions stay with the posts that have them. Raises PermissionDenied for anybody but the committee's scrutiny
    officer, ChangedMeanwhile where somebody else changed them since, and ValidationError without a reason, where
    nothing is changed, for a service of another council, and where both are the same.
    """
    seen = Recommendation.objects.select_for_update(of=("self",)).select_related("review__committee")
    row = seen.get(pk=recommendation.pk)
    must(rules.may_change_lead(by, row), "The scrutiny officer settles which services lead and partner.")
    if row.version != seen_version:
        raise ChangedMeanwhile(row)
    check_service("lead_service", lead, row)
    check_service("partner_service", partner, row)
    if partner is not None and partner == lead:
        raise ValidationError({"partner_service": "The partner must be another service than the lead"})
    if (lead, partner) == (row.lead_service, row.partner_service):
        raise ValidationError("Nothing is changed yet")
    must_say_why(reason)
    change = LeadChange.objects.create(
        recommendation=row,
        lead_before=row.lead_service,
        lead_after=lead,
        partner_before=row.partner_service,
        partner_after=partner,
        reason=reason,
        changed_by_id=author(by),
        changed_as=rules.seat(by, row.review),
        changed_on=by.on,
    )
    row.lead_service, row.partner_service, row.lead_changed_on = lead, partner, by.on
    row.save(update_fields=["lead_service", "partner_service", "lead_changed_on"])
    return change


def check_service(field: str, service: Service | None, recommendation: Recommendation) -> None:
    """Raise ValidationError for a service of another council."""
    council = recommendation.review.committee.council_id
    if service is not None and not Service.objects.filter(pk=service.pk, directorate__council=council).exists():
        raise ValidationError({field: "Choose a service of this council"})
