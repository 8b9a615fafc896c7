"""The first council of an empty install: one command, and its scrutiny officer sets up the rest on the site."""

from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from council.models import Committee, Council, Membership
from tests import factories as f

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("day")]


def begin(**asked: str) -> str:
    told = StringIO()
    call_command("begin", stdout=told, **{"council": "Harbour Council", "email": "so@harbour.example", **asked})
    return told.getvalue()


def test_a_council_begins_with_a_committee_and_somebody_who_is_invited_to_run_it() -> None:
    assert begin() == (
        "Harbour Council is there, with its Overview and Scrutiny Committee.\n"
        "Scrutiny Officer is invited at so@harbour.example, and signs in by a code.\n"
    )
    membership = Membership.objects.get()
    assert (membership.role, membership.from_on) == (Membership.Role.SCRUTINY_OFFICER, f.DAY)
    assert not membership.user.has_usable_password()
    assert [message.to for message in mail.outbox] == [["so@harbour.example"]]
    assert "None" not in mail.outbox[0].body
    client = Client()
    client.force_login(membership.user)
    home = client.get("/", follow=True).content.decode()
    assert "First steps" in home


def test_an_account_that_is_there_runs_a_further_council() -> None:
    begin()
    assert "with the account that was there already" in begin(council="Hill Council", email="SO@harbour.example")
    assert (Council.objects.count(), User.objects.count(), len(mail.outbox)) == (2, 1, 1)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"council": "Harbour council"}, "There is a council of this name already: Harbour Council"),
        ({"council": "Hill Council", "email": "nobody"}, "valid"),
        ({"council": " ", "email": "x@hill.example"}, "This field cannot be blank"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_leaves_nothing(asked: dict[str, Any], said: str) -> None:
    begin()
    with pytest.raises(CommandError, match=said):
        begin(**asked)
    assert (Council.objects.count(), Committee.objects.count(), User.objects.count()) == (1, 1, 1)
