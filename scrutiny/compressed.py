"""Pages are sent compressed: a long list is a tenth of its size then."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class CompressedPages(GZipMiddleware):
    """Django’s own, for pages, tables and data. Files that are sent as they are read stay as they are.

    What is secret on a page is masked anew for each answer (the token of a form), and the length of each answer is
    blurred by Django, so that compressing gives nothing away.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> Any:
        """The answer, compressed where that helps and the browser takes it."""
        kind = response.headers.get("Content-Type", "")
        if response.streaming or not kind.startswith(("text/", "application/json")):
            return response
        return super().process_response(request, response)
