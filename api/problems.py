"""How the API refuses: one shape for every status (RFC 9457, application/problem+json), with what is wrong where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.http import JsonResponse

MEDIA_TYPE = "application/problem+json"
# Where the page about the API explains each status.
EXPLAINED = "/api/#status-{status}"
REFUSED = {
    400: "The request is not JSON, or is not whole.",
    401: "There is no such token, or a token is needed here.",
    403: "It is there for you to see, and this is not for you to do.",
    404: "It is not there, or not there for you.",
    405: "This address does not answer that method.",
    406: "Only JSON is given here.",
    409: "The action is not as in the version that you sent; “changed” tells what stands now. Nothing was recorded.",
    413: "The request is too large.",
    415: "Only JSON is taken here.",
    422: "Something in the request cannot be taken; “errors” names each place.",
    429: "Too many requests. Come back after as many seconds as Retry-After says.",
}


@dataclass(frozen=True)
class Wrong:
    """One thing that is wrong, and the parameter or field that it concerns (empty for the request as a whole)."""

    field: str
    message: str


@dataclass
class Refusal(Exception):
    """What the API does not do, and why."""

    status: int
    detail: str
    errors: Sequence[Wrong] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    changed: Any = None


def invalid(*errors: Wrong) -> Refusal:
    """Something in the request cannot be taken."""
    return Refusal(422, REFUSED[422], errors)


def problem(refusal: Refusal) -> JsonResponse:
    """The answer that says so."""
    said: dict[str, Any] = {
        "type": EXPLAINED.format(status=refusal.status),
        "title": HTTPStatus(refusal.status).phrase,
        "status": refusal.status,
        "detail": refusal.detail,
    }
    if refusal.errors:
        said["errors"] = [{"field": wrong.field, "message": wrong.message} for wrong in refusal.errors]
    if refusal.changed is not None:
        said["changed"] = refusal.changed
    return JsonResponse(said, status=refusal.status, headers=dict(refusal.headers), content_type=MEDIA_TYPE)
