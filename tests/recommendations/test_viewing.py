"""As at which day, compared with which: what an address may ask for, and what happens when it asks for nonsense."""

from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from recommendations.ledger import load
from recommendations.models import Review
from recommendations.scope import of_review
from recommendations.templatetags.standing import at, compared_with
from recommendations.viewing import Viewing, viewing
from tests import factories as f
from tests.conftest import Cast

pytestmark = pytest.mark.once

MEETINGS = (date(2026, 1, 14), date(2026, 4, 15), date(2026, 6, 17), date(2026, 7, 15))


@pytest.fixture
def review(cast: Cast) -> Review:
    for held_on in MEETINGS:
        f.MeetingFactory.create(committee=cast.committee, held_on=held_on)
    health = f.CommitteeFactory.create(council=cast.council, name="Health Scrutiny")
    f.MeetingFactory.create(committee=health, held_on=date(2026, 5, 20))
    return Review.objects.for_page().get(pk=cast.review.pk)


def seen(review: Review, query: str = "") -> Viewing:
    return viewing(of_review(review), QueryDict(query), f.DAY)


def test_without_a_question_today_is_compared_with_the_last_meeting_before_it(review: Review) -> None:
    view = seen(review)
    assert (view.as_at, view.since, view.is_past, view.errors, view.query) == (f.DAY, date(2026, 4, 15), False, {}, {})


def test_the_first_review_of_a_committee_has_nothing_to_compare_with(cast: Cast) -> None:
    assert viewing(of_review(cast.review), QueryDict(""), f.DAY).since is None


def test_a_past_day_is_compared_with_the_meeting_before_that_day(review: Review) -> None:
    view = seen(review, "as_at=2026-03-31")
    assert (view.as_at, view.since, view.is_past) == (date(2026, 3, 31), date(2026, 1, 14), True)
    assert view.query == {"as_at": "2026-03-31"}


def test_a_day_to_compare_with_stays_in_the_address(review: Review) -> None:
    view = seen(review, "as_at=2026-03-31&since=2025-12-31")
    assert (view.as_at, view.since) == (date(2026, 3, 31), date(2025, 12, 31))
    assert view.query == {"as_at": "2026-03-31", "since": "2025-12-31"}
    assert seen(review, "since=2026-01-01").query == {"since": "2026-01-01"}


def test_today_itself_may_be_asked_for(review: Review) -> None:
    view = seen(review, "as_at=2026-06-17")
    assert (view.as_at, view.errors, view.query) == (f.DAY, {}, {})


@pytest.mark.parametrize(
    "value", ["2026-02-30", "yesterday", "03/31/2026", "March 31 2026", "0000-01-01", "\x00", "２０２６-03-31"]
)
def test_what_is_no_date_falls_back_to_today_and_says_so(review: Review, value: str) -> None:
    view = viewing(of_review(review), QueryDict(urlencode({"as_at": value})), f.DAY)
    assert (view.as_at, view.query) == (f.DAY, {})
    assert view.errors == {"as_at": f"“{value}” is not a date. Write it like 31 March 2026 or 31/3/2026."}


@pytest.mark.parametrize(
    "value", ["31/03/2026", "31/3/2026", "31 March 2026", "31 mar 2026", "2026-3-31", "31st March 2026"]
)
def test_a_day_may_be_typed_as_people_write_it(review: Review, value: str) -> None:
    view = viewing(of_review(review), QueryDict(urlencode({"as_at": value})), f.DAY)
    assert (view.query, view.errors) == ({"as_at": "2026-03-31"}, {})
    assert view.typed == {"as_at": "31 March 2026", "since": ""}


def test_what_is_no_day_stays_in_its_box(review: Review) -> None:
    assert seen(review, "as_at=soon&since=31/12/2025").typed == {"as_at": "soon", "since": "31 December 2025"}


def test_a_long_nonsense_is_cut_in_the_message(review: Review) -> None:
    assert seen(review, "since=" + "9" * 500).errors == {
        "since": f"“{'9' * 40}” is not a date. Write it like 31 March 2026 or 31/3/2026."
    }


@pytest.mark.parametrize(("value", "words"), [("2026-06-18", "18 June 2026"), ("9999-12-31", "31 December 9999")])
def test_a_future_day_falls_back_to_today_and_says_so(review: Review, value: str, words: str) -> None:
    view = seen(review, f"as_at={value}")
    assert (view.as_at, view.is_past) == (f.DAY, False)
    assert view.errors == {"as_at": f"{words} is in the future. Choose today or an earlier day."}


@pytest.mark.parametrize(("since", "words"), [("2026-03-31", "31 March 2026"), ("2026-04-01", "1 April 2026")])
def test_a_comparison_must_lie_before_the_day_looked_at(review: Review, since: str, words: str) -> None:
    view = seen(review, f"as_at=2026-03-31&since={since}")
    assert view.errors == {"since": f"{words} is not before 31 March 2026. Choose an earlier day."}
    assert (view.since, view.query) == (date(2026, 1, 14), {"as_at": "2026-03-31"})


def test_an_empty_question_is_no_question(review: Review) -> None:
    view = seen(review, "as_at=+&since=")
    assert (view.as_at, view.errors, view.query) == (f.DAY, {}, {})


@pytest.mark.parametrize("value", ["2025-03-23", "0001-01-01", "2016-09-28"])
def test_a_day_of_which_nothing_is_known_falls_back_to_today(review: Review, value: str) -> None:
    view = seen(review, f"as_at={value}")
    assert (view.as_at, view.is_past) == (f.DAY, False)
    words = "Nothing is known of days before 24 March 2025. Choose that day or a later one."
    assert view.errors == {"as_at": words}


def test_the_first_day_can_be_looked_at(review: Review) -> None:
    view = seen(review, "as_at=2025-03-24")
    position = view.position(load(of_review(review), view.as_at, f.reader(review)))
    assert (view.errors, position.count, len(position.actions), position.earlier) == ({}, 1, 0, None)


def test_the_banner_of_a_past_day_leads_to_today_with_everything_else_kept(review: Review) -> None:
    assert seen(review).banner is None
    assert seen(review, "as_at=2026-03-31&theme=1&q=a+b").banner == {
        "day_words": "31 March 2026",
        "today_url": "?theme=1&q=a+b",
    }


def test_days_offered_are_today_quarter_ends_and_the_one_asked_for(review: Review) -> None:
    assert seen(review, "as_at=2026-05-06").days_offered == [
        (date(2026, 6, 17), "Today"),
        (date(2026, 5, 6), "6 May 2026"),
        (date(2026, 3, 31), "31 March 2026"),
        (date(2025, 12, 31), "31 December 2025"),
        (date(2025, 9, 30), "30 September 2025"),
        (date(2025, 6, 30), "30 June 2025"),
        (date(2025, 3, 31), "31 March 2025"),
    ]


def test_no_quarter_before_the_review_was_sent_is_offered(review: Review) -> None:
    review.sent_to_executive_on = date(2025, 12, 31)
    assert [day for day, _ in seen(review).days_offered] == [f.DAY, date(2026, 3, 31), date(2025, 12, 31)]


def test_comparisons_offered_are_the_meetings_before_the_day_and_the_one_asked_for(review: Review) -> None:
    assert seen(review, "since=2026-02-01").comparisons_offered == [
        (date(2026, 4, 15), "Meeting of 15 April 2026"),
        (date(2026, 2, 1), "1 February 2026"),
        (date(2026, 1, 14), "Meeting of 14 January 2026"),
    ]


def test_the_next_meeting_is_the_first_one_not_before_the_day(review: Review) -> None:
    found = [seen(review, f"as_at={day}").next_meeting for day in ("2026-04-15", "2026-04-16", "2026-06-17")]
    assert [m and m.held_on for m in found] == [date(2026, 4, 15), date(2026, 6, 17), date(2026, 6, 17)]
    later = viewing(of_review(review), QueryDict(""), MEETINGS[-1] + timedelta(days=1))
    assert later.next_meeting is None


def test_links_of_the_position_carry_the_viewing_on(review: Review) -> None:
    view = seen(review, "as_at=2026-03-31&since=2025-12-31")
    position = view.position(load(of_review(review), view.as_at, f.reader(review)))
    assert position.link("action_list", timeliness="stale") == (
        "/reviews/harbour-review/actions/?as_at=2026-03-31&since=2025-12-31&timeliness=stale"
    )
    assert position.earlier is not None
    assert (position.on, position.earlier.on) == (date(2026, 3, 31), date(2025, 12, 31))


def test_links_to_other_days_keep_the_rest_and_drop_a_comparison_that_would_be_later(review: Review) -> None:
    view = seen(review, "since=2026-04-15&as_at=2026-06-01&theme=1")
    assert at(view, date(2026, 5, 1)) == "?since=2026-04-15&theme=1&as_at=2026-05-01"
    assert at(view, date(2026, 3, 31)) == "?theme=1&as_at=2026-03-31"
    assert at(view, f.DAY) == "?since=2026-04-15&theme=1"
    assert compared_with(view, date(2026, 1, 14)) == "?as_at=2026-06-01&theme=1&since=2026-01-14"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("2015-01-01", "Nothing is known of days before "),
        ("2031-01-01", "1 January 2031 is in the future. Choose today or an earlier day."),
        ("yesterday", "“yesterday” is not a date. Write it like 31 March 2026 or 31/3/2026."),
    ],
)
@pytest.mark.usefixtures("day")
def test_a_day_that_cannot_be_shown_is_said_to_be_so_on_every_page(cast: Cast, asked: str, said: str) -> None:
    held = f.MeetingFactory.create(committee=cast.committee, held_on=MEETINGS[0])
    review, committee = "/reviews/harbour-review/", f"/committees/{cast.committee.pk}/"
    pages = [f"/actions/{cast.action.pk}/", f"/meetings/{held.pk}/", f"{committee}meetings/"]
    pages += [f"{of}{page}" for of in (review, committee) for page in ("", "recommendations/", "actions/")]
    for page in [f"{review}recommendations/1/", *pages]:
        answer = cast.client("member").get(page, {"as_at": asked})
        assert said in answer.text, page
        assert "You are looking at the past" not in answer.text, page
