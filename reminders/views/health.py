"""Whether timed work runs: one word for a monitor, and a page for people."""

from datetime import datetime, timedelta

from celery import current_app
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from council.middleware import Request
from council.views.pages import must
from reminders.runs import Work, standing
from reminders.status import sentences


def works(at: datetime) -> list[Work]:
    """Every entry of the schedule, which ``scrutiny/celery.py`` alone knows, with when it last ran."""
    entries = current_app.conf.beat_schedule or {}
    return standing({label: (e["task"], in_time(e["schedule"])) for label, e in entries.items()}, at)


def in_time(every: timedelta | float) -> timedelta:
    """How often an entry is due."""
    return every if isinstance(every, timedelta) else timedelta(seconds=every)


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For a monitor: "ok", or 503 and how much of the timed work is late. Says nothing else to anybody."""
    late = sum(work.is_late for work in works(timezone.now()))
    words = f"late: {late}\n" if late else "ok\n"
    return HttpResponse(words, status=503 if late else 200, content_type="text/plain")


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
