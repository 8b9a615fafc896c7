"""Run by a test: a worker that is killed with kill -9 in one step of a report, and what the sweep makes of it.

Prints JSON. It has a database of its own in VAR_DIR, because a killed process cannot share a test's transaction.
"""

import json
import os
import signal
import sys
from datetime import timedelta
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connections

os.environ["DJANGO_SETTINGS_MODULE"] = "scrutiny.settings"
django.setup()

from council.models import Membership  # noqa: E402  # after the set-up
from council.roles import roles_of  # noqa: E402
from reports import drafting, making  # noqa: E402
from reports.models import Copy  # noqa: E402
from reports.pdf import Pdf  # noqa: E402
from reports.quarters import Period  # noqa: E402
from reports.states import Version  # noqa: E402
from tests import factories as f  # noqa: E402


def copy_that_waits() -> Copy:
    """A copy of the draft of an empty review, asked for by its chair."""
    review = f.ReviewFactory.create()
    chair = f.MembershipFactory.create(committee=review.committee, role=Membership.Role.CHAIR).user
    setattr(making, "wake", lambda task, copy_id: None)  # noqa: B010  # no broker in here
    by, at = roles_of(chair, f.DAY), f.noon(f.DAY)
    draft = drafting.begin(review.committee, review, by=by, period=Period(f.DAY), at=at)
    return making.request_copy(draft, Version.PUBLIC, by=by, at=at)


def die(*args: object) -> None:
    """The kernel ends the process: nothing is cleaned up."""
    os.kill(os.getpid(), signal.SIGKILL)


def die_on_the_second_page(number: int) -> None:
    """WeasyPrint is at its work then."""
    if number > 1:
        die()


def killed(copy: Copy, step: str) -> int:
    """Start a worker on the copy that dies in this step. Returns the signal that ended it."""
    connections.close_all()
    worker = os.fork()
    if not worker:
        if step == "layout":
            # In the middle of a real layout.
            setattr(making, "page_by_page", lambda copy: die_on_the_second_page)  # noqa: B010
        else:
            setattr(making, "make_pdf", lambda html, on_page, attached, at: Pdf(b"%PDF-1.7\n%%EOF\n", 1))  # noqa: B010
            setattr(making, step, die)
        making.make(copy.pk)
        os._exit(0)
    _, status = os.waitpid(worker, 0)
    return os.WTERMSIG(status)


call_command("migrate", verbosity=0)
copy = copy_that_waits()
told: dict[str, object] = {"killed_by": killed(copy, sys.argv[1])}
copy.refresh_from_db()
told["after_the_kill"] = copy.state
assert copy.lease_until is not None
making.sweep(copy.lease_until + timedelta(seconds=1))
copy.refresh_from_db()
folder = Path(settings.MEDIA_ROOT) / "reports"
told |= {
    "after_the_lease": copy.state,
    "reason": copy.reason,
    "left_behind": [path.name for path in folder.glob("*")],
}
print(json.dumps(told))
