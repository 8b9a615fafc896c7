"""Actions: agreed, then changed or withdrawn with a reason. None is ever deleted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from council.horizon import must_be_near
from council.models import Post
from council.roles import Roles
from council.rules import author, must
from recommendations import rules
from recommendations.models import Action, ActionChange, Part, Recommendation
from recommendations.workflow.acts import (
    ChangedMeanwhile,
    closed_by_sign_off,
    decider,
    locked_action,
    must_be_open,
    must_say_why,
)

What = ActionChange.What


@dataclass(frozen=True)
class Wording:
    """What an action is to say, whose it is to be, and to which part it is to belong.

    ``target_on``: the first target date, put right on the day it was agreed; None where it stays.
    """

    title: str
    success_measure: str
    post: Post
    part: Part | None
    target_on: date | None = None


@transaction.atomic
def agree_action(
    recommendation: Recommendation,
    *,
    by: Roles,
    post: Post,
    title: str,
    success_measure: str,
    target_on: date,
    part: Part | None = None,
) -> Action:
    """A new action for a post, with the first target date that never changes.

    Raises PermissionDenied for anybody but the scrutiny officer, ValidationError for a date in the past or too far
    ahead, a post of another council, a part of another recommendation, or a recommendation that is signed off.
    """
    must(rules.may_agree_action(by, recommendation), "Only the scrutiny officer sets up actions.")
    check_post(post, recommendation)
    check_part(part, recommendation)
    if why_not := closed_by_sign_off(recommendation):
        raise ValidationError(why_not)
    check_target(target_on, by.on)
    Recommendation.objects.select_for_update().get(pk=recommendation.pk)
    return Action.objects.create(
        recommendation=recommendation,
        part=part,
        number=next_number(recommendation, part),
        title=title,
        success_measure=success_measure,
        post=post,
        agreed_on=by.on,
        original_target_on=target_on,
        target_on=target_on,
    )


@transaction.atomic
def change_action(
    action: Action, *, by: Roles, to: Wording, reason: str, seen_version: int | None = None
) -> list[ActionChange]:
    """Change what an action says, whose it is or to which part it belongs. What it was before stays in its history.

    A slip in the first target date is put right on the day the action was agreed, while nobody has said anything on it:
    no figure of a past day has counted with it yet.

    Raises PermissionDenied for somebody who may not (the head of its service gives it to another post of the service,
    the scrutiny officer does everything), ChangedMeanwhile, ValidationError where nothing differs, without a reason,
    or for a post, part or target date that does not fit.
    """
    action = locked_action(action.pk)
    must(rules.may_reassign(by, action), NOT_YOURS)
    if seen_version is not None and seen_version != action.version:
        raise ChangedMeanwhile(action)
    differences = list(differing(action, to))
    only_owner = {row.what for row in differences} <= {What.POST}
    must(rules.may_change_action(by, action) or (only_owner and rules.heads_service_of(by, action)), NOT_YOURS)
    must_be_open(action)
    if not differences:
        raise ValidationError("Nothing was changed. Change something, or go back.")
    check_post(to.post, action.recommendation, None if rules.may_change_action(by, action) else action.post)
    check_part(to.part, action.recommendation)
    if to.target_on and to.target_on != action.original_target_on:
        check_target(to.target_on, by.on)
        if not target_can_be_put_right(action, by.on):
            raise ValidationError({"target_on": TARGET_STAYS})
        action.original_target_on = action.target_on = to.target_on
    must_say_why(reason)
    if to.part != action.part:
        action.number = next_number(action.recommendation, to.part)
    action.title, action.success_measure, action.post, action.part = to.title, to.success_measure, to.post, to.part
    return kept(action, differences, by, reason)


@transaction.atomic
def withdraw_action(action: Action, *, by: Roles, reason: str) -> ActionChange:
    """Withdraw an action that is not to be done any more. It is never deleted, and never counts as achieved.

    Raises PermissionDenied for anybody but the scrutiny officer, ValidationError without a reason, where it was
    withdrawn already or its recommendation is signed off.
    """
    action = locked_action(action.pk)
    must(rules.may_change_action(by, action), "Only the scrutiny officer withdraws actions.")
    must_be_open(action)
    must_say_why(reason)
    action.withdrawn_on = by.on
    return kept(action, [ActionChange(action=action, what=What.WITHDRAWN)], by, reason)[0]


TARGET_STAYS = "The first target date stays, once its day has passed or somebody has answered. Ask for more time"
NOT_YOURS = "The scrutiny officer changes actions, and the head of their service gives them to another post."


def kept(action: Action, changes: list[ActionChange], by: Roles, reason: str) -> list[ActionChange]:
    """Append the rows and save the action with them."""
    for change in changes:
        change.reason, change.changed_by_id, change.changed_on = reason, author(by), by.on
        change.changed_as = decider(action, by)
    rows = ActionChange.objects.bulk_create(changes)
    action.changed_on = by.on
    action.version += 1
    action.save(
        update_fields=[
            *("title", "success_measure", "post", "part", "number"),
            *("original_target_on", "target_on", "withdrawn_on", "changed_on", "version"),
        ]
    )
    return rows


def differing(action: Action, to: Wording) -> Iterator[ActionChange]:
    """A row for each thing that is to be another."""
    for what in (What.TITLE, What.SUCCESS_MEASURE):
        before, after = getattr(action, what), getattr(to, what)
        if before != after:
            yield ActionChange(
                action=action, what=what, before=before, after=after, before_words=before, after_words=after
            )
    for what in (What.POST, What.PART):
        was, is_to_be = getattr(action, what), getattr(to, what)
        if was != is_to_be:
            yield ActionChange(
                action=action,
                what=what,
                before=str(was.pk) if was else "",
                after=str(is_to_be.pk) if is_to_be else "",
                before_words=str(was or "The whole recommendation"),
                after_words=str(is_to_be or "The whole recommendation"),
            )

    if to.target_on and to.target_on != action.original_target_on:
        before, after = (f"{day:%-d %B %Y}" for day in (action.original_target_on, to.target_on))
        yield ActionChange(
            action=action, what=What.TARGET, before=before, after=after, before_words=before, after_words=after
        )


def target_can_be_put_right(action: Action, on: date) -> bool:
    """Whether the first target date can still be put right: it was agreed on this day, and nothing was said since."""
    return action.agreed_on == on and action.updated_on is None and not action.extensions.exists()


def check_target(target_on: date, on: date) -> None:
    """Raise ValidationError for a first target date that has passed, or that lies too far ahead to be one."""
    if target_on < on:
        raise ValidationError({"target_on": "The target date must be today or later"})
    must_be_near(target_on, on, "target_on", "The target date")


def next_number(recommendation: Recommendation, part: Part | None) -> int:
    """The number of a further action of a recommendation or of its part."""
    last = Action.objects.filter(recommendation=recommendation, part=part).order_by("number").last()
    return last.number + 1 if last else 1


def check_post(post: Post, recommendation: Recommendation, within: Post | None = None) -> None:
    """Raise ValidationError for a post of another council; of another service too, where it must stay ``within``."""
    council = recommendation.review.committee.council_id
    if not Post.objects.filter(pk=post.pk, service__directorate__council=council).exists():
        raise ValidationError({"post": "Choose a post of this council"})
    if within and post.service_id != within.service_id:
        raise ValidationError({"post": f"Choose a post of {within.service}"})


def check_part(part: Part | None, recommendation: Recommendation) -> None:
    """Raise ValidationError for a part of another recommendation."""
    if part and part.recommendation_id != recommendation.pk:
        raise ValidationError({"part": f"Choose a part of {recommendation.reference}"})
