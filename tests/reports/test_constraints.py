"""What may never be stored of a report: each constraint by its name, tried against the database itself.

Those of a copy's progress are tried in ``test_making.py``.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from evidence.models import Witness, WitnessGroup
from reports.models import Copy, Downloads, Frozen, Letter, Notice, Report, Words
from reports.quarters import Period
from tests import factories as f
from tests.conftest import Cast
from tests.reports.conftest import Rows

pytestmark = pytest.mark.django_db
SEALED = {"number": 1, "issued_at": f.noon(f.DAY), "issued_on": f.DAY, "issued_as": "Chair"}


def report(cast: Cast, **given: Any) -> Report:
    facts = {"committee": cast.committee, "review": cast.review, "as_at": f.DAY, "begun_at": f.noon(f.DAY)}
    return Report.objects.create(**{**facts, **given})


def sealed(cast: Cast, **given: Any) -> Report:
    return report(cast, **{**SEALED, "issued_by": cast.chair, **given})


def superseding(cast: Cast, **given: Any) -> Report:
    return report(cast, **{"supersedes": sealed(cast), "because": "A date was wrong.", **given})


def words(cast: Cast, of: Report, **given: Any) -> Words:
    facts = {"report": of, "words": "One year on.", "saved_by": cast.chair, "saved_at": f.noon(f.DAY)}
    return Words.objects.create(**{**facts, **given})


def frozen(cast: Cast, of: Report | None, **given: Any) -> Frozen:
    facts = {"report": of, "version": "public", "data": "{}", "sha256": "a", "table_sha256": "b", "at": f.noon(f.DAY)}
    return Frozen.objects.create(**{**facts, **given})


def letter(cast: Cast, of: Witness | None = None, **given: Any) -> Letter:
    facts = {"witness": of or witness(cast), "review": cast.review, "begun_by": cast.chair, "begun_at": f.noon(f.DAY)}
    return Letter.objects.create(**{**facts, **given})


def witness(cast: Cast) -> Witness:
    group = WitnessGroup.objects.create(review=cast.review, name="Experts", order=9)
    return Witness.objects.create(group=group, order=1, name="Ivo Lenton", printed="Trainer", organisation="Club")


def notice(cast: Cast, of: Report, number: int) -> Notice:
    return Notice.objects.create(report=of, person=cast.chair, message_id=f"<{number}@a>")


def twice(make: Callable[[Cast, Report], object]) -> Callable[[Cast], object]:
    def run(cast: Cast) -> None:
        of = report(cast)
        make(cast, of)
        make(cast, of)

    return run


REFUSED: list[tuple[str, Callable[[Cast], object]]] = [
    ("one_report_for_each_number", lambda c: (sealed(c), sealed(c, as_at=f.days(-1)))),
    ("one_report_of_a_review_for_each_period", lambda c: (report(c), report(c))),
    ("one_report_of_a_committee_for_each_period", lambda c: (report(c, review=None), report(c, review=None))),
    ("an_issued_report_has_number_day_and_person", lambda c: report(c, number=1)),
    ("an_issued_report_has_number_day_and_person", lambda c: sealed(c, issued_by=None)),
    ("an_issued_report_has_number_day_and_person", lambda c: sealed(c, issued_as="")),
    ("an_issued_report_has_number_day_and_person", lambda c: sealed(c, dropped_on=f.DAY)),
    ("a_superseding_report_says_why", lambda c: superseding(c, because="")),
    ("a_superseding_report_says_why", lambda c: report(c, because="A date was wrong.")),
    ("a_report_does_not_supersede_itself", lambda c: report(c, pk=7, supersedes_id=7, because="So.")),
    (
        "one_comment_of_the_chair_on_a_recommendation",
        twice(lambda c, of: words(c, of, recommendation=c.recommendation)),
    ),
    ("one_foreword_of_a_report", twice(words)),
    ("the_chairs_words_say_something", lambda c: words(c, report(c), words="")),
    ("one_issued_text_of_each_version", twice(lambda c, of: frozen(c, of, is_issued=True))),
    (
        "one_issued_text_of_a_letter",
        lambda c: [frozen(c, None, letter=of, is_issued=True) for of in [letter(c)] * 2],
    ),
    ("a_text_is_of_a_report_or_of_a_letter", lambda c: frozen(c, None)),
    ("a_text_is_of_a_report_or_of_a_letter", lambda c: frozen(c, report(c), letter=letter(c))),
    ("a_text_is_of_a_report_or_of_a_letter", lambda c: frozen(c, None, letter=letter(c), version="exempt")),
    ("one_draft_of_a_letter_to_a_witness", lambda c: [letter(c, of) for of in [witness(c)] * 2]),
    ("an_issued_letter_has_day_and_person", lambda c: letter(c, issued_at=f.noon(f.DAY), issued_as="Chair")),
    ("an_issued_letter_has_day_and_person", lambda c: letter(c, issued_as="Chair")),
    (
        "an_issued_letter_is_not_thrown_away",
        lambda c: letter(
            c, issued_at=f.noon(f.DAY), issued_on=f.DAY, issued_by=c.chair, issued_as="Chair", dropped_on=f.DAY
        ),
    ),
    ("a_text_is_of_a_known_version", lambda c: frozen(c, report(c), version="secret")),
    ("a_frozen_text_has_its_checksums", lambda c: frozen(c, report(c), sha256="")),
    ("a_frozen_text_has_its_checksums", lambda c: frozen(c, report(c), table_sha256="")),
    ("a_frozen_text_has_its_checksums", lambda c: frozen(c, report(c), data="")),
    (
        "one_count_of_downloads_a_day",
        lambda c: [Downloads.objects.create(frozen=t, day=f.DAY, kind="pdf") for t in [frozen(c, report(c))] * 2],
    ),
    ("one_notice_of_a_report_for_a_person", lambda c: [notice(c, of, n) for n, of in enumerate([report(c)] * 2)]),
]


def test_every_constraint_of_this_room_is_tried() -> None:
    models = [model for model in apps.get_app_config("reports").get_models() if model is not Copy]
    declared = {constraint.name for model in models for constraint in model._meta.constraints}
    assert {name for name, _ in REFUSED} == declared


@pytest.mark.parametrize(("name", "attempt"), REFUSED)
def test_the_database_refuses(cast: Cast, name: str, attempt: Callable[[Cast], object]) -> None:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        attempt(cast)
    said = str(refusal.value)
    # SQLite names the columns of a unique constraint, everything else is named by its name.
    assert name in said or "UNIQUE constraint failed" in said


def test_the_database_keeps_what_is_right(cast: Cast, rows: Rows) -> None:
    draft = rows.draft(Period(f.days(-9)))
    words(cast, draft)
    words(cast, draft, recommendation=cast.recommendation)
    for is_issued in (False, False, True):
        frozen(cast, draft, is_issued=is_issued)
    # A review and its committee, a draft that was thrown away, and a report that supersedes: one period each.
    superseding(cast)
    report(cast, review=None)
    report(cast, dropped_on=f.DAY)
    assert Report.objects.filter(as_at=f.DAY).count() == 4
