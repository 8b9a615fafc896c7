"""Is this copy the issued one? Told by a report's number, by the check code on its cover, or by the file itself."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from council.roles import Roles
from reports.models import CODE_LENGTH, Copy, Frozen, Report
from reports.states import Progress, Version

MOST = 20
# Characters of a SHA-256.
CHECKSUM_LENGTH = 64


@dataclass(frozen=True)
class Told:
    """An issued text, and the file that was made of it where there is one yet."""

    frozen: Frozen
    copy: Copy | None


def issued_for(roles: Roles) -> QuerySet[Frozen]:
    """The issued texts that somebody may read: of the committee's version only those on the committee know."""
    seen = Report.objects.visible_to(roles)
    texts = Frozen.objects.filter(is_issued=True, report__in=seen.values("pk"))
    mine = texts.filter(report__committee__in=list(roles.committee_ids))
    found = texts.filter(version=Version.PUBLIC) | mine
    return found.defer("data").select_related("report__committee__council", "report__review", "report__superseded_by")


def by_number(asked: str, roles: Roles) -> list[Told]:
    """Those with this number, with this check code, or with this checksum of the PDF, the data or its table."""
    bare = "".join(asked.split()).lower().removeprefix("report")
    found = issued_for(roles).order_by("-report__issued_at", "version")
    if bare.isascii() and bare.isdigit() and len(bare) < 9:
        texts = found.filter(report__number=int(bare))
    elif len(bare) == CODE_LENGTH:
        texts = found.filter(sha256__startswith=bare)
    elif len(bare) == CHECKSUM_LENGTH:
        of_pdf = Exists(Copy.objects.filter(frozen=OuterRef("pk"), state=Progress.DONE, sha256=bare))
        texts = found.filter(Q(sha256=bare) | Q(table_sha256=bare) | of_pdf)
    else:
        return []
    return [Told(text, copy_of(text)) for text in texts[:MOST]]


def copy_of(text: Frozen) -> Copy | None:
    """The file that was made of an issued text. However often it is made, its bytes are the same."""
    return text.copies.filter(state=Progress.DONE).order_by("pk").first()


def by_file(chunks: Iterable[bytes]) -> list[Told]:
    """The issued texts of which these bytes are the PDF, the CSV or the JSON, the latest first; none where of none.

    Whoever holds the file may ask, whatever else they may read: they learn nothing that they do not hold. Both
    versions may have the same table. Then it is the public one's, and says nothing of the other.
    """
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    found = digest.hexdigest()
    made = Copy.objects.filter(sha256=found, state=Progress.DONE).values("frozen")
    of_reports = Frozen.objects.filter(is_issued=True, report__isnull=False)
    issued = of_reports.filter(Q(sha256=found) | Q(table_sha256=found) | Q(pk__in=made))
    texts = issued.defer("data").select_related("report__committee__council", "report__review", "report__superseded_by")
    texts = texts.order_by("-report__issued_at", "-pk")
    matching = list(texts.filter(version=Version.PUBLIC)[:MOST]) or list(texts[:MOST])
    return [Told(text, copy_of(text)) for text in matching]
