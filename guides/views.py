"""The pages of help, which everybody may read."""

from functools import partial

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from council.middleware import Request
from council.waking import wake
from guides import papers
from guides.people import Guide, guides_of

MAKE = "guides.tasks.make_paper"


def guide_or_404(name: str) -> Guide:
    """The guide of this name."""
    try:
        return Guide(name)
    except ValueError:
        raise Http404("There is no such guide.") from None


@login_not_required
@require_safe
def index(request: Request) -> HttpResponse:
    """Every guide, a person's own first."""
    own = guides_of(request.roles, runs_it=request.user.is_staff)
    context = {"own": own, "others": [guide for guide in Guide if guide not in own], "contact": settings.HELP_CONTACT}
    return render(request, "guides/index.html", context)


@login_not_required
@require_safe
def guide(request: Request, name: str) -> HttpResponse:
    """One guide, on a page."""
    found = guide_or_404(name)
    asked = "asked" in request.GET
    return render(request, "guides/guide.html", {"guide": found, "is_made": papers.is_made(found), "asked": asked})


@require_POST
def ask_for_paper(request: Request, name: str) -> HttpResponse:
    """Have the PDF of a guide made, where it is not there."""
    found = guide_or_404(name)
    if not papers.is_made(found):
        transaction.on_commit(partial(wake, MAKE, found.value))
    return redirect(f"{request.path.removesuffix('pdf/')}?asked=1#pdf")


@login_not_required
@require_safe
@never_cache
def paper(request: Request, name: str) -> HttpResponse:
    """The part of the page that waits for the PDF, for polling. Nothing (204) while there is nothing new."""
    found = guide_or_404(name)
    if not papers.is_made(found):
        return HttpResponse(status=204)
    return render(request, "guides/_paper.html", {"guide": found, "is_made": True})


@login_not_required
@require_safe
def download(request: Request, name: str) -> HttpResponseBase:
    """The PDF. 404 until it was made."""
    found = guide_or_404(name)
    try:
        file = default_storage.open(papers.name_of(found))
    except FileNotFoundError:
        raise Http404("This guide has not been made as a PDF.") from None
    return FileResponse(file, as_attachment=True, filename=f"{found.value}-guide.pdf", content_type="application/pdf")


@login_not_required
@require_safe
def accessibility(request: Request) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "guides/accessibility.html", {"contact": settings.HELP_CONTACT})
