"""What a page's own requests are told once their person has been signed out."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


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
