"""Schemathesis over the whole API with each kind of token: no fault of ours, nothing that its description does not say.

    python -m bench.api [--examples 100]

Each operation is asked so many times with what fits its description and as often with what does not, by the public, an
officer, a member and a scrutiny officer. Database and data are made anew, as for the tests, and taken away.
"""

import argparse
import logging
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

import time_machine  # noqa: E402  # after the set-up
from django.db import transaction  # noqa: E402  # after the set-up
from django.test import override_settings  # noqa: E402  # after the set-up
from django.test.runner import DiscoverRunner  # noqa: E402  # after the set-up
from django.test.utils import setup_test_environment  # noqa: E402  # after the set-up

from tests import factories as f  # noqa: E402  # after the set-up
from tests.api.fuzzing import fuzz  # noqa: E402  # after the set-up
from tests.api.test_fuzzed import known  # noqa: E402  # after the set-up
from tests.test_doors import build_street, stored_in  # noqa: E402  # after the set-up

PEOPLE = ("public", "officer", "member", "scrutiny")
HOSTS = ["localhost"]


def run(examples: int) -> Iterator[tuple[str, int]]:
    """A line for each person, and what was wrong; with how many things were."""
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        with (
            override_settings(**stored_in(Path(folder)), ALLOWED_HOSTS=HOSTS),
            time_machine.travel(f.noon(f.DAY), tick=False),
        ):
            street = build_street(Path(folder))
            street.cast.committee.publishes = True
            street.cast.committee.save()
            for person in PEOPLE:
                begun, total, faults = time.process_time(), Counter[int](), 0
                headers = street.cast.with_token(person)
                for operation, statuses, wrong in fuzz(headers, known(street.houses["ours"]), examples):
                    total += statuses
                    faults += len(wrong)
                    yield from ((f"  {operation}: {line}", 0) for line in wrong)
                answers = ", ".join(f"{count:,} of {status}" for status, count in sorted(total.items()))
                failed = sum(count for status, count in total.items() if status >= 500)
                seconds = time.process_time() - begun
                said = f"{total.total():,} requests, {failed} server errors, {faults} violations"
                yield f"{person}: {said}; {answers}; {seconds:.0f} s of CPU", failed + faults
        transaction.set_rollback(True)


def main() -> int:
    """Make the database, ask, print, and take the database away."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--examples", type=int, default=100)
    examples = parser.parse_args().examples
    logging.disable(logging.CRITICAL)
    setup_test_environment()
    runner = DiscoverRunner(verbosity=0, interactive=False)
    made = runner.setup_databases()
    found = 0
    try:
        for line, faults in run(examples):
            print(line, flush=True)
            found += faults
    finally:
        runner.teardown_databases(made)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
