"""The menu says which review its pages belong to, leads to all of its committee, and keeps the day looked at."""

import pytest

from tests import factories as f
from tests.conftest import Cast

pytestmark = [pytest.mark.usefixtures("day"), pytest.mark.once]


def test_with_several_reviews_the_menu_names_the_one_that_it_opens_and_leads_to_all(cast: Cast) -> None:
    newer = f.ReviewFactory.create(
        committee=cast.committee, title="Street Trees", adopted_on=f.days(-3), published_on=f.days(-2)
    )
    committee = f"/committees/{cast.committee.pk}/"
    pages = {"/": newer, committee: newer, "/views/": newer, cast.recommendation.get_absolute_url(): cast.review}
    for address, review in pages.items():
        html = cast.client("member").get(address, follow=True).content.decode()
        menu = html.partition('aria-label="Main"')[2].partition("</nav>")[0]
        assert f"</span>{review.title}</a>" in menu, address
        assert f'href="{review.get_absolute_url()}recommendations/"' in menu, address
        assert f'href="{committee}">All reviews of {cast.committee.name}</a>' in menu, address


@pytest.mark.parametrize(
    ("asked", "kept"), [("2026-06-01", "?as_at=2026-06-01"), ("banana", ""), ("2030-01-01", ""), ("2026-06-17", "")]
)
def test_the_menu_keeps_a_past_day_where_its_page_can_be_seen_as_at_one(cast: Cast, asked: str, kept: str) -> None:
    page = cast.client("member").get("/reviews/harbour-review/", {"as_at": asked})
    links = {tab["label"]: tab["url"] for tab in page.context["nav"]}
    assert links["Dashboard"] == f"/reviews/harbour-review/{kept}"
    assert links["Recommendations"] == f"/reviews/harbour-review/recommendations/{kept}"
    assert links["Evidence"] == "/reviews/harbour-review/evidence/"
    assert page.context["nav_of"]["committee_url"] == f"/committees/{cast.committee.pk}/{kept}"
    assert [tab["label"] for tab in page.context["nav"] if tab["current"]] == ["Dashboard"]
