"""Whether timed work runs, as a page for people."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from council.middleware import Request
from council.rules import must
from reminders.runs import works
from reminders.status import sentences


@require_safe
def timed_work(request: Request) -> HttpResponse:
    """When each piece of timed work last ran, and what waits.

    An install may serve several councils: whose mails and what exactly failed is for administrators.
    """
    in_detail = request.user.is_staff
    allowed = bool(request.roles.sets_up_council_ids) or in_detail
    must(allowed, "This page is for scrutiny officers and administrators.")
    now = timezone.now()
    context = {"works": works(now), "sentences": list(sentences(now, in_detail)), "in_detail": in_detail}
    return render(request, "reminders/timed_work.html", context)
