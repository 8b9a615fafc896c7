"""The evidence page and the thread from paragraph to recommendation."""

import pytest
from django.test import Client

from accounts.models import User
from evidence.models import Citation
from recommendations.models import Review
from tests import factories as f
from tests.conftest import Cast
from tests.pages import Page

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("day")]


@pytest.fixture
def member(demonstration: Review) -> Client:
    client = Client()
    client.force_login(User.objects.get(demonstration__kind="Scrutiny member"))
    return client


def test_the_evidence_page_counts_what_it_lists(member: Client) -> None:
    page = Page(member.get("/reviews/prevent-duty/evidence/"))
    assert "The panel heard 25 witnesses from 6 groups." in page.text
    assert "The report disagrees with itself in 46 places, and both sides are kept." in page.text
    people, witnesses, sessions, paragraphs, contradictions = 7, 25, 3, 71, 46
    assert page.rows == people + witnesses + sessions + paragraphs + contradictions


def test_the_paragraphs_are_searched_from_the_evidence_page(member: Client) -> None:
    page = member.get("/reviews/prevent-duty/evidence/").content.decode()
    box = page[page.index('aria-label="Paragraphs"') :].split("</form>")[0]
    assert "Search the paragraphs of every review" in box and 'name="kind" value="paragraph"' in box
    found = Page(member.get("/search/", {"q": "social media", "kind": "paragraph"}))
    assert "/reviews/prevent-duty/evidence/#paragraph-4.1" in found.links


def test_witnesses_stand_in_the_reports_order(member: Client) -> None:
    text = Page(member.get("/reviews/prevent-duty/evidence/")).text
    names = [
        "Cllr Rachael Saunders",
        "Thomas Llewellyn-Jones",
        "Sue Williams",
        "Scott Pullen",
        "Abu Ahmed",
        "Sarah Soyei",
    ]
    places = [text.index(name, text.index("In the report’s order")) for name in names]
    assert places == sorted(places)


def test_both_sides_of_a_contradiction_are_quoted_with_their_place(member: Client) -> None:
    text = Page(member.get("/reviews/prevent-duty/evidence/")).text
    assert "“over five sessions” Foreword" in text
    assert "“over the course of six sessions” 1.13" in text


def test_a_paragraph_leads_to_its_recommendation_and_back(member: Client) -> None:
    evidence = Page(member.get("/reviews/prevent-duty/evidence/"))
    assert "/reviews/prevent-duty/recommendations/1/" in evidence.links
    one = member.get("/reviews/prevent-duty/recommendations/1/")
    assert "/reviews/prevent-duty/evidence/#paragraph-4.1" in Page(one).links
    text = Page(one).text
    assert "It makes the recommendation at paragraph 4.4, and prints its box at paragraph 4.9." in text
    assert 'id="paragraph-4.1"' in member.get("/reviews/prevent-duty/evidence/").content.decode()


@pytest.mark.parametrize("number", range(1, 14))
def test_every_recommendation_says_why_it_was_made(member: Client, demonstration: Review, number: int) -> None:
    page = Page(member.get(f"/reviews/prevent-duty/recommendations/{number}/"))
    row = demonstration.recommendations.get(number=number)
    argued = Citation.objects.filter(recommendation=row, kind=Citation.Kind.ARGUES)
    assert argued.exists()
    for citation in argued.select_related("paragraph"):
        assert citation.paragraph
        assert citation.paragraph.summary[:60] in page.text


def test_a_review_without_evidence_shows_an_empty_page_and_no_thread(cast: Cast) -> None:
    client = cast.client("member")
    page = Page(client.get("/reviews/harbour-review/evidence/"))
    assert "The panel heard" not in page.text and page.rows == 0
    for said in ("Nobody is named.", "No witness is named.", "No paragraph is shown.", "No contradiction was found."):
        assert said in page.text
    assert "Search the paragraphs" not in page.text
    assert "Why it was made" not in Page(client.get("/reviews/harbour-review/recommendations/1/")).text


def test_evidence_of_another_review_does_not_show(cast: Cast, demonstration: Review) -> None:
    f.MembershipFactory.create(committee=demonstration.committee, user=cast.member)
    client = cast.client("member")
    assert "Rachael Saunders" not in Page(client.get("/reviews/harbour-review/evidence/")).text
    assert "Rachael Saunders" in Page(client.get("/reviews/prevent-duty/evidence/")).text
