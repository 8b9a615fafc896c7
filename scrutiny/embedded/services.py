"""The three processes of a running site, under one manager that starts, shows and ends them together."""

import os
import shlex
import signal
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from honcho.manager import SIGNALS, SYSTEM_PRINTER_NAME, Manager
from honcho.printer import Message, Printer

from scrutiny.embedded.trouble import Trouble

# How long the site may take to answer first, in seconds.
PATIENCE = 60
# What the manager returns when it was asked to end.
ENDED_BY_SIGNAL = {signal["rc"] for signal in SIGNALS.values()}


def programs(address: str) -> dict[str, list[str]]:
    """The module and arguments of each process; the web server listens on ``address`` (host:port)."""
    # The control socket would be a file in the home folder.
    web = f"gunicorn scrutiny.wsgi --bind {address} --workers 2 --threads 4 --no-control-socket --log-level warning"
    # Threads, since the manager signals whole groups and a pool of processes would lose its children before its head.
    worker = (
        "celery -A scrutiny --quiet worker --pool threads --concurrency 4 --loglevel WARNING "
        "--without-gossip --without-mingle --without-heartbeat"
    )
    beat = "celery -A scrutiny --quiet beat --loglevel WARNING"
    return {"web": web.split(), "worker": worker.split(), "beat": beat.split()}


def quiet_warnings() -> str:
    """PYTHONWARNINGS without Celery's long advice to root: tasks here are JSON, which can run nothing."""
    return ",".join(filter(None, [os.environ.get("PYTHONWARNINGS"), "ignore:You're running the worker"]))


class Screen(Printer):  # type: ignore[misc]  # honcho has no types
    """Shows what the processes say, and nothing of the manager's own or of what is said while all of them end."""

    is_ending = False

    def write(self, message: Message) -> None:
        """One message to the terminal."""
        if message.name != SYSTEM_PRINTER_NAME and not self.is_ending:
            super().write(message)


class Site(Manager):  # type: ignore[misc]  # honcho has no types
    """The processes of one site."""

    def __init__(self, port: int, lock: Path, temporary: Path) -> None:
        super().__init__(Screen())
        self.port = port
        environment = {**os.environ, "PORT": str(port), "TMPDIR": str(temporary), "PYTHONWARNINGS": quiet_warnings()}
        follow = [sys.executable, "-m", "scrutiny.embedded.follow", str(lock)]
        for name, program in programs(f"127.0.0.1:{port}").items():
            # exec, so that no shell stands between the manager and the program.
            self.add_process(name, "exec " + shlex.join([*follow, *program]), env=environment)

    def _start(self) -> None:
        super()._start()
        # After the processes: a thread must not be in the middle of something when they are forked off.
        threading.Thread(target=self.announce, daemon=True).start()
        if "MAKELEVEL" in os.environ:
            threading.Thread(target=end_with_parent, args=(os.getppid(),), daemon=True).start()

    def terminate(self) -> None:
        """End all processes; the manager's own way fails before each of them has told its id."""
        self._printer.is_ending = True
        if self._all_started():
            super().terminate()
        else:
            signal.signal(signal.SIGALRM, lambda *_: self.terminate())
            signal.setitimer(signal.ITIMER_REAL, 0.1)

    def run(self) -> None:
        """Run until a signal comes. Raises Trouble when one of the processes ends by itself."""
        # A closed window ends the site, unless it was started to outlive it (nohup).
        if signal.getsignal(signal.SIGHUP) == signal.SIG_DFL:
            signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
        self.loop()
        if self.returncode not in ENDED_BY_SIGNAL:
            raise Trouble("One of the site’s processes ended by itself; the lines above say why.")

    def announce(self) -> None:
        """Tell how to get in, as soon as the site really answers."""
        address = f"http://127.0.0.1:{self.port}/"
        status = wait_for_answer(address)
        if self._printer.is_ending:
            return
        if status is None:
            print(f"The site has not answered for {PATIENCE} seconds.", flush=True)
        elif status >= 400:
            print(f"The site runs, but its first page answers with error {status}.", flush=True)
        else:
            print(welcome(address, os.environ["DEMONSTRATION"] == "1"), flush=True)


def end_with_parent(parent: int) -> None:
    """End this process when the make that started it is gone. Blocks until then."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)


def wait_for_answer(address: str) -> int | None:
    """The HTTP status of the first answer, redirects followed; None when none came in time."""
    # Not through a proxy: the site is on this machine.
    browser = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        try:
            with browser.open(address, timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            time.sleep(0.1)
    return None


def welcome(address: str, is_demonstration: bool) -> str:
    """What a person needs to know now."""
    if is_demonstration:
        sign_in = "press a person’s button on the sign-in page"
        mail = f"nothing leaves this machine: read every message at {address}outbox/"
    else:
        sign_in = "with your account (make the first one: .venv/bin/python manage.py createsuperuser)"
        mail = "goes out through EMAIL_HOST"
    return f"""
Scrutiny Tracker is running.

  Open      {address}
  Sign in   {sign_in}
  Mail      {mail}
  Stop      Ctrl-C
"""
