"""Does what `docker compose up` does, without containers: the same commands, variables and order on real servers."""

import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from tests.workshop.site import ROOT, until


@dataclass
class Composed:
    """A compose file whose database and broker are given, and whose other services are started here.

    ``instead`` are words of the file with what stands for them on this machine: hosts, ports, folders.
    """

    services: dict[str, Any]
    folder: Path
    instead: dict[str, str]
    variables: dict[str, str] = field(default_factory=dict)
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def here(self, words: str) -> str:
        """Words of the file as they are meant on this machine."""
        words = re.sub(r"\$\{(\w+):-([^}]*)\}", lambda found: self.variables.get(found[1], found[2]), words)
        for name, value in self.instead.items():
            words = words.replace(name, value)
        return words.replace("$$", "$")

    def environment(self, name: str, number: int = 1) -> dict[str, str]:
        """The variables of a service, and of the image. Each container has a host name of its own."""
        plain = {key: value for key, value in os.environ.items() if key in ("LANG", "LD_LIBRARY_PATH", "HOME", "TZ")}
        data = self.folder / "data"
        image = {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "VAR_DIR": str(data),
            "LOG_FORMAT": "json",
            "TMPDIR": str(self.folder / "tmp"),
            "HOSTNAME": f"{name}-{number}",
        }
        own = {key: self.here(value) for key, value in self.services[name].get("environment", {}).items()}
        return {**plain, **image, **own}

    def once(self, name: str) -> str:
        """Run a service that ends, and return what it said."""
        done = subprocess.run(
            shlex.split(self.here(self.services[name]["command"])),
            cwd=ROOT,
            env=self.environment(name),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def manage(self, *arguments: str) -> str:
        """A command by hand, as the site's own role."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment("web"), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self, name: str, number: int = 1) -> None:
        """Start one of a service; they are told apart by ``number``."""
        log = (self.folder / f"{name}-{number}.log").open("wb")
        command = shlex.split(self.here(self.services[name]["command"]))
        if "worker" in command:
            # As it calls itself where the host has this name.
            command += ["--hostname", f"celery@{name}-{number}"]
        with log:
            self.running[f"{name}-{number}"] = subprocess.Popen(
                command, cwd=ROOT, env=self.environment(name, number), stdout=log, stderr=subprocess.STDOUT
            )

    def is_healthy(self, name: str, number: int) -> bool:
        """Whether its health check says so."""
        how, *words = self.services[name]["healthcheck"]["test"]
        check = ["sh", "-c", self.here(words[0])] if how == "CMD-SHELL" else [self.here(word) for word in words]
        environment = self.environment(name, number)
        return subprocess.run(check, cwd=ROOT, env=environment, capture_output=True, check=False).returncode == 0

    def is_settled(self, name: str, number: int) -> bool:
        """Whether it is healthy, or never will be."""
        return bool(self.fell()) or self.is_healthy(name, number)

    def up(self, name: str, count: int = 1) -> None:
        """Start so many of a service and wait until each is healthy."""
        for number in range(1, count + 1):
            self.start(name, number)
        for number in range(1, count + 1):
            assert until(partial(self.is_settled, name, number), 120), self.said()
        assert not self.fell(), self.said()

    def fell(self) -> list[str]:
        """Those that have ended by themselves."""
        return [name for name, process in self.running.items() if process.poll() is not None]

    def said(self) -> str:
        """The last words of all."""
        return "\n".join(f"{path.name}: {path.read_text()[-1500:]}" for path in sorted(self.folder.glob("*.log")))

    def down(self) -> Iterator[tuple[str, int, float]]:
        """Ask all to end, and tell how each did, and after how many seconds."""
        begun = time.monotonic()
        for process in self.running.values():
            process.send_signal(signal.SIGTERM)
        for name, process in self.running.items():
            yield name, process.wait(60), time.monotonic() - begun

    def kill(self) -> None:
        """End whatever is left."""
        for process in self.running.values():
            if process.poll() is None:
                process.kill()
                process.wait()
