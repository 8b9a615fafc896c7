"""Many clients at once on gunicorn: requests a second, p50, p95 and p99, errors, and the memory of its workers.

Where other programs use the machine, requests for each CPU second of the workers say more than requests a second: they
are what one core would answer if it did nothing else.

    DATABASE_URL=postgresql://… python -m bench.clients               8 clients without a pause, 30 s
    DATABASE_URL=postgresql://… python -m bench.clients people        100 people for 5 minutes, 5 s between two pages
    DURATION=3600 … python -m bench.clients people                    the same for an hour: what the workers grow to

Of the people 70 read dashboards and recommendations, 25 look through lists and search, and 5 give updates on actions of
theirs, each of which must be there afterwards, once. It starts gunicorn by itself, two workers of four threads on a
free port of this machine, and signs everybody in. The clients run on the same cores as the server.
"""

import http.client
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.pages import OFFICER, pages, signed_in  # sets Django up

# isort: split
from django.conf import settings
from django.core.management import call_command

from recommendations.models import Action, Update
from tests.faults.people import Person

CLIENTS = int(os.environ.get("CLIENTS", "8"))
SECONDS = float(os.environ.get("DURATION", "0"))
# Of a hundred people.
READ, LOOK_THROUGH, GIVE_UPDATES = 70, 25, 5
THINK = 5.0
HOST = "127.0.0.1"
PATIENCE = 30


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


@contextmanager
def server(port: int) -> Iterator[subprocess.Popen[bytes]]:
    """gunicorn with two workers, ready to answer; stopped at the end."""
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "scrutiny.wsgi",
        "--workers",
        "2",
        "--threads",
        "4",
        "--bind",
        f"{HOST}:{port}",
    ]
    environment = {**os.environ, "ALLOWED_HOSTS": HOST, "DJANGO_SETTINGS_MODULE": "scrutiny.settings"}
    started = time.perf_counter()
    process = subprocess.Popen([*command, "--no-control-socket", "--log-level", "error"], env=environment)
    try:
        while True:
            try:
                socket.create_connection((HOST, port), timeout=1).close()
                break
            except OSError:
                if process.poll() is not None or time.perf_counter() - started > PATIENCE:
                    raise
                time.sleep(0.05)
        print(f"ready in {time.perf_counter() - started:.1f} s")
        yield process
    finally:
        process.terminate()
        process.wait(PATIENCE)


def memory(parent: int) -> list[int]:
    """MB of each worker: what is its own, and its part of what it shares with the others (proportional set size)."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    told = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in children]
    return [int(found[1]) // 1024 for one in told if (found := re.search(r"^Pss:\s+(\d+) kB", one, re.M))]


def cpu(parent: int) -> float:
    """CPU seconds that the workers have used."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in children]
    return sum(int(one[11]) + int(one[12]) for one in fields) / os.sysconf("SC_CLK_TCK")


@dataclass
class Told:
    """What the clients were told: wall ms of each answer, and what went wrong."""

    walls: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def take(self, address: str, ms: float, status: int, expected: int) -> None:
        """One answer; status 0 is none."""
        self.walls.append(ms)
        if status != expected:
            self.errors.append(f"{status} {address}")


Visits = list[tuple[str, str]]


def reader(port: int, visits: Visits, think: float, until: float, told: Told) -> None:
    """One client: asks for page after page until the time is over."""
    chance = random.Random(threading.get_ident())  # noqa: S311  # which page comes next
    # A hundred people do not come in the same moment.
    time.sleep(chance.uniform(0, 2 * think))
    while time.perf_counter() < until:
        address, cookie = chance.choice(visits)
        begun = time.perf_counter()
        status = 0
        try:
            link = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
            link.request("GET", address, headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"})
            answer = link.getresponse()
            answer.read()
            status = answer.status
            link.close()
        except OSError:
            pass
        told.take(address, (time.perf_counter() - begun) * 1000, status, 200)
        if think:
            time.sleep(chance.uniform(0, 2 * think))


def giver(person: Person, until: float, told: Told) -> None:
    """One officer: gives an update, thinks, and again until the time is over."""
    time.sleep(person.chance.uniform(0, 2 * person.think))
    while time.perf_counter() < until:
        answer = person.save()
        person.answers.append(answer)
        told.take("an update", answer.ms, answer.status, 302)
        time.sleep(person.chance.uniform(0, 2 * person.think))


def lost_or_doubled(people: list[Person]) -> str:
    """Whether every update that was acknowledged is there once."""
    told = [answer.words for person in people for answer in person.answers if answer.status == 302]
    kept = Counter(Update.objects.filter(words__in=told).values_list("words", flat=True))
    lost, doubled = sum(not kept[words] for words in told), sum(number > 1 for number in kept.values())
    return f"updates acknowledged {len(told)}, lost {lost}, doubled {doubled}"


def signed_in_visits(*names: str) -> Visits:
    """The pages of bench.pages with these names, each with a session of whoever reads it."""
    named = [page for page in pages() if page.name in names]
    sessions = {page.person: session_of(page.person) for page in named}
    return [(page.address, sessions[page.person]) for page in named]


def session_of(person: str) -> str:
    """A session of a person, as a cookie has it."""
    return str(signed_in(person).cookies[settings.SESSION_COOKIE_NAME].value)


READ_BY_MOST = ("dashboard of a review", "the same as at a past day", "recommendation page")
LOOKED_THROUGH = ("my actions", "a filtered list of actions", "search")


def eight(port: int, until: float, told: Told) -> list[threading.Thread]:
    """Clients without a pause. A committee of 40 reviews is a page of its own, and not one that most people open."""
    visits = signed_in_visits(*READ_BY_MOST, *LOOKED_THROUGH)
    return [threading.Thread(target=reader, args=(port, visits, 0, until, told)) for _ in range(CLIENTS)]


def hundred(port: int, until: float, told: Told, givers: list[Person]) -> list[threading.Thread]:
    """A hundred people; those who give updates are noted in ``givers``."""
    reading, looking = signed_in_visits(*READ_BY_MOST), signed_in_visits(*LOOKED_THROUGH)
    # Signed off, an action is closed.
    own = Action.objects.open_to_updates().filter(post__holdings__user__email=OFFICER).order_by("pk")[:GIVE_UPDATES]
    session = session_of(OFFICER)
    for number, action in enumerate(own):
        chance = random.Random(number)  # noqa: S311  # how long they think
        # They say what was said in no run before, so that what is doubled is of this one.
        begun = int(time.time())
        givers.append(Person(action.pk, session, [port], THINK, chance, version=action.version, said=begun))
    return [
        *(threading.Thread(target=reader, args=(port, reading, THINK, until, told)) for _ in range(READ)),
        *(threading.Thread(target=reader, args=(port, looking, THINK, until, told)) for _ in range(LOOK_THROUGH)),
        *(threading.Thread(target=giver, args=(person, until, told)) for person in givers),
    ]


def main(who: str) -> bool:
    """Measure and print; whether nothing went wrong."""
    call_command("collectstatic", interactive=False, verbosity=0)
    port, told, givers = free_port(), Told(), list[Person]()
    seconds = SECONDS or (300.0 if who == "people" else 30.0)
    with server(port) as process:
        reader(port, signed_in_visits(*READ_BY_MOST, *LOOKED_THROUGH), 0, time.perf_counter() + 3, Told())
        before, used = memory(process.pid), cpu(process.pid)
        until = time.perf_counter() + seconds
        people = hundred(port, until, told, givers) if who == "people" else eight(port, until, told)
        for person in people:
            person.start()
        for person in people:
            person.join()
        used = cpu(process.pid) - used
        cuts = statistics.quantiles(told.walls, n=100)
        rate = f"{len(told.walls) / seconds:.0f} requests/s"
        print(f"{len(people)} clients, {seconds:.0f} s: {rate}, {len(told.errors)} errors")
        print(f"{len(told.walls) / used:.0f} requests for each CPU second of the workers, which used {used:.1f} s")
        print(f"p50 {cuts[49]:.0f} ms, p95 {cuts[94]:.0f} ms, p99 {cuts[98]:.0f} ms")
        print(f"memory of the workers: {before} MB before, {memory(process.pid)} MB after")
    if givers:
        print(lost_or_doubled(givers))
    for error in told.errors[:5]:
        print(error)
    return not told.errors


if __name__ == "__main__":
    sys.exit(not main(sys.argv[1] if len(sys.argv) > 1 else ""))
