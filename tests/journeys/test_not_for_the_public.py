"""An officer keeps an update from the public; who may not know of it does not; the scrutiny officer lets it go."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.journeys.conftest import Stack, Visitor
from tests.services import needs_browser

pytestmark = needs_browser

SECRET = "The best offer for the hall is 410 pounds."
MARK = "Exempt, paragraph 3: financial or business affairs. Not for the public"


@pytest.fixture
def visitors(browser: Browser, stack: Stack) -> Iterator[list[Visitor]]:
    """Four people, each with a browser of their own."""
    people = [Visitor(browser.new_context().new_page(), stack.url) for _ in range(4)]
    yield people
    for person in people:
        person.page.context.close()


def form_of(page: Page, action: str) -> None:
    """Open the form of an action and fill in all but the terms of an exemption."""
    page.get_by_role("link", name=f"Update {action}").click()
    page.get_by_label("On track", exact=True).check()
    page.get_by_role("textbox", name="What has happened since").fill(SECRET)
    page.get_by_text("Not for the public: exempt information").click()
    page.get_by_label("Keep this update from the public").check()
    expect(page.get_by_text("Do not enter confidential material here at all")).to_be_visible()


def keep_back(officer: Visitor) -> str:
    """An update that is exempt, with what was forgotten asked for in its row; the path of its action's page."""
    officer.sign_in("Officer")
    page = officer.page
    form_of(page, "3b.1")
    page.get_by_role("button", name="Give update").click()
    expect(page.get_by_role("link", name="Choose the paragraph that it falls under")).to_be_visible()
    expect(page.get_by_role("textbox", name="What has happened since")).to_have_value(SECRET)
    officer.finds_no_barrier()
    page.get_by_label("Which paragraph of Schedule 12A?").select_option(label="3. Financial or business affairs")
    page.get_by_label("Which post decided?").fill("Monitoring Officer")
    page.locator("[name=exempt_reason]").fill("A tender is open.")
    page.get_by_role("button", name="Give update").click()
    expect(page.get_by_text("It is kept from the public: the committee’s people can read it now")).to_be_visible()
    page.get_by_role("link", name="See the update").click()
    expect(page.get_by_text(SECRET)).to_be_visible()
    expect(page.get_by_text(MARK)).to_be_visible()
    officer.finds_no_barrier()
    return page.url.removeprefix(officer.url).partition("#")[0]


def let_go(scrutiny: Visitor) -> None:
    """Found in the list by its words, looked at, and ended with a reason."""
    scrutiny.sign_in("Scrutiny officer")
    page = scrutiny.page
    scrutiny.press(page.get_by_role("link", name="Exempt items").first)
    scrutiny.finds_no_barrier()
    page.get_by_label("Words").fill("410 pounds")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text(SECRET)).to_be_visible()
    scrutiny.press(page.get_by_role("link", name="Keep exempt"))
    scrutiny.finds_no_barrier()
    page.get_by_role("link", name="End the exemption instead").click()
    expect(page.get_by_text("It can be read at once by everybody, without signing in.")).to_be_visible()
    scrutiny.finds_no_barrier()
    page.get_by_label("Why need it not be kept back any longer?").fill("The hall is hired.")
    page.get_by_role("button", name="End the exemption").click()
    expect(page.get_by_text("Update is exempt no longer.")).to_be_visible()


def test_an_update_is_kept_back_and_let_go(visitors: list[Visitor]) -> None:
    officer, outsider, scrutiny, public = visitors
    address = keep_back(officer)
    outsider.sign_in("Deputy")
    for nobody in (outsider, public):
        nobody.goto(address)
        expect(nobody.page.get_by_role("heading", name="Updates")).to_be_visible()
        expect(nobody.page.get_by_text(SECRET)).to_have_count(0)
        expect(nobody.page.get_by_text("Exempt", exact=False)).to_have_count(0)
    let_go(scrutiny)
    for somebody in (outsider, public):
        somebody.page.reload()
        expect(somebody.page.get_by_text(SECRET)).to_be_visible()


@pytest.mark.parametrize("width", [320, 375, 1280])
@pytest.mark.parametrize("path", ["/exempt/", "/exempt/?show=ended", "/exempt/?paragraph=12&q=nothing"])
def test_the_list_has_no_barrier_and_reflows(visitor: Visitor, path: str, width: int) -> None:
    visitor.sign_in("Scrutiny officer")
    visitor.page.set_viewport_size(ViewportSize(width=width, height=800))
    visitor.goto(path)
    visitor.finds_no_barrier()


@pytest.mark.parametrize("kind", ["update", "proof"])
def test_the_pages_that_keep_and_let_go_reflow_on_a_phone(visitor: Visitor, kind: str) -> None:
    visitor.sign_in("Scrutiny officer")
    visitor.page.set_viewport_size(ViewportSize(width=375, height=740))
    visitor.goto("/exempt/")
    visitor.press(visitor.page.locator(f'a[href^="/exempt/{kind}/"]:not([href$="/end/"])').first)
    visitor.finds_no_barrier()
    visitor.press(visitor.page.get_by_role("link", name="End the exemption instead"))
    visitor.finds_no_barrier()


def test_without_javascript_on_a_phone_terms_are_asked_for_and_kept(browser: Browser, stack: Stack) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=ViewportSize(width=375, height=740))
    visitor = Visitor(context.new_page(), stack.url)
    visitor.sign_in("Officer")
    page = visitor.page
    form_of(page, "4.1")
    page.get_by_label("Which paragraph of Schedule 12A?").select_option(label="1. About an individual")
    page.get_by_label("Which post decided?").fill("Monitoring Officer")
    page.get_by_role("button", name="Give update").click()
    expect(page.get_by_role("link", name="Say why the public interest is in keeping it back")).to_be_visible()
    page.locator("[name=exempt_reason]").fill("It is about one family.")
    page.get_by_role("button", name="Give update").click()
    expect(page.get_by_text("It is kept from the public")).to_be_visible()
    context.close()
