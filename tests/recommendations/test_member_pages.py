"""The dashboard, its lists and a recommendation's page: what they say, of which day, and to whom."""

import pytest

from recommendations.states import ResponseKind, Status, VerdictKind
from tests import factories as f
from tests import verbs
from tests.conftest import Cast
from tests.pages import Page

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("day")]

DASHBOARD = "/reviews/harbour-review/"
LIST = f"{DASHBOARD}recommendations/"
ACTIONS = f"{DASHBOARD}actions/"
ONE = f"{LIST}1/"


def seen(cast: Cast, address: str, person: str = "member") -> Page:
    response = cast.client(person).get(address)
    assert response.status_code == 200, address
    return Page(response)


# --- Home -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "target"),
    [
        ("officer", "/my-actions/"),
        ("deputy", "/my-actions/"),
        ("head", "/my-actions/"),
        ("member", DASHBOARD),
        ("chair", DASHBOARD),
        ("scrutiny", DASHBOARD),
    ],
)
def test_everybody_lands_where_their_work_is(cast: Cast, person: str, target: str) -> None:
    response = cast.client(person).get("/")
    assert (response.status_code, response["Location"]) == (302, target)


@pytest.mark.parametrize(
    ("person", "told"),
    [
        ("former_member", "There is nothing for you here yet."),
        ("member_elsewhere", "Your committee has no published review yet."),
    ],
)
def test_somebody_without_anything_to_see_is_told_why(cast: Cast, person: str, told: str) -> None:
    assert told in seen(cast, "/", person).text


def test_the_administrator_is_shown_the_way_to_the_administration(cast: Cast) -> None:
    assert "/administration/" in seen(cast, "/", "administrator").links


def test_with_two_reviews_a_member_chooses(cast: Cast) -> None:
    other = f.ReviewFactory.create(committee=cast.committee, title="Second review")
    page = seen(cast, "/")
    assert {DASHBOARD, f"/reviews/{other.slug}/"} <= set(page.links)


def test_an_unpublished_review_is_not_offered_to_members(cast: Cast) -> None:
    f.ReviewFactory.create(committee=cast.committee, title="Second review", published_on=f.days(1))
    assert cast.client("member").get("/")["Location"] == DASHBOARD
    assert "Second review" in seen(cast, "/", "chair").text


# --- Dashboard --------------------------------------------------------------------------------------------------------


def test_the_dashboard_says_the_position_in_a_sentence(cast: Cast) -> None:
    verbs.tell(cast.action, cast.officer, Status.DELAYED)
    page = seen(cast, DASHBOARD)
    assert "1 is delayed." in page.text
    assert f"{LIST}?state=delayed" in page.links


def test_claim_stands_beside_verdict_and_a_difference_is_said(cast: Cast) -> None:
    verbs.tell(cast.action, cast.officer, Status.ACHIEVED, on=f.days(-9))
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.UNACCEPTABLE, held_on=f.days(-5))
    text = seen(cast, DASHBOARD).text
    assert "They disagree on 1 of the 1" in text
    assert text.index("Achieved") < text.index("Unacceptable progress")


def test_an_update_moves_the_figure_of_the_dashboard(cast: Cast) -> None:
    verbs.respond(cast.recommendation, cast.scrutiny, on=f.days(-200))
    assert f"{LIST}?state=not_started" in seen(cast, DASHBOARD).links
    verbs.tell(cast.action, cast.officer)
    links = seen(cast, DASHBOARD).links
    assert f"{LIST}?state=on_track" in links
    assert f"{LIST}?state=not_started" not in links


def test_a_past_day_shows_the_figures_it_had_and_says_so_on_every_page(cast: Cast) -> None:
    verbs.tell(cast.action, cast.officer, Status.DELAYED, words="The teacher fell ill.", on=f.days(-5))
    for address in (DASHBOARD, LIST, ACTIONS, ONE):
        page = seen(cast, f"{address}?as_at=2026-06-10")
        assert "10 June 2026" in page.text, address
        assert "Go to today" in page.text, address
        assert "The teacher fell ill." not in page.text, address
        assert "Go to today" not in seen(cast, address).text, address
    for address in (ACTIONS, ONE):
        assert "The teacher fell ill." in seen(cast, address).text, address


def test_links_of_a_past_day_stay_on_that_day(cast: Cast) -> None:
    page = seen(cast, f"{DASHBOARD}?as_at=2026-06-10")
    lists = [link for link in page.links if link.startswith((LIST, ACTIONS))]
    assert len(lists) > 4
    assert all("as_at=2026-06-10" in link for link in lists if link not in (LIST, ACTIONS))


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("as_at=2030-01-01", "1 January 2030 is in the future. Choose today or an earlier day."),
        ("as_at=soon", "“soon” is not a date. Write it like 31 March 2026 or 31/3/2026."),
        ("since=2026-06-17", "17 June 2026 is not before 17 June 2026. Choose an earlier day."),
        ("state=green", "green"),
        ("theme=99", "99"),
        ("q=" + "x" * 101, "100"),
    ],
)
@pytest.mark.parametrize("address", [DASHBOARD, LIST, ACTIONS])
def test_nonsense_in_the_address_is_answered_with_a_message(cast: Cast, address: str, query: str, message: str) -> None:
    assert message in seen(cast, f"{address}?{query}").text


@pytest.mark.parametrize(
    "query",
    [
        "as_at=%00",
        "since=" + "9" * 5000,
        "q=%00",
        "q=R%C2%B2",
        "q=" + "%F0%9F%8E%89" * 20,
        "theme=%FF",
        "page=x",
        "q=%25",
    ],
)
@pytest.mark.parametrize("address", [DASHBOARD, LIST, ACTIONS, ONE, f"{DASHBOARD}evidence/"])
def test_no_address_breaks_a_page(cast: Cast, address: str, query: str) -> None:
    seen(cast, f"{address}?{query}")


def test_a_filter_that_leaves_nothing_says_how_to_go_on(cast: Cast) -> None:
    page = seen(cast, f"{LIST}?q=nonsense")
    assert "No recommendation matches these filters." in page.text
    assert "Remove “nonsense”" in page.text or "Remove ““nonsense””" in page.text
    assert page.rows == 0


def test_a_filter_is_named_above_its_list(cast: Cast) -> None:
    page = seen(cast, f"{LIST}?theme=1")
    assert "Young people: 1 recommendation" in page.text
    assert page.rows == 1


@pytest.mark.parametrize(
    ("kind", "heading"),
    [
        ("overdue", "Overdue: 1 action"),
        ("due_soon", "Due in the next 30 days: 0 actions"),
        ("stale", "Not updated for 90 days: 1 action"),
        ("call_in", "Call-in list, each moved at least twice: 0 actions"),
        ("moved", "Target moved: 0 actions"),
        ("achieved_late", "Achieved late: 0 actions"),
    ],
)
def test_a_list_of_actions_is_headed_by_its_words_and_number(cast: Cast, kind: str, heading: str) -> None:
    f.ActionFactory.create(
        recommendation=cast.recommendation, post=cast.post, original_target_on=f.days(-3), agreed_on=f.days(-60)
    )
    page = seen(cast, f"{ACTIONS}?timeliness={kind}")
    assert heading in page.text
    assert f": {page.rows} action" in heading


def test_an_unknown_timeliness_lists_all_actions(cast: Cast) -> None:
    assert seen(cast, f"{ACTIONS}?timeliness=soonish").rows == 1


def test_a_review_without_actions_says_when_there_will_be_some(cast: Cast) -> None:
    cast.action.delete()
    assert "Actions are set up once the executive has responded." in seen(cast, ACTIONS).text
    assert seen(cast, DASHBOARD).rows > 0


# --- One recommendation -----------------------------------------------------------------------------------------------


def test_the_page_of_a_recommendation_tells_its_whole_story(cast: Cast) -> None:
    verbs.respond(cast.recommendation, cast.scrutiny, ResponseKind.ACCEPTED_IN_PART, on=f.days(-200))
    verbs.tell(cast.action, cast.officer, Status.DELAYED, words="The teacher fell ill.", on=f.days(-9))
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.UNACCEPTABLE, held_on=f.days(-5))
    text = seen(cast, ONE).text
    for words in (
        "The council should do thing 1.",
        "Youth Service",
        "Accepted in part by Cabinet",
        "The teacher fell ill.",
        "Unacceptable progress",
        "12 June 2026, minute 5.2.",
        "Not signed off",
        "1 thing stands in the way:",
        "Everything, 4",
    ):
        assert words in text, words


def test_more_time_that_was_asked_for_stands_beside_the_date_in_force(cast: Cast) -> None:
    verbs.ask(cast.action, cast.officer, f.days(90), on=f.days(-3))
    assert "More time asked for, to 15 September 2026" in seen(cast, ONE).text
    assert "More time asked for" not in seen(cast, f"{ONE}?as_at={f.days(-4)}").text


def test_the_day_that_it_is_compared_with_stands_in_its_box_and_follows_the_day_looked_at(cast: Cast) -> None:
    for day in (-100, -20):
        f.MeetingFactory.create(committee=cast.committee, held_on=f.days(day))
    client = cast.client("member")
    for asked, shown in (("", f.days(-20)), (f"as_at={f.days(-50)}", f.days(-100))):
        page = client.get(f"{DASHBOARD}?{asked}").text
        # Not as a value: that would be sent along with another day, and be kept in saved views.
        assert f'name="since" value="" placeholder="{shown:%-d %B %Y}"' in page
    assert 'name="since" value="1 May 2026"' in client.get(f"{DASHBOARD}?since=2026-05-01").text


def test_the_two_wordings_stand_side_by_side_where_they_differ(cast: Cast) -> None:
    row = f.RecommendationFactory.create(
        review=cast.review, theme=cast.recommendation.theme, number=2, text="Do it.", body_text="Do it soon."
    )
    row.differences.create(order=1, kind="scope", summary_words="it", body_words="it soon", note="The body hurries.")
    text = seen(cast, f"{LIST}2/").text
    assert "Summary: “it”. Body: “it soon”. The body hurries." in text
    assert "Do it soon." in text
    assert "words this in two ways" not in seen(cast, ONE).text


def test_the_history_can_be_narrowed_to_a_kind(cast: Cast) -> None:
    verbs.tell(cast.action, cast.officer, words="It was begun last week.", on=f.days(-9))
    verbs.respond(cast.recommendation, cast.scrutiny, on=f.days(-200))
    whole, updates = seen(cast, ONE).text, seen(cast, f"{ONE}?kind=update").text
    assert whole.count("by Cabinet") + whole.count("Cabinet, minute") == 2
    assert "Cabinet, minute" not in updates.partition("Everything that happened")[2]
    assert "It was begun last week." in updates.partition("Everything that happened")[2]
    assert "Everything, 3" in updates
    assert seen(cast, f"{ONE}?kind=nonsense").text


def test_a_long_history_is_cut_and_says_what_it_leaves_out(cast: Cast) -> None:
    for number in range(12):
        verbs.tell(cast.action, cast.officer, words=f"This is the news of week {number}.", on=f.days(-99 + 7 * number))
    page, whole = seen(cast, ONE), seen(cast, f"{ONE}?all=1")
    events = page.text.partition("Everything that happened")[2]
    assert "Show the others" in events and ": 2 updates, 1 action agreed." in events
    assert "the news of week 2." in events
    assert "the news of week 1." not in events
    assert "the news of week 0." in whole.text.partition("Everything that happened")[2]


def test_neighbours_are_one_press_away(cast: Cast) -> None:
    for number in (3, 7):
        f.RecommendationFactory.create(review=cast.review, theme=cast.recommendation.theme, number=number)
    assert f"{LIST}3/" in seen(cast, ONE).links
    middle = seen(cast, f"{LIST}3/").links
    assert {ONE, f"{LIST}7/"} <= set(middle)
    assert f"{LIST}3/?as_at=2026-06-01" in seen(cast, f"{ONE}?as_at=2026-06-01").links


@pytest.mark.parametrize("number", ["0", "2", "99999", "9" * 30])
def test_a_recommendation_that_does_not_exist_is_not_found(cast: Cast, number: str) -> None:
    assert cast.client("member").get(f"{LIST}{number}/").status_code == 404


# --- Doors ------------------------------------------------------------------------------------------------------------

PAGES = [DASHBOARD, LIST, ACTIONS, ONE, f"{DASHBOARD}evidence/"]


@pytest.mark.parametrize("address", PAGES)
def test_pages_of_a_review_are_read_only(cast: Cast, address: str) -> None:
    assert cast.client("member").post(address).status_code == 405
    assert cast.client("member").head(address).status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_another_council_does_not_see_that_a_review_exists(cast: Cast, address: str) -> None:
    elsewhere = f.HoldingFactory.create().user
    client = cast.client("public")
    client.force_login(elsewhere)
    nowhere = client.get(address.replace("harbour-review", "no-such-review"))
    response = client.get(address)
    assert (response.status_code, nowhere.status_code) == (404, 404)
    assert "Harbour" not in response.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_before_its_publication_a_review_is_seen_by_those_who_run_it_only(cast: Cast, address: str) -> None:
    cast.review.published_on = f.days(1)
    cast.review.save()
    found = {person for person in cast.people if cast.client(person).get(address).status_code == 200}
    assert found == {"chair", "scrutiny"}


@pytest.mark.parametrize("address", PAGES)
def test_from_the_day_of_its_publication_its_council_sees_it(cast: Cast, address: str) -> None:
    cast.review.published_on = f.DAY
    cast.review.save()
    found = {person for person in cast.people if cast.client(person).get(address).status_code == 200}
    assert found == {"officer", "deputy", "other_officer", "head", "member", "chair", "scrutiny"}
