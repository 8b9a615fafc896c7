"""An install of two of everything: two web servers, two workers, two beats, on a PostgreSQL and a Redis of its own."""

import os
import random
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from scrutiny.embedded.services import programs
from tests.faults.people import Crowd, Person
from tests.faults.servers import Postgres, Redis
from tests.workshop.site import ROOT, free_port, until

# Rows for so many officers, each with an action and a session, printed as "action session" lines.
FILL = """
import django; django.setup()
from django.conf import settings
from django.test import Client
from tests import factories as f
from tests.conftest import assemble
cast = assemble()
from django.utils import timezone
for n in range({count}):
    post = f.PostFactory.create(service=cast.service, title=f"Officer {{n}}")
    user = f.UserFactory.create(email=f"person{{n}}@harbour.example")
    f.HoldingFactory.create(post=post, user=user)
    action = f.ActionFactory.create(recommendation=cast.recommendation, number=n + 10, post=post)
    client = Client()
    client.force_login(user)
    print(action.pk, client.cookies[settings.SESSION_COOKIE_NAME].value)
"""


@dataclass
class Install:
    """The servers and the processes."""

    folder: Path
    postgres: Postgres
    redis: Redis
    ports: list[int] = field(default_factory=lambda: [free_port(), free_port()])
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """What every process sees."""
        return {
            **{name: value for name, value in os.environ.items() if name not in ("DEMONSTRATION",)},
            "DJANGO_SETTINGS_MODULE": "scrutiny.settings",
            "VAR_DIR": str(self.folder / "var"),
            "SECRET_KEY": "k3y" * 20 + "abcdefghij",
            "DATABASE_URL": self.postgres.url,
            "REDIS_URL": self.redis.url,
            # Nothing listens there: mails wait, as they may.
            "EMAIL_PORT": "9",
            "LOG_FORMAT": "json",
            "LOG_LEVEL": "ERROR",
        }

    def run(self, *command: str) -> str:
        """One program to its end, and what it printed."""
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=self.environment, check=True, capture_output=True
        )
        return done.stdout.decode()

    def start(self, name: str, number: int, *before: str) -> None:
        """One process, with ``before`` in front of its command."""
        command = programs(f"127.0.0.1:{self.ports[number]}")[name]
        if name == "worker":
            command += ["--hostname", f"worker{number}@here"]
        if name == "beat":
            command += ["--schedule", str(self.folder / f"beat{number}")]
        with (self.folder / f"{name}{number}.log").open("ab") as log:
            whole = [*before, sys.executable, "-m", *command]
            self.processes[f"{name}{number}"] = subprocess.Popen(
                whole, cwd=ROOT, env=self.environment, stdout=log, stderr=subprocess.STDOUT
            )

    def up(self) -> None:
        """Two of everything; comes back when both servers answer."""
        for number in (0, 1):
            for name in ("web", "worker", "beat"):
                self.start(name, number)
        for port in self.ports:
            assert until(partial(is_up, port), 120)

    def crowd(self, count: int, think: float) -> Crowd:
        """So many people, signed in."""
        lines = self.run("-c", FILL.format(count=count)).splitlines()
        chance = random.Random(7)
        pairs = [line.split() for line in lines[-count:]]
        return Crowd([Person(int(a), s, self.ports, think, random.Random(chance.random())) for a, s in pairs])

    def end(self) -> None:
        """End what was started here."""
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def is_up(port: int) -> bool:
    """Whether a server answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@contextmanager
def installed(folder: Path) -> Iterator[Install]:
    """Servers and tables; gone at the end."""
    folder.chmod(0o755)
    made = Install(folder, Postgres(folder), Redis(folder))
    with ExitStack() as stack:
        made.postgres.make()
        stack.callback(made.postgres.stop, "immediate")
        made.redis.start()
        stack.callback(made.redis.stop)
        made.run("manage.py", "migrate", "-v0")
        made.run("manage.py", "collectstatic", "--no-input", "-v0")
        stack.callback(made.end)
        yield made
