"""The scrutiny officer sets up a post, invites its holder, and hands over a leaver's posts; an update kept back."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitor
from tests.services import needs_browser

pytestmark = needs_browser


def test_a_leavers_post_is_handed_over_before_the_hand_over_can_be_closed(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("Scrutiny officer")
    visitor.press(page.get_by_role("link", name="Set-up").first)
    visitor.finds_no_barrier()
    visitor.press(page.get_by_role("link", name="Grants Officer"))
    visitor.finds_no_barrier()
    page.get_by_role("button", name="Close the hand-over").click()
    expect(page.get_by_text("Grants Officer: say who takes over, or since when and why it is vacant.")).to_be_visible()
    visitor.finds_no_barrier()
    page.get_by_role("link", name="Say who takes over").first.click()
    page.get_by_label("A new holder takes over").check()
    page.get_by_label("E-mail address").fill("interim-grants-officer@tower-hamlets.example")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("There is no account with this address yet.").first).to_be_visible()
    visitor.finds_no_barrier()
    page.get_by_label("Name, or post title").fill("Interim Grants Officer")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Interim Grants Officer, holder")).to_be_visible()
    page.get_by_role("button", name="Close the hand-over").click()
    expect(page.get_by_text("Their posts have passed on.")).to_be_visible()
    visitor.finds_no_barrier()


@pytest.mark.parametrize("width", [1280, 375])
def test_the_pages_of_the_set_up_hold_no_barrier(visitor: Visitor, width: int) -> None:
    visitor.page.set_viewport_size({"width": width, "height": 900})
    visitor.sign_in("Scrutiny officer")
    pages = [
        "services/",
        "people/",
        "people/1/",
        "committees/1/",
        "committees/1/settings/",
        "posts/1/",
        "posts/1/holder/",
    ]
    for path in ["/services/", "/services/1/", "/exempt/", *(f"/set-up/{page}" for page in pages)]:
        visitor.goto(path)
        visitor.finds_no_barrier()


def test_an_update_kept_from_the_public_is_marked_for_those_who_read_it_and_gone_for_others(visitor: Visitor) -> None:
    page, words = visitor.page, "Three bids came in, between 40,000 and 52,000 pounds."
    visitor.sign_in("Officer")
    page.get_by_role("link", name=re.compile(r"^Update \d")).last.click()
    row = page.locator(".work__item--open")
    title = row.locator(".work__title a").first.get_attribute("href")
    assert title
    row.get_by_label("On track", exact=True).check()
    row.get_by_role("textbox", name="What has happened").fill(words)
    row.get_by_text("Not for the public: exempt information").click()
    row.get_by_label("Keep this update from the public").check()
    row.get_by_label("Which paragraph of Schedule 12A?").select_option("3")
    row.get_by_label("Which post decided?").fill("Monitoring Officer")
    row.get_by_label("Why is the public interest in keeping it back?").last.fill("A tender is open.")
    visitor.finds_no_barrier()
    row.get_by_role("button", name="Give update").click()
    expect(page.get_by_text("Update recorded at")).to_be_visible()
    visitor.goto(title)
    expect(page.get_by_text("Exempt, paragraph 3").first).to_be_visible()
    visitor.finds_no_barrier()
    visitor.sign_out()
    visitor.goto(title)
    expect(page.get_by_role("heading", name="Updates")).to_be_visible()
    expect(page.get_by_text(words)).to_have_count(0)
    expect(page.get_by_text("Exempt")).to_have_count(0)
