"""Messages to a webhook with real Celery workers and beats on Redis and PostgreSQL, to a real receiver.

    bash .ci/run .venv/bin/python -m bench.faults_of_webhooks        # both
    bash .ci/run .venv/bin/python -m bench.faults_of_webhooks two    # two workers and two beats at once
    bash .ci/run .venv/bin/python -m bench.faults_of_webhooks kills  # kill -9 of workers at 20 random moments

As bench.faults_of_mail, whose database, folder and Redis it uses. MESSAGES=100 KILLS=5 make it short. Ends with a fault
where one was lost, where one came twice without a worker that was killed, or under another name.
"""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from bench.faults_of_mail import ROOT, environment, is_answering, kill, wait_for

MESSAGES = int(os.environ.get("MESSAGES", "1000"))
KILLS = int(os.environ.get("KILLS", "20"))
LIMIT = float(os.environ.get("LIMIT", "600"))
# Where workers are killed: what they had in hand is taken back after so many seconds.
SHORT_LEASE = 4
FAULTS = ("two", "kills")


def main(words: list[str]) -> None:
    """The parent of the runs, or a process of one of them."""
    if words and words[0] in ("worker", "beat"):
        part(words[0])
    elif words[:1] == ["run"]:
        run(words[1])
    else:
        for name in words or FAULTS:
            with environment(name) as env:
                env |= {"WEBHOOKS_MAY_REACH": "127.0.0.0/8", "SECRET_KEY": "k" * 50}
                command = [sys.executable, "-m", "bench.faults_of_webhooks", "run", name]
                subprocess.run(command, env=env, cwd=ROOT, check=True)


def part(which: str) -> None:
    """A worker or a beat, as an install starts them, with a wake-up each second."""
    import django

    django.setup()
    from scrutiny.celery import app, entry
    from webhooks import delivery

    if os.environ["FAULT"] == "kills":
        delivery.LEASE = timedelta(seconds=SHORT_LEASE)
    app.conf.beat_schedule = {"send": entry("webhooks.tasks.send_waiting", timedelta(seconds=1))}
    if which == "beat":
        app.Beat(schedule=f"{os.environ['VAR_DIR']}/beat.{os.getpid()}").run()
        return
    quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "ERROR")
    hands = ("--pool", "threads", "--concurrency", "4", "--queues", "webhooks")
    app.worker_main(["worker", *hands, *quiet, "--hostname", f"{os.getpid()}@%h"])


def run(name: str) -> None:
    """One fault, in an install of its own."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "scrutiny.settings"
    import django

    django.setup()
    from django.core.management import call_command

    from tests.webhooks.receiver import receiving

    call_command("migrate", verbosity=0)
    port = str(urlsplit(os.environ["REDIS_URL"]).port)
    broker = ["redis-server", "--port", port, "--bind", "127.0.0.1", "--save", "", "--dir", os.environ["VAR_DIR"]]
    running = [subprocess.Popen(broker, stdout=subprocess.DEVNULL)]
    try:
        wait_for(is_answering, 30)
        with receiving() as receiver:
            named = fill(receiver.address)
            began = time.monotonic()
            running += [started(part) for part in ("worker", "worker", "beat", "beat")]
            killed = kill_some(running) if name == "kills" else 0
            wait_for(lambda: not unsettled(), LIMIT)
            came = Counter(receiver.ids)
            took = time.monotonic() - began
    finally:
        for one in running:
            if one.poll() is None:
                kill(one)
    lost, doubled = named - came.keys(), {known for known, count in came.items() if count > 1}
    print(
        f"{name}: {len(named)} messages, {killed} workers killed, settled in {took:.0f} s from the start of the "
        f"workers; {len(lost)} lost, {len(doubled)} came twice, {len(came.keys() - named)} under another name"
    )
    # Each of four hands may have one between the answer and the commit.
    if lost or came.keys() - named or len(doubled) > 4 * killed:
        raise SystemExit("A promise was not kept.")


def started(part: str) -> "subprocess.Popen[bytes]":
    """A process of ours, in a group of its own."""
    log = (Path(os.environ["VAR_DIR"]) / "log").open("ab")
    command = [sys.executable, "-m", "bench.faults_of_webhooks", part]
    return subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)


def fill(address: str) -> set[str]:
    """A council with a webhook, and messages that wait for it. Returns their names."""
    from django.utils import timezone

    from accounts.models import User
    from council.models import Council
    from webhooks.models import Delivery, Endpoint
    from webhooks.planning import new_id
    from webhooks.signing import new_secret
    from webhooks.states import Event

    at = timezone.now()
    salt, _, digest = new_secret()
    endpoint = Endpoint.objects.create(
        council=Council.objects.create(name="Harbour Council", slug="harbour"),
        made_by=User.objects.create_user("officer@harbour.example", "Scrutiny Officer"),
        made_on=timezone.localdate(at),
        name="Dashboard",
        address=address,
        salt=salt,
        digest=digest,
    )
    facts = {"endpoint": endpoint, "event": Event.TEST, "happened_at": at, "next_attempt_at": at}
    made = Delivery.objects.bulk_create([Delivery(webhook_id=new_id(), **facts) for _ in range(MESSAGES)])
    return {row.webhook_id for row in made}


def unsettled() -> int:
    """How many messages wait, or are in somebody's hands."""
    from webhooks.models import Delivery
    from webhooks.states import UNSETTLED

    return Delivery.objects.filter(state__in=UNSETTLED).count()


def fewer_than(before: int) -> bool:
    """Whether messages went out since so many waited, or all have gone."""
    return unsettled() < max(before, 1)


def kill_some(running: "list[subprocess.Popen[bytes]]") -> int:
    """Kill workers with kill -9 at random moments while messages go out, and start another for each. How many."""
    chance, killed = random.Random(7), 0  # noqa: S311  # moments, and no secret
    wait_for(lambda: unsettled() < MESSAGES, LIMIT)
    while killed < KILLS and unsettled():
        time.sleep(chance.uniform(0.05, 0.5))
        which = chance.choice((1, 2))
        kill(running[which])
        running[which] = started("worker")
        killed += 1
        # It has to be at work again, or nothing would be in its hands.
        before = unsettled()
        wait_for(partial(fewer_than, before), 60)
    return killed


if __name__ == "__main__":
    main(sys.argv[1:])
