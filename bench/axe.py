"""Barriers on every page and state: axe at WCAG 2.2 A and AA, reflow, words without room, small targets, hidden forms.

    python -m bench.axe             # a table: a line for each page and state, a column for each width
    python -m bench.axe dashboard   # only the pages whose name begins so

States: as it opens; "open": every fold opened; "error": its form sent empty. 640 is 1280 at 200% zoom, 320 at 400%.
Exits with 1 where anything was found.
"""

import sys
from collections.abc import Iterator
from itertools import groupby

from playwright.sync_api import Browser, Page

from bench.screens import Screen, furnish, screens
from bench.site import ROOT, browser, demonstration, sign_in

AXE = (ROOT / "tests" / "journeys" / "vendor" / "axe.min.js").read_text(encoding="utf-8")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = (1280, 640, 375, 320)
HEIGHT = 900
RUN = """tags => axe.run(document, {runOnly: {type: 'tag', values: tags}}).then(r => r.violations.map(
    v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(', ')))"""
# What is smaller than 24 pixels either way, not in a sentence, and has another within 24 pixels of its middle.
SMALL = """() => {
    const seen = [...document.querySelectorAll('a[href], button, summary, input, select, textarea')].filter(
        e => e.checkVisibility({visibilityProperty: true}) && !e.closest('.govuk-visually-hidden')
            && e.type !== 'hidden' && !e.matches('.govuk-skip-link'));
    const boxes = seen.map(e => [e, e.getBoundingClientRect()]).filter(([, b]) => b.width > 1 && b.height > 1);
    const middle = b => [b.x + b.width / 2, b.y + b.height / 2];
    const inSentence = e => e.tagName === 'A' && getComputedStyle(e).display === 'inline'
        && [...e.parentNode.childNodes].some(n => n.nodeType === 3 && n.textContent.trim().length > 1);
    return boxes.filter(([e, b]) => (b.width < 23.5 || b.height < 23.5) && !inSentence(e) && boxes.some(([o, c]) => {
        if (o === e || o.contains(e) || e.contains(o)) return false;
        const [x, y] = middle(b), [u, v] = middle(c);
        const near = Math.max(c.x - x, x - c.right, 0) ** 2 + Math.max(c.y - y, y - c.bottom, 0) ** 2 < 144;
        return near || ((c.width < 23.5 || c.height < 23.5) && (x - u) ** 2 + (y - v) ** 2 < 576);
    })).map(([e, b]) => `small: ${e.tagName.toLowerCase()} “${(e.innerText || e.name || '').slice(0, 30)}” `
        + `${Math.round(b.width)} x ${Math.round(b.height)}`).slice(0, 3);
}"""
SIDEWAYS = """() => document.documentElement.scrollWidth > document.documentElement.clientWidth
    ? [`sideways: ${document.documentElement.scrollWidth} in ${document.documentElement.clientWidth}`] : []"""
# Words that stand letter under letter.
SQUEEZED = """() => [...document.querySelectorAll('main :is(a, p, dd, td, th, li, label)')].filter(e => {
    const width = e.getBoundingClientRect().width;
    const unseen = [...e.querySelectorAll('.govuk-visually-hidden')];
    const seen = unseen.reduce((words, hidden) => words.replace(hidden.innerText, ''), e.innerText).trim();
    return width > 1 && width < 40 && seen.length > 12 && e.checkVisibility({visibilityProperty: true})
        && !e.closest('.govuk-visually-hidden') && !(e.closest('thead')?.getBoundingClientRect().width <= 1)
        && !e.querySelector('input');
}).map(e => `squeezed: “${e.innerText.trim().slice(0, 30)}”`).slice(0, 3)"""
# A form that cannot be seen, in no fold, and that no link leads to.
SHUT = """() => [...document.querySelectorAll('main form')].filter(f => !f.checkVisibility() && f.querySelector(
    'input:not([type=hidden]), select, textarea') && !f.closest('details:not([open])')
    && !(f.id && document.querySelector(`a[href="#${f.id}"]`))).map(f => `out of reach: the form ${f.className}`)"""
OPEN = "() => document.querySelectorAll('main details').forEach(d => { d.open = true; })"
FOLDS = "() => document.querySelectorAll('main details').length"
# The form that somebody fills in; empty, it has to say what is missing.
FORM = "main form[method='post']:has(input:not([type='hidden']), textarea, select)"
EMPTY = """form => {
    form.noValidate = true;
    for (const e of form.querySelectorAll('input:not([type=hidden]), textarea, select')) {
        if (e.type === 'radio' || e.type === 'checkbox') e.checked = false;
        else e.value = '';
    }
    form.removeAttribute('hx-post');
    const button = form.querySelector('button:not([type=button])');
    form.requestSubmit(button && button.form === form ? button : undefined);
}"""


def barriers(page: Page) -> list[str]:
    """What stands in somebody's way on the page as it is now."""
    page.evaluate(AXE)
    return [
        *page.evaluate(RUN, STANDARDS),
        *(row for look in (SIDEWAYS, SQUEEZED, SMALL, SHUT) for row in page.evaluate(look)),
    ]


def states(page: Page, address: str) -> Iterator[str]:
    """Bring the page into each of its states, and say which it is in."""
    page.goto(address)
    yield ""
    if page.evaluate(FOLDS):
        page.evaluate(OPEN)
        yield "open"


def at_widths(page: Page) -> dict[int, list[str]]:
    """What is found at each width."""
    found = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found[width] = barriers(page)
    return found


def sent_empty(page: Page, address: str) -> bool:
    """Send the page's form with nothing in it; whether it came back with what is missing."""
    page.goto(address)
    form = page.locator(FORM).first
    if not form.count():
        return False
    with page.expect_navigation():
        form.evaluate(EMPTY)
    return bool(page.locator(".govuk-error-summary, .govuk-error-message").count())


def looked_at(page: Page, address: str) -> Iterator[tuple[str, dict[int, list[str]]]]:
    """Each state of a page, with what is found at each width."""
    for state in states(page, address):
        yield state, at_widths(page)
    if sent_empty(page, address):
        yield "error", at_widths(page)


def look(browser: Browser, url: str, wanted: list[Screen]) -> int:
    """Print the table; the number of barriers."""
    total = pages = 0
    print(f"{'page':<48} {'whose':<17} {'state':<6}" + "".join(f"{w:>6}" for w in WIDTHS))
    for person, of_one in groupby(sorted(wanted, key=lambda s: s.person), key=lambda s: s.person):
        context = browser.new_context(locale="en-GB", bypass_csp=True)
        page = context.new_page()
        sign_in(page, url, person)
        for screen in of_one:
            for state, found in looked_at(page, f"{url}{screen.path}"):
                counts = "".join(f"{len(found[w]):>6}" for w in WIDTHS)
                print(f"{screen.name:<48} {person or 'public':<17} {state:<6}{counts}", flush=True)
                for line in dict.fromkeys(line for lines in found.values() for line in lines):
                    print(f"    {line}")
                total += sum(map(len, found.values()))
                pages += len(WIDTHS)
        context.close()
    print(f"{total} barriers on {pages} pages x states x widths")
    return total


def main(chosen: tuple[str, ...]) -> int:
    """The exit code."""
    with demonstration() as url, browser() as running:
        furnish(running, url)
        wanted = screens(running, url)
        if chosen:
            wanted = [s for s in wanted if s.name.rpartition(".")[2].startswith(chosen)]
        return int(look(running, url, wanted) > 0)


if __name__ == "__main__":
    sys.exit(main(tuple(sys.argv[1:])))
