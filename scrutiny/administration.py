"""The technical administration: for accounts with the right to it, after a second step in this session."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

NEEDED = "The technical administration needs a second step. Add an authenticator app or a passkey, then come back."
AGAIN = "Sign in once more with your second step to open the technical administration."


def took_second_step(request: HttpRequest) -> bool:
    """Whether this session was begun, or confirmed since, with an authenticator app, a passkey or a recovery code."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


class Administration(AdminSite):
    """Django's administration behind a second step. The demonstration waives it: its buttons have none."""

    site_header = site_title = "Technical administration"
    index_title = "Scrutiny Tracker"
    site_url = "/"

    def has_permission(self, request: HttpRequest) -> bool:
        """Who may open it."""
        allowed = super().has_permission(request)
        return allowed and (settings.DEMONSTRATION or took_second_step(request))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Somebody who may not open it yet is led to what is missing; nobody signs in here."""
        if not request.user.is_authenticated:
            return redirect(f"{reverse('accounts:sign_in')}?{urlencode({'next': request.get_full_path()})}")
        if not super().has_permission(request):
            return redirect("recommendations:home")
        if not is_mfa_enabled(request.user):
            messages.info(request, NEEDED)
            return HttpResponseRedirect(reverse("mfa_index"))
        messages.info(request, AGAIN)
        return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': reverse('admin:index')})}")
