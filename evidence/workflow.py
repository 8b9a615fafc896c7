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

from council.models import Post
from council.roles import Roles
from council.rules import must
from evidence.inspection import Inspected
from evidence.keeping import CannotKeep, Shelf, shelf
from evidence.models import Proof
from recommendations import rules, workflow
from recommendations.exempting import Terms, exempt, terms_in_force
from recommendations.models import Action, Answer, Question, Update
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
    """An update with its proof and answers to questions, all of it or nothing. Its proof is that of a request for one.

    Raises as the verbs of ``recommendations`` and as ``attach``; what is wrong with an answer names its question.
    """
    said = replace(said, has_proof=any(said.exempt or not offer.exempt for offer in proofs))
    if proofs and said.status == Status.ACHIEVED and not said.has_proof and not said.no_proof_because:
        raise ValidationError({"no_proof_because": ALL_EXEMPT})
    with files_and_rows() as kept:
        update = workflow.give_update(action, by=by, at=at, said=said, seen_version=seen_version)
        append(update, proofs, by, at, kept)
        for question, words in answers:
            shown = bool(proofs) or attached_since(question, by) is not None
            try:
                workflow.answer_question(question, by=by, at=at, words=words, update=update, has_proof=shown)
            except ValidationError as refusal:
                raise ValidationError({f"answer_{question.pk}": refusal.messages}) from refusal
    return update


def answer_with_proof(
    question: Question, *, by: Roles, at: datetime, words: str, proofs: Sequence[Offer] = (), no_proof: bool = False
) -> Answer:
    """Answer a question; a request for proof with what is attached here, or was since it was asked, or with neither.

    Raises as the verb of ``recommendations``, as ``append``, and ValidationError where there is nothing to attach to.
    """
    update = None
    with files_and_rows() as kept:
        if proofs:
            update = shown_with(question, by, at, proofs, kept)
        elif question.wants_proof and not no_proof:
            update = attached_since(question, by)
        shown = update is not None
        return workflow.answer_question(
            question, by=by, at=at, words=words, update=update, has_proof=shown, no_proof=no_proof and not shown
        )


def shown_with(question: Question, by: Roles, at: datetime, proofs: Sequence[Offer], kept: Shelf) -> Update:
    """Attach proof that was asked for to the last update on its action, which is returned.

    The committee asks for it, so it is taken after sign-off too, and from whoever the question was passed on to.
    """
    must(rules.may_answer(by, question), workflow.NOT_PUT_TO)
    if question.action_id is None:
        raise ValidationError("Words are asked for here. Attach proof to an update on an action")
    action = workflow.locked_action(question.action_id)
    if any(offer.exempt for offer in proofs) and not rules.may_exempt(by, action.recommendation.review, action):
        raise ValidationError(f"Those who answer for {action.reference} say what of its proof is exempt.")
    update = Update.objects.filter(action=action).visible_to(by).order_by("given_at", "pk").last()
    if update is None:
        raise ValidationError(
            f"Nobody has given an update on {action.reference} yet, and proof stands beside one. "
            "Give its first update, with the proof and this answer."
        )
    update.action = action
    append(update, proofs, by, at, kept, given_for=question.post)
    return update


def attached_since(question: Question, by: Roles) -> Update | None:
    """The update with the latest proof that was attached to a question's action since the day it was asked."""
    last = Proof.objects.visible_to(by).answering(question).last() if question.action_id else None
    return last.update if last else None


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
        if why_not := cannot_be_replaced(proof):
            raise ValidationError(why_not)
        offer = replace(offer, exempt=offer.exempt or terms_in_force(proof, by.on))
        return append(proof.update, [offer], by, at, kept, replaces=proof)[0]


def cannot_be_replaced(proof: Proof) -> str:
    """Why nobody replaces a proof any more: it was replaced; empty while it is the newest."""
    replaced = Proof.objects.filter(replaces=proof).exists()
    return "This proof has been replaced already. Replace the newer one instead." if replaced else ""


def locked(action_id: int, by: Roles) -> Action:
    """The action, locked, for somebody who may attach to it. Raises PermissionDenied, or ValidationError if closed."""
    action = workflow.locked_action(action_id)
    if not rules.answers_for(by, action):
        raise PermissionDenied("You do not hold or deputise for the post of this action.")
    workflow.must_be_open(action)
    return action


def append(
    update: Update,
    offers: Iterable[Offer],
    by: Roles,
    at: datetime,
    kept: Shelf,
    *,
    replaces: Proof | None = None,
    given_for: Post | None = None,
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
            given_for=given_for or action.post,
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
