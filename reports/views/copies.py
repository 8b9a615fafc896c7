"""The PDFs of a report, and the data behind it: asked for, watched as they are made, downloaded."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from council.middleware import Request
from council.public import open_to_the_public
from recommendations import rules
from recommendations.exports import KINDS
from reports import making
from reports.attachments import as_csv, as_xlsx
from reports.drafting import NOT_ALLOWED
from reports.freezing import thawed
from reports.models import Copy, Downloads, Frozen
from reports.states import Progress, Version
from reports.views.report import committee_report, report_or_404, version_asked

TYPES = {**KINDS, "json": "application/json"}


def copy_or_404(request: Request, pk: int) -> Copy:
    """The copy, where this person may see it."""
    copy = get_object_or_404(Copy.objects.visible_to(request.roles).for_page(), pk=pk)
    request.review = copy.frozen.of.review
    return copy


@require_POST
def ask_for_copy(request: Request, pk: int, version: str) -> HttpResponse:
    """Have the PDF of a draft made."""
    found = committee_report(request, pk)
    try:
        making.request_copy(found, Version(version), by=request.roles, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(f"{found.get_absolute_url()}?version={version}#pdfs")


@open_to_the_public
@require_safe
@never_cache
def progress(request: Request, pk: int) -> HttpResponse:
    """The part of the page that changes, for polling. Nothing (204) while it would say the same again."""
    copy = making.looked_at(copy_or_404(request, pk), timezone.now())
    if request.GET.get("seen") == copy.seen:
        return HttpResponse(status=204)
    may_make = rules.may_make_reports_of(request.roles, copy.frozen.of.committee_id)
    return render(request, "reports/_progress.html", {"copy": copy, "may_make": may_make})


@require_POST
def try_again(request: Request, pk: int) -> HttpResponse:
    """Ask once more for a copy that was not made."""
    copy = copy_or_404(request, pk)
    of = copy.frozen.of
    if not rules.may_make_reports_of(request.roles, of.committee_id):
        raise PermissionDenied(NOT_ALLOWED)
    try:
        making.retry(copy, by=request.roles, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(f"{of.get_absolute_url()}?version={copy.frozen.version}#pdfs")


@open_to_the_public
@require_safe
def download(request: Request, pk: int) -> HttpResponseBase:
    """The file. 404 until there is one."""
    copy = copy_or_404(request, pk)
    if copy.state != Progress.DONE:
        raise Http404("This copy is not ready.")
    try:
        file = copy.file.open("rb")
    except FileNotFoundError:
        raise Http404("The file of this report is no longer there.") from None
    count(request, copy.frozen, "pdf")
    return FileResponse(file, as_attachment=True, filename=copy.download_name, content_type="application/pdf")


@open_to_the_public
@require_safe
def data(request: Request, pk: int, kind: str) -> HttpResponse:
    """What an issued report says, as a file: CSV and JSON as they are attached to its PDF. 404 for a draft."""
    report = report_or_404(request, pk)
    version = version_asked(request, report)
    frozen = get_object_or_404(
        Frozen.objects.select_related("report__review", "report__committee"),
        report=report,
        version=version,
        is_issued=True,
    )
    made = {"csv": as_csv, "xlsx": as_xlsx}
    content = made[kind](thawed(frozen)) if kind in made else frozen.data.encode()
    count(request, frozen, kind)
    name = f'attachment; filename="{frozen.file_name}.{kind}"'
    return HttpResponse(content, headers={"Content-Type": TYPES[kind], "Content-Disposition": name})


def count(request: Request, frozen: Frozen, kind: str) -> None:
    """One download more of an issued report's file. A look at the head of it is none."""
    if not frozen.is_issued or request.method != "GET":
        return
    row, _ = Downloads.objects.get_or_create(frozen=frozen, day=request.day, kind=kind)
    Downloads.objects.filter(pk=row.pk).update(count=F("count") + 1)
