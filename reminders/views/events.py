"""Where a mail provider tells of mails that came back. There is no such address where no provider is set."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from reminders import bounces


def told_by(provider: str) -> Callable[..., HttpResponseBase]:
    """The view for a provider's events: checked and read by django-anymail, then taken down by our own verb.

    Raises LookupError for a provider that django-anymail does not know.
    """
    # Here and not at the top: 7 MB of every web worker, where no provider is set.
    from anymail import urls as known

    found = [p for p in known.urlpatterns if p.name == f"{provider}_tracking_webhook"]
    if not found:
        raise LookupError(f"MAIL_PROVIDER={provider}: django-anymail reads no events of a provider of this name.")
    reader: Any = found[0].callback.view_class

    class Told(reader):  # type: ignore[misc]  # chosen by name
        """The provider's own reader, with our verb in place of a signal."""

        def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            """Take down each event. A wrong password is refused with 400."""
            self.run_validators(request)
            for event in self.parse_events(request):
                bounces.note(event, timezone.now())
            return HttpResponse()

    view: Callable[..., HttpResponseBase] = Told.as_view()
    return view
