"""No page offers a door that is shut: every link that a person can reach opens, and lands where it says."""

import re
from collections import Counter, deque
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import resolve

from accounts.models import User
from recommendations.models import Review
from tests.pages import Page

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("day")]


# So many pages of one kind are opened: the fiftieth action's page is drawn by the template that drew the first ones.
OF_A_KIND = 5
HEALTH = "/health/"


def kind_of(address: str) -> tuple[str, ...]:
    """The name of an address, and what its query asks for."""
    parts = urlsplit(address)
    return resolve(parts.path).view_name, *sorted(parse_qs(parts.query))


def reached(client: Client) -> tuple[dict[str, set[str]], set[tuple[str, str]]]:
    """Each page that links lead to with the ids on it, and each link with a place on a page.

    Of lists, only those that a page without a filter of its own leads to: each filter leads to every other.
    """
    pages: dict[str, set[str]] = {}
    places: set[tuple[str, str]] = set()
    waiting = deque(["/"])
    opened: Counter[tuple[str, ...]] = Counter()
    while waiting:
        address = waiting.popleft()
        # How the install is: in a test, not well.
        if address == HEALTH:
            continue
        if address in pages or opened[kind := kind_of(address)] >= OF_A_KIND:
            continue
        opened[kind] += 1
        response = client.get(address, follow=True)
        assert response.status_code == 200, address
        if "text/html" not in response["Content-Type"]:
            pages[address] = set()
            continue
        pages[address] = set(re.findall(r'\bid="([^"]+)"', response.content.decode()))
        for link in Page(response).links:
            target, place = urldefrag(urljoin(address, link))
            if place:
                places.add((target, place))
            if target.startswith("/") and not ("?" in target and "?" in address):
                waiting.append(target)
    return pages, places


@pytest.mark.parametrize("kind", ["Officer", "Head of service", "Scrutiny officer"])
def test_every_link_that_a_person_meets_opens(demonstration: Review, kind: str) -> None:
    client = Client()
    client.force_login(User.objects.get(demonstration__kind=kind))
    pages, places = reached(client)
    lost = {(target, place) for target, place in places if target in pages and place not in pages[target]}
    assert not lost
    assert len({kind_of(address) for address in pages}) > 30
    assert len(pages) > 100
