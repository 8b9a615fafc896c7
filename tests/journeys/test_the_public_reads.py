"""Somebody without an account reads what is published, and signs in from where they are."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitor
from tests.services import needs_browser

pytestmark = needs_browser


@pytest.mark.parametrize("width", [1280, 375, 320])
def test_the_public_follows_a_recommendation_from_the_first_page_to_its_updates(visitor: Visitor, width: int) -> None:
    page = visitor.page
    page.set_viewport_size({"width": width, "height": 900})
    visitor.goto("/")
    visitor.finds_no_barrier()
    page.get_by_role("link", name="Prevent Duty review").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Prevent Duty review")
    visitor.finds_no_barrier()
    page.get_by_role("link", name="R3 Youth curriculum and peer education").first.click()
    expect(page.get_by_role("blockquote").get_by_text("Build on their current work to develop")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("button")).to_have_count(0)
    visitor.finds_no_barrier()
    page.get_by_role("link", name="3c.1 Train peer educators").first.click()
    expect(page.get_by_role("heading", name="Updates")).to_be_visible()
    visitor.finds_no_barrier()


def test_a_reader_who_signs_in_comes_back_to_the_page_they_were_reading(visitor: Visitor) -> None:
    page = visitor.page
    visitor.goto("/reviews/prevent-duty/recommendations/3/")
    visitor.press(page.get_by_role("link", name="Sign in"))
    visitor.finds_no_barrier()
    page.get_by_role("button", name="Sign in as Scrutiny member,").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recommendation 3 Youth curriculum and peer education")
    expect(page.get_by_role("button", name="Sign out").first).to_be_visible()


def test_what_is_not_for_the_public_asks_to_sign_in(visitor: Visitor) -> None:
    visitor.goto("/reviews/prevent-duty/reports/preview/")
    expect(visitor.page.get_by_role("heading", name="Sign in to the demonstration")).to_be_visible()
