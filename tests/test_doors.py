"""Every door of the site: each address, asked for and posted to, by each person, in their own council and another.

The table is the whole truth. An address without a row fails, and so does a row without an address.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import DemonstrationPerson, User
from council.models import Membership
from reminders.models import OutboxMail
from tests import factories as f
from tests import verbs
from tests.conftest import Cast
from tests.house import House, furnished

pytestmark = pytest.mark.usefixtures("day")

PEOPLE = {
    "public": "public",
    "offic": "officer",
    "deput": "deputy",
    "other": "other_officer",
    "head": "head",
    "membr": "member",
    "elsew": "member_elsewhere",
    "formr": "former_member",
    "chair": "chair",
    "scrut": "scrutiny",
    "admin": "administrator",
}

# Whose: ours, the published review of the cast's own council; draft, one of it that is not published; theirs, the
# published review of another council, on whose committee "elsew" sits.
# What stands behind an "@" says which, where an address has more than one kind of thing behind it.
# One table for each app; together they are the whole truth.
DOORS = Path(__file__).parent / "doors"


@dataclass(frozen=True)
class Door:
    """One row: an address, how it is knocked at, whose it is, and what each person gets."""

    address: str
    method: str
    whose: str
    expected: tuple[int, ...]

    def __str__(self) -> str:
        return f"{self.address} {self.method} {self.whose}"

    @property
    def name(self) -> str:
        """The name of the address, without what is behind it."""
        return self.address.partition("@")[0]


def doors() -> list[Door]:
    rows = (line.split() for table in tables() for line in table[1:])
    return [Door(row[0], row[1], row[2], tuple(int(status) for status in row[3:])) for row in rows]


def tables() -> list[list[str]]:
    """The lines of each app's table, its head first."""
    return [path.read_text(encoding="utf-8").splitlines() for path in sorted(DOORS.glob("*.txt"))]


# --- What is behind the doors ----------------------------------------------------------------------------------------


@pytest.fixture
def houses(cast: Cast) -> dict[str, House]:
    elsewhere = Membership.objects.get(user=cast.member_elsewhere).committee
    draft = f.ReviewFactory.create(committee=cast.committee, published_on=None)
    theirs = f.ReviewFactory.create(committee=elsewhere)
    reviews = {"ours": cast.review, "draft": draft, "theirs": theirs}
    return {name: furnished(cast, review) for name, review in reviews.items()}


@pytest.fixture
def button(cast: Cast) -> DemonstrationPerson:
    return DemonstrationPerson.objects.create(user=cast.officer, kind="Officer", says="See what is due.", order=1)


@pytest.fixture
def mail(db: None) -> OutboxMail:
    return OutboxMail.objects.create(
        sender="a@b.example", to="c@b.example", subject="Due", text="Due", headers={}, message_id="1", at=f.noon(f.DAY)
    )


TO_A_REVIEW = ("dashboard", "recommendation_list", "action_list", "evidence", "report_list", "preview")
TO_AN_ACTION = ("action", "row", "give_update")
TO_A_PROOF = ("proof", "replace")
TO_A_REPORT = ("report", "progress", "download")


def way_in(door: Door, house: House | None, button: DemonstrationPerson, mail: OutboxMail) -> list[Any]:
    """What the address needs to be complete."""
    short = door.name.partition(":")[2]
    if short == "sign_in_as":
        return [button.pk]
    if short in ("outbox_mail", "outbox_html"):
        return [mail.pk]
    if house is None:
        return []
    ways: dict[str, list[Any]] = {name: [house.review.slug] for name in TO_A_REVIEW}
    ways |= {name: [house.action.pk] for name in TO_AN_ACTION}
    ways |= {name: [house.done.pk] for name in TO_A_REPORT}
    ways |= {name: [house.proof.pk] for name in TO_A_PROOF} | {"attach": [house.update.pk]}
    ways |= {"recommendation": [house.review.slug, 9], "try_again": [house.failed.pk]}
    ways["decide"] = [house.request_of_head.pk if door.address.endswith("@head") else house.request.pk]
    return ways[short]


# Filled in as it should be, so that only the person decides.
FORMS: dict[str, dict[str, str]] = {
    "evidence:attach": {"proof_1_link": "https://www.harbour.example/", "proof_1_shows": "The published guide."},
    "evidence:replace": {"proof_1_link": "https://www.harbour.example/", "proof_1_shows": "The published guide."},
    "evidence:give_update": {"status": "on_track", "words": verbs.WORDS, "reason": "", "version": "1"},
    "recommendations:decide": {"decision": "agree", "note": "Agreed."},
    "reports:report_list": {"period": "2025-Q4"},
    "accounts:sign_in_with_password": {"username": "officer@harbour.example", "password": "wrong"},
}


def knock(cast: Cast, door: Door, address: str, person: str) -> int:
    """What one person gets. Whatever it changes is taken back, so that the next one finds the same."""
    client = cast.client(person)
    # A row by itself is for htmx; without it the address leads to the page.
    headers = {"HX-Request": "true"} if door.name == "recommendations:row" else {}
    with transaction.atomic():
        if door.method == "GET":
            response = client.get(address, headers=headers)
        else:
            response = client.post(address, FORMS.get(door.name, {}), headers=headers)
        if response.streaming:
            # Read to its end, or the file behind it stays open.
            assert b"".join(response.streaming_content)  # type: ignore[attr-defined]
        transaction.set_rollback(True)
    return int(response.status_code)


@pytest.mark.parametrize("door", doors(), ids=str)
def test_each_person_gets_what_the_table_says(
    cast: Cast, houses: dict[str, House], button: DemonstrationPerson, mail: OutboxMail, door: Door
) -> None:
    address = reverse(door.name, args=way_in(door, houses.get(door.whose), button, mail))
    found = {short: knock(cast, door, address, person) for short, person in PEOPLE.items()}
    assert found == dict(zip(PEOPLE, door.expected, strict=True)), address


# --- The table is whole -----------------------------------------------------------------------------------------------


def addresses(patterns: list[Any], space: str = "") -> Iterator[str]:
    """The name of each address, the administration's apart."""
    for entry in patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace != "admin":
                yield from addresses(entry.url_patterns, f"{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}"


def test_every_address_has_its_rows_and_every_row_an_address() -> None:
    named = set(addresses(get_resolver().url_patterns)) | {"admin:index"}
    assert {door.name for door in doors()} == named


def test_each_address_is_asked_for_and_posted_to_wherever_it_leads() -> None:
    rows = {(door.address, door.method, door.whose) for door in doors()}
    assert len(rows) == len(doors())
    for address, _, whose in rows:
        assert {(address, method, whose) for method in ("GET", "POST")} <= rows
        others = {"-"} if whose == "-" else {"ours", "draft", "theirs"}
        assert {(address, "GET", other) for other in others} <= rows


def test_the_columns_are_the_whole_cast_and_the_public(cast: Cast) -> None:
    assert {*cast.people, "public"} == set(PEOPLE.values())
    assert [table[0].split()[3:] for table in tables()] == [list(PEOPLE)] * len(tables())


def test_no_door_answers_with_an_error_of_ours() -> None:
    assert not [door for door in doors() if any(status >= 500 for status in door.expected)]


# --- The administration -----------------------------------------------------------------------------------------------


def test_every_page_of_the_administration_is_the_administrators_alone(cast: Cast) -> None:
    pages = [reverse("admin:index"), reverse("admin:password_change"), reverse("admin:jsi18n")]
    pages += [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}")
        for model, by in admin.site._registry.items()
        for page in ("changelist", "add")
        if page == "changelist" or by.has_add_permission(asked_by(cast.administrator))
    ]
    assert len(pages) > 30
    for page in pages:
        found = {person for person in PEOPLE.values() if cast.client(person).get(page).status_code == 200}
        assert found == {"administrator"}, page


def asked_by(user: User) -> HttpRequest:
    """A request of somebody's, for the administration's own question who may."""
    request = HttpRequest()
    request.user = user
    return request
