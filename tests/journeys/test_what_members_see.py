"""A councillor with ten minutes before a meeting: what is late, what was true then, what to ask, what was decided."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitor
from tests.services import needs_browser

pytestmark = needs_browser

WIDTHS = (1280, 375)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_overdue_action_of_the_youth_service_is_three_clicks_from_sign_in(visitor: Visitor, width: int) -> None:
    page = visitor.page
    page.set_viewport_size({"width": width, "height": 900})
    visitor.sign_in("Scrutiny member")
    visitor.finds_no_barrier()
    page.get_by_role("link", name="1 in Youth Service", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Youth Service: 1 recommendation")
    visitor.finds_no_barrier()
    page.get_by_role("link", name="R3 Youth curriculum and peer education").click()
    # 3c.1 or 3c.2: another journey may have updated one of them.
    page.locator(".table--actions tr", has_text=re.compile(r"Overdue \d+ days")).first.get_by_role("link").first.click()
    expect(page.get_by_text(re.compile(r"^Overdue \d+ days$")).first).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_member_travels_to_a_past_quarter_and_back(visitor: Visitor, width: int) -> None:
    page = visitor.page
    page.set_viewport_size({"width": width, "height": 900})
    visitor.sign_in("Scrutiny member")
    if width < 640:
        page.get_by_role("link", name="Change", exact=True).click()
    page.get_by_text("Days to choose from").click()
    chip = page.get_by_role("link", name=re.compile(r"^30 (June|September) \d{4}$|^31 (March|December) \d{4}$")).first
    day = chip.inner_text()
    chip.click()
    expect(page.get_by_text(f"As at {day}").first).to_be_visible()
    expect(page.get_by_role("link", name="Go to today")).to_be_visible()
    visitor.finds_no_barrier()
    page.get_by_role("link", name="R3 Youth curriculum and peer education").first.click()
    expect(page.get_by_text(f"As at {day}").first).to_be_visible()
    page.get_by_role("link", name="Go to today").click()
    expect(page.get_by_text("Today, ").first).to_be_visible()


def test_a_filter_is_saved_shared_and_found_by_the_chair(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("Scrutiny member")
    page.get_by_text("more filters").click()
    page.get_by_label("Look for").select_option("overdue")
    page.get_by_label("Committee says", exact=True).select_option("unacceptable")
    visitor.finds_no_barrier()
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page).to_have_url(re.compile("having=overdue"))
    visitor.finds_no_barrier()
    shown = page.locator(".headline").inner_text()
    visitor.press(page.get_by_role("link", name="Save this view"))
    visitor.finds_no_barrier()
    page.get_by_role("button", name="Save the view").click()
    expect(page.get_by_role("link", name="Enter a name")).to_be_visible()
    page.get_by_label("Name of the view").fill("Late, and not good enough")
    page.get_by_label("Others of the council see it too").check()
    visitor.press(page.get_by_role("button", name="Save the view"))
    visitor.finds_no_barrier()
    visitor.sign_out()
    visitor.sign_in("Chair")
    visitor.goto("/views/")
    page.get_by_role("link", name="Late, and not good enough").click()
    assert page.locator(".headline").inner_text() == shown


@pytest.mark.parametrize("width", WIDTHS)
def test_the_chair_calls_in_and_records_the_verdicts_of_a_meeting(visitor: Visitor, width: int) -> None:
    page = visitor.page
    page.set_viewport_size({"width": width, "height": 900})
    visitor.sign_in("Chair")
    number = 1 if width > 640 else 7  # R4 is called in already
    visitor.goto(f"/reviews/prevent-duty/recommendations/{number}/")
    visitor.finds_no_barrier()
    visitor.press(page.get_by_role("link", name="Call it in"))
    visitor.finds_no_barrier()
    page.get_by_label("Why?").fill("Members want to hear from the schools themselves.")
    page.get_by_role("button", name="Call it in").click()
    expect(page.get_by_text(f"R{number} is called in to the meeting of")).to_be_visible()
    page.get_by_role("link", name=re.compile(r"^\d+ \w+ \d{4}$")).first.click()
    expect(page.get_by_text("Called in: Members want to hear from the schools themselves.").first).to_be_visible()
    expect(page.get_by_text(re.compile("Papers (close|are closed)|Nothing is missing")).first).to_be_visible()
    visitor.finds_no_barrier()
    visitor.press(page.get_by_role("link", name="Meetings").last)
    visitor.finds_no_barrier()
    page.locator("section[aria-labelledby=held] a").nth(0 if width > 640 else 1).click()
    visitor.press(page.get_by_role("link", name="Record verdicts"))
    visitor.finds_no_barrier()
    page.get_by_label(re.compile("^Verdict on")).first.select_option("acceptable")
    page.get_by_role("button", name="Check the verdicts").click()
    expect(page.get_by_role("link", name=re.compile("^Enter the minute reference of R"))).to_be_visible()
    visitor.finds_no_barrier()
    page.get_by_label(re.compile("^Minute reference of")).first.fill("6.9")
    # Whatever was pasted, the page that shows it stays as wide as the screen.
    page.get_by_label(re.compile("^What was said on")).first.fill("Donaudampfschifffahrt" * 14)
    page.get_by_role("button", name="Check the verdicts").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check 1 verdict")
    visitor.finds_no_barrier()
    page.get_by_role("button", name="Record 1 verdict").click()
    expect(page.get_by_text("1 verdict recorded.")).to_be_visible()
    expect(page.get_by_role("heading", name="What was decided")).to_be_visible()
    visitor.finds_no_barrier()


@pytest.mark.parametrize("width", [1280, 320])
def test_the_committee_and_the_search_have_no_barrier(visitor: Visitor, width: int) -> None:
    page = visitor.page
    page.set_viewport_size({"width": width, "height": 900})
    visitor.sign_in("Scrutiny member")
    for path in ("/reviews/prevent-duty/", "/search/", "/search/?q=training", "/search/?q=nothing-has-this"):
        visitor.goto(path)
        visitor.finds_no_barrier()
    visitor.goto("/reviews/prevent-duty/")
    page.get_by_role("link", name="All reviews of Overview and Scrutiny Committee").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Overview and Scrutiny Committee")
    visitor.finds_no_barrier()
    visitor.press(page.get_by_role("link", name="13 in Prevent Duty review"))
    visitor.finds_no_barrier()


def test_search_is_reached_from_every_page_by_keyboard(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("Scrutiny member")
    page.get_by_role("searchbox", name="Search").focus()
    page.keyboard.type("peer educators")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("results")
    page.get_by_role("link", name=re.compile("Train peer educators")).first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Train peer educators")


def test_on_paper_the_dashboard_leaves_its_controls_behind_and_says_as_at_when(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("Scrutiny member")
    visitor.goto("/reviews/prevent-duty/?state=overdue")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(page.get_by_role("button", name="Show", exact=True)).to_be_hidden()
    expect(page.get_by_text("These rows as")).to_be_hidden()
    expect(page.get_by_text(re.compile("^Today, .*, filtered$"))).to_be_visible()
    expect(page.get_by_text("Only:")).to_be_visible()
    wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= room


def test_on_paper_a_recommendation_keeps_its_three_columns_and_has_no_dead_words(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("Scrutiny member")
    visitor.goto("/reviews/prevent-duty/recommendations/3/")
    page.emulate_media(media="print")
    # As wide as the text on A4.
    page.set_viewport_size({"width": 680, "height": 1000})
    tops = page.locator(".pair__part").evaluate_all("parts => parts.map(part => part.getBoundingClientRect().top)")
    assert len(tops) == 3 and len(set(tops)) == 1
    for dead in ("Ask a question", "Show the others", "Previous:", "mean?"):
        expect(page.get_by_text(dead).first).to_be_hidden()
    expect(page.get_by_text("Not printed here: ")).to_be_visible()
    expect(page.get_by_text("Both are kept as published.")).to_be_visible()


def test_the_figures_stand_on_the_first_screen(visitor: Visitor) -> None:
    page = visitor.page
    page.set_viewport_size({"width": 1280, "height": 900})
    visitor.sign_in("Scrutiny member")
    visitor.goto("/reviews/prevent-duty/")
    for figure in page.locator(".strip .figure__count").all():
        box = figure.bounding_box()
        assert box and box["y"] + box["height"] < 900


def test_a_wrong_day_is_said_on_a_phone_with_its_box_in_view(visitor: Visitor) -> None:
    page = visitor.page
    page.set_viewport_size({"width": 375, "height": 900})
    visitor.sign_in("Scrutiny member")
    visitor.goto("/reviews/prevent-duty/?as_at=2026-13-45")
    expect(page.get_by_role("alert")).to_contain_text("“2026-13-45” is not a date")
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_label("As at", exact=True)).to_be_focused()
    visitor.finds_no_barrier()
