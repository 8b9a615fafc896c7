"""Keeping what a report tells of its evidence: paragraphs, footnotes, witnesses, the panel, and what led to what."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from council.roles import Roles
from evidence.models import (
    Basis,
    Citation,
    Contradiction,
    Footnote,
    PanelMember,
    Paragraph,
    Testimony,
    Witness,
    WitnessContact,
    WitnessGroup,
)
from recommendations import rules
from recommendations.models import Review

NO_GROUP = "Witnesses"
NOT_ALLOWED = "The scrutiny officer of the committee looks after the evidence of its reviews."


@dataclass(frozen=True)
class NewParagraph:
    """A numbered paragraph in the report's own words."""

    number: str
    section_number: int
    section_title: str
    heading: str
    words: str


@dataclass(frozen=True)
class NewWitness:
    """Somebody who gave evidence, as printed."""

    name: str
    group: str
    printed: str
    role: str
    organisation: str


@dataclass(frozen=True)
class NewPerson:
    """Somebody on the panel."""

    name: str
    role: str
    part: str
    place: str


@dataclass(frozen=True)
class NewContradiction:
    """A place where the report disagrees with itself: the words of both places, as printed."""

    subject: str
    first_place: str
    first_words: str
    second_place: str
    second_words: str
    note: str


@dataclass(frozen=True)
class Source:
    """What a report tells beside its recommendations. ``printed_after`` leads from recommendations to paragraphs."""

    paragraphs: Sequence[NewParagraph] = ()
    footnotes: Sequence[tuple[str, str]] = ()
    witnesses: Sequence[NewWitness] = ()
    panel: Sequence[NewPerson] = ()
    printed_after: Sequence[tuple[int, str]] = ()
    contradictions: Sequence[NewContradiction] = ()


@transaction.atomic
def keep_source(review: Review, *, by: Roles, source: Source) -> None:
    """Keep it. Raises PermissionDenied for anybody but the scrutiny officer."""
    must_run(by, review)
    paragraphs = {}
    for order, row in enumerate(source.paragraphs):
        paragraphs[row.number] = Paragraph.objects.create(
            review=review,
            number=row.number,
            order=order,
            section_number=row.section_number,
            section_title=row.section_title,
            heading=row.heading,
            summary=row.words,
            is_verbatim=True,
        )
    for order, (number, text) in enumerate(source.footnotes):
        Footnote.objects.create(review=review, number=number, order=order, text=text)
    keep_witnesses(review, source.witnesses)
    for order, person in enumerate(source.panel):
        PanelMember.objects.create(
            review=review, order=order, name=person.name, role=person.role, part=person.part, place=person.place
        )
    for order, contradiction in enumerate(source.contradictions):
        Contradiction.objects.create(review=review, order=order, **asdict(contradiction))
    recommendations = {row.number: row for row in review.recommendations.all()}
    for place, paragraph in source.printed_after:
        if paragraph in paragraphs and place in recommendations:
            Citation.objects.create(
                paragraph=paragraphs[paragraph],
                recommendation=recommendations[place],
                kind=Citation.Kind.PRINTED,
                linked_on=by.on,
            )


def keep_witnesses(review: Review, witnesses: Sequence[NewWitness]) -> None:
    """Groups and witnesses, in the report's order."""
    groups: dict[str, WitnessGroup] = {}
    for order, row in enumerate(witnesses):
        name = row.group or NO_GROUP
        if name not in groups:
            groups[name] = WitnessGroup.objects.create(review=review, name=name, order=len(groups))
        Witness.objects.create(
            group=groups[name],
            order=order,
            name=row.name,
            printed=row.printed,
            role=row.role,
            organisation=row.organisation,
        )


def must_run(by: Roles, review: Review) -> int:
    """The account of the scrutiny officer. Raises PermissionDenied for anybody else."""
    if by.user_id is None or not rules.runs(by, review):
        raise PermissionDenied(NOT_ALLOWED)
    return by.user_id


@transaction.atomic
def say_who_spoke(witness: Witness, *, by: Roles, paragraphs: Sequence[Paragraph], basis: Basis) -> int:
    """Link a witness to the paragraphs that tell what they said. Those linked already stay. Returns how many are new.

    Raises PermissionDenied for anybody but the scrutiny officer, ValidationError for paragraphs of another review.
    """
    review = witness.group.review
    person = must_run(by, review)
    if any(paragraph.review_id != review.pk for paragraph in paragraphs):
        raise ValidationError({"paragraphs": "Choose paragraphs of this review"})
    new = 0
    for paragraph in paragraphs:
        _, is_new = Testimony.objects.filter(struck_on__isnull=True).get_or_create(
            witness=witness,
            paragraph=paragraph,
            defaults={"basis": basis, "linked_by_id": person, "linked_on": by.on},
        )
        new += is_new
    return new


@transaction.atomic
def record_contact(witness: Witness, *, by: Roles, email: str, note: str, consents: bool) -> WitnessContact:
    """Keep how to reach a witness, apart from what is printed. Raises PermissionDenied for anybody but the scrutiny
    officer, ValidationError for a consent without an address."""
    person = must_run(by, witness.group.review)
    if consents and not email:
        raise ValidationError({"email": "Enter the address that they agreed to be written to at"})
    contact, _ = WitnessContact.objects.update_or_create(
        witness=witness,
        defaults={"email": email, "note": note, "consents": consents, "recorded_by_id": person, "recorded_on": by.on},
    )
    return contact
