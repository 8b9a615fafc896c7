"""Web workers do not grow: of a page that was answered nothing stays in memory."""

import gc
from collections import Counter

import pytest
from django.test import Client

from tests import factories as f
from tests.conftest import Cast

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("day")]

# What a page leaves behind is there after each round; what a thread of another test made meanwhile is not.
TIMES, ROUNDS = 5, 3
# Django's test client follows what is drawn and sent by these; a web server does not.
OF_THE_CLIENT = {"ReferenceType", "method", "_Info", "finalize"}


def kept() -> Counter[str]:
    """How many objects of each kind there are."""
    gc.collect()
    return Counter(name for each in gc.get_objects() if (name := type(each).__name__) not in OF_THE_CLIENT)


def test_what_a_page_was_made_of_is_let_go(cast: Cast) -> None:
    f.UpdateFactory.create(action=cast.action, words="Schools were visited.", given_by=cast.officer)
    addresses = (
        ("officer", "/my-actions/"),
        ("officer", cast.action.get_absolute_url()),
        ("member", f"/reviews/{cast.review.slug}/"),
        ("member", f"/reviews/{cast.review.slug}/actions/?timeliness=overdue"),
        ("member", f"/committees/{cast.committee.pk}/"),
        ("member", f"/committees/{cast.committee.pk}/changes.atom"),
        ("member", "/search/?q=schools"),
    )
    for person, address in addresses:
        client = cast.client(person)
        # What is made once is made by then.
        for _ in range(2):
            assert client.get(address).status_code == 200, address
        left = min((left_by(client, address) for _ in range(ROUNDS)), key=Counter.total)
        assert left.total() < TIMES, f"{address} leaves {left.most_common(5)} behind."


def left_by(client: Client, address: str) -> Counter[str]:
    """What is there after some requests and was not there before."""
    before = kept()
    for _ in range(TIMES):
        client.get(address)
    return kept() - before
