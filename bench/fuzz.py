"""Nonsense posted to every form of the site: no answer may be a fault of ours, and memory may not grow.

    python -m bench.fuzz [--posts 10000] [--seed 1]

It makes a database of its own beside the one that is configured, as the tests do, fills it with the street of the doors
(every kind of row, every kind of person), and takes back what each post changed. Ends with 1 where a post got a 500.
"""

import argparse
import logging
import os
import random
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

import time_machine  # noqa: E402  # after the set-up
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402  # after the set-up
from django.core.signals import got_request_exception  # noqa: E402  # after the set-up
from django.db import transaction  # noqa: E402  # after the set-up
from django.test import Client, override_settings  # noqa: E402  # after the set-up
from django.test.runner import DiscoverRunner  # noqa: E402  # after the set-up
from django.test.utils import setup_test_environment  # noqa: E402  # after the set-up

from tests import factories as f  # noqa: E402  # after the set-up
from tests.test_doors import FORMS, PEOPLE, Door, Street, build_street, doors, stored_in  # noqa: E402  # after the set-up
from tests.test_nonsense import MORE, NASTY  # noqa: E402  # after the set-up

# Before this many posts, caches still fill.
WARM = 1_000
FILES = ("pasted", "file", "sheet", "copy", "logo", "proof_1_file", "proof_2_file")
BEGINNINGS = (
    b"",
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"post,service\r\n",
    b"\x00\xff",
)
NAMES = ("report.pdf", "a.png", "../../x", "\u202efdp.exe", "a" * 300, "sheet.csv", "x.docx", "")


class Faults:
    """What went wrong inside, each with where."""

    def __init__(self) -> None:
        self.found: Counter[str] = Counter()
        got_request_exception.connect(self.note)

    def note(self, **named: Any) -> None:
        """One exception that no view caught."""
        kind, error, trace = sys.exc_info()
        ours = [s for s in traceback.extract_tb(trace) if "site-packages" not in s.filename]
        where = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "?"
        self.found[f"{kind.__name__ if kind else '?'} at {where}: {str(error)[:120]}"] += 1


def typed(chance: random.Random, door: Door) -> dict[str, Any]:
    """Some boxes as they should be, some with nonsense, some more than the form has, some several times, and files."""
    found: dict[str, Any] = dict(FORMS.get(door.name, {}))
    for name in chance.sample([*found, *MORE], k=chance.randint(0, 9)):
        found[name] = nonsense(chance)
    for name in chance.sample([*found], k=min(len(found), chance.randint(0, 2))):
        if chance.random() < 0.3:
            del found[name]
        elif chance.random() < 0.3:
            found[name] = [nonsense(chance), nonsense(chance)]
    if chance.random() < 0.25:
        content = chance.choice(BEGINNINGS) + chance.randbytes(chance.choice((0, 1, 40, 4_000)))
        found[chance.choice(FILES)] = SimpleUploadedFile(chance.choice(NAMES) or "x", content)
    return found


def nonsense(chance: random.Random) -> str:
    """One value: of the known nasty ones, or of any characters at all."""
    if chance.random() < 0.7:
        return chance.choice(NASTY)
    return "".join(chr(chance.choice((chance.randrange(1, 128), chance.randrange(1, 0xD7FF)))) for _ in range(20))


def posted(street: Street, chance: random.Random, targets: list[Door], client: Client) -> tuple[str, int]:
    """One post by somebody; what it changed is taken back."""
    door = chance.choice(targets)
    answers = zip(PEOPLE.values(), door.expected, strict=True)
    # The public is mostly led to the sign-in page, where nothing is read of what was sent.
    through = [p for p, status in answers if status in ((200, 422) if p == "public" else (200, 201, 302, 422))]
    person = chance.choice(through if through and chance.random() < 0.85 else list(PEOPLE.values()))
    client.cookies.clear()
    if person in street.cast.sessions:
        client.cookies["sessionid"] = street.cast.sessions[person]
    headers = {"HX-Request": "true"} if chance.random() < 0.2 else {}
    with transaction.atomic():
        answer: Any = client.post(street.address(door), typed(chance, door), headers=headers)
        answer.close()
        transaction.set_rollback(True)
    return door.name, answer.status_code


def memory() -> float:
    """What this process holds now, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def run(posts: int, seed: int) -> Iterator[str]:
    """Post, and tell the figures line by line."""
    chance = random.Random(seed)  # noqa: S311  # the same seed posts the same
    targets = [door for door in doors() if door.method == "POST" and set(door.expected) != {405}]
    faults, statuses, bad = Faults(), Counter[int](), Counter[str]()
    client = Client(raise_request_exception=False)
    begun, warm = time.process_time(), 0.0
    with tempfile.TemporaryDirectory() as folder, transaction.atomic(), override_settings(**stored_in(Path(folder))):
        with time_machine.travel(f.noon(f.DAY), tick=False):
            street = build_street(Path(folder))
            for number in range(posts):
                if number == min(WARM, posts // 2):
                    warm = memory()
                name, status = posted(street, chance, targets, client)
                statuses[status] += 1
                if status >= 500:
                    bad[name] += 1
        transaction.set_rollback(True)
    yield f"{posts:,} posts to {len({d.name for d in targets})} addresses, seed {seed}"
    yield "answers: " + ", ".join(f"{count:,} of {status}" for status, count in sorted(statuses.items()))
    yield f"answers of 500 or more: {sum(bad.values())}" + (f": {dict(bad)}" if bad else "")
    for fault, count in faults.found.most_common():
        yield f"  {count} times {fault}"
    yield f"memory: {warm:.0f} MB after {min(WARM, posts // 2):,} posts, {memory():.0f} MB at the end"
    yield f"grown by {memory() - warm:.1f} MB; {time.process_time() - begun:.0f} s of CPU"


def main() -> int:
    """Make the database, post, print, and take the database away."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)
    setup_test_environment()
    runner = DiscoverRunner(verbosity=0, interactive=False)
    made = runner.setup_databases()
    try:
        lines = list(run(asked.posts, asked.seed))
    finally:
        runner.teardown_databases(made)
    for line in lines:
        print(line)
    return 0 if "or more: 0" in lines[2] else 1


if __name__ == "__main__":
    sys.exit(main())
