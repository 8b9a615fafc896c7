"""The public version knows nothing of what is exempt: not its words, its number, its size, nor that there is any.

For random marks, what the public version says is held against a world in which the exempt rows were never written: the
same to the byte, in the data, and so in the PDF that is made of the data alone. REDACTION_ROUNDS=200 runs it longer.
"""

import os
import random
import re
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

import pytest
from django.db import transaction
from pypdf import PdfReader
from pypdf.generic import IndirectObject

from evidence.models import Citation, Paragraph, Proof
from recommendations.models import Question, Recommendation, Review
from recommendations.scope import of_review
from recommendations.states import Reason, Schedule12A, Status
from reports.attachments import as_csv
from reports.builders import build
from reports.freezing import drawn, freeze
from reports.frozen import as_json
from reports.pdf import make_pdf
from reports.quarters import Period
from reports.states import Version
from tests import factories as f
from tests.conftest import Cast
from tests.reports.conftest import Rows

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ROUNDS = int(os.environ.get("REDACTION_ROUNDS", "12"))
SECRET = re.compile(r"qz\d+zq")


def word(number: int) -> str:
    """A word that stands nowhere else."""
    return f"qz{number}zq"


def an_update(cast: Cast, row: Recommendation, number: int, luck: random.Random) -> Any:
    """Of any status, so that an exempt one would change states, counts and ages."""
    status = luck.choice([Status.ON_TRACK, Status.DELAYED, Status.ACHIEVED, Status.PAUSED])
    return f.UpdateFactory.create(
        action=row.actions.first(),
        status=status,
        reason=Reason.FUNDING if status in (Status.DELAYED, Status.PAUSED) else "",
        words=f"It is so: {word(number)}.",
        given_on=f.days(-luck.randrange(1, 60)),
    )


def a_question(cast: Cast, row: Recommendation, number: int, luck: random.Random) -> Any:
    return Question.objects.create(
        recommendation=row, post=cast.post, words=f"Why {word(number)}?", asked_by=cast.member, asked_as="Chair",
        asked_on=f.days(-9), due_on=f.days(-2),
    )  # fmt: skip


def a_proof(cast: Cast, row: Recommendation, number: int, luck: random.Random) -> Any:
    update = row.actions.get().updates.earliest("pk")
    return Proof.objects.create(
        update=update, kind=Proof.Kind.LINK, url="https://www.harbour.example/", description=f"Shows {word(number)}",
        given_by=cast.officer, given_for=cast.post, given_at=f.noon(f.days(-3)), given_on=f.days(-3),
    )  # fmt: skip


def a_citation(cast: Cast, row: Recommendation, number: int, luck: random.Random) -> Any:
    paragraph = Paragraph.objects.create(
        review=row.review, number=f"4.{number}", order=number, section_number=4, section_title=word(number), summary="-"
    )
    return Citation.objects.create(paragraph=paragraph, recommendation=row, kind=luck.choice(Citation.Kind.values))


MAKERS: tuple[Callable[..., Any], ...] = (an_update, a_question, a_proof, a_citation)


def write(cast: Cast, review: Review, seed: int, kept_back: set[int], *, absent: bool) -> None:
    """Twelve rows by luck. Those that are kept back are exempt, or, in the other world, were never written."""
    rows = [row for row in review.recommendations.order_by("number") if row.actions.exists()]
    for number in range(12):
        luck = random.Random(f"{seed}/{number}")
        row, make = luck.choice(rows), luck.choice(MAKERS)
        if number in kept_back and absent:
            continue
        made = make(cast, row, number, luck)
        if number in kept_back:
            made.exemptions.create(
                paragraph=luck.choice(Schedule12A.values), reason="A tender.", decided_by="Monitoring Officer",
                decided_on=f.days(-1), review_on=f.days(300), recorded_by=cast.scrutiny,
            )  # fmt: skip


def said(review: Review, version: Version = Version.PUBLIC) -> str:
    """All that a version says, and its table."""
    found = build(of_review(review), Period(f.DAY), f.DAY, version)
    return as_json(found) + as_csv(found).decode()


def marks(seed: int) -> set[int]:
    """Which rows are kept back: none, some or all."""
    luck = random.Random(seed)
    return set(luck.sample(range(12), luck.randrange(1, 13)))


def test_for_random_marks_the_public_version_is_that_of_a_world_without_the_exempt_rows(
    cast: Cast, few: Review
) -> None:
    told_apart = 0
    for seed in range(ROUNDS):
        kept_back = marks(seed)
        with transaction.atomic():
            write(cast, few, seed, kept_back, absent=True)
            without = said(few)
            transaction.set_rollback(True)
        with transaction.atomic():
            write(cast, few, seed, kept_back, absent=False)
            public, inside = said(few), said(few, Version.EXEMPT)
            transaction.set_rollback(True)
        assert public == without, f"seed {seed}"
        assert not {word(number) for number in kept_back} & set(SECRET.findall(public))
        told_apart += bool({word(number) for number in kept_back} & set(SECRET.findall(inside)))
        assert "Exempt, paragraph" not in public
    # The rows do show inside, so that there was something to leave out.
    assert told_apart > ROUNDS // 2


def test_the_words_of_a_request_change_nothing_in_the_public_version(cast: Cast, few: Review) -> None:
    """Its dates move a target and are known. Why, and what was refused, stays inside the council."""
    found = []
    for number in (1, 2):
        with transaction.atomic():
            f.ExtensionFactory.create(
                action=cast.action, words=word(number), note=word(number), agreed=True, decided_by=cast.head,
                reason=Reason.STAFFING if number == 1 else Reason.LEGAL, decided_on=f.days(-5),
            )  # fmt: skip
            found.append(said(few))
            transaction.set_rollback(True)
    assert found[0] == found[1]
    assert "moved once" in found[0]


def everything_in(content: bytes) -> str:
    """The text, outline, metadata, attachments, names and structure of a PDF."""
    reader = PdfReader(BytesIO(content))
    pieces = [page.extract_text() for page in reader.pages]
    pieces += [str(reader.metadata), str(reader.outline)]
    pieces += [one.decode(errors="replace") for files in reader.attachments.values() for one in files]
    pieces += list(reader.attachments)
    pieces += [str(number.get_object()) for number in all_objects(reader)]
    return re.sub(r"\s+", " ", " ".join(pieces))


def all_objects(reader: PdfReader) -> Iterable[Any]:
    """Every object of the file: fonts, structure elements with their alternatives, file specifications."""
    return [IndirectObject(number, 0, reader) for number in sorted(reader.xref.get(0, {}))]


def test_the_pdf_and_its_file_name_hold_nothing_of_it_either(cast: Cast, rows: Rows, few: Review) -> None:
    seed, kept_back = 3, marks(3) | {0, 1}
    papers = {}
    for absent in (True, False):
        with transaction.atomic():
            write(cast, few, seed, kept_back, absent=absent)
            frozen = freeze(rows.draft(), Version.PUBLIC, f.noon(f.DAY))
            html, attached, at = drawn(frozen)
            papers[absent] = make_pdf(html, lambda page: None, attached, at).content, frozen.file_name
            if not absent:
                inside = drawn(freeze(rows.draft(), Version.EXEMPT, f.noon(f.DAY)))[0]
            transaction.set_rollback(True)
    assert papers[True] == papers[False]
    found = everything_in(papers[False][0])
    assert not {word(number) for number in kept_back} & set(SECRET.findall(found))
    assert "Exempt information is left out of this version, whether there is any or not." in found
    assert {word(number) for number in kept_back} & set(SECRET.findall(inside))
