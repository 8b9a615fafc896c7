"""The outbox of the demonstration. Every signed-in person may read it, as the page says."""

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from council.middleware import Request
from reminders.models import OutboxMail
from reminders.status import outlook

PAGE_SIZE = 25


@require_safe
def outbox(request: Request) -> HttpResponse:
    """Every mail, the newest first."""
    mails = OutboxMail.objects.defer("text", "html", "headers")
    page = Paginator(mails, PAGE_SIZE).get_page(request.GET.get("page"))
    empty = "" if page.paginator.count else outlook(request.day)
    return render(request, "reminders/outbox.html", {"page": page, "outlook": empty})


@require_safe
def outbox_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail as text, with its headers."""
    return render(request, "reminders/outbox_mail.html", {"mail": get_object_or_404(OutboxMail, pk=pk)})


# Mails carry their styles in the elements. Nothing else is allowed, and the sandbox takes the page's origin away.
@require_safe
@csp(  # type: ignore[arg-type]  # its types know only views without arguments
    {
        "default-src": [NONE],
        "style-src": [UNSAFE_INLINE],
        "base-uri": [NONE],
        "form-action": [NONE],
        "frame-ancestors": [NONE],
        "sandbox": True,
    }
)
def outbox_html(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail's HTML version by itself."""
    return HttpResponse(get_object_or_404(OutboxMail, pk=pk).html)
