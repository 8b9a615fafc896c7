"""Back up a large install while people write to it, restore it elsewhere, and say how long, with how much memory.

    DATABASE_URL=postgresql://… python -m bench.fill           # a million rows of history, once
    DATABASE_URL=postgresql://… python -m bench.backups        # into a new PostgreSQL database beside it
    DATABASE_URL=postgresql://… python -m bench.backups sqlite # into a new SQLite file

It gives updates through the product's own verb all the while, and looks for every one that was given before the backup
began. What it makes is deleted at the end.
"""

import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import django
import psycopg

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scrutiny.settings")
django.setup()

from django.db import connection, connections  # noqa: E402  # after the set-up
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from council.roles import roles_of  # noqa: E402
from recommendations import workflow  # noqa: E402
from recommendations.models import Action, Update  # noqa: E402
from recommendations.states import Status  # noqa: E402

WRITERS = int(os.environ.get("CLIENTS", "4"))
ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Load:
    """People who give one update after the other, until they are told to stop."""

    given: list[int] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)

    def write(self, number: int) -> None:
        """One person: updates on every action that is theirs, in turn."""
        officer = User.objects.get(email="officer@large.example")
        day = timezone.localdate()
        mine = list(
            Action.objects.open_to_updates().filter(post__holdings__user=officer).order_by("pk")[number::WRITERS]
        )
        while not self.stopped.is_set():
            for action in mine:
                if self.stopped.is_set():
                    break
                update = workflow.give_update(
                    Action.objects.get(pk=action.pk),
                    by=roles_of(officer, day),
                    at=timezone.now(),
                    said=workflow.Statement(
                        Status.DELAYED, f"Given while others back up, {len(self.given)}.", "staffing"
                    ),
                )
                self.given.append(update.pk)
        connections.close_all()


def run(title: str, environment: dict[str, str], *arguments: str) -> None:
    """One command in a process of its own; prints how long it took and what it needed."""
    begun, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(
        f"{title}: {time.monotonic() - begun:.0f} s, {cpu:.0f} s of its own CPU, {after.ru_maxrss // 1024} MB at most"
    )


def ask_server(statement: str) -> None:
    """One statement to the server, outside of any transaction."""
    with psycopg.connect(f"{address()}/postgres", autocommit=True) as server:
        server.execute(statement.encode())


def main(kind: str) -> None:
    """Measure and print."""
    load = Load()
    people = [threading.Thread(target=load.write, args=(number,)) for number in range(WRITERS)]
    other = f"{connection.settings_dict['NAME']}_restored"
    with tempfile.TemporaryDirectory(prefix="scrutiny-backup-") as folder:
        archive = str(Path(folder, "backup.tar"))
        source = {**os.environ, "VAR_DIR": f"{folder}/source"}
        url = f"sqlite:///{folder}/restored.sqlite3" if kind == "sqlite" else f"{address()}/{other}"
        target = {**os.environ, "VAR_DIR": f"{folder}/restored", "DATABASE_URL": url}
        for person in people:
            person.start()
        while len(load.given) < WRITERS:
            time.sleep(0.01)
        before = set(load.given)
        run("backup", source, "backup", archive)
        load.stopped.set()
        for person in people:
            person.join()
        print(f"{len(load.given)} updates given meanwhile; the archive has {Path(archive).stat().st_size // 2**20} MB")
        if kind != "sqlite":
            ask_server(f'CREATE DATABASE "{other}"')
        try:
            run("migrate", target, "migrate", "-v0")
            run("restore", target, "restore", archive)
            there = restored(target, before)
            print(f"of {len(before)} updates given before it, {there} are there")
        finally:
            ask_server(f'DROP DATABASE IF EXISTS "{other}"')


def address() -> str:
    """The server of DATABASE_URL."""
    return os.environ["DATABASE_URL"].rpartition("/")[0]


def restored(target: dict[str, str], wanted: set[int]) -> int:
    """How many of these updates the restored install has."""
    ask = (
        "from recommendations.models import Update; import sys;"
        "print(Update.objects.filter(pk__in=[int(n) for n in sys.stdin.read().split()]).count())"
    )
    words = " ".join(map(str, wanted))
    done = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); {ask}"],
        cwd=ROOT,
        env={**target, "DJANGO_SETTINGS_MODULE": "scrutiny.settings"},
        input=words,
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout)


if __name__ == "__main__":
    if connection.vendor != "postgresql" or Update.objects.count() < 1:
        sys.exit("Name a PostgreSQL database that bench.fill has filled in DATABASE_URL.")
    main(sys.argv[1] if len(sys.argv) > 1 else "postgresql")
