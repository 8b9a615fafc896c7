"""How the API refuses: every status, in one shape, with what is wrong where."""

from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import Client

from recommendations.models import Update
from tests import factories as f
from tests import verbs
from tests.conftest import Cast

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("day")]
LISTS = "/api/v1/actions"


def said(answer: Any, status: int) -> Any:
    """What a refusal says, which must be a whole one."""
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert told.keys() >= {"type", "title", "status", "detail"}
    assert (told["status"], told["type"]) == (status, f"/api/#status-{status}")
    return told


def fields(told: Any) -> set[str]:
    """The fields that it names."""
    return {wrong["field"] for wrong in told["errors"]}


class Api:
    """The API, as one person's program asks it."""

    def __init__(self, cast: Cast, person: str) -> None:
        self.client, self.headers = Client(), cast.with_token(person)

    def get(self, address: str, **headers: str) -> Any:
        """Ask for an address."""
        return self.client.get(address, headers=self.headers | headers)

    def give(self, cast: Cast, **said: Any) -> Any:
        """Give an update on the cast's action."""
        body = {"version": cast.action.version, "status": "on_track", "words": verbs.WORDS, **said}
        address = f"/api/v1/actions/{cast.action.pk}/updates"
        return self.client.post(address, body, content_type="application/json", headers=self.headers)


def test_a_request_without_an_address_a_method_or_a_language_of_ours(cast: Cast) -> None:
    api = Api(cast, "member")
    said(api.get("/api/v1/nothing-here"), 404)
    said(api.get("/api/v1/actions/99999999999999999999999"), 404)
    said(api.get(f"{LISTS}?review=no-such-review"), 404)
    said(api.get("/api/v1/reviews", Accept="text/html"), 406)
    refused = api.client.delete("/api/v1/reviews")
    said(refused, 405)
    assert refused.headers["Allow"] == "GET, HEAD"
    assert said(api.client.get(f"/api/v1/actions/{cast.action.pk}/updates"), 405)
    assert api.client.head("/api/v1/reviews").status_code == 200


def test_a_token_that_is_none_opens_not_even_what_is_public(cast: Cast) -> None:
    for header in ("Bearer nonsense", "Basic bWVtYmVyOng=", "", f"Bearer {'a' * 9_000}"):
        refused = Client().get("/api/v1/reviews", headers={"Authorization": header})
        said(refused, 401)
        assert refused.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_session_opens_nothing_here(cast: Cast) -> None:
    """Else a page elsewhere could read through the browser of somebody who is signed in."""
    assert cast.client("member").get("/api/v1/reviews").json()["count"] == 0
    assert Api(cast, "member").get("/api/v1/reviews").json()["count"] == 1


def test_a_parameter_that_is_not_known_empty_twice_or_wrong_is_named(cast: Cast) -> None:
    api, scope = Api(cast, "member"), f"{LISTS}?review={cast.review.slug}"
    assert fields(said(api.get(f"{scope}&sate=overdue&state="), 422)) == {"sate", "state"}
    assert fields(said(api.get(f"{scope}&page=1&page=2"), 422)) == {"page"}
    assert fields(said(api.get(f"{scope}&page=0&per_page=201"), 422)) == {"page", "per_page"}
    assert fields(said(api.get(f"{scope}&state=lost"), 422)) == {"state"}
    assert fields(said(api.get(f"{scope}&timeliness=lost"), 422)) == {"timeliness"}
    assert fields(said(api.get(f"{scope}&as_at=2999-01-01"), 422)) == {"as_at"}
    assert fields(said(api.get(f"{scope}&q=%00"), 422)) == {"q"}
    assert fields(said(api.get(LISTS), 422)) == {"review"}
    assert fields(said(api.get(f"{LISTS}?committee={cast.committee.pk}&theme=1"), 422)) == {"theme"}


def test_questions_are_for_people_of_the_council(cast: Cast) -> None:
    cast.committee.publishes = True
    cast.committee.save()
    address = f"/api/v1/questions?review={cast.review.slug}"
    said(Api(cast, "public").get(address), 401)
    said(Api(cast, "member_elsewhere").get(address), 403)
    assert Api(cast, "officer").get(address).status_code == 200


def test_an_update_is_given_with_the_same_verb_and_refused_as_on_the_screen(cast: Cast) -> None:
    officer = Api(cast, "officer")
    said(Api(cast, "public").give(cast), 401)
    said(Api(cast, "member").give(cast), 403)
    said(Api(cast, "member_elsewhere").give(cast), 404)
    assert fields(said(officer.give(cast, words="Short."), 422)) == {"words"}
    assert fields(said(officer.give(cast, status="delayed"), 422)) == {"reason"}
    assert fields(said(officer.give(cast, status="achieved"), 422)) == {"no_proof_because"}
    assert fields(said(officer.give(cast, effective_on="2026-01-01"), 422)) == {"effective_on"}
    assert fields(said(officer.give(cast, surprise=1), 422)) == {"surprise"}
    assert not Update.objects.exists()
    given = officer.give(cast, proofs=[{"link": "https://www.harbour.example/minutes", "shows": "The minutes."}])
    assert given.status_code == 201
    update = Update.objects.get()
    assert (update.words, update.given_by, given.json()["id"]) == (verbs.WORDS, cast.officer, update.pk)
    # Its version was seen before that update.
    told = said(officer.give(cast, words="Another thing altogether."), 409)
    assert told["changed"]["last_update"]["words"] == verbs.WORDS
    assert told["changed"]["version"] == cast.action.version + 1
    assert Update.objects.count() == 1


def test_only_those_who_answer_for_an_action_are_told_its_version(cast: Cast) -> None:
    """It counts every update, those that are exempt too."""
    address = f"/api/v1/actions/{cast.action.pk}"
    told = {person: Api(cast, person).get(address).json()["version"] for person in ("officer", "deputy", "member")}
    assert told == {"officer": 1, "deputy": 1, "member": None}


def test_content_that_is_not_json_is_refused(cast: Cast) -> None:
    address, headers = f"/api/v1/actions/{cast.action.pk}/updates", cast.with_token("officer")
    said(Client().post(address, {"words": "x"}, headers=headers), 415)
    for content in (b"{", b"\xff\xfe", b"[1", b"[" * 100_000):
        said(Client().post(address, content, content_type="application/json", headers=headers), 400)
    too_large = b"[" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    said(Client().post(address, too_large, content_type="application/json", headers=headers), 413)


def test_whoever_asks_too_often_is_told_when_to_come_back(cast: Cast, settings: Any) -> None:
    settings.API_RATE, settings.API_RATE_WITH_KEY = "1/min", "2/min"
    caches["api"].clear()
    api, public = Api(cast, "member"), Api(cast, "public")
    assert [public.get("/api/v1/").status_code, *(api.get("/api/v1/").status_code for _ in range(2))] == [200] * 3
    for asks in (public, api):
        refused = asks.get("/api/v1/")
        said(refused, 429)
        assert 0 < int(refused.headers["Retry-After"]) <= 60


def test_what_has_not_changed_is_not_sent_again(cast: Cast) -> None:
    api, address = Api(cast, "member"), f"{LISTS}?review={cast.review.slug}"
    first = api.get(address)
    assert api.get(address, **{"If-None-Match": first.headers["ETag"]}).status_code == 304
    f.UpdateFactory.create(action=cast.action, given_by=cast.officer)
    again = api.get(address, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.headers["Cache-Control"]) == (200, "private, no-cache")
    assert "Authorization" in again.headers["Vary"]
