"""The verbs of a copy: ask for it, make it, try again, give up on it. The only writer of its state.

A copy is made of what was frozen, and of nothing else. A worker claims a row with a conditional UPDATE and holds it by
a lease, which it renews with every step and page. Its later writes ask again whether the row is still being made, so
a worker that was given up changes nothing.
"""

import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.utils import timezone

from council.roles import Roles
from council.waking import wake
from reports import files
from reports.drafting import SEALED, THROWN_AWAY, must_be_published, must_make
from reports.freezing import drawn, freeze, scope_of
from reports.models import REASON_MAX, Copy, Frozen, Report
from reports.pdf import CannotMakePdf, Pdf, make_pdf
from reports.states import MAKE, UNFINISHED, Progress, Version

COLLECTING, LAYING_OUT, WRITING, CHECKING = range(1, 5)
STEPS = {
    COLLECTING: "Reading what was frozen",
    LAYING_OUT: "Laying out the pages",
    WRITING: "Writing the file",
    CHECKING: "Checking the file",
}
STOPPED = "The worker stopped before the report was finished."
NOT_TAKEN = "No worker took it up in time. Ask whoever runs the tracker whether a worker runs, then try again."
FAULT = "Something went wrong that the program did not foresee. The log of the worker says what."
SECONDS_BETWEEN_WORDS = 0.5


class GivenUp(Exception):
    """The report was told as failed while this worker was still at it."""


def request_copy(report: Report, version: Version, *, by: Roles, at: datetime) -> Copy:
    """A PDF of a draft as it stands now, to be made by a worker; the one that is waiting or being made already.

    Raises PermissionDenied for anybody but chair and scrutiny officer, ValidationError where it is a draft no more,
    and for the public version of what is not published.
    """
    user_id = must_make(by, report.committee_id)
    if not report.is_draft:
        raise ValidationError(SEALED if report.is_issued else THROWN_AWAY)
    local = timezone.localtime(at)
    if version == Version.PUBLIC:
        must_be_published(report, local.date())
    if under_way := Copy.objects.unfinished().filter(frozen__report=report, frozen__version=version).first():
        return under_way
    if not scope_of(report, local.date()).reviews:
        raise ValidationError("The committee has no published review to report on.")
    return asked_for(freeze(report, version, local), user_id, at)


def retry(copy: Copy, *, by: Roles, at: datetime) -> Copy:
    """A further copy of the same frozen text after one that was not made. The failed one stays, with its reason.

    Raises PermissionDenied for anybody but chair and scrutiny officer, ValidationError where there is nothing to try
    again.
    """
    user_id = must_make(by, copy.frozen.of.committee_id)
    if copy.frozen.of.dropped_on:
        raise ValidationError(THROWN_AWAY)
    if copy.state != Progress.FAILED or copy.frozen.copies.filter(state=Progress.DONE).exists():
        raise ValidationError("There is nothing to try again: this PDF is made, or being made.")
    return asked_for(copy.frozen, user_id, at)


def asked_for(frozen: Frozen, user_id: int, at: datetime) -> Copy:
    """The row that waits, and a worker woken for it."""
    copy, _ = Copy.objects.get_or_create(
        frozen=frozen,
        state__in=UNFINISHED,
        defaults={"state": Progress.WAITING, "requested_by_id": user_id, "requested_at": at},
    )
    if copy.state == Progress.WAITING:
        transaction.on_commit(partial(wake, MAKE, copy.pk))
    return copy


def take(copy_id: int) -> Copy | None:
    """Claim a waiting copy; None where somebody else has it, or it is finished."""
    taken = Copy.objects.filter(pk=copy_id, state=Progress.WAITING).update(
        state=Progress.RUNNING, steps=len(STEPS), lease_until=timezone.now() + settings.REPORT_LEASE
    )
    return Copy.objects.for_page().get(pk=copy_id) if taken else None


def make(copy_id: int) -> None:
    """Make a waiting copy; nothing where another worker has it. Every failure is told in the row, with its reason."""
    copy = take(copy_id)
    if copy is None:
        return
    # Stays where something unforeseen flies past: it is not caught, so that it reaches the worker's log.
    reason = FAULT
    try:
        reason = tried(copy)
    finally:
        if reason:
            fail(copy, reason)


def tried(copy: Copy) -> str:
    """Go through the steps. Returns why it failed; nothing when it is done, or was given up meanwhile."""
    try:
        finish(copy)
    except GivenUp:
        files.discard(files.name_of(copy.pk))
    except (TemplateDoesNotExist, TemplateSyntaxError) as error:
        return f"A template of the report is broken: {error}"
    except (CannotMakePdf, files.CannotKeep) as error:
        return str(error)
    except MemoryError:
        return "The server had too little memory to lay out the pages."
    return ""


def finish(copy: Copy) -> None:
    """From what was frozen to the file."""
    begin(copy, COLLECTING)
    html, attached, moment = drawn(copy.frozen)
    begin(copy, LAYING_OUT)
    pdf = make_pdf(html, page_by_page(copy), attached, moment)
    begin(copy, WRITING)
    name = files.name_of(copy.pk)
    files.write(name, pdf.content)
    begin(copy, CHECKING)
    complete(copy, pdf, name, files.check_and_move(name, pdf.content))


def page_by_page(copy: Copy) -> Callable[[int], None]:
    """Tells of the furthest page, at most twice a second. The layout goes over the pages again for their numbers."""
    furthest, told_at = 0, 0.0

    def on_page(number: int) -> None:
        nonlocal furthest, told_at
        furthest = max(number, furthest)
        if time.monotonic() - told_at > SECONDS_BETWEEN_WORDS:
            told_at = time.monotonic()
            begin(copy, LAYING_OUT, f"Laying out page {furthest}")

    return on_page


def begin(copy: Copy, step: int, doing: str = "") -> None:
    """Say which step begins, and renew the lease. Raises GivenUp."""
    write(copy, step=step, doing=doing or STEPS[step], lease_until=timezone.now() + settings.REPORT_LEASE)


def complete(copy: Copy, pdf: Pdf, name: str, sha256: str) -> None:
    """The copy is done. Raises GivenUp."""
    done = {"size": len(pdf.content), "pages": pdf.pages, "sha256": sha256, "made_at": timezone.now()}
    write(copy, state=Progress.DONE, lease_until=None, doing="", file=name, **done)


def write(copy: Copy, **values: Any) -> None:
    """Change the row while it is being made. Raises GivenUp when it was told as failed meanwhile."""
    if not Copy.objects.filter(pk=copy.pk, state=Progress.RUNNING).update(**values):
        raise GivenUp(f"Copy {copy.pk} was given up.")


def fail(copy: Copy, reason: str) -> None:
    """The report was not made. One that was finished or given up before keeps what it has."""
    end(Copy.objects.filter(state=Progress.RUNNING), copy, reason)


def end(among: QuerySet[Copy], copy: Copy, reason: str) -> bool:
    """Tell a copy as failed, where it is still among these, and remove what it left. Whether it was."""
    ended = among.filter(pk=copy.pk).update(
        state=Progress.FAILED, lease_until=None, doing="", reason=reason[:REASON_MAX]
    )
    if ended:
        files.discard(files.name_of(copy.pk))
    return bool(ended)


def give_up_abandoned(at: datetime) -> None:
    """End reports whose worker has said nothing since its lease ran out."""
    for copy in Copy.objects.abandoned(at):
        # Asked again, because the worker may have renewed its lease since the rows were read.
        end(Copy.objects.abandoned(at), copy, STOPPED)


def looked_at(copy: Copy, at: datetime) -> Copy:
    """The copy for a page that tells of it, ended first where it comes to nothing. No worker's sweep is needed.

    A worker that runs again makes what waits, however long: only here is a wait ended.
    """
    lapsed = {
        Progress.RUNNING: (Copy.objects.abandoned(at), STOPPED),
        Progress.WAITING: (Copy.objects.forgotten(at), NOT_TAKEN),
    }
    if copy.state in lapsed and copy.has_lapsed(at):
        among, reason = lapsed[Progress(copy.state)]
        end(among, copy, reason)
        # By now it may also have been made.
        return Copy.objects.for_page().get(pk=copy.pk)
    return copy


def sweep(at: datetime) -> None:
    """Pick up what the wake-ups missed: end what was abandoned, then make what waits, the oldest first."""
    give_up_abandoned(at)
    for copy_id in Copy.objects.waiting().values_list("pk", flat=True):
        make(copy_id)
