"""Whatever is posted to whatever address takes it: an answer that explains, never a fault of ours."""

import random
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from tests.test_doors import FORMS, PEOPLE, Door, Street, built, doors, street

__all__ = ["built", "street"]

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("day")]

NASTY = (
    *("", " ", "0", "-1", "1", "9" * 40, "1e9", "٣", "on", "null", "[]", "{}", "true", "2026-02-30", "29", "31", "é"),
    *("\x00", "\x07bell", "\u202eright to left", "\U0001f600", "a" * 5_000, "a\r\nb", "<script>alert(1)</script>"),
    *("=1+1", "../../etc/passwd", "%s%s%n", "' OR 1=1 --", "unknown", "achieved", "delayed", "withdrawn", "answered"),
)
# Boxes that forms have besides those that the doors fill in.
MORE = (
    *("version", "corrects", "seen", "action", "post", "part", "ask", "keep_back", "exempt_paragraph", "outcome"),
    *("effective_on_day", "effective_on_month", "effective_on_year", "to_on_day", "to_on_month", "to_on_year"),
    *("target_on_day", "target_on_month", "target_on_year", "title", "success_measure", "reason", "words", "status"),
    *("no_proof_because", "proof_1_link", "proof_1_shows", "proof_1_seen_by", "review_on_year", "typed_by", "text"),
)
POSTS = 12


def taking() -> list[Door]:
    """Every address that somebody's form is taken at, by whoever may send it."""
    return [
        door
        for door in doors()
        if door.method == "POST"
        and door.whose in ("ours", "-")
        and any(status in (200, 302, 422) for status in sent(door))
    ]


def sent(door: Door) -> list[int]:
    """What signed-in people get."""
    return list(door.expected[1:])


def typed(chance: random.Random, door: Door) -> dict[str, Any]:
    """Some boxes as they should be, some with nonsense, some more than the form has."""
    found: dict[str, Any] = dict(FORMS.get(door.name, {}))
    for name in chance.sample([*found, *MORE], k=chance.randint(1, 9)):
        found[name] = chance.choice(NASTY)
    return found


@pytest.mark.parametrize("door", taking(), ids=str)
def test_nonsense_gets_an_answer_that_explains(street: Street, door: Door) -> None:  # the fixture
    chance = random.Random(str(door))
    address = reverse(door.name, args=street.way_in(door))
    people = [
        person for person, status in zip(PEOPLE.values(), door.expected, strict=True) if status in (200, 302, 422)
    ]
    for _ in range(POSTS):
        client = street.cast.client(chance.choice(people))
        with transaction.atomic():
            answer = client.post(address, typed(chance, door))
            assert answer.status_code < 500, (address, answer.status_code)
            transaction.set_rollback(True)
