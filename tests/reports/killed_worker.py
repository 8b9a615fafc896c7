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
from reports import making  # noqa: E402
from reports.models import Report  # noqa: E402
from reports.pdf import Pdf  # noqa: E402
from reports.quarters import Period  # noqa: E402
from tests import factories as f  # noqa: E402


def report_that_waits() -> Report:
    """A report of an empty review, asked for by its chair."""
    review = f.ReviewFactory.create()
    chair = f.MembershipFactory.create(committee=review.committee, role=Membership.Role.CHAIR).user
    setattr(making, "wake", lambda report_id: None)  # noqa: B010  # no broker in here
    return making.request_report(review, by=roles_of(chair, f.DAY), period=Period(f.DAY), at=f.noon(f.DAY))


def die(*args: object) -> None:
    """The kernel ends the process: nothing is cleaned up."""
    os.kill(os.getpid(), signal.SIGKILL)


def killed(report: Report, step: str) -> int:
    """Start a worker on the report that dies in this step. Returns the signal that ended it."""
    connections.close_all()
    worker = os.fork()
    if not worker:
        setattr(making, "make_pdf", lambda html, on_page: Pdf(b"%PDF-1.7\n%%EOF\n", 1))  # noqa: B010
        setattr(making, step, die)
        making.make(report.pk)
        os._exit(0)
    _, status = os.waitpid(worker, 0)
    return os.WTERMSIG(status)


call_command("migrate", verbosity=0)
report = report_that_waits()
told: dict[str, object] = {"killed_by": killed(report, sys.argv[1])}
report.refresh_from_db()
told["after_the_kill"] = report.state
assert report.lease_until is not None
making.sweep(report.lease_until + timedelta(seconds=1))
report.refresh_from_db()
folder = Path(settings.MEDIA_ROOT) / "reports"
told |= {
    "after_the_lease": report.state,
    "reason": report.reason,
    "left_behind": [path.name for path in folder.glob("*")],
}
print(json.dumps(told))
