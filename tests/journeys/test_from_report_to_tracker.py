"""From the drop of the published report to a live dashboard, in a real browser."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor, running_stack
from tests.services import needs_browser, needs_source, report_text

pytestmark = [needs_browser, needs_source]

MOST_SECONDS = 60


@pytest.fixture
def visitor(page: Page, tmp_path: Path) -> Iterator[Visitor]:
    """Somebody at a site of their own: a second review would change what every other journey meets."""
    with running_stack(tmp_path, "import") as stack:
        yield Visitor(page, stack.url)


def fill_day(page: Page, name: str, day: str, month: str, year: str) -> None:
    for box, value in (("day", day), ("month", month), ("year", year)):
        page.locator(f"[name={name}_{box}]").fill(value)


def escapes_from_the_reason(page: Page) -> None:
    """The reason for leaving it out has the cursor, so that its letters are no keys; Escape goes back."""
    page.keyboard.press("d")
    expect(page.get_by_label("Why R").first).to_be_focused()
    page.keyboard.type("a sad mess")
    page.keyboard.press("Escape")
    expect(page.locator("[data-proposal]").first).to_be_focused()


def test_the_real_report_is_a_live_tracker_within_a_minute(
    visitor: Visitor, capsys: pytest.CaptureFixture[str]
) -> None:
    page = visitor.page
    path = report_text()
    assert path is not None
    visitor.sign_in("Scrutiny officer")
    visitor.press(page.get_by_role("link", name="Import", exact=True))
    visitor.finds_no_barrier()
    start = time.monotonic()
    page.get_by_label("The published report").set_input_files(path)
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("heading", name="Check what was found")).to_be_visible(timeout=MOST_SECONDS * 1000)
    read_in = time.monotonic() - start
    expect(page.locator(".headline")).to_contain_text(
        "Found 13 recommendations in 3 themes, with 8 parts. 13 of 13 wait for your decision; 6 name an owner."
    )
    # By the keyboard alone: the most doubtful has the focus, and the next one takes it.
    expect(page.locator("[data-proposal]").first).to_be_focused()
    escapes_from_the_reason(page)
    page.keyboard.press("a")
    expect(page.get_by_text("1 of 13 confirmed")).to_be_visible()
    expect(page.locator("[data-proposal]").first).to_be_focused()
    page.get_by_role("button", name="Confirm all that are likely or certain").click()
    expect(page.get_by_text("13 of 13 confirmed")).to_be_visible()
    page.get_by_label("Title of the review").fill("Prevent Duty, as it was dropped")
    fill_day(page, "adopted_on", "28", "9", "2016")
    fill_day(page, "published_on", "28", "9", "2016")
    page.get_by_role("button", name="Make the review").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Prevent Duty, as it was dropped")
    took = time.monotonic() - start
    with capsys.disabled():
        print(f"\nread after {read_in:.1f} s; from the drop of the file to the dashboard {took:.1f} s")
    assert took < MOST_SECONDS
    visitor.finds_no_barrier()
    page.goto(f"{page.url.rstrip('/')}/recommendations/")
    owned = [page.get_by_role("row", name=f"R{n} ").first.inner_text() for n in range(1, 14)]
    named = [n for n, row in enumerate(owned, 1) if "Service" in row and "assigned" not in row.lower()]
    assert named == [1, 3, 4, 6, 8, 10]

    # The very file again is told.
    visitor.goto("/imports/")
    page.get_by_label("The published report").set_input_files(path)
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_text("This very file was imported before")).to_be_visible()
    expect(page.get_by_text("A review was made of this report.")).to_be_visible()
