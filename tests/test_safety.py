"""What every answer says of itself, and what a real install must have before it starts."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.test_doors import Street, built, street

__all__ = ["built", "street"]  # fixtures
pytestmark = [pytest.mark.usefixtures("day"), pytest.mark.once]

ROOT = Path(__file__).resolve().parent.parent
SECRET = "k3y" * 10 + "abcdefghijklmnopqrstuvwxyz0123456789"

CSP = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
}
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
}

# What kind of answer: address, person, status.
ANSWERS = {
    "a page": ("/my-actions/", "officer", 200),
    "a page of a review": ("/reviews/harbour-review/", "member", 200),
    "the sign-in page": ("/sign-in/", "public", 200),
    "the page of codes": ("/sign-in/code/", "public", 200),
    "a page of an account": ("/my-account/", "member", 200),
    "a page of the set-up": ("/set-up/", "scrutiny", 200),
    "a redirect to sign-in": ("/my-actions/", "public", 302),
    "a refusal": ("/set-up/", "member", 403),
    "nothing there": ("/reviews/never/", "member", 404),
    "no such address": ("/no/such/address/", "public", 404),
    "the administration": ("/administration/", "administrator", 200),
}


@pytest.fixture
def secure(settings: Any) -> None:
    """The settings of an install behind TLS."""
    settings.SECURE_SSL_REDIRECT = settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True


def get(street: Street, path: str, person: str, **headers: str) -> Any:
    return street.cast.client(person).get(path, secure=True, headers=headers)


def check(response: Any, csp: set[str] = CSP) -> None:
    assert {name: response.headers.get(name) for name in EVERYWHERE} == EVERYWHERE
    assert set(response.headers["Content-Security-Policy"].split("; ")) == csp


@pytest.mark.usefixtures("secure")
@pytest.mark.parametrize("kind", ANSWERS)
def test_every_kind_of_answer_carries_its_headers(street: Street, kind: str) -> None:
    path, person, status = ANSWERS[kind]
    response = get(street, path, person)
    assert response.status_code == status
    check(response)
    if person != "public":
        assert {"private", "no-store"} <= set(response.headers["Cache-Control"].split(", "))


@pytest.mark.usefixtures("secure")
def test_a_part_of_a_page_a_refused_form_and_a_download_carry_them_too(street: Street) -> None:
    house = street.houses["ours"]
    part = get(street, f"/actions/{house.action.pk}/row/", "officer", **{"HX-Request": "true"})
    check(part)
    form = street.cast.client("officer").post(f"/actions/{house.action.pk}/update/", {}, secure=True)
    assert form.status_code == 422
    check(form)
    paper = get(street, reverse("reports:download", args=[house.papers.done.pk]), "chair")
    assert b"".join(paper.streaming_content)
    check(paper)
    assert paper.headers["Content-Disposition"].startswith("attachment")
    proof = get(street, f"/proof/{house.proof.pk}/", "member")
    assert b"".join(proof.streaming_content)
    assert proof.headers["Content-Security-Policy"].startswith("sandbox")
    assert proof.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.usefixtures("secure")
def test_cookies_travel_over_tls_alone_and_no_script_reads_the_session(street: Street) -> None:
    client = Client()
    client.post(f"/sign-in/as/{street.button.pk}/", secure=True)
    session = client.cookies["sessionid"]
    assert (session["secure"], session["httponly"], session["samesite"]) == (True, True, "Lax")


@pytest.mark.usefixtures("secure")
def test_plain_http_is_sent_to_tls(street: Street) -> None:
    response = Client().get("/sign-in/")
    assert (response.status_code, response["Location"]) == (301, "https://testserver/sign-in/")


def test_a_form_with_thousands_of_boxes_is_refused(street: Street) -> None:
    client = street.cast.client("officer")
    many = {f"box{n}": "x" for n in range(2_500)}
    assert client.post(f"/actions/{street.houses['ours'].action.pk}/update/", many).status_code == 400


# --- A real install ---------------------------------------------------------------------------------------------------


def manage(tmp_path: Path, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """A command of an install with this environment and no other."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH")}
    return subprocess.run(
        [sys.executable, "-W", "error", "manage.py", *arguments],
        cwd=ROOT,
        env={**kept, "VAR_DIR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


REAL = {"SECURE": "1", "SECRET_KEY": SECRET, "ALLOWED_HOSTS": "scrutiny.harbour.example"}


def test_the_deploy_check_has_nothing_to_say_of_a_real_install(tmp_path: Path) -> None:
    done = manage(tmp_path, "check", "--deploy", "--fail-level", "INFO", **REAL)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "System check identified no issues (0 silenced).\n"


WRONG = [
    {"SECRET_KEY": ""},
    {"SECRET_KEY": "short"},
    {"SECRET_KEY": "a" * 60},
    {"DEMONSTRATION": "1"},
]


@pytest.mark.parametrize("wrong", WRONG)
def test_an_install_behind_tls_does_not_start_open_or_with_a_key_that_can_be_guessed(
    tmp_path: Path, wrong: dict[str, str]
) -> None:
    done = manage(tmp_path, "check", **{**REAL, **wrong})
    assert done.returncode != 0
    assert "SECURE=1 needs a SECRET_KEY of 50 or more random characters, and no DEMONSTRATION." in done.stderr
