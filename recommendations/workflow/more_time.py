"""More time: asked for by those who answer for an action, decided by somebody else."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from council.horizon import must_be_near
from council.roles import Roles
from council.rules import author, must
from recommendations import rules
from recommendations.models import Action, Extension
from recommendations.workflow.acts import decider, locked_action, must_be_open


@dataclass(frozen=True)
class MoreTime:
    """A wish for a later target date, asked for together with an update or by itself."""

    to_on: date
    reason: str
    words: str


@transaction.atomic
def request_extension(action: Action, *, by: Roles, more_time: MoreTime) -> Extension:
    """Ask for a later target date.

    Raises PermissionDenied for somebody who does not answer for the action, ValidationError for a date that is not
    later than the target or for a second open request.
    """
    action = locked_action(action.pk)
    must(rules.answers_for(by, action), "You do not hold or deputise for the post of this action.")
    return ask_for_more_time(action, by, more_time)


def ask_for_more_time(action: Action, by: Roles, wish: MoreTime) -> Extension:
    """Append the request to a locked action. Raises ValidationError, by field."""
    must_be_open(action)
    check_new_date(action, wish.to_on, by.on)
    if not wish.reason:
        raise ValidationError({"reason": "Choose why you need more time"})
    if action.extensions.filter(agreed__isnull=True).exists():
        raise ValidationError({"to_on": "A request for more time is already waiting for a decision"})
    return Extension.objects.create(
        action=action,
        from_on=action.target_on,
        to_on=wish.to_on,
        reason=wish.reason,
        words=wish.words,
        requested_by_id=author(by),
        requested_on=by.on,
    )


def check_new_date(action: Action, to_on: date | None, on: date) -> None:
    """Raise ValidationError for a new target date, where there is one, that is no later or too far ahead."""
    if to_on is None:
        return
    if to_on < action.original_target_on:
        raise ValidationError(
            {"to_on": f"The new date is before the first target date, {action.original_target_on:%-d %B %Y}"}
        )
    if to_on <= action.target_on:
        raise ValidationError({"to_on": f"The new date must be after the target now, {action.target_on:%-d %B %Y}"})
    if to_on <= on:
        raise ValidationError({"to_on": "The new date must be in the future"})
    must_be_near(to_on, on, "to_on", "The new date")


@transaction.atomic
def decide_extension(extension: Extension, *, by: Roles, agreed: bool, note: str) -> Extension:
    """Agree or refuse more time. An agreed one moves the target date; the first target date stays.

    Raises PermissionDenied for anybody who may not decide it (never the one who asked), ValidationError where it was
    decided already or is refused without a note.
    """
    action = locked_action(extension.action_id)
    extension = Extension.objects.for_decision(by.on).select_for_update(of=("self",)).get(pk=extension.pk)
    must(rules.may_decide(by, extension), "Another person decides this request.")
    if why_not := cannot_be_decided(extension):
        raise ValidationError(why_not)
    if not agreed and not note:
        raise ValidationError({"note": "Say why, so that the officer knows what to do"})
    extension.agreed, extension.decided_by_id, extension.decided_on = agreed, author(by), by.on
    extension.decided_as, extension.note = decider(action, by), note
    extension.save(update_fields=["agreed", "decided_by", "decided_on", "decided_as", "note"])
    if agreed:
        action.target_on, action.times_moved = extension.to_on, action.times_moved + 1
        action.version += 1
        action.save(update_fields=["target_on", "times_moved", "version"])
    return extension


def cannot_be_decided(extension: Extension) -> str:
    """Why nobody decides a request any more: it was decided, or its action withdrawn; empty while it waits."""
    if extension.agreed is not None:
        return "This request was decided already. A decided request cannot be changed."
    return "This action was withdrawn, so nothing is left to decide." if extension.action.withdrawn_on else ""
