"""Importing a sheet: choose it, look at what it would do, import it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from council import importing
from council.forms import SheetForm
from council.middleware import Request
from council.models import Council, SheetImport
from council.sheet import Column, read_sheet
from council.views.pages import done, must_set_up
from council.workbook import SheetRefused

FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
def choose(request: Request) -> HttpResponse:
    """Choose a sheet. Nothing is imported by that."""
    must_set_up(request)
    councils = Council.objects.filter(pk__in=request.roles.sets_up_council_ids)
    form = SheetForm(request.POST or None, request.FILES or None, councils=councils)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["sheet"]
        try:
            sheet = read_sheet(upload.read())
        except SheetRefused as refusal:
            form.add_error("sheet", str(refusal))
        else:
            kept = importing.start(form.cleaned_data["council"], list(sheet.rows), upload.name, by=request.roles)
            if sheet.left_aside:
                messages.info(request, sheet.left_aside)
            return redirect("council:import_preview", kept.pk)
    context = {"form": form, "columns": list(Column)}
    return render(request, "council/import.html", context, status=422 if form.errors else 200)


@FORM
def preview(request: Request, pk: int) -> HttpResponse:
    """What the sheet would create, change and leave, and what is wrong in it; importing it once that was seen."""
    must_set_up(request)
    mine = SheetImport.objects.filter(by=request.user, council__in=request.roles.sets_up_council_ids)
    sheet = get_object_or_404(mine.select_related("council"), pk=pk)
    refusal = ""
    plan = importing.plan(importing.rows_of(sheet), sheet.council, request.day)
    if request.method == "POST":
        try:
            carried = importing.carry_out(sheet, by=request.roles, seen=plan.does if was_seen(request, plan) else [])
        except ValidationError as error:
            refusal = error.messages[0]
        else:
            words = f"{sheet.name} is imported: {carried.count('create')} rows created something, "
            words += f"{carried.count('change')} changed something, {carried.count('leave')} left all as it is. "
            return done(request, words + "Send invitations from each person’s page.", reverse("council:people"))
    context = {"sheet": sheet, "plan": plan, "refusal": refusal, "counts": counts(plan)}
    return render(request, "council/import_preview.html", context, status=422 if refusal else 200)


def counts(plan: importing.Plan) -> list[tuple[str, str]]:
    """What the page says of a plan, which the button sends back: so nothing else is done than was seen."""
    kinds = ("create", "change", "leave")
    return [*((kind, str(plan.count(kind))) for kind in kinds), ("faults", str(len(plan.faults)))]


def was_seen(request: Request, plan: importing.Plan) -> bool:
    """Whether the page said, when the button was pressed, what the plan says now."""
    return all(request.POST.get(name) == count for name, count in counts(plan))


@require_safe
def template(request: Request) -> HttpResponse:
    """A sheet to fill in, with one example row."""
    must_set_up(request)
    example = "Children’s Services,Youth Service,Youth Service Manager,no,Youth Service Manager,"
    example += "youth-service-manager@council.gov.uk,holder,01/04/2027,"
    rows = [",".join(column.value for column in Column), example]
    response = HttpResponse("\ufeff" + "\r\n".join(rows) + "\r\n", content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="posts-and-people.csv"'
    return response
