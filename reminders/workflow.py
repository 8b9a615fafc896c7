"""What people change about reminders: a committee's rules, when a person's digest comes, and the days they are away."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from council import rules as council_rules
from council import workflow as council
from council.amounts import written
from council.models import Committee, Post
from council.roles import Roles
from council.workflow import ChangedMeanwhile
from reminders.models import DigestChoice, QuietDays, RuleSetting
from reminders.rule import WEEKDAYS, Rule
from reminders.rules import BY_KIND, MOST_STAGES
from reminders.states import Repeat

LONGEST_AWAY_DAYS = 90
NOT_YOURS = "The scrutiny officer of the committee sets its reminders."
# Choices that are heard again within a week.
WEEKLY = (*WEEKDAYS, Repeat.WEEK)


@transaction.atomic
def set_rule(
    committee: Committee,
    kind: str,
    *,
    by: Roles,
    stages: Sequence[int],
    repeat: Repeat,
    is_on: bool,
    seen_version: int | None,
) -> RuleSetting:
    """A committee's own days for one rule.

    Raises PermissionDenied for anybody but its scrutiny officer, ChangedMeanwhile where another change came first, and
    ValidationError, by field, for what lies outside the rule's limits.
    """
    if not council_rules.may_run(by, committee):
        raise PermissionDenied(NOT_YOURS)
    check_rule(BY_KIND[kind], stages, repeat, is_on)
    Committee.objects.select_for_update().get(pk=committee.pk)
    row = RuleSetting.objects.filter(committee=committee, kind=kind).first()
    if row and row.version != seen_version:
        raise ChangedMeanwhile(row)
    found = row or RuleSetting(committee=committee, kind=kind, version=0)
    found.stages, found.repeat, found.is_on = sorted(set(stages)), repeat, is_on
    found.version += 1
    found.full_clean()
    found.save()
    return found


def check_rule(rule: Rule, stages: Sequence[int], repeat: Repeat, is_on: bool) -> None:
    """Raise ValidationError, by field, for days outside a rule's limits: what is late cannot be made silent."""
    limits = rule.limits
    place = "before" if max(stages, default=0) < 0 else "after"
    if not stages:
        raise ValidationError({"before" if limits.earliest < 0 else "after": "Enter at least one day"})
    if len(set(stages)) > MOST_STAGES:
        raise ValidationError({place: f"Enter {MOST_STAGES} days at most: more is shouting"})
    if min(stages) < limits.earliest:
        beside = "before" if limits.earliest < 0 else "after"
        raise ValidationError({beside: f"The earliest is {counted_from(limits.earliest)}"})
    if max(stages) > limits.latest:
        raise ValidationError({"after": f"The latest is {counted_from(limits.latest)}"})
    if min(stages) > limits.first_by:
        raise ValidationError({place: f"The first must come {counted_from(limits.first_by)}, or earlier"})
    if limits.needs_repeat and repeat not in WEEKLY:
        raise ValidationError({"repeat": "What is overdue is said again at least each week"})
    if not is_on and not limits.may_be_off:
        raise ValidationError({"is_on": "This one cannot be switched off"})


def counted_from(stage: int) -> str:
    """14 days after the date."""
    if stage == 0:
        return "on the day itself"
    number = "1 day" if abs(stage) == 1 else f"{abs(stage)} days"
    return f"{number} {'before' if stage < 0 else 'after'} the date"


@transaction.atomic
def choose(user: User, *, by: Roles, hour: int | None, weekday: int | None) -> DigestChoice:
    """When a person's digest comes: from which hour (None: the usual one), and each day or on one day of the week.

    What is overdue, waits for a decision or would pass its date by then does not wait for that day. Raises
    PermissionDenied for anybody but the person, ValidationError for an hour of the night.
    """
    must_be(by, user)
    if hour is not None and not DigestChoice.EARLIEST <= hour <= DigestChoice.LATEST:
        raise ValidationError({"hour": f"Choose an hour from {DigestChoice.EARLIEST} to {DigestChoice.LATEST}"})
    row, _ = DigestChoice.objects.update_or_create(user=user, defaults={"hour": hour, "weekday": weekday})
    return row


@transaction.atomic
def be_away(user: User, *, by: Roles, from_on: date, to_on: date, deputy: User | None = None) -> QuietDays:
    """Days on which a person hears nothing, as long as anybody else answers for their posts.

    A deputy who is named deputises for every post that the person holds, on these days. Raises PermissionDenied for
    anybody but the person, ValidationError, by field, for days that are over, too many, or taken already, and where
    the deputy is nobody of the same service, or is away on one of these days.
    """
    must_be(by, user)
    if to_on < from_on:
        raise ValidationError({"to_on": "The last day cannot be before the first"})
    if from_on < by.on:
        raise ValidationError({"from_on": "The first day cannot be in the past"})
    if (to_on - from_on).days >= LONGEST_AWAY_DAYS:
        raise ValidationError({"to_on": f"{LONGEST_AWAY_DAYS} days at most. For longer, hand the post over"})
    # One after the other, so that two windows cannot take the same days, nor two people stand in for each other.
    both = [person.pk for person in (user, deputy) if person]
    list(User.objects.select_for_update().filter(pk__in=both).order_by("pk"))
    if days_away(user, from_on, to_on).exists():
        raise ValidationError({"from_on": "You have entered some of these days already"})
    if deputy and (theirs := days_away(deputy, from_on, to_on).first()):
        days = f"from {written(theirs.from_on)} to {written(theirs.to_on)}"
        raise ValidationError({"deputy": f"{deputy} is away then, {days}"})
    if deputy:
        for post in Post.objects.filter(pk__in=list(by.held_post_ids)):
            council.stand_in(post, by=by, user=deputy, from_on=from_on, to_on=to_on)
    return QuietDays.objects.create(user=user, from_on=from_on, to_on=to_on, deputy=deputy)


def days_away(user: User, from_on: date, to_on: date) -> QuerySet[QuietDays]:
    """The days away that a person has entered which touch these."""
    return QuietDays.objects.filter(user=user, from_on__lte=to_on, to_on__gte=from_on)


@transaction.atomic
def come_back(row: QuietDays, *, by: Roles) -> None:
    """Days away that are not taken: removed before they begin, or over since yesterday.

    A deputy who was named for them ends with them. Raises PermissionDenied for anybody but the person,
    ValidationError for days that are over.
    """
    must_be(by, row.user)
    row = QuietDays.objects.select_for_update().get(pk=row.pk)
    if row.to_on < by.on:
        raise ValidationError("These days are over.")
    if row.deputy:
        council.stand_down(by=by, user=row.deputy, from_on=row.from_on, to_on=row.to_on)
    if row.from_on >= by.on:
        row.delete()
        return
    row.to_on = date.fromordinal(by.on.toordinal() - 1)
    row.save(update_fields=["to_on"])


def must_be(by: Roles, user: User) -> None:
    """Raise PermissionDenied unless this is the person."""
    if by.user_id != user.pk:
        raise PermissionDenied("Everybody sets this for themselves.")
