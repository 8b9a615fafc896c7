"""What an address asks for and cannot have is said above the page, and links to its box."""

import pytest

from tests.conftest import Cast
from tests.pages import Page

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("day")]

REVIEW = "/reviews/harbour-review/"
# Every filter of dashboards and lists, and every kind of page that has some of them.
FILTERS = (
    *("review", "theme", "service", "state", "response", "claim", "verdict", "agreement", "post", "having"),
    *("timeliness", "moved_for", "acting"),
)
HEADING = "There is a problem with the address of this page"


def pages(cast: Cast) -> list[str]:
    committee = f"/committees/{cast.committee.pk}/"
    return [f"{of}{page}" for of in (REVIEW, committee) for page in ("", "recommendations/", "actions/", "questions/")]


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_that_cannot_be_is_said_on_every_page_whether_the_page_has_it_or_not(cast: Cast, name: str) -> None:
    client = cast.client("member")
    for page in [*pages(cast), f"{REVIEW}?list=services"]:
        address = f"{page}{'&' if '?' in page else '?'}{name}=bogus"
        answer = client.get(address)
        said = Page(answer).text.partition(HEADING)[2].partition("Harbour")[0]
        assert "“bogus”" in said, address


@pytest.mark.parametrize(
    ("query", "box"), [("as_at=soon", "view-as-at"), ("state=bogus", "id_state"), ("since=x", "view-since")]
)
def test_what_is_said_links_to_its_box_and_the_bar_is_open(cast: Cast, query: str, box: str) -> None:
    page = cast.client("member").get(f"{REVIEW}?{query}").text
    assert f'<a href="#{box}">' in page and f'id="{box}"' in page
    assert 'class="view view--wrong"' in page
    assert 'class="view"' in cast.client("member").get(REVIEW).text


def test_a_page_without_boxes_says_it_without_a_link(cast: Cast) -> None:
    page = cast.client("member").get(f"{REVIEW}?list=services&as_at=soon&state=bogus").text
    assert HEADING in page and "You see today." in page and "“bogus” is not a status here." in page
    assert 'href="#' not in page.partition(HEADING)[2].partition("</ul>")[0]


def test_what_cannot_be_a_question_or_a_post_of_a_service_is_said_too(cast: Cast) -> None:
    client = cast.client("member")
    assert "“bogus” is not a kind of question. All are shown." in client.get(f"{REVIEW}questions/?question=bogus").text
    service = client.get(f"/services/{cast.action.post.service_id}/?timeliness=bogus&post=0").text
    assert "“bogus” is not a timeliness. All actions are shown." in service
    assert "“0” is not a post of this service. All actions are shown." in service


def test_an_address_without_a_slip_has_nothing_to_say(cast: Cast) -> None:
    for page in pages(cast):
        assert HEADING not in cast.client("member").get(f"{page}?state=overdue&unknown=1").text, page


def test_a_file_of_what_cannot_be_is_refused(cast: Cast) -> None:
    answer = cast.client("member").get(f"/committees/{cast.committee.pk}/recommendations.csv?theme=1")
    assert answer.status_code == 400
    assert answer.text == "This page has no filter for a theme, so “1” is left out."
