"""The list of actions says which filters are on, finds actions by their own words, and how to go on from none."""

import pytest

from recommendations.models import Recommendation
from tests import factories as f
from tests.conftest import Cast
from tests.pages import Page

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("day")]

LIST = "/reviews/harbour-review/actions/"


@pytest.fixture
def trees(cast: Cast) -> Recommendation:
    """A recommendation on trees: an action on oaks, one on the elms of its first part, one on something else."""
    row: Recommendation = f.RecommendationFactory.create(review=cast.review, number=7, title="Plant more trees")
    part = f.PartFactory.create(recommendation=row, label="a")
    for number, title, of in ((1, "Order the oaks", None), (1, "Order the elms", part), (2, "Find a gardener", None)):
        f.ActionFactory.create(recommendation=row, number=number, title=title, part=of, post=cast.post)
    return row


def found(cast: Cast, query: str, page: str = LIST) -> list[str]:
    text = cast.client("member").get(f"{page}?{query}").text
    return [title for title in ("Order the oaks", "Order the elms", "Find a gardener", "Plant more") if title in text]


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("oaks", ["Order the oaks"]),
        ("the ORDER", ["Order the oaks", "Order the elms"]),
        ("trees", ["Order the oaks", "Order the elms", "Find a gardener"]),
        ("R7", ["Order the oaks", "Order the elms", "Find a gardener"]),
        ("7.1", ["Order the oaks"]),
        ("7a.1", ["Order the elms"]),
        ("7a", ["Order the elms"]),
        ("R7 order", ["Order the oaks", "Order the elms"]),
        ("R8 order", []),
    ],
)
@pytest.mark.usefixtures("trees")
def test_words_find_actions_by_their_own_title_or_all_of_a_recommendation_that_has_them(
    cast: Cast, words: str, titles: list[str]
) -> None:
    assert found(cast, f"q={words}") == titles
    assert bool(found(cast, f"q={words}", "/reviews/harbour-review/recommendations/")) is bool(titles)


@pytest.mark.usefixtures("trees")
def test_the_rule_of_words_is_said_beside_their_box(cast: Cast) -> None:
    assert "Where an action has the words itself, the other actions" in Page(cast.client("member").get(LIST)).text


@pytest.mark.usefixtures("trees")
@pytest.mark.parametrize(
    ("query", "heading"),
    [
        ("q=oaks", "“oaks”: 1 action"),
        ("state=not_started", "Recommendation not started: "),
        ("claim=on_track&timeliness=overdue", "Overdue, Officers say of the recommendation: on track: 0 actions"),
        ("service=none&q=order", "Owner to be assigned, “order”: "),
    ],
)
def test_the_heading_names_the_filters(cast: Cast, query: str, heading: str) -> None:
    page = cast.client("member").get(f"{LIST}?{query}")
    assert f"<h1>{heading}" in page.text
    assert "Status of the recommendation" in page.text


@pytest.mark.usefixtures("trees")
def test_none_is_said_of_actions_and_each_filter_can_be_taken_away(cast: Cast) -> None:
    page = cast.client("member").get(f"{LIST}?q=zzzz&timeliness=overdue")
    assert (
        "No action matches these filters. Remove “Overdue” or Remove “zzzz” or show all 4 actions." in Page(page).text
    )
    assert {"?q=zzzz", "?timeliness=overdue"} <= set(Page(page).links)
    assert "Did you mean oaks?" in Page(cast.client("member").get(f"{LIST}?q=oask")).text
