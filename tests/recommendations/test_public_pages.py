"""What somebody reads who is not signed in: what is published, and no hint of anything else."""

import re
from typing import Any

import pytest
from django.test import Client

from recommendations import workflow
from recommendations.states import Status, VerdictKind
from tests import factories as f
from tests import verbs
from tests.conftest import Cast
from tests.pages import Page

pytestmark = pytest.mark.usefixtures("day")

HOME = "/reviews/harbour-review/"
WISH = "We wait for two quotations."


@pytest.fixture
def published(cast: Cast) -> Cast:
    """The cast's committee lets the public read, and something has happened."""
    cast.committee.publishes = True
    cast.committee.save()
    verbs.respond(cast.recommendation, cast.scrutiny, on=f.days(-200))
    verbs.tell(cast.action, cast.officer, Status.DELAYED, on=f.days(-30), words="The first chapter is late.")
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.UNACCEPTABLE, held_on=f.days(-5))
    return cast


def ask(cast: Cast, to_on: Any) -> Any:
    """A request with words of its own."""
    wish = verbs.wish(to_on, words=WISH)
    return workflow.request_extension(cast.action, by=cast.roles("officer", f.days(-20)), more_time=wish)


def pages(cast: Cast) -> list[str]:
    """The pages of a review that the public may open."""
    own = ["", "recommendations/", "actions/", "recommendations/1/", "evidence/"]
    return [*(HOME + page for page in own), cast.action.get_absolute_url()]


def test_the_public_reads_a_review_of_a_committee_that_publishes(published: Cast, client: Client) -> None:
    for page in pages(published):
        assert client.get(page).status_code == 200, page
    words = Page(client.get(f"{HOME}recommendations/1/")).text
    for published_words in ("Unacceptable progress", "Accepted by Cabinet", "The first chapter is late."):
        assert published_words in words


def test_the_public_home_lists_what_is_published(published: Cast, client: Client) -> None:
    f.ReviewFactory.create(title="Of a committee that does not publish")
    f.ReviewFactory.create(title="Not published yet", committee=published.committee, published_on=None)
    f.ReviewFactory.create(title="Published tomorrow", committee=published.committee, published_on=f.days(1))
    page = Page(client.get("/"))
    assert HOME in page.links
    assert [link for link in page.links if link.startswith("/reviews/")] == [HOME]
    for hint in ("does not publish", "Not published yet", "tomorrow"):
        assert hint not in page.text


def test_where_nothing_is_published_the_first_page_is_the_sign_in_page(cast: Cast, client: Client) -> None:
    assert client.get("/").headers["Location"].startswith("/sign-in/")


def test_what_is_not_published_and_what_does_not_exist_look_the_same(published: Cast, client: Client) -> None:
    draft = f.ReviewFactory.create(committee=published.committee, published_on=None, slug="draft")
    f.RecommendationFactory.create(review=draft, number=1)
    closed = f.ActionFactory.create(recommendation__review=draft)
    pairs = [
        ("/reviews/draft/", "/reviews/never/"),
        ("/reviews/draft/recommendations/1/", "/reviews/never/recommendations/1/"),
        ("/reviews/draft/evidence/", "/reviews/never/evidence/"),
        (closed.get_absolute_url(), "/actions/987654/"),
    ]
    for there, nowhere in pairs:
        answers = [client.get(path) for path in (there, nowhere)]
        assert [a.status_code for a in answers] == [302, 302]
        places = [a.headers["Location"].replace(path, "") for a, path in zip(answers, (there, nowhere), strict=True)]
        assert places == ["/sign-in/?next="] * 2
        assert answers[0].content == answers[1].content == b""
    assert "the address may be mistyped" in client.get(answers[1].headers["Location"]).text


def test_a_committee_that_stops_publishing_is_closed_at_once(published: Cast, client: Client) -> None:
    published.committee.publishes = False
    published.committee.save()
    assert {client.get(page).status_code for page in pages(published)} == {302}


def test_the_public_reads_agreed_dates_and_not_what_was_written_about_them(published: Cast, client: Client) -> None:
    verbs.decide(ask(published, f.days(90)), published.head, note="Quotations take long.", on=f.days(-19))
    page = Page(client.get(f"{HOME}recommendations/1/?all=1"))
    assert "15 September 2026" in page.text
    for inside in (WISH, "Quotations take long", "Head of the Youth Service"):
        assert inside not in page.text
    member = Page(published.client("member").get(f"{HOME}recommendations/1/?all=1"))
    assert WISH in member.text


@pytest.mark.parametrize("agreed", [None, False])
def test_a_request_that_waits_or_was_refused_is_not_the_publics(
    published: Cast, client: Client, agreed: bool | None
) -> None:
    before = stripped(client.get(f"{HOME}recommendations/1/?all=1"))
    request = ask(published, f.days(90))
    if agreed is False:
        verbs.decide(request, published.head, False, note="Too long.", on=f.days(-19))
    assert stripped(client.get(f"{HOME}recommendations/1/?all=1")) == before


def stripped(response: Any) -> str:
    """A page without what differs from one answer to the next."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


def test_the_public_is_offered_sign_in_and_nothing_else_to_do(published: Cast, client: Client) -> None:
    for path in pages(published):
        page = Page(client.get(path))
        assert f"/sign-in/?next={path.replace('/', '%2F')}" in page.links
        assert "Sign out" not in page.text
        assert [a for a in page.actions if a] == ["/search/"]
        for inside in ("/my-actions/", "/outbox/", "/reports/preview", "/update/"):
            assert not [link for link in page.links if inside in link], (path, inside)


def test_somebody_of_another_council_reads_what_the_public_reads(published: Cast, client: Client) -> None:
    ask(published, f.days(90))
    elsewhere = published.client("member_elsewhere")
    for path in pages(published):
        assert elsewhere.get(path).status_code == 200
        assert WISH not in elsewhere.get(path).content.decode()


def test_the_home_of_a_signed_in_person_is_that_of_their_own_council(published: Cast) -> None:
    own = f.ReviewFactory.create(committee=published.member_elsewhere.memberships.get().committee)
    assert published.client("member_elsewhere").get("/").headers["Location"] == own.get_absolute_url()
    nothing = Page(published.client("former_member").get("/"))
    assert "There is nothing for you here yet." in nothing.text


def test_a_past_day_is_shown_with_what_may_be_read_today(published: Cast, client: Client) -> None:
    words = Page(client.get(f"{HOME}recommendations/1/?as_at={f.days(-20)}")).text
    assert "The first chapter is late." in words
    assert "Unacceptable progress" not in words
