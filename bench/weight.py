"""What a page weighs and how it appears, by Chromium's own measures.

    python -m bench.weight             # every page, with an empty cache at 1280 and at 375 pixels, then with a full one
    python -m bench.weight dashboard   # only the pages whose name begins so

KB are bytes over the wire, heads included, as a real install sends them (gzip). First paint and largest paint are in
milliseconds of this machine on loopback; shift is the largest sum of layout shifts of the three, with what moved. Exits
with 1 where a page is over what we want: 150 KB at first, 30 KB later, no shift, and first paint without scripts.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page

from bench.screens import Screen, screens
from bench.site import browser, demonstration, sign_in

MOST_FIRST, MOST_LATER, MOST_SHIFT = 150.0, 30.0, 0.0
WIDE, NARROW = 1280, 375
# A mail as it stands is no page of ours, and lets no script run: not even what would say how it was felt.
NO_PAGES = ("reminders.outbox_html", "reminders.kind_html")
WATCH = """() => {
    const named = node => node?.nodeType === 1 ? `${node.localName}.${node.className}` : '';
    window.felt = {shift: 0, largest: 0, moved: []};
    new PerformanceObserver(list => list.getEntries().forEach(e => {
        felt.shift += e.hadRecentInput ? 0 : e.value;
        felt.moved.push(...e.sources.map(source => named(source.node)));
    })).observe({type: 'layout-shift', buffered: true});
    new PerformanceObserver(list => list.getEntries().forEach(e => { felt.largest = e.startTime; }))
        .observe({type: 'largest-contentful-paint', buffered: true});
}"""
# Once the letters are there, and some frames later: what a script or a font moves has moved by then.
FELT = """() => Promise.race([document.fonts.ready, new Promise(done => setTimeout(done, 2000))])
    .then(() => new Promise(done => setTimeout(done, 150)))
    .then(() => ({...felt,
        first: (performance.getEntriesByName('first-contentful-paint')[0] || {startTime: 0}).startTime}))"""


@dataclass(frozen=True)
class Seen:
    """One look at a page: KB over the wire, answers that came from the network, ms of paints, shift and what moved."""

    weight: float
    answers: int
    first: float
    largest: float
    shift: float
    moved: tuple[str, ...]


def look(page: Page, session: CDPSession, address: str, width: int, *, afresh: bool) -> Seen:
    """Open a page at a width, ``afresh`` with an empty cache, and say what it cost."""
    page.goto("about:blank")
    page.set_viewport_size({"width": width, "height": 800})
    if afresh:
        session.send("Network.clearBrowserCache")
    sizes: list[float] = []

    def weigh(event: dict[str, Any]) -> None:
        sizes.append(event["encodedDataLength"])

    session.on("Network.loadingFinished", weigh)
    page.goto(address)
    felt: dict[str, Any] = page.evaluate(FELT)
    session.remove_listener("Network.loadingFinished", weigh)
    came = [size for size in sizes if size]
    moved = tuple(dict.fromkeys(felt["moved"]))
    return Seen(sum(came) / 1000, len(came), felt["first"], felt["largest"], round(felt["shift"], 4), moved)


@dataclass(frozen=True)
class Weighed:
    """A page with an empty cache at two widths, with a full one, and whether its heading shows without scripts."""

    screen: Screen
    wide: Seen
    narrow: Seen
    later: Seen
    plain: bool

    @property
    def shift(self) -> float:
        """The largest."""
        return max(seen.shift for seen in (self.wide, self.narrow, self.later))

    @property
    def first(self) -> float:
        """KB with an empty cache, the larger."""
        return max(self.wide.weight, self.narrow.weight)

    def faults(self) -> list[str]:
        """What is more than we want, and what moved."""
        moved = dict.fromkeys(chain(self.wide.moved, self.narrow.moved, self.later.moved))
        faults = {
            "first": self.first > MOST_FIRST,
            "later": self.later.weight > MOST_LATER,
            f"shift ({', '.join(moved)})": self.shift > MOST_SHIFT,
            "needs scripts": not self.plain,
        }
        return [name for name, is_over in faults.items() if is_over]


def weighed(browser: Browser, url: str, wanted: list[Screen]) -> Iterator[Weighed]:
    """Each page, by the person whose page it is."""
    for person, of_one in groupby(sorted(wanted, key=lambda s: s.person), key=lambda s: s.person):
        context = browser.new_context(locale="en-GB")
        page = context.new_page()
        sign_in(page, url, person)
        page.add_init_script(f"({WATCH})()")
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        scriptless = browser.new_context(storage_state=context.storage_state(), java_script_enabled=False).new_page()
        for screen in of_one:
            address = f"{url}{screen.path}"
            wide = look(page, session, address, WIDE, afresh=True)
            narrow = look(page, session, address, NARROW, afresh=True)
            later = look(page, session, address, WIDE, afresh=False)
            scriptless.goto(address, wait_until="domcontentloaded")
            yield Weighed(screen, wide, narrow, later, scriptless.locator("h1").first.is_visible())
        scriptless.context.close()
        context.close()


def main(chosen: tuple[str, ...]) -> int:
    """The exit code."""
    with demonstration(compressed=True) as url, browser() as running:
        wanted = [screen for screen in screens(running, url) if screen.name not in NO_PAGES]
        if chosen:
            wanted = [s for s in wanted if s.name.rpartition(".")[2].startswith(chosen)]
        print(f"{'page':<48} {'KB first':>9} {'answers':>8} {'KB later':>9} {'paint':>6} {'largest':>8} {'shift':>7}")
        seen = []
        for one in weighed(running, url, wanted):
            seen.append(one)
            print(
                f"{one.screen.name:<48} {one.first:>9.1f} {one.wide.answers:>8} {one.later.weight:>9.1f} "
                f"{one.later.first:>6.0f} {one.later.largest:>8.0f} {one.shift:>7.4f} {', '.join(one.faults())}",
                flush=True,
            )
    faults = sum(bool(one.faults()) for one in seen)
    most_first, most_later = max(one.first for one in seen), max(one.later.weight for one in seen)
    print(f"{len(seen)} pages; the heaviest {most_first:.1f} KB at first, {most_later:.1f} KB later; {faults} over")
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main(tuple(sys.argv[1:])))
