"""A real browser on the real thing: web, worker and beat as ``make start`` runs them, on a folder of their own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import psycopg
import pytest
from playwright.sync_api import Locator, Page, expect
from psycopg import sql

from tests.accounts.oidc_provider import CLIENT, SECRET, Directory
from tests.accounts.oidc_provider import running as openid_provider

ROOT = Path(__file__).resolve().parents[2]
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A start on a busy machine of 2 cores. A condition is waited for, so a quick machine does not wait.
PATIENCE = 300
# Playwright's own 5 s are short where other tests use the cores as well.
expect.set_options(timeout=20_000)
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@dataclass
class Stack:
    """The site, running."""

    url: str
    var: Path
    port: int
    services: dict[str, str]
    more: dict[str, str] = field(default_factory=dict)
    process: "subprocess.Popen[str] | None" = None

    @property
    def environment(self) -> dict[str, str]:
        """What the processes, and commands beside them, see."""
        return {
            **os.environ,
            **self.services,
            "DJANGO_SETTINGS_MODULE": "scrutiny.settings",
            "VAR_DIR": str(self.var),
            "PORT": str(self.port),
            "DEMONSTRATION": "1",
            **self.more,
        }

    def start(self) -> None:
        """Start web, worker and beat, and wait until the first page is served."""
        with (self.var / "start.log").open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "scrutiny.embedded", "start"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
            )
        wait_until(self.answers, "the site to answer")

    def stop(self) -> None:
        """End them all, as Ctrl-C does, and wait until they are gone."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=PATIENCE) == 0

    def answers(self) -> bool:
        """Whether the first page is served; fails at once where the process has ended."""
        assert self.process is not None
        assert self.process.poll() is None, (self.var / "start.log").read_text()
        try:
            with urlopen(f"{self.url}/sign-in/", timeout=2) as answer:
                return bool(answer.status == 200)
        except (URLError, TimeoutError, ConnectionError):
            return False

    def manage(self, *arguments: str) -> str:
        """Run a management command beside the running site."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=2 * PATIENCE,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def wait_until(holds: Callable[[], object], what: str, patience: float = PATIENCE) -> None:
    """Wait for a condition; fails, naming it, when it does not come true in time."""
    deadline = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < deadline, f"Waited {patience:.0f} seconds for {what}"
        time.sleep(0.1)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def own_services(name: str) -> Iterator[dict[str, str]]:
    """A database of one stack's own, on the services of this run; nothing to set on the embedded ones."""
    name = f"{name}_{os.getpid()}"
    server, broker = os.environ["DATABASE_URL"], os.environ["REDIS_URL"]
    if not server:
        yield {"DATABASE_URL": "", "REDIS_URL": ""}
        return
    database = sql.Identifier(f"journeys_{name}")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(database))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(database))
        url = urlsplit(server)._replace(path=f"/journeys_{name}").geturl()
        yield {"DATABASE_URL": url, "REDIS_URL": broker}
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(database))


@contextmanager
def running_stack(folder: Path, name: str, **more: str) -> Iterator[Stack]:
    """The whole product, started, and stopped at the end without leaving a process behind."""
    port = free_port()
    with own_services(name) as services:
        running = Stack(f"http://127.0.0.1:{port}", folder, port, services, more)
        try:
            running.start()
            yield running
        finally:
            running.stop()


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """One stack for all journeys that do not stop it, with a council's directory beside it."""
    with openid_provider(Directory("scrutiny-member@tower-hamlets.example")) as directory:
        settings = {
            "OIDC_ISSUER": directory.url,
            "OIDC_NAME": "Tower Hamlets",
            "OIDC_CLIENT_ID": CLIENT,
            "OIDC_CLIENT_SECRET": SECRET,
        }
        with running_stack(tmp_path_factory.mktemp("var"), "shared", **settings) as running:
            yield running


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium, as root, without a word to the outside."""
    return {"executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture
def visitor(page: Page, stack: Stack) -> "Visitor":
    """Somebody in front of a browser."""
    return Visitor(page, stack.url)


class Visitor:
    """Somebody who signs in, goes to pages, and finds no barrier on any of them."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.errors: list[str] = []
        # The browser reports a refused form as an error too; it is an answer like any other.
        answers = ("422", "409")
        page.on(
            "console",
            lambda message: (
                self.errors.append(message.text)
                if message.type == "error" and not any(f"status of {code}" in message.text for code in answers)
                else None
            ),
        )
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def sign_in(self, kind: str) -> None:
        """Press the button of one kind of person on the demonstration's sign-in page."""
        self.page.goto(f"{self.url}/sign-in/")
        self.page.get_by_role("button", name=f"Sign in as {kind},").click()
        self.page.wait_for_url(lambda url: "/sign-in/" not in url)

    def sign_out(self) -> None:
        """Leave."""
        self.page.get_by_role("button", name="Sign out").first.click()
        expect(self.page.get_by_role("heading", name="Sign in to the demonstration")).to_be_visible()

    def goto(self, path: str) -> None:
        """Open a page of the site."""
        self.page.goto(f"{self.url}{path}")

    def press(self, what: Locator) -> None:
        """Press what leads to another page, and wait until that is there: what is looked at next is the new one."""
        with self.page.expect_navigation():
            what.click()

    def finds_no_barrier(self) -> None:
        """Axe finds nothing at WCAG 2.2 AA, nothing scrolls sideways, and the console is clean."""
        self.page.evaluate(AXE)
        found = self.page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}}).then(r => r.violations.map("
            "v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(', ')))",
            STANDARDS,
        )
        assert found == [], f"{self.page.url}: {found}"
        wide, room = self.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert wide <= room, f"{self.page.url} scrolls sideways: {wide} in {room}"
        assert self.errors == []
