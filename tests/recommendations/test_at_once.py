"""Two officers save one action at the same moment: one is recorded, the other gets their words back beside it."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from recommendations.models import Update
from tests.conftest import Cast, assemble
from tests.services import needs_postgres

ROUNDS = int(os.environ.get("ROUNDS") or 60)


def save(cast: Cast, person: str, number: int, version: int) -> tuple[str, int, str]:
    """Post the form as one person; the status, and the page that came back."""
    words = f"Round {number}, said by the {person}."
    typed = {"status": "on_track", "words": words, "reason": "", "version": str(version)}
    try:
        answer = cast.client(person).post(f"/actions/{cast.action.pk}/update/", typed)
        return words, answer.status_code, answer.content.decode()
    finally:
        connection.close()


@needs_postgres
@pytest.mark.django_db(transaction=True)
def test_in_each_round_exactly_one_of_two_is_recorded_and_the_other_keeps_their_words() -> None:
    cast = assemble()
    cast.sign_everybody_in()
    with ThreadPoolExecutor(2) as pool:
        for number in range(ROUNDS):
            cast.action.refresh_from_db()
            version = cast.action.version
            answers = [pool.submit(save, cast, person, number, version) for person in ("officer", "deputy")]
            (won,) = [a.result() for a in answers if a.result()[1] == 302]
            (lost,) = [a.result() for a in answers if a.result()[1] == 409]
            assert lost[0] in lost[2] and won[0] in lost[2]
            assert Update.objects.filter(words=won[0]).count() == 1
            assert not Update.objects.filter(words=lost[0]).exists()
    cast.action.refresh_from_db()
    assert Update.objects.count() == ROUNDS == cast.action.version - 1
