"""CPU time, wall time and queries of the pages that members read, one client after the other.

    DATABASE_URL=postgresql://… python -m bench.pages          the large install of bench.fill
    VAR_DIR=var DEMONSTRATION=1 PEERS=0 python -m bench.pages  the demonstration of `make start`, on SQLite

CPU ms are of this process and of its PostgreSQL backend, each the middle of RUNS; p50 and p95 are wall ms. The page is
asked for in this process, through all middleware, so that what is measured is ours and not a network's.

Machines differ and are shared: the first line says what a fixed piece of Python took. The last two lines (left out with
PEERS=0, since the second takes minutes) are the peer that figures are held against in the same run: the lists of
Django's own administration over the same rows, 50 actions on a page, and its search in the words of updates.
"""

import json
import os
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scrutiny.settings")
os.environ.setdefault("ALLOWED_HOSTS", "testserver")
# Sessions made here are read by the servers that bench.clients starts.
os.environ.setdefault("SECRET_KEY", "only-for-measuring-" * 4)
django.setup()

from django.conf import settings  # noqa: E402  # after the set-up
from django.contrib import admin  # noqa: E402
from django.db import OperationalError, connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from accounts.collecting import collect_seldom  # noqa: E402
from accounts.models import User  # noqa: E402
from recommendations.models import Action, Review, Update  # noqa: E402

RUNS = int(os.environ.get("RUNS", "40"))
TICK = os.sysconf("SC_CLK_TCK")
# The accounts of bench.fill.
MEMBER, OFFICER = "member@large.example", "officer@large.example"


@dataclass(frozen=True)
class Page:
    """One address, for one person, and what is promised: CPU ms, queries."""

    name: str
    address: str
    person: str
    cpu_ms: int
    queries: int
    # What is typed into its form the next time that it is posted; None for what is only read.
    typed: Iterator[dict[str, Any]] | None = None

    def ask(self, client: Client) -> Any:
        """Ask for it once. The answer that shows that it was read, or saved."""
        if self.typed is None:
            answer, expected = client.get(self.address), 200
        else:
            body = urlencode(next(self.typed))
            answer = client.post(self.address, body, content_type="application/x-www-form-urlencoded")
            expected = 302
        assert answer.status_code == expected, (self.address, answer.status_code)
        return answer


def pages() -> list[Page]:
    """What is measured. In the large install the reviews of the first committee are those of real size."""
    review = Review.objects.order_by("pk").first()
    assert review is not None, "The database is empty."
    home, committee = f"/reviews/{review.slug}/", f"/committees/{review.committee_id}/"
    is_large = review.slug == "review-0"
    member, officer = (MEMBER, OFFICER) if is_large else ("Scrutiny member", "Officer")
    past = "?as_at=2026-03-31"
    return [
        Page("my actions", "/my-actions/", officer, 30, 10),
        Page("a filtered list of actions", f"{home}actions/?timeliness=overdue", member, 30, 10),
        # Of the demonstration, on SQLite, 30 is promised.
        Page("dashboard of a review", home, member, 35 if is_large else 30, 12),
        Page("the same as at a past day", home + past, member, 50, 12),
        Page("dashboard of a committee", committee, member, 60, 12),
        Page("recommendation page", f"{home}recommendations/1/", member, 35, 12),
        Page("meeting", f"/meetings/{review.committee.meetings.latest('held_on').pk}/", member, 60, 12),
        Page("search", "/search/?q=governors+trained", member, 60, 5),
    ]


class Actions(admin.ModelAdmin[Action]):
    """A list as the administration makes it, with what our own prints of an action."""

    list_display = ("reference", "title", "post", "status", "original_target_on", "updated_on")
    list_select_related = ("recommendation__review", "part", "post")
    list_per_page = 50


class Updates(admin.ModelAdmin[Update]):
    """A list of updates with the administration's search."""

    list_display = ("action", "status", "given_for", "given_on")
    list_select_related = ("action__recommendation", "action__part", "given_for")
    list_per_page = 50
    search_fields = ("words",)


def saving() -> list[Page]:
    """An officer's updates on one of their actions, each in words of its own; in the large install alone."""
    action = Action.objects.open_to_updates().filter(post__holdings__user__email=OFFICER).order_by("pk").first()
    if action is None:
        return []
    typed = (
        {"status": "on_track", "words": f"Schools visited: {turn}.", "reason": "", "version": turn}
        for turn in count(action.version)
    )
    return [Page("saving an update", f"/actions/{action.pk}/update/", OFFICER, 25, 15, typed)]


def peers() -> list[Page]:
    """The administration's lists of the same rows, read by an account that may."""
    admin.site.unregister([Action, Update])
    admin.site.register(Action, Actions)
    admin.site.register(Update, Updates)
    # The second step that the administration asks for is not what is measured.
    settings.DEMONSTRATION = True
    person = User.objects.filter(email="peer@large.example").first()
    person = person or User.objects.create_superuser("peer@large.example", "Peer")
    actions, updates = (
        reverse("admin:recommendations_action_changelist"),
        reverse("admin:recommendations_update_changelist"),
    )
    return [
        Page("peer: administration's list", actions, person.email, 0, 0),
        Page("peer: administration's search", f"{updates}?q=governors+trained", person.email, 0, 0),
    ]


def signed_in(person: str) -> Client:
    """A browser of the person with this address, or of this kind of person of the demonstration."""
    named = {"email": person} if "@" in person else {"demonstration__kind": person}
    client = Client()
    client.force_login(User.objects.get(**named))
    return client


def counting(asked: list[str], execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """Note each query."""
    asked.append(sql)
    return execute(sql, params, many, context)


def backend_cpu() -> float:
    """CPU seconds of this connection's PostgreSQL process, where it runs on this machine; else 0."""
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def floor() -> float:
    """CPU ms of a fixed piece of Python, the best of five: what the machine does beside this can be read from it."""
    best = float("inf")
    for _ in range(5):
        begun = time.process_time()
        kept: dict[int, tuple[int, str]] = {}
        for number in range(100_000):
            kept[number % 97] = (number, str(number))
        best = min(best, (time.process_time() - begun) * 1000)
    return best


@dataclass(frozen=True)
class Measured:
    """What one page took: CPU ms of this process and of the database, wall ms, queries, and the size of the answer."""

    name: str
    app: float
    database: float
    p50: float
    p95: float
    queries: int
    kilobytes: float

    def line(self, page: Page) -> str:
        """The figures beside what is promised; of a peer, the figures."""
        took = f"{self.name:<34}{self.app:>7.0f} +{self.database:>4.0f} CPU ms"
        if not page.cpu_ms:
            return f"{took}{self.p50:>20.0f} /{self.p95:>5.0f} ms"
        is_kept = self.app + self.database <= page.cpu_ms and self.queries <= page.queries
        asked = f"{self.queries:>4} queries (promise {page.queries:>2}){self.kilobytes:>6.0f} KB"
        walls = f"{self.p50:>7.0f} /{self.p95:>5.0f} ms"
        return f"{took} (promise {page.cpu_ms:>3}){walls}{asked}{'' if is_kept else '  over'}"


def measure(page: Page) -> Measured:
    """Ask for a page RUNS times."""
    client = signed_in(page.person)
    for _ in range(3):
        answer = page.ask(client)
    asked: list[str] = []
    with connection.execute_wrapper(partial(counting, asked)):
        page.ask(client)
    walls: list[float] = []
    cpus: list[float] = []
    database = backend_cpu()
    for _ in range(RUNS):
        wall, cpu = time.perf_counter(), time.process_time()
        page.ask(client)
        cpus.append((time.process_time() - cpu) * 1000)
        walls.append((time.perf_counter() - wall) * 1000)
    database = (backend_cpu() - database) / RUNS * 1000
    return Measured(
        name=page.name,
        app=statistics.median(cpus),
        database=database,
        p50=statistics.median(walls),
        p95=statistics.quantiles(walls, n=20)[18],
        queries=len(asked),
        kilobytes=len(answer.content) / 1024,
    )


if __name__ == "__main__":
    settings.ALLOWED_HOSTS = ["testserver"]
    # Names of static files without a manifest: how they are served is not measured here.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    # As the workers of gunicorn do.
    collect_seldom()
    if "--json" in sys.argv:
        print(json.dumps([asdict(measure(page)) for page in pages()]))
        sys.exit()
    print(f"{connection.vendor}, {RUNS} runs each; 100,000 rounds of a loop took {floor():.0f} CPU ms")
    for page in (*pages(), *saving(), *(() if os.environ.get("PEERS") == "0" else peers())):
        try:
            print(measure(page).line(page), flush=True)
        except OperationalError as ended:
            # A peer may take longer than any page of ours may.
            print(f"{page.name:<34}{str(ended).splitlines()[0]} ({settings.STATEMENT_TIMEOUT} s)", flush=True)
            connection.close()
