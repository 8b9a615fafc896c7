"""Choosing a report and reading it. A worker claims a row with a conditional UPDATE and holds it by a lease."""

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from council.models import Committee
from council.roles import Roles
from council.rules import may_run
from council.waking import wake
from evidence import keeping
from evidence.loading import known_service
from intake.answers import answer_in, day_in, post_called
from intake.apart import propose_bytes
from intake.models import REASON_MAX, ImportedReport, PrintedAction, ProposedItem
from intake.reading import Proposal, ProposedRecommendation, Unreadable
from intake.reading.shapes import ProposedAction
from intake.states import ENDED, Stage

NOT_ALLOWED = "The scrutiny officer of the committee imports reports."
# The task that reads a report, by its name: a web process asks for it and never imports it.
READ = "intake.tasks.read_report"
LEASE = timedelta(minutes=4)
STOPPED = "The worker stopped before the report was read. Choose the file again."
LOST = "The kept file could not be read. Choose it again."
FAULT = "Something went wrong that the program did not foresee. The log of the worker says what."
READING, KEEPING = 1, 2
STEPS = {READING: "Reading the file", KEEPING: "Keeping what was found"}
TITLE_MOST = 70


class AlreadyImported(Exception):
    """This very file was chosen for this committee before."""

    def __init__(self, earlier: ImportedReport) -> None:
        super().__init__(f"{earlier.name} was imported already.")
        self.earlier = earlier


def choose(committee: Committee, *, by: Roles, name: str, content: bytes, at: datetime) -> ImportedReport:
    """Keep a file, and have it read by a worker.

    Raises PermissionDenied for anybody but the scrutiny officer, AlreadyImported for a file that this committee has.
    """
    if by.user_id is None or not may_run(by, committee):
        raise PermissionDenied(NOT_ALLOWED)
    sha256 = hashlib.sha256(content).hexdigest()
    with keeping.shelf() as shelf, transaction.atomic():
        # One at a time for each committee, so that two presses of the button keep one file.
        Committee.objects.select_for_update(of=("self",)).get(pk=committee.pk)
        earlier = ImportedReport.objects.filter(committee=committee, sha256=sha256).exclude(stage__in=ENDED).first()
        if earlier:
            raise AlreadyImported(earlier)
        imported = ImportedReport.objects.create(
            committee=committee,
            by_id=by.user_id,
            chosen_at=at,
            name=name[:120],
            kept_as=shelf.put(content),
            sha256=sha256,
            size=len(content),
        )
        transaction.on_commit(partial(wake, READ, imported.pk))
    return imported


def read(imported_id: int, at: datetime) -> None:
    """Read a waiting report; nothing where another worker has it. Every failure is told in the row."""
    waiting = ImportedReport.objects.filter(pk=imported_id, stage=Stage.WAITING)
    if not waiting.update(stage=Stage.READING, step=READING, lease_until=at + LEASE):
        return
    imported = ImportedReport.objects.select_related("committee__council").get(pk=imported_id)
    # Stays where something unforeseen flies past: it is not caught, so that it reaches the worker's log.
    reason = FAULT
    try:
        reason = tried(imported)
    finally:
        if reason:
            fail(imported, reason)


def tried(imported: ImportedReport) -> str:
    """Read the file and keep what was found. Returns why it failed; nothing when it is done."""
    try:
        with keeping.opened(imported.kept_as) as file:
            content = file.read()
        proposal = propose_bytes(content)
    except Unreadable as refusal:
        return str(refusal)
    except OSError:
        return LOST
    with transaction.atomic():
        keep(imported, proposal)
    return ""


def keep(imported: ImportedReport, proposal: Proposal) -> None:
    """What was found becomes rows that can be decided about, where the row is still being read."""
    found = proposal.as_json()
    source = found.pop("source")
    taken = ImportedReport.objects.filter(pk=imported.pk, stage=Stage.READING)
    if not taken.update(stage=Stage.READY, step=KEEPING, lease_until=None, found=found, source=source):
        return
    propose_items(imported, proposal.recommendations)


def propose_items(imported: ImportedReport, found: Sequence[ProposedRecommendation]) -> None:
    """One open item for each recommendation found."""
    for order, row in enumerate(found, 1):
        ProposedItem.objects.create(imported=imported, order=order, **facts_of(row, imported))


def facts_of(row: ProposedRecommendation, imported: ImportedReport) -> dict[str, Any]:
    """The fields of an item. A service is assigned where the council has one of the very name in the report."""
    return {
        "number": row.number[:12],
        "title": short_title(row.text, row.parts[0].text if row.parts else ""),
        "text": row.text,
        "body_text": row.body,
        "theme": (row.theme or "")[:200],
        "owner": (row.owner or "")[:200],
        "service": known_service(imported.committee.council, row.owner),
        "parts": [{"label": part.label, "text": part.text, "body": part.body} for part in row.parts],
        "differences": [{"kind": d.kind, "summary": d.summary, "body": d.body} for d in row.differences],
        "response": row.response or "",
        "response_kind": (answer_in(row.response) if row.response else None) or "",
        "lead": (row.lead or "")[:200],
        "due": (row.due or "")[:200],
        "action": row.action or "",
        "post": post_called(imported.committee.council, row.lead) if row.lead else None,
        "target_on": day_in(row.due) if row.due else None,
        "more_actions": [action_of(action, imported).as_json() for action in row.more_actions],
        "place": row.place[:60],
        "body_place": row.body_place[:60],
        "after": (row.after or "")[:12],
        "confidence": row.confidence,
        "why": row.why[:300],
    }


def action_of(row: ProposedAction, imported: ImportedReport) -> PrintedAction:
    """A further action, with the post and the day that its words name plainly."""
    post = post_called(imported.committee.council, row.lead) if row.lead else None
    day = day_in(row.due) if row.due else None
    return PrintedAction(row.text, (row.lead or "")[:200], (row.due or "")[:200], post.pk if post else None, day)


def short_title(text: str, first_part: str = "") -> str:
    """A short title of the recommendation's own words: what is asked for, cut at a word."""
    asked = re.sub(
        r"^(?:That\s)?(?:the\s)?[^.,;:]{0,70}?\b(?:should|must|shall)(?:\s(?:also\s|further\s)?|[:;]?$)",
        "",
        text,
        count=1,
        flags=re.I,
    )
    if asked.lower().startswith("be "):
        # "Be waived for children" says too little without what is to be waived.
        asked = re.sub(r"^That\s", "", text)
    if len(asked.split()) < 3:
        asked = first_part or text
    elif first_part and not text.rstrip().endswith((".", ":")):
        # No sentence without its first part.
        asked = f"{asked.rstrip(' ;,')} {first_part[:1].lower()}{first_part[1:]}"
    asked = asked[:1].upper() + asked[1:]
    if len(asked) <= TITLE_MOST:
        return asked.rstrip(" .;:,")
    return f"{asked[:TITLE_MOST].rsplit(' ', 1)[0].rstrip(' .;:,')}…"


def fail(imported: ImportedReport, reason: str) -> None:
    """The report was not read."""
    reading = ImportedReport.objects.filter(pk=imported.pk, stage=Stage.READING)
    reading.update(stage=Stage.FAILED, lease_until=None, reason=reason[:REASON_MAX])


def sweep(at: datetime) -> None:
    """Read the one that waits longest, and end what a worker left, so that nothing waits for ever.

    One alone, since a lease counts from its own beginning: the next run, seconds later, takes the next.
    """
    for imported in ImportedReport.objects.abandoned(at):
        fail(imported, STOPPED)
    for pk in ImportedReport.objects.waiting().values_list("pk", flat=True)[:1]:
        read(pk, at)
