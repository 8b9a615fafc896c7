"""How a council's pages look: changed by its scrutiny officer, fetched by every page of it."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from council import rules, workflow
from council.look_forms import LookForm
from council.middleware import Request
from council.models import Council, Logo
from council.organisation import committees_seen_by
from council.rules import must
from council.views.pages import FormPage, answered, done, form_view

# Its address has the version in it, so a browser never asks twice.
KEPT = "private, max-age=31536000, immutable"


@form_view
def change_look(request: Request, council: str) -> HttpResponse:
    """The name, colour and logo of a council."""
    row = get_object_or_404(Council.objects.filter(pk__in=request.roles.council_ids), slug=council)
    must(rules.may_set_up(request.roles, row))
    page = FormPage(f"How the pages of {row} look", ("Set-up", reverse("council:index")))
    posted = request.method == "POST"
    form = LookForm(request.POST if posted else None, files=request.FILES if posted else None, council=row)

    def save() -> HttpResponse:
        workflow.give_look(row, by=request.roles, look=form.look, seen_version=form.cleaned_data["version"])
        return done(request, "The pages look like this from now on.", reverse("council:index"))

    return answered(request, page, form, save)


def seen(request: Request, slug: str) -> Council:
    """A council of which this person may see a committee."""
    councils = committees_seen_by(request.roles).values("council")
    return get_object_or_404(Council, slug=slug, pk__in=councils)


@login_not_required
@require_safe
def style(request: Request, council: str, version: int) -> HttpResponse:
    """The style sheet with the council's own colour."""
    colour = seen(request, council).colour
    if not colour:
        raise Http404
    rules_of_colour = f":root {{ --brand: {colour}; --on-brand: #fff; --link: {colour}; }}\n"
    return HttpResponse(rules_of_colour, content_type="text/css; charset=utf-8", headers={"Cache-Control": KEPT})


@login_not_required
@require_safe
def logo(request: Request, council: str, version: int) -> HttpResponse:
    """The logo."""
    found = get_object_or_404(Logo, council=seen(request, council))
    headers = {"Cache-Control": KEPT, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(bytes(found.content), content_type=found.content_type, headers=headers)
