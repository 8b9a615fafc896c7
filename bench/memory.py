"""What web workers grow to while a hundred people use them: memory, open files and connections, minute by minute.

    DATABASE_URL=postgresql://… python -m bench.memory                15 minutes
    MINUTES=60 DATABASE_URL=postgresql://… python -m bench.memory     an hour

They are the people of bench.clients, on the large install of bench.fill. Of each worker: MB of its own and of its part
of what it shares with the others (proportional set size), MB that it alone holds, and open files. Ends with 1 where a
worker is larger than 120 MB, grew by more than 5 % in the last two thirds of the time, or connections did not stay.
"""

import os
import re
import statistics
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from bench.clients import Told, free_port, hundred, lost_or_doubled, server  # sets Django up

# isort: split
from django.core.management import call_command
from django.db import connection

from tests.faults.people import Person

MINUTES = int(os.environ.get("MINUTES", "15"))
LARGEST, GROWTH = 120.0, 0.05


@dataclass(frozen=True)
class Moment:
    """What the workers hold: MB of each, files that each has open, and connections to the database."""

    whole: tuple[float, ...]
    own: tuple[float, ...]
    files: tuple[int, ...]
    connections: int

    def __str__(self) -> str:
        each = (
            f"{whole:5.1f} MB, {own:5.1f} of its own, {files} files"
            for whole, own, files in zip(self.whole, self.own, self.files, strict=True)
        )
        return f"{'; '.join(each)}; {self.connections} connections"


def moment(parent: int) -> Moment:
    """Now."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    told = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in children]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        connections = cursor.fetchone()[0]
    return Moment(
        tuple(megabytes(one, "Pss") for one in told),
        tuple(megabytes(one, "Private_Dirty") + megabytes(one, "Private_Clean") for one in told),
        tuple(len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in children),
        connections,
    )


def megabytes(told: str, name: str) -> float:
    """One figure of smaps_rollup."""
    found = re.search(rf"^{name}:\s+(\d+) kB", told, re.M)
    return int(found[1]) / 1024 if found else 0.0


def main() -> bool:
    """Measure and print; whether it stayed within what is promised."""
    call_command("collectstatic", interactive=False, verbosity=0)
    port, told, givers, seen = free_port(), Told(), list[Person](), list[Moment]()
    with server(port) as process:
        begun = time.perf_counter()
        people: list[threading.Thread] = hundred(port, begun + 60 * MINUTES, told, givers)
        print(f" 0 minutes: {moment(process.pid)}", flush=True)
        for person in people:
            person.start()
        for minute in range(1, MINUTES + 1):
            time.sleep(max(0.0, begun + 60 * minute - time.perf_counter()))
            seen.append(moment(process.pid))
            print(f"{minute:2} minutes: {seen[-1]}, {len(told.walls)} requests", flush=True)
        for person in people:
            person.join()
    cuts = statistics.quantiles(told.walls, n=100)
    print(f"p50 {cuts[49]:.0f} ms, p95 {cuts[94]:.0f} ms, p99 {cuts[98]:.0f} ms")
    print(f"{len(told.errors)} errors; {lost_or_doubled(givers)}")
    settled, last = seen[MINUTES // 3], seen[-1]
    growth = max(now / then - 1 for then, now in zip(settled.whole, last.whole, strict=True))
    print(f"largest {max(last.whole):.0f} MB, grown by {growth:.1%} in the last {MINUTES - 1 - MINUTES // 3} minutes")
    stayed = last.connections <= settled.connections + 1
    return not told.errors and max(last.whole) <= LARGEST and growth <= GROWTH and stayed


if __name__ == "__main__":
    sys.exit(not main())
