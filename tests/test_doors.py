"""Every door of the site: each address, asked for and posted to, by each person, in their own council and another.

The table is the whole truth. An address without a row fails, and so does a row without an address.
"""

from collections.abc import Iterator
from dataclasses import dataclass
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
TABLE = """
address                              method whose   public offic deput other head  membr elsew formr chair scrut admin
recommendations:home                 GET    -       302    302   302   302   302   302   302   200   200   200   200
recommendations:home                 POST   -       302    302   302   302   302   302   302   200   200   200   200
recommendations:words                GET    -       200    200   200   200   200   200   200   200   200   200   200
recommendations:words                POST   -       405    405   405   405   405   405   405   405   405   405   405
recommendations:my_actions           GET    -       302    200   200   200   200   200   200   200   200   200   200
recommendations:my_actions           POST   -       302    405   405   405   405   405   405   405   405   405   405
recommendations:my_service           GET    -       302    403   403   403   200   403   403   403   403   200   403
recommendations:my_service           POST   -       302    405   405   405   405   405   405   405   405   405   405
accounts:sign_in                     GET    -       200    200   200   200   200   200   200   200   200   200   200
accounts:sign_in                     POST   -       405    405   405   405   405   405   405   405   405   405   405
accounts:sign_in_as                  GET    -       405    405   405   405   405   405   405   405   405   405   405
accounts:sign_in_as                  POST   -       302    302   302   302   302   302   302   302   302   302   302
accounts:sign_in_with_password       GET    -       200    302   302   302   302   302   302   302   302   302   302
accounts:sign_in_with_password       POST   -       200    302   302   302   302   302   302   302   302   302   302
accounts:sign_out                    GET    -       302    405   405   405   405   405   405   405   405   405   405
accounts:sign_out                    POST   -       302    302   302   302   302   302   302   302   302   302   302
reminders:outbox                     GET    -       302    200   200   200   200   200   200   200   200   200   200
reminders:outbox                     POST   -       302    405   405   405   405   405   405   405   405   405   405
reminders:outbox_mail                GET    -       302    200   200   200   200   200   200   200   200   200   200
reminders:outbox_mail                POST   -       302    405   405   405   405   405   405   405   405   405   405
reminders:outbox_html                GET    -       302    200   200   200   200   200   200   200   200   200   200
reminders:outbox_html                POST   -       302    405   405   405   405   405   405   405   405   405   405
admin:index                          GET    -       302    302   302   302   302   302   302   302   302   302   200
admin:index                          POST   -       302    302   302   302   302   302   302   302   302   302   200
recommendations:dashboard            GET    ours    302    200   200   200   200   200   404   404   200   200   404
recommendations:dashboard            GET    draft   302    404   404   404   404   404   404   404   200   200   404
recommendations:dashboard            GET    theirs  302    404   404   404   404   404   200   404   404   404   404
recommendations:dashboard            POST   ours    302    405   405   405   405   405   405   405   405   405   405
recommendations:dashboard            POST   draft   302    405   405   405   405   405   405   405   405   405   405
recommendations:dashboard            POST   theirs  302    405   405   405   405   405   405   405   405   405   405
recommendations:recommendation_list  GET    ours    302    200   200   200   200   200   404   404   200   200   404
recommendations:recommendation_list  GET    draft   302    404   404   404   404   404   404   404   200   200   404
recommendations:recommendation_list  GET    theirs  302    404   404   404   404   404   200   404   404   404   404
recommendations:recommendation_list  POST   ours    302    405   405   405   405   405   405   405   405   405   405
recommendations:recommendation_list  POST   draft   302    405   405   405   405   405   405   405   405   405   405
recommendations:recommendation_list  POST   theirs  302    405   405   405   405   405   405   405   405   405   405
recommendations:action_list          GET    ours    302    200   200   200   200   200   404   404   200   200   404
recommendations:action_list          GET    draft   302    404   404   404   404   404   404   404   200   200   404
recommendations:action_list          GET    theirs  302    404   404   404   404   404   200   404   404   404   404
recommendations:action_list          POST   ours    302    405   405   405   405   405   405   405   405   405   405
recommendations:action_list          POST   draft   302    405   405   405   405   405   405   405   405   405   405
recommendations:action_list          POST   theirs  302    405   405   405   405   405   405   405   405   405   405
recommendations:recommendation       GET    ours    302    200   200   200   200   200   404   404   200   200   404
recommendations:recommendation       GET    draft   302    404   404   404   404   404   404   404   200   200   404
recommendations:recommendation       GET    theirs  302    404   404   404   404   404   200   404   404   404   404
recommendations:recommendation       POST   ours    302    405   405   405   405   405   405   405   405   405   405
recommendations:recommendation       POST   draft   302    405   405   405   405   405   405   405   405   405   405
recommendations:recommendation       POST   theirs  302    405   405   405   405   405   405   405   405   405   405
recommendations:action               GET    ours    302    200   200   200   200   200   404   404   200   200   404
recommendations:action               GET    draft   302    404   404   404   404   404   404   404   200   200   404
recommendations:action               GET    theirs  302    404   404   404   404   404   200   404   404   404   404
recommendations:action               POST   ours    302    405   405   405   405   405   405   405   405   405   405
recommendations:action               POST   draft   302    405   405   405   405   405   405   405   405   405   405
recommendations:action               POST   theirs  302    405   405   405   405   405   405   405   405   405   405
recommendations:row                  GET    ours    401    200   200   200   200   200   404   404   200   200   404
recommendations:row                  GET    draft   401    404   404   404   404   404   404   404   200   200   404
recommendations:row                  GET    theirs  401    404   404   404   404   404   200   404   404   404   404
recommendations:row                  POST   ours    401    405   405   405   405   405   405   405   405   405   405
recommendations:row                  POST   draft   401    405   405   405   405   405   405   405   405   405   405
recommendations:row                  POST   theirs  401    405   405   405   405   405   405   405   405   405   405
recommendations:give_update          GET    ours    302    200   200   403   403   403   404   404   403   403   404
recommendations:give_update          GET    draft   302    404   404   404   404   404   404   404   403   403   404
recommendations:give_update          GET    theirs  302    404   404   404   404   404   403   404   404   404   404
recommendations:give_update          POST   ours    302    302   302   403   403   403   404   404   403   403   404
recommendations:give_update          POST   draft   302    404   404   404   404   404   404   404   403   403   404
recommendations:give_update          POST   theirs  302    404   404   404   404   404   403   404   404   404   404
recommendations:decide               GET    ours    302    403   403   403   200   403   404   404   403   403   404
recommendations:decide               GET    draft   302    404   404   404   404   404   404   404   403   403   404
recommendations:decide               GET    theirs  302    404   404   404   404   404   403   404   404   404   404
recommendations:decide               POST   ours    302    403   403   403   302   403   404   404   403   403   404
recommendations:decide               POST   draft   302    404   404   404   404   404   404   404   403   403   404
recommendations:decide               POST   theirs  302    404   404   404   404   404   403   404   404   404   404
recommendations:decide@head          GET    ours    302    403   403   403   403   403   404   404   403   200   404
recommendations:decide@head          GET    draft   302    404   404   404   404   404   404   404   403   200   404
recommendations:decide@head          GET    theirs  302    404   404   404   404   404   403   404   404   404   404
recommendations:decide@head          POST   ours    302    403   403   403   403   403   404   404   403   302   404
recommendations:decide@head          POST   draft   302    404   404   404   404   404   404   404   403   302   404
recommendations:decide@head          POST   theirs  302    404   404   404   404   404   403   404   404   404   404
evidence:evidence                    GET    ours    302    200   200   200   200   200   404   404   200   200   404
evidence:evidence                    GET    draft   302    404   404   404   404   404   404   404   200   200   404
evidence:evidence                    GET    theirs  302    404   404   404   404   404   200   404   404   404   404
evidence:evidence                    POST   ours    302    405   405   405   405   405   405   405   405   405   405
evidence:evidence                    POST   draft   302    405   405   405   405   405   405   405   405   405   405
evidence:evidence                    POST   theirs  302    405   405   405   405   405   405   405   405   405   405
reports:report_list                  GET    ours    302    403   403   403   403   200   404   404   200   200   404
reports:report_list                  GET    draft   302    404   404   404   404   404   404   404   200   200   404
reports:report_list                  GET    theirs  302    404   404   404   404   404   200   404   404   404   404
reports:report_list                  POST   ours    302    403   403   403   403   403   404   404   302   302   404
reports:report_list                  POST   draft   302    404   404   404   404   404   404   404   302   302   404
reports:report_list                  POST   theirs  302    404   404   404   404   404   403   404   404   404   404
reports:preview                      GET    ours    302    403   403   403   403   200   404   404   200   200   404
reports:preview                      GET    draft   302    404   404   404   404   404   404   404   200   200   404
reports:preview                      GET    theirs  302    404   404   404   404   404   200   404   404   404   404
reports:preview                      POST   ours    302    405   405   405   405   405   405   405   405   405   405
reports:preview                      POST   draft   302    405   405   405   405   405   405   405   405   405   405
reports:preview                      POST   theirs  302    405   405   405   405   405   405   405   405   405   405
reports:report                       GET    ours    302    403   403   403   403   200   404   404   200   200   404
reports:report                       GET    draft   302    404   404   404   404   404   404   404   200   200   404
reports:report                       GET    theirs  302    404   404   404   404   404   200   404   404   404   404
reports:report                       POST   ours    302    405   405   405   405   405   405   405   405   405   405
reports:report                       POST   draft   302    405   405   405   405   405   405   405   405   405   405
reports:report                       POST   theirs  302    405   405   405   405   405   405   405   405   405   405
reports:progress                     GET    ours    302    403   403   403   403   200   404   404   200   200   404
reports:progress                     GET    draft   302    404   404   404   404   404   404   404   200   200   404
reports:progress                     GET    theirs  302    404   404   404   404   404   200   404   404   404   404
reports:progress                     POST   ours    302    405   405   405   405   405   405   405   405   405   405
reports:progress                     POST   draft   302    405   405   405   405   405   405   405   405   405   405
reports:progress                     POST   theirs  302    405   405   405   405   405   405   405   405   405   405
reports:try_again                    GET    ours    302    405   405   405   405   405   405   405   405   405   405
reports:try_again                    GET    draft   302    405   405   405   405   405   405   405   405   405   405
reports:try_again                    GET    theirs  302    405   405   405   405   405   405   405   405   405   405
reports:try_again                    POST   ours    302    403   403   403   403   403   404   404   302   302   404
reports:try_again                    POST   draft   302    404   404   404   404   404   404   404   302   302   404
reports:try_again                    POST   theirs  302    404   404   404   404   404   403   404   404   404   404
reports:download                     GET    ours    302    403   403   403   403   200   404   404   200   200   404
reports:download                     GET    draft   302    404   404   404   404   404   404   404   200   200   404
reports:download                     GET    theirs  302    404   404   404   404   404   200   404   404   404   404
reports:download                     POST   ours    302    405   405   405   405   405   405   405   405   405   405
reports:download                     POST   draft   302    405   405   405   405   405   405   405   405   405   405
reports:download                     POST   theirs  302    405   405   405   405   405   405   405   405   405   405
"""


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
    _, *rows = (line.split() for line in TABLE.strip().splitlines())
    return [Door(row[0], row[1], row[2], tuple(int(status) for status in row[3:])) for row in rows]


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
    ways |= {"recommendation": [house.review.slug, 9], "try_again": [house.failed.pk]}
    ways["decide"] = [house.request_of_head.pk if door.address.endswith("@head") else house.request.pk]
    return ways[short]


# Filled in as it should be, so that only the person decides.
FORMS: dict[str, dict[str, str]] = {
    "recommendations:give_update": {"status": "on_track", "words": verbs.WORDS, "reason": "", "version": "1"},
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
    assert TABLE.strip().splitlines()[0].split()[3:] == list(PEOPLE)


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
