"""Every page of the demonstration, with the person whose page it is: found by following the links, as people do.

``screenshots``, ``axe`` and ``weight`` share this list. One page stands for each address of the site map.
"""

import os
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from html import unescape
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Browser, BrowserContext, Page

from bench.site import ROOT, sign_in

# Whose page it is: the first of these who may open it.
PEOPLE = ("Scrutiny member", "Officer", "Head of service", "Chair", "Scrutiny officer", "Administrator", "")
# So many pages of one address are read for their links, so many pages in all for each person.
READ_OF_ONE, READ_IN_ALL = 3, 300
LINK = re.compile(r'<a\b[^>]*?\shref="([^"]+)"')
# Pages that no link leads to, or whose address says more than its path: what is asked for, and by whom.
ASKED_FOR = (
    ("Scrutiny member", "/reviews/prevent-duty/?as_at={past}", "dashboard-of-a-past-day"),
    ("Scrutiny member", "/reviews/prevent-duty/?as_at=2016-01-01", "dashboard-of-a-day-too-early"),
    ("Scrutiny member", "/reviews/prevent-duty/actions/?timeliness=overdue", "action_list-overdue"),
    ("Scrutiny member", "/reviews/prevent-duty/recommendations/?q=zebra", "recommendation_list-nothing-found"),
    ("Scrutiny member", "/search/?q=schools", "search-found"),
    ("Scrutiny member", "/search/?q=zebra", "search-nothing-found"),
    ("Scrutiny member", "/reviews/prevent-duty/recommendations/12/", "recommendation-with-two-wordings"),
    ("Officer", "/set-up/", "not-allowed"),
    ("Officer", "/no-such-page/", "not-found"),
    ("Officer", "/", "home"),
    ("Chair", "/", "home"),
    ("Scrutiny officer", "/", "home"),
    ("Administrator", "/", "home"),
    ("", "/", "home"),
    ("", "/sign-in/", "sign_in"),
    ("", "/sign-in/code/", "account_request_login_code"),
    ("", "/sign-in/password/", "account_login"),
    ("", "/reviews/prevent-duty/", "dashboard"),
    ("", "/reviews/prevent-duty/recommendations/1/", "recommendation"),
)
DOCUMENT = ROOT / "tests" / "intake" / "documents" / "05-numbered-under-heading.txt"
# Seconds in which a worker makes two PDFs, or reads a report, on a busy machine.
PATIENCE = 180_000


@dataclass(frozen=True)
class Screen:
    """One page: who opens it, where, and what to call its picture."""

    person: str
    path: str
    name: str

    @property
    def file(self) -> str:
        """The beginning of the names of its pictures."""
        return f"{self.name}--{(self.person or 'public').lower().replace(' ', '-')}"


def links(page: str) -> Iterator[str]:
    """The addresses that a page leads to, those of forms that only look something up left out."""
    for address in LINK.findall(page):
        if not address.startswith(("#", "mailto:", "tel:")):
            yield unescape(address)


@cache
def know_the_site() -> None:
    """Load the site map, once."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "scrutiny.settings", "DEMONSTRATION": "1"}
    import django

    django.setup()


def route_of(path: str) -> str:
    """The name of the address in the site map; "" where there is none, or where it is the framework's own."""
    know_the_site()
    from django.urls import Resolver404, resolve

    try:
        match = resolve(path)
    except Resolver404:
        return ""
    return "" if "admin" in match.app_names else (match.view_name or "").replace(":", ".")


def found_by(context: BrowserContext, url: str, person: str) -> Iterator[Screen]:
    """The first page of each address that this person comes to."""
    waiting, read, named = ["/"], defaultdict(int), set()  # type: ignore[var-annotated]  # two empty containers
    known, count = {"/"}, 0
    while waiting and count < READ_IN_ALL:
        path = waiting.pop(0)
        route = route_of(path)
        if not route or read[route] >= READ_OF_ONE:
            continue
        read[route] += 1
        count += 1
        answer = context.request.get(f"{url}{path}")
        if not answer.ok or "text/html" not in answer.headers.get("content-type", ""):
            continue
        here = urlsplit(answer.url).path
        if here == path and route not in named:
            named.add(route)
            yield Screen(person, path, route)
        for link in links(answer.text()):
            target = urlsplit(urljoin(answer.url, link))
            if f"{target.scheme}://{target.netloc}" == url and target.path not in known:
                known.add(target.path)
                waiting.append(target.path)


def screens(browser: Browser, url: str) -> list[Screen]:
    """Every page, each for the first person who may open it, and those that are asked for by name."""
    found: dict[str, Screen] = {}
    for person in PEOPLE:
        context = browser.new_context()
        sign_in(context.new_page(), url, person)
        for screen in found_by(context, url, person):
            found.setdefault(screen.name, screen)
        context.close()
    # The illustrative council is counted in days from the day of loading.
    past = date.today() - timedelta(days=120)  # noqa: DTZ011  # a day of this machine will do
    return [*found.values(), *(Screen(who, path.format(past=past), name) for who, path, name in ASKED_FOR)]


def furnish(browser: Browser, url: str) -> None:
    """Do what a fresh demonstration does not show yet: a report issued, a report read, mails about access."""
    ask_for_a_code(browser, url)
    for person, errand in (
        ("Chair", issue),
        ("Scrutiny officer", read_a_report),
        ("Scrutiny officer", invite),
        ("Scrutiny officer", hear),
    ):
        context = browser.new_context()
        page = context.new_page()
        sign_in(page, url, person)
        errand(page, url)
        context.close()


def hear(page: Page, url: str) -> None:
    """A webhook is registered, and tested where nobody listens."""
    page.goto(f"{url}/set-up/webhooks/")
    page.get_by_role("link", name="Add a webhook").click()
    page.get_by_label("What is it for?").fill("Performance dashboard")
    page.get_by_label("Address").fill("http://127.0.0.1:1/hooks")
    page.get_by_role("button", name="Add the webhook").click()
    page.goto(f"{url}/set-up/webhooks/")
    page.get_by_role("link", name="Performance dashboard").click()
    page.get_by_role("button", name="Send a test").click()


def ask_for_a_code(browser: Browser, url: str) -> None:
    """Somebody asks for a code by e-mail."""
    page = browser.new_page()
    page.goto(f"{url}/sign-in/code/")
    page.get_by_label("E-mail").fill("youth-service-manager@tower-hamlets.example")
    page.get_by_role("button", name="Send me a code").click()
    page.close()


def invite(page: Page, url: str) -> None:
    """Somebody who never signed in is invited."""
    page.goto(f"{url}/set-up/people/")
    page.get_by_role("link", name="Campaigns Officer").click()
    page.get_by_role("button", name="Send the invitation").click()


def issue(page: Page, url: str) -> None:
    """A quarterly report is issued with both PDFs made."""
    page.goto(f"{url}/reviews/prevent-duty/reports/")
    if page.locator("main a[href^='/reports/']").count():
        return
    page.get_by_role("button", name="Begin the draft").click()
    # Whoever issues it has opened both versions.
    page.get_by_role("link", name="Committee’s version").first.click()
    page.get_by_role("link", name="Issue this report").click()
    page.get_by_label("I have read both versions").check()
    page.get_by_role("button", name="Issue report").click()
    page.get_by_role("link", name="Download the PDF").nth(1).wait_for(timeout=PATIENCE)


def read_a_report(page: Page, url: str) -> None:
    """A published report is read and waits to be checked."""
    page.goto(f"{url}/imports/")
    if page.get_by_text(DOCUMENT.name).count():
        return
    page.get_by_label("The published report").set_input_files(DOCUMENT)
    page.get_by_role("button", name="Read it").click()
    page.get_by_role("heading", name="Check what was found").wait_for(timeout=PATIENCE)
