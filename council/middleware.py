"""Each request carries its day and the roles that its person has on that day."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django_htmx.middleware import HtmxDetails

from accounts.models import User
from council.models import Committee
from council.roles import Roles, roles_of


class Request(HttpRequest):
    """A request of a signed-in person, as the views see it."""

    user: User  # LoginRequiredMiddleware lets nobody else through
    day: date
    roles: Roles
    htmx: HtmxDetails
    # The review that the page is about, set by the view that fetched it so that the page's frame need not ask again.
    review: Any
    # The committee, where it is about all that a committee does and not about one review.
    committee: Committee
    # The day that the page looks at, where its view can look at a past one.
    viewing: Any


class NotAllowedMiddleware:
    """A page of ours where a browser opens an address that only a button of a page leads to, or the other way round."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Django's refusal has no words; those of the API have their own."""
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or response.content:
            return response
        page = render(request, "405.html", status=response.status_code)
        page.headers["Allow"] = response.headers["Allow"]
        return page


class RolesMiddleware:
    """Sets ``request.day`` (local) and ``request.roles``; the roles are read when first asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach the day and the roles, then go on."""
        attach: Any = request
        attach.day = timezone.localdate()
        attach.roles = SimpleLazyObject(lambda: self.roles(request, attach.day))
        return self.get_response(request)

    def roles(self, request: HttpRequest, day: date) -> Roles:
        """The roles of the request's person; nobody's when not signed in."""
        if not request.user.is_authenticated:
            return Roles(on=day)
        return roles_of(request.user, day)
