"""Attaching proof: with an update, to one given before, or in place of an earlier one. Nothing is ever written over.

Each verb locks the action, asks the predicate, writes files and rows together, and leaves neither where it fails.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from council.roles import Roles
from evidence.inspection import Inspected
from evidence.keeping import CannotKeep, Shelf, shelf
from evidence.models import Proof
from recommendations import rules, workflow
from recommendations.exempting import Terms, exempt, terms_in_force
from recommendations.models import Action, Question, Update
from recommendations.states import Status
from recommendations.workflow import Statement

# Enough for any update, and few enough to read.
MOST_OF_AN_UPDATE = 20

# An achievement that shows neither proof nor a reason would tell the public that there is exempt proof.
ALL_EXEMPT = "All of this proof is exempt. Say what those who may not see it can read instead"


@dataclass(frozen=True)
class Offer:
    """A file that was inspected, or a link, with what it shows. ``exempt`` keeps it from the public from the start."""

    description: str
    file: Inspected | None = None
    url: str = ""
    exempt: Terms | None = None


@contextmanager
def files_and_rows() -> Iterator[Shelf]:
    """One transaction whose files stay only if it does. Raises ValidationError where the storage takes no file."""
    try:
        with shelf() as kept, transaction.atomic():
            yield kept
    except CannotKeep as error:
        raise ValidationError(f"The file could not be stored, so nothing was recorded. Try again. {error}") from error


def give_update(
    action: Action,
    *,
    by: Roles,
    at: datetime,
    said: Statement,
    proofs: Sequence[Offer] = (),
    answers: Sequence[tuple[Question, str]] = (),
    seen_version: int | None = None,
) -> Update:
    """An update with its proof and answers to questions, all of it or nothing.

    Raises as the verbs of ``recommendations`` and as ``attach``.
    """
    said = replace(said, has_proof=any(said.exempt or not offer.exempt for offer in proofs))
    if proofs and said.status == Status.ACHIEVED and not said.has_proof and not said.no_proof_because:
        raise ValidationError({"no_proof_because": ALL_EXEMPT})
    with files_and_rows() as kept:
        update = workflow.give_update(action, by=by, at=at, said=said, seen_version=seen_version)
        append(update, proofs, by, at, kept)
        for question, words in answers:
            workflow.answer(question, by=by, at=at, words=words, update=update)
    return update


def attach(update: Update, *, by: Roles, at: datetime, proofs: Sequence[Offer]) -> list[Proof]:
    """Proof for an update that was given before.

    Raises PermissionDenied for somebody who does not answer for the action, ValidationError for none, for more than an
    update may have, or on a closed recommendation.
    """
    if not proofs:
        raise ValidationError("Choose a file, or enter a link")
    with files_and_rows() as kept:
        update.action = locked(update.action_id, by)
        return append(update, proofs, by, at, kept)


def replace_proof(proof: Proof, *, by: Roles, at: datetime, offer: Offer) -> Proof:
    """A new revision in place of an earlier one, which stays. What was exempt stays so, on the same terms.

    Raises as ``attach``, and ValidationError where another revision came first.
    """
    with files_and_rows() as kept:
        proof.update.action = locked(proof.update.action_id, by)
        if Proof.objects.filter(replaces=proof).exists():
            raise ValidationError("This proof has been replaced already. Replace the newer one instead.")
        offer = replace(offer, exempt=offer.exempt or terms_in_force(proof, by.on))
        return append(proof.update, [offer], by, at, kept, replaces=proof)[0]


def locked(action_id: int, by: Roles) -> Action:
    """The action, locked, for somebody who may attach to it. Raises PermissionDenied, or ValidationError if closed."""
    action = workflow.locked_action(action_id)
    if not rules.answers_for(by, action):
        raise PermissionDenied("You do not hold or deputise for the post of this action.")
    workflow.must_be_open(action)
    return action


def append(
    update: Update, offers: Iterable[Offer], by: Roles, at: datetime, kept: Shelf, replaces: Proof | None = None
) -> list[Proof]:
    """Write files, rows and exemptions. The action is locked. Raises ValidationError, CannotKeep."""
    action, offers = update.action, list(offers)
    if offers and Proof.objects.filter(update=update).count() + len(offers) > MOST_OF_AN_UPDATE:
        raise ValidationError(f"An update can have {MOST_OF_AN_UPDATE} proofs. Give a further update for more.")
    rows = []
    for offer in offers:
        row = Proof.objects.create(
            update=update,
            description=offer.description,
            given_by_id=workflow.author(by),
            given_for=action.post,
            given_at=at,
            given_on=timezone.localdate(at),
            replaces=replaces,
            **what_is_kept(offer, kept),
        )
        if offer.exempt:
            exempt(row, by=by, terms=offer.exempt, review=action.recommendation.review, action=action)
        rows.append(row)
    return rows


def what_is_kept(offer: Offer, kept: Shelf) -> dict[str, str | int]:
    """The columns that say what a proof is. Puts a file into the storage."""
    if offer.file is None:
        return {"kind": Proof.Kind.LINK, "url": offer.url}
    return {
        "kind": Proof.Kind.FILE,
        "name": offer.file.name,
        "content_type": offer.file.kind.content_type,
        "size": offer.file.size,
        "sha256": offer.file.sha256,
        "stored_as": kept.put(offer.file.content),
    }
