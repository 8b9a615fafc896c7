"""The officer's minute under worse conditions: no JavaScript, a phone, a keyboard, a mistake, somebody quicker."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.journeys.conftest import Stack, Visitor
from tests.services import needs_browser

pytestmark = needs_browser

PHONE = ViewportSize(width=375, height=740)


@pytest.fixture
def plain_phone(browser: Browser, stack: Stack) -> Iterator[Visitor]:
    """A phone whose browser runs no script."""
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    yield Visitor(context.new_page(), stack.url)
    context.close()


def open_update(visitor: Visitor, action: str) -> Page:
    """Sign in as the officer and open the form of an action."""
    visitor.sign_in("Officer")
    visitor.page.get_by_role("link", name=f"Update {action}").click()
    return visitor.page


def test_without_javascript_on_a_phone_an_update_is_three_steps_and_says_what_is_missing(plain_phone: Visitor) -> None:
    page = open_update(plain_phone, "6.1")
    page.get_by_label("Delayed", exact=True).check()
    page.get_by_role("textbox", name="What has happened since").fill("The printer is late by 3 weeks.")
    page.get_by_role("button", name="Give update").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    expect(page.get_by_role("link", name="Choose why it is delayed")).to_be_visible()
    expect(page.get_by_role("textbox", name="What has happened since")).to_have_value("The printer is late by 3 weeks.")
    page.get_by_label("Why?").select_option("Contract or procurement")
    page.get_by_role("button", name="Give update").click()
    expect(page.get_by_text("Update recorded at")).to_be_visible()


def test_by_keyboard_alone_the_form_opens_in_its_row_and_closes_again(visitor: Visitor) -> None:
    visitor.sign_in("Officer")
    page = visitor.page
    opener = page.get_by_role("link", name="Update 4.3")
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".work__item--open")).to_be_visible()
    expect(page.get_by_role("heading", name="My actions")).to_be_visible()
    page.get_by_role("link", name="Cancel").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".work__item--open")).to_have_count(0)
    expect(opener).to_be_visible()


def test_who_comes_second_keeps_their_words_and_sees_what_changed(browser: Browser, stack: Stack) -> None:
    first, second = (Visitor(browser.new_context().new_page(), stack.url) for _ in range(2))
    pages = [open_update(visitor, "4.3") for visitor in (first, second)]
    words = ("9 debates were held.", "8 debates were held, I think.")
    # The first answer is waited for: two requests sent at once may arrive in either order.
    answers = ("Update recorded at", "because another came first")
    for page, said, answer in zip(pages, words, answers, strict=True):
        page.get_by_label("On track", exact=True).check()
        page.get_by_role("textbox", name="What has happened since").fill(said)
        page.get_by_role("button", name="Give update").click()
        expect(page.get_by_text(answer)).to_be_visible()
    expect(pages[1].get_by_text("“9 debates were held.”").first).to_be_visible()
    box = pages[1].get_by_role("textbox", name="What has happened since")
    expect(box).to_have_value("8 debates were held, I think.")
    pages[1].get_by_role("button", name="Give update").click()
    expect(pages[1].get_by_text("Update recorded at")).to_be_visible()
    for page in pages:
        page.context.close()


def test_a_head_of_service_decides_a_request_once(visitor: Visitor) -> None:
    visitor.sign_in("Head of service")
    page = visitor.page
    visitor.goto("/my-service/")
    visitor.finds_no_barrier()
    visitor.press(page.get_by_role("link", name="Decide 3a.2"))
    visitor.finds_no_barrier()
    page.get_by_label("No, keep the target date").check()
    page.get_by_role("button", name="Record decision").click()
    expect(page.get_by_role("link", name="Say why")).to_be_visible()
    page.get_by_role("textbox", name="Note").fill("The contract can be signed sooner.")
    page.get_by_role("button", name="Record decision").click()
    expect(page.get_by_text("More time refused: 3a.2 stays due on")).to_be_visible()
    visitor.finds_no_barrier()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(
    "path",
    [
        "/sign-in/",
        "/words/",
        "/reviews/prevent-duty/",
        "/reviews/prevent-duty/?as_at=2000-01-01",
        "/reviews/prevent-duty/?theme=1&state=overdue&q=nothing",
        "/reviews/prevent-duty/recommendations/",
        "/reviews/prevent-duty/recommendations/10/",
        "/reviews/prevent-duty/actions/?timeliness=overdue",
        "/reviews/prevent-duty/evidence/",
        "/outbox/",
        "/no-such-page/",
    ],
)
def test_every_page_has_no_barrier_and_reflows(visitor: Visitor, path: str, width: int) -> None:
    visitor.sign_in("Scrutiny member")
    visitor.page.set_viewport_size({"width": width, "height": 800})
    visitor.goto(path)
    if "no-such" in path:
        visitor.errors.clear()
    visitor.finds_no_barrier()
