"""Deciding about what was found: accept, edit, split, merge, leave out, assign, until a review was made of it."""

import re
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F

from council.models import Service
from council.roles import Roles
from council.rules import may_run
from intake.models import ImportedReport, ProposedItem
from intake.states import LEAST, Decision, Stage, Sureness
from intake.workflow.reading import NOT_ALLOWED, short_title

NOT_OPEN = "This import is not open to decisions: it is not read yet, or a review was made of it."


@dataclass(frozen=True)
class Edited:
    """What somebody made of an item."""

    title: str
    text: str
    theme: str
    parts: tuple[str, ...]
    service: Service | None


def locked(item: ProposedItem, by: Roles) -> ProposedItem:
    """The item, with its import locked. Raises PermissionDenied and ValidationError."""
    opened(item.imported, by)
    return ProposedItem.objects.select_related("imported__committee__council", "service").get(pk=item.pk)


def opened(imported: ImportedReport, by: Roles) -> ImportedReport:
    """The import, locked until the transaction ends, where it is open to decisions."""
    row = (
        ImportedReport.objects.select_for_update(of=("self",)).select_related("committee__council").get(pk=imported.pk)
    )
    if not may_run(by, row.committee):
        raise PermissionDenied(NOT_ALLOWED)
    if row.stage != Stage.READY:
        raise ValidationError(NOT_OPEN)
    return row


@transaction.atomic
def decide(item: ProposedItem, *, by: Roles, decision: Decision) -> ProposedItem:
    """Accept it, leave it out, or open it again."""
    item = locked(item, by)
    item.decision = decision
    item.save(update_fields=["decision"])
    return item


@transaction.atomic
def edit(item: ProposedItem, *, by: Roles, to: Edited) -> ProposedItem:
    """Change what is taken over, and accept it. The source stays beside it. Raises ValidationError for no words."""
    item = locked(item, by)
    if not to.text.strip():
        raise ValidationError({"text": "A recommendation needs words. Leave it out instead"})
    must_be_of(to.service, item)
    changed = (item.text, [p["text"] for p in item.parts]) != (to.text, list(to.parts))
    if [p["text"] for p in item.parts] != list(to.parts):
        item.parts = ProposedItem.labelled(list(to.parts))
    item.title, item.text, item.theme, item.service = to.title, to.text, to.theme, to.service
    item.is_edited = item.is_edited or changed
    item.decision = Decision.ACCEPTED
    item.save()
    return item


@transaction.atomic
def assign(item: ProposedItem, *, by: Roles, service: Service | None) -> ProposedItem:
    """Say which service is to own it; None leaves it to be assigned."""
    item = locked(item, by)
    must_be_of(service, item)
    item.service = service
    item.owner = item.owner if service else ""
    item.save(update_fields=["service", "owner"])
    return item


def must_be_of(service: Service | None, item: ProposedItem) -> None:
    """Raise ValidationError for a service of another council."""
    if service and service.directorate.council_id != item.imported.committee.council_id:
        raise ValidationError({"service": "Choose a service of this council"})


@transaction.atomic
def split(item: ProposedItem, *, by: Roles) -> ProposedItem:
    """Make two of one: its parts become recommendations of their own, or its sentences two halves. Returns the first.

    Raises ValidationError for one sentence without parts.
    """
    item = locked(item, by)
    pieces = [str(part["text"]) for part in item.parts]
    if pieces and item.text.rstrip().endswith((":", ";")):
        head, *others = pieces
    elif pieces:
        head, others = item.text, pieces
    else:
        sentences = re.split(r"(?<=[.!?])\s+(?=[A-Z“‘])", item.text)
        if len(sentences) < 2:
            raise ValidationError("This is one sentence without parts, so it cannot be split. Edit it instead")
        head, others = sentences[0], [" ".join(sentences[1:])]
    later = ProposedItem.objects.filter(imported=item.imported, order__gt=item.order)
    later.update(order=F("order") + len(others))
    first = remade(item, head)
    for at, words in enumerate(others, 1):
        ProposedItem.objects.create(
            imported=item.imported,
            order=item.order + at,
            number="",
            title=short_title(words),
            text=words,
            theme=item.theme,
            owner=item.owner,
            service=item.service,
            place=item.place,
            after=item.after,
            confidence=item.confidence,
            why="split from the one before it",
            is_edited=True,
        )
    return first


def remade(item: ProposedItem, words: str) -> ProposedItem:
    """The item with these words alone, open again."""
    item.text, item.title, item.parts, item.body_text, item.differences = words, short_title(words), [], "", []
    item.is_edited, item.decision = True, Decision.OPEN
    item.save()
    return item


@transaction.atomic
def merge(item: ProposedItem, *, by: Roles) -> ProposedItem:
    """Put an item together with the one before it, which is returned. Raises ValidationError for the first."""
    item = locked(item, by)
    before = (
        ProposedItem.objects.filter(imported=item.imported, order__lt=item.order)
        .exclude(decision=Decision.DROPPED)
        .last()
    )
    if before is None:
        raise ValidationError("There is no recommendation before this one to merge it with")
    if before.parts:
        before.parts = [*before.parts, *ProposedItem.labelled([item.text])]
        before.parts = ProposedItem.labelled(
            [str(p["text"]) for p in before.parts] + [str(p["text"]) for p in item.parts]
        )
    else:
        before.text = f"{before.text} {item.text}"
        before.parts = item.parts
    before.is_edited, before.decision = True, Decision.OPEN
    before.save()
    item.delete()
    return before


@transaction.atomic
def accept_sure(imported: ImportedReport, *, by: Roles, least: Sureness) -> int:
    """Accept all that is open and at least so sure. Returns how many."""
    row = opened(imported, by)
    return row.items.filter(decision=Decision.OPEN, confidence__gte=LEAST[least]).update(decision=Decision.ACCEPTED)


@transaction.atomic
def leave_out(imported: ImportedReport, *, by: Roles, names: list[str]) -> None:
    """Say which of the witnesses found are not to be taken over, by their names."""
    row = opened(imported, by)
    known = {str(witness["name"]) for witness in (row.found or {})["witnesses"]}
    row.left_out = sorted(known & set(names))
    row.save(update_fields=["left_out"])
