"""One status and one note for several actions at once. Each is saved by itself, and each answer is told by itself."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from council.middleware import Request
from council.views.pages import fill_with_kept, form_view
from recommendations import workflow
from recommendations.forms import SeveralForm
from recommendations.ledger import standings_of
from recommendations.models import Action
from recommendations.standing import ActionStanding

# As many as anybody can mean at once.
MOST = 100
# Where a person's last result is kept until it was shown.
RESULT = "several"


@dataclass(frozen=True)
class Result:
    """What became of one action."""

    row: ActionStanding
    refusal: str = ""


def chosen(asked: QueryDict) -> list[int]:
    """The ids that were ticked, each once, in their order."""
    ids = [int(pk) for pk in asked.getlist("action") if pk.isascii() and pk.isdigit() and len(pk) < 19]
    return list(dict.fromkeys(ids))[:MOST]


def rows_of(request: Request, ids: list[int]) -> list[ActionStanding]:
    """The actions of these ids that this person may see, the nearest target first."""
    seen = Action.objects.visible_to(request.roles).filter(pk__in=ids)
    return standings_of(seen.order_by("target_on", "pk"), request.roles)


@form_view
def several(request: Request) -> HttpResponse:
    """The form for the actions that were ticked; saving leads to what became of each."""
    posted = request.method == "POST"
    rows = rows_of(request, chosen(request.POST if posted else request.GET))
    if not rows:
        return render(request, "recommendations/several_none.html", status=422 if posted else 200)
    form = SeveralForm(request.POST if posted else None, now_are=[row.status for row in rows])
    fill_with_kept(request, form)
    if posted and form.is_valid():
        outcome = {row.action.pk: given(request, row, form) for row in rows}
        request.session[RESULT] = {"outcome": outcome, "words": form.cleaned_data["words"]}
        return redirect("recommendations:several_done")
    context = {"rows": rows, "form": form, "may": [r for r in rows if r.action.post_id in request.roles.post_ids]}
    return render(request, "recommendations/several.html", context, status=422 if form.errors else 200)


def given(request: Request, row: ActionStanding, form: SeveralForm) -> str:
    """Save the update of one action; why it was not saved, or nothing."""
    version = request.POST.get(f"version_{row.action.pk}", "")
    seen = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
    try:
        workflow.give_update(row.action, by=request.roles, at=timezone.now(), said=form.statement, seen_version=seen)
    except PermissionDenied as refusal:
        return str(refusal)
    except ValidationError as refusal:
        return " ".join(message if message.endswith(".") else f"{message}." for message in refusal.messages)
    except workflow.ChangedMeanwhile:
        return "Somebody else updated it meanwhile."
    return ""


@require_safe
def done(request: Request) -> HttpResponse:
    """What became of each: saved, or why not."""
    kept: Any = request.session.get(RESULT)
    if not kept:
        return redirect("recommendations:my_actions")
    outcome = {int(pk): refusal for pk, refusal in kept["outcome"].items()}
    results = [Result(row, outcome[row.action.pk]) for row in rows_of(request, list(outcome))]
    context = {
        "saved": [r.row for r in results if not r.refusal],
        "refused": [r for r in results if r.refusal],
        "words": kept["words"],
        "again": reverse("recommendations:several"),
    }
    return render(request, "recommendations/several_done.html", context)
