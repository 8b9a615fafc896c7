"""Addresses for machines: a monitor, a balancer, Prometheus. They say how things stand, and nothing about anybody."""

import sys

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from operating.health import Part, parts
from operating.measures import exposition

PLAIN = "text/plain; charset=utf-8"
LOOPBACK = ("127.0.0.1", "::1")


@login_not_required
@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nobody else, so that a database that is down restarts no server."""
    return HttpResponse("ok\n", content_type=PLAIN)


@login_not_required
@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Whether pages can be served from here: 503 where not. Names what else is not well, and stays 200."""
    found = parts(timezone.now())
    return told(found, is_well=all(part.is_well for part in found if part.pages_need_it))


@login_not_required
@require_safe
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """For a monitor: 503 where anything at all is not well."""
    found = parts(timezone.now())
    return told(found, is_well=all(part.is_well for part in found))


def told(found: list[Part], *, is_well: bool) -> HttpResponse:
    """A word for each part; what exactly is wrong is for manage.py doctor."""
    lines = [f"{part.name}: {'ok' if part.is_well else 'not well'}\n" for part in found]
    return HttpResponse("".join(lines), status=200 if is_well else 503, content_type=PLAIN)


@login_not_required
@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """For Prometheus, with the token or from this machine. For everybody else there is no such address."""
    if not may_measure(request):
        raise Http404
    return HttpResponse(exposition(timezone.now()), content_type=CONTENT_TYPE_LATEST)


def went_wrong(request: HttpRequest) -> HttpResponse:
    """The page of a fault. A database that does not answer is no fault of ours, and is said as what it is."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "5"})
    return HttpResponse(render_to_string("500.html"), status=500)


def may_measure(request: HttpRequest) -> bool:
    """Whether it carries the token, or comes from this machine itself and not through a proxy on it."""
    if settings.METRICS_TOKEN:
        return constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}")
    through = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return settings.METRICS_LOOPBACK and request.META.get("REMOTE_ADDR") in LOOPBACK and not through
