"""A second step: an authenticator app at sign-in, and the administration that opens after one only."""

from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts.test_codes import ask, code_in, enter, signed_in
from tests.pages import Page

SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create_superuser("administrator@harbour.example", "Administrator")


@pytest.fixture
def real_install(settings: Any) -> None:
    settings.DEMONSTRATION = False


def now_code(secret: str) -> str:
    """What the app would show."""
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return str(totp.format_hotp_value(totp.hotp_value(secret, counter)))


def sign_in(client: Client, email: str = "administrator@harbour.example") -> Any:
    ask(client, email)
    return enter(client, code_in(mail.outbox[-1]))


def add_app(client: Client) -> str:
    """Add an authenticator app; the key that it holds."""
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200
    secret = str(page.context["form"].secret)
    assert client.post(reverse("mfa_activate_totp"), {"code": now_code(secret)}).status_code == 302
    return secret


def test_a_second_step_is_asked_for_once_it_is_set_up(client: Client, user: User) -> None:
    sign_in(client)
    secret = add_app(client)
    other = Client()
    assert sign_in(other)["Location"].startswith(reverse("mfa_authenticate"))
    assert signed_in(other) is None
    assert other.get(reverse("mfa_authenticate")).status_code == 200
    refused = other.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert (refused.status_code, signed_in(other)) == (200, None)
    # The app's code of this half minute was used to set it up, and no code works twice.
    cache.clear()
    assert other.post(reverse("mfa_authenticate"), {"code": now_code(secret)}).status_code == 302
    assert signed_in(other) == str(user.pk)


@pytest.mark.usefixtures("real_install")
def test_the_administration_asks_for_a_second_step(client: Client, user: User) -> None:
    sign_in(client)
    index = reverse("admin:index")
    assert client.get(index).status_code == 302
    led = client.get(index, follow=True)
    assert led.redirect_chain[-1][0] == reverse("mfa_index")
    assert "needs a second step" in Page(led).text
    add_app(client)
    assert client.get(index, follow=True).redirect_chain[-1][0].startswith(reverse("mfa_reauthenticate"))


@pytest.mark.usefixtures("real_install")
def test_the_administration_opens_after_a_second_step_in_this_session(client: Client, user: User) -> None:
    sign_in(client)
    secret = add_app(client)
    cache.clear()
    response = client.post(reverse("mfa_reauthenticate"), {"code": now_code(secret), "next": "/administration/"})
    assert response["Location"] == "/administration/"
    assert client.get("/administration/").status_code == 200


@pytest.mark.usefixtures("real_install")
def test_nobody_else_is_let_in_by_a_second_step(client: Client, db: None) -> None:
    User.objects.create_user("officer@harbour.example", "Officer")
    sign_in(client, "officer@harbour.example")
    add_app(client)
    assert client.get("/administration/", follow=True).redirect_chain[-1][0] == "/"


def test_somebody_signed_out_is_led_to_the_one_sign_in_page(client: Client, db: None) -> None:
    assert client.get("/administration/login/?next=/administration/")["Location"].startswith("/sign-in/?next=")
