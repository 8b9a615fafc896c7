"""Signing in and out: with a password everywhere, by button in the demonstration only, never off the site."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import DemonstrationPerson, User
from tests.pages import Page

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
WRONG = "The e-mail address or the password is not right. Check both and try again"


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create_user("officer@harbour.example", "Youth Service Manager", "a long password")


@pytest.fixture
def person(user: User) -> DemonstrationPerson:
    return DemonstrationPerson.objects.create(user=user, kind="Officer", says="See what is due.", order=2)


def signed_in(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def with_password(client: Client, **data: str) -> Any:
    typed = {"login": "officer@harbour.example", "password": "a long password", **data}
    return client.post(reverse("account_login"), typed)


# --- With a password --------------------------------------------------------------------------------------------------


def test_an_address_and_its_password_sign_in(client: Client, user: User) -> None:
    response = with_password(client)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert signed_in(client) == str(user.pk)


@pytest.mark.parametrize(
    "typed",
    [
        {"password": "another password"},
        {"login": "nobody@harbour.example"},
        {"password": "A LONG PASSWORD"},
    ],
)
def test_a_wrong_pair_is_refused_in_words_that_give_nothing_away(
    client: Client, user: User, typed: dict[str, str]
) -> None:
    response = with_password(client, **typed)
    assert response.status_code == 200
    assert WRONG in Page(response).text
    assert signed_in(client) is None


def test_a_closed_account_is_told_so_only_where_its_password_was_right(client: Client, user: User) -> None:
    user.is_active = False
    user.save()
    assert with_password(client)["Location"] == "/sign-in/account-closed/"
    assert signed_in(client) is None
    assert WRONG in Page(with_password(client, password="another password")).text


@pytest.mark.parametrize(
    "typed", [{"login": ""}, {"password": ""}, {"login": "no address"}, {"login": "a\x00b@harbour.example"}]
)
def test_an_unfinished_form_says_what_is_missing(client: Client, user: User, typed: dict[str, str]) -> None:
    response = with_password(client, **typed)
    assert response.status_code == 200
    assert "There is a problem" in Page(response).text
    assert signed_in(client) is None


def test_the_typed_address_is_kept_and_the_password_is_not(client: Client, user: User) -> None:
    response = with_password(client, password="another password")
    fields = Page(response).fields
    assert (fields["login"], fields["password"]) == ("officer@harbour.example", "")


def test_sign_in_leads_on_to_the_page_that_was_asked_for(client: Client, user: User) -> None:
    assert with_password(client, next="/my-actions/")["Location"] == "/my-actions/"


@pytest.mark.parametrize("page", ["/sign-in/", "/sign-in/code/", "/sign-in/password/"])
def test_the_sign_in_page_says_so_where_it_stands_in_for_another_page(client: Client, db: None, page: str) -> None:
    said = "the address may be mistyped"
    assert said in client.get(f"{page}?next=/reviews/harbour-reviw/", follow=True).content.decode()
    assert said not in client.get(page, follow=True).content.decode()


OUTSIDE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "http:evil.example",
    "\\\\evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "https://testserver.evil.example/",
    "https://testserver@evil.example/",
]


@pytest.mark.parametrize("target", OUTSIDE)
def test_sign_in_never_leads_off_the_site(client: Client, user: User, target: str) -> None:
    assert with_password(client, next=target)["Location"] == "/"


def test_somebody_signed_in_is_led_home_from_the_sign_in_page(client: Client, user: User) -> None:
    client.force_login(user)
    response = client.get(reverse("account_login"))
    assert (response.status_code, response["Location"]) == (302, "/")


# --- Signing out ------------------------------------------------------------------------------------------------------


def test_signing_out_ends_the_session(client: Client, user: User) -> None:
    client.force_login(user)
    response = client.post(reverse("accounts:sign_out"))
    assert (response.status_code, response["Location"]) == (302, "/sign-in/")
    assert signed_in(client) is None


def test_a_link_cannot_sign_anybody_out(client: Client, user: User) -> None:
    client.force_login(user)
    assert client.get(reverse("accounts:sign_out")).status_code == 405
    assert signed_in(client) == str(user.pk)


def test_an_account_closed_meanwhile_is_signed_out_at_once(client: Client, user: User) -> None:
    client.force_login(user)
    user.is_active = False
    user.save()
    assert client.get("/my-actions/")["Location"] == "/sign-in/?next=/my-actions/"


# --- The demonstration ------------------------------------------------------------------------------------------------


def test_the_demonstration_offers_one_button_a_person_in_order(client: Client, person: DemonstrationPerson) -> None:
    first = User.objects.create_user("chair@harbour.example", "Chair of the committee")
    DemonstrationPerson.objects.create(user=first, kind="Chair", says="Make the report.", order=1)
    page = Page(client.get(reverse("accounts:sign_in")))
    assert page.actions == [
        reverse("accounts:sign_in_as", args=[first.demonstration.pk]),
        reverse("accounts:sign_in_as", args=[person.pk]),
    ]
    assert "See what is due." in page.text


def test_without_demonstration_people_the_page_says_how_to_load_them(client: Client, db: None) -> None:
    page = Page(client.get(reverse("accounts:sign_in")))
    assert "No demonstration people are loaded." in page.text
    assert page.actions == []


def test_a_button_signs_in_as_its_person(client: Client, person: DemonstrationPerson) -> None:
    response = client.post(reverse("accounts:sign_in_as", args=[person.pk]))
    assert (response.status_code, response["Location"]) == (302, "/")
    assert signed_in(client) == str(person.user.pk)


def test_a_button_is_no_link(client: Client, person: DemonstrationPerson) -> None:
    assert client.get(reverse("accounts:sign_in_as", args=[person.pk])).status_code == 405
    assert signed_in(client) is None


def test_a_button_of_nobody_is_not_found(client: Client, person: DemonstrationPerson) -> None:
    assert client.post(reverse("accounts:sign_in_as", args=[person.pk + 1])).status_code == 404


def test_the_button_of_a_closed_account_is_not_found(client: Client, person: DemonstrationPerson) -> None:
    person.user.is_active = False
    person.user.save()
    assert client.post(reverse("accounts:sign_in_as", args=[person.pk])).status_code == 404
    assert signed_in(client) is None


def test_a_button_needs_the_token_of_the_page(person: DemonstrationPerson) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(reverse("accounts:sign_in_as", args=[person.pk])).status_code == 403
    assert signed_in(client) is None


def test_the_page_asked_for_travels_through_the_buttons(client: Client, person: DemonstrationPerson) -> None:
    asked = client.get("/my-actions/")
    assert asked["Location"] == "/sign-in/?next=/my-actions/"
    assert Page(client.get(asked["Location"])).fields["next"] == "/my-actions/"
    response = client.post(reverse("accounts:sign_in_as", args=[person.pk]), {"next": "/my-actions/"})
    assert response["Location"] == "/my-actions/"


@pytest.mark.parametrize("target", [*OUTSIDE, ""])
def test_a_button_never_leads_off_the_site(client: Client, person: DemonstrationPerson, target: str) -> None:
    response = client.post(reverse("accounts:sign_in_as", args=[person.pk]), {"next": target})
    assert (response.status_code, response["Location"]) == (302, "/")


@pytest.mark.parametrize("target", ["nowhere", "recommendations:my_actions", "accounts", "?x=1", "#top"])
def test_a_target_is_an_address_and_never_the_name_of_a_page(
    client: Client, person: DemonstrationPerson, target: str
) -> None:
    response = client.post(reverse("accounts:sign_in_as", args=[person.pk]), {"next": target})
    assert (response.status_code, response["Location"]) in {(302, target), (302, "/")}


def test_signing_in_as_another_ends_the_session_before(client: Client, person: DemonstrationPerson) -> None:
    other = User.objects.create_user("chair@harbour.example", "Chair of the committee")
    client.force_login(other)
    before = client.session.session_key
    client.post(reverse("accounts:sign_in_as", args=[person.pk]))
    assert signed_in(client) == str(person.user.pk)
    assert client.session.session_key != before


NAMES = """
from django.urls import get_resolver

def names(patterns, space=""):
    for entry in patterns:
        if hasattr(entry, "url_patterns"):
            if entry.namespace != "admin":
                yield from names(entry.url_patterns, f"{space}{entry.namespace}:" if entry.namespace else space)
        else:
            yield f"{space}{entry.name} /{entry.pattern}"

print("\\n".join(names(get_resolver().url_patterns)))
"""


def addresses(tmp_path: Path, **environment: str) -> list[str]:
    """Every address that an install with this environment has, administration apart."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DEMONSTRATION", "DATABASE_URL")}
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", NAMES],
        cwd=ROOT,
        env={**kept, "VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "scrutiny.settings", **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def test_outside_the_demonstration_its_addresses_do_not_exist(tmp_path: Path) -> None:
    real, shown = addresses(tmp_path, DEMONSTRATION="0"), addresses(tmp_path, DEMONSTRATION="1")
    demonstration_only = {line.split()[0] for line in shown} - {line.split()[0] for line in real}
    assert demonstration_only == {
        "accounts:sign_in_as",
        "reminders:outbox",
        "reminders:outbox_mail",
        "reminders:outbox_html",
    }
    assert not [line for line in real if "outbox" in line or "/sign-in/as" in line]
    assert "accounts:sign_in /sign-in/" in real


def test_an_install_that_says_nothing_is_no_demonstration(tmp_path: Path) -> None:
    assert addresses(tmp_path) == addresses(tmp_path, DEMONSTRATION="0")
