"""What a page's own requests are told once their person has been signed out."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import timezone

from accounts.kept_words import park

KEPT = "You were signed out. Your words are kept: sign in, and they are in the form again."
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class SignedOutMiddleware:
    """Answers a request of htmx from somebody signed out with 401, so that no sign-in page lands inside the page.

    The page keeps what was typed and says what to do. It stands before LoginRequiredMiddleware.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Turn the redirect to the sign-in page into a 401."""
        response = self.get_response(request)
        sent_away = response.status_code == 302 and not request.user.is_authenticated
        if sent_away and request.headers.get("HX-Request") == "true":
            return HttpResponse("You were signed out.", status=401, content_type="text/plain")
        return response


class SignInMiddleware(LoginRequiredMiddleware):
    """Asks for sign-in; what was typed into a form meanwhile is kept, and stands there again afterwards."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        """Keep the words of a form, then lead to the sign-in page. The page of htmx keeps them itself."""
        by_htmx = request.headers.get("HX-Request") == "true"
        if request.method == "POST" and getattr(view_func, "keeps_words", False) and not by_htmx:
            if park(request, timezone.now()):
                messages.info(request, KEPT)
            else:
                messages.error(request, "You were signed out, and your words could not be kept.")
        return super().handle_no_permission(request, view_func)


class PrivateMiddleware:
    """What every answer says: no device is asked for, and a signed-in person’s page is kept by nobody else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the headers that the view has not set itself."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response
