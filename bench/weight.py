"""What a page weighs and how it appears, by Chromium's own measures.

    python -m bench.weight             # every page, each once with an empty cache and once with a full one
    python -m bench.weight dashboard   # only the pages whose name begins so

KB are bytes over the wire, heads included, as a real install sends them (gzip). First paint and largest paint are in
milliseconds of this machine on loopback; shift is the sum of layout shifts . Exits with 1
where a page is over what we want: 150 KB at first, 30 KB later, no shift, and first paint without scripts.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from bench.screens import Screen, screens
from bench.site import browser, demonstration, sign_in

MOST_FIRST, MOST_LATER, MOST_SHIFT = 150.0, 30.0, 0.0
WATCH = """() => {
    window.felt = {shift: 0, largest: 0};
    new PerformanceObserver(list => list.getEntries().forEach(e => { felt.shift += e.hadRecentInput ? 0 : e.value; }))
        .observe({type: 'layout-shift', buffered: true});
    new PerformanceObserver(list => list.getEntries().forEach(e => { felt.largest = e.startTime; }))
        .observe({type: 'largest-contentful-paint', buffered: true});
}"""
FELT = """() => new Promise(done => requestAnimationFrame(() => setTimeout(() => done({...felt,
    first: (performance.getEntriesByName('first-contentful-paint')[0] || {startTime: 0}).startTime}), 0)))"""


@dataclass(frozen=True)
class Seen:
    """One look at a page: KB over the wire, answers that came from the network, ms of paints, shift."""

    weight: float
    answers: int
    first: float
    largest: float
    shift: float


def look(page: Page, address: str) -> Seen:
    """Open a page, and say what it cost."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    felt: dict[str, Any] = page.evaluate(FELT)
    session.detach()
    came = [size for size in sizes if size]
    return Seen(sum(came) / 1000, len(came), felt["first"], felt["largest"], round(felt["shift"], 4))


def paints_without_scripts(browser: Browser, state: Any, address: str) -> bool:
    """Whether the page shows its heading with scripts switched off."""
    context = browser.new_context(storage_state=state, java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    shown = page.locator("h1").first.is_visible()
    context.close()
    return shown


def over(first: Seen, later: Seen, plain: bool) -> list[str]:
    """What is more than we want."""
    faults = {
        "first": first.weight > MOST_FIRST,
        "later": later.weight > MOST_LATER,
        "shift": max(first.shift, later.shift) > MOST_SHIFT,
        "needs scripts": not plain,
    }
    return [name for name, is_over in faults.items() if is_over]


def signed_in(browser: Browser, url: str, person: str) -> BrowserContext:
    """A context in which this person is signed in, with an empty cache."""
    context = browser.new_context(locale="en-GB")
    sign_in(context.new_page(), url, person)
    return context


def measured(browser: Browser, url: str, wanted: list[Screen]) -> Iterator[tuple[Screen, Seen, Seen, bool]]:
    """Each page at first and later, and whether it shows without scripts."""
    for person, of_one in groupby(sorted(wanted, key=lambda s: s.person), key=lambda s: s.person):
        context = signed_in(browser, url, person)
        state = context.storage_state()
        context.close()
        for screen in of_one:
            fresh = browser.new_context(storage_state=state, locale="en-GB")
            fresh.add_init_script(f"({WATCH})()")
            page = fresh.new_page()
            address = f"{url}{screen.path}"
            first, later = look(page, address), look(page, address)
            fresh.close()
            yield screen, first, later, paints_without_scripts(browser, state, address)


def main(chosen: tuple[str, ...]) -> int:
    """The exit code."""
    with demonstration(compressed=True) as url, browser() as running:
        wanted = screens(running, url)
        if chosen:
            wanted = [s for s in wanted if s.name.rpartition(".")[2].startswith(chosen)]
        print(f"{'page':<48} {'KB first':>9} {'answers':>8} {'KB later':>9} {'paint':>6} {'largest':>8} {'shift':>7}")
        faults, seen = 0, []
        for screen, first, later, plain in measured(running, url, wanted):
            wrong = over(first, later, plain)
            faults += bool(wrong)
            seen.append((first, later))
            print(
                f"{screen.name:<48} {first.weight:>9.1f} {first.answers:>8} {later.weight:>9.1f} {later.first:>6.0f} "
                f"{later.largest:>8.0f} {max(first.shift, later.shift):>7.4f} {', '.join(wrong)}",
                flush=True,
            )
    most_first, most_later = max(f.weight for f, _ in seen), max(later.weight for _, later in seen)
    print(f"{len(seen)} pages; the heaviest {most_first:.1f} KB at first, {most_later:.1f} KB later; {faults} over")
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main(tuple(sys.argv[1:])))
