"""Importing a published report: choose it, watch it being read, decide about what was found, make the review."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts import kept_words
from council.fields import VerbForm
from council.middleware import Request
from council.models import Committee, Post
from council.views.pages import FormPage, answered, done, fill_with_kept, form_view
from council.workflow import ChangedMeanwhile
from evidence import keeping
from intake import workflow
from intake.beside import excerpt, printed
from intake.forms import ChooseForm, ItemForm, MakeForm, services_of
from intake.known import known_elsewhere
from intake.models import ImportedReport, PrintedAction, ProposedItem
from intake.presses import decided, following, last_change, name_of, said_of_number
from intake.reading.shapes import MISSING
from intake.states import Decision, Stage, Sureness
from intake.workflow.deciding import NOT_OPEN
from intake.workflow.numbering import plain
from intake.workflow.reading import NOT_ALLOWED, STEPS
from recommendations.models import Recommendation
from recommendations.states import NOT_ACCEPTED
from recommendations.views.changing import read_by

IMPORTS_SHOWN = 50


def must_import(request: Request) -> None:
    """Raise PermissionDenied for somebody who is the scrutiny officer of no committee."""
    if not request.roles.scrutiny_officer_of:
        raise PermissionDenied(NOT_ALLOWED)


def mine(request: Request, pk: int) -> ImportedReport:
    """The import: 403 for somebody who imports nothing, 404 for one of a committee that they do not run."""
    must_import(request)
    return get_object_or_404(ImportedReport.objects.visible_to(request.roles).for_page(), pk=pk)


def item_of(request: Request, pk: int, item: int) -> ProposedItem:
    """One item of an import, found like it."""
    imported = mine(request, pk)
    return get_object_or_404(imported.items.select_related("service", "post", "imported__committee__council"), pk=item)


@form_view
def imports(request: Request) -> HttpResponse:
    """Choose a report; below, those that were chosen before."""
    must_import(request)
    committees = Committee.objects.filter(pk__in=request.roles.scrutiny_officer_of)
    wanted = request.GET.get("committee", "")
    form = ChooseForm(request.POST or None, request.FILES or None, committees=committees, wanted=wanted)
    fill_with_kept(request, form)
    if request.method == "POST" and form.is_valid():
        name, content = form.chosen
        try:
            chosen = workflow.choose(
                form.cleaned_data["committee"], by=request.roles, name=name, content=content, at=timezone.now()
            )
            kept_words.forget(request)
            return redirect(chosen)
        except workflow.AlreadyImported as again:
            messages.info(request, f"This very file was imported before, as “{again.earlier.name}”. Here it is.")
            return redirect(again.earlier)
        except keeping.CannotKeep as error:
            form.add_error("report", f"The file could not be stored. Try again. {error}")
    form.ask_for_files_again()
    earlier = ImportedReport.objects.visible_to(request.roles).for_page()[:IMPORTS_SHOWN]
    context = {"form": form, "earlier": list(earlier)}
    return render(request, "intake/imports.html", context, status=422 if form.errors else 200)


@require_safe
@never_cache
def report(request: Request, pk: int) -> HttpResponse:
    """How far an import is; what was found, once it is read."""
    imported = mine(request, pk)
    return report_page(request, imported, MakeForm(imported=imported))


def report_page(
    request: Request, imported: ImportedReport, form: MakeForm, status: int = 200, **more: Any
) -> HttpResponse:
    """The page of one import."""
    items = list(imported.items.select_related("service", "post"))
    made = made_of(imported)
    open_items = [item for item in items if item.is_open]
    doubtful = sorted(open_items, key=lambda item: item.confidence)
    numbers = workflow.numbers_by_item(items)
    places = places_of(items)
    before: ProposedItem | None = None
    posts = {post.pk: post for post in Post.objects.filter(pk__in=[a.post for item in items for a in item.actions])}
    questions = [
        row | {"settled": imported.settled.get(str(place), ""), "add": to_be_added(row, items)}
        for place, row in enumerate((imported.found or {}).get("questions", []))
    ]
    for item in items:
        number = numbers.get(item.pk)
        item.before = before  # type: ignore[attr-defined]
        before = before if item.decision == Decision.DROPPED else item
        item.printed = printed(imported.found, item) if item.is_edited and not item.is_added else []  # type: ignore[attr-defined]
        item.name = f"R{number}" if number else item.reference  # type: ignore[attr-defined]
        item.is_renumbered = bool(number) and plain(item.number) != str(number)  # type: ignore[attr-defined]
        item.told = told_of(item, posts, request.day)  # type: ignore[attr-defined]
        item.made = made.get(number or 0)  # type: ignore[attr-defined]
        item.lines = excerpt(imported.source, item.place, places)  # type: ignore[attr-defined]
        item.body_lines = excerpt(imported.source, item.body_place, places)  # type: ignore[attr-defined]
    context = {
        "imported": imported,
        "step": STEPS.get(imported.step, ""),
        "percent": 25 * imported.step or None,
        "items": items,
        "groups": [(word, [item for item in doubtful if item.sureness == word]) for word in reversed(Sureness)],
        "open_count": len(open_items),
        "decided": [item for item in items if not item.is_open],
        "accepted_count": sum(item.decision == Decision.ACCEPTED for item in items),
        "part_count": sum(len(item.parts) for item in items),
        "theme_count": len({item.theme for item in items if item.theme}),
        "owned_count": sum(
            bool(item.service or item.names_a_service) for item in items if item.decision != Decision.DROPPED
        ),
        "answer_count": sum(bool(item.response_kind) for item in items if item.decision != Decision.DROPPED),
        "action_count": sum(
            not missing
            for item in items
            if item.decision != Decision.DROPPED and item.response_kind not in NOT_ACCEPTED
            for _, _, missing in item.told  # type: ignore[attr-defined]
        ),
        "any_printed": any(item.response or item.actions for item in items),
        "questions": questions,
        "unsettled": sum(not row["settled"] for row in questions),
        "renumbered": sum(bool(item.number) and item.is_renumbered for item in items),  # type: ignore[attr-defined]
        "services": list(services_of(imported.committee.council)),
        "form": form,
        "undo": last_change(request, imported),
        "elsewhere": known_elsewhere(imported, items) if imported.stage == Stage.READY else [],
        "witnesses_kept": len((imported.found or {}).get("witnesses", [])) - len(imported.left_out),
    }
    return render(request, "intake/report.html", context | more, status=status)


def to_be_added(question: dict[str, Any], items: list[ProposedItem]) -> str:
    """The number of the recommendation that a question is about, where it asks whether that is missing and it is."""
    number = str(question["about"]).removeprefix("Recommendation ")
    return number if MISSING in question["asks"] and workflow.are_missing(items, number) else ""


def told_of(item: ProposedItem, posts: dict[int, Post], on: date) -> list[tuple[PrintedAction, Post | None, list[str]]]:
    """Each action of an item, the post that was chosen for it, and what is missing before it can be agreed."""
    return [(action, posts.get(action.post or 0), action.missing(on)) for action in item.actions]


def made_of(imported: ImportedReport) -> dict[int, Recommendation]:
    """The recommendations of the review that was made, by number, with their answers and actions: three queries."""
    if imported.review is None:
        return {}
    rows = imported.review.recommendations.prefetch_related("responses", "actions")
    for row in rows:
        row.review = imported.review
        row.answer = next(reversed(row.responses.all()), None)  # type: ignore[attr-defined]
        row.agreed = list(row.actions.all())  # type: ignore[attr-defined]
    return {row.number: row for row in rows}


@require_safe
@never_cache
def progress(request: Request, pk: int) -> HttpResponse:
    """The part of the page that changes while a report is read. Nothing (204) while it would say the same again."""
    imported = mine(request, pk)
    if request.GET.get("seen") == imported.seen:
        return HttpResponse(status=204)
    if not imported.is_unread:
        # The whole page is another one now.
        return HttpResponse(status=200, headers={"HX-Redirect": imported.get_absolute_url()})
    context = {"imported": imported, "step": STEPS.get(imported.step, ""), "percent": 25 * imported.step or None}
    return render(request, "intake/_progress.html", context)


@require_POST
def decide(request: Request, pk: int, item: int) -> HttpResponse:
    """One press about one item: confirm, leave out, look again, split, merge, or say who owns it."""
    row = item_of(request, pk, item)
    asked = request.POST.get("do", "")
    try:
        landed = decided(request, row, asked)
    except ChangedMeanwhile as change:
        now = change.row
        stands = f"{now.get_decision_display().lower()}, owner: {now.owner_words}"
        said = f"{name_of(now)} was changed meanwhile, so nothing was done. It stands so now: {stands}."
        messages.error(request, f"{said} “{now.title}”. Decide again.")
        return report_page(request, row.imported, MakeForm(imported=row.imported), status=409)
    except ValidationError as refusal:
        messages.error(request, f"{name_of(row)}: {refusal.messages[0].rstrip('.')}.")
        landed = row.pk
    return redirect(f"{row.imported.get_absolute_url()}#item-{landed}")


@form_view
def item(request: Request, pk: int, item: int) -> HttpResponse:
    """Edit one item beside its source."""
    row = item_of(request, pk, item)
    form = ItemForm(request.POST if request.method == "POST" else None, item=row)
    fill_with_kept(request, form)
    now: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            workflow.edit(row, by=request.roles, to=form.edited, version=form.cleaned_data["version"])
            kept_words.forget(request)
            row.refresh_from_db()
            if said := said_of_number(row):
                messages.info(request, said)
            return redirect(f"{row.imported.get_absolute_url()}#item-{following(row)}")
        except ValidationError as refusal:
            form.refuse(refusal)
        except ChangedMeanwhile as change:
            row = change.row
            typed = request.POST.copy()
            typed["version"] = row.version
            form.data = typed
            now = [
                ("Number", row.number),
                ("Short title", row.title),
                ("Recommendation", row.text),
                ("Parts", row.part_lines),
            ]
            now += [("Theme", row.theme), ("Owner", row.owner_words), ("Decision", row.get_decision_display())]
            now += [("Answer", row.get_response_kind_display()), ("Its words", row.response), ("Action", row.action)]
    places = places_of(row.imported.items.all())
    context = {
        "item": row,
        "name": name_of(row),
        "now": now,
        "imported": row.imported,
        "form": form,
        "lines": excerpt(row.imported.source, row.place, places),
        "body_lines": excerpt(row.imported.source, row.body_place, places),
    }
    status = 409 if now else 422 if form.errors else 200
    return render(request, "intake/item.html", context, status=status)


def places_of(items: Iterable[ProposedItem]) -> set[str]:
    """Where recommendations begin in the source: beside each stand its own words, and not those of the next."""
    return {place for item in items for place in (item.place, item.body_place)}


@require_POST
def accept(request: Request, pk: int) -> HttpResponse:
    """Confirm all that the reader is at least so sure of."""
    imported = mine(request, pk)
    asked = request.POST.get("least", "")
    if asked not in Sureness.values:
        raise Http404("There is no such word for how sure the reader is.")
    try:
        count = workflow.accept_sure(imported, by=request.roles, least=Sureness(asked))
        messages.success(request, f"{count} confirmed.")
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect(imported)


@require_POST
def leave_out(request: Request, pk: int) -> HttpResponse:
    """Say which witnesses are not to be taken over."""
    imported = mine(request, pk)
    kept = set(request.POST.getlist("keep"))
    witnesses = (imported.found or {}).get("witnesses", [])
    places = [place for place in range(len(witnesses)) if str(place) not in kept]
    try:
        workflow.leave_out(imported, by=request.roles, places=places)
        left = f" {len(places)} left out." if places else ""
        messages.success(request, f"{len(witnesses) - len(places)} of {len(witnesses)} witnesses are taken over.{left}")
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect(f"{imported.get_absolute_url()}#witnesses")


@require_POST
def settle(request: Request, pk: int) -> HttpResponse:
    """Say what was decided about a question, or open it again."""
    imported = mine(request, pk)
    place = request.POST.get("place", "")
    try:
        at = int(place) if place.isdecimal() and len(place) < 6 else -1
        workflow.settle(imported, by=request.roles, place=at, words=request.POST.get("words", ""))
        messages.success(
            request, "The question is settled." if request.POST.get("words", "").strip() else "The question is open."
        )
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect(f"{imported.get_absolute_url()}#questions")


@form_view
def start_again(request: Request, pk: int) -> HttpResponse:
    """Ask once, then propose again what was found in the file."""
    imported = mine(request, pk)
    if imported.stage != Stage.READY:
        messages.error(request, NOT_OPEN)
        return redirect(imported)
    lead = "What was found is proposed again. What was confirmed, edited, added, split, merged or left out is dropped."
    page = FormPage("Start again", (imported.name, imported.get_absolute_url()), lead, "Start again", danger=True)
    form = VerbForm(request.POST if request.method == "POST" else None)

    def save() -> HttpResponse:
        workflow.start_again(imported, by=request.roles)
        return done(request, "What was found is proposed again.", imported.get_absolute_url())

    return answered(request, page, form, save)


@form_view
def make(request: Request, pk: int) -> HttpResponse:
    """Make the review of what was confirmed. Opened, it is the page of the import, with what was typed before."""
    imported = mine(request, pk)
    form = MakeForm(request.POST if request.method == "POST" else None, imported=imported)
    fill_with_kept(request, form)
    if request.method == "POST" and form.is_valid():
        try:
            review = workflow.make_review(imported, by=request.roles, at=timezone.now(), **form.facts)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            kept_words.forget(request)
            told = f"The review is in the tracker: {taken_over(imported)} {read_by(review, request)}"
            messages.success(request, told)
            return redirect(review)
    if form.errors:
        # Whoever goes on deciding first finds it again. What is too long to be kept stands in the form all the same.
        with suppress(ValidationError):
            workflow.keep_typed(imported, by=request.roles, typed=request.POST)
    return report_page(request, imported, form, status=422 if form.errors else 200)


def taken_over(imported: ImportedReport) -> str:
    """How many recommendations a review was made of, and which are no more worded as published."""
    items = list(imported.items.filter(decision=Decision.ACCEPTED))
    numbers = workflow.numbers_by_item(items)
    changed = [f"R{numbers[item.pk]}" for item in items if item.is_edited and not item.is_added]
    added = [f"R{numbers[item.pk]}" for item in items if item.is_added]
    count = "1 recommendation" if len(items) == 1 else f"{len(items)} recommendations"
    if not changed and not added:
        return f"{count}, {'' if len(items) == 1 else 'each '}as published."
    others = len(items) - len(changed) - len(added)
    told = [f"{others} as published"] if others else []
    told += [f"{', '.join(names)} {how}" for names, how in ((changed, "edited"), (added, "added by hand")) if names]
    return f"{count}: {', and '.join(told)}.{' The import keeps the printed words beside.' if changed else ''}"


@require_safe
def file(request: Request, pk: int) -> HttpResponseBase:
    """The file as it was chosen."""
    imported = mine(request, pk)
    try:
        return FileResponse(
            keeping.opened(imported.kept_as),
            as_attachment=True,
            filename=imported.name,
            content_type="application/octet-stream",
        )
    except OSError:
        raise Http404("The file of this import is no longer there.") from None


__all__ = [
    "Stage",
    "accept",
    "decide",
    "file",
    "imports",
    "item",
    "leave_out",
    "make",
    "progress",
    "report",
    "settle",
    "start_again",
]
