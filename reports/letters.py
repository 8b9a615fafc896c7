"""The verbs of a letter to a witness: begin it, write its first words, throw it away, issue it, say how it was sent."""

from datetime import date, datetime
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from council.roles import Roles
from council.waking import wake
from evidence.models import Witness
from reports.drafting import must_be_published, must_make
from reports.frozen import as_json, sha256
from reports.issuing import ReadAnother, issued_as
from reports.letter_contents import LetterContents, letter_of
from reports.models import Copy, Frozen, Letter, LetterSent
from reports.states import MAKE, Version

SEALED = "This letter is issued, so nothing in it can be changed. Begin a further one."
THROWN_AWAY = "This draft was thrown away. Begin a further one."
NO_CONSENT = (
    "They have not agreed to be written to. Once they have, the scrutiny officer says so on the witness’s page, with "
    "how to reach them."
)
NOTHING_TO_TELL = "No recommendation is linked to their evidence yet, so there is nothing to tell them."


def begin(witness: Witness, *, by: Roles, at: datetime) -> Letter:
    """The draft to a witness; the one that there is already.

    Raises PermissionDenied for anybody but chair and scrutiny officer, ValidationError where the witness has not agreed
    to be written to.
    """
    review = witness.group.review
    user_id = must_make(by, review.committee_id)
    if not may_be_written_to(witness):
        raise ValidationError(NO_CONSENT)
    letter, _ = Letter.objects.get_or_create(
        witness=witness,
        issued_at=None,
        dropped_on=None,
        defaults={"review": review, "begun_by_id": user_id, "begun_at": at},
    )
    return letter


@transaction.atomic
def drop(letter: Letter, *, by: Roles) -> None:
    """Throw a draft away. Raises PermissionDenied, and ValidationError for an issued letter."""
    must_make(by, letter.committee_id)
    locked = draft_or_refuse(letter)
    locked.dropped_on = by.on
    locked.save(update_fields=["dropped_on"])


@transaction.atomic
def write(letter: Letter, *, by: Roles, words: str) -> None:
    """Keep what is said first. Raises PermissionDenied, ValidationError where it is a draft no more."""
    must_make(by, letter.committee_id)
    locked = draft_or_refuse(letter)
    locked.words = words.strip()
    locked.save(update_fields=["words"])


@transaction.atomic
def issue(letter: Letter, *, by: Roles, at: datetime, read: str | None = None) -> Letter:
    """Freeze what it says and have its PDF made. This cannot be undone. ``read`` is the digest of what
    was previewed; None issues whatever it says now.

    Raises PermissionDenied for anybody but chair and scrutiny officer, ReadAnother where it says something else by
    now, ValidationError where it is issued already, the review is not published, the witness has not agreed to be
    written to, or there is nothing to tell.
    """
    user_id = must_make(by, letter.committee_id)
    locked = draft_or_refuse(letter)
    local = timezone.localtime(at)
    # Published and agreed to, before another digest is told from another letter.
    if lacking := missing(locked, None, local.date()):
        raise ValidationError(lacking)
    if read is not None and digest(contents_of(locked, local)) != read:
        raise ReadAnother(("what the letter says",) if read else ())
    locked.issued_as = issued_as(by, letter.committee_id)
    contents = letter_of(locked.witness, local.date(), locked.words, locked.issued_as)
    if lacking := missing(locked, contents, local.date()):
        raise ValidationError(lacking)
    data = as_json(contents)
    sums = {"sha256": sha256(data), "table_sha256": sha256(data)}
    frozen = Frozen.objects.create(letter=locked, version=Version.PUBLIC, data=data, at=at, is_issued=True, **sums)
    copy = Copy.objects.create(frozen=frozen, requested_by_id=user_id, requested_at=at)
    locked.issued_at, locked.issued_on, locked.issued_by_id = at, local.date(), user_id
    # Last, because from here on the database refuses every change.
    locked.save(update_fields=["issued_at", "issued_on", "issued_by", "issued_as"])
    transaction.on_commit(partial(wake, MAKE, copy.pk))
    return locked


def say_sent(letter: Letter, *, by: Roles, how: str) -> LetterSent:
    """Say that an issued letter went out today, and how; once.

    Raises PermissionDenied for anybody but chair and scrutiny officer, ValidationError for a draft.
    """
    user_id = must_make(by, letter.committee_id)
    if not letter.is_issued:
        raise ValidationError("A draft is not sent. Issue it first.")
    sent, _ = LetterSent.objects.get_or_create(letter=letter, defaults={"how": how, "on": by.on, "by_id": user_id})
    return sent


def draft_or_refuse(letter: Letter) -> Letter:
    """The letter, locked. Raises ValidationError where it is a draft no more."""
    rows = Letter.objects.select_for_update(of=("self",))
    locked = rows.select_related("witness__group__review__committee__council", "review").get(pk=letter.pk)
    if not locked.is_draft:
        raise ValidationError(SEALED if locked.is_issued else THROWN_AWAY)
    return locked


def may_be_written_to(witness: Witness) -> bool:
    """Whether they agreed, and can be reached. How, is for the scrutiny officer alone."""
    contact = getattr(witness, "contact", None)
    return contact is not None and contact.consents


def missing(letter: Letter, contents: LetterContents | None, on: date) -> list[str]:
    """What a draft cannot be issued without, in sentences. Without ``contents``, what they say is not asked for."""
    found = []
    try:
        must_be_published(letter, on)
    except ValidationError as refusal:
        found += refusal.messages
    if not may_be_written_to(letter.witness):
        found.append(NO_CONSENT)
    if contents is not None and not contents.became:
        found.append(NOTHING_TO_TELL)
    return found


def contents_of(letter: Letter, at: datetime) -> LetterContents:
    """What a draft says now. ``at`` is in local time."""
    return letter_of(letter.witness, at.date(), letter.words)


def digest(contents: LetterContents) -> str:
    """Another one as soon as a word of the letter is another."""
    return sha256(as_json(contents))[:20]
