"""What every request passes: it gets a number, is timed and counted, and is read from the copy where that is enough."""

import logging
import re
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

from operating import measures
from operating.logs import request_id
from operating.reading_apart import apart, may_be_read_apart
from operating.slow import SlowQueries

log = logging.getLogger("operating.requests")

Respond = Callable[[HttpRequest], HttpResponse]
HEADER = "X-Request-ID"
SANE = re.compile(r"[\w-]{8,64}\Z", re.ASCII)


def number_of(request: HttpRequest) -> str:
    """The proxy's number of a request where that is trusted and looks like one, else a new one."""
    told = request.headers.get(HEADER, "") if settings.TRUST_REQUEST_ID else ""
    return told if SANE.match(told) else uuid4().hex


class RequestMiddleware:
    """Numbers a request, and says how it was answered: which address by its pattern, never what stood in it."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and write it down."""
        token, begun = request_id.set(number_of(request)), time.perf_counter()
        try:
            with ExitStack() as stack:
                if settings.SLOW_QUERY_MS:
                    stack.enter_context(connection.execute_wrapper(SlowQueries(settings.SLOW_QUERY_MS)))
                response = self.get_response(request)
            response.headers[HEADER] = request_id.get()
            self.told(request, response, time.perf_counter() - begun)
            return response
        finally:
            request_id.reset(token)

    def told(self, request: HttpRequest, response: HttpResponse, seconds: float) -> None:
        """One line and one count."""
        route = request.resolver_match.route if request.resolver_match else "nowhere"
        method = request.method if request.method in measures.METHODS else "OTHER"
        measures.answered(route, method, response.status_code, seconds)
        about = {"route": route, "method": method, "status": response.status_code, "ms": round(seconds * 1000)}
        log.info("%s %s %s", method, route, response.status_code, extra=about)


class ReadsApartMiddleware:
    """Reads a page as at a past day, and a file of a list, from the copy of the database where there is one."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """As it comes; the view alone is what is read apart."""
        request.leave_apart = lambda: None  # type: ignore[attr-defined]
        try:
            return self.get_response(request)
        finally:
            request.leave_apart()  # type: ignore[attr-defined]

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Once everybody else has found out who is asking."""
        if may_be_read_apart(request):
            token = apart.set(True)
            request.leave_apart = lambda: apart.reset(token)  # type: ignore[attr-defined]
