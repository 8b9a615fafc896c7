"""Faults while digests go out, with real Celery workers and beats on Redis and PostgreSQL, to a real SMTP server.

    bash .ci/run .venv/bin/python -m bench.faults_of_mail              # all of them
    bash .ci/run .venv/bin/python -m bench.faults_of_mail two          # two workers and two beats at once
    bash .ci/run .venv/bin/python -m bench.faults_of_mail redis frozen # Redis killed, or frozen, for 60 s in the middle
    bash .ci/run .venv/bin/python -m bench.faults_of_mail kills        # kill -9 of workers at 50 random moments

TEST_DATABASE_URL (or DATABASE_URL) names a PostgreSQL server on which each of them makes a database and drops it again;
Redis is one of its own. PEOPLE=200 KILLS=5 OUTAGE=10 make it short. Ends with a fault where a promise is not kept.
"""

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import redis
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
PEOPLE = int(os.environ.get("PEOPLE", "2000"))
KILLS = int(os.environ.get("KILLS", "50"))
# Seconds for which Redis is away.
OUTAGE = float(os.environ.get("OUTAGE", "60"))
# Everything has to be settled by then, in seconds.
LIMIT = float(os.environ.get("LIMIT", "1800"))
# How much of the log of all processes is shown where something did not hold.
LOG_TAIL = int(os.environ.get("LOG_TAIL", "4000"))
# Where workers are killed, what they had in hand is taken back after so many seconds, and wake-ups come so often.
SHORT_LEASE, SHORT_TURN = 8, 1


# --- Around the runs: a database, a folder and an environment for each -----------------------------------------------


def main(words: list[str]) -> None:
    """The parent of the runs, or a process of one of them."""
    parts: dict[str, Callable[[], None]] = {"worker": worker, "beat": beat}
    if words and words[0] in parts:
        parts[words[0]]()
    elif words[:1] == ["run"]:
        run(words[1])
    else:
        for name in words or list(FAULTS):
            with environment(name) as env:
                subprocess.run(
                    [sys.executable, "-m", "bench.faults_of_mail", "run", name], env=env, cwd=ROOT, check=True
                )


@contextmanager
def environment(name: str) -> Iterator[dict[str, str]]:
    """A fresh database and folder, and the settings of a real install that uses them."""
    server = os.environ.get("TEST_DATABASE_URL") or os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        raise SystemExit(__doc__)
    made = f"faults_of_mail_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as line, tempfile.TemporaryDirectory() as folder:
        line.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(made)))
        try:
            yield {
                **os.environ,
                "DATABASE_URL": urlsplit(server)._replace(path=f"/{made}").geturl(),
                "REDIS_URL": f"redis://127.0.0.1:{free_port()}/0",
                "VAR_DIR": folder,
                "DEMONSTRATION": "0",
                "REMINDERS_HOUR": "0",
                "EMAIL_HOST": "127.0.0.1",
                "EMAIL_PORT": str(free_port()),
                "FAULT": name,
                "LOG_LEVEL": "ERROR",
            }
        finally:
            line.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(made)))


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


# --- A worker and a beat, as an install starts them ------------------------------------------------------------------


def hasten() -> None:
    """Where workers are killed: a short lease, and wake-ups each second. Everywhere else nothing is changed."""
    if os.environ["FAULT"] != "kills":
        return
    from reminders import delivery
    from scrutiny.celery import app, entry

    delivery.LEASE = timedelta(seconds=SHORT_LEASE)
    of_mail = entry("reminders.tasks.send_waiting", timedelta(seconds=SHORT_TURN))
    app.conf.beat_schedule = {"send waiting messages": of_mail}


# As an install starts a worker; where its processes are killed one by one, it forks them.
AS_INSTALLED = ("--pool", "threads", "--concurrency", "4")
FORKING = ("--pool", "prefork", "--concurrency", "2")


def worker() -> None:
    """A Celery worker."""
    import django

    django.setup()
    hasten()
    from scrutiny.celery import app

    pool = FORKING if os.environ["FAULT"] == "kills" else AS_INSTALLED
    quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat")
    log = ("--loglevel", os.environ.get("WORKER_LOG", "WARNING"))
    app.worker_main(["worker", *pool, *quiet, *log, "--hostname", f"{os.getpid()}@%h"])


def beat() -> None:
    """A Celery beat."""
    import django

    django.setup()
    hasten()
    from scrutiny.celery import app

    app.Beat(schedule=f"{os.environ['VAR_DIR']}/beat.{os.getpid()}").run()


class Site:
    """What runs beside: a Redis, an SMTP server, workers and beats, each a process of its own."""

    def __init__(self) -> None:
        self.noted = Path(os.environ["VAR_DIR"]) / "taken.txt"
        self.running: list[subprocess.Popen[bytes]] = []
        self.log = (Path(os.environ["VAR_DIR"]) / "log").open("wb")
        self.redis = self.start_redis()
        self.start("bench.sink", str(self.noted), os.environ["EMAIL_PORT"])

    def start_redis(self) -> "subprocess.Popen[bytes]":
        """Redis, at the port that the environment names, with nothing kept from before."""
        port = str(urlsplit(os.environ["REDIS_URL"]).port)
        words = [shutil.which("redis-server") or "redis-server", "--port", port, "--bind", "127.0.0.1", "--save", ""]
        started = subprocess.Popen([*words, "--dir", os.environ["VAR_DIR"]], stdout=self.log, stderr=self.log)
        self.running.append(started)
        wait_for(is_answering, 30)
        return started

    def start(self, module: str, *words: str) -> "subprocess.Popen[bytes]":
        """A process of ours, in a group of its own."""
        command = [sys.executable, "-m", module, *words]
        started = subprocess.Popen(command, stdout=self.log, stderr=self.log, start_new_session=True)
        self.running.append(started)
        return started

    def taken(self) -> Counter[str]:
        """The Message-IDs that the mail server answered 250 for."""
        return Counter(self.noted.read_text().split()) if self.noted.exists() else Counter()

    def stop(self) -> None:
        """End whatever still runs."""
        for one in self.running:
            if one.poll() is None:
                kill(one)
        self.log.close()


def kill(one: "subprocess.Popen[bytes]") -> None:
    """kill -9, of the whole group where it has one of its own."""
    if os.getpgid(one.pid) == one.pid:
        os.killpg(one.pid, signal.SIGKILL)
    else:
        one.kill()
    one.wait()


def is_answering() -> bool:
    """Whether Redis is there."""
    try:
        return bool(redis.Redis.from_url(os.environ["REDIS_URL"], socket_timeout=0.5).ping())
    except (redis.RedisError, OSError):
        return False


def wait_for(holds: Callable[[], object], seconds: float) -> None:
    """Until it holds. Raises TimeoutError."""
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            raise TimeoutError(f"{holds.__name__} did not hold within {seconds:.0f} s.")
        time.sleep(0.1)


# --- One run ---------------------------------------------------------------------------------------------------------


def run(name: str) -> None:
    """One fault: two wake-ups plan digests, they go out, the fault comes, and all is held against the rows."""
    from django.core.management import call_command

    from bench.reminders import people
    from reminders.models import Message, Reminder
    from reminders.states import MessageState
    from scrutiny.celery import app

    call_command("migrate", verbosity=0)
    people(PEOPLE)
    site = Site()
    try:
        begun = time.monotonic()
        workers = [site.start("bench.faults_of_mail", "worker") for _ in range(2)]
        for _ in range(2):
            site.start("bench.faults_of_mail", "beat")
        # What two beats say at once.
        for _ in range(2):
            app.send_task("reminders.tasks.plan_reminders")
        wait_for(lambda: sum(site.taken().values()) >= min(100, PEOPLE // 10), 300)
        told = FAULTS[name](site, workers)
        wait_for(lambda: not unsettled(), LIMIT)
        took = time.monotonic() - begun
    except TimeoutError:
        print((Path(os.environ["VAR_DIR"]) / "log").read_text()[-LOG_TAIL:], file=sys.stderr)
        raise
    finally:
        site.stop()
    taken = site.taken()
    sent = Message.objects.filter(state=MessageState.SENT)
    doubt = set(sent.filter(may_have_been_sent=True).values_list("message_id", flat=True))
    twice = {message_id for message_id, count in taken.items() if count > 1}
    planned = set(Message.objects.values_list("message_id", flat=True))
    print(f"{name}: {told}")
    print(f"  {PEOPLE} people, {len(planned)} digests with {Reminder.objects.count()} reminders, {took:.0f} s in all")
    lost = planned - set(taken)
    print(f"  sent {sent.count()}, lost {len(lost)}, doubled {len(twice)}, of those told {len(twice & doubt)}")
    print(f"  told as perhaps sent {len(doubt)}", flush=True)
    assert len(planned) == PEOPLE == sent.count()
    assert Reminder.objects.count() == 2 * PEOPLE
    assert planned == set(taken)
    assert twice <= doubt
    assert len(doubt) <= (KILLED[0] if name == "kills" else 0)


def unsettled() -> int:
    """How many digests are still to go."""
    from reminders.models import Message
    from reminders.states import UNSETTLED

    return Message.objects.filter(state__in=UNSETTLED).count() + PEOPLE - Message.objects.count()


# --- The faults ------------------------------------------------------------------------------------------------------

# How many processes that may have had a mail on its way were killed.
KILLED = [0]


def no_fault(site: Site, workers: "list[subprocess.Popen[bytes]]") -> str:
    """Two workers and two beats are the fault."""
    return "two workers and two beats at once"


def redis_killed(site: Site, workers: "list[subprocess.Popen[bytes]]") -> str:
    """Redis is ended, comes back empty."""
    before = unsettled()
    site.redis.kill()
    site.redis.wait()
    time.sleep(OUTAGE)
    during = before - unsettled()
    site.redis = site.start_redis()
    return (
        f"Redis killed for {OUTAGE:.0f} s, {before} were left, {during} went out meanwhile; {recovered(site, workers)}"
    )


def redis_frozen(site: Site, workers: "list[subprocess.Popen[bytes]]") -> str:
    """Redis takes connections and does not answer."""
    before = unsettled()
    site.redis.send_signal(signal.SIGSTOP)
    time.sleep(OUTAGE)
    during = before - unsettled()
    site.redis.send_signal(signal.SIGCONT)
    return (
        f"Redis frozen for {OUTAGE:.0f} s, {before} were left, {during} went out meanwhile; {recovered(site, workers)}"
    )


def recovered(site: Site, workers: "list[subprocess.Popen[bytes]]") -> str:
    """Waits for the first mail after an outage, which the workers have outlived."""
    began, left = time.monotonic(), unsettled()
    wait_for(lambda: unsettled() < left or not left, 120)
    ended = sum(worker.poll() is not None for worker in workers)
    assert not ended, f"{ended} workers ended when Redis went."
    return f"the first went out {time.monotonic() - began:.0f} s after it was back"


def workers_killed(site: Site, workers: "list[subprocess.Popen[bytes]]") -> str:
    """kill -9 at random moments: of a worker's process by its own, each tenth time of the whole worker."""
    whole = 0
    for turn in range(KILLS):
        time.sleep(random.uniform(0.05, 0.5))  # noqa: S311  # moments, not secrets
        if not unsettled():
            break
        at = random.randrange(len(workers))  # noqa: S311
        if turn % 10 == 9:
            kill(workers[at])
            KILLED[0] += 2
            whole += 1
            workers[at] = site.start("bench.faults_of_mail", "worker")
        elif children := children_of(workers[at].pid):
            os.kill(random.choice(children), signal.SIGKILL)  # noqa: S311
            KILLED[0] += 1
    return f"kill -9 at {turn + 1} random moments, {whole} of them of a whole worker"


def children_of(process: int) -> list[int]:
    """The processes that a worker forked."""
    return [int(number) for number in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


FAULTS: dict[str, Callable[[Site, "list[subprocess.Popen[bytes]]"], str]] = {
    "two": no_fault,
    "redis": redis_killed,
    "frozen": redis_frozen,
    "kills": workers_killed,
}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scrutiny.settings")
    main(sys.argv[1:])
