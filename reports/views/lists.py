"""The reports of a review or a committee: the archive for everybody who may read it, drafts for the committee."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery, Sum
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from council.middleware import Request
from council.organisation import committees_seen_by
from council.public import open_to_the_public
from recommendations import rules
from recommendations.models import Review
from recommendations.paging import page_of
from recommendations.scope import Scope, of_committee, of_review
from reports import drafting
from reports.builders import build
from reports.forms import PeriodForm
from reports.models import Copy, Downloads, Frozen, Report
from reports.quarters import Period
from reports.states import Progress, Version

NOT_ON_COMMITTEE = "The committee’s members, chair and scrutiny officer see its drafts and previews."
REPORTS_A_PAGE = 50
# So many recommendations stand on one sheet of a noticeboard by themselves; more are counted by theme.
ON_ONE_SHEET = 20


def scope_or_404(request: Request, slug: str = "", committee: int = 0) -> Scope:
    """The review, or the published reviews of the committee; 404 where this person may not see it."""
    seen = Review.objects.visible_to(request.roles).for_page()
    if committee:
        row = get_object_or_404(committees_seen_by(request.roles), pk=committee)
        scope = of_committee(row, list(seen.filter(committee=row, published_on__lte=request.day)))
        request.review, request.committee = scope.headed_by, row
        return scope
    request.review = get_object_or_404(seen, slug=slug)
    return of_review(request.review)


def of_committee_or_refuse(request: Request, scope: Scope) -> None:
    """Raise PermissionDenied for somebody who sees the review and has no role on its committee."""
    if scope.committee.pk not in request.roles.committee_ids:
        raise PermissionDenied(NOT_ON_COMMITTEE)


@open_to_the_public
@require_http_methods(["GET", "HEAD", "POST"])
def report_list(request: Request, **named: Any) -> HttpResponse:
    """The reports, and for those who make them a form to begin one."""
    scope = scope_or_404(request, **named)
    if request.method != "POST":
        return list_page(request, scope, PeriodForm(scope=scope, on=request.day))
    if not rules.may_make_reports_of(request.roles, scope.committee.pk):
        raise PermissionDenied(drafting.NOT_ALLOWED)
    form = PeriodForm(request.POST, scope=scope, on=request.day)
    if not form.is_valid():
        return list_page(request, scope, form, status=422)
    if "preview" in request.POST:
        return redirect(f"{address(scope, 'preview')}?{urlencode(form.chosen.query)}")
    review = None if scope.is_committee else scope.reviews[0]
    found = drafting.begin(scope.committee, review, by=request.roles, period=form.chosen, at=timezone.now())
    if found.is_issued:
        messages.info(request, f"{found.period} is reported already: this is report {found.number}.")
    return redirect(found)


def address(scope: Scope, page: str) -> str:
    """The address of one of the pages of a scope's reports."""
    if scope.is_committee:
        return reverse(f"reports:committee_{page}", args=[scope.committee.pk])
    return reverse(f"reports:{page}", args=[scope.reviews[0].slug])


def list_page(request: Request, scope: Scope, form: PeriodForm, status: int = 200) -> HttpResponse:
    """The list with the form."""
    review = None if scope.is_committee else scope.reviews[0]
    on_committee = scope.committee.pk in request.roles.committee_ids
    seen = Report.objects.visible_to(request.roles).of(scope.committee.pk, review.pk if review else None)
    page = page_of(request, seen.for_page(), REPORTS_A_PAGE)
    reports = list(page.object_list)
    context = {
        "scope": scope,
        "review": review,
        "urls": {page: address(scope, page) for page in ("report_list", "preview")},
        "form": form,
        "rows": [(report, *texts) for report, texts in zip(reports, texts_of(reports, on_committee), strict=True)],
        "page": page,
        "issued_count": seen.filter(issued_at__isnull=False).count(),
        "on_committee": on_committee,
        "may_make": rules.may_make_reports_of(request.roles, scope.committee.pk),
    }
    return render(request, "reports/report_list.html", context, status=status)


def texts_of(reports: list[Report], on_committee: bool) -> list[tuple[Frozen | None, int]]:
    """Of each report the public text that was issued, with its ``pdf``, and its downloads: two queries.

    Only the committee is told of downloads of its own version: their count alone would say that there is one.
    """
    ids = [report.pk for report in reports]
    issued = Frozen.objects.filter(report__in=ids, is_issued=True, version=Version.PUBLIC).defer("data")
    ready = Copy.objects.filter(frozen=OuterRef("pk"), state=Progress.DONE).order_by("-pk").values("pk")
    texts = {text.report_id: text for text in issued.annotate(pdf=Subquery(ready[:1]))}
    versions = list(Version) if on_committee else [Version.PUBLIC]
    downloads = Downloads.objects.filter(frozen__report__in=ids, frozen__version__in=versions)
    counted = downloads.values("frozen__report").annotate(all=Sum("count"))
    counts = {row["frozen__report"]: row["all"] for row in counted}
    return [(texts.get(report.pk), counts.get(report.pk, 0)) for report in reports]


@require_safe
def preview(request: Request, **named: Any) -> HttpResponse:
    """The whole report of a period as a page; without a period, of the one that the form offers first."""
    scope = scope_or_404(request, **named)
    of_committee_or_refuse(request, scope)
    if not scope.reviews:
        raise Http404("The committee has no published review.")
    form = PeriodForm(request.GET or None, scope=scope, on=request.day)
    if form.is_bound and not form.is_valid():
        return list_page(request, scope, form, status=422)
    period = form.chosen if form.is_bound else form.first
    context = {
        "scope": scope,
        "review": None if scope.is_committee else scope.reviews[0],
        "urls": {page: address(scope, page) for page in ("report_list", "preview")},
        "contents": build(scope, period, request.day, Version.EXEMPT),
        "period": period,
        "may_make": rules.may_make_reports_of(request.roles, scope.committee.pk),
    }
    return render(request, "reports/preview.html", context)


@open_to_the_public
@require_safe
def noticeboard(request: Request, slug: str) -> HttpResponse:
    """Where a review stands today, on one sheet of A4 for a noticeboard: what anybody at all may read, and no more."""
    scope = scope_or_404(request, slug=slug)
    contents = build(scope, Period(request.day), request.day)
    context = {
        "review": scope.reviews[0],
        "contents": contents,
        "one_by_one": contents.count <= ON_ONE_SHEET,
        "themes": next((found for found in contents.breakdowns if found.key == "themes"), None),
        "address": f"{settings.SITE_URL}{scope.reviews[0].get_absolute_url()}" if scope.committee.publishes else "",
    }
    return render(request, "reports/noticeboard.html", context)
