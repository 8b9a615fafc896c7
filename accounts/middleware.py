"""What a page's own requests are told once their person has been signed out."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

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
