"""Deciding about what was found: accept, edit, split, merge, leave out, assign, until a review was made of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F

from council.horizon import must_be_near
from council.models import Post, Service
from council.roles import Roles
from council.rules import may_run
from council.workflow import ChangedMeanwhile
from intake.models import BECAUSE_MAX, ImportedReport, PrintedAction, ProposedItem
from intake.reading.shapes import ProposedRecommendation, made
from intake.states import LEAST, Decision, Stage, Sureness
from intake.workflow.numbering import must_be_free
from intake.workflow.reading import NOT_ALLOWED, propose_items, short_title
from intake.workflow.splitting import Piece, pieces_of
from recommendations.states import ResponseKind

NOT_OPEN = "This import is not open to decisions: it is not read yet, or a review was made of it."
GONE = "It is no longer there: it was merged with the one before, or the proposal was begun again."
WHY_LEFT_OUT = "Say why it is left out, since the report prints it"
DUE_MOST = 200
ONE_BY_ONE = "What needs your decision is confirmed one by one, beside its place in the source"


@dataclass(frozen=True)
class Edited:
    """What somebody made of an item. ``keeps_owner``: as the report names it, where no service is chosen."""

    title: str
    text: str
    theme: str
    parts: tuple[str, ...]
    service: Service | None
    keeps_owner: bool = False
    response: str = ""
    response_kind: str = ""
    action: str = ""
    post: Post | None = None
    target_on: date | None = None
    # Further actions as they are to be; None leaves them as they are.
    more_actions: tuple[PrintedAction, ...] | None = None
    # The number as printed; None leaves it as it is.
    number: str | None = None


def locked(item: ProposedItem, by: Roles, version: str = "") -> ProposedItem:
    """The item, with its import locked.

    Raises PermissionDenied, ValidationError, and ChangedMeanwhile where it is no more of the version that was seen.
    """
    opened(item.imported, by)
    found = (
        ProposedItem.objects.select_related("imported__committee__council", "service", "post")
        .filter(pk=item.pk)
        .first()
    )
    if found is None:
        raise ValidationError(GONE)
    if version and version != found.version:
        raise ChangedMeanwhile(found)
    return found


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
def decide(item: ProposedItem, *, by: Roles, decision: Decision, because: str = "", version: str = "") -> ProposedItem:
    """Accept it, leave it out, or open it again.

    Raises ValidationError where it is left out and nobody says why, or with more words than are kept.
    """
    item = locked(item, by, version)
    because = " ".join(because.split()) if decision == Decision.DROPPED else ""
    if decision == Decision.DROPPED and not because:
        raise ValidationError(WHY_LEFT_OUT)
    if len(because) > BECAUSE_MAX:
        raise ValidationError(f"Say in at most {BECAUSE_MAX} characters why it is left out")
    item.decision, item.left_out_because = decision, because
    item.save(update_fields=["decision", "left_out_because"])
    return item


@transaction.atomic
def edit(item: ProposedItem, *, by: Roles, to: Edited, version: str = "") -> ProposedItem:
    """Change what is taken over, and accept it. The source stays beside it.

    Raises ValidationError for no words and for a number that another one has, ChangedMeanwhile where it is no more of
    the version that was edited.
    """
    item = locked(item, by, version)
    if not to.text.strip():
        raise ValidationError({"text": "A recommendation needs words. Leave it out instead"})
    must_be_of(to.service, item)
    must_hold(to, item, by.on)
    if to.number is not None:
        must_be_free(to.number, item)
        item.number = to.number
    title = to.title if to.title != item.title else title_after(item, to.text, to.parts)
    changed = (item.text, [p["text"] for p in item.parts]) != (to.text, list(to.parts))
    if [p["text"] for p in item.parts] != list(to.parts):
        item.parts = ProposedItem.labelled([(text, "") for text in to.parts])
    if not (to.service or to.keeps_owner):
        item.owner = ""
    item.title, item.text, item.theme, item.service = title, to.text, to.theme, to.service
    item.response, item.response_kind = to.response, to.response_kind
    item.action, item.post, item.target_on = to.action, to.post, to.target_on
    if to.more_actions is not None:
        item.more_actions = [action.as_json() for action in to.more_actions]
    item.is_edited = item.is_edited or changed
    item.decision, item.left_out_because = Decision.ACCEPTED, ""
    item.save()
    return item


def title_after(item: ProposedItem, text: str, parts: Sequence[str]) -> str:
    """The title once its words are others: of the new words, as long as nobody has written one."""
    was = short_title(item.text, str(item.parts[0]["text"]) if item.parts else "")
    return short_title(text, parts[0] if parts else "") if item.title == was else item.title


@transaction.atomic
def word_otherwise(item: ProposedItem, *, by: Roles, version: str = "") -> ProposedItem:
    """Take over the other of the two wordings, of summary or body, and leave it open. The first stays as the other.

    Raises ValidationError where there are not two, or the other cannot be told whole.
    """
    item = locked(item, by, version)
    if not item.may_be_worded_otherwise:
        raise ValidationError("Summary and body word it in the same way, so there is nothing to choose")
    if any(d["summary"].endswith(" parts") and d["summary"].split()[0].isdigit() for d in item.differences):
        raise ValidationError("Summary and body have not as many parts. Edit it, beside its place in the source")
    was = short_title(item.text, str(item.parts[0]["text"]) if item.parts else "")
    item.turn()
    if item.title == was:
        item.title = short_title(item.text, str(item.parts[0]["text"]) if item.parts else "")
    item.decision, item.left_out_because = Decision.OPEN, ""
    item.save()
    return item


def as_in_summary(item: ProposedItem) -> ProposedItem:
    """With the wording of the summary first, so that the wordings of two can be put together."""
    if item.is_as_body:
        item.turn()
    return item


@transaction.atomic
def assign(
    item: ProposedItem, *, by: Roles, service: Service | None, keeps_owner: bool = False, version: str = ""
) -> ProposedItem:
    """Say which service is to own it; None leaves it to be assigned, or to whom the report names."""
    item = locked(item, by, version)
    must_be_of(service, item)
    item.service = service
    item.owner = item.owner if service or keeps_owner else ""
    item.save(update_fields=["service", "owner"])
    return item


def must_hold(to: Edited, item: ProposedItem, on: date) -> None:
    """Raise ValidationError, by field, for a post of another council and for a target date that cannot be agreed."""
    council = item.imported.committee.council_id
    if to.post and to.post.service.directorate.council_id != council:
        raise ValidationError({"post": "Choose a post of this council"})
    # A date that the report prints may have passed. It stays, and no action is agreed for it.
    if to.action and to.target_on != item.target_on:
        must_be_agreeable(to.target_on, on, "target_on")
    known = {PrintedAction.from_json(row).target_on for row in item.more_actions}
    for at, action in enumerate(to.more_actions or (), 2):
        if action.post and not Post.objects.filter(pk=action.post, service__directorate__council=council).exists():
            raise ValidationError({f"post_{at}": "Choose a post of this council"})
        if action.target_on not in known:
            must_be_agreeable(action.target_on, on, f"target_on_{at}")
    if to.response_kind == ResponseKind.REJECTED and not to.response:
        raise ValidationError({"response": "A rejected recommendation needs the executive’s reason"})


def must_be_agreeable(target_on: date | None, on: date, field: str) -> None:
    """Raise ValidationError for a target date that has passed, or lies too far ahead."""
    if target_on and target_on < on:
        raise ValidationError({field: "The target date must be today or later. Leave it empty to decide later"})
    must_be_near(target_on, on, field, "The target date")


def must_be_of(service: Service | None, item: ProposedItem) -> None:
    """Raise ValidationError for a service of another council."""
    if service and service.directorate.council_id != item.imported.committee.council_id:
        raise ValidationError({"service": "Choose a service of this council"})


@transaction.atomic
def split(item: ProposedItem, *, by: Roles, version: str = "") -> ProposedItem:
    """Make two of one: its parts become recommendations of their own, or its sentences two halves. Returns the first.

    Raises ValidationError for one sentence without parts.
    """
    item = as_in_summary(locked(item, by, version))
    pieces = pieces_of(item)
    if len(pieces) < 2:
        raise ValidationError("This is one sentence without parts, so it cannot be split. Edit it instead")
    head, *others = pieces
    differences = list(item.differences)
    later = ProposedItem.objects.filter(imported=item.imported, order__gt=item.order)
    later.update(order=F("order") + len(others))
    first = remade(item, head, differences)
    for at, piece in enumerate(others, 1):
        ProposedItem.objects.create(
            imported=item.imported,
            order=item.order + at,
            number="",
            title=piece.title,
            text=piece.words,
            body_text=piece.body,
            differences=piece.told_by(differences),
            theme=item.theme,
            owner=item.owner,
            service=item.service,
            response=item.response,
            response_kind=item.response_kind,
            lead=item.lead,
            due=item.due,
            place=item.place,
            body_place=item.body_place,
            after=item.after,
            confidence=item.confidence,
            why="split from the one before it",
            is_edited=True,
        )
    return first


def remade(item: ProposedItem, piece: Piece, differences: list[dict[str, Any]]) -> ProposedItem:
    """The item with the words of one piece alone, open again."""
    item.text, item.title, item.parts, item.body_text = piece.words, piece.title, [], piece.body
    item.differences = piece.told_by(differences)
    item.is_edited, item.decision = True, Decision.OPEN
    item.save()
    return item


@transaction.atomic
def merge(item: ProposedItem, *, by: Roles, version: str = "", into: int | None = None) -> ProposedItem:
    """Put an item together with the one before it, which is returned.

    Raises ValidationError for the first, and where ``into``, the one that was named to somebody, is before it no more.
    """
    item = as_in_summary(locked(item, by, version))
    before = (
        ProposedItem.objects.filter(imported=item.imported, order__lt=item.order)
        .exclude(decision=Decision.DROPPED)
        .last()
    )
    if before is None:
        raise ValidationError("There is no recommendation before this one to merge it with")
    if into and into != before.pk:
        raise ValidationError("Another one stands before it now. Look which, and merge again")
    as_in_summary(before)
    read_as = ProposedItem(title=before.title, text=before.text, parts=before.parts)
    put_together(before, item)
    before.title = title_after(read_as, before.text, [str(part["text"]) for part in before.parts])
    before.is_edited, before.decision = True, Decision.OPEN
    before.save()
    item.delete()
    return before


def put_together(before: ProposedItem, item: ProposedItem) -> None:
    """Every word of the second behind those of the first. Nothing that the report says of either is dropped.

    Where only one of them is printed again in the body, the body words no such recommendation.
    """
    if bool(before.body_place) == bool(item.body_place):
        before.differences = [*before.differences, *item.differences]
    else:
        before.body_text = item.body_text = ""
        before.differences = []
        before.parts, item.parts = ([part | {"body": ""} for part in row.parts] for row in (before, item))
    if told := led_by_the_same(before, item):
        before.text, before.body_text, parts = told
        before.parts = ProposedItem.labelled(parts)
    elif before.parts:
        rows = [*before.parts, {"text": item.text, "body": item.body_text}, *item.parts]
        before.parts = ProposedItem.labelled(told_apart(rows))
    else:
        if before.body_text or item.body_text:
            before.body_text = f"{before.body_text or before.text} {item.body_text or item.text}"
        before.text = f"{before.text} {item.text}"
        before.parts = item.parts
    before.response = joined(before.response, item.response)
    before.response_kind = before.response_kind if before.response_kind == item.response_kind else ""
    before.due = joined(before.due, item.due)[:DUE_MOST]
    before.lead = joined(before.lead, item.lead)[:DUE_MOST]
    before.action = joined(before.action, item.action)
    before.more_actions = [*before.more_actions, *item.more_actions]
    before.post = before.post if before.post_id == item.post_id else None
    before.target_on = before.target_on if before.target_on == item.target_on else None
    if not (before.owner or before.service):
        before.owner, before.service = item.owner, item.service


def led_by_the_same(before: ProposedItem, item: ProposedItem) -> tuple[str, str, list[tuple[str, str]]] | None:
    """Pieces of one recommendation together again: the words that lead to its parts, the body's, and the parts.

    None for any others. The words are those that the report prints once, and a split put before each part.
    """
    rows = (item.imported.found or {}).get("recommendations", [])
    printed = next((row for row in rows if row["parts"] and row["place"] == before.place == item.place), None)
    if printed is None:
        return None
    lead, body_lead = printed["text"], printed["body"] or printed["text"]
    is_whole = bool(before.parts) and before.text == lead
    if item.parts or not item.text.startswith(f"{lead} "):
        return None
    if not is_whole and (before.parts or not before.text.startswith(f"{lead} ")):
        return None
    pieces = [item] if is_whole else [before, item]
    parts = [(row.text.removeprefix(lead).strip(), row.body_text.removeprefix(body_lead).strip()) for row in pieces]
    kept = told_apart(before.parts) if is_whole else []
    return lead, printed["body"] if before.body_text or item.body_text else "", [*kept, *parts]


def told_apart(parts: Iterable[dict[str, Any]]) -> list[tuple[str, str]]:
    """The words of parts, and the body's of each."""
    return [(str(part["text"]), str(part.get("body", ""))) for part in parts]


def joined(first: str, second: str) -> str:
    """Both, once where they are the same."""
    return "; ".join(dict.fromkeys(filter(None, (first, second))))


@transaction.atomic
def start_again(imported: ImportedReport, *, by: Roles) -> ImportedReport:
    """Propose again what was found in the file, and drop what was decided and edited since."""
    row = opened(imported, by)
    row.items.all().delete()
    row.settled = {}
    row.save(update_fields=["settled"])
    found = (row.found or {})["recommendations"]
    propose_items(row, [made(ProposedRecommendation, told) for told in found])
    return row


@transaction.atomic
def accept_sure(imported: ImportedReport, *, by: Roles, least: Sureness) -> int:
    """Accept all that is open and at least so sure. Returns how many.

    Raises ValidationError for what needs a decision: somebody reads it, and confirms it by itself.
    """
    if least == Sureness.DOUBTFUL:
        raise ValidationError(ONE_BY_ONE)
    row = opened(imported, by)
    return row.items.filter(decision=Decision.OPEN, confidence__gte=LEAST[least]).update(decision=Decision.ACCEPTED)


@transaction.atomic
def leave_out(imported: ImportedReport, *, by: Roles, places: Iterable[int]) -> None:
    """Say which of the witnesses found are not to be taken over, by their places in the list, from nought.

    By name two of one name could not be told apart.
    """
    row = opened(imported, by)
    row.left_out = sorted(set(range(len((row.found or {})["witnesses"]))) & set(places))
    row.save(update_fields=["left_out"])


@transaction.atomic
def settle(imported: ImportedReport, *, by: Roles, place: int, words: str) -> None:
    """Say what was decided about a question that the report leaves open, by its place from nought; no words open it.

    Raises ValidationError for a question that is not there, and for more words than are kept.
    """
    row = opened(imported, by)
    words = " ".join(words.split())
    if not 0 <= place < len((row.found or {})["questions"]):
        raise ValidationError("There is no such question")
    if len(words) > BECAUSE_MAX:
        raise ValidationError(f"Say in at most {BECAUSE_MAX} characters what was decided")
    row.settled = {key: said for key, said in row.settled.items() if key != str(place)} | (
        {str(place): words} if words else {}
    )
    row.save(update_fields=["settled"])
