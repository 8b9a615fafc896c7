"""All load figures in one run, on PostgreSQL, each beside what is promised; then, where asked for, all faults.

    bash .ci/run .venv/bin/python -m bench              # about three quarters of an hour on an idle machine
    bash .ci/run .venv/bin/python -m bench faults       # about half an hour more
    bash .ci/run .venv/bin/python -m bench people pages # only these, in this order

TEST_DATABASE_URL (or DATABASE_URL) names a PostgreSQL server, on which it makes databases and drops them again. Each
figure is another command's, which can be run by itself: its name is printed above. Ends with 1 where one of them did.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

import psycopg

LARGE, EMPTY, NONE = "bench_large", "bench_empty", ""


@dataclass(frozen=True)
class Step:
    """One command, and on which database it works: the large install, an empty one, or none of ours."""

    promise: str
    command: tuple[str, ...]
    database: str = LARGE
    settings: dict[str, str] = field(default_factory=dict)


LOAD = {
    "pages": Step("CPU ms of page and database together, and queries, as printed", ("bench.pages",)),
    "clients": Step("8 clients on 2 workers: 40 requests/s or more, 0 errors; a worker 120 MB", ("bench.clients",)),
    "people": Step(
        "100 people, 5 minutes: p50 40, p95 150, p99 400 ms, 0 errors, 0 updates lost", ("bench.clients", "people")
    ),
    "memory": Step("15 minutes: workers 120 MB, grown by 5 % at most, connections flat", ("bench.memory",)),
    "growth": Step("1x, 10x, 100x: each at most 1.5 times slower, as many queries", ("bench.growth",), EMPTY),
    "reports": Step(
        "1.15 times WeasyPrint alone; 60 actions 3 s, 1,000 actions 30 s and 300 MB, 500 recommendations 600 MB",
        ("bench.reports", "13x4", "60x1", "50x20", "500x1"),
        NONE,
    ),
    "import": Step("reading the real report: 5 s, 300 MB (REVIEW_TEXT names it)", ("bench.importing",), NONE),
    "plan": Step("planning reminders over 100,000 actions: 5 s, 200 MB", ("bench.reminders", "plan")),
    "digests": Step(
        "0.7 times the bare mail library over one connection; 1,000 in 10 s", ("bench.reminders", "digests"), EMPTY
    ),
    "backups": Step("a million rows of history back in 5 minutes, with every check", ("bench.backups",)),
}
FAULTS = {
    "mail": Step("0 lost; doubled only after a crash, and told", ("bench.faults_of_mail",), EMPTY),
    "webhooks": Step(
        "0 lost; twice only after a crash, by the same name", ("bench.faults_of_webhooks",), NONE, {"MESSAGES": "500"}
    ),
    "postgres": Step(
        "restarted 20 times under 50 people: errors for 2 s after it at most, 0 saves missing",
        ("tests.faults", "postgres"),
        NONE,
        {"ROUNDS": "20"},
    ),
    "redis": Step("gone and frozen for 60 s: 0 errors, p95 150 ms", ("tests.faults", "redis", "frozen"), NONE),
    "kill": Step("kill -9 of one of two: 0 saves missing", ("tests.faults", "kill"), NONE, {"ROUNDS": "20"}),
    "disk": Step("full: refused in words, nothing half kept", ("tests.faults", "disk"), NONE),
    "forms": Step("10,000 posts of nonsense: 0 answers of 500, memory grown by 50 MB at most", ("bench.fuzz",), EMPTY),
    "api": Step("Schemathesis with each kind of token: 0 of 500, 0 against the schema", ("bench.api",), EMPTY),
}


@contextmanager
def database(server: str, name: str) -> Iterator[str]:
    """The address of a new database on the server; gone at the end."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def run(*command: str, **settings: str) -> bool:
    """One command to its end, printing as it goes; whether it was content."""
    begun = time.monotonic()
    whole = [sys.executable, "-W", "ignore", "-m", *command]
    code = subprocess.run(whole, env={**os.environ, **settings}, check=False).returncode
    print(f"({time.monotonic() - begun:.0f} s{f', ended with {code}' if code else ''})", flush=True)
    return not code


def main(*names: str) -> bool:
    """Run what is named; whether all were content."""
    steps = {**LOAD, **FAULTS}
    wanted = list(FAULTS) if names == ("faults",) else list(names or LOAD)
    server = os.environ.get("TEST_DATABASE_URL") or os.environ["DATABASE_URL"]
    is_content = True
    with database(server, LARGE) as large:
        if any(steps[name].database == LARGE for name in wanted):
            print("\n== python -m bench.fill", flush=True)
            run("bench.fill", DATABASE_URL=large)
        for name in wanted:
            step = steps[name]
            said = " ".join([*(f"{key}={value}" for key, value in step.settings.items()), "python -m", *step.command])
            print(f"\n== {said}\n-- wanted: {step.promise}", flush=True)
            if step.database == EMPTY:
                with database(server, EMPTY) as empty:
                    is_content &= run(*step.command, **step.settings, DATABASE_URL=empty, TEST_DATABASE_URL=empty)
            else:
                is_content &= run(*step.command, **step.settings, **({"DATABASE_URL": large} if step.database else {}))
    return is_content


if __name__ == "__main__":
    sys.exit(not main(*sys.argv[1:]))
