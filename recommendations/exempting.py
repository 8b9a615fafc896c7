"""Keeping something from the public, reviewing that, and letting it be read again: one verb each.

Works for every kind of row that has ``exemptions`` (see ``models/exemption.py``); an upper room brings its own kinds.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from council.roles import Roles
from recommendations import rules
from recommendations.deadlines import add_months
from recommendations.models import Action, Exemption, Review
from recommendations.states import Schedule12A

# Exempt only so long as the public interest is in keeping it back, so every exemption is looked at again.
REVIEW_AFTER_MONTHS = 12


class Subject(Protocol):
    """A row that can be exempt."""

    pk: Any
    exemptions: Any


@dataclass(frozen=True)
class Terms:
    """Why something is exempt and until when that holds without a further look.

    ``paragraph`` is one of Schedule 12A, ``decided_by`` the title of the post that decided.
    """

    paragraph: Schedule12A
    reason: str
    decided_by: str
    review_on: date


def usual_review(on: date) -> date:
    """The day by which an exemption of this day is looked at again: a year later."""
    return add_months(on, REVIEW_AFTER_MONTHS)


def terms_in_force(subject: Subject, on: date) -> Terms | None:
    """On which terms a row is exempt now, for what goes with it. A review that is overdue becomes the usual one."""
    row = subject.exemptions.filter(ended_on__isnull=True).first()
    if row is None:
        return None
    review_on = row.review_on if row.review_on > on else usual_review(on)
    return Terms(Schedule12A(row.paragraph), row.reason, row.decided_by, review_on)


@transaction.atomic
def exempt(
    subject: Subject,
    *,
    by: Roles,
    terms: Terms,
    review: Review,
    action: Action | None = None,
    own_words: bool = False,
) -> Exemption:
    """Keep a row from the public. ``review`` and ``action`` are what it belongs to.

    ``own_words`` are being written by this very person, who may keep them back from the first moment.

    Raises PermissionDenied for somebody who may not, ValidationError, by field, where it is exempt already, no reason
    or decider is given, or the review is not within a year.
    """
    if by.user_id is None or not (own_words or rules.may_exempt(by, review, action)):
        raise PermissionDenied("The scrutiny officer decides what is exempt.")
    check(terms, by.on)
    lock(subject)
    if subject.exemptions.filter(ended_on__isnull=True).exists():
        raise ValidationError("This is exempt already.")
    return put(subject, by.user_id, by.on, terms)


@transaction.atomic
def keep_exempt(exemption: Exemption, *, by: Roles, terms: Terms, review: Review) -> Exemption:
    """Review an exemption and keep it, on the same or other terms: the old one ends, a new one follows it.

    Raises as ``end_exemption`` and ``exempt``.
    """
    check(terms, by.on)
    ended = end_exemption(exemption, by=by, why="Reviewed, and kept exempt.", review=review)
    return put(ended.subject, by.user_id, by.on, terms)


@transaction.atomic
def end_exemption(exemption: Exemption, *, by: Roles, why: str, review: Review) -> Exemption:
    """Let everybody read it who may see its review.

    Raises PermissionDenied for anybody but the scrutiny officer, ValidationError without a reason or where it ended
    already.
    """
    if by.user_id is None or not rules.may_end_exemption(by, review):
        raise PermissionDenied("The scrutiny officer ends exemptions.")
    kind = type(exemption)
    locked: Exemption = kind._default_manager.select_for_update().get(pk=exemption.pk)
    if not locked.is_in_force:
        raise ValidationError("This exemption has ended already.")
    if not why:
        raise ValidationError({"why": "Say why it need not be kept back any longer"})
    locked.ended_on, locked.ended_by_id, locked.ended_why = by.on, by.user_id, why
    locked.save(update_fields=["ended_on", "ended_by", "ended_why"])
    return locked


def lock(subject: Any) -> None:
    """Hold the row until the transaction ends, so that of two who keep it back at once the second is told."""
    type(subject)._default_manager.select_for_update().only("pk").get(pk=subject.pk)


def put(subject: Any, user_id: int | None, on: date, terms: Terms) -> Exemption:
    """Append the row."""
    row: Exemption = subject.exemptions.create(
        paragraph=terms.paragraph,
        reason=terms.reason,
        decided_by=terms.decided_by,
        decided_on=on,
        review_on=terms.review_on,
        recorded_by_id=user_id,
    )
    return row


def check(terms: Terms, on: date) -> None:
    """Raise ValidationError, by field, for terms that say too little or look too far."""
    errors = {}
    if not terms.reason:
        errors["exempt_reason"] = "Say why the public interest is in keeping it back"
    if not terms.decided_by:
        errors["decided_by"] = "Say which post decided"
    if not on < terms.review_on <= usual_review(on):
        errors["review_on"] = f"Choose a day after today and by {usual_review(on):%-d %B %Y}"
    if errors:
        raise ValidationError(errors)
