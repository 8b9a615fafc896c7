"""A committee is added or removed; who sits on it, from when to when."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError

from accounts.models import User
from council import rules
from council.horizon import must_be_near
from council.models import Committee, Membership
from council.roles import Roles, current
from council.rules import author, must
from council.spans import overlapping
from council.workflow.posts import check_days

NOT_YOURS = "The scrutiny officer of the committee says who sits on it."


@transaction.atomic
def add_committee(committee: Committee, *, by: Roles) -> Committee:
    """A further committee of a council. Whoever adds it runs it from today, so that it is never without anybody.

    Raises PermissionDenied for somebody who does not set up the council, ValidationError, by field, as ``set_up``.
    """
    must(rules.may_set_up(by, committee.council), "The scrutiny officer sets this up.")
    committee.full_clean()
    committee.save()
    Membership.objects.create(
        committee=committee, user_id=author(by), role=Membership.Role.SCRUTINY_OFFICER, from_on=by.on
    )
    return committee


@transaction.atomic
def remove_committee(committee: Committee, *, by: Roles) -> None:
    """Remove a committee that was added by mistake, with who sits on it and its meetings.

    Raises PermissionDenied for anybody but its scrutiny officer, ValidationError for the only one of its council, which
    nobody could set up any more, and where anything was recorded with it or with one of its meetings.
    """
    of_council = Committee.objects.select_for_update().filter(council=committee.council_id).order_by("pk")
    others = [row for row in of_council if row.pk != committee.pk]
    must(rules.may_run(by, committee), "The scrutiny officer of the committee removes it.")
    if not others:
        raise ValidationError("It is the only committee of the council, so it stays. Rename it instead.")
    try:
        committee.memberships.all().delete()
        committee.meetings.all().delete()
        committee.delete()
    except ProtectedError as error:
        raise ValidationError(
            f"“{committee}” cannot be removed: something was recorded with it, such as a review, an import, a report, "
            "a decision of a meeting, or somebody’s calendar. Rename it instead."
        ) from error


@transaction.atomic
def join_committee(
    committee: Committee, *, by: Roles, user: User, role: Membership.Role, from_on: date, to_on: date | None = None
) -> Membership:
    """Somebody is a member, the chair or the scrutiny officer of a committee from a day on (last day included).

    Raises PermissionDenied for anybody but its scrutiny officer, ValidationError, by field, where they are already,
    another chair is in office on one of these days, or the account is closed.
    """
    Committee.objects.select_for_update().get(pk=committee.pk)
    must(rules.may_run(by, committee), NOT_YOURS)
    check_days(from_on, to_on, by.on)
    if not user.is_active:
        raise ValidationError({"email": f"The account of {user} is closed. Open it again first"})
    same_days = committee.memberships.filter(overlapping(from_on, to_on), role=role).select_related("user")
    if same_days.filter(user=user).exists():
        raise ValidationError({"email": f"{user} is {role.label.lower()} on these days already"})
    if role == Membership.Role.CHAIR and (other := same_days.first()):
        raise ValidationError({"role": f"{other.user} is the chair on these days. End that first"})
    return Membership.objects.create(committee=committee, user=user, role=role, from_on=from_on, to_on=to_on)


@transaction.atomic
def leave_committee(membership: Membership, *, by: Roles, last_day: date) -> Membership:
    """Somebody stops. A committee keeps at least one scrutiny officer, or nobody could set it up any more.

    Raises PermissionDenied for anybody but its scrutiny officer, ValidationError for a day before the first, one that
    has ended before, or the last scrutiny officer.
    """
    committee = Committee.objects.select_for_update().get(pk=membership.committee_id)
    must(rules.may_run(by, committee), NOT_YOURS)
    membership = Membership.objects.select_for_update(of=("self",)).select_related("user").get(pk=membership.pk)
    if membership.to_on and membership.to_on < by.on:
        raise ValidationError({"last_day": f"This ended on {membership.to_on:%-d %B %Y} already"})
    if last_day < membership.from_on:
        raise ValidationError({"last_day": f"The last day cannot be before the first, {membership.from_on:%-d %B %Y}"})
    must_be_near(last_day, by.on, "last_day", "The last day")
    others = committee.memberships.filter(
        current(last_day), role=Membership.Role.SCRUTINY_OFFICER, to_on__isnull=True, user__is_active=True
    ).exclude(pk=membership.pk)
    if membership.role == Membership.Role.SCRUTINY_OFFICER and not others.exists():
        raise ValidationError("A committee needs a scrutiny officer. Add the next one first.")
    membership.to_on = last_day
    membership.save(update_fields=["to_on"])
    return membership
