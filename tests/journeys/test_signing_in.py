"""Signing in as people do in earnest: a code by e-mail, the council's own directory, a second step."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.accounts.test_second_step import now_code
from tests.journeys.conftest import Visitor
from tests.services import needs_browser

pytestmark = needs_browser

MEMBER = "scrutiny-member@tower-hamlets.example"


def newest_code(browser: Browser, visitor: Visitor) -> str:
    """The code in the newest mail of the demonstration's outbox, read by somebody else in another window."""
    page = browser.new_page()
    reader = Visitor(page, visitor.url)
    reader.sign_in("Administrator")
    reader.goto("/outbox/")
    page.get_by_role("link", name=re.compile("is your code for Scrutiny Tracker")).first.click()
    (code,) = re.findall(r"\b(\d{6})\b", page.get_by_role("heading", level=1).inner_text())
    page.close()
    return str(code)


def ask_for_code(visitor: Visitor) -> None:
    page = visitor.page
    visitor.goto("/sign-in/")
    visitor.press(page.get_by_role("link", name="Sign in with a code by e-mail"))
    visitor.finds_no_barrier()
    page.get_by_label("E-mail address").fill(MEMBER)
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_role("heading", name="Enter the code")).to_be_visible()
    visitor.finds_no_barrier()


@pytest.mark.parametrize("width", [1280, 375])
def test_a_member_signs_in_with_a_code_and_sees_where_they_are_signed_in(
    visitor: Visitor, browser: Browser, width: int
) -> None:
    page = visitor.page
    page.set_viewport_size({"width": width, "height": 900})
    ask_for_code(visitor)
    page.get_by_label("Code", exact=True).fill("000000")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("This code is not right.").first).to_be_visible()
    visitor.finds_no_barrier()
    page.get_by_label("Code", exact=True).fill(newest_code(browser, visitor))
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Prevent Duty review")
    visitor.goto("/my-account/")
    visitor.finds_no_barrier()
    page.get_by_role("link", name="See every device").click()
    expect(page.get_by_text("This device", exact=True)).to_be_visible()
    visitor.finds_no_barrier()


def test_a_member_signs_in_through_the_directory_of_the_council(visitor: Visitor) -> None:
    page = visitor.page
    visitor.goto("/sign-in/code/")
    page.get_by_role("button", name="Sign in with Tower Hamlets").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Prevent Duty review")
    assert visitor.errors == []


def test_an_officer_adds_an_authenticator_app_by_its_key(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("Deputy")
    visitor.goto("/my-account/second-step/")
    visitor.finds_no_barrier()
    key = open_app_page(page)
    visitor.finds_no_barrier()
    page.get_by_role("textbox").fill(now_code(key))
    page.get_by_role("button", name="Add the app").click()
    expect(page.get_by_text("Authenticator app activated", exact=False)).to_be_visible()
    visitor.finds_no_barrier()


def open_app_page(page: Page) -> str:
    """Open the page of the authenticator app; the key that it shows."""
    page.get_by_role("link", name="Add an authenticator app").click()
    return page.locator("p", has_text="Key:").locator("strong").inner_text()


def test_a_chair_adds_a_passkey_and_signs_in_with_it(visitor: Visitor) -> None:
    page = visitor.page
    # A passkey belongs to a name, not to a number.
    visitor.url = visitor.url.replace("127.0.0.1", "localhost")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, "isUserVerified": True}})
    visitor.sign_in("Chair")
    visitor.goto("/my-account/second-step/webauthn/add/")
    page.get_by_label("Name").fill("My phone")
    page.get_by_label("Sign in with it alone").check()
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_text("Security key added.")).to_be_visible()
    visitor.goto("/reviews/prevent-duty/")
    visitor.sign_out()
    visitor.goto("/sign-in/password/?next=/my-account/")
    visitor.finds_no_barrier()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My account")
    assert visitor.errors == []
