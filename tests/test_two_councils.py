"""Two councils on one install, with equal names of everything: nothing of the one is ever shown to the other.

The doors, the words to look for and the mails are those of test_doors.py and test_nothing_leaks.py; here there are two
whole streets, and whoever is drawn looks through every door of their own and knocks at every door of the other.
Longer: COUNCILS=60.
"""

import os
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
import time_machine
from django.core import mail
from django.db import models, transaction
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from accounts.models import User
from council.models import Committee, Council, Directorate, Post, Service
from recommendations.models import Action, Recommendation, Review, Theme
from reminders import delivery, planning
from tests import factories as f
from tests.test_doors import Door, Street, build_street, knocked
from tests.test_nothing_leaks import EVERYBODY, SECRET, Secret, plant, read_doors

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("day")]

EXAMPLES = int(os.environ.get("COUNCILS", "4"))
# So many of the doors of each street are tried in one example.
DOORS = 30
# What everybody may read, of a committee that publishes.
PUBLIC = {"update", "proof", "paragraph"}
SAID = "hears"
BESIDE = (f"/search/?q={SAID}", "/issued-reports.atom", "/api/v1/reviews", "/api/v1/committees", "/api/v1/meetings")
NAMED: tuple[tuple[type[models.Model], str], ...] = (
    (Council, "name"),
    (Committee, "name"),
    (Directorate, "name"),
    (Service, "name"),
    (Post, "title"),
    (User, "name"),
    (Review, "title"),
    (Theme, "title"),
    (Recommendation, "title"),
    (Action, "title"),
)


class Two:
    """Two streets, and what each says that no other does."""

    def __init__(self, files: Any) -> None:
        self.streets: dict[str, Street] = {}
        self.said: dict[str, list[Secret]] = {}
        rows: dict[str, dict[type[models.Model], list[Any]]] = {}
        for mark in ("", "twin"):
            before = {model: set(model._default_manager.values_list("pk", flat=True)) for model, _ in NAMED}
            self.streets[mark] = build_street(files, mark)
            self.said[mark] = plant(self.streets[mark], mark)
            rows[mark] = {
                model: list(model._default_manager.exclude(pk__in=before[model]).order_by("pk")) for model, _ in NAMED
            }
        for model, name in NAMED:
            for one, other in zip(rows[""][model], rows["twin"][model], strict=True):
                setattr(other, name, getattr(one, name))
                other.save(update_fields=[name])

    def forbidden(self, mark: str) -> set[str]:
        """The words of the other council that nobody of this one may read."""
        other = "" if mark else "twin"
        return {
            secret.word
            for secret in self.said[other]
            if not any(secret.word.startswith(f"qz{other}open{kind}") for kind in PUBLIC)
        }


@pytest.fixture
def two(db: None, settings: Any) -> Two:
    return Two(settings.MEDIA_ROOT)


def words_in(response: Any, content: bytes) -> set[str]:
    """The words to look for in an answer."""
    return set(SECRET.findall(content.decode("utf-8", "replace") + repr(sorted(response.headers.items()))))


def looked_through(two: Two, mark: str, person: str, tried: list[Door]) -> Iterator[tuple[str, set[str]]]:
    """All that one person gets from these doors of both streets, and from what is about everything."""
    street = two.streets[mark]
    for of in two.streets.values():
        for door in tried:
            address = of.address(door)
            yield address, words_in(*knocked(street.cast, door, address, person))
    client = street.cast.client(person)
    for address in BESIDE:
        with transaction.atomic():
            response = client.get(address, headers=street.cast.with_token(person))
            yield address, words_in(response, response.content)
            transaction.set_rollback(True)


@hypothesis.settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_nobody_ever_reads_a_word_of_another_council(two: Two, data: st.DataObject) -> None:
    mark = data.draw(st.sampled_from(["", "twin"]))
    person = data.draw(st.sampled_from(sorted(EVERYBODY - {"public", "member_elsewhere"})))
    tried = data.draw(st.lists(st.sampled_from(read_doors(person)), min_size=DOORS, max_size=DOORS, unique=True))
    found = dict(looked_through(two, mark, person, tried))
    assert {a: words & two.forbidden(mark) for a, words in found.items() if words & two.forbidden(mark)} == {}


@pytest.mark.parametrize("mark", ["", "twin"])
def test_each_finds_its_own_by_the_same_words(two: Two, mark: str) -> None:
    """The other half: were nothing found at all, the test above would pass too."""
    street = two.streets[mark]
    found = words_in(*answered(street, f"/search/?q={SAID}"))
    found |= words_in(*answered(street, f"/api/v1/updates?review={street.cast.review.slug}"))
    assert {word for word in found if word.startswith(f"qz{mark}ours")}
    assert not found & two.forbidden(mark)


def answered(street: Street, address: str) -> tuple[Any, bytes]:
    """What a member gets."""
    response = street.cast.client("member").get(address, headers=street.cast.with_token("member"))
    return response, response.content


def test_no_mail_tells_of_another_council(two: Two) -> None:
    with time_machine.travel(f.noon(f.days(80)), tick=False):
        planning.plan(f.days(80), f.noon(f.days(80)))
        assert delivery.send_waiting("worker 1") == len(mail.outbox) > 0
    readers = {"harbour.example": "", "harbourtwin.example": "twin"}
    told = dict.fromkeys(readers.values(), 0)
    for message in mail.outbox:
        mark = readers.get(message.to[0].partition("@")[2])
        if mark is not None:
            told[mark] += 1
            assert not set(SECRET.findall(message.message().as_string())) & two.forbidden(mark), message.to
    assert all(told.values())
