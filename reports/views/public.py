"""What anybody may do with issued reports: check a copy, and follow the feed."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from council.middleware import Request
from reports import checking
from reports.forms import CopyForm, NumberForm
from reports.models import Report

IN_THE_FEED = 50


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def check(request: Request) -> HttpResponse:
    """Check a copy, by number, by code, or by the file itself, which is compared and not kept."""
    context: dict[str, object] = {"number_form": NumberForm(), "copy_form": CopyForm()}
    status = 200
    if request.method == "POST":
        form = CopyForm(request.POST, request.FILES)
        context |= {"copy_form": form, "form": form}
        if form.is_valid():
            file = form.cleaned_data["copy"]
            context |= {"file_name": file.name[:120], "told": checking.by_file(file.chunks()), "compared": True}
            context["is_empty"] = not file.size
        else:
            status = 422
    elif "number" in request.GET:
        form_of_number = NumberForm(request.GET)
        context |= {"number_form": form_of_number, "form": form_of_number}
        if form_of_number.is_valid():
            asked = form_of_number.cleaned_data["number"]
            context |= {"asked": asked, "found": checking.by_number(asked, request.roles)}
        else:
            status = 422
    return render(request, "reports/check.html", context, status=status)


class IssuedReports(Feed[Report, date]):
    """The public reports that were issued, the latest first, as an Atom feed."""

    feed_type = Atom1Feed
    title = "Issued scrutiny reports"
    subtitle = "What became of the recommendations of overview and scrutiny committees, report by report."
    link = "/"

    def get_object(self, request: Any, *args: Any, **named: Any) -> date:
        """The day of the request."""
        day: date = request.day
        return day

    def items(self, day: date) -> list[Report]:
        """The latest ones, for anybody."""
        found = Report.objects.published(day).for_page()
        return list(found.order_by("-issued_at")[:IN_THE_FEED])

    def item_title(self, item: Report) -> str:
        """Report 4: Prevent Duty review, July to September 2026."""
        return f"Report {item.number}: {item.about}, {item.period.words}"

    def item_description(self, item: Report) -> str:
        """As at which day, by whom, and what it supersedes."""
        said = f"As at {item.as_at:%-d %B %Y}. Issued by the {item.issued_as} of the {item.committee.name}."
        return f"{said} It supersedes report {item.supersedes.number}." if item.supersedes else said

    def item_updateddate(self, item: Report) -> object:
        """When it was issued: an issued report does not change."""
        return item.issued_at

    item_pubdate = item_updateddate


@login_not_required
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The feed."""
    return IssuedReports()(request)
