"""The site map of the API, of keys, calendars and feeds."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, include, path, re_path
from django.views.decorators.csrf import csrf_exempt

from api.door import through_the_door
from api.problems import REFUSED, Refusal, problem
from api.v1 import api
from api.views import pages

app_name = "api"


@csrf_exempt
@login_not_required
def nowhere(request: Any, **named: Any) -> Any:
    """An address that the API does not have: answered as the API answers, whoever asks and however."""
    return problem(Refusal(404, REFUSED[404]))


def v1() -> list[URLPattern]:
    """Every address of the API, behind the one door."""
    kept = [entry for entry in api.urls[0] if isinstance(entry, URLPattern) and entry.name != "api-root"]
    for entry in kept:
        entry.callback = through_the_door(api, entry.callback, str(entry.name))
    return [*kept, re_path(r"^(?P<rest>.*)$", nowhere, name="nowhere")]


urlpatterns = [
    path("api/", pages.explained, name="help"),
    path("api/v1/", include(v1())),
    path("my-account/keys/", pages.keys, name="keys"),
    path("my-account/keys/<int:pk>/revoke/", pages.revoke, name="revoke"),
    path("calendar/<str:secret>.ics", pages.calendar, name="calendar"),
    path("reviews/<slug:slug>/changes.atom", pages.changes, name="changes"),
    path("committees/<int:committee>/changes.atom", pages.changes, name="committee_changes"),
]
