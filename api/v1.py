"""The API, version 1: its operations, how it refuses, and its description, which is made of the code itself."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.urls import reverse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from api.problems import MEDIA_TYPE, REFUSED, Refusal, Wrong, invalid, problem
from api.schemas import Problem
from api.views import council, evidence, giving, lists, one
from webhooks.description import described

ABOUT = (
    "What overview and scrutiny committees recommended, and what became of it. Without a token you read what the "
    "public reads; with a token, what its person reads."
)
# What any operation may answer besides its own.
ALWAYS = (401, 404, 406, 422, 429)
FURTHER = {"questions": (403,), "give_update": (400, 403, 409, 413, 415)}
TOKEN = "token"  # noqa: S105  # the name of a way in, and no secret


class Described(NinjaAPI):
    """The library's API, whose description also tells how it refuses and how one comes in."""

    described: OpenAPISchema | None = None

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The name of the operation: that of its address."""
        return operation.view_func.__name__

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The OpenAPI document, made once: code does not change while it runs."""
        if self.described is None:
            self.described = self.describe()
        return self.described

    def describe(self) -> OpenAPISchema:
        """The library's document, with what it does not know."""
        found = super().get_openapi_schema(path_prefix=reverse("api:start"))
        refusal = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        found["components"]["schemas"] |= refusal.pop("$defs") | {"Problem": refusal}
        found["components"]["securitySchemes"] = {
            TOKEN: {"type": "http", "scheme": "bearer", "description": "A token of yours, from your own page."}
        }
        found["webhooks"], messages = described()
        found["components"]["schemas"] |= messages
        for operations in found["paths"].values():
            for operation in operations.values():
                describe(operation)
        return found


def describe(operation: dict[str, Any]) -> None:
    """Add to an operation what holds for all: who may come in, and every refusal."""
    name = operation["operationId"]
    writes = "requestBody" in operation
    operation["security"] = [{TOKEN: []}] if writes or name == "questions" else [{}, {TOKEN: []}]
    for status in sorted({*ALWAYS, *FURTHER.get(name, ())}):
        content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        operation["responses"][status] = {
            "description": f"{HTTPStatus(status).phrase}. {REFUSED[status]}",
            "content": content,
        }
    operation["responses"][429]["headers"] = header("Retry-After", "integer", "Seconds until the next request.")
    if not writes:
        told = header("ETag", "string", "Of what was told: send it back as If-None-Match, and 304 says it still holds.")
        operation["responses"][200]["headers"] = told
        operation["responses"][304] = {"description": "What you have still holds."}


def header(name: str, kind: str, description: str) -> dict[str, Any]:
    """A header of an answer."""
    return {name: {"schema": {"type": kind}, "description": description}}


api = Described(
    title="Scrutiny Tracker",
    version="1.0.0",
    description=ABOUT,
    urls_namespace="api",
    docs_url=None,
    openapi_extra={"jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema"},
)
for rooms in (council, lists, one, giving, evidence):
    api.add_router("", rooms.router)


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """What a view refuses."""
    return problem(refusal)


@api.exception_handler(Http404)
def nowhere(request: HttpRequest, refusal: Http404) -> HttpResponse:
    """What is not there for this person."""
    return problem(Refusal(404, REFUSED[404]))


@api.exception_handler(PermissionDenied)
def forbidden(request: HttpRequest, refusal: PermissionDenied) -> HttpResponse:
    """What is there, and is not for this person to do."""
    return problem(Refusal(403, str(refusal) or REFUSED[403]))


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, refusal: ValidationError) -> HttpResponse:
    """What is not of the shape that the description says."""
    errors = [Wrong(place(told["loc"]), told["msg"]) for told in refusal.errors]
    # An address whose own part is of another shape leads nowhere.
    if any(told["loc"][0] == "path" for told in refusal.errors):
        return problem(Refusal(404, REFUSED[404]))
    return problem(invalid(*errors))


def place(loc: Sequence[Any]) -> str:
    """The parameter, or the field of the content, that an error is about. Content has a name of its own first."""
    return ".".join(str(part) for part in loc[2 if loc[0] == "body" else 1 :])


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, refusal: HttpError) -> HttpResponse:
    """What the library refuses by itself: content that is not JSON."""
    return problem(Refusal(refusal.status_code, REFUSED.get(refusal.status_code, refusal.message)))


@api.exception_handler(RequestDataTooBig)
def too_large(request: HttpRequest, refusal: RequestDataTooBig) -> HttpResponse:
    """More than a request may bring."""
    return problem(Refusal(413, REFUSED[413]))


@api.exception_handler(SuspiciousOperation)
@api.exception_handler(UnicodeDecodeError)
@api.exception_handler(UnreadablePostError)
def broken(request: HttpRequest, refusal: Exception) -> HttpResponse:
    """What did not arrive whole, or is no text."""
    return problem(Refusal(400, REFUSED[400]))
