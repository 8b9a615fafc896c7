"""What every request to the API passes, before and after its own view: who asks, how often, for what, and what changed.

No session is looked at: a browser's sign-in opens nothing here, so no page elsewhere can make it act for its person.
"""

from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.http import ConditionalGetMiddleware
from django.utils.cache import patch_vary_headers
from django.utils.connection import ConnectionProxy
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.throttling import SimpleRateThrottle

from api import keys
from api.models import Key
from api.problems import REFUSED, Refusal, Wrong, invalid, problem
from council.middleware import Request
from council.roles import Roles, roles_of

# Kept by whoever asked, and asked for again each time: what somebody may see changes with their posts.
PRIVATE = "private, no-cache"
# What the description itself answers to.
ASKED: tuple[frozenset[str], frozenset[str]] = (frozenset({"GET"}), frozenset())


class ApiRequest(Request):
    """A request that has passed the door."""

    key: Key | None


class Rate(SimpleRateThrottle):
    """How often one key may ask, or one address without a key. Made anew for each request: it keeps what it found."""

    # Looked up anew at each use, as tests and processes change what stands behind the name.
    cache: Any = ConnectionProxy(caches, "api")

    def get_cache_key(self, request: HttpRequest) -> str:
        """By key, else by network address."""
        key: Key | None = getattr(request, "key", None)
        return f"api-key-{key.pk}" if key else f"api-{address_of(request)}"


def address_of(request: HttpRequest) -> str:
    """The network address that asks; behind a socket that tells none, all share one."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return "unknown"


def through_the_door(api: NinjaAPI, view: Callable[..., HttpResponseBase], name: str) -> Callable[..., Any]:
    """A view of the API, with everything that holds for all of them. ``name`` is that of its address."""

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def knock(request: Any, *args: Any, **named: Any) -> HttpResponseBase:
        asked = request.method
        # Answered as GET; the server leaves the content out.
        request.method = "GET" if asked == "HEAD" else asked
        try:
            methods, parameters = operations(api).get(name, ASKED)
            answers_to(request, methods)
            enter(request)
            keep_to_rate(request)
            speak_json(request)
            known_only(request, parameters)
            response = view(request, *args, **named)
        except Refusal as refusal:
            response = problem(refusal)
        answer = told(request, response)
        request.method = asked
        return answer

    return knock


def answers_to(request: ApiRequest, methods: frozenset[str]) -> None:
    """Refuse (405) a method that this address does not answer, before anything is looked up."""
    if request.method not in methods:
        allowed = ", ".join(sorted(methods)).replace("GET", "GET, HEAD")
        raise Refusal(405, REFUSED[405], headers={"Allow": allowed})


def enter(request: ApiRequest) -> None:
    """Set whose roles the request has: of its token's person, else the public's. Refuses (401) a token that is none."""
    request.key = None
    # Also for somebody whose browser is signed in elsewhere on the site.
    request.roles = Roles(on=request.day)
    given = request.headers.get("Authorization")
    if given is None:
        return
    scheme, _, secret = given.partition(" ")
    key = keys.used(secret.strip(), on=request.day) if scheme.lower() == "bearer" else None
    if key is None:
        raise unknown("This is no token, or it was revoked. Write “Authorization: Bearer ”, then the token.")
    request.key = key
    request.roles = roles_of(key.person, request.day)


def unknown(detail: str) -> Refusal:
    """Who asks is not known, and has to be."""
    return Refusal(401, detail, headers={"WWW-Authenticate": 'Bearer realm="api"'})


def keep_to_rate(request: ApiRequest) -> None:
    """Refuse (429) whoever asks too often."""
    rate = Rate(settings.API_RATE_WITH_KEY if request.key else settings.API_RATE)
    if not rate.allow_request(request):
        seconds = max(1, round(rate.wait() or rate.duration or 1))
        raise Refusal(429, REFUSED[429], headers={"Retry-After": str(seconds)})


def speak_json(request: ApiRequest) -> None:
    """Refuse what asks for something else than JSON (406), and what brings something else (415)."""
    if not request.accepts("application/json"):
        raise Refusal(406, REFUSED[406])
    if request.method != "GET" and request.content_type != "application/json":
        raise Refusal(415, REFUSED[415])


@cache
def operations(api: NinjaAPI) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """The methods and the parameters that each address knows, by its name: read from the operations behind it."""
    found = {}
    for router in api._get_bound_routers():  # noqa: SLF001  # the library has no other list of its operations
        for path_view in router.path_operations.values():
            for operation in path_view.operations:
                models = (m for m in operation.models if m.__ninja_param_source__ == "query")
                names = frozenset(name for m in models for name in m.__ninja_flatten_map__)
                found[operation.view_func.__name__] = (frozenset(operation.methods), names)
    return found


def known_only(request: ApiRequest, known: frozenset[str]) -> None:
    """Refuse (422) a parameter that this address does not know, that is empty, or that is given twice.

    A filter whose name is written wrongly must not give the whole list.
    """
    errors = [Wrong(asked, "There is no such parameter here") for asked in request.GET if asked not in known]
    for asked, values in request.GET.lists():
        if len(values) > 1:
            errors.append(Wrong(asked, "Give it once"))
        elif not values[0] and asked in known:
            errors.append(Wrong(asked, "Give it a value, or leave it out"))
    if errors:
        raise invalid(*errors)


def told(request: ApiRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The answer with its headers: a tag of what it says, and whose it is."""
    response.headers.setdefault("Cache-Control", PRIVATE)
    patch_vary_headers(response, ["Authorization"])
    assert isinstance(response, HttpResponse)
    conditional = ConditionalGetMiddleware(lambda _: response)
    return conditional.process_response(request, response)
