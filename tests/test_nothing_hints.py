"""What is exempt changes nothing at all for somebody who may not read it: not a word, a count, an age or a number.

Every page that a person can open is kept as it was, exempt rows of each kind are put in, and every page is the same to
the byte. Then the same rows are put in open, and the pages differ: the comparison sees what it should.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.template.loader import render_to_string
from django.test import override_settings

from evidence.models import Citation, Paragraph, Proof
from recommendations.models import Question, Review
from recommendations.scope import of_review
from recommendations.states import Schedule12A, Status
from reports.builders import build
from reports.quarters import Period
from tests import factories as f
from tests.house import House
from tests.test_doors import KEYS, PEOPLE, Door, Street, build_street, doors, knocked, stored_in

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("day")]

# Who may not read what is exempt in a house, though they may open its pages.
OUTSIDE = {
    "ours": {"other_officer"},
    "open": set(PEOPLE.values()) - {"officer", "deputy", "head"},
}

ALWAYS_NEW = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')

# Looked at in other ways than a plain address says.
DASHBOARD = "recommendations:dashboard"
OTHERWISE: list[tuple[str, str]] = [
    (DASHBOARD, "?as_at=2026-06-16"),
    (DASHBOARD, "?state=delayed"),
    (DASHBOARD, "?q=council"),
    ("recommendations:recommendation_list", "?state=delayed"),
    ("recommendations:action_list", "?timeliness=stale"),
    ("recommendations:recommendation", "?all=1"),
    ("recommendations:recommendation", "?kind=update"),
    ("recommendations:action", "?as_at=2026-06-16"),
]


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    """One street for all tests of this module; what a test changes is gone after it."""
    files = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(**stored_in(files)):
        with time_machine.travel(f.noon(f.DAY), tick=False):
            street = build_street(files)
        yield street
        transaction.set_rollback(True)


@pytest.fixture
def street(built: Street, db: None, settings: Any) -> Street:
    """The street, for one test."""
    for name, value in stored_in(built.files).items():
        setattr(settings, name, value)
    return built


def an_update(house: House, person: Any) -> Any:
    """The latest word, and another one than before."""
    return f.UpdateFactory.create(
        action=house.action, status=Status.DELAYED, reason="contract", words="Hush.", given_by=person,
        given_on=f.days(-1),
    )  # fmt: skip


def a_proof(house: House, person: Any) -> Any:
    return Proof.objects.create(
        update=house.update, kind=Proof.Kind.LINK, url="https://www.harbour.example/hush", description="Hush.",
        given_by=person, given_for=house.update.given_for, given_at=f.noon(f.DAY), given_on=f.DAY,
    )  # fmt: skip


def a_paragraph(house: House, person: Any) -> Any:
    """One that argues for the recommendation and closes the argument, before those that are known."""
    paragraph = Paragraph.objects.create(
        review=house.review, number="1.1", order=1, section_number=1, section_title="Hush", summary="Hush."
    )
    recommendation = house.action.recommendation
    for kind in Citation.Kind:
        Citation.objects.create(paragraph=paragraph, recommendation=recommendation, kind=kind)
    return paragraph


def a_citation(house: House, person: Any) -> Any:
    """Of a paragraph that everybody reads."""
    recommendation = house.action.recommendation
    return Citation.objects.create(
        paragraph=house.paragraph, recommendation=recommendation, kind=Citation.Kind.CONCLUDES
    )


def a_question(house: House, person: Any) -> Any:
    """One that is overdue, so that it would stand on the dashboard."""
    return Question.objects.create(
        recommendation=house.action.recommendation, action=house.action, post=house.action.post, words="Hush?",
        asked_by=person, asked_as="Chair", asked_on=f.days(-40), due_on=f.days(-20),
    )  # fmt: skip


Maker = Callable[[House, Any], Any]
Before = Callable[[str, str], dict[str, tuple[int, bytes]]]
KINDS: dict[str, Maker] = {"update": an_update, "proof": a_proof, "paragraph": a_paragraph, "citation": a_citation}
# Questions are for people of the council: the public sees none, open or not.
KINDS["question"] = a_question
PUBLISHED = [kind for kind in KINDS if kind != "question"]


def keep_back(row: Any, person: Any) -> None:
    """Exempt, whatever the house: who may do so is tested elsewhere."""
    row.exemptions.create(
        paragraph=Schedule12A.FINANCIAL, reason="A tender.", decided_by="Monitoring Officer", decided_on=f.days(-1),
        review_on=f.days(300), recorded_by=person,
    )  # fmt: skip


@contextmanager
def put_in(street: Street, whose: str, kinds: list[str], exempt: bool) -> Iterator[list[Any]]:
    """A row of each of these kinds in a house, exempt or open, and gone again at the end."""
    with transaction.atomic():
        rows = [KINDS[kind](street.houses[whose], street.cast.officer) for kind in kinds]
        for row in rows if exempt else []:
            keep_back(row, street.cast.scrutiny)
        yield rows
        transaction.set_rollback(True)


def addresses(street: Street, whose: str, person: str) -> list[tuple[Door, str]]:
    """Every address of a house and every address that belongs to none, and some with a query.

    What is nowhere for this person, or only posted to, answers with the same page whatever stands behind it.
    """
    at = list(PEOPLE.values()).index(person)
    found = [
        (door, street.address(door))
        for door in doors()
        if door.method == "GET" and door.whose in (whose, "-") and door.expected[at] not in (404, 405)
        if door.name not in KEYS
    ]
    by_name = {door.address: (door, address) for door, address in found if door.whose == whose}
    return found + [(by_name[name][0], by_name[name][1] + query) for name, query in OTHERWISE]


def looking(street: Street, whose: str, person: str) -> Iterator[tuple[str, tuple[int, bytes]]]:
    """All that a person gets, one address after the other."""
    for door, address in addresses(street, whose, person):
        response, content = knocked(street.cast, door, address, person)
        yield address, (response.status_code, ALWAYS_NEW.sub(b"", content))


def seen(street: Street, whose: str, person: str) -> dict[str, tuple[int, bytes]]:
    """All that a person gets, by address."""
    return dict(looking(street, whose, person))


@pytest.fixture(scope="module")
def as_it_was() -> dict[tuple[str, str], dict[str, tuple[int, bytes]]]:
    """What was seen before anything was put in, by house and person: it is the same before each test."""
    return {}


@pytest.fixture
def before_of(street: Street, as_it_was: dict[tuple[str, str], dict[str, tuple[int, bytes]]]) -> Before:
    """Looks once at a house through the eyes of a person."""

    def look(whose: str, person: str) -> dict[str, tuple[int, bytes]]:
        if (whose, person) not in as_it_was:
            as_it_was[whose, person] = seen(street, whose, person)
        return as_it_was[whose, person]

    return look


def differing(before: dict[str, tuple[int, bytes]], after: dict[str, tuple[int, bytes]]) -> set[str]:
    assert before.keys() == after.keys()
    return {address for address in before if before[address] != after[address]}


@pytest.mark.parametrize(("whose", "person"), [(w, p) for w, people in OUTSIDE.items() for p in sorted(people)])
def test_exempt_rows_change_nothing_for_somebody_who_may_not_read_them(
    street: Street, before_of: Before, whose: str, person: str
) -> None:
    before = before_of(whose, person)
    # So many pages opened at all that the comparison is worth something.
    assert sum(status == 200 for status, _ in before.values()) >= 14
    with put_in(street, whose, list(KINDS), exempt=True):
        assert differing(before, seen(street, whose, person)) == set()


@pytest.mark.parametrize("kind", PUBLISHED)
def test_the_same_row_changes_the_publics_pages_while_it_is_open(street: Street, before_of: Before, kind: str) -> None:
    before = before_of("open", "public")
    with put_in(street, "open", [kind], exempt=False):
        assert any(before[address] != now for address, now in looking(street, "open", "public"))


@pytest.mark.parametrize("kind", KINDS)
def test_those_who_may_read_it_see_it(street: Street, before_of: Before, kind: str) -> None:
    before = before_of("ours", "member")
    with put_in(street, "ours", [kind], exempt=True):
        assert any(before[address] != now for address, now in looking(street, "ours", "member"))


@pytest.mark.parametrize("kind", KINDS)
def test_the_addresses_of_an_exempt_row_answer_as_those_of_a_row_that_does_not_exist(street: Street, kind: str) -> None:
    ways = {
        "update": ["/updates/{pk}/proof/", "/exempt/update/{pk}/", "/exempt/update/{pk}/end/"],
        "proof": ["/proof/{pk}/", "/proof/{pk}/replace/", "/exempt/proof/{pk}/", "/exempt/proof/{pk}/end/"],
        "paragraph": ["/exempt/paragraph/{pk}/", "/exempt/paragraph/{pk}/end/"],
        "citation": ["/exempt/citation/{pk}/", "/exempt/citation/{pk}/end/"],
        "question": ["/questions/{pk}/answer/", "/questions/{pk}/close/", "/exempt/question/{pk}/"],
    }
    with put_in(street, "ours", [kind], exempt=True) as rows:
        client = street.cast.client("other_officer")
        for way in ways[kind]:
            there, nowhere = (client.get(way.format(pk=pk)) for pk in (rows[0].pk, 999_999))
            assert (there.status_code, ALWAYS_NEW.sub(b"", there.content)) == (
                404, ALWAYS_NEW.sub(b"", nowhere.content),
            )  # fmt: skip


def test_the_words_of_a_request_are_kept_back_without_a_trace_on_the_publics_pages(street: Street) -> None:
    """Its dates move a target and are known; that its words are exempt is not."""
    request = f.ExtensionFactory.create(
        action=street.houses["open"].action, requested_by=street.cast.officer, requested_on=f.days(-9),
        note="So be it.", agreed=True, decided_by=street.cast.head, decided_on=f.days(-8), decided_as="Head",
    )  # fmt: skip
    for person in ("public", "member"):
        before = seen(street, "open", person)
        with transaction.atomic():
            keep_back(request, street.cast.scrutiny)
            assert differing(before, seen(street, "open", person)) == set(), person
            transaction.set_rollback(True)


def test_a_paper_is_the_same_to_the_byte(street: Street) -> None:
    def paper() -> str:
        review = Review.objects.for_page().get(pk=street.houses["ours"].review.pk)
        contents = build(of_review(review), Period(f.DAY), f.DAY)
        return render_to_string("reports/paper.html", {"contents": contents, "paper": True})

    before = paper()
    with put_in(street, "ours", list(KINDS), exempt=True):
        assert paper() == before
    with put_in(street, "ours", list(KINDS), exempt=False):
        assert paper() != before
