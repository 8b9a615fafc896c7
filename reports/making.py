"""The verbs of a report: ask for it, make it, try again, give up on it. The only writer of its state.

A worker claims a row with a conditional UPDATE and holds it by a lease, which it renews with every step and page. Its
later writes ask again whether the row is still being made, so a worker that was given up changes nothing.
"""

import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import render_to_string
from django.utils import timezone

from council.roles import Roles
from recommendations import rules
from recommendations.models import Review
from reports import files
from reports.builders import build
from reports.models import REASON_MAX, Report
from reports.pdf import CannotMakePdf, Pdf, make_pdf
from reports.quarters import Period
from reports.states import UNFINISHED, Progress
from reports.waking import wake

TEMPLATE = "reports/paper.html"
COLLECTING, LAYING_OUT, WRITING, CHECKING = range(1, 5)
STEPS = {
    COLLECTING: "Collecting the figures",
    LAYING_OUT: "Laying out the pages",
    WRITING: "Writing the file",
    CHECKING: "Checking the file",
}
STOPPED = "The worker stopped before the report was finished."
FAULT = "Something went wrong that the program did not foresee. The log of the worker says what."
SECONDS_BETWEEN_WORDS = 0.5
NOT_ALLOWED = "The chair or the scrutiny officer makes reports."


class GivenUp(Exception):
    """The report was told as failed while this worker was still at it."""


def request_report(review: Review, *, by: Roles, period: Period, at: datetime) -> Report:
    """A report of a period, to be made by a worker; the one that is already waiting or being made, where there is one.

    Raises PermissionDenied for anybody but chair and scrutiny officer.
    """
    if by.user_id is None or not rules.may_make_report(by, review):
        raise PermissionDenied(NOT_ALLOWED)
    report, _ = Report.objects.get_or_create(
        review=review,
        quarter=period.quarter.key if period.quarter else "",
        as_at=period.as_at,
        state__in=UNFINISHED,
        defaults={"state": Progress.WAITING, "requested_by_id": by.user_id, "requested_at": at},
    )
    if report.state == Progress.WAITING:
        transaction.on_commit(partial(wake, report.pk))
    return report


def retry(report: Report, *, by: Roles, at: datetime) -> Report:
    """A new report of the same period after one that was not made. The failed one stays, with its reason.

    Raises PermissionDenied for anybody but chair and scrutiny officer.
    """
    return request_report(report.review, by=by, period=report.period, at=at)


def take(report_id: int) -> Report | None:
    """Claim a waiting report; None where somebody else has it, or it is finished."""
    taken = Report.objects.filter(pk=report_id, state=Progress.WAITING).update(
        state=Progress.RUNNING, steps=len(STEPS), lease_until=timezone.now() + settings.REPORT_LEASE
    )
    return Report.objects.select_related("review__committee__council").get(pk=report_id) if taken else None


def make(report_id: int) -> None:
    """Make a waiting report; nothing where another worker has it. Every failure is told in the row, with its reason."""
    report = take(report_id)
    if report is None:
        return
    # Stays where something unforeseen flies past: it is not caught, so that it reaches the worker's log.
    reason = FAULT
    try:
        reason = tried(report)
    finally:
        if reason:
            fail(report, reason)


def tried(report: Report) -> str:
    """Go through the steps. Returns why it failed; nothing when it is done, or was given up meanwhile."""
    try:
        finish(report)
    except GivenUp:
        files.discard(files.name_of(report.pk))
    except (TemplateDoesNotExist, TemplateSyntaxError) as error:
        return f"A template of the report is broken: {error}"
    except (CannotMakePdf, files.CannotKeep) as error:
        return str(error)
    except MemoryError:
        return "The server had too little memory to lay out the pages."
    return ""


def finish(report: Report) -> None:
    """From the figures to the file."""
    begin(report, COLLECTING)
    contents = build(report.review, report.period, timezone.localdate())
    begin(report, LAYING_OUT)
    pdf = make_pdf(render_to_string(TEMPLATE, {"contents": contents, "paper": True}), page_by_page(report))
    begin(report, WRITING)
    name = files.name_of(report.pk)
    files.write(name, pdf.content)
    begin(report, CHECKING)
    complete(report, pdf, name, files.check_and_move(name, pdf.content))


def page_by_page(report: Report) -> Callable[[int], None]:
    """Tells of the furthest page, at most twice a second. The layout goes over the pages again for their numbers."""
    furthest, told_at = 0, 0.0

    def on_page(number: int) -> None:
        nonlocal furthest, told_at
        furthest = max(number, furthest)
        if time.monotonic() - told_at > SECONDS_BETWEEN_WORDS:
            told_at = time.monotonic()
            begin(report, LAYING_OUT, f"Laying out page {furthest}")

    return on_page


def begin(report: Report, step: int, doing: str = "") -> None:
    """Say which step begins, and renew the lease. Raises GivenUp."""
    write(report, step=step, doing=doing or STEPS[step], lease_until=timezone.now() + settings.REPORT_LEASE)


def complete(report: Report, pdf: Pdf, name: str, sha256: str) -> None:
    """The report is done. Raises GivenUp."""
    done = {"size": len(pdf.content), "pages": pdf.pages, "sha256": sha256, "made_at": timezone.now()}
    write(report, state=Progress.DONE, lease_until=None, doing="", file=name, **done)


def write(report: Report, **values: Any) -> None:
    """Change the row while it is being made. Raises GivenUp when it was told as failed meanwhile."""
    if not Report.objects.filter(pk=report.pk, state=Progress.RUNNING).update(**values):
        raise GivenUp(f"Report {report.pk} was given up.")


def fail(report: Report, reason: str) -> None:
    """The report was not made."""
    running = Report.objects.filter(pk=report.pk, state=Progress.RUNNING)
    running.update(state=Progress.FAILED, lease_until=None, doing="", reason=reason[:REASON_MAX])
    files.discard(files.name_of(report.pk))


def give_up_abandoned(at: datetime) -> None:
    """End reports whose worker has said nothing since its lease ran out."""
    for report in Report.objects.abandoned(at):
        # Asked again, because the worker may have renewed its lease since the rows were read.
        gone = Report.objects.abandoned(at).filter(pk=report.pk)
        if gone.update(state=Progress.FAILED, lease_until=None, doing="", reason=STOPPED):
            files.discard(files.name_of(report.pk))


def sweep(at: datetime) -> None:
    """Pick up what the wake-ups missed: end what was abandoned, then make what waits, the oldest first."""
    give_up_abandoned(at)
    for report_id in Report.objects.waiting().values_list("pk", flat=True):
        make(report_id)
