"""What is well and what is not: each part asked in a way that cannot hang, and told in sentences with a cure.

Pages need the database, in this version's shape, and some room on the disk. Without the broker, the clock or the mail
server they go on, and what was to be done stands in the rows: that is told to a monitor, and takes no server out.
"""

import shutil
import smtplib
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from operating.queues import NoBroker, waiting
from reminders.runs import Work, works

MAIL_PATIENCE = 3
# The mail server is not asked by every probe.
MAIL_ASKED_EVERY = 60
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@dataclass(frozen=True)
class Part:
    """One part of an install: its name, what is wrong ("" where nothing is), what to do, and whether pages need it."""

    name: str
    fault: str = ""
    cure: str = ""
    pages_need_it: bool = False

    @property
    def is_well(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.fault


def parts(at: datetime) -> list[Part]:
    """All of them, the database first: without it, nothing that it would say is asked."""
    first = database()
    asked: list[Callable[[], Part]] = [disk, broker, mail]
    rest = [ask() for ask in asked]
    return [first, *rest, timed_work(at)] if first.is_well else [first, *rest]


def database() -> Part:
    """Whether it answers, and has been through this version's migrations."""
    name = "database"
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        why = str(error).strip().split("\n")[0]
        return Part(name, f"The database does not answer: {why}.", "Start it, or correct DATABASE_URL.", True)
    if missing:
        first = f"{missing[0][0].app_label}.{missing[0][0].name}"
        words = f"The database lacks {len(missing)} of this version’s changes, the first {first}."
        return Part(name, words, "Run manage.py migrate as the owner of the tables.", True)
    return Part(name, pages_need_it=True)


def disk() -> Part:
    """Whether there is room where files are kept."""
    folder = next(path for path in (settings.VAR_DIR, *Path(settings.VAR_DIR).parents) if path.exists())
    free = shutil.disk_usage(folder).free // 2**20
    if free >= settings.DISK_MIN_MB:
        return Part("disk", pages_need_it=True)
    words = f"Only {free:,} MB are free where files are kept ({folder})."
    return Part("disk", words, "Make room, or give it a larger disk.", True)


def broker() -> Part:
    """Whether it answers."""
    try:
        waiting()
    except NoBroker as error:
        words = (
            f"The broker does not answer: {error}. Nothing is lost: mails, reports and imports wait in the database."
        )
        return Part("broker", words, "Start Redis, or correct REDIS_URL.")
    return Part("broker")


def mail() -> Part:
    """Whether the mail server takes a connection; asked once a minute. A provider is asked by sending alone."""
    if settings.EMAIL_BACKEND != SMTP:
        return Part("mail")
    window = int(time.monotonic() // MAIL_ASKED_EVERY)
    if window != Asked.window:
        Asked.window, Asked.fault = window, mail_fault()
    cure = "Start the mail server, or correct EMAIL_HOST and what belongs to it. Mails wait and are tried again."
    return Part("mail", Asked.fault, cure if Asked.fault else "")


class Asked:
    """What the mail server answered, and in which minute."""

    window = -1
    fault = ""


def mail_fault() -> str:
    """What is wrong with the mail server; "" where nothing is."""
    link = get_connection(timeout=MAIL_PATIENCE)
    try:
        link.open()
        link.close()
    except (smtplib.SMTPException, OSError, socket.gaierror) as error:
        return f"The mail server {settings.EMAIL_HOST} does not take mail: {error}."
    return ""


def timed_work(at: datetime) -> Part:
    """Whether what comes round by the clock does, and if not, who is missing: the clock or the workers."""
    late = [work for work in works(at) if work.is_late]
    if not late:
        return Part("timed work")
    words = f"{len(late)} pieces of timed work are late: {', '.join(work.label for work in late)}."
    return Part("timed work", words, who_is_missing(late))


def who_is_missing(late: list[Work]) -> str:
    """What to start. Wake-ups that wait were given by beat and taken by nobody."""
    try:
        heard = {queue: length for queue, length in waiting().items() if length}
    except NoBroker:
        return "Start the broker first; workers and beat find it again by themselves."
    if heard:
        return f"Wake-ups wait on the queue {', '.join(heard)}: start a worker for it (celery -A scrutiny worker)."
    if any(work.fault for work in late):
        return f"The worker says: {next(work.fault for work in late if work.fault)}"
    return "No wake-ups wait, so beat is not running: start one (celery -A scrutiny beat)."
