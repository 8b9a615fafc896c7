"""Issuing: a draft becomes a numbered report whose words never change again."""

from collections.abc import Collection
from datetime import datetime
from functools import partial
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from council.amounts import listed
from council.models import Committee, Membership
from council.roles import Roles, current
from council.telling import tell
from council.waking import wake
from reports.drafting import draft_or_refuse, must_be_published, must_make
from reports.freezing import check_at, freeze, scope_of, thawed
from reports.imprint import Issue
from reports.models import Copy, Notice, Report
from reports.reading import changed, digest
from reports.states import MAKE, Version


class ReadAnother(Exception):
    """What is to be issued is not what was read: something was recorded or written meanwhile. ``what`` names it.

    Nothing is named where nothing was read: a form made by hand does not say what was.
    """

    def __init__(self, what: tuple[str, ...]) -> None:
        super().__init__(", ".join(what))
        self.what = what


@transaction.atomic
def issue(
    report: Report, *, by: Roles, at: datetime, read: str | None = None, opened: Collection[Version] = tuple(Version)
) -> Report:
    """Number it, freeze both versions, have their PDFs made, and have the committee told. This cannot be undone.

    ``read`` is the digest of what was previewed: what is issued says the same. None, for programs alone, issues
    whatever it says now. ``opened`` are the versions that were looked at as they read so: all of them must be.
    Raises PermissionDenied for anybody but chair and scrutiny officer, ReadAnother where it says something else by
    now, ValidationError where a version was not opened, it is a draft no more or nothing that it is about is published.
    """
    user_id = must_make(by, report.committee_id)
    # Of two who issue reports of one committee at once, the second waits for the first one's number.
    committee = Committee.objects.select_for_update().select_related("council").get(pk=report.committee_id)
    locked = draft_or_refuse(report)
    locked.committee = committee
    local = timezone.localtime(at)
    must_be_published(locked, local.date())
    if not scope_of(locked, local.date()).reviews:
        raise ValidationError("The committee has no published review to report on.")
    said = Issue(next_number(committee.pk), local.date(), issued_as(by, committee.pk), check_at(), instead_of(locked))
    locked.number, locked.issued_at, locked.issued_on = said.number, at, said.on
    locked.issued_by_id, locked.issued_as = user_id, said.by
    frozen_of = {version: freeze(locked, version, local, said) for version in Version}
    if read is not None:
        contents = [thawed(frozen) for frozen in frozen_of.values()]
        if read != (now := digest(*contents)):
            raise ReadAnother(changed(read, now, contents[0]) if read else ())
    if left := [version.label for version in Version if version not in opened]:
        raise ValidationError({"has_read": f"Open this first, as it reads now: {listed(left)}"})
    for frozen in frozen_of.values():
        copy = Copy.objects.create(frozen=frozen, requested_by_id=user_id, requested_at=at)
        transaction.on_commit(partial(wake, MAKE, copy.pk))
    # Last, because from here on the database refuses every change.
    locked.save(update_fields=["number", "issued_at", "issued_on", "issued_by", "issued_as"])
    tell_committee(locked, by)
    tell(locked)
    return locked


def next_number(committee_id: int) -> int:
    """The number after the committee's last."""
    last = Report.objects.filter(committee=committee_id).aggregate(last=Max("number"))["last"]
    return int(last or 0) + 1


def issued_as(by: Roles, committee_id: int) -> str:
    """In which part somebody issues it, as the cover says: by the Chair."""
    return "Chair" if committee_id in by.chair_of else "Scrutiny Officer"


def instead_of(report: Report) -> str:
    """That it supersedes another report, and why; nothing where it does not."""
    return f"Supersedes report {report.supersedes.number}: {report.because}" if report.supersedes else ""


def tell_committee(report: Report, by: Roles) -> None:
    """A notice for each person on the committee, to be sent once both PDFs are there."""
    seats = Membership.objects.filter(current(by.on), committee=report.committee_id, user__is_active=True)
    people = sorted(set(seats.values_list("user_id", flat=True)))
    Notice.objects.bulk_create(
        Notice(report=report, person_id=pk, message_id=f"<report-{report.pk}-{pk}-{uuid4().hex[:12]}@scrutiny-tracker>")
        for pk in people
    )
