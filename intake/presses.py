"""One press about one item: what it does, what is said of it, and where it leads."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404

from council.middleware import Request
from council.models import Service
from intake import workflow
from intake.forms import AS_NAMED
from intake.models import ImportedReport, ProposedItem
from intake.states import Decision, Stage
from intake.workflow.numbering import plain

# Where a session keeps what its last split or merge changed.
UNDO = "intake_undo"
NO_OWNER = "To be assigned"


def name_of(row: ProposedItem) -> str:
    """R3: its number in the review, as it stands now; as printed where it is left out."""
    number = workflow.numbers_by_item(list(row.imported.items.all())).get(row.pk)
    return f"R{number}" if number else row.reference


def said_of_number(row: ProposedItem) -> str:
    """That the review gives it another number than it has here; nothing where that is the same, or it has none."""
    name = name_of(row)
    if not row.number or name == f"R{plain(row.number)}":
        return ""
    return f"The number {row.number} is kept as printed. In the review it is {name}."


def assigned(request: Request, row: ProposedItem) -> ProposedItem:
    """The item, owned by what is chosen beside its buttons."""
    chosen = request.POST.get("service", "")
    service = get_object_or_404(Service, pk=int(chosen)) if chosen.isdecimal() and len(chosen) < 10 else None
    version = request.POST.get("version", "")
    return workflow.assign(row, by=request.roles, service=service, keeps_owner=chosen == AS_NAMED, version=version)


DECISIONS = {
    "accept": (Decision.ACCEPTED, "is confirmed"),
    "drop": (Decision.DROPPED, "is left out"),
    "open": (Decision.OPEN, "waits for your decision again"),
}


def decided(request: Request, row: ProposedItem, asked: str) -> int:
    """Do what was asked and say so. Returns at which item to go on: the next open one, where this one is decided."""
    by, name, version = request.roles, name_of(row), request.POST.get("version", "")
    if asked == "accept" and "service" in request.POST:
        # The owner stands in the same form: what is chosen there is confirmed with it.
        row, version = assigned(request, row), ""
    if asked in DECISIONS:
        decision, word = DECISIONS[asked]
        because = request.POST.get("because", "")
        workflow.decide(row, by=by, decision=decision, because=because, version=version)
        messages.success(request, f"{name} {word}.")
        return row.pk if asked == "open" else following(row)
    if asked == "assign":
        row = assigned(request, row)
        messages.success(request, f"Owner of {name}: {row.owner_words}.")
        return row.pk
    if asked == "word":
        row = workflow.word_otherwise(row, by=by, version=version)
        kept, other = ("body", "summary") if row.is_as_body else ("summary", "body")
        messages.success(request, f"{name} is worded as the {kept} has it. The {other}’s words stay beside it.")
        return row.pk
    if asked == "undo":
        return undone(request, row)
    if asked not in {"split", "merge"}:
        raise ValidationError("Choose what to do with it")
    before = workflow.rows_of(row.imported)
    if asked == "split":
        landed, said = workflow.split(row, by=by, version=version), ""
    else:
        landed, said = merged(request, row, version)
    change = workflow.change_between(row.imported, before)
    names = workflow.numbers_by_item(list(row.imported.items.all()))
    if asked == "split":
        pieces = [f"R{names[pk]}" for pk in (landed.pk, *change.made) if pk in names]
        said = f"{name} was split into {', '.join(pieces)}."
    request.session[UNDO] = change.as_json() | {"item": landed.pk, "said": said}
    messages.success(request, said)
    return landed.pk


def merged(request: Request, row: ProposedItem, version: str) -> tuple[ProposedItem, str]:
    """Merge it with the one that the button named; and what became of the words and the owners of both."""
    into = request.POST.get("into", "")
    names = {item.pk: name_of(item) for item in row.imported.items.all()}
    owners = {item.pk: item.owner_words for item in row.imported.items.select_related("service")}
    into_pk = int(into) if into.isdecimal() and len(into) < 10 else None
    landed = workflow.merge(row, by=request.roles, version=version, into=into_pk)
    said = f"{names[row.pk]} was merged into {names[landed.pk]}, which waits for your decision."
    if landed.owner_words != owners[landed.pk]:
        said += f" {names[landed.pk]} had no owner and took over that of {names[row.pk]}: {landed.owner_words}."
    elif owners[row.pk] not in {landed.owner_words, NO_OWNER}:
        said += f" It keeps its owner, {landed.owner_words}. {owners[row.pk]}, of {names[row.pk]}, was not taken over."
    return landed, said


def undone(request: Request, row: ProposedItem) -> int:
    """Take back the last split or merge of this session."""
    kept = request.session.get(UNDO)
    if not kept:
        raise ValidationError("There is nothing to take back")
    first = workflow.undo(row.imported, by=request.roles, change=workflow.Change.from_json(kept))
    del request.session[UNDO]
    messages.success(request, f"Taken back: {kept['said']}")
    return first.pk


def last_change(request: Request, imported: ImportedReport) -> dict[str, Any] | None:
    """The last split or merge of this session, where it can still be taken back."""
    kept: dict[str, Any] | None = request.session.get(UNDO)
    if not kept or kept["imported"] != imported.pk or imported.stage != Stage.READY:
        return None
    return kept if workflow.is_as_it_left(workflow.Change.from_json(kept)) else None


def following(row: ProposedItem) -> int:
    """The next item that is open, in the order of the page: the doubtful ones first."""
    left = row.imported.items.filter(decision=Decision.OPEN).order_by("confidence", "order").first()
    return left.pk if left else row.pk
