"""Every page at two widths, every kind of mail, every page of a report as PNG: what ``make screenshots`` makes.

    python -m bench.screenshots              # into var/screenshots
    python -m bench.screenshots dashboard    # only the pages whose name begins so; no mail, no PDF
    python -m bench.screenshots --tour       # afterwards, the handful of the README into docs/

PDF pages need pdftoppm (Debian: poppler-utils). Where it is missing they are left out, and that is said.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext

from bench.screens import Screen, furnish, screens
from bench.site import ROOT, browser, demonstration, sign_in

FOLDER = ROOT / "var" / "screenshots"
WIDE, NARROW = 1280, 375
# As a telephone shows a mail, and a mail program beside its list.
MAIL_WIDTHS = (NARROW, 640)
HEIGHT = 900
# Dots to the inch of a PDF page.
RESOLUTION = 80
# The README's pictures: what is taken, how much of its top, and its name in docs/.
TOUR = (
    ("recommendations.dashboard--scrutiny-member-1280.png", 1240, "dashboard.png"),
    ("recommendations.recommendation--scrutiny-member-1280.png", 1240, "recommendation.png"),
    ("home--officer-1280.png", 1000, "my-actions.png"),
    ("pdf-public-02.png", 0, "report-page.png"),
)
COLOURS = 64


def picture(browser: Browser, url: str, wanted: list[Screen], folder: Path) -> int:
    """Picture these pages at both widths, person by person; the number of files."""
    count = 0
    for person, pages in groupby(sorted(wanted, key=lambda s: s.person), key=lambda s: s.person):
        context = browser.new_context(reduced_motion="reduce", locale="en-GB")
        page = context.new_page()
        sign_in(page, url, person)
        for screen in pages:
            for width in (WIDE, NARROW):
                page.set_viewport_size({"width": width, "height": HEIGHT})
                page.goto(f"{url}{screen.path}")
                page.screenshot(path=folder / f"{screen.file}-{width}.png", full_page=True)
                count += 1
        context.close()
    return count


def mails(context: BrowserContext, url: str) -> Iterator[tuple[str, str]]:
    """Each kind of mail that this scrutiny officer can look at, and each subject of the outbox: name and address."""
    page = context.new_page()
    page.goto(f"{url}/set-up/")
    page.goto(f"{url}/reminders/committees/1/mails/")
    links = page.locator("main a[href*='/mails/']").evaluate_all("links => links.map(a => a.pathname)")
    for path in dict.fromkeys(links):
        yield path.rstrip("/").rpartition("/")[2], f"{path}html/"
    page.goto(f"{url}/outbox/")
    rows = page.locator("main a[href*='/outbox/']").evaluate_all("links => links.map(a => [a.innerText, a.pathname])")
    seen = set()
    for subject, path in rows:
        kind = " ".join(word for word in subject.split() if not any(c.isdigit() for c in word))
        if kind not in seen:
            seen.add(kind)
            yield f"outbox-{path.strip('/').rpartition('/')[2]}", f"{path}html/"


def picture_mails(browser: Browser, url: str, folder: Path) -> int:
    """Picture each kind of mail at both widths; the number of files."""
    context = browser.new_context()
    sign_in(context.new_page(), url, "Scrutiny officer")
    page, count = context.new_page(), 0
    for name, path in mails(context, url):
        answer = page.goto(f"{url}{path}")
        for width in MAIL_WIDTHS if answer and answer.ok else ():
            page.set_viewport_size({"width": width, "height": HEIGHT})
            page.screenshot(path=folder / f"mail-{name}-{width}.png", full_page=True)
            count += 1
    context.close()
    return count


def picture_papers(browser: Browser, url: str, folder: Path) -> int:
    """Picture each page of both PDFs of the issued report; the number of files."""
    if not shutil.which("pdftoppm"):
        print("pdftoppm is missing: no pages of PDFs. Install poppler-utils.")
        return 0
    context = browser.new_context()
    page = context.new_page()
    sign_in(page, url, "Chair")
    page.goto(f"{url}/reviews/prevent-duty/reports/")
    page.goto(url + str(page.locator("main a[href^='/reports/']").first.get_attribute("href")))
    links = page.get_by_role("link", name="Download the PDF").evaluate_all("links => links.map(a => a.pathname)")
    with tempfile.TemporaryDirectory() as kept:
        for version, path in zip(("public", "exempt"), links, strict=True):
            file = Path(kept, f"{version}.pdf")
            file.write_bytes(context.request.get(f"{url}{path}").body())
            into = folder / f"pdf-{version}"
            subprocess.run(["pdftoppm", "-r", str(RESOLUTION), "-png", str(file), str(into)], check=True)
    context.close()
    return len(list(folder.glob("pdf-*.png")))


def take_tour(folder: Path) -> None:
    """Keep the README's pictures, small."""
    for name, height, kept in TOUR:
        with Image.open(folder / name) as whole:
            top = whole.crop((0, 0, whole.width, min(height or whole.height, whole.height)))
            top.convert("RGB").quantize(COLOURS).save(ROOT / "docs" / kept, optimize=True)


def main(arguments: list[str]) -> None:
    """Make the pictures and say how many there are."""
    chosen = tuple(a for a in arguments if not a.startswith("--"))
    if not chosen:
        shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with demonstration() as url, browser() as running:
        furnish(running, url)
        wanted = screens(running, url)
        if chosen:
            wanted = [s for s in wanted if s.name.rpartition(".")[2].startswith(chosen)]
        print(f"{picture(running, url, wanted, FOLDER)} pictures of {len(wanted)} pages")
        if not chosen:
            print(f"{picture_mails(running, url, FOLDER)} mails")
            print(f"{picture_papers(running, url, FOLDER)} pages of PDFs")
    if "--tour" in arguments:
        take_tour(FOLDER)
    print(f"in {FOLDER}")


if __name__ == "__main__":
    main(sys.argv[1:])
