"""Committees, meetings, directorates, services and posts: added, changed, and removed while nothing refers to them."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError

from council import rules
from council.horizon import must_be_near
from council.models import Committee, Directorate, Meeting, PlainTerm, Post, Service, SetUp
from council.roles import Roles
from council.rules import must

Row = TypeVar("Row", bound=SetUp)

# Several verbs that belong together: an invitation, and what somebody is invited for.
all_or_nothing = transaction.atomic


class ChangedMeanwhile(Exception):
    """Somebody else saved this row after the page was opened. Nothing was written."""

    def __init__(self, row: Any) -> None:
        super().__init__(f"{row} was changed meanwhile.")
        self.row = row


def may_change(by: Roles, row: SetUp) -> bool:
    """The scrutiny officer of the committee changes it and its meetings, one of the council everything else."""
    if isinstance(row, Committee):
        return rules.may_run(by, row)
    if isinstance(row, Meeting):
        return rules.may_run(by, row.committee)
    if isinstance(row, PlainTerm):
        return rules.may_set_up(by, row.council)
    assert isinstance(row, Directorate | Service | Post)
    return rules.may_set_up(by, rules.council_of(row))


@transaction.atomic
def set_up(row: Row, *, by: Roles, seen_version: int | None = None) -> Row:
    """Save a new or changed row. ``seen_version`` is the version of the row on the page that was filled in.

    Raises PermissionDenied for somebody who does not set it up, ChangedMeanwhile where another change came first,
    ValidationError, by field, for what may not be stored, for a meeting that lies too far ahead to be meant, and for
    another day of one that has been held.
    """
    must(may_change(by, row))
    if row.pk:
        now = type(row)._default_manager.select_for_update().get(pk=row.pk)
        if seen_version != now.version:
            raise ChangedMeanwhile(now)
        must(may_change(by, now))
        must_keep_its_day(row, now, by)
        row.version = now.version + 1
    if isinstance(row, Meeting):
        must_be_near(row.held_on, by.on, "held_on", "The meeting")
    row.full_clean()
    row.save()
    return row


def must_keep_its_day(row: object, now: object, by: Roles) -> None:
    """Raise ValidationError for another day of a meeting that has been held: verdicts and figures hang on it."""
    if isinstance(row, Meeting) and isinstance(now, Meeting) and now.held_on <= by.on and now.held_on != row.held_on:
        raise ValidationError({"held_on": "This meeting has been held, so its day stays"})


@transaction.atomic
def remove(row: SetUp, *, by: Roles) -> None:
    """Remove a row that was set up by mistake.

    Raises PermissionDenied for somebody who does not set it up, ValidationError where anything refers to it already:
    what has a history stays, and is renamed instead.
    """
    must(may_change(by, row))
    try:
        row.delete()
    except ProtectedError as error:
        raise ValidationError(f"“{row}” cannot be removed: {stays_because(row, by)}") from error


def stays_because(row: SetUp, by: Roles) -> str:
    """What a row that cannot be removed is needed for, and what to do instead."""
    if isinstance(row, Meeting):
        needed = "something was recorded for it, such as a call-in or a verdict."
        return f"{needed} It was held, so it stays." if row.held_on <= by.on else f"{needed} Change its day instead."
    if isinstance(row, Post):
        return "somebody has or had it, or work was given to it. Rename it, or say that it is vacant, instead."
    if isinstance(row, Service):
        return "it has posts, or leads recommendations. Rename it, or move it to another directorate, instead."
    return "it has services. Rename it instead, or move them to another directorate first."


@transaction.atomic
def refusal_of(verb: Callable[[], object]) -> str:
    """Why a verb would refuse, for a page that offers no button then; empty where it would not. Nothing is changed."""
    try:
        with transaction.atomic():
            verb()
            transaction.set_rollback(True)
    except ValidationError as refusal:
        return refusal.messages[0]
    return ""
