"""How long the PDF of a report takes, against bare WeasyPrint on the same HTML in the same run, and how much memory.

    python -m bench.reports          # 13 and 500 recommendations, on a database of its own in a temporary folder
    python -m bench.reports 13 60    # other sizes
    python -m bench.reports kills    # kill -9 of a real worker at 10 random moments of a layout, and what becomes of it

Each making runs in a process of its own, ours and the bare one by turns; CPU seconds are compared, wall seconds orient.
"Ours" is everything that a worker does for one copy: it takes the row, reads what was frozen, draws, lays out, attaches
the data, writes, reads back and marks. "Bare" lays the same HTML out with the same stylesheet as PDF/UA-1.
"""

import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

SIZES = (13, 500)
ACTIONS = 4
ROUNDS = {13: 3}


def fill(size: int) -> int:
    """A review of so many recommendations with 4 updated actions each; the id of a copy of its report that waits."""
    from django.core.management import call_command
    from django.utils import timezone

    from council.models import Meeting, Membership
    from council.roles import roles_of
    from recommendations.models import Action, Recommendation, Update
    from recommendations.states import Reason, Status
    from reports import drafting, making
    from reports.quarters import Period
    from reports.states import Version
    from tests import factories as f

    call_command("migrate", verbosity=0)
    on = timezone.localdate()
    committee = f.CommitteeFactory.create()
    chair = f.MembershipFactory.create(
        committee=committee, role=Membership.Role.CHAIR, from_on=on - timedelta(days=400)
    ).user
    Meeting.objects.create(committee=committee, held_on=on + timedelta(days=20), papers_due_on=on)
    days = {"adopted_on": on - timedelta(days=400), "sent_to_executive_on": on - timedelta(days=390)}
    review = f.ReviewFactory.create(committee=committee, published_on=on - timedelta(days=390), **days)
    theme = f.ThemeFactory.create(review=review, number=1)
    post = f.PostFactory.create()
    agreed, target = on - timedelta(days=300), on + timedelta(days=60)
    text = "The council should work with schools and with young people, and say each year what came of it. " * 3
    rows = Recommendation.objects.bulk_create(
        Recommendation(review=review, theme=theme, number=n, title=f"Title {n}", text=text, lead_service=post.service)
        for n in range(1, size + 1)
    )
    dates = {"agreed_on": agreed, "original_target_on": target, "target_on": target}
    actions = Action.objects.bulk_create(
        Action(recommendation=row, number=n, title="Write it", success_measure="It is in use", post=post, **dates)
        for row in rows
        for n in range(1, ACTIONS + 1)
    )
    statuses = (Status.ON_TRACK, Status.DELAYED, Status.ON_TRACK, Status.PAUSED)
    Update.objects.bulk_create(
        Update(
            action=action,
            status=statuses[at % 4],
            reason=Reason.STAFFING if at % 2 else "",
            words="Half of it is done, and 14 of 20 schools take part. The others follow in spring.",
            given_by=chair,
            given_for=post,
            given_on=on - timedelta(days=20 + at % 100),
            given_at=timezone.now(),
            effective_on=on - timedelta(days=20 + at % 100),
        )
        for at, action in enumerate(actions)
    )
    began = time.process_time()
    by, at = roles_of(chair, on), timezone.now()
    setattr(making, "wake", lambda *_: None)  # noqa: B010  # no broker in here
    draft = drafting.begin(committee, review, by=by, period=Period(on), at=at)
    copy = making.request_copy(draft, Version.EXEMPT, by=by, at=at)
    print(f"{size} recommendations: figures and freezing {time.process_time() - began:.2f} CPU s")
    return copy.pk


def ours(copy_id: int) -> None:
    """One copy, as the worker makes it."""
    # A worker imports the PDF maker once, however many copies it makes: so neither way pays for it here.
    import weasyprint  # type: ignore[import-untyped]  # noqa: F401  # it has no types
    from django.utils import timezone

    from reports import fetching, making  # noqa: F401
    from reports.freezing import drawn
    from reports.models import Copy

    # The one that waits, then further ones of the same text, so that each round makes one.
    first = Copy.objects.get(pk=copy_id)
    facts = {"requested_by": first.requested_by, "requested_at": timezone.now()}
    copy = first if first.is_unfinished else Copy.objects.create(frozen=first.frozen, **facts)
    # Nor for reading its templates, which both have read by now; what is drawn here is thrown away.
    drawn(first.frozen)
    began = time.process_time(), time.perf_counter()
    making.make(copy.pk)
    spent = time.process_time() - began[0], time.perf_counter() - began[1]
    copy.refresh_from_db()
    assert copy.state == "done", copy.reason
    told(*spent, copy.pages or 0)


def bare(copy_id: int) -> None:
    """The same HTML and stylesheet, with WeasyPrint alone."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]

    from reports.freezing import drawn
    from reports.models import Copy
    from reports.pdf import own_stylesheet

    html, _, _ = drawn(Copy.objects.get(pk=copy_id).frozen)
    sheet, fonts = own_stylesheet(), FontConfiguration()
    began = time.process_time(), time.perf_counter()
    css = CSS(filename=sheet, font_config=fonts)
    document = HTML(string=html, base_url=sheet).render(stylesheets=[css], font_config=fonts, pdf_variant="pdf/ua-1")
    document.write_pdf(pdf_variant="pdf/ua-1")
    told(time.process_time() - began[0], time.perf_counter() - began[1], len(document.pages))


KILLS, KILLED_SIZE = int(os.environ.get("KILLS", "10")), 60
ENVIRONMENT = {"DATABASE_URL": "", "REDIS_URL": "", "SECRET_KEY": "bench" * 12, "LOG_LEVEL": "ERROR"}


def kills(copy_id: int) -> None:
    """A Celery worker of its own, killed with kill -9 while it lays out; then the sweep and another try."""
    from django.conf import settings
    from django.utils import timezone

    from council.roles import roles_of
    from reports import making
    from reports.models import Copy
    from reports.states import Progress
    from scrutiny.celery import app

    folder = Path(settings.MEDIA_ROOT) / "reports"
    for name in ("messages", "control"):
        (settings.BROKER_DIR / name).mkdir(parents=True, exist_ok=True)
    copy, ends = Copy.objects.get(pk=copy_id), []
    by = roles_of(copy.requested_by, timezone.localdate())
    for _ in range(KILLS):
        with running_worker() as worker:
            app.send_task("reports.tasks.make_copy", args=[copy.pk])
            wait_until(partial(is_laying_out, copy))
            time.sleep(random.uniform(0, 1.5))  # noqa: S311  # moments, not secrets
            os.killpg(worker.pid, signal.SIGKILL)
        lease = state_of(copy).lease_until
        making.sweep(lease + timedelta(seconds=1) if lease else timezone.now())
        ended = state_of(copy)
        ends.append(f"{ended.get_state_display()}: {ended.reason}" if ended.reason else ended.get_state_display())
        assert (ended.state, ended.reason) == (Progress.FAILED, making.STOPPED), ends
        assert not list(folder.glob("*")), "nothing may be left behind"
        copy = making.retry(ended, by=by, at=timezone.now())
    with running_worker():
        app.send_task("reports.tasks.make_copy", args=[copy.pk])
        wait_until(partial(is_ended, copy))
    done = state_of(copy)
    assert done.state == Progress.DONE, done.reason
    print(f"{len(ends)} kills in a layout of {done.pages} pages: {dict(Counter(ends))}")
    print(f"  no half file was left; tried again: {done.get_state_display()}")


def state_of(copy: Any) -> Any:
    """The row as it is now."""
    return type(copy).objects.get(pk=copy.pk)


def is_laying_out(copy: Any) -> bool:
    """Whether a worker is at its pages."""
    return bool(state_of(copy).doing.startswith("Laying out page"))


def is_ended(copy: Any) -> bool:
    """Whether it is done or has failed."""
    return not state_of(copy).is_unfinished


@contextmanager
def running_worker() -> Iterator["subprocess.Popen[bytes]"]:
    """A Celery worker in a group of its own, ended with kill -9 where it still runs."""
    words = ["-m", "celery", "-A", "scrutiny", "worker", "-c", "1", "-l", "ERROR", "--without-mingle"]
    worker = subprocess.Popen([sys.executable, *words], stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        yield worker
    finally:
        if worker.poll() is None:
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


def wait_until(holds: Callable[[], object]) -> None:
    """Until it holds, for five minutes at most."""
    until = time.monotonic() + 300
    while not holds():
        if time.monotonic() > until:
            raise SystemExit("It did not come to that within five minutes.")
        time.sleep(0.05)


def told(cpu: float, wall: float, pages: int) -> None:
    """One line for the parent."""
    print(cpu, wall, pages, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def child(*words: str) -> list[str]:
    """A further process of this module. Returns what it printed."""
    run = subprocess.run([sys.executable, "-m", "bench.reports", *words], capture_output=True, text=True, check=False)
    if run.returncode:
        raise SystemExit(run.stderr)
    return run.stdout.splitlines()


def measure(size: int) -> None:
    """One size: both ways by turns."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(ENVIRONMENT, VAR_DIR=folder)
        *said, copy_id = child("fill", str(size))
        print(*said, sep="\n")
        found: dict[str, list[list[float]]] = {"ours": [], "bare": []}
        for _ in range(ROUNDS.get(size, 1)):
            for way, rows in found.items():
                rows.append([float(part) for part in child(way, copy_id)[-1].split()])
    cpu = {way: median(row[0] for row in rows) for way, rows in found.items()}
    for way, rows in found.items():
        wall, pages, memory = (median(row[at] for row in rows) for at in (1, 2, 3))
        print(f"  {way}: {cpu[way]:.2f} CPU s, {wall:.1f} s, {pages:.0f} pages, {memory:.0f} MB at most")
    print(f"  ratio {cpu['ours'] / cpu['bare']:.2f}  ({date.today():%-d %B %Y})")  # noqa: DTZ011


def main(words: list[str]) -> None:
    """The parent, or one of its children."""
    if words == ["kills"]:
        with tempfile.TemporaryDirectory() as folder:
            os.environ.update(ENVIRONMENT, VAR_DIR=folder)
            *_, copy_id = child("fill", str(KILLED_SIZE))
            print(*child("killed", copy_id), sep="\n")
        return
    if words and words[0] in ("fill", "ours", "bare", "killed"):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scrutiny.settings")
        import django

        django.setup()
        number = int(words[1])
        if words[0] == "fill":
            print(fill(number))
        else:
            {"ours": ours, "bare": bare, "killed": kills}[words[0]](number)
        return
    for size in [int(word) for word in words] or SIZES:
        measure(size)


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parent.parent)
    main(sys.argv[1:])
