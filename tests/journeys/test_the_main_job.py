"""The main job, from the first page to the paper: an officer says something, a member sees it, the chair prints it."""

import io

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.conftest import Visitor
from tests.services import needs_browser

pytestmark = needs_browser

WORDS = "All 24 peer educators are trained and work in 7 youth centres."


def overdue_actions(page: Page) -> int:
    """The figure of overdue actions on the dashboard, held against the list that it opens."""
    link = page.get_by_role("link", name="Overdue: ").first
    count = int(link.inner_text().split()[1])
    link.click()
    rows = page.locator("table tbody tr")
    assert rows.count() == count
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{count} action")
    page.go_back()
    return count


def test_an_update_moves_the_figure_opens_its_list_and_stands_in_the_pdf(visitor: Visitor) -> None:
    page = visitor.page

    visitor.sign_in("Scrutiny member")
    expect(page.get_by_role("heading", level=1)).to_have_text("Prevent Duty review")
    visitor.finds_no_barrier()
    before = overdue_actions(page)
    visitor.sign_out()

    visitor.sign_in("Officer")
    expect(page.get_by_role("heading", level=1)).to_have_text("My actions")
    visitor.finds_no_barrier()
    page.get_by_role("link", name="Update 3c.1 Train peer educators").click()
    row = page.locator(".work__item--open")
    row.get_by_label("Achieved", exact=True).check()
    row.get_by_role("textbox", name="What has happened since").fill(WORDS)
    row.get_by_role("textbox", name="Reason, if there is no proof").fill("The certificates name young people.")
    visitor.finds_no_barrier()
    row.get_by_role("button", name="Give update").click()
    expect(page.get_by_text("Update recorded at")).to_be_visible()
    visitor.finds_no_barrier()
    page.get_by_role("link", name="3c.1 Train peer educators", exact=True).click()
    expect(page.get_by_text(WORDS)).to_be_visible()
    visitor.finds_no_barrier()
    visitor.sign_out()

    visitor.sign_in("Scrutiny member")
    assert overdue_actions(page) == before - 1
    page.get_by_role("link", name="R3 Youth curriculum and peer education").first.click()
    expect(page.get_by_text(f"“{WORDS}”").first).to_be_visible()
    visitor.finds_no_barrier()
    visitor.sign_out()

    visitor.sign_in("Chair")
    visitor.press(page.get_by_role("navigation", name="Main").get_by_role("link", name="Reports").first)
    visitor.finds_no_barrier()
    assert WORDS in text_of_pdf(download_report(visitor))


def download_report(visitor: Visitor) -> bytes:
    """As the chair: preview the position as at today, begin the draft, make its PDF, wait for it, download it."""
    page = visitor.page
    page.get_by_label("The position as at a day").check()
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text(WORDS).first).to_be_visible()
    visitor.finds_no_barrier()
    page.get_by_role("button", name="Begin the draft").click()
    page.get_by_role("button", name="Make the PDF").first.click()
    ready = page.get_by_role("link", name="Download the PDF")
    expect(ready).to_be_visible(timeout=60_000)
    visitor.finds_no_barrier()
    with page.expect_download() as coming:
        ready.click()
    return coming.value.path().read_bytes()


def text_of_pdf(data: bytes) -> str:
    """The words of a PDF, with line breaks folded."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())
