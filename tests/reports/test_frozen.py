"""What is kept as JSON comes back as it was, and the same thing is always the same text."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from recommendations.models import Review
from recommendations.scope import of_review
from reports.builders import build
from reports.contents import Contents
from reports.frozen import as_json, from_json, sha256
from reports.imprint import Issue
from reports.quarters import Period
from reports.states import Version
from tests import factories as f

pytestmark = pytest.mark.once


@dataclass(frozen=True)
class Inner:
    day: date


@dataclass(frozen=True)
class Outer:
    many: tuple[Inner, ...]
    perhaps: Inner | None
    words: str
    count: int | None = None


WHOLE = Outer((Inner(date(2026, 3, 31)), Inner(date(2026, 6, 30))), None, "“R3” é 😀\n=1+1", 3)


def test_what_was_frozen_comes_back_as_it_was() -> None:
    assert from_json(Outer, as_json(WHOLE)) == WHOLE
    given = replace(WHOLE, perhaps=Inner(date(2026, 1, 1)), many=())
    assert from_json(Outer, as_json(given)) == given


def test_the_same_thing_is_the_same_text_and_another_thing_another() -> None:
    assert as_json(WHOLE) == as_json(from_json(Outer, as_json(WHOLE)))
    assert sha256(as_json(WHOLE)) != sha256(as_json(replace(WHOLE, words="“R3”")))


def test_what_was_frozen_before_a_field_was_added_takes_its_default() -> None:
    text = as_json(WHOLE).replace(' "count": 3,\n', "")
    assert from_json(Outer, text) == replace(WHOLE, count=None)


def test_what_is_not_plain_is_refused() -> None:
    @dataclass(frozen=True)
    class Odd:
        thing: object

    with pytest.raises(TypeError, match="set is no plain value"):
        as_json(Odd({1}))
    with pytest.raises(TypeError):
        from_json(Outer, '{"words": "x"}')


@pytest.mark.django_db
@pytest.mark.parametrize("version", Version)
def test_a_whole_report_comes_back_as_it_was(review: Review, version: Version) -> None:
    issue = Issue(4, f.DAY, "Chair", "tracker.example/check-a-copy/", "Supersedes report 3: a date was wrong.")
    found = build(of_review(review), Period(f.DAY), f.DAY, version, issue=issue)
    assert from_json(Contents, as_json(found)) == found
