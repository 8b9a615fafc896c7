"""My service and the decision on a request for more time."""

from typing import Any

import pytest

from recommendations.models import Action, Extension
from recommendations.states import Status
from tests import factories as f
from tests import verbs
from tests.conftest import Cast
from tests.pages import Page

pytestmark = [pytest.mark.usefixtures("day"), pytest.mark.once]


@pytest.fixture
def extension(cast: Cast) -> Extension:
    return verbs.ask(cast.action, cast.officer, f.days(90), on=f.days(-3))


@pytest.fixture
def own(cast: Cast) -> Extension:
    """A request of the head of service."""
    action = f.ActionFactory.create(recommendation=cast.recommendation, post=cast.head_post, title="Lead the service")
    return verbs.ask(action, cast.head, f.days(90), on=f.days(-3))


def page_of(extension: Extension) -> str:
    return f"/requests-for-more-time/{extension.pk}/"


def decided(cast: Cast, extension: Extension, person: str = "head", **data: str) -> Any:
    return cast.client(person).post(page_of(extension), data)


def test_a_head_sees_what_waits_and_the_whole_service_by_urgency(cast: Cast, extension: Extension) -> None:
    f.ActionFactory.create(
        recommendation=cast.recommendation, post=cast.head_post, title="Lead on it", original_target_on=f.days(-3)
    )
    library = f.PostFactory.create(service__directorate=cast.service.directorate)
    f.ActionFactory.create(recommendation=cast.recommendation, post=library, title="Lend books")
    page = Page(cast.client("head").get("/my-service/"))
    assert "1 request for more time waits for your decision." in page.text
    assert page_of(extension) in page.links
    assert page.text.index("Lead on it") < page.text.rindex("Write a curriculum")
    assert "Lend books" not in page.text


def test_nothing_waiting_is_said_in_words(cast: Cast) -> None:
    assert "No request for more time waits for your decision." in Page(cast.client("head").get("/my-service/")).text


def test_a_heads_own_request_is_shown_without_a_button(cast: Cast, own: Extension) -> None:
    page = Page(cast.client("head").get("/my-service/"))
    assert "you asked for this yourself, so the scrutiny officer decides." in page.text
    assert page_of(own) not in page.links


def test_the_scrutiny_officer_sees_the_requests_of_heads_only(cast: Cast, extension: Extension, own: Extension) -> None:
    page = Page(cast.client("scrutiny").get("/my-service/"))
    assert page_of(own) in page.links
    assert page_of(extension) not in page.links


def test_the_scrutiny_officer_finds_a_request_that_a_head_made_for_a_vacant_post(cast: Cast) -> None:
    cast.post.holdings.update(to_on=f.days(-1))
    waiting = verbs.ask(cast.action, cast.head, f.days(90))
    assert page_of(waiting) in Page(cast.client("scrutiny").get("/my-service/")).links


def test_the_scrutiny_officer_finds_the_page_in_the_navigation(cast: Cast, own: Extension) -> None:
    assert "/my-service/" in Page(cast.client("scrutiny").get("/reviews/harbour-review/")).links


@pytest.mark.parametrize("person", ["officer", "deputy", "other_officer", "member", "chair", "administrator"])
def test_my_service_is_for_heads(cast: Cast, person: str) -> None:
    assert cast.client(person).get("/my-service/").status_code == 403


def test_the_page_of_a_request_says_all_that_a_decision_needs(cast: Cast, extension: Extension) -> None:
    verbs.tell(cast.action, cast.officer, Status.DELAYED, words="No teacher was found.")
    text = Page(cast.client("head").get(page_of(extension))).text
    for words in (
        "Youth Service Manager asks to move “Write a curriculum” from 16 August 2026 to 15 September 2026.",
        "Staffing or vacancy. “The post was vacant.”",
        "“No teacher was found.”",
        "The first target date, 16 August 2026, stays on show.",
    ):
        assert words in text


def test_agreeing_moves_the_target_and_says_so(cast: Cast, extension: Extension) -> None:
    response = decided(cast, extension, decision="agree", note="Until the autumn.")
    assert (response.status_code, response["Location"]) == (302, f"/my-service/?decided={extension.pk}")
    row = Action.objects.get(pk=cast.action.pk)
    assert (row.target_on, row.times_moved) == (f.days(90), 1)
    text = Page(cast.client("head").get(response["Location"])).text
    assert "More time agreed: 1.1 is now due on 15 September 2026." in text


def test_refusing_keeps_the_target_and_says_so(cast: Cast, extension: Extension) -> None:
    response = decided(cast, extension, decision="refuse", note="Do it now, please.")
    assert Action.objects.get(pk=cast.action.pk).target_on == f.days(60)
    text = Page(cast.client("head").get(response["Location"])).text
    assert "More time refused: 1.1 stays due on 16 August 2026." in text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"note": "I think so."}, "Choose yes or no"),
        ({"decision": "perhaps", "note": "I think so."}, "There is a problem"),
        ({"decision": "refuse"}, "Say why, so that the officer knows what to do"),
        ({"decision": "refuse", "note": "   "}, "Say why, so that the officer knows what to do"),
        ({"decision": "agree", "note": "I think so." + "x" * 1000}, "The note must be 1,000 characters or fewer."),
        ({"decision": "agree", "note": "I think so.\x07"}, "cannot be shown (code 0007)"),
    ],
)
def test_a_refused_decision_says_why_and_keeps_the_note(
    cast: Cast, extension: Extension, data: dict[str, str], message: str
) -> None:
    response = decided(cast, extension, **data)
    assert response.status_code == 422
    page = Page(response)
    assert message in page.text
    assert data.get("note", "").strip()[:11] in page.text
    assert Extension.objects.get(pk=extension.pk).agreed is None


def test_an_empty_form_is_refused_too(cast: Cast, extension: Extension) -> None:
    response = decided(cast, extension)
    assert response.status_code == 422
    assert "Choose yes or no" in Page(response).text


def test_a_decided_request_shows_no_form_and_takes_no_second_decision(cast: Cast, extension: Extension) -> None:
    decided(cast, extension, decision="agree")
    page = Page(cast.client("head").get(page_of(extension)))
    assert "This request was decided already." in page.text
    assert f"Agreed by {cast.head_post.title}, 17 June 2026." in page.text
    assert cast.action.get_absolute_url() in page.links
    assert "note" not in page.fields
    response = decided(cast, extension, decision="refuse", note="I changed my mind.")
    assert response.status_code == 422
    assert "A decided request cannot be changed." in Page(response).text
    assert Extension.objects.get(pk=extension.pk).agreed is True


def test_a_second_move_is_announced_before_it_is_agreed(cast: Cast, extension: Extension) -> None:
    verbs.decide(extension, cast.head)
    second = verbs.ask(cast.action, cast.officer, f.days(120))
    text = Page(cast.client("head").get(page_of(second))).text
    assert "This action has been moved once before. If you agree, it goes on the committee’s call-in list" in text


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("officer", 403),
        ("deputy", 403),
        ("other_officer", 403),
        ("member", 403),
        ("chair", 403),
        ("scrutiny", 403),
        ("member_elsewhere", 404),
        ("former_member", 404),
        ("administrator", 404),
    ],
)
def test_a_request_is_decided_by_nobody_else(
    cast: Cast, extension: Extension, person: str, status: int, method: str
) -> None:
    client = cast.client(person)
    data = {"decision": "agree"}
    response = client.get(page_of(extension)) if method == "get" else client.post(page_of(extension), data)
    assert response.status_code == status
    assert Extension.objects.get(pk=extension.pk).agreed is None


def test_a_heads_own_request_is_shut_to_the_head_and_open_to_the_scrutiny_officer(cast: Cast, own: Extension) -> None:
    assert decided(cast, own, decision="agree").status_code == 403
    assert decided(cast, own, "scrutiny", decision="agree").status_code == 302
    assert Extension.objects.get(pk=own.pk).decided_by == cast.scrutiny


@pytest.mark.parametrize("value", ["", "0", "999999", "x", "²", "-1", "9" * 30, "9" * 5000])
def test_what_was_decided_is_read_from_the_address_without_trust(cast: Cast, value: str) -> None:
    response = cast.client("head").get("/my-service/", {"decided": value})
    assert response.status_code == 200
    assert "More time agreed" not in Page(response).text


def test_a_decision_of_somebody_else_is_not_announced_as_ones_own(cast: Cast, own: Extension) -> None:
    verbs.decide(own, cast.scrutiny)
    page = Page(cast.client("head").get("/my-service/", {"decided": str(own.pk)}))
    assert "More time agreed" not in page.text
