"""Pages about the API, of keys, and what is opened by a secret address or by anybody: calendars and feeds."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from api import calendars
from api import changes as feeds
from api import keys as verbs
from api.explained import messages, operations
from api.forms import KeyForm
from api.models import Key
from api.problems import REFUSED
from council.middleware import Request
from council.organisation import committees_seen_by
from council.public import open_to_the_public
from council.roles import roles_of
from council.views.pages import done, of_its_author
from recommendations.views.reviews import seen_through


@login_not_required
@require_safe
def explained(request: Request) -> HttpResponse:
    """The API in words, with examples, made of its own description."""
    context = {
        "groups": operations(),
        "events": messages(),
        "refused": [(status, REFUSED[status]) for status in sorted(REFUSED)],
        "site": request.build_absolute_uri("/").rstrip("/"),
    }
    return render(request, "api/explained.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@of_its_author
@sensitive_variables("secret")
def keys(request: Request) -> HttpResponse:
    """A person's keys. A new one is shown once, on the answer to the form that made it."""
    seen = committees_seen_by(request.roles).filter(council__in=list(request.roles.council_ids))
    form = KeyForm(request.POST or None, committees=seen.order_by("name"))
    context: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                key, secret = verbs.make_key(
                    by=request.roles, opens=Key.Opens(data["opens"]), name=data["name"], committee=data["committee"]
                )
            except ValidationError as refusal:
                form.refuse(refusal)
            else:
                status = 201
                address = request.build_absolute_uri(reverse("api:calendar", args=[secret]))
                context = {"made": key, "secret": address if key.is_calendar else secret}
                form = KeyForm(committees=seen.order_by("name"))
    context |= {"form": form, "keys": Key.objects.filter(person=request.user).select_related("committee")}
    return render(request, "api/keys.html", context, status=status)


@require_POST
def revoke(request: Request, pk: int) -> HttpResponse:
    """From now on this key opens nothing."""
    key = get_object_or_404(Key, pk=pk, person=request.user)
    verbs.revoke(key, by=request.roles)
    return done(request, f"“{key.name}” is revoked, and opens nothing any more.", reverse("api:keys"))


@login_not_required
@require_safe
def calendar(request: Request, secret: str) -> HttpResponse:
    """The calendar behind a secret address: its person's own, or a committee's. 404 once it is revoked."""
    key = verbs.used(secret, on=request.day, calendar=True)
    if key is None:
        raise Http404
    roles = roles_of(key.person, request.day)
    if key.committee_id is None:
        name, dates = "Scrutiny: my dates", calendars.mine(roles)
    elif committee := calendars.committee_of(key.committee_id, roles):
        name, dates = str(committee), calendars.of_committee(committee, roles)
    else:
        raise Http404
    made = calendars.as_ics(name, dates, timezone.now())
    kept = {"Cache-Control": "private, no-store", "Content-Disposition": 'inline; filename="scrutiny.ics"'}
    return HttpResponse(made, content_type="text/calendar; charset=utf-8", headers=kept)


@open_to_the_public
@require_safe
def changes(request: Request, **named: Any) -> HttpResponse:
    """What was said and decided on a review or a committee, for a feed reader."""
    view, _ = seen_through(request, **named)
    return feeds.Changes(view.scope, feeds.happened(view.scope, request.roles))(request)
