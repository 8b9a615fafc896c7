"""An officer's pages: my actions, one action, give an update."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from council.middleware import Request
from council.public import open_to_the_public
from council.roles import Roles
from recommendations import ledger as ledgers
from recommendations import rules, workflow
from recommendations.desk import desk
from recommendations.forms import UpdateForm
from recommendations.ledger import standings_of
from recommendations.models import Action, Extension, Verdict
from recommendations.standing import ActionStanding
from recommendations.viewing import viewing
from recommendations.views.requests import requests_to_decide

# Calls the verb with what a form says.
Save = Callable[[Request, Action, Any], None]


@require_safe
def my_actions(request: Request) -> HttpResponse:
    """What waits for this person today, by urgency."""
    context = {
        "desk": desk(request.roles),
        "to_decide": requests_to_decide(request),
        "recorded": request.GET.get("recorded", ""),
    }
    return render(request, "recommendations/my_actions.html", context)


@open_to_the_public
@require_safe
def action(request: Request, pk: int) -> HttpResponse:
    """One action with its whole history, today or as at a past day."""
    found = get_object_or_404(Action.objects.visible_to(request.roles).for_list(), pk=pk)
    recommendation = found.recommendation
    review = request.review = recommendation.review
    view = viewing(review, request.GET, request.day)
    position = view.position(ledgers.load(review, view.as_at, request.roles, only=recommendation.number))
    row = next((a for a in position.actions if a.action.pk == pk), None)
    context = {
        "view": view,
        "viewing": position.viewing,
        "as_at_banner": view.banner,
        "action": found,
        "row": row,
        "may_update": (may_update := not view.is_past and rules.answers_for(request.roles, found)),
        "attached": request.GET.get("attached", ""),
        "may_attach": may_update and row is not None and not row.closed,
        "may_decide": not view.is_past and row is not None and may_decide(request, row),
        "may_exempt": not view.is_past and rules.may_exempt(request.roles, review, found),
        "may_end_exemption": not view.is_past and rules.may_end_exemption(request.roles, review),
        "extensions": requests_by(found, view.as_at, request.roles),
    }
    return render(request, "recommendations/action.html", context)


def requests_by(action: Action, on: date, roles: Roles) -> list[Extension]:
    """The requests for more time by a day, the latest first, worded for this person."""
    known = Extension.objects.filter(action=action, requested_on__lte=on)
    return known.order_by("-requested_on", "-pk").worded_for(roles)


def may_decide(request: Request, row: ActionStanding) -> bool:
    """Whether this person decides the request for more time that waits on this action."""
    if row.waiting is None:
        return False
    return rules.may_decide(request.roles, Extension.objects.for_decision(request.day).get(pk=row.waiting.pk))


@require_safe
def row(request: Request, pk: int) -> HttpResponse:
    """One row of my actions, closed: what "Close" and "Cancel" put back in place of the form."""
    if not request.htmx:
        return redirect("recommendations:my_actions")
    return render(request, "recommendations/_row.html", {"row": visible(request, pk), "closed_again": True})


def give_update(request: Request, pk: int, form_kind: type[UpdateForm], save: Save) -> HttpResponse:
    """The form of one action, in its row or on its own page; saving returns to where it was opened.

    Its door is in the room above, which brings the form with the fields for proof and the verb that keeps both.
    """
    row = visible(request, pk)
    if not rules.answers_for(request.roles, row.action):
        raise PermissionDenied("You do not hold or deputise for the post of this action.")
    if request.method != "POST":
        return update_page(request, row, form_kind(action=row.action, on=request.day))
    form = form_kind(request.POST, files=request.FILES, action=row.action, on=request.day)
    if not form.is_valid():
        return update_page(request, row, form, status=422)
    try:
        save(request, row.action, form)
    except ValidationError as refusal:
        form.refuse(refusal)
        return update_page(request, row, form, status=422)
    except workflow.ChangedMeanwhile:
        return changed_meanwhile(request, pk, form_kind)
    return saved(request, row)


def visible(request: Request, pk: int) -> ActionStanding:
    """The action as it stands today; 404 where this person may not see it."""
    found = standings_of(Action.objects.visible_to(request.roles).filter(pk=pk), request.roles)
    if not found:
        get_object_or_404(Action.objects.none())
    return found[0]


def update_page(
    request: Request, row: ActionStanding, form: UpdateForm, status: int = 200, **more: Any
) -> HttpResponse:
    """The form: a row of my actions for htmx, a page of its own otherwise. One that comes back asks for its files."""
    if form.is_bound:
        form.ask_for_files_again()
    template = "recommendations/_row_open.html" if request.htmx else "recommendations/update.html"
    verdicts = Verdict.objects.filter(recommendation=row.action.recommendation_id).select_related("meeting")
    context = {"row": row, "form": form, "verdict": verdicts.order_by("-meeting__held_on", "-pk").first(), **more}
    return render(request, template, context, status=status)


def changed_meanwhile(request: Request, pk: int, form_kind: type[UpdateForm]) -> HttpResponse:
    """Somebody saved first: their update is shown, what was typed is kept, and saving again is one press away."""
    row = visible(request, pk)
    kept = request.POST.copy()
    kept["version"] = str(row.action.version)
    form = form_kind(kept, files=request.FILES, action=row.action, on=request.day)
    return update_page(request, row, form, status=409, changed=True)


def saved(request: Request, before: ActionStanding) -> HttpResponse:
    """Back to the row, which says what was recorded; in place, the sentence and the count above it change with it."""
    pk = before.action.pk
    if request.htmx:
        now = desk(request.roles)
        context = {
            "row": visible(request, pk),
            "recorded": str(pk),
            "desk": now,
            "left": now.left(before),
            "to_decide": requests_to_decide(request),
        }
        return render(request, "recommendations/_row_saved.html", context)
    return redirect(f"{reverse('recommendations:my_actions')}?recorded={pk}#action-{pk}")
