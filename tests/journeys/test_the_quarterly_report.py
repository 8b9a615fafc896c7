"""The chair writes, issues and downloads; the public reads what is for them; a copy with one changed byte is found."""

import io
from pathlib import Path

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.conftest import Visitor
from tests.services import needs_browser

pytestmark = needs_browser

FOREWORD = "One year on, most of this work is moving."
COMMENT = "We have asked the service to come to the next meeting."


def write(page: Page) -> None:
    """The foreword is kept as it is typed, a comment on one press."""
    page.get_by_label("The chair’s foreword").press_sequentially(FOREWORD)
    expect(page.locator("form", has=page.get_by_label("The chair’s foreword")).get_by_text("Saved at")).to_be_visible()
    page.get_by_label("Your comment on R3", exact=True).fill(COMMENT)
    page.locator("form", has=page.get_by_label("Your comment on R3", exact=True)).get_by_role("button").click()
    expect(page.get_by_text("Your words are in the draft.")).to_be_visible()


def downloaded(page: Page, number: int = 0) -> bytes:
    with page.expect_download() as coming:
        page.get_by_role("link", name="Download the PDF").nth(number).click()
    return coming.value.path().read_bytes()


def text_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def checked(visitor: Visitor, content: bytes, folder: Path) -> str:
    """What the page says of a file."""
    page = visitor.page
    copy = folder / "copy.pdf"
    copy.write_bytes(content)
    visitor.goto("/check-a-copy/")
    page.get_by_label("Your copy").set_input_files(copy)
    visitor.press(page.get_by_role("button", name="Check this file"))
    visitor.finds_no_barrier()
    return page.locator(".message").first.inner_text()


def test_the_chair_issues_and_a_reader_can_prove_what_it_said(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.page
    visitor.sign_in("Chair")
    visitor.goto("/reviews/prevent-duty/reports/")
    visitor.finds_no_barrier()
    visitor.press(page.get_by_role("button", name="Begin the draft"))
    visitor.finds_no_barrier()
    write(page)
    page.get_by_role("link", name="Committee’s version").first.click()
    visitor.press(page.get_by_role("link", name="Issue this report"))
    visitor.finds_no_barrier()
    page.get_by_label("I have read both versions").check()
    page.get_by_role("button", name="Issue report").click()
    expect(page.get_by_text("is issued and sealed").first).to_be_visible()
    expect(page.get_by_role("link", name="Download the PDF")).to_have_count(2, timeout=90_000)
    visitor.finds_no_barrier()
    address = page.url
    public, inside = downloaded(page), downloaded(page, 1)
    for content in (public, inside):
        assert FOREWORD in text_of(content)
        assert COMMENT in text_of(content)
    assert "Part 2 of the agenda: exempt" in text_of(inside)
    assert "Part 2 of the agenda: exempt" not in text_of(public)
    visitor.sign_out()

    # Nobody is signed in from here on.
    page.goto(address)
    expect(page.get_by_role("link", name="Download the PDF")).to_have_count(1)
    assert downloaded(page) == public
    assert "Yes: this is an issued report." in checked(visitor, public, tmp_path)
    middle = len(public) // 2
    changed = public[:middle] + bytes([public[middle] ^ 1]) + public[middle + 1 :]
    assert "No: this file is not an issued report." in checked(visitor, changed, tmp_path)


def test_the_page_for_a_noticeboard_is_one_sheet_of_paper(visitor: Visitor) -> None:
    visitor.sign_in("Scrutiny member")
    visitor.goto("/reviews/prevent-duty/reports/")
    visitor.press(visitor.page.get_by_role("link", name="One page for a noticeboard"))
    visitor.finds_no_barrier()
    # On paper, as headless Chromium prints it.
    (sheet,) = PdfReader(io.BytesIO(visitor.page.pdf(prefer_css_page_size=True))).pages
    text = " ".join(sheet.extract_text().split())
    assert all(f"R{number} " in text for number in range(1, 14))
