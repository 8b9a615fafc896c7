"""Take something away while people work, and say what it did to them.

    python -m tests.faults postgres     restarted ROUNDS times (3) under PEOPLE people (50)
    python -m tests.faults redis        killed for SECONDS (60)
    python -m tests.faults frozen       Redis holds its connections and says nothing for SECONDS
    python -m tests.faults kill         a web process, a worker or a beat ended with kill -9, ROUNDS times
    python -m tests.faults disk         no file larger than 1 MB can be written while people attach proof

Several may be named. They happen to one install of two of everything, on servers of its own. It prints its figures, and
ends with 1 where something did not hold.
"""

import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import psycopg

from tests.faults.install import Install, installed
from tests.faults.people import TOKEN, Answer, Crowd, Person

PEOPLE = int(os.environ.get("PEOPLE", "50"))
ROUNDS = int(os.environ.get("ROUNDS", "3"))
SECONDS = float(os.environ.get("SECONDS", "60"))
THINK = float(os.environ.get("THINK", "2"))
# After a server is back, errors may go on for so long.
RECOVERY = 2.0

Gap = tuple[float, float]


def restarted(install: Install) -> list[Gap]:
    """PostgreSQL stops and starts, people wait meanwhile."""
    gaps = []
    for _ in range(ROUNDS):
        time.sleep(8)
        begun = time.monotonic()
        install.postgres.stop()
        time.sleep(2)
        install.postgres.start()
        gaps.append((begun, time.monotonic()))
    time.sleep(10)
    return gaps


def without_redis(install: Install) -> list[Gap]:
    """Redis is killed, and comes back with what it had."""
    time.sleep(5)
    begun = time.monotonic()
    install.redis.stop()
    time.sleep(SECONDS)
    install.redis.start()
    gap = (begun, time.monotonic())
    time.sleep(10)
    return [gap]


def frozen_redis(install: Install) -> list[Gap]:
    """Redis says nothing."""
    time.sleep(5)
    begun = time.monotonic()
    install.redis.freeze()
    time.sleep(SECONDS)
    install.redis.thaw()
    gap = (begun, time.monotonic())
    time.sleep(10)
    return [gap]


def killed(install: Install) -> list[Gap]:
    """One process after the other is killed; whoever supervises starts it again."""
    chance, gaps = random.Random(11), []
    for _ in range(ROUNDS):
        time.sleep(4)
        name = chance.choice(["web", "worker", "beat"])
        number = chance.randrange(2)
        begun = time.monotonic()
        if name == "web":
            parent = install.processes[f"web{number}"].pid
            children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
            os.kill(int(chance.choice(children)), signal.SIGKILL)
        else:
            process = install.processes[f"{name}{number}"]
            process.kill()
            process.wait()
            install.start(name, number)
        gaps.append((begun, time.monotonic()))
    time.sleep(10)
    return gaps


def said(install: Install) -> Counter[str]:
    """How often each update is in the database."""
    with psycopg.connect(install.postgres.url) as asked:
        return Counter(words for (words,) in asked.execute("SELECT words FROM recommendations_update"))


def told(title: str, answers: list[Answer], gaps: list[Gap], kept: Counter[str], *, errors_may: bool) -> bool:
    """Print what happened; whether everything held."""
    acknowledged = [answer.words for answer in answers if answer.kind == "save" and answer.status == 302]
    missing = [words for words in acknowledged if not kept[words]]
    doubled = [words for words, count in kept.items() if count > 1]
    bad = [answer for answer in answers if answer.status in (0, *range(500, 600))]
    outside = [a for a in bad if not any(a.ended >= begun and a.begun <= end + RECOVERY for begun, end in gaps)]
    inside = [a.ms for a in answers if a.kind == "look" and any(begun <= a.begun <= end for begun, end in gaps)]
    print(f"{title}: {len(answers)} requests of {PEOPLE} people, away {sum(e - b for b, e in gaps):.0f} s in all")
    print(f"  saves acknowledged {len(acknowledged)}, missing {len(missing)}, doubled {len(doubled)}")
    statuses = Counter(answer.status for answer in answers)
    print(
        f"  answers {dict(sorted(statuses.items()))}; errors {len(bad)}, more than {RECOVERY:g} s after: {len(outside)}"
    )
    if len(inside) > 1:
        cuts = statistics.quantiles(inside, n=20)
        print(f"  pages meanwhile: p50 {statistics.median(inside):.0f} ms, p95 {cuts[18]:.0f} ms, of {len(inside)}")
    return not missing and not doubled and not outside and (errors_may or not bad) and bool(acknowledged)


def full(install: Install, crowd: Crowd) -> bool:
    """Nobody can write a file of more than 1 MB: what is attached is refused in words, and nothing of it stays."""
    for number in (0, 1):
        install.processes[f"web{number}"].terminate()
        install.processes[f"web{number}"].wait(30)
        install.start("web", number, "prlimit", "--fsize=1000000")
    person, before = crowd.people[0], sum(said(install).values())
    for _ in range(200):
        if person.look().status == 200:
            break
        time.sleep(0.2)
    statuses, words = Counter[int](), ""
    for number in range(20):
        status, page = attach(install, person, f"Proof {number} is attached.")
        statuses[status] += 1
        refused = ("could not be stored", "did not arrive whole")
        words = next((word for word in page.split("<") if any(one in word for one in refused)), words)
    proofs = install.folder / "var" / "proofs"
    left = [path.name for path in proofs.rglob("*") if path.is_file()] if proofs.is_dir() else []
    kept = sum(said(install).values()) - before
    after = person.save()
    print(f"disk full: 20 uploads of 3 MB, answers {dict(statuses)}, files left {len(left)}, updates kept {kept}")
    print(f"  said: {words.split('>')[-1].strip() or 'nothing of it'}; a save without a file: {after.status}")
    return not left and not kept and 500 not in statuses and 0 not in statuses and after.status == 302


def attach(install: Install, person: Person, words: str) -> tuple[int, str]:
    """Give an update with 3 MB of proof, as a browser would."""
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        file.write(b"what,how much\n" + b"schools visited,12\n" * 160_000)
        file.flush()
        fields = {
            "status": "achieved",
            "words": words,
            "reason": "",
            "version": str(person.version),
            "csrfmiddlewaretoken": TOKEN,
        }
        command = ["curl", "-s", "-w", "\n%{http_code}", "-b", f"sessionid={person.session}; csrftoken={TOKEN}"]
        for name, value in fields.items():
            command += ["-F", f"{name}={value}"]
        command += ["-F", "proof_1_shows=Schools that were visited.", "-F", f"proof_1_file=@{file.name};type=text/csv"]
        address = f"http://127.0.0.1:{install.ports[0]}/actions/{person.action}/update/"
        done = subprocess.run([*command, address], capture_output=True, text=True, check=False)
    page, _, status = done.stdout.rpartition("\n")
    return int(status or 0), page


HAPPENS: dict[str, tuple[Callable[[Install], list[Gap]], bool]] = {
    "postgres": (restarted, True),
    "redis": (without_redis, False),
    "frozen": (frozen_redis, False),
    "kill": (killed, True),
}


def main(*named: str) -> bool:
    """Whether everything held."""
    held = True
    with tempfile.TemporaryDirectory(prefix="scrutiny-faults-") as folder, installed(Path(folder)) as install:
        install.up()
        crowd = install.crowd(PEOPLE, THINK)
        for what in named:
            if what == "disk":
                held &= full(install, crowd)
                continue
            happens, errors_may = HAPPENS[what]
            crowd.begin()
            try:
                gaps = happens(install)
            finally:
                answers = crowd.end()
            held &= told(what, answers, gaps, said(install), errors_may=errors_may)
    return held


if __name__ == "__main__":
    sys.exit(not main(*sys.argv[1:]))
