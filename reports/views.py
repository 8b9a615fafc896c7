"""The reports of a review: choose a period, preview it, ask for the PDF, watch it being made, download it."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from council.middleware import Request
from recommendations import rules
from recommendations.models import Review
from reports import making
from reports.builders import build
from reports.forms import PeriodForm
from reports.models import Report
from reports.states import Progress

NOT_ON_COMMITTEE = "The committee’s members, chair and scrutiny officer see its reports."
REPORTS_SHOWN = 50


def review_or_refuse(request: Request, slug: str) -> Review:
    """The review: 404 where this person may not see it, 403 where they see it but have no role on its committee."""
    review = request.review = get_object_or_404(Review.objects.visible_to(request.roles).for_page(), slug=slug)
    if not rules.sees_committee_work(request.roles, review):
        raise PermissionDenied(NOT_ON_COMMITTEE)
    return review


def report_or_refuse(request: Request, pk: int) -> Report:
    """The report: 404 where this person may not see its review, 403 where they have no role on its committee."""
    report = get_object_or_404(Report.objects.visible_to(request.roles).for_page(), pk=pk)
    if not rules.sees_committee_work(request.roles, report.review):
        raise PermissionDenied(NOT_ON_COMMITTEE)
    return report


@require_http_methods(["GET", "HEAD", "POST"])
def report_list(request: Request, slug: str) -> HttpResponse:
    """The reports that were asked for, and a form to ask for one."""
    review = review_or_refuse(request, slug)
    if request.method != "POST":
        return list_page(request, review, PeriodForm(review=review, on=request.day))
    if not rules.may_make_report(request.roles, review):
        raise PermissionDenied(making.NOT_ALLOWED)
    form = PeriodForm(request.POST, review=review, on=request.day)
    if not form.is_valid():
        return list_page(request, review, form, status=422)
    if "preview" in request.POST:
        return redirect(f"{reverse('reports:preview', args=[review.slug])}?{urlencode(form.chosen.query)}")
    return redirect(making.request_report(review, by=request.roles, period=form.chosen, at=timezone.now()))


def list_page(request: Request, review: Review, form: PeriodForm, status: int = 200) -> HttpResponse:
    """The list with the form."""
    context = {
        "review": review,
        "form": form,
        "reports": list(review.reports.for_page()[:REPORTS_SHOWN]),
        "report_count": review.reports.count(),
        "may_make": rules.may_make_report(request.roles, review),
    }
    return render(request, "reports/report_list.html", context, status=status)


@require_safe
def preview(request: Request, slug: str) -> HttpResponse:
    """The whole report of a period as a page; without a period, of the one that the form offers first."""
    review = review_or_refuse(request, slug)
    form = PeriodForm(request.GET or None, review=review, on=request.day)
    if form.is_bound and not form.is_valid():
        return list_page(request, review, form, status=422)
    period = form.chosen if form.is_bound else form.first
    context = {
        "review": review,
        "contents": build(review, period, request.day),
        "period": period,
        "may_make": rules.may_make_report(request.roles, review),
    }
    return render(request, "reports/preview.html", context)


@require_safe
@never_cache
def report(request: Request, pk: int) -> HttpResponse:
    """How far one report is; its download once it is made."""
    return render(request, "reports/report.html", progress_context(request, report_or_refuse(request, pk)))


@require_safe
@never_cache
def progress(request: Request, pk: int) -> HttpResponse:
    """The part of the page that changes, for polling. Nothing (204) while it would say the same again."""
    found = report_or_refuse(request, pk)
    if request.GET.get("seen") == found.seen:
        return HttpResponse(status=204)
    return render(request, "reports/_progress.html", progress_context(request, found))


def progress_context(request: Request, report: Report) -> dict[str, object]:
    """What the page of one report prints."""
    return {
        "report": report,
        "review": report.review,
        "may_make": rules.may_make_report(request.roles, report.review),
    }


@require_POST
def try_again(request: Request, pk: int) -> HttpResponse:
    """Ask once more for a report that was not made."""
    return redirect(making.retry(report_or_refuse(request, pk), by=request.roles, at=timezone.now()))


@require_safe
def download(request: Request, pk: int) -> HttpResponseBase:
    """The file. 404 until there is one."""
    report = report_or_refuse(request, pk)
    if report.state != Progress.DONE:
        raise Http404("This report is not ready.")
    try:
        file = report.file.open("rb")
    except FileNotFoundError:
        raise Http404("The file of this report is no longer there.") from None
    return FileResponse(file, as_attachment=True, filename=report.download_name, content_type="application/pdf")
