"""What reminders cost, and that they keep their promises. Each prints its figures.

python -m bench.reminders replay                                  # one officer, five actions, nobody reacts: the table
DATABASE_URL=postgresql://… python -m bench.reminders plan        # after bench.fill: planning 100,000 actions
python -m bench.reminders digests                                 # an empty database of either sort: mails a second
DATABASE_URL=postgresql://… python -m bench.reminders kills       # an empty database: kill -9 while mails go out
"""

import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import ClassVar

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scrutiny.settings")
os.environ["REMINDERS_HOUR"] = "0"
django.setup()

from django.conf import settings  # noqa: E402  # after the set-up
from django.core.mail import EmailMultiAlternatives, get_connection  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from council.models import Committee, Council, Directorate, Holding, Post, Service  # noqa: E402
from recommendations.models import Action, Recommendation, Review, Theme  # noqa: E402
from reminders import delivery, planning  # noqa: E402
from reminders.models import Message, Reminder  # noqa: E402
from reminders.outbox import html_of  # noqa: E402
from reminders.states import UNSETTLED, MessageState  # noqa: E402

PEOPLE = int(os.environ.get("PEOPLE", "2000"))
KILLS = int(os.environ.get("KILLS", "50"))
MAILS_EACH = 2


def plan_now() -> None:
    """One run of planning."""
    at = timezone.now()
    planning.plan(timezone.localdate(at), at)


def people(count: int) -> None:
    """So many officers, each with a post and two overdue actions."""
    today = timezone.localdate()
    council = Council.objects.create(name="Bench Council", slug="bench")
    committee = Committee.objects.create(council=council, name="Overview and Scrutiny Committee")
    service = Service.objects.create(
        directorate=Directorate.objects.create(council=council, name="Directorate"), name="Service"
    )
    began = today - timedelta(days=400)
    review = Review.objects.create(
        committee=committee, title="Bench review", slug="bench-review", adopted_on=began, published_on=began
    )
    theme = Theme.objects.create(review=review, number=1, title="Theme")
    row = Recommendation.objects.create(review=review, theme=theme, number=1, title="Train governors", text="Train.")
    users = User.objects.bulk_create(
        [User(email=f"officer.{n}@bench.example", name=f"Officer {n}") for n in range(count)]
    )
    posts = Post.objects.bulk_create([Post(service=service, title=f"Post {n}") for n in range(count)])
    Holding.objects.bulk_create(
        [Holding(post=post, user=user, from_on=began) for post, user in zip(posts, users, strict=True)]
    )
    Action.objects.bulk_create(
        Action(
            recommendation=row,
            number=MAILS_EACH * n + k,
            title=f"Visit school {n}.{k} with the guide",
            success_measure="Visited",
            post=post,
            agreed_on=began,
            original_target_on=today - timedelta(days=9),
            target_on=today - timedelta(days=9),
        )
        for n, post in enumerate(posts)
        for k in range(MAILS_EACH)
    )


@contextmanager
def sink() -> Iterator[str]:
    """A real SMTP server on loopback, in a process of its own. Gives the file in which it notes each mail."""
    noted = settings.VAR_DIR / "bench-sink.txt"
    noted.unlink(missing_ok=True)
    server = subprocess.Popen([sys.executable, "-m", "bench.sink", str(noted)], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(server.stdout.readline())
    try:
        yield str(noted)
    finally:
        server.terminate()
        server.wait()


def taken(noted: str) -> list[str]:
    """The Message-IDs that the server answered 250 for, in order."""
    with Path(noted).open() as lines:
        return [line.strip() for line in lines]


def bare(count: int) -> None:
    """The same mail so many times by the bare library, over one connection: all that it says is known already."""
    row = Message.objects.filter(state=MessageState.PLANNED).select_related("recipient").first()
    assert row is not None
    mail = delivery.made(row, delivery.take_up((row,)))
    assert isinstance(mail, EmailMultiAlternatives)
    html = html_of(mail)
    with Turn("bare", count), get_connection() as line:
        for n in range(count):
            one = EmailMultiAlternatives(mail.subject, mail.body, to=mail.to, reply_to=mail.reply_to)
            one.extra_headers = {**mail.extra_headers, "Message-ID": f"<bare.{n:032d}@bench.example>"}
            one.attach_alternative(html, "text/html")
            line.send_messages([one])


class Turn:
    """Measures one turn of so many mails: milliseconds each, by the clock and of our processor."""

    taken: ClassVar[defaultdict[str, list[tuple[float, float]]]] = defaultdict(list)

    def __init__(self, name: str, count: int) -> None:
        self.name, self.count = name, count

    def __enter__(self) -> None:
        self.began = time.perf_counter(), time.process_time()

    def __exit__(self, *_: object) -> None:
        wall, cpu = time.perf_counter() - self.began[0], time.process_time() - self.began[1]
        self.taken[self.name].append((1000 * wall / self.count, 1000 * cpu / self.count))


def send_until_done() -> None:
    """Runs of sending until nothing is left."""
    run = 0
    while Message.objects.filter(state__in=UNSETTLED).exists():
        run += 1
        if not delivery.send_waiting(f"{os.getpid()}.{run}"):
            time.sleep(0.05)


def digests() -> None:
    """Throughput of digests against the bare mail library, in turns, so that whatever else the machine does falls on
    both. What counts is the turn in the middle."""
    call_command("migrate", verbosity=0)
    people(PEOPLE)
    plan_now()
    size, sent = delivery.BATCH, 0
    with sink() as noted:
        # The first turn reads templates and the site map; the last messages are left for the bare library.
        for turn in range(PEOPLE // size - 1):
            bare(size)
            with Turn("ours", size):
                sent += delivery.send_waiting(f"bench {turn}")
        ids = Counter(name for name in taken(noted) if not name.startswith("<bare."))
    ours, theirs = Turn.taken["ours"][1:], Turn.taken["bare"][1:]
    for turns, label in ((theirs, "bare library, one connection"), (ours, "digests")):
        wall, cpu = (median(each) for each in zip(*turns, strict=True))
        print(f"{label}: {1000 / wall:.0f}/s, {wall:.2f} ms each, of it {cpu:.2f} of CPU")
    ratios = sorted(bare[0] / our[0] for our, bare in zip(ours, theirs, strict=True))
    spread = f"from {ratios[0]:.2f} to {ratios[-1]:.2f} in {len(ratios)} turns"
    print(f"{connection.vendor}: ratio {median(ratios):.2f}, {spread}")
    print(
        f"1,000 in {median(wall for wall, _ in ours):.1f} s; lost {sent - len(ids)}, doubled {ids.total() - len(ids)}"
    )


def kills() -> None:
    """kill -9 at random moments while digests go out through a real server on loopback, two workers at once."""
    call_command("migrate", verbosity=0)
    people(PEOPLE)
    delivery.LEASE = timedelta(seconds=3)
    # The site map is read once, here, and not by each process that is killed.
    reverse("reminders:mine")
    with sink() as noted:
        for planner in [child(plan_now), child(plan_now)]:
            os.waitpid(planner, 0)
        planned, killed = Message.objects.count(), 0
        started = time.perf_counter()
        steady = child(slowly)
        while killed < KILLS and Message.objects.filter(state=MessageState.PLANNED).exists():
            worker = child(send_until_done)
            time.sleep(random.uniform(0.05, 1.2))  # noqa: S311  # moments, not secrets
            os.kill(worker, signal.SIGKILL)
            killed += os.waitpid(worker, 0)[1] == signal.SIGKILL
        os.kill(steady, signal.SIGKILL)
        os.waitpid(steady, 0)
        send_until_done()
        ids = Counter(taken(noted))
    sent = Message.objects.filter(state=MessageState.SENT)
    doubt = set(sent.filter(may_have_been_sent=True).values_list("message_id", flat=True))
    twice = {name for name, count in ids.items() if count > 1}
    print(f"{killed + 1} workers killed while {planned} digests went out, in {time.perf_counter() - started:.0f} s")
    print(f"sent {sent.count()}, lost {planned - len(ids)}, doubled {len(twice)}, of those told {len(twice & doubt)}")
    print(f"told as perhaps sent: {len(doubt)}, at most one for each kill")
    assert len(ids) == planned
    assert twice <= doubt
    assert len(doubt) <= killed + 1


def slowly() -> None:
    """A second worker that goes on beside the one that is killed, a hand at a time."""
    delivery.BATCH = delivery.IN_HAND
    while Message.objects.filter(state__in=UNSETTLED).exists():
        delivery.send_waiting(f"{os.getpid()}.{time.monotonic_ns()}")
        time.sleep(2)


def child(work: object) -> int:
    """Do it in a process of its own. Returns its number."""
    connections.close_all()
    number = os.fork()
    if number:
        return number
    try:
        work()  # type: ignore[operator]
        os._exit(0)
    finally:
        os._exit(1)


def plan() -> None:
    """Planning over a large install: time, memory, rows."""
    call_command("migrate", verbosity=0)
    somebody_everywhere()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for name in ("first plan of the day", "again, nothing new"):
        started, cpu = time.perf_counter(), time.process_time()
        plan_now()
        took, used = time.perf_counter() - started, time.process_time() - cpu
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(f"{name}: {took:.1f} s, CPU {used:.1f} s, peak {peak / 1024:.0f} MB ({(peak - before) / 1024:.0f} more)")
    actions = Action.objects.count()
    print(f"{actions:,} actions, {Reminder.objects.count():,} reminders, {Message.objects.count():,} messages")


def somebody_everywhere() -> None:
    """A holder for each post that has none, so that everything that is due is due to somebody."""
    empty = list(Post.objects.filter(holdings__isnull=True).order_by("pk"))
    users = User.objects.bulk_create(
        [User(email=f"post.{post.pk}@bench.example", name=f"Holder of {post}") for post in empty]
    )
    began = timezone.localdate() - timedelta(days=400)
    Holding.objects.bulk_create(
        [Holding(post=post, user=user, from_on=began) for post, user in zip(empty, users, strict=True)]
    )


def replay() -> None:
    """One officer, five actions due the same day, day -60 to +90, nobody reacts: day by day."""
    from tests.reminders.replaying import (
        CHAIR,
        HEAD,
        NAMES,
        OFFICER,
        five,
        replay,
    )  # the test's own, so that both agree

    target = date(2026, 6, 17)
    told = replay(five(target, target - timedelta(days=61)), target, -60, 90)
    print("\n".join(told.table()))
    for person in (OFFICER, HEAD, CHAIR):
        days = told.days(person)
        print(f"{NAMES[person]}: {sum(n <= 0 for n in days)} mails before it is due, {sum(n > 0 for n in days)} after")


if __name__ == "__main__":
    work = {"replay": replay, "plan": plan, "digests": digests, "kills": kills}.get(sys.argv[1] if sys.argv[1:] else "")
    if work is None:
        sys.exit(__doc__)
    if work in (plan, kills) and connection.vendor != "postgresql":
        sys.exit("Name a PostgreSQL database in DATABASE_URL.")
    work()
