"""The main jobs of each person by the keyboard alone, and whether the focus can be seen on every stop.

    python -m bench.keyboard          # a line for each job: keys pressed, and what hides its focus

Only Tab, Space, Enter, arrows and letters are pressed. Exits with 1 where a job cannot be done or a focus is not seen.
"""

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

from playwright.sync_api import Error, Page

from bench.site import browser, demonstration, sign_in

MOST_STOPS = 400
WAIT = 15_000
# What has the focus, in the words that a screen reader says, and whether that is seen.
FOCUSED = """() => {
    const e = document.activeElement;
    if (e === document.body) return ['', true, true];
    const label = (e.labels && e.labels[0] && e.labels[0].innerText) || '';
    const of = e.getAttribute('aria-labelledby');
    const named = of ? (document.getElementById(of) || {}).innerText : '';
    const name = [e.getAttribute('aria-label'), named, label, e.innerText, e.value].find(Boolean) || e.tagName;
    const look = getComputedStyle(e);
    const box = e.getBoundingClientRect();
    const seen = look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) > 0 || look.boxShadow !== 'none';
    return [name.trim().replace(/\\s+/g, ' '), seen, box.width > 0 && box.bottom > 0 && box.top < innerHeight];
}"""


class NotReached(Exception):
    """The keyboard does not get there."""


@dataclass
class Keyboard:
    """Somebody without a mouse: how many keys they pressed, and where they could not see where they were."""

    page: Page
    pressed: int = 0
    unseen: set[str] = field(default_factory=set)

    def press(self, key: str) -> None:
        """Press one key."""
        self.page.keyboard.press(key)
        self.pressed += 1

    def reach(self, name: str) -> None:
        """Tab to what is called so. Raises NotReached."""
        for _ in range(MOST_STOPS):
            self.press("Tab")
            said, is_seen, is_in_view = self.page.evaluate(FOCUSED)
            if not is_seen:
                self.unseen.add(said[:40])
            if not is_in_view:
                self.unseen.add(f"{said[:40]} (out of view)")
            if re.search(name, said):
                return
        raise NotReached(f"“{name}” on {self.page.url}")

    def follow(self, name: str) -> None:
        """Tab there and press Enter, until the next page is there."""
        self.reach(name)
        with self.page.expect_navigation(timeout=WAIT):
            self.press("Enter")

    def type(self, name: str, words: str) -> None:
        """Tab there and type."""
        self.reach(name)
        self.page.keyboard.type(words)
        self.pressed += len(words)

    def must_read(self, words: str) -> None:
        """Raises NotReached where the page does not say it."""
        try:
            self.page.get_by_text(re.compile(words)).first.wait_for(timeout=WAIT)
        except Error:
            raise NotReached(f"“{words}” is not said on {self.page.url}") from None


def gives_an_update(keys: Keyboard) -> None:
    """An officer, from their list to a saved update."""
    keys.page.goto(f"{keys.page.url.partition('/my-actions')[0]}/my-actions/")
    keys.reach("^Update")
    keys.press("Enter")
    keys.must_read("What is the status of this action now?")
    keys.reach("^On track$")
    keys.press("Space")
    keys.type("^What has happened", f"Two more schools have it, say {uuid4().hex[:6]}.")
    keys.reach("^Give update$")
    keys.press("Enter")
    keys.must_read("Update recorded")


def follows_a_figure(keys: Keyboard) -> None:
    """A member, from the headline through a figure’s list to the committee’s words."""
    keys.follow(r"^\d+ of the \d+|^\d+ (are|is) |^\d+$")
    keys.follow(r"^R?\d+.* \w+")
    keys.must_read("Recommendation|Officers say")


def asks_a_question(keys: Keyboard) -> None:
    """A member asks on a recommendation."""
    keys.page.goto(re.sub(r"(https?://[^/]+).*", r"\1/reviews/prevent-duty/recommendations/2/", keys.page.url))
    keys.follow("^Ask ")
    keys.type("question|ask", "How many governors have been trained?")
    keys.follow("^(Ask|Send|Put)")
    keys.must_read("asked|question")


def records_a_verdict(keys: Keyboard) -> None:
    """The chair, from a meeting that was held to a verdict with its minute."""
    root = re.sub(r"(https?://[^/]+).*", r"\1", keys.page.url)
    keys.page.goto(f"{root}/reviews/prevent-duty/")
    keys.follow("^Meetings$")
    keys.page.goto(root + str(keys.page.locator("section[aria-labelledby=held] a").first.get_attribute("href")))
    keys.follow("^Record verdicts")
    keys.reach("^Verdict on")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    keys.type("^Minute reference of", "6.9")
    keys.follow("^Check the verdicts")
    keys.follow("^Record 1 verdict")
    keys.must_read("1 verdict recorded")


def issues_a_report(keys: Keyboard) -> None:
    """The chair, from the list of reports to a sealed one."""
    keys.page.goto(re.sub(r"(https?://[^/]+).*", r"\1/reviews/prevent-duty/reports/", keys.page.url))
    keys.reach("^July to September")
    for _ in range(5):
        keys.press("ArrowDown")
    keys.follow("^Begin the draft")
    keys.follow("^Committee’s version")
    keys.follow("^Issue this report")
    keys.reach("^I have read both versions")
    keys.press("Space")
    keys.follow("^Issue report")
    keys.must_read("is issued and sealed")


def imports_a_report(keys: Keyboard) -> None:
    """The scrutiny officer, from pasted text to what was found."""
    keys.page.goto(re.sub(r"(https?://[^/]+).*", r"\1/imports/", keys.page.url))
    keys.type("[Pp]aste", "Review of Parks\n\nRecommendation 1: That the council opens two more parks by May 2027.\n")
    keys.follow("^(Read|Find|Import|Look)")
    keys.must_read("Recommendation|Reading|found")


JOBS: tuple[tuple[str, Callable[[Keyboard], None]], ...] = (
    ("Officer", gives_an_update),
    ("Scrutiny member", follows_a_figure),
    ("Scrutiny member", asks_a_question),
    ("Chair", records_a_verdict),
    ("Chair", issues_a_report),
    ("Scrutiny officer", imports_a_report),
)


def main(arguments: list[str]) -> int:
    """Do every job and print a line for each; 1 where one fails."""
    failed = 0
    with demonstration() as url, browser() as running:
        for person, job in JOBS:
            if arguments and not job.__name__.startswith(tuple(arguments)):
                continue
            context = running.new_context(locale="en-GB", reduced_motion="reduce")
            page = context.new_page()
            sign_in(page, url, person)
            keys = Keyboard(page)
            try:
                job(keys)
                result = "done"
            except (NotReached, Error) as stuck:
                result = f"STUCK: {str(stuck).splitlines()[0]}"
            failed += result != "done" or bool(keys.unseen)
            unseen = f"; focus not seen on {', '.join(sorted(keys.unseen))}" if keys.unseen else ""
            print(f"{person:17} {job.__name__:20} {keys.pressed:4} keys  {result}{unseen}", flush=True)
            context.close()
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
