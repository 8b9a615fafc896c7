"""What is done beside deciding: add what was not found, keep what was typed for later, remove an import."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts import kept_words
from council.fields import VerbForm
from council.middleware import Request
from council.views.pages import FormPage, answered, done, fill_with_kept, form_view
from council.workflow import refusal_of
from intake import workflow
from intake.beside import shown
from intake.forms import AddForm
from intake.models import ImportedReport, ProposedItem
from intake.presses import name_of, said_of_number
from intake.states import Stage
from intake.views.deciding import mine
from intake.workflow.deciding import NOT_OPEN
from intake.workflow.leaving import REFUSALS

LINES_BEFORE = 40
FATE = (
    "The file is deleted, and with it what was found and decided. What stays is its name, size and checksum, who chose "
    "it, and that you removed it today. The same file can be chosen again."
)
TAKEN_BACK = (
    "The draft is removed, with its address. What you decided about the report stays: you can change it and make the "
    "review again, or remove the import too."
)


@form_view
def add(request: Request, pk: int) -> HttpResponse:
    """Add a recommendation that the reader did not find; "?number=3" where a gap in the numbers led here."""
    imported = mine(request, pk)
    if imported.stage != Stage.READY:
        messages.error(request, NOT_OPEN)
        return redirect(imported)
    number = request.GET.get("number", "")[:12].replace("\0", "")
    form = AddForm(
        request.POST if request.method == "POST" else None, item=ProposedItem(imported=imported, number=number)
    )
    fill_with_kept(request, form)
    if request.method == "POST" and form.is_valid():
        try:
            row = workflow.add(imported, by=request.roles, to=form.edited, page=form.cleaned_data["page"])
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            kept_words.forget(request)
            told = f"{name_of(row)} is added, and confirmed: it is printed on {row.place}. {said_of_number(row)}"
            messages.success(request, told.strip())
            return redirect(f"{imported.get_absolute_url()}#item-{row.pk}")
    context = {"imported": imported, "form": form, "name": "Add a recommendation", "item": None}
    context["lines"] = shown(around(imported, number))
    return render(request, "intake/item.html", context, status=422 if form.errors else 200)


def around(imported: ImportedReport, number: str) -> list[list[int | str]]:
    """The lines in which a number that is missing may stand: from where the one before it is printed."""
    before = [item for item in imported.items.all() if item.number.isdecimal() and number.isdecimal()]
    before = [item for item in before if int(item.number) < int(number)]
    place = max(before, key=lambda item: int(item.number)).place if before else ""
    begins = next((at for at, line in enumerate(imported.source) if f"page {line[0]}, line {line[1]}" == place), 0)
    return imported.source[begins : begins + LINES_BEFORE] if number else []


@require_POST
def keep_typed(request: Request, pk: int) -> HttpResponse:
    """Keep what is being typed of the review to be made: as a script asks it while somebody types, or by the button."""
    imported = mine(request, pk)
    by_button = "keep" in request.POST
    try:
        workflow.keep_typed(imported, by=request.roles, typed=request.POST)
    except ValidationError as refusal:
        if not by_button:
            return HttpResponse(" ".join(refusal.messages), status=413, content_type="text/plain")
        messages.error(request, refusal.messages[0])
        return redirect(imported)
    if by_button:
        return done(request, "Title and days are kept for later.", f"{imported.get_absolute_url()}#make")
    return HttpResponse(f"Kept at {timezone.localtime(timezone.now()):%H:%M}", content_type="text/plain")


@form_view
def remove(request: Request, pk: int) -> HttpResponse:
    """Ask once, then remove an import of which no review was made."""
    imported = mine(request, pk)
    if imported.stage in {Stage.MADE, Stage.REMOVED}:
        messages.error(request, REFUSALS[Stage(imported.stage)])
        return redirect(imported)
    page = FormPage("Remove this import", (imported.name, imported.get_absolute_url()), FATE, "Remove it", danger=True)
    form = VerbForm(request.POST if request.method == "POST" else None)

    def save() -> HttpResponse:
        workflow.remove(imported, by=request.roles, at=timezone.now())
        return done(request, f"“{imported.name}” is removed, with its file.", reverse("intake:imports"))

    return answered(request, page, form, save)


@form_view
def take_back(request: Request, pk: int) -> HttpResponse:
    """Ask once, then take a draft review back that was made by mistake; where it stays, say why and ask nothing."""
    imported = mine(request, pk)
    if imported.review is None:
        messages.error(request, workflow.NO_REVIEW)
        return redirect(imported)
    title, at = str(imported.review), imported.get_absolute_url()
    if request.method != "POST" and (why := refusal_of(lambda: workflow.take_back(imported, by=request.roles))):
        messages.error(request, f"{why}.")
        return redirect(imported)
    page = FormPage(f"Take “{title}” back?", (imported.name, at), TAKEN_BACK, "Take it back", danger=True)
    form = VerbForm(request.POST if request.method == "POST" else None)

    def save() -> HttpResponse:
        workflow.take_back(imported, by=request.roles)
        return done(request, f"“{title}” is taken back. Its import is open again.", at)

    return answered(request, page, form, save)
