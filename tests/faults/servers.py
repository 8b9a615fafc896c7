"""A PostgreSQL and a Redis of one's own, which can be taken away and given back. Needs their programs, no root."""

import os
import shutil
import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from tests.workshop.site import free_port, until

DEBIAN = "/usr/lib/postgresql"


def program(name: str) -> str:
    """The path of a program; Debian keeps those of PostgreSQL off the path."""
    found = sorted(Path(DEBIAN).glob(f"*/bin/{name}"))
    return shutil.which(name) or str(found[-1])


def as_owner(*command: str) -> list[str]:
    """PostgreSQL refuses to run as root; then it runs as the user that its package made."""
    return ["runuser", "-u", "postgres", "--", *command] if os.getuid() == 0 else list(command)


@dataclass
class Postgres:
    """A server that writes to the disk as in earnest."""

    folder: Path
    port: int = field(default_factory=free_port)

    @property
    def url(self) -> str:
        """The address of its database."""
        return f"postgresql://scrutiny@127.0.0.1:{self.port}/scrutiny"

    @property
    def data(self) -> str:
        """The folder of its data."""
        return str(self.folder / "postgres")

    def make(self) -> None:
        """A new, empty one, running."""
        Path(self.data).mkdir()
        if os.getuid() == 0:
            shutil.chown(self.data, "postgres")
        options = ["-U", "scrutiny", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
        subprocess.run(as_owner(program("initdb"), "-D", self.data, *options), check=True, stdout=subprocess.DEVNULL)
        self.start()
        ask = [program("psql"), "-q", "-h", "127.0.0.1", "-p", str(self.port), "-U", "scrutiny", "-d", "postgres"]
        subprocess.run([*ask, "-c", "CREATE DATABASE scrutiny"], check=True)

    def start(self) -> None:
        """Start it, and come back when it answers."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
        self.control("-w", "-l", f"{self.data}/log", "-o", options, "start")

    def stop(self, mode: str = "fast") -> None:
        """Stop it: "fast" ends every connection, "immediate" is as if the power went."""
        self.control("-w", "-m", mode, "stop")

    def control(self, *words: str) -> None:
        """The server's own control program."""
        command = as_owner(program("pg_ctl"), "-D", self.data, *words)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@dataclass
class Redis:
    """A broker that keeps what it was given over a restart."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it, and come back when it answers."""
        command = [program("redis-server"), "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        command += ["--appendonly", "yes", "--dir", str(self.folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        ping = [program("redis-cli"), "-p", str(self.port), "ping"]
        assert until(lambda: subprocess.run(ping, capture_output=True, check=False).stdout == b"PONG\n", 30)

    def stop(self, number: signal.Signals = signal.SIGKILL) -> None:
        """End it at once."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)
            self.process.wait()

    def freeze(self) -> None:
        """It holds its connections and says nothing, until ``thaw``."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on."""
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)
