"""The e-mail that tells the committee of an issued report: claimed, sent, marked, one for each person.

A notice waits until both PDFs are there. A worker that stops between the mail server's answer and our commit may send
one again after its lease, with the same Message-ID.
"""

from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.template.loader import render_to_string

from reports.models import Copy, Frozen, Notice
from reports.states import Progress, Version

LEASE = timedelta(minutes=5)
# After each failed attempt twice as long as before, from one lease up to this: a day in all.
LONGEST_WAIT = timedelta(hours=4)
MOST_ATTEMPTS = 12


def waiting(at: datetime) -> QuerySet[Notice]:
    """Those that may go now: not sent, in nobody's hands, of reports whose PDFs are all made."""
    made = Copy.objects.filter(frozen=OuterRef("pk"), state=Progress.DONE)
    missing = Frozen.objects.filter(~Exists(made), report=OuterRef("report"), is_issued=True)
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=at)
    return Notice.objects.filter(free, ~Exists(missing), sent_at__isnull=True, attempts__lt=MOST_ATTEMPTS)


def send_waiting(at: datetime) -> int:
    """Send what waits. Returns how many were sent."""
    return sum(send(pk, at) for pk in list(waiting(at).values_list("pk", flat=True)))


def send(pk: int, at: datetime) -> bool:
    """Send one notice, where nobody else was quicker. Whether it went."""
    claimed = waiting(at).filter(pk=pk).update(claimed_until=at + LEASE, attempts=F("attempts") + 1)
    if not claimed:
        return False
    notice = Notice.objects.select_related("person", "report__committee__council", "report__review").get(pk=pk)
    faults: Any = import_module(settings.REPORT_MAIL_FAULTS)
    try:
        mail(notice).send()
    except faults.OUTSIDE as error:
        fault = faults.fault_of(error)
        put_off(notice, fault.reason, at, lasting=fault.lasting)
        return False
    Notice.objects.filter(pk=pk).update(sent_at=at, claimed_until=None, reason="")
    return True


def put_off(notice: Notice, reason: str, at: datetime, *, lasting: bool) -> None:
    """Keep why it did not go, and when it may be tried again. What lasts is not tried again."""
    wait = min(LEASE * 2 ** (notice.attempts - 1), LONGEST_WAIT)
    attempts = MOST_ATTEMPTS if lasting else notice.attempts
    Notice.objects.filter(pk=notice.pk).update(reason=reason[:300], claimed_until=at + wait, attempts=attempts)


def mail(notice: Notice) -> EmailMultiAlternatives:
    """What is said: that it is issued, where it stands, and its check code. Nothing that is exempt."""
    report = notice.report
    public = report.frozen.get(is_issued=True, version=Version.PUBLIC)
    council = report.committee.council
    subject = f"Report {report.number} is issued: {report.about}, {report.period.words}"
    context = {
        "report": report,
        "code": public.code,
        "site": settings.SITE_URL,
        "subject": subject,
        "council": council.name,
        "colour": council.colour,
        "notices": [council.illustrative_notice] if council.illustrative_notice else [],
    }
    made = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string("emails/report_issued.txt", context),
        to=[notice.person.email],
        headers={"Message-ID": notice.message_id},
    )
    made.attach_alternative(render_to_string("emails/report_issued.html", context), "text/html")
    return made
