"""The form of an update: what it writes, what it refuses, and that nothing typed is lost."""

from typing import Any

import pytest
from django.test import Client

from council.templatetags.drawn import quoted
from recommendations.models import Action, Extension, Update
from recommendations.states import Status, VerdictKind
from recommendations.templatetags.standing import shortened
from tests import factories as f
from tests import verbs
from tests.conftest import Cast
from tests.pages import Page

pytestmark = [pytest.mark.usefixtures("day"), pytest.mark.once]

HTMX = {"HX-Request": "true"}
TYPED = "A teacher was found & starts on <Monday>."


def form_of(cast: Cast) -> str:
    return f"/actions/{cast.action.pk}/update/"


def given(cast: Cast, person: str = "officer", headers: Any = None, **changes: str) -> Any:
    """An update posted by somebody, as the form would post it."""
    version = str(Action.objects.get(pk=cast.action.pk).version)
    data = {"status": "on_track", "reason": "", "words": TYPED, "version": version, **changes}
    return cast.client(person).post(form_of(cast), data, headers=headers)


def test_the_form_shows_what_the_officer_needs_to_know(cast: Cast) -> None:
    verbs.tell(cast.action, cast.officer, words="It was begun last week.", on=f.days(-9))
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.UNACCEPTABLE, held_on=f.days(-5))
    page = Page(cast.client("officer").get(form_of(cast)))
    assert page.fields["version"] == "2"
    for words in (
        "What has happened since 8 June?",
        "It is done",
        "16 August 2026, never moved",
        "“It was begun last week.”",
        "Unacceptable progress",
    ):
        assert words in page.text


def test_an_update_is_recorded_and_leads_back_to_my_actions(cast: Cast) -> None:
    response = given(cast)
    pk = cast.action.pk
    assert (response.status_code, response["Location"]) == (302, f"/my-actions/?recorded={pk}#action-{pk}")
    update = Update.objects.get()
    assert (update.words, update.given_by, update.given_at) == (TYPED, cast.officer, f.noon(f.DAY))
    page = Page(cast.client("officer").get(response["Location"]))
    assert "Update recorded at 12:00 today: on track. Members can see it now." in page.text


def test_the_update_can_be_seen_by_a_member_at_once(cast: Cast) -> None:
    given(cast)
    assert TYPED in Page(cast.client("member").get(f"/actions/{cast.action.pk}/")).text
    assert TYPED in Page(cast.client("member").get("/reviews/harbour-review/recommendations/1/")).text


def test_markup_in_words_is_shown_and_never_run(cast: Cast) -> None:
    given(cast, words="<script>alert(1)</script> & so on")
    for address in (f"/actions/{cast.action.pk}/", "/my-actions/", form_of(cast), "/reviews/harbour-review/"):
        html = cast.client("officer").get(address).content.decode()
        assert "<script>alert" not in html


def test_more_time_asked_for_with_the_update_is_recorded(cast: Cast) -> None:
    boxes = {"ask": "on", "to_on_day": "1", "to_on_month": "11", "to_on_year": "2026"}
    response = given(cast, status="delayed", reason="staffing", **boxes)
    extension = Extension.objects.get()
    assert (f"{extension.to_on}", extension.words, extension.agreed) == ("2026-11-01", TYPED, None)
    page = Page(cast.client("officer").get(response["Location"]))
    assert "Your request for more time until 1 November 2026 has gone to the head of service" in page.text


REFUSED: list[tuple[dict[str, str], str]] = [
    ({"words": "Short"}, "What has happened is too short to be understood"),
    ({"words": TYPED + "x" * 4001}, "What has happened must be 4,000 characters or fewer."),
    ({"words": TYPED + "x" * 1_000_000}, "What has happened must be 4,000 characters or fewer."),
    ({"words": TYPED + "\x00\x1b"}, "cannot be shown (code 0000)"),
    ({"status": ""}, "Choose the status of this action"),
    ({"status": "green"}, "“green” is not a status. Choose one of these."),
    ({"status": "delayed"}, "Choose why it is delayed"),
    ({"reason": "funding"}, "“On track” needs no reason."),
    ({"ask": "on"}, "Enter the new target date, or take back “Ask for more time”"),
    (
        {
            "status": "delayed",
            "reason": "staffing",
            "ask": "on",
            "to_on_day": "1",
            "to_on_month": "7",
            "to_on_year": "2026",
        },
        "The new date is before the first target date, 16 August 2026",
    ),
    ({"to_on_day": "31", "to_on_month": "2", "to_on_year": "2027"}, "There is no such date as 31 2 2027"),
    ({"to_on_day": "9" * 5000, "to_on_month": "2", "to_on_year": "2027"}, "The day must be a number"),
    ({"version": ""}, "There is a problem"),
]


@pytest.mark.parametrize(("changes", "message"), REFUSED)
@pytest.mark.parametrize("headers", [None, HTMX])
def test_a_refused_update_says_why_and_loses_nothing(
    cast: Cast, headers: dict[str, str] | None, changes: dict[str, str], message: str
) -> None:
    response = given(cast, headers=headers, **changes)
    assert response.status_code == 422
    page = Page(response)
    assert message in page.text
    assert changes.get("words", TYPED).replace("\x00", "").replace("\x1b", "")[:40] in page.text.replace("\x1b", "")
    assert not Update.objects.exists()
    assert not Extension.objects.exists()
    # htmx puts the row back into the page, everybody else gets a whole page with the words "Error:" first.
    html = response.content.decode()
    assert html.lstrip().startswith("<div" if headers else "<!doctype html>")
    assert ("<title>Error: " in html) is (headers is None)


def test_a_wrong_step_is_refused_beside_the_status(cast: Cast) -> None:
    Action.objects.filter(pk=cast.action.pk).update(status=Status.ACHIEVED)
    response = given(cast, status="paused", reason="funding")
    assert response.status_code == 422
    message = "This action is “achieved”. It cannot go from there to “paused”."
    assert list(response.context["form"].errors) == ["status"]
    assert Page(response).text.count(message) == 2  # once on top, once beside the field


def test_an_update_on_a_signed_off_recommendation_is_refused_on_top(cast: Cast) -> None:
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.ACHIEVED, held_on=f.days(-5))
    response = given(cast)
    assert response.status_code == 422
    page = Page(response)
    assert "The committee has signed off R1, so its actions are closed." in page.text
    assert TYPED in page.text


def test_typed_values_stand_in_the_boxes_of_a_refused_form(cast: Cast) -> None:
    boxes = {"ask": "on", "to_on_day": "31", "to_on_month": "2", "to_on_year": "2027"}
    html = given(cast, status="delayed", reason="partner", **boxes).content.decode()
    assert '<option value="partner" selected>' in html
    for name, value in (("to_on_day", "31"), ("to_on_month", "2"), ("to_on_year", "2027")):
        assert f'name="{name}" value="{value}"' in html


def test_a_second_open_request_is_refused_and_the_form_does_not_offer_it(cast: Cast) -> None:
    verbs.ask(cast.action, cast.officer, f.days(90))
    page = Page(cast.client("officer").get(form_of(cast)))
    assert "You have asked for more time until 15 September 2026." in page.text
    assert "to_on_day" not in page.fields
    boxes = {"ask": "on", "to_on_day": "1", "to_on_month": "11", "to_on_year": "2026"}
    response = given(cast, status="delayed", reason="staffing", **boxes)
    assert response.status_code == 422
    assert "A request for more time is already waiting for a decision" in Page(response).text
    assert Extension.objects.count() == 1


# --- Two people -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [None, HTMX])
def test_the_second_of_two_sees_both_texts_and_can_save_again(cast: Cast, headers: dict[str, str] | None) -> None:
    opened = Page(cast.client("deputy").get(form_of(cast), headers=headers)).fields["version"]
    verbs.tell(cast.action, cast.officer, Status.ACHIEVED, words="The curriculum is printed and sent out.")
    response = given(cast, "deputy", headers, version=opened)
    assert response.status_code == 409
    page = Page(response)
    assert "Your update was not recorded, because another came first." in page.text
    assert "The curriculum is printed and sent out." in page.text
    assert TYPED in page.text
    assert page.fields["version"] == "2"
    assert Update.objects.count() == 1
    again = given(cast, "deputy", headers, version=page.fields["version"])
    assert again.status_code == (200 if headers else 302)
    assert [u.given_by for u in Update.objects.order_by("pk")] == [cast.officer, cast.deputy]


def test_a_target_moved_meanwhile_is_shown_too(cast: Cast) -> None:
    extension = verbs.ask(cast.action, cast.officer, f.days(90))
    opened = Page(cast.client("officer").get(form_of(cast))).fields["version"]
    verbs.decide(extension, cast.head)
    response = given(cast, version=opened)
    assert response.status_code == 409
    assert "The target date is 15 September 2026." in Page(response).text


def test_a_version_that_never_was_changes_nothing(cast: Cast) -> None:
    for version in ("0", "-1", "2", "9" * 30):
        assert given(cast, version=version).status_code == 409
    assert not Update.objects.exists()


# --- In place ---------------------------------------------------------------------------------------------------------


def test_in_place_the_form_is_a_row_and_saving_gives_the_row_back(cast: Cast) -> None:
    client = cast.client("officer")
    opened = client.get(form_of(cast), headers=HTMX).content.decode()
    assert opened.lstrip().startswith("<div")
    assert f'hx-post="{form_of(cast)}"' in opened
    assert f'id="action-{cast.action.pk}"' in opened
    saved = given(cast, headers=HTMX)
    assert saved.status_code == 200
    page = Page(saved)
    assert "Update recorded at 12:00 today: on track." in page.text
    assert "<html" not in saved.content.decode()
    assert f"/actions/{cast.action.pk}/#update-{Update.objects.get().pk}" in page.links


def test_closing_the_form_gives_the_row_back(cast: Cast) -> None:
    response = cast.client("officer").get(f"/actions/{cast.action.pk}/row/", headers=HTMX)
    assert response.status_code == 200
    assert "Write a curriculum" in Page(response).text
    assert "<html" not in response.content.decode()


def test_the_address_of_a_row_leads_to_the_page_outside_of_it(cast: Cast) -> None:
    response = cast.client("officer").get(f"/actions/{cast.action.pk}/row/")
    assert (response.status_code, response["Location"]) == (302, "/my-actions/")


def test_a_form_needs_the_token_of_its_page(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.officer)
    response = client.post(form_of(cast), {"status": "on_track", "words": TYPED, "version": "1"})
    assert response.status_code == 403
    assert not Update.objects.exists()


def test_a_text_larger_than_a_request_may_be_is_refused_without_an_error(cast: Cast) -> None:
    response = given(cast, words="x" * 6_000_000)
    assert response.status_code in (400, 413)
    assert not Update.objects.exists()


def test_saving_in_place_changes_the_sentence_and_the_count_above(cast: Cast) -> None:
    html = given(cast, headers=HTMX).content.decode()
    assert 'id="desk-sentence" hx-swap-oob="true"' in html
    assert '<span class="count" id="count-stale" hx-swap-oob="true">0</span>' in html


def test_somebody_signed_out_meanwhile_gets_no_sign_in_page_inside_the_row(cast: Cast) -> None:
    response = Client().post(form_of(cast), {"status": "on_track", "words": TYPED, "version": "1"}, headers=HTMX)
    assert (response.status_code, response.content) == (401, b"You were signed out.")
    assert Client().post(form_of(cast), {"words": TYPED}).status_code == 302
    assert not Update.objects.exists()


def test_an_update_sent_twice_is_recorded_once(cast: Cast) -> None:
    assert given(cast).status_code == 302
    again = given(cast)
    assert again.status_code == 422
    assert "You gave this same update at 12:00 today." in Page(again).text
    assert Update.objects.count() == 1


def test_a_closed_action_shows_no_form(cast: Cast) -> None:
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.ACHIEVED, held_on=f.days(-5))
    page = Page(cast.client("officer").get(form_of(cast)))
    assert "The committee has signed this recommendation off." in page.text
    assert "version" not in page.fields


def test_more_time_is_asked_for_from_where_it_is_named(cast: Cast) -> None:
    officer = cast.client("officer")
    assert f"{form_of(cast)}?more_time=1" in Page(officer.get(f"/actions/{cast.action.pk}/")).links
    opened = officer.get(f"{form_of(cast)}?more_time=1").context["form"]
    assert (opened["status"].value(), opened["ask"].value()) == (Status.DELAYED, True)
    verbs.ask(cast.action, cast.officer, f.days(90))
    assert f"{form_of(cast)}?more_time=1" not in Page(officer.get(f"/actions/{cast.action.pk}/")).links


def test_a_quotation_is_cut_where_no_column_holds_it() -> None:
    assert shortened("Read https://harbour.example/minutes/2026/06/annex-b.pdf and more", 3) == (
        "Read https://harbour.exam… and…"
    )
    assert shortened("Internationalisation of acknowledgements", 9) == "Internationalisation of acknowledgements"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("• one\n• <b>two</b>", "“• one<br>• &lt;b&gt;two&lt;/b&gt;”"),
        ("“Members’ view” is that it goes on.", "“Members’ view” is that it goes on."),
        ('The chair said "no"', "The chair said &quot;no&quot;"),
        ("It’s ‘done’", "“It’s ‘done’”"),
    ],
)
def test_quoted_words_keep_their_lines_and_get_no_second_quotation_mark(words: str, shown: str) -> None:
    assert quoted(words) == shown
