"""Proof on the pages: attached with an update or after it, replaced, listed where it belongs, and downloaded."""

import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from evidence.models import Proof
from evidence.receiving import MOST_WRITTEN
from recommendations.models import Action, Update
from recommendations.states import Schedule12A, VerdictKind
from tests import factories as f
from tests import verbs
from tests.conftest import Cast
from tests.evidence import files
from tests.evidence.test_proof import EVERYBODY, TRUSTED, stored
from tests.pages import Page

pytestmark = [pytest.mark.usefixtures("day"), pytest.mark.once]

HTMX = {"HX-Request": "true"}
TYPED = "A teacher was found & starts on <Monday>."
SHOWS = "The minutes of the first meeting."


def uploaded(content: bytes | None = None, name: str = "Minutes.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, files.pdf() if content is None else content)


def given(cast: Cast, headers: Any = None, **changes: Any) -> Any:
    """An update posted by the officer, as the form would post it."""
    version = str(Action.objects.get(pk=cast.action.pk).version)
    data = {"status": "on_track", "reason": "", "words": TYPED, "version": version, **changes}
    return cast.client("officer").post(f"/actions/{cast.action.pk}/update/", data, headers=headers)


def one(**more: Any) -> dict[str, Any]:
    """A file in the first row."""
    return {"proof_1_file": uploaded(), "proof_1_shows": SHOWS, **more}


def action_page(cast: Cast, person: str) -> Page:
    return Page(cast.client(person).get(f"/actions/{cast.action.pk}/"))


def recommendation_page(cast: Cast, person: str) -> Page:
    return Page(cast.client(person).get("/reviews/harbour-review/recommendations/1/"))


# --- With an update ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [None, HTMX])
def test_files_and_links_go_with_an_update_in_place_and_on_its_own_page(cast: Cast, headers: Any) -> None:
    link = {"proof_2_link": "https://www.harbour.example/guide", "proof_2_shows": "The guide."}
    response = given(cast, headers, **one(), **link)
    assert response.status_code == (200 if headers else 302)
    update = Update.objects.get()
    assert update.has_proof
    assert [(p.kind, p.title, p.description) for p in update.proofs.all()] == [
        ("file", "Minutes.pdf", SHOWS),
        ("link", "The guide.", "The guide."),
    ]


def test_the_form_can_carry_files_without_and_with_javascript(cast: Cast) -> None:
    for headers in (None, HTMX):
        html = cast.client("officer").get(f"/actions/{cast.action.pk}/update/", headers=headers).content.decode()
        assert 'enctype="multipart/form-data"' in html
        assert html.count('type="file"') == 3


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"proof_1_shows": SHOWS}, "Proof 1: choose a file, or enter a link"),
    (one(proof_1_link="https://a.example/"), "Proof 1: choose a file or enter a link, not both"),
    ({"proof_1_link": "https://a.example/"}, "Proof 1: say what it shows"),
    ({"proof_1_link": "javascript:alert(1)", "proof_1_shows": SHOWS}, "Enter a link like https://"),
    ({"proof_1_link": "ftp://a.example/", "proof_1_shows": SHOWS}, "Enter a link like https://"),
    ({"proof_1_link": "https://me:secret@a.example/", "proof_1_shows": SHOWS}, "without a user name or password"),
    ({"proof_1_link": "https://a.example/" + "x" * 500, "proof_1_shows": SHOWS}, "The link must be 500 characters"),
    ({"proof_1_link": "https://a.example/", "proof_1_shows": "x" * 301}, "What it shows must be 300 characters"),
    ({"proof_1_link": "https://a.example/", "proof_1_shows": "x\x07y"}, "after “x” cannot be shown (code 0007)"),
    ({"proof_1_link": "https://a.example/", "proof_1_shows": SHOWS, "proof_1_seen_by": "3"}, "say why the public"),
    ({"proof_1_link": "https://a.example/", "proof_1_shows": SHOWS, "proof_1_seen_by": "8"}, "Select a valid choice"),
    ({"proof_1_link": "https://a.example/", "proof_1_shows": SHOWS, "proof_1_reason": "A tender."}, "choose the para"),
    ({"proof_1_file": uploaded(b"", "a.pdf"), "proof_1_shows": SHOWS}, "“a.pdf” is empty."),
    ({"status": "achieved"}, "Attach proof of what was achieved, or say why there is none"),
    ({"no_proof_because": "It is on paper."}, "“On track” needs no proof. Leave this empty"),
]


@pytest.mark.parametrize(("changes", "message"), REFUSED)
@pytest.mark.parametrize("headers", [None, HTMX])
def test_what_is_refused_is_said_and_nothing_typed_is_lost(
    cast: Cast, headers: Any, changes: dict[str, Any], message: str
) -> None:
    for value in changes.values():
        if isinstance(value, SimpleUploadedFile):
            value.seek(0)
    response = given(cast, headers, **changes)
    assert response.status_code == 422
    page = Page(response)
    assert message in page.text
    assert TYPED in page.text
    assert page.fields["proof_1_link"] == changes.get("proof_1_link", "")
    assert page.fields["proof_1_shows"].replace("\u202e", "") == changes.get("proof_1_shows", "").replace("\u202e", "")
    assert (Update.objects.count(), Proof.objects.count(), stored()) == (0, 0, [])


def test_a_form_that_comes_back_asks_for_its_files_again(cast: Cast) -> None:
    response = given(cast, words="Short", **one())
    assert response.status_code == 422
    page = Page(response)
    message = "Choose “Minutes.pdf” again, because a browser does not keep files"
    assert page.text.count(message) == 2  # once on top, once beside the file
    assert page.fields["proof_1_shows"] == SHOWS
    # The rows are not folded away when something in them has to be put right.
    assert re.search(r'<details class="more" open><summary>Attach proof', response.content.decode())


def test_a_file_that_is_refused_is_named_once_and_not_asked_for_twice(cast: Cast) -> None:
    page = Page(given(cast, proof_1_file=uploaded(b"MZ" + b"\x00" * 99, "setup.pdf"), proof_1_shows=SHOWS))
    assert page.text.count("“setup.pdf” is not a file that can be kept") == 2
    assert "again, because" not in page.text


def test_who_comes_second_is_asked_for_the_file_again_too(cast: Cast) -> None:
    verbs.tell(cast.action, cast.deputy, words="The curriculum is printed.")
    response = given(cast, version="1", **one())
    assert response.status_code == 409
    page = Page(response)
    assert "The curriculum is printed." in page.text
    assert "Choose “Minutes.pdf” again" in page.text
    assert page.fields["proof_1_shows"] == SHOWS
    assert (Proof.objects.count(), stored()) == (0, [])


def test_an_achievement_is_recorded_with_proof_or_with_a_reason(cast: Cast) -> None:
    assert given(cast, status="achieved", **one()).status_code == 302
    other = f.ActionFactory.create(recommendation=cast.recommendation, post=cast.post)
    data = {"status": "achieved", "words": TYPED, "version": "1", "no_proof_because": "It is on paper only."}
    assert cast.client("officer").post(f"/actions/{other.pk}/update/", data).status_code == 302
    for address in (f"/actions/{other.pk}/", "/reviews/harbour-review/recommendations/1/"):
        page = Page(cast.client("member").get(address))
        assert "Instead of proof: “It is on paper only.”" in page.text


def test_an_exempt_proof_is_marked_plainly_for_those_who_see_it_and_nobody_else_has_a_hint(cast: Cast) -> None:
    given(cast, **one(proof_1_seen_by="3", proof_1_reason="A tender is open."))
    assert Proof.objects.get().exemptions.get().decided_by == "Youth Service Manager"
    for page in (action_page(cast, "member"), recommendation_page(cast, "member")):
        assert "Exempt, paragraph 3" in page.text
        assert "Minutes.pdf" in page.text
    for page in (action_page(cast, "other_officer"), recommendation_page(cast, "other_officer")):
        assert TYPED in page.text
        for hint in ("Exempt", "Minutes.pdf", SHOWS, "1 proof"):
            assert hint not in page.text
        assert not [link for link in page.links if link.startswith("/proof/")]


# --- After it ---------------------------------------------------------------------------------------------------------


def test_proof_is_attached_to_an_update_given_before(cast: Cast) -> None:
    update = verbs.tell(cast.action, cast.officer, on=f.days(-9))
    address = f"/updates/{update.pk}/proof/"
    assert address in action_page(cast, "officer").links
    assert address not in action_page(cast, "member").links
    client = cast.client("officer")
    assert "Attach proof to 1.1" in Page(client.get(address)).text
    response = client.post(address, one())
    assert (response.status_code, response["Location"]) == (
        302,
        f"/actions/{cast.action.pk}/?attached={update.pk}#update-{update.pk}",
    )
    page = Page(client.get(response["Location"]))
    assert "Minutes.pdf" in page.text
    assert "Attached 17 June 2026" in page.text
    assert "Proof recorded. Those who may see it can see it now." in page.text
    # To those who see no proof there, the address says nothing.
    assert "Proof recorded." not in Page(client.get(f"/actions/{cast.action.pk}/?attached=999")).text


def test_a_form_without_anything_says_what_is_missing(cast: Cast) -> None:
    update = verbs.tell(cast.action, cast.officer)
    response = cast.client("officer").post(f"/updates/{update.pk}/proof/", {})
    assert response.status_code == 422
    assert "Choose a file, or enter a link" in Page(response).text


def test_an_update_that_somebody_may_not_read_takes_no_proof_from_them(cast: Cast) -> None:
    update = verbs.tell(cast.action, cast.officer, exempt=verbs.terms())
    assert cast.client("other_officer").get(f"/updates/{update.pk}/proof/").status_code == 404
    assert cast.client("member").get(f"/updates/{update.pk}/proof/").status_code == 403


def test_a_revision_replaces_a_proof_and_both_can_be_had(cast: Cast) -> None:
    old = verbs.prove(cast.action, cast.officer, verbs.file(), on=f.days(-9)).proofs.get()
    client = cast.client("officer")
    assert f"/proof/{old.pk}/replace/" in action_page(cast, "officer").links
    page = Page(client.get(f"/proof/{old.pk}/replace/"))
    assert "Replace “sessions.csv”" in page.text
    assert client.post(f"/proof/{old.pk}/replace/", one()).status_code == 302
    new = Proof.objects.get(replaces=old)
    page = action_page(cast, "member")
    assert "Replaced 17 June 2026, and kept" in page.text
    assert "Attached 17 June 2026, in place of an earlier one" in page.text
    assert {f"/proof/{old.pk}/", f"/proof/{new.pk}/"} <= set(page.links)
    # In the merged timeline the one in force stands alone.
    assert "1 proof: Minutes.pdf" in recommendation_page(cast, "member").text
    assert f"/proof/{old.pk}/replace/" not in action_page(cast, "officer").links


def test_a_second_revision_of_the_same_proof_is_refused_in_words(cast: Cast) -> None:
    old = verbs.prove(cast.action, cast.officer, verbs.file()).proofs.get()
    verbs.revise(old, cast.deputy)
    response = cast.client("officer").post(f"/proof/{old.pk}/replace/", one())
    assert response.status_code == 422
    assert "This proof has been replaced already." in Page(response).text
    assert Proof.objects.count() == len(stored()) == 2


def test_forms_for_proof_that_is_over_say_so_and_lead_back(cast: Cast) -> None:
    update = verbs.prove(cast.action, cast.officer, verbs.file())
    old = update.proofs.get()
    verbs.revise(old, cast.deputy)
    client, back = cast.client("officer"), [(f"/actions/{cast.action.pk}/", 302)]
    page = client.get(f"/proof/{old.pk}/replace/", follow=True)
    assert page.redirect_chain == back and "This proof has been replaced already." in page.text
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.ACHIEVED)
    for form in (f"/proof/{old.pk}/replace/", f"/updates/{update.pk}/proof/"):
        page = client.get(form, follow=True)
        assert page.redirect_chain == back and "so its actions are closed" in page.text


def test_an_open_proof_whose_revision_is_exempt_looks_as_if_nothing_came_after_it(cast: Cast) -> None:
    old = verbs.prove(cast.action, cast.officer, verbs.file()).proofs.get()
    verbs.revise(old, cast.officer, verbs.file(name="secret.csv", exempt=verbs.terms(Schedule12A.CRIME)))
    page = action_page(cast, "other_officer")
    assert "sessions.csv" in page.text
    for hint in ("Replaced", "secret", "Exempt"):
        assert hint not in page.text
    assert "Replaced" in action_page(cast, "member").text


def test_a_past_day_shows_the_proof_of_that_day(cast: Cast) -> None:
    old = verbs.prove(cast.action, cast.officer, verbs.file(), on=f.days(-9)).proofs.get()
    verbs.revise(old, cast.officer, on=f.days(-2))
    page = Page(cast.client("member").get(f"/actions/{cast.action.pk}/?as_at={f.days(-5)}"))
    assert "sessions.csv" in page.text
    assert "newer.csv" not in page.text
    assert "Replaced" not in page.text


def test_a_closed_action_offers_no_place_for_proof(cast: Cast) -> None:
    update = verbs.prove(cast.action, cast.officer, verbs.file(), on=f.days(-9))
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.ACHIEVED, held_on=f.days(-5))
    page = action_page(cast, "officer")
    assert f"/updates/{update.pk}/proof/" not in page.links
    assert f"/proof/{update.proofs.get().pk}/replace/" not in page.links
    assert cast.client("officer").post(f"/updates/{update.pk}/proof/", one()).status_code == 422


# --- Download ---------------------------------------------------------------------------------------------------------


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


@pytest.mark.parametrize("extension", files.WHOLE)
def test_a_file_is_saved_and_never_shown(cast: Cast, extension: str) -> None:
    content = files.WHOLE[extension]()
    proof = verbs.prove(
        cast.action, cast.officer, verbs.file(content=content, name=f"Café “a”.{extension}.html")
    ).proofs.get()
    response: Any = cast.client("member").get(f"/proof/{proof.pk}/")
    assert body(response) == content
    assert hashlib.sha256(content).hexdigest() == proof.sha256
    assert response["Content-Disposition"].startswith("attachment; filename")
    assert response["Content-Type"] == proof.content_type
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Length"] == str(len(content))
    assert proof.stored_as not in str(response.headers)


@pytest.mark.parametrize("person", EVERYBODY)
@pytest.mark.parametrize("kept_by", ["nothing", "proof", "update"])
@pytest.mark.parametrize("publishes", [False, True])
def test_who_may_download(cast: Cast, person: str, kept_by: str, publishes: bool) -> None:
    cast.committee.publishes = publishes
    cast.committee.save()
    offer = verbs.file(exempt=verbs.terms() if kept_by == "proof" else None)
    update = verbs.prove(cast.action, cast.officer, offer, exempt=verbs.terms() if kept_by == "update" else None)
    readers = TRUSTED if kept_by != "nothing" else {*TRUSTED, "other_officer"}
    if publishes and kept_by == "nothing":
        readers = set(EVERYBODY)
    response: Any = cast.client(person).get(f"/proof/{update.proofs.get().pk}/")
    # The public is led to the sign-in page, whether there is something or not.
    refused = 302 if person == "public" else 404
    assert response.status_code == (200 if person in readers else refused)
    if response.status_code == 200:
        assert body(response) == verbs.TABLE
    else:
        assert b"sessions" not in response.content


def test_a_link_is_no_file_and_leads_straight_to_its_address(cast: Cast) -> None:
    proof = verbs.prove(cast.action, cast.officer, verbs.link()).proofs.get()
    assert cast.client("member").get(f"/proof/{proof.pk}/").status_code == 404
    html = cast.client("member").get(f"/actions/{cast.action.pk}/").content.decode()
    assert '<a href="https://www.harbour.example/guide" rel="noopener noreferrer nofollow">' in html


def test_a_file_that_the_storage_has_lost_is_said_to_be_lost(cast: Cast, tmp_path: Path, caplog: Any) -> None:
    proof = verbs.prove(cast.action, cast.officer, verbs.file()).proofs.get()
    (tmp_path / "proofs" / proof.stored_as).unlink()
    response = cast.client("member").get(f"/proof/{proof.pk}/")
    assert response.status_code == 503
    assert "“sessions.csv” cannot be read just now" in Page(response).text
    assert "The storage has lost proof" in caplog.text


def test_no_address_leads_to_the_folder_of_proof(cast: Cast) -> None:
    proof = verbs.prove(cast.action, cast.officer, verbs.file()).proofs.get()
    for address in (f"/{proof.stored_as}", f"/proofs/{proof.stored_as}", f"/media/{proof.stored_as}"):
        assert cast.client("member").get(address).status_code == 404


# --- Queries and bounds -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "count"),
    [("/actions/{pk}/", 14), ("/reviews/harbour-review/recommendations/1/", 12), ("/updates/{update}/proof/", 5)],
)
def test_more_proof_takes_no_more_queries(cast: Cast, address: str, count: int) -> None:
    update = verbs.prove(cast.action, cast.officer, verbs.file(exempt=verbs.terms()))
    at = address.format(pk=cast.action.pk, update=update.pk)
    client = cast.client("officer")
    with CaptureQueriesContext(connection) as first:
        assert client.get(at).status_code == 200
    for number in range(3):
        verbs.prove(cast.action, cast.officer, verbs.file(), verbs.link(), words=f"Update number {number}.")
    verbs.revise(update.proofs.get(), cast.officer)
    with CaptureQueriesContext(connection) as then:
        assert client.get(at).status_code == 200
    assert len(then) == len(first) == count, "\n".join(q["sql"] for q in then.captured_queries)


def test_a_download_takes_four_queries(cast: Cast) -> None:
    proof = verbs.prove(cast.action, cast.officer, verbs.file()).proofs.get()
    client = cast.client("member")
    with CaptureQueriesContext(connection) as queries:
        assert body(client.get(f"/proof/{proof.pk}/"))
    assert len(queries) == 4, "\n".join(q["sql"] for q in queries.captured_queries)


def test_a_file_over_the_limit_is_refused_and_the_words_are_kept(cast: Cast, settings: Any) -> None:
    settings.PROOF_MAX_BYTES = settings.UPLOAD_MAX_BYTES = 70_000
    large = files.table() + b"1,2\n" * 100_000
    page = Page(given(cast, proof_1_file=uploaded(large, "all.csv"), proof_1_shows=SHOWS))
    assert "“all.csv” is larger than" in page.text
    assert TYPED in page.text


def test_of_files_over_the_limit_no_more_than_the_limit_is_written_down(settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 70_000
    chunk = 64 * 1024
    large = b"1,2\n" * 100_000
    request = RequestFactory().post("/", {f"file_{n}": uploaded(large) for n in range(8)})
    arrived: list[Any] = list(request.FILES.values())
    assert [file.size for file in arrived] == [len(large)] * 8
    written = [len(file.read()) for file in arrived]
    assert max(written) <= 70_000 + chunk
    assert 70_000 < sum(written) <= MOST_WRITTEN * 70_000 + chunk
    for file in arrived:
        file.close()


def test_more_files_than_the_form_has_are_refused_without_an_error(cast: Cast) -> None:
    many = {f"proof_{n}_file": uploaded() for n in range(1, 13)}
    assert given(cast, **many).status_code == 400
    assert not Update.objects.exists()
