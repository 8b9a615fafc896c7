"""Nothing exempt or unpublished reaches anybody whom the rules do not allow: random marks, every page, mail and PDF.

Who may read what is written here once more, as plain tables of people, so that a fault in the product's own rules
cannot hide itself.
"""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import hypothesis
import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.template.loader import render_to_string
from django.test import override_settings
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from pypdf import PdfReader

from evidence.models import Paragraph, Proof
from recommendations.models import Extension, Question, Review, Update
from recommendations.scope import of_review
from recommendations.states import Schedule12A
from reminders import delivery, planning
from reports.attachments import attachments
from reports.builders import build
from reports.frozen import as_json
from reports.pdf import make_pdf
from reports.quarters import Period
from tests import factories as f
from tests.conftest import Cast
from tests.house import House
from tests.test_doors import KEYS, PEOPLE, WHOSE, Door, Street, build_street, doors, knocked, stored_in

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("day")]

EXAMPLES = int(os.environ.get("LEAKS") or 5)
SECRET = re.compile(r"qz[a-z]+\d+zq")

EVERYBODY = frozenset(PEOPLE.values())
COUNCIL = frozenset({"officer", "deputy", "other_officer", "head", "member", "chair", "scrutiny"})
RUN = frozenset({"chair", "scrutiny"})
COMMITTEE = RUN | {"member"}
ELSEWHERE = frozenset({"member_elsewhere"})
# Those who answer for the work of the house's post.
ANSWER = frozenset({"officer", "deputy", "head"})

# Who may see a review at all, by whose it is.
SEES = {"ours": COUNCIL, "draft": RUN, "theirs": ELSEWHERE, "open": EVERYBODY}
# Who of them may read what is exempt: the committee's people, and those whose work it concerns.
READS_EXEMPT = {"ours": COMMITTEE | ANSWER, "draft": RUN, "theirs": ELSEWHERE, "open": ANSWER}
OF_THE_COMMITTEE = {"ours": COMMITTEE, "draft": RUN, "theirs": ELSEWHERE, "open": frozenset[str]()}


@dataclass(frozen=True)
class Secret:
    """A row with a word of its own, and who may read it while it is exempt and while it is not."""

    word: str
    row: Any
    while_exempt: frozenset[str]
    while_open: frozenset[str]


Maker = Callable[[Cast, House, str], Any]


def an_update(cast: Cast, house: House, words: str) -> Update:
    return f.UpdateFactory.create(action=house.action, words=words, given_by=cast.officer, given_on=f.days(-5))


def a_request(cast: Cast, house: House, words: str) -> Extension:
    """One that was agreed, since only one may wait."""
    return f.ExtensionFactory.create(
        action=house.action, words=words, note=words, requested_by=cast.officer, requested_on=f.days(-9),
        agreed=True, decided_by=cast.head, decided_on=f.days(-8), decided_as="Head",
    )  # fmt: skip


def a_proof(cast: Cast, house: House, words: str) -> Proof:
    return Proof.objects.create(
        update=house.update, kind=Proof.Kind.LINK, url="https://www.harbour.example/", description=words,
        given_by=cast.head, given_for=cast.head_post, given_at=f.noon(f.DAY), given_on=f.DAY,
    )  # fmt: skip


def a_paragraph(cast: Cast, house: House, words: str) -> Paragraph:
    number = f"8.{Paragraph.objects.count()}"
    return Paragraph.objects.create(
        review=house.review, number=number, order=1, section_number=9, section_title="Nine", summary=words
    )


def a_question(cast: Cast, house: House, words: str) -> Question:
    return Question.objects.create(
        recommendation=house.action.recommendation, action=house.action, post=house.action.post, words=words,
        asked_by=cast.chair, asked_as="Chair", asked_on=f.days(-9), due_on=f.days(-2),
    )  # fmt: skip


# Kind, how one is made, who reads it while exempt, and while not.
KINDS: dict[str, tuple[Maker, dict[str, frozenset[str]], dict[str, frozenset[str]]]] = {
    "update": (an_update, READS_EXEMPT, SEES),
    # What officers and heads wrote to each other stays inside the council.
    # The head's work: the officer and the deputy do not answer for it.
    "proof": (a_proof, {**READS_EXEMPT, "ours": COMMITTEE | {"head"}, "open": frozenset({"head"})}, SEES),
    "paragraph": (a_paragraph, OF_THE_COMMITTEE, SEES),
    # Questions stay inside the council, exempt or not.
    "question": (a_question, {**READS_EXEMPT, "open": frozenset()}, {**SEES, "open": frozenset()}),
    "request": (a_request, READS_EXEMPT, {**SEES, "open": ANSWER}),
}


def plant(street: Street, mark: str = "") -> list[Secret]:
    """Two rows of each kind in each house, each with a word that stands nowhere else."""
    found = []
    for whose in sorted(WHOSE):
        for kind, (make, while_exempt, while_open) in KINDS.items():
            for number in range(2):
                word = f"qz{mark}{whose}{kind}{number}zq"
                row = make(street.cast, street.houses[whose], f"The council hears {word}.")
                found.append(Secret(word, row, while_exempt[whose] & SEES[whose], while_open[whose]))
    return found


def keep_back(secret: Secret, by: Any) -> None:
    """Mark a row exempt, whatever its house: the verb's own rules are tested elsewhere."""
    secret.row.exemptions.create(
        paragraph=Schedule12A.FINANCIAL, reason="A tender.", decided_by="Monitoring Officer",
        decided_on=f.days(-1), review_on=f.days(300), recorded_by=by,
    )  # fmt: skip


@dataclass(frozen=True)
class World:
    """Everything that a page can be about."""

    street: Street
    secrets: list[Secret]

    @property
    def cast(self) -> Cast:
        """Everybody around it."""
        return self.street.cast


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One world for all tests of this module; what a test changes is gone after it."""
    files = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(**stored_in(files)):
        with time_machine.travel(f.noon(f.DAY), tick=False):
            street = build_street(files)
            world = World(street, plant(street))
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(built: World, db: None, settings: Any) -> World:
    """The world, for one test."""
    for name, value in stored_in(built.street.files).items():
        setattr(settings, name, value)
    return built


def words_on(world: World, person: str, door: Door) -> set[str]:
    """The secret words in everything that a door answers, its headers included."""
    response, content = knocked(world.cast, door, world.street.address(door), person)
    text = content.decode("utf-8", "replace") + repr(sorted(response.headers.items()))
    return set(SECRET.findall(text))


def read_doors(person: str) -> list[Door]:
    """Every address that answers this person with anything of its own: not what is nowhere, or only posted to."""
    at = list(PEOPLE.values()).index(person)
    answering = (door for door in doors() if door.method == "GET" and door.expected[at] not in (404, 405))
    # What is behind a key is told in tests/evidence/test_from_mail.py and tests/api/test_calendars_and_feeds.py.
    return [door for door in answering if door.name not in KEYS]


@hypothesis.settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)
@given(data=st.data())
def test_no_page_shows_anybody_what_they_may_not_read(world: World, data: st.DataObject) -> None:
    exempt = data.draw(st.sets(st.sampled_from(range(len(world.secrets)))))
    person = data.draw(st.sampled_from(sorted(EVERYBODY)))
    with transaction.atomic():
        for number in exempt:
            keep_back(world.secrets[number], world.cast.scrutiny)
        allowed = {
            s.word
            for number, s in enumerate(world.secrets)
            if person in (s.while_exempt if number in exempt else s.while_open)
        }
        # Every third door from one that is drawn. LEAKS=100 tries for longer.
        for door in read_doors(person)[data.draw(st.integers(0, 2)) :: 3]:
            assert words_on(world, person, door) <= allowed, (person, str(door))
        transaction.set_rollback(True)


@pytest.mark.parametrize("person", sorted(EVERYBODY))
def test_everybody_finds_what_they_may_read_and_nothing_else(world: World, person: str) -> None:
    """Of two of a kind one is exempt. Were nothing shown to anybody, the test above would pass too."""
    exempt = [s for s in world.secrets if s.word.endswith("1zq")]
    for secret in exempt:
        keep_back(secret, world.cast.scrutiny)
    allowed = {s.word for s in world.secrets if person in (s.while_exempt if s in exempt else s.while_open)}
    found = {word for door in read_doors(person) for word in words_on(world, person, door)}
    assert found <= allowed
    # What officers wrote about a review of another council is shown to them on their own pages only.
    assert {word for word in allowed if not word.startswith("qzopenrequest")} <= found


@pytest.mark.parametrize("whose", sorted(WHOSE))
def test_a_paper_holds_nothing_exempt(world: World, whose: str) -> None:
    exempt = [s for s in world.secrets if s.word.endswith("1zq")]
    for secret in exempt:
        keep_back(secret, world.cast.scrutiny)
    review = Review.objects.for_page().get(pk=world.street.houses[whose].review.pk)
    text = paper(review, f.DAY)
    assert not {s.word for s in exempt} & set(SECRET.findall(text))
    # The last word that is not exempt is in it, so that the text was read at all.
    assert f"qz{whose}update0zq" in text


def paper(review: Review, on: date) -> str:
    """Everything in the PDF of a review's report: text, outline, metadata and attachments."""
    contents = build(of_review(review), Period(on), on)
    html = render_to_string("reports/paper.html", {"contents": contents, "paper": True})
    reader = PdfReader(BytesIO(make_pdf(html, lambda page: None, attachments(contents, as_json(contents))).content))
    pieces = [page.extract_text() for page in reader.pages]
    pieces += [repr(reader.metadata), repr(reader.xmp_metadata), repr(reader.outline)]
    attached = [content.decode() for files in reader.attachments.values() for content in files]
    assert len(attached) == 2
    pieces += attached
    return html + re.sub(r"\s+", " ", "".join(pieces))


def test_no_mail_tells_anybody_what_they_may_not_read(world: World) -> None:
    for secret in world.secrets[::2]:
        keep_back(secret, world.cast.scrutiny)
    kept = {s.word: s for s in world.secrets[::2]}
    with time_machine.travel(f.noon(f.days(80)), tick=False):
        planning.plan(f.days(80), f.noon(f.days(80)))
        assert delivery.send_waiting("worker 1") == len(mail.outbox) > 0
    for message in mail.outbox:
        reader = message.to[0].partition("@")[0]
        for word in SECRET.findall(message.message().as_string()):
            assert word not in kept or reader in kept[word].while_exempt, (reader, word)
