"""Signing in through the council's own directory, which is a matter of settings alone."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from accounts.models import User
from tests.accounts.oidc_provider import CLIENT, SECRET, Directory, running
from tests.accounts.test_codes import signed_in
from tests.pages import Page

LOGIN = "/sign-in/elsewhere/oidc/council/login/"


@pytest.fixture
def directory(settings: Any) -> Iterator[Directory]:
    with running(Directory("member@harbour.example")) as found:
        app = {"provider_id": "council", "name": "Harbour", "client_id": CLIENT, "secret": SECRET}
        provider = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
        apps = [app | {"settings": {"server_url": found.url}}]
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {**provider, "APPS": apps}}
        yield found


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create_user("member@harbour.example", "Scrutiny member")


def sign_in(client: Client, directory: Directory) -> Any:
    """Go to the directory, which sends the browser straight back."""
    # The test's browser stays on the site, so it is told what the directory would send it back with.
    sent = client.post(LOGIN)
    assert sent.status_code == 302
    assert sent["Location"].startswith(f"{directory.url}/authorize?")
    asked = parse_qs(urlsplit(sent["Location"]).query)
    directory.nonces["code-1"] = asked.get("nonce", [""])[0]
    return client.get(f"{LOGIN}callback/", {"code": "code-1", "state": asked["state"][0]})


def test_somebody_with_an_account_is_signed_in(client: Client, directory: Directory, user: User) -> None:
    assert sign_in(client, directory)["Location"] == "/"
    assert signed_in(client) == str(user.pk)


def test_the_sign_in_page_offers_it(client: Client, directory: Directory, db: None) -> None:
    assert "Sign in with Harbour" in Page(client.get("/sign-in/code/")).text


def test_an_address_without_an_account_gets_none(client: Client, directory: Directory, db: None) -> None:
    response = sign_in(client, directory)
    assert signed_in(client) is None
    assert not User.objects.exists()
    page = client.get(response["Location"]) if response.status_code == 302 else response
    assert "You have no account here" in Page(page).text


def test_an_address_that_the_directory_does_not_vouch_for_opens_nothing(
    client: Client, directory: Directory, user: User
) -> None:
    directory.vouches = False
    sign_in(client, directory)
    assert signed_in(client) is None


def test_a_council_may_say_that_its_directory_alone_gives_out_addresses(
    client: Client, directory: Directory, user: User, settings: Any
) -> None:
    """Microsoft Entra ID sends no word of its own about addresses."""
    directory.vouches = False
    provider = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {**provider, "VERIFIED_EMAIL": True}}
    sign_in(client, directory)
    assert signed_in(client) == str(user.pk)


def test_an_answer_that_was_not_asked_for_is_refused(client: Client, directory: Directory, user: User) -> None:
    response = client.get(f"{LOGIN}callback/", {"code": "code-1", "state": "made up"})
    assert response.status_code == 401
    assert "Signing in did not work" in Page(response).text
    assert signed_in(client) is None
