"""The demonstration, running on a folder and a port of its own, and a browser in front of it.

SITE=http://127.0.0.1:8000 takes a demonstration that runs already; it has to be one that may be written to.
CHROMIUM names the browser.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
# Seconds for a start, which loads a review, on a busy machine.
PATIENCE = 300


@contextmanager
def demonstration(compressed: bool = False) -> Iterator[str]:
    """The address of a running demonstration; one that was started here is ended, and its folder deleted.

    ``compressed`` keeps styles and scripts as a real install does; the demonstration by itself saves that time.
    """
    running = os.environ.get("SITE", "").rstrip("/")
    if running:
        yield running
        return
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        more = {"VAR_DIR": folder, "PORT": str(port), "DEMONSTRATION": "1", "DATABASE_URL": "", "REDIS_URL": ""}
        url = f"http://127.0.0.1:{port}"
        if compressed:
            with started(url, Path(folder), more):
                compress(Path(folder), more)
        with started(url, Path(folder), more):
            yield url


@contextmanager
def started(url: str, folder: Path, more: dict[str, str]) -> Iterator[None]:
    """The site, from its first answer to its end."""
    log = folder / "start.log"
    with log.open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "scrutiny.embedded", "start"],
            cwd=ROOT,
            env={**os.environ, **more},
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_for(url, process, log)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=PATIENCE)


def compress(folder: Path, more: dict[str, str]) -> None:
    """Gather the static files as settings.py has it. The stamp keeps the next start from doing it otherwise."""
    stamp = folder / "static" / "fingerprint"
    words = stamp.read_text()
    command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--clear", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **more}, check=True)
    stamp.write_text(words)


def wait_for(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Until the sign-in page is served. Raises RuntimeError with what the site said where it ends or takes too long."""
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(f"{url}/sign-in/", timeout=2):  # noqa: S310  # our own address
                return
        except (URLError, TimeoutError, ConnectionError):
            time.sleep(0.2)
    raise RuntimeError(log.read_text())


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium, without a window and without a word to the outside."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


def sign_in(page: Page, url: str, person: str) -> None:
    """Press the button of one kind of person on the demonstration's sign-in page; "" stays the public."""
    if person:
        page.goto(f"{url}/sign-in/")
        page.get_by_role("button", name=f"Sign in as {person},").click()
        page.wait_for_url(lambda address: "/sign-in/" not in address)
