"""A key is shown once, kept as a digest, opens what its person may see, and nothing once it is revoked."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from api import keys
from api.models import Key
from tests import factories as f
from tests.conftest import Cast

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("day")]
READ, UPDATE, CALENDAR = Key.Opens.READ, Key.Opens.UPDATE, Key.Opens.CALENDAR


def made(cast: Cast, opens: Key.Opens = READ, name: str = "Dashboard", person: str = "member") -> tuple[Key, str]:
    return keys.make_key(by=cast.roles(person), opens=opens, name=name)


def test_a_secret_is_kept_nowhere(cast: Cast) -> None:
    key, secret = made(cast)
    stored = repr(list(Key.objects.filter(pk=key.pk).values()))
    assert secret not in stored
    assert secret[: keys.BEGINS] in stored


def test_it_opens_what_it_was_made_for_and_notes_the_day(cast: Cast) -> None:
    (token, secret), (calendar, address) = made(cast), made(cast, CALENDAR, "Telephone")
    assert keys.used(secret, on=f.DAY) == token
    assert keys.used(address, on=f.DAY, calendar=True) == calendar
    assert keys.used(secret, on=f.DAY, calendar=True) is keys.used(address, on=f.DAY) is None
    assert set(Key.objects.values_list("used_on", flat=True)) == {f.DAY}


@pytest.mark.parametrize("guess", ["", "x", "a" * 5_000, "\x00", "é"])
def test_a_guess_opens_nothing(cast: Cast, guess: str) -> None:
    made(cast)
    assert keys.used(guess, on=f.DAY) is None


def test_what_was_revoked_opens_nothing_and_stays_in_the_list(cast: Cast) -> None:
    key, secret = made(cast)
    keys.revoke(key, by=cast.roles("member"))
    assert keys.used(secret, on=f.DAY) is None
    assert Key.objects.get().revoked_on == f.DAY
    # Its name is free again.
    made(cast)


def test_nobody_revokes_the_key_of_another(cast: Cast) -> None:
    key, secret = made(cast)
    with pytest.raises(PermissionDenied):
        keys.revoke(key, by=cast.roles("chair"))
    assert keys.used(secret, on=f.DAY) == key


def test_the_keys_of_somebody_who_left_open_nothing(cast: Cast) -> None:
    _, secret = made(cast)
    cast.member.is_active = False
    cast.member.save()
    assert keys.used(secret, on=f.DAY) is None


def test_a_name_is_given_once_and_there_is_an_end_to_keys(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    made(cast)
    with pytest.raises(ValidationError, match="of this name already"):
        made(cast, name="dashboard")
    monkeypatch.setattr(keys, "MOST", 1)
    with pytest.raises(ValidationError, match="Revoke one"):
        made(cast, name="Another")


def test_only_a_calendar_is_of_a_committee_and_only_of_one_that_is_seen(cast: Cast) -> None:
    by = cast.roles("officer")
    with pytest.raises(ValidationError, match="Only a calendar"):
        keys.make_key(by=by, opens=READ, name="x", committee=cast.committee)
    with pytest.raises(PermissionDenied):
        keys.make_key(by=by, opens=CALENDAR, name="x", committee=f.CommitteeFactory.create())
    assert keys.make_key(by=by, opens=CALENDAR, name="x", committee=cast.committee)[0].committee == cast.committee


def test_the_page_shows_a_new_key_once_with_what_to_do_with_it(cast: Cast) -> None:
    browser = cast.client("member")
    answer = browser.post("/my-account/keys/", {"name": "Dashboard", "opens": "read", "committee": ""})
    assert answer.status_code == 201
    # Reloading it asks for the page anew, and does not send the form again: start.js sees to it.
    assert "data-answer" in answer.content.decode()
    [shown] = re.findall(r'id="secret"[^>]*>([^<]+)<', answer.content.decode())
    assert keys.used(shown, on=f.DAY) == Key.objects.get()
    again = browser.get("/my-account/keys/").content.decode()
    assert shown not in again
    assert "Dashboard" in again
    refused = browser.post("/my-account/keys/", {"name": "Dashboard", "opens": "read"})
    assert (refused.status_code, "of this name already" in refused.content.decode()) == (422, True)
    browser.post(f"/my-account/keys/{Key.objects.get().pk}/revoke/")
    assert keys.used(shown, on=f.DAY) is None
