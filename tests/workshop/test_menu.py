"""The menu says which review its pages belong to, leads to all of its committee, and keeps the day looked at."""

import pytest

from council.models import Membership
from recommendations.models import Review
from tests import factories as f
from tests.conftest import Cast

pytestmark = [pytest.mark.usefixtures("day"), pytest.mark.once]


def menu_of(html: str) -> str:
    return html.partition('aria-label="Main"')[2].partition("</nav>")[0]


@pytest.fixture
def newer(cast: Cast) -> Review:
    return f.ReviewFactory.create(
        committee=cast.committee, title="Street Trees", adopted_on=f.days(-3), published_on=f.days(-2)
    )


def test_with_several_reviews_the_menu_names_the_one_that_it_opens_and_leads_to_all(cast: Cast, newer: Review) -> None:
    committee = f"/committees/{cast.committee.pk}/"
    for address, review in {"/views/": newer, cast.recommendation.get_absolute_url(): cast.review}.items():
        menu = menu_of(cast.client("member").get(address, follow=True).content.decode())
        assert f"</span>{review.title}</a>" in menu, address
        assert f'href="{review.get_absolute_url()}recommendations/"' in menu, address
        assert f'href="{committee}">All reviews of {cast.committee.name}</a>' in menu, address


def test_pages_of_a_committee_with_several_reviews_are_headed_by_the_committee(cast: Cast, newer: Review) -> None:
    meeting = f.MeetingFactory.create(committee=cast.committee, held_on=f.days(20))
    committee = f"/committees/{cast.committee.pk}/"
    pages = (committee, f"{committee}meetings/", f"{committee}reports/", f"/meetings/{meeting.pk}/")
    for address in pages:
        menu = menu_of(cast.client("chair").get(address).content.decode())
        assert f"The committee of this menu: </span>{cast.committee.name}</a>" in menu, address
        assert newer.title not in menu and cast.review.title not in menu, address
        assert f'href="{committee}recommendations/"' in menu, address
    newer.delete()
    assert cast.review.title in menu_of(cast.client("chair").get(f"/meetings/{meeting.pk}/").content.decode())


def test_menu_and_foot_of_a_further_committee_name_that_one(cast: Cast) -> None:
    further = f.CommitteeFactory.create(council=cast.council, name="Health Committee")
    role = Membership.Role.SCRUTINY_OFFICER
    f.MembershipFactory.create(committee=further, user=cast.people["scrutiny"], role=role)
    for address in (f"/committees/{further.pk}/", further.get_absolute_url(), f"/committees/{further.pk}/meetings/"):
        html = cast.client("scrutiny").get(address).content.decode()
        assert f"</span>{further.name}</a>" in menu_of(html) and cast.review.title not in menu_of(html), address
        assert f"<p>{cast.council}, {further.name}</p>" in html, address


@pytest.mark.parametrize(
    ("asked", "kept"), [("2026-06-01", "?as_at=2026-06-01"), ("banana", ""), ("2030-01-01", ""), ("2026-06-17", "")]
)
def test_the_menu_keeps_a_past_day(cast: Cast, asked: str, kept: str) -> None:
    page = cast.client("member").get("/reviews/harbour-review/", {"as_at": asked})
    links = {tab["label"]: tab["url"] for tab in page.context["nav"]}
    assert links["Dashboard"] == f"/reviews/harbour-review/{kept}"
    assert links["Recommendations"] == f"/reviews/harbour-review/recommendations/{kept}"
    # A page that knows today alone says so, and leads back: tests/test_past_days.py.
    assert links["Evidence"] == f"/reviews/harbour-review/evidence/{kept}"
    assert page.context["nav_of"]["committee_url"] == f"/committees/{cast.committee.pk}/{kept}"
    assert [tab["label"] for tab in page.context["nav"] if tab["current"]] == ["Dashboard"]
