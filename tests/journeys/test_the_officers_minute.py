"""An officer's minute: from a reminder's link, words that outlive a browser, several at once, plain language."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.conftest import Stack, Visitor
from tests.services import needs_browser

pytestmark = needs_browser

WIDTHS = (1280, 375)
HALF = "Half of what we wanted to say about this"


def link_for(stack: Stack, title: str) -> str:
    """The link of a reminder for the action of this title, to whoever holds its post."""
    code = (
        "from django.utils import timezone; from django.urls import reverse; from recommendations import links;"
        "from recommendations.models import Action;"
        f"a = Action.objects.get(title={title!r});"
        "h = a.post.holdings.filter(capacity='holder', to_on=None).first();"
        "t = links.issue(h.user_id, [a.pk], timezone.localdate())[a.pk];"
        "print(reverse('evidence:from_mail', args=[t]))"
    )
    return stack.url + stack.manage("shell", "--no-imports", "--command", code).strip()


@contextmanager
def opened(browser: Browser, stack: Stack, width: int = 1280, **options: bool) -> Iterator[Visitor]:
    """A browser of its own, closed at the end as if its window were."""
    context: BrowserContext = browser.new_context(viewport={"width": width, "height": 900}, **options)  # type: ignore[arg-type]
    yield Visitor(context.new_page(), stack.url)
    context.close()


def open_form(page: Page, stack: Stack, reference: str) -> None:
    """The form of one of the officer's actions, on its own page."""
    page.goto(f"{stack.url}/my-actions/")
    link = page.get_by_role("link", name=re.compile(rf"^Update {re.escape(reference)} "))
    page.goto(stack.url + str(link.get_attribute("href")))


# --- From the link of a reminder -------------------------------------------------------------------------------------


FROM_MAIL = [(1280, "Share lesson plans with all schools"), (375, "Link schools for joint activities out of lessons")]


@pytest.mark.parametrize(("width", "title"), FROM_MAIL)
def test_from_a_reminders_link_to_a_saved_update_in_three_interactions(
    visitor: Visitor, stack: Stack, width: int, title: str
) -> None:
    page = visitor.page
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(link_for(stack, title))
    visitor.finds_no_barrier()
    page.get_by_label("On track", exact=True).check()
    page.get_by_label(re.compile("^What has happened")).fill("Two more schools have joined since the last update.")
    page.get_by_role("button", name="Give update").click()
    expect(page.get_by_role("heading", name="Update recorded")).to_be_visible()
    visitor.finds_no_barrier()
    page.go_back()
    page.reload()
    expect(page.get_by_role("heading", name="This link was used already")).to_be_visible()


def test_by_keyboard_alone(visitor: Visitor, stack: Stack) -> None:
    page = visitor.page
    page.goto(link_for(stack, "Put community leadership into new specifications"))
    pressed = 0
    while not page.evaluate("document.activeElement?.name === 'status'"):
        page.keyboard.press("Tab")
        assert (pressed := pressed + 1) < 20
    page.keyboard.press("Space")
    while not page.evaluate("document.activeElement?.value === 'on_track'"):
        page.keyboard.press("ArrowDown")
    while not page.evaluate("document.activeElement?.name === 'words'"):
        page.keyboard.press("Tab")
        assert (pressed := pressed + 1) < 40
    page.keyboard.type("Two more specifications ask for it now.")
    while not page.evaluate("document.activeElement?.matches('.form-end button')"):
        page.keyboard.press("Tab")
        assert (pressed := pressed + 1) < 60
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Update recorded")).to_be_visible()


def test_without_javascript(browser: Browser, stack: Stack) -> None:
    with opened(browser, stack, 375, java_script_enabled=False) as visitor:
        page = visitor.page
        page.goto(link_for(stack, "Check the council’s web pages and leaflets"))
        page.get_by_label("Delayed", exact=True).check()
        page.get_by_label(re.compile("^What has happened")).fill("The last 40 pages wait for their owners.")
        page.get_by_role("button", name="Give update").click()
        expect(page.get_by_role("link", name="Choose why it is delayed")).to_be_visible()
        page.get_by_label("Why?", exact=True).select_option("decision")
        page.get_by_role("button", name="Give update").click()
        expect(page.get_by_role("heading", name="Update recorded")).to_be_visible()


# --- Words that are not lost -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", WIDTHS)
def test_a_browser_that_dies_in_mid_typing_loses_no_words(browser: Browser, stack: Stack, width: int) -> None:
    with opened(browser, stack, width) as visitor:
        visitor.sign_in("Officer")
        open_form(visitor.page, stack, "3b.1")
        visitor.page.get_by_label(re.compile("^What has happened")).press_sequentially(f"{HALF} at {width}")
        expect(visitor.page.get_by_text(re.compile(r"^Draft kept at \d\d:\d\d$"))).to_be_visible()
    with opened(browser, stack, width) as visitor:
        page = visitor.page
        visitor.sign_in("Officer")
        expect(page.get_by_text(re.compile("^Draft kept, ")).first).to_be_visible()
        visitor.finds_no_barrier()
        open_form(page, stack, "3b.1")
        expect(page.get_by_label(re.compile("^What has happened"))).to_have_value(f"{HALF} at {width}")
        visitor.finds_no_barrier()
        page.get_by_role("button", name="Throw the draft away").click()
        expect(page.get_by_label(re.compile("^What has happened"))).to_have_value("")


@pytest.mark.parametrize("scripted", [True, False])
def test_after_a_session_that_ended_the_form_is_filled_and_one_press_from_saved(
    browser: Browser, stack: Stack, scripted: bool
) -> None:
    words = f"Said after the session had ended, {'with' if scripted else 'without'} scripts."
    with opened(browser, stack, java_script_enabled=scripted) as visitor:
        page = visitor.page
        visitor.sign_in("Officer")
        open_form(page, stack, "3a.2")
        page.get_by_label("On track", exact=True).check()
        page.get_by_label(re.compile("^What has happened")).fill(words)
        visitor.page.context.clear_cookies(name="sessionid")
        page.get_by_role("button", name="Give update").click()
        expect(page.get_by_text("Your words are kept")).to_be_visible()
        page.get_by_role("button", name="Sign in as Officer,").click()
        expect(page.get_by_label(re.compile("^What has happened"))).to_have_value(words)
        expect(page.get_by_label("On track", exact=True)).to_be_checked()
        page.get_by_role("button", name="Give update").click()
        expect(page.get_by_text("Update recorded at")).to_be_visible()


def test_without_a_connection_words_stay_on_the_device_and_are_sent_on(visitor: Visitor, stack: Stack) -> None:
    page = visitor.page
    visitor.sign_in("Officer")
    open_form(page, stack, "3c.1")
    page.context.set_offline(True)
    page.get_by_label(re.compile("^What has happened")).press_sequentially(HALF)
    expect(page.get_by_text("your words are kept on this device")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text(re.compile(r"^Draft kept at \d\d:\d\d$"))).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('draft:')).length") == 0


@pytest.mark.parametrize("width", WIDTHS)
def test_whoever_changes_their_mind_answers_only_for_what_they_see(visitor: Visitor, stack: Stack, width: int) -> None:
    page = visitor.page
    page.set_viewport_size({"width": width, "height": 900})
    visitor.sign_in("Officer")
    open_form(page, stack, "6.2")
    reason, none = page.get_by_label("Why?", exact=True), page.get_by_label("Reason, if there is no proof")
    page.get_by_label("Delayed", exact=True).check()
    reason.select_option("decision")
    page.get_by_label("Ask for more time", exact=True).check()
    page.get_by_label("Achieved", exact=True).check()
    none.fill("Nobody took minutes.")
    page.get_by_label(re.compile("^What has happened")).press_sequentially(f"Said at {width} pixels.")
    expect(page.get_by_text(re.compile(r"^Draft kept at \d\d:\d\d$"))).to_be_visible()
    # What was hidden is not in the draft, so it does not come back with the choice that shows it.
    page.reload()
    expect(none).to_have_value("Nobody took minutes.")
    page.get_by_label("Delayed", exact=True).check()
    expect(reason).to_have_value("")
    expect(page.get_by_label("Ask for more time", exact=True)).not_to_be_checked()
    reason.select_option("decision")
    page.get_by_label("Ask for more time", exact=True).check()
    page.get_by_label("Achieved", exact=True).check()
    page.get_by_role("button", name="Give update").click()
    expect(page.get_by_text("Update recorded at")).to_be_visible()
    # And the other way round.
    open_form(page, stack, "6.2")
    page.get_by_label("Achieved", exact=True).check()
    none.fill("Nobody took minutes.")
    page.get_by_label("Delayed", exact=True).check()
    reason.select_option("decision")
    page.get_by_label(re.compile("^What has happened")).fill(f"It was said too early, at {width} pixels.")
    page.get_by_role("button", name="Give update").click()
    expect(page.get_by_text("Update recorded at")).to_be_visible()


# --- One press, several at once, questions, plain language -----------------------------------------------------------


def test_nothing_has_changed_is_one_press(visitor: Visitor) -> None:
    page = visitor.page
    press = page.get_by_role("button", name=re.compile("^Nothing has changed in ")).first
    # Whoever has an action on which no other journey has said anything today.
    for kind in ("Officer", "Deputy", "Head of service"):
        visitor.sign_in(kind)
        visitor.goto("/my-actions/")
        if press.is_visible():
            break
        visitor.sign_out()
    press.click()
    expect(page.get_by_text(re.compile("recorded at .* today: nothing has changed, "))).to_be_visible()
    expect(page.get_by_text(re.compile("^Nothing new since")).first).to_be_visible()
    visitor.finds_no_barrier()


@pytest.mark.parametrize("width", WIDTHS)
def test_several_are_updated_together_and_each_is_answered(visitor: Visitor, width: int) -> None:
    page = visitor.page
    page.set_viewport_size({"width": width, "height": 900})
    visitor.sign_in("Head of service")
    boxes = page.get_by_role("checkbox", name=re.compile("^Choose "))
    boxes.nth(0).check()
    boxes.nth(1).check()
    visitor.press(page.get_by_role("button", name="Update the ticked actions together"))
    visitor.finds_no_barrier()
    page.get_by_role("button", name="Give 2 updates").click()
    expect(page.get_by_role("link", name="Choose their status")).to_be_visible()
    visitor.finds_no_barrier()
    page.get_by_label("On track", exact=True).check()
    page.get_by_label("What has happened?").fill(f"Both wait for the new head, at {width} pixels.")
    page.get_by_role("button", name="Give 2 updates").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("recorded")
    visitor.finds_no_barrier()


def test_a_member_asks_an_officer_answers_and_the_member_says_whether_it_is_enough(visitor: Visitor) -> None:
    page, words = visitor.page, "How many young people were asked about the curriculum?"
    visitor.sign_in("Scrutiny member")
    visitor.goto("/reviews/prevent-duty/recommendations/3/ask/")
    visitor.finds_no_barrier()
    page.get_by_label("What is it about?").select_option(label="3a.2 Review the curriculum with young people")
    page.get_by_label("Your question").fill(words)
    page.get_by_role("button", name="Ask the question").click()
    expect(page.get_by_text("Your question was put to Youth Service Manager")).to_be_visible()
    visitor.finds_no_barrier()
    visitor.sign_out()
    visitor.sign_in("Officer")
    waiting = page.locator(".work__item", has_text=words)
    visitor.press(waiting.get_by_role("link", name="Answer"))
    visitor.finds_no_barrier()
    page.get_by_label("Your answer").fill("We asked 31 young people in four centres.")
    page.get_by_role("button", name="Give the answer").click()
    visitor.sign_out()
    visitor.sign_in("Scrutiny member")
    visitor.goto("/reviews/prevent-duty/questions/?state=to_judge")
    visitor.finds_no_barrier()
    visitor.press(page.locator(".event", has_text=words).get_by_role("link", name="Is it enough?"))
    visitor.finds_no_barrier()
    page.get_by_label("Yes, it answers the question").check()
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("The question is closed.")).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_listed_term_is_pointed_at_and_replaced_by_one_press_or_kept(visitor: Visitor, width: int) -> None:
    page = visitor.page
    page.set_viewport_size({"width": width, "height": 900})
    visitor.sign_in("Officer")
    visitor.goto("/plain-language/")
    visitor.finds_no_barrier()
    page.goto(f"{visitor.url}/my-actions/")
    page.get_by_role("link", name=re.compile(r"^Update 4\.3 ")).click()
    row = page.locator(".work__item--open")
    box = row.get_by_role("textbox", name=re.compile("^What has happened"))
    box.fill("Staff know the signs of radicalisation, and of radical change.")
    box.blur()
    expect(row.get_by_text("2 terms to think about")).to_be_visible()
    visitor.finds_no_barrier()
    expect(row.get_by_text(re.compile("^Draft kept at "))).to_be_visible()
    # What nobody changed is checked too, as words of a draft are, once the box is left.
    page.reload()
    page.get_by_role("link", name=re.compile(r"^Update 4\.3 ")).click()
    expect(box).to_have_value(re.compile("signs of radicalisation"))
    box.focus()
    box.blur()
    expect(row.get_by_text("2 terms to think about")).to_be_visible()
    row.get_by_role("button", name=re.compile("^Write “people being drawn into terrorism")).click()
    expect(box).to_have_value(re.compile("signs of people being drawn into terrorism, the support of terrorism or"))
    row.get_by_role("button", name="Keep “radical”").click()
    expect(row.get_by_text("to think about")).to_be_hidden()
    row.get_by_role("link", name="Cancel").click()


def test_the_scrutiny_officer_changes_an_action_with_a_reason(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("Scrutiny officer")
    visitor.goto("/reviews/prevent-duty/recommendations/3/add-action/")
    visitor.finds_no_barrier()
    visitor.goto("/reviews/prevent-duty/recommendations/11/")
    page.get_by_role("link", name=re.compile("Put training dates in the members’ calendar")).first.click()
    visitor.press(page.get_by_role("link", name="Change it"))
    visitor.finds_no_barrier()
    page.get_by_label("What is to be done").fill("Put the training dates in members’ calendars")
    page.get_by_role("button", name="Save the change").click()
    expect(page.get_by_role("link", name="Say why, so that others can follow it")).to_be_visible()
    page.get_by_label("Why is it changed?").fill("Members have calendars of their own now.")
    page.get_by_role("button", name="Save the change").click()
    expect(page.get_by_text("The change is saved")).to_be_visible()
    expect(page.get_by_text("Members have calendars of their own now.")).to_be_visible()
    visitor.finds_no_barrier()
