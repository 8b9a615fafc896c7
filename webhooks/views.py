"""The pages of webhooks, for whoever sets up a council: what is sent where, and what became of it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from council.middleware import Request
from council.models import Council
from council.rules import may_set_up, must
from council.views.pages import FormPage, answered, done, form_view, must_set_up, of_its_author
from webhooks import workflow
from webhooks.forms import EndpointForm
from webhooks.listing import endpoints_of, lines, with_given_up
from webhooks.models import Delivery, Endpoint

A_PAGE = 50
CHANGED = 20


@require_safe
def index(request: Request) -> HttpResponse:
    """The webhooks of the councils that this person sets up."""
    must_set_up(request)
    councils = Council.objects.filter(pk__in=list(request.roles.sets_up_council_ids))
    endpoints = with_given_up(endpoints_of(request.roles))
    return render(request, "webhooks/index.html", {"endpoints": endpoints, "councils": councils})


def endpoint_or_404(request: Request, pk: int) -> Endpoint:
    """A webhook of the person's own councils, for who sets them up."""
    seen = Endpoint.objects.filter(council__in=list(request.roles.council_ids)).select_related("council", "made_by")
    found = get_object_or_404(seen, pk=pk)
    must(may_set_up(request.roles, found.council))
    return found


@require_safe
def webhook(request: Request, pk: int) -> HttpResponse:
    """One webhook, with everything that was sent to it, the latest first."""
    return shown(request, endpoint_or_404(request, pk))


def shown(request: Request, row: Endpoint, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page of a webhook; with its secret, where it was just made."""
    page = Paginator(row.deliveries.all(), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "endpoint": row,
        "page": page,
        "lines": lines(page.object_list),
        "edits": row.history.select_related("history_user")[:CHANGED],
        **more,
    }
    return render(request, "webhooks/endpoint.html", context, status=status)


@form_view
@sensitive_variables("secret")
def add_webhook(request: Request, council: str) -> HttpResponse:
    """A further webhook of a council. Its secret is shown once, on the answer to the form that made it."""
    of = get_object_or_404(Council.objects.filter(pk__in=list(request.roles.council_ids)), slug=council)
    must(may_set_up(request.roles, of))
    lead = f"For {of}. You see the secret with which messages are signed once, after this."
    page = FormPage("Add a webhook", ("Webhooks", reverse("webhooks:index")), lead, "Add the webhook")
    form = EndpointForm(request.POST or None)

    def save() -> HttpResponse:
        row, secret = workflow.register(of, form.wish, by=request.roles)
        return shown(request, row, status=201, secret=secret, is_new=True)

    return answered(request, page, form, save)


@form_view
def change_webhook(request: Request, pk: int) -> HttpResponse:
    """Another name, address or choice of events."""
    row = endpoint_or_404(request, pk)
    page = FormPage(f"Change “{row}”", (str(row), row.get_absolute_url()))
    form = EndpointForm(request.POST or None, endpoint=row)

    def save() -> HttpResponse:
        seen_version = form.cleaned_data["version"]
        changed = workflow.change(row, form.wish, by=request.roles, seen_version=seen_version)
        return done(request, "The webhook is changed, from the next message on.", changed.get_absolute_url())

    return answered(request, page, form, save)


@require_http_methods(["GET", "HEAD", "POST"])
@of_its_author
@sensitive_variables("secret")
def replace_secret(request: Request, pk: int) -> HttpResponse:
    """Another secret, after asking; it is shown once."""
    row = endpoint_or_404(request, pk)
    if request.method != "POST":
        return render(request, "webhooks/secret.html", {"endpoint": row})
    row, made = workflow.replace_secret(row, by=request.roles, at=timezone.now())
    return shown(request, row, status=201, secret=made)


@require_http_methods(["GET", "HEAD", "POST"])
@of_its_author
def remove_webhook(request: Request, pk: int) -> HttpResponse:
    """Remove a webhook, after asking."""
    row = endpoint_or_404(request, pk)
    if request.method != "POST":
        return render(request, "webhooks/remove.html", {"endpoint": row})
    workflow.remove(row, by=request.roles)
    return done(request, f"“{row}” is removed.", reverse("webhooks:index"))


@require_POST
def send_test(request: Request, pk: int) -> HttpResponse:
    """Send a message about nothing."""
    row = endpoint_or_404(request, pk)
    try:
        workflow.send_test(row, by=request.roles, at=timezone.now())
    except ValidationError as refusal:
        return shown(request, row, status=422, refusal=refusal.messages[0])
    words = "A test is on its way. Look again in a few seconds: it stands first in the list below."
    return done(request, words, row.get_absolute_url())


@require_POST
def pause(request: Request, pk: int) -> HttpResponse:
    """Send nothing for a while."""
    row = workflow.pause(endpoint_or_404(request, pk), by=request.roles)
    return done(request, "The webhook is paused. What happens meanwhile waits.", row.get_absolute_url())


@require_POST
def resume(request: Request, pk: int) -> HttpResponse:
    """Send again, and what waited first."""
    row = workflow.resume(endpoint_or_404(request, pk), by=request.roles)
    return done(request, "The webhook is resumed, and what waited is sent.", row.get_absolute_url())


@require_POST
def send_again(request: Request, pk: int) -> HttpResponse:
    """Send one delivery once more."""
    seen = Delivery.objects.filter(endpoint__council__in=list(request.roles.council_ids))
    row = get_object_or_404(seen.select_related("endpoint__council"), pk=pk)
    must(may_set_up(request.roles, row.endpoint.council))
    try:
        workflow.send_again(row, by=request.roles, at=timezone.now())
    except ValidationError as refusal:
        return shown(request, row.endpoint, status=422, refusal=refusal.messages[0])
    words = "It is sent again, with the same webhook-id. Look again in a few seconds."
    return done(request, words, row.endpoint.get_absolute_url())
