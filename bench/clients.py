"""Many clients at once on gunicorn: requests a second, p50, p95 and p99, errors, and the memory of its workers.

Where other programs use the machine, requests for each CPU second of the workers say more than requests a second: they
are what one core would answer if it did nothing else.

    DATABASE_URL=postgresql://… python -m bench.clients               8 clients without a pause, 30 s
    CLIENTS=100 THINK=5 DURATION=300 … python -m bench.clients        100 people who read for 5 s between pages

It starts gunicorn by itself, two workers of four threads on a free port of this machine, signs each client in and lets
them ask for the pages of bench.pages. The clients run on the same cores as the server.
"""

import http.client
import os
import random
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from bench.pages import pages, signed_in

CLIENTS = int(os.environ.get("CLIENTS", "8"))
THINK = float(os.environ.get("THINK", "0"))
SECONDS = float(os.environ.get("DURATION", "30"))
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
    """Resident MB of each worker."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    page = os.sysconf("SC_PAGE_SIZE")
    return [int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * page // 2**20 for pid in children]


def cpu(parent: int) -> float:
    """CPU seconds that the workers have used."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in children]
    return sum(int(one[11]) + int(one[12]) for one in fields) / os.sysconf("SC_CLK_TCK")


def client(port: int, visits: list[tuple[str, str]], until: float, walls: list[float], errors: list[str]) -> None:
    """One person: asks for page after page until the time is over."""
    chance = random.Random(threading.get_ident())  # noqa: S311  # which page comes next
    while time.perf_counter() < until:
        address, cookie = chance.choice(visits)
        begun = time.perf_counter()
        try:
            link = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
            link.request("GET", address, headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"})
            answer = link.getresponse()
            answer.read()
            if answer.status != 200:
                errors.append(f"{answer.status} {address}")
            link.close()
        except OSError as trouble:
            errors.append(f"{trouble} {address}")
        walls.append((time.perf_counter() - begun) * 1000)
        if THINK:
            time.sleep(chance.uniform(0, 2 * THINK))


def main() -> None:
    """Measure and print."""
    # A committee of 40 reviews is a page of its own; these are the lists and dashboards that most people open.
    named = [page for page in pages() if page.name not in ("dashboard of a committee", "meeting")]
    cookies = {page.person: signed_in(page.person).cookies[settings.SESSION_COOKIE_NAME].value for page in named}
    visits = [(page.address, cookies[page.person]) for page in named]
    call_command("collectstatic", interactive=False, verbosity=0)
    port = free_port()
    with server(port) as process:
        client(port, visits, time.perf_counter() + 3, [], [])
        before, used = memory(process.pid), cpu(process.pid)
        walls: list[float] = []
        errors: list[str] = []
        until = time.perf_counter() + SECONDS
        people = [threading.Thread(target=client, args=(port, visits, until, walls, errors)) for _ in range(CLIENTS)]
        for person in people:
            person.start()
        for person in people:
            person.join()
        used = cpu(process.pid) - used
        cuts = statistics.quantiles(walls, n=100)
        print(f"{CLIENTS} clients, thinking {THINK:g} s: {len(walls) / SECONDS:.0f} requests/s, {len(errors)} errors")
        print(f"{len(walls) / used:.0f} requests for each CPU second of the workers, which used {used:.1f} s")
        print(f"p50 {cuts[49]:.0f} ms, p95 {cuts[94]:.0f} ms, p99 {cuts[98]:.0f} ms")
        print(f"memory of the workers: {before} MB before, {memory(process.pid)} MB after")
        for error in errors[:5]:
            print(error)


if __name__ == "__main__":
    main()
