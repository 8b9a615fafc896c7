"""Proof: an officer attaches a PDF to an update, a member saves it, a better one replaces it. By desk and by phone."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.evidence import files
from tests.journeys.conftest import Stack, Visitor
from tests.services import needs_browser

pytestmark = needs_browser

SHOWS = "The minutes of the first meeting."


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A folder with a first and a better PDF, and a page that says it is one."""
    (tmp_path / "Minutes.pdf").write_bytes(files.pdf())
    (tmp_path / "Minutes, signed.pdf").write_bytes(files.pdf(2))
    (tmp_path / "Notes.pdf").write_bytes(b"<!doctype html><script>alert(1)</script>")
    return tmp_path


def saved(page: Page, link: str) -> tuple[str, bytes]:
    """The name and the content of a file that a link gives. The browser saves it and shows nothing."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=link, exact=True).click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def replace(visitor: Visitor, papers: Path) -> None:
    """From the action's page, put a better file in place of the first."""
    page = visitor.page
    visitor.press(page.get_by_role("link", name="Replace Minutes.pdf"))
    visitor.finds_no_barrier()
    page.get_by_label("File").set_input_files(papers / "Minutes, signed.pdf")
    page.get_by_label("What does it show?").fill("The same minutes, signed.")
    page.get_by_role("button", name="Replace proof").click()
    expect(page.get_by_text("Proof recorded.")).to_be_visible()
    visitor.finds_no_barrier()


@pytest.mark.parametrize(("width", "action"), [(1280, "6.1"), (375, "4.3")])
def test_an_officer_proves_an_update_a_member_reads_it_and_a_better_one_replaces_it(
    visitor: Visitor, papers: Path, width: int, action: str
) -> None:
    page = visitor.page
    page.set_viewport_size({"width": width, "height": 800})
    visitor.sign_in("Officer")
    page.get_by_role("link", name=f"Update {action}").click()
    row = page.locator(".work__item--open")
    row.get_by_label("Achieved", exact=True).check()
    words = f"It is done, and the minutes of {action} say so."
    row.get_by_role("textbox", name="What has happened since").fill(words)
    row.get_by_role("button", name="Give update").click()
    expect(page.get_by_role("link", name="Attach proof of what was achieved, or say why there is none")).to_be_visible()
    visitor.finds_no_barrier()

    row.get_by_text("Attach proof: files or links").click()
    row.get_by_label("File").first.set_input_files(papers / "Notes.pdf")
    row.get_by_label("What does it show?").first.fill(SHOWS)
    visitor.finds_no_barrier()
    row.get_by_role("button", name="Give update").click()
    expect(page.get_by_role("link", name="“Notes.pdf” is not a file that can be kept")).to_be_visible()
    expect(row.get_by_role("textbox", name="What has happened since")).to_have_value(words)
    expect(row.get_by_label("What does it show?").first).to_have_value(SHOWS)
    visitor.finds_no_barrier()

    row.get_by_label("File").first.set_input_files(papers / "Minutes.pdf")
    row.get_by_role("button", name="Give update").click()
    expect(page.get_by_text("Update recorded at")).to_be_visible()
    page.get_by_role("link", name="See the update").click()
    expect(page.get_by_text(SHOWS)).to_be_visible()
    visitor.finds_no_barrier()
    address = page.url

    replace(visitor, papers)
    if width < 1000:
        page.locator(".nav__small summary").click()
    page.get_by_role("button", name="Sign out").locator("visible=true").click()

    visitor.sign_in("Scrutiny member")
    page.goto(address)
    visitor.finds_no_barrier()
    expect(page.get_by_text("and kept")).to_be_visible()
    assert saved(page, "Minutes.pdf") == ("Minutes.pdf", files.pdf())
    assert saved(page, "Minutes, signed.pdf") == ("Minutes, signed.pdf", files.pdf(2))
    assert page.url == address


def test_without_javascript_a_file_goes_with_an_update(browser: Browser, stack: Stack, papers: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    visitor = Visitor(context.new_page(), stack.url)
    page = visitor.page
    visitor.sign_in("Officer")
    page.get_by_role("link", name="Update 6.1").click()
    page.get_by_label("On track", exact=True).check()
    page.get_by_role("textbox", name="What has happened since").fill("The plans are printed after all.")
    page.get_by_text("Attach proof: files or links").click()
    page.get_by_label("File").first.set_input_files(papers / "Minutes.pdf")
    page.get_by_role("button", name="Give update").click()
    expect(page.get_by_role("link", name="Proof 1: say what it shows")).to_be_visible()
    expect(page.get_by_role("link", name="Choose “Minutes.pdf” again")).to_be_visible()
    page.get_by_label("What does it show?").first.fill(SHOWS)
    page.get_by_label("File").first.set_input_files(papers / "Minutes.pdf")
    page.get_by_role("button", name="Give update").click()
    expect(page.get_by_text("Update recorded at")).to_be_visible()
    context.close()
