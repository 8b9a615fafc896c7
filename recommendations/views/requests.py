"""Requests for more time: a head of service decides, never on their own."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import kept_words
from council.middleware import Request
from council.views.pages import fill_with_kept, form_view
from recommendations import rules, workflow
from recommendations.desk import piled
from recommendations.forms import DecisionForm
from recommendations.ledger import standings_of
from recommendations.models import Action, Extension
from recommendations.paging import handful, opened


@require_safe
def my_service(request: Request) -> HttpResponse:
    """What a head of service answers for: requests that wait, and the whole service by urgency."""
    services = request.roles.headed_service_ids
    runs = request.roles.scrutiny_officer_of
    if not services and not runs:
        raise PermissionDenied("This page is for heads of service and the scrutiny officer.")
    waiting = waiting_requests(request)
    actions = Action.objects.visible_to(request.roles).filter(post__service__in=services).order_by("target_on", "pk")
    piles = piled(standings_of(actions, request.roles))
    pile, page = opened(request, piles)
    context = {
        "title": "My service" if services else "Requests for more time",
        "to_decide": [e for e in waiting if rules.may_decide(request.roles, e)],
        "decided_by_others": [e for e in waiting if not rules.may_decide(request.roles, e)],
        "piles": [(pile, page)] if pile else [(each, handful(each)) for each in piles],
        "page": page,
        "just_decided": just_decided(request),
    }
    return render(request, "recommendations/my_service.html", context)


def waiting_requests(request: Request) -> list[Extension]:
    """Undecided requests of the services this person heads, and those that only a scrutiny officer can decide."""
    headed = Q(action__post__service__in=request.roles.headed_service_ids)
    runs = request.roles.scrutiny_officer_of
    left_over = Q(has_other_head=False, action__recommendation__review__committee__in=runs)
    return list(Extension.objects.waiting().for_decision(request.day).filter(headed | left_over))


def requests_to_decide(request: Request) -> list[Extension]:
    """Those of them that this person may decide; no query for somebody who heads no service and runs no review."""
    if not (request.roles.headed_service_ids or request.roles.scrutiny_officer_of):
        return []
    return [e for e in waiting_requests(request) if rules.may_decide(request.roles, e)]


def just_decided(request: Request) -> Extension | None:
    """The request that this person decided a moment ago, for the message that says so."""
    pk = request.GET.get("decided", "")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None
    return Extension.objects.for_list().filter(pk=int(pk), decided_by=request.user, decided_on=request.day).first()


@form_view
def decide(request: Request, pk: int) -> HttpResponse:
    """Agree or refuse one request."""
    seen = Action.objects.visible_to(request.roles)
    extension = get_object_or_404(Extension.objects.for_decision(request.day), pk=pk, action__in=seen)
    if not rules.may_decide(request.roles, extension):
        raise PermissionDenied("Another person decides this request.")
    form = DecisionForm(request.POST if request.method == "POST" else None, extension=extension)
    fill_with_kept(request, form)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.decide_extension(extension, by=request.roles, agreed=form.agreed, note=form.cleaned_data["note"])
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            kept_words.forget(request)
            return redirect(f"{reverse('recommendations:my_service')}?decided={pk}")
    context = {
        "form": form,
        "extension": extension,
        "over": workflow.cannot_be_decided(extension),
        "row": standings_of(seen.filter(pk=extension.action_id), request.roles, with_history=True)[0],
    }
    return render(request, "recommendations/decide.html", context, status=422 if form.errors else 200)
