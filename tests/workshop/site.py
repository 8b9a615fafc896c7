"""Starts the embedded site in processes of its own, as ``make start`` does, on a folder and port of the test's."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Generous, since a machine that runs tests is busy; nothing waits longer than it has to.
PATIENCE = 300
READY = "Scrutiny Tracker is running."


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(var: Path, **more: str) -> dict[str, str]:
    """What a person's shell has: nothing of this test run's own settings."""
    ours = {"DATABASE_URL", "REDIS_URL", "DEMONSTRATION", "DJANGO_ALLOW_ASYNC_UNSAFE", "DJANGO_SETTINGS_MODULE", "PORT"}
    of_make = {"MAKELEVEL", "MAKEFLAGS", "MFLAGS", "MAKEOVERRIDES", "PYTHON"}
    plain = {name: value for name, value in os.environ.items() if name not in ours | of_make}
    return {**plain, "VAR_DIR": str(var), **more}


def until(holds: Callable[[], bool], patience: float = PATIENCE) -> bool:
    """Whether a condition comes true in time, in seconds."""
    give_up = time.monotonic() + patience
    while not holds():
        if time.monotonic() > give_up:
            return False
        time.sleep(0.05)
    return True


@dataclass
class Site:
    """One folder of data and the site that may be running on it."""

    var: Path
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def log(self) -> Path:
        """What the last start printed."""
        return self.var.with_name(self.var.name + ".log")

    @property
    def printed(self) -> str:
        """The words of the last start so far."""
        return self.log.read_text()

    def start(self, *before: str, **more: str) -> "Site":
        """Start it, with ``before`` in front of the command, and come back at once."""
        # A test run under nohup ignores the signal of a closed window, and would hand that down.
        command = ["env", "--default-signal=HUP", *before, sys.executable, "-m", "scrutiny.embedded", "start"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment(self.var, PORT=str(self.port), **more),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return self

    def wait_until_ready(self) -> None:
        """Wait for the words that say how to get in."""
        assert until(lambda: READY in self.printed or self.exit_code is not None), self.printed
        assert READY in self.printed, self.printed

    @property
    def exit_code(self) -> int | None:
        """The exit code, None while it runs."""
        assert self.process is not None
        return self.process.poll()

    def end(self) -> int:
        """Wait for the end and give the exit code."""
        assert self.process is not None
        return self.process.wait(PATIENCE)

    def stop(self) -> int:
        """Ask the top process to end, and give its exit code."""
        self.send(signal.SIGTERM)
        return self.end()

    def send(self, number: signal.Signals, group: bool = False) -> None:
        """Signal the top process, or like a terminal everything in its group."""
        assert self.process is not None
        (os.killpg if group else os.kill)(self.process.pid, number)

    def processes(self) -> list[str]:
        """The living processes of this site, as lines of pid and command."""
        listed = subprocess.run(
            ["ps", "-ww", "-eo", "pid,stat,args"], capture_output=True, text=True, check=True
        ).stdout
        mark = str(self.var / "running.lock")
        return [line for line in listed.splitlines() if mark in line and " Z" not in line[:16]]

    def is_gone(self) -> bool:
        """Whether no process of this site is left after a while."""
        return until(lambda: not self.processes(), 20)

    def kill(self) -> None:
        """End whatever a failed test left."""
        if self.process is not None and self.process.poll() is None:
            self.send(signal.SIGKILL)
            self.process.wait()
        self.is_gone()

    def manage(self, *arguments: str, **more: str) -> str:
        """What a command by hand prints beside this site."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=environment(self.var, **more), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout
