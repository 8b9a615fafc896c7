"""My actions and one action: what each person sees, and whom the doors let in."""

import pytest

from recommendations.models import Update
from recommendations.states import Status, VerdictKind
from tests import factories as f
from tests import verbs
from tests.conftest import Cast
from tests.pages import Page

pytestmark = [pytest.mark.usefixtures("day"), pytest.mark.once]

HTMX = {"HX-Request": "true"}
TYPED = "A teacher was found & starts on <Monday>."


def form_of(cast: Cast) -> str:
    return f"/actions/{cast.action.pk}/update/"


# --- My actions -------------------------------------------------------------------------------------------------------


def test_an_officer_sees_their_actions_by_urgency(cast: Cast) -> None:
    late = f.ActionFactory.create(
        recommendation=cast.recommendation, post=cast.post, title="Print it", original_target_on=f.days(-3)
    )
    page = Page(cast.client("officer").get("/my-actions/"))
    assert page.text.index("Print it") < page.text.index("Write a curriculum")
    assert "You have 1 overdue action and 1 not updated for 90 days." in page.text
    assert "3 days over" in page.text
    assert f"/actions/{late.pk}/update/" in page.links


def test_the_page_says_for_whom_somebody_speaks(cast: Cast) -> None:
    assert "You hold Youth Service Manager." in Page(cast.client("officer").get("/my-actions/")).text
    assert "You deputise for Youth Service Manager." in Page(cast.client("deputy").get("/my-actions/")).text


@pytest.mark.parametrize("person", ["member", "chair", "scrutiny", "other_officer", "administrator", "former_member"])
def test_somebody_without_actions_is_told_so(cast: Cast, person: str) -> None:
    page = Page(cast.client(person).get("/my-actions/"))
    assert "You have no actions." in page.text
    assert "Write a curriculum" not in page.text


def test_the_papers_of_the_next_meeting_are_announced(cast: Cast) -> None:
    f.MeetingFactory.create(committee=cast.committee, held_on=f.days(14), papers_due_on=f.days(5))
    page = Page(cast.client("officer").get("/my-actions/"))
    assert "Papers for the committee are due on Monday 22 June, in 3 working days." in page.text


def test_what_is_achieved_is_ticked_with_nothing_else_and_taken_back_knowingly(cast: Cast) -> None:
    verbs.tell(cast.action, cast.officer, Status.ACHIEVED, on=f.days(-1))
    assert f'id="tick-{cast.action.pk}"' not in cast.client("officer").get("/my-actions/").content.decode()
    several = Page(cast.client("officer").get(f"/actions/several/?action={cast.action.pk}"))
    assert "Achieved already: another status leaves it as it is" in several.text


def test_more_time_is_asked_for_where_it_is_needed_and_a_refusal_is_told_in_the_row(cast: Cast) -> None:
    type(cast.action).objects.update(original_target_on=f.days(-3), target_on=f.days(-3))
    asking = f"{form_of(cast)}?more_time=1"
    assert asking in Page(cast.client("officer").get("/my-actions/")).links
    opened = cast.client("officer").get(asking)
    assert opened.context["form"].initial["ask"] and opened.context["form"].initial["status"] == Status.DELAYED
    assert "The target date was 14 June 2026: “on track” stays overdue." in Page(opened).text
    request = verbs.ask(cast.action, cast.officer, f.days(90))
    verbs.decide(request, cast.head, agreed=False, note="It has waited long enough.")
    page = Page(cast.client("officer").get("/my-actions/"))
    assert "Next: More time was refused on 17 June. Say what happens now." in page.text
    assert asking not in page.links


# --- One action -------------------------------------------------------------------------------------------------------


def test_an_action_shows_its_updates_newest_first_and_its_requests(cast: Cast) -> None:
    verbs.tell(cast.action, cast.officer, words="It was begun last week.", on=f.days(-9))
    verbs.tell(cast.action, cast.officer, Status.DELAYED, words="The teacher fell ill.", on=f.days(-2))
    verbs.ask(cast.action, cast.officer, f.days(90))
    page = Page(cast.client("member").get(f"/actions/{cast.action.pk}/"))
    assert page.text.index("The teacher fell ill.") < page.text.index("It was begun last week.")
    assert "From 16 August 2026 to 15 September 2026: waiting" in page.text
    assert "Staffing or vacancy" in page.text


def test_an_action_can_be_seen_as_at_a_past_day(cast: Cast) -> None:
    verbs.tell(cast.action, cast.officer, words="It was begun last week.", on=f.days(-9))
    verbs.tell(cast.action, cast.officer, Status.DELAYED, words="The teacher fell ill.", on=f.days(-2))
    page = Page(cast.client("officer").get(f"/actions/{cast.action.pk}/?as_at=2026-06-10"))
    assert "It was begun last week." in page.text
    assert "The teacher fell ill." not in page.text
    assert "Go to today" in page.text
    assert form_of(cast) not in page.links
    assert "/reviews/harbour-review/?as_at=2026-06-10" in page.links
    assert "/reviews/harbour-review/recommendations/1/?as_at=2026-06-10" in page.links


def test_on_a_past_day_a_request_waits_that_was_decided_later(cast: Cast) -> None:
    extension = verbs.ask(cast.action, cast.officer, f.days(90), on=f.days(-9))
    verbs.decide(extension, cast.head, note="Until the autumn.", on=f.days(-2))
    verbs.ask(cast.action, cast.officer, f.days(120), on=f.days(-1))
    text = Page(cast.client("member").get(f"/actions/{cast.action.pk}/?as_at=2026-06-10")).text
    assert "From 16 August 2026 to 15 September 2026: waiting" in text
    assert "Until the autumn." not in text
    assert "15 October 2026" not in text


def test_before_it_was_agreed_an_action_says_so(cast: Cast) -> None:
    page = Page(cast.client("member").get(f"/actions/{cast.action.pk}/?as_at=2025-08-01"))
    assert "This action had not been agreed on that day." in page.text
    assert "16 August 2026" not in page.text


@pytest.mark.parametrize(
    ("person", "may_update", "may_decide"),
    [("officer", True, False), ("deputy", True, False), ("head", False, True), ("member", False, False)],
)
def test_the_buttons_of_an_action_are_those_that_work(
    cast: Cast, person: str, may_update: bool, may_decide: bool
) -> None:
    extension = verbs.ask(cast.action, cast.officer, f.days(90))
    page = Page(cast.client(person).get(f"/actions/{cast.action.pk}/"))
    assert (form_of(cast) in page.links) is may_update
    assert (f"/requests-for-more-time/{extension.pk}/" in page.links) is may_decide


def test_a_closed_action_offers_no_update(cast: Cast) -> None:
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.ACHIEVED, held_on=f.days(-5))
    page = Page(cast.client("officer").get(f"/actions/{cast.action.pk}/"))
    assert form_of(cast) not in page.links
    assert "R1 is signed off, so this is closed." in page.text


# --- Doors ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("other_officer", 403),
        ("head", 403),
        ("member", 403),
        ("chair", 403),
        ("scrutiny", 403),
        ("member_elsewhere", 404),
        ("former_member", 404),
        ("administrator", 404),
    ],
)
def test_the_form_of_somebody_elses_action_stays_shut(cast: Cast, person: str, status: int, method: str) -> None:
    client = cast.client(person)
    data = {"status": "on_track", "words": TYPED, "version": "1"}
    response = client.get(form_of(cast)) if method == "get" else client.post(form_of(cast), data)
    assert response.status_code == status
    assert not Update.objects.exists()


def test_whoever_is_not_signed_in_is_asked_to_and_comes_back(cast: Cast) -> None:
    response = cast.client("public").get(form_of(cast))
    assert (response.status_code, response["Location"]) == (302, f"/sign-in/?next={form_of(cast)}")
    assert cast.client("public").post(form_of(cast), {"words": TYPED}).status_code == 302


@pytest.mark.parametrize("pk", ["0", "999999", "9" * 30, "9" * 5000])
@pytest.mark.parametrize("page", ["", "update/", "row/"])
def test_an_action_that_does_not_exist_is_not_found(cast: Cast, pk: str, page: str) -> None:
    assert cast.client("officer").get(f"/actions/{pk}/{page}", headers=HTMX).status_code == 404


def test_the_action_of_an_unpublished_review_is_found_by_those_who_run_it_only(cast: Cast) -> None:
    cast.review.published_on = None
    cast.review.save()
    found = {p: cast.client(p).get(f"/actions/{cast.action.pk}/").status_code for p in cast.people}
    assert {person for person, status in found.items() if status == 200} == {"chair", "scrutiny"}
    assert {status for person, status in found.items() if person not in ("chair", "scrutiny")} == {404}


def test_a_head_of_service_is_told_of_waiting_requests_on_their_desk(cast: Cast) -> None:
    verbs.ask(cast.action, cast.officer, f.days(90))
    page = Page(cast.client("head").get("/my-actions/"))
    assert "1 request for more time waits for your decision." in page.text
    assert "/my-service/" in page.links
    assert "for your decision" not in Page(cast.client("officer").get("/my-actions/")).text
