"""Signing in with a code by e-mail: ten seconds for those who have an account, and no hint for anybody else."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.test import Client, override_settings
from django.urls import reverse

from accounts import workflow
from accounts.models import User
from council.models import Council
from tests import factories as f
from tests.pages import Page

ASK, ENTER = "/sign-in/code/", "/sign-in/code/enter/"


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(f.noon(f.DAY), tick=False) as traveller:
        yield traveller


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create_user("member@harbour.example", "Scrutiny member")


def ask(client: Client, email: str = "member@harbour.example", **more: str) -> Any:
    return client.post(ASK, {"email": email, **more})


def enter(client: Client, code: str) -> Any:
    return client.post(ENTER, {"code": code})


def code_in(message: EmailMessage) -> str:
    """The six digits on a line of their own."""
    (code,) = re.findall(r"^\d{6}$", str(message.body), flags=re.MULTILINE)
    return str(code)


def signed_in(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def wrong(code: str) -> str:
    return "000000" if code != "000000" else "111111"


def test_a_code_signs_in_and_leads_on_to_the_page_that_was_asked_for(client: Client, user: User) -> None:
    assert ask(client, next="/my-account/")["Location"] == f"{ENTER}?next=%2Fmy-account%2F"
    (message,) = mail.outbox
    code = code_in(message)
    assert (message.to, message.subject) == ([user.email], f"{code} is your code for Scrutiny Tracker")
    response = client.post(ENTER, {"code": code, "next": "/my-account/"})
    assert (response.status_code, response["Location"]) == (302, "/my-account/")
    assert signed_in(client) == str(user.pk)


def test_the_address_is_known_whatever_its_case(client: Client, user: User) -> None:
    ask(client, "Member@HARBOUR.example")
    assert enter(client, code_in(mail.outbox[0])).status_code == 302
    assert signed_in(client) == str(user.pk)


def test_the_session_is_a_new_one_after_sign_in(client: Client, user: User) -> None:
    ask(client)
    before = client.session.session_key
    enter(client, code_in(mail.outbox[0]))
    assert client.session.session_key != before


def test_an_unknown_address_gets_the_same_answer_and_no_mail(client: Client, user: User) -> None:
    known, unknown = (ask(Client(), email) for email in ("member@harbour.example", "nobody@harbour.example"))
    assert len(mail.outbox) == 1
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    pages = []
    for email in ("member@harbour.example", "nobody@harbour.example"):
        browser = Client()
        ask(browser, email)
        pages.append(Page(browser.get(ENTER)).text.replace(email, "…"))
    assert pages[0] == pages[1]


def test_a_code_works_once_and_for_a_quarter_of_an_hour(client: Client, user: User, clock: Any) -> None:
    ask(client)
    used = code_in(mail.outbox[0])
    enter(client, used)
    again = Client()
    ask(again)
    assert enter(again, used).status_code == 422
    clock.shift(timedelta(minutes=16))
    assert enter(again, code_in(mail.outbox[1]))["Location"] == ASK
    assert signed_in(again) is None


def test_a_code_of_one_browser_is_nothing_in_another(client: Client, user: User) -> None:
    ask(client)
    stranger = Client()
    assert enter(stranger, code_in(mail.outbox[0])).status_code == 302
    assert signed_in(stranger) is None


def test_a_wrong_code_is_refused_beside_its_box(client: Client, user: User) -> None:
    ask(client)
    response = enter(client, wrong(code_in(mail.outbox[0])))
    assert response.status_code == 422
    assert "This code is not right. Check the newest mail, and enter its code" in Page(response).text


def test_the_eleventh_wrong_code_is_refused_for_a_while_even_if_it_is_right(
    client: Client, user: User, clock: Any
) -> None:
    """Ten in five minutes, whichever code they were for, and whichever browser they came from."""
    browsers = [Client(REMOTE_ADDR=f"192.0.2.{n}") for n in range(3)]
    for browser in browsers:
        ask(browser)
    codes = [code_in(message) for message in mail.outbox]
    for n in range(10):
        assert enter(browsers[n % 2], wrong(codes[n % 2])).status_code == 422, n
    refused = enter(browsers[2], codes[2])
    assert refused.status_code == 429
    assert "Wait five minutes" in Page(refused).text
    assert signed_in(browsers[2]) is None
    clock.shift(timedelta(minutes=5, seconds=1))
    assert enter(browsers[2], codes[2]).status_code == 302
    assert signed_in(browsers[2]) == str(user.pk)


def test_an_address_is_not_flooded_with_codes(client: Client, user: User) -> None:
    answers = [ask(Client(REMOTE_ADDR=f"192.0.2.{n}")) for n in range(6)]
    assert [a.status_code for a in answers] == [302] * 5 + [422]
    assert "Wait five minutes, then ask for a new code." in Page(answers[5]).text
    assert len(mail.outbox) == 5


@pytest.mark.parametrize("typed", ["", "no address", "a\x00b@harbour.example", "x" * 300 + "@harbour.example"])
def test_what_is_no_address_is_refused_beside_its_box(client: Client, db: None, typed: str) -> None:
    response = ask(client, typed)
    assert response.status_code == 422
    assert "Error:" in Page(response).text


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "https:evil"])
def test_a_code_never_leads_off_the_site(client: Client, user: User, target: str) -> None:
    ask(client, next=target)
    response = client.post(ENTER, {"code": code_in(mail.outbox[0]), "next": target})
    assert response["Location"] == "/"


def test_mail_that_fails_looks_like_mail_that_went(client: Client, user: User) -> None:
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_PORT=1):
        assert ask(client)["Location"].startswith(ENTER)
    assert client.get(ENTER).status_code == 200


def test_nobody_registers(client: Client, db: None) -> None:
    page = client.post("/sign-in/no-account/", {"email": "new@harbour.example", "password1": "a long password 1"})
    assert "You have no account here" in Page(page).text
    assert not User.objects.exists()


# --- Invitations ------------------------------------------------------------------------------------------------------


def test_an_invitation_says_how_to_sign_in_and_needs_no_password(user: User) -> None:
    invited = workflow.invite(email="new@harbour.example", name="Youth Service Manager", by=user, on=f.DAY)
    workflow.send_invitation(invited, at=f.noon(f.DAY), of=Council(name="Harbour Council", colour="#5b2c6f"))
    (message,) = mail.outbox
    assert message.to == ["new@harbour.example"]
    assert message.subject == "You can sign in to Scrutiny Tracker of Harbour Council"
    assert "Scrutiny member of Harbour Council has set this up for you." in message.body
    assert "background:#5b2c6f" in str(message.alternatives[0].content)  # type: ignore[attr-defined]
    assert "/sign-in/" in message.body
    assert (invited.invited_by, invited.invitation_sent_on, invited.has_usable_password()) == (user, f.DAY, False)


def test_an_address_has_one_account_whatever_its_case(user: User) -> None:
    with pytest.raises(ValidationError) as refusal:
        workflow.invite(email="MEMBER@harbour.example", name="Twin", by=user, on=f.DAY)
    assert list(refusal.value.message_dict) == ["email"]


def test_an_invitation_that_cannot_be_sent_says_so_and_the_account_stays(user: User) -> None:
    invited = workflow.invite(email="new@harbour.example", name="New", by=user, on=f.DAY)
    smtp = {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_PORT": 1}
    with override_settings(**smtp), pytest.raises(workflow.MailNotSent, match=r"new@harbour\.example"):
        workflow.send_invitation(invited, at=f.noon(f.DAY))
    assert User.objects.get(email="new@harbour.example").invitation_sent_on is None


def test_a_closed_account_is_signed_out_at_once_and_may_be_opened_again(client: Client, user: User) -> None:
    client.force_login(user)
    workflow.close_account(user, on=f.DAY)
    assert client.get("/my-account/").status_code == 302
    ask(client)
    assert mail.outbox == []
    workflow.reopen_account(user)
    ask(client)
    assert enter(client, code_in(mail.outbox[0])).status_code == 302


# --- My account -------------------------------------------------------------------------------------------------------


def test_signing_out_everywhere_ends_every_other_session(user: User) -> None:
    here, there = Client(), Client()
    for browser in (here, there):
        ask(browser)
        enter(browser, code_in(mail.outbox[-1]))
    page = Page(here.get(reverse("usersessions_list")))
    assert page.rows == 2
    here.post(reverse("usersessions_list"))
    assert here.get("/my-account/").status_code == 200
    assert there.get("/my-account/").status_code == 302


def test_a_password_is_optional_and_can_be_dropped(client: Client, user: User) -> None:
    ask(client)
    enter(client, code_in(mail.outbox[0]))
    typed = {"password1": "a long enough password", "password2": "a long enough password"}
    assert client.post(reverse("account_set_password"), typed).status_code == 302
    user.refresh_from_db()
    assert user.has_usable_password()
    client.post(reverse("accounts:drop_password"))
    user.refresh_from_db()
    assert not user.has_usable_password()
    assert client.get("/my-account/").status_code == 200
