"""What is held about a person can be handed over, and is forgotten when its time has come."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.utils import timezone

from evidence.models import Witness, WitnessContact, WitnessGroup
from operating.personal import forget
from recommendations.models import Update
from tests import factories as f
from tests import verbs
from tests.conftest import Cast

pytestmark = [pytest.mark.usefixtures("day"), pytest.mark.once]

AT = f.noon(f.DAY)


def contact(cast: Cast, days_ago: int) -> WitnessContact:
    """How to reach a witness, recorded so many days ago."""
    group = WitnessGroup.objects.create(review=cast.review, name=f"Group {days_ago}", order=days_ago)
    witness = Witness.objects.create(group=group, name=f"Witness {days_ago}", printed="A witness", order=1)
    recorded = {"recorded_by": cast.scrutiny, "recorded_on": f.days(-days_ago)}
    return WitnessContact.objects.create(witness=witness, email=f"w{days_ago}@harbour.example", **recorded)


def signed_in(cast: Cast, key: str, days_ago: int) -> UserSession:
    """A session of somebody's, last used so many days ago."""
    row = UserSession.objects.create(
        user=cast.people[key], ip="192.0.2.7", user_agent="A browser", session_key=f"{key}{days_ago}"
    )
    UserSession.objects.filter(pk=row.pk).update(last_seen_at=AT - timedelta(days=days_ago))
    return row


def test_sign_ins_and_contacts_are_forgotten_in_time_and_history_is_not(cast: Cast, settings: Any) -> None:
    verbs.tell(cast.action, cast.officer)
    signed_in(cast, "officer", 91), contact(cast, 1096)
    kept = signed_in(cast, "officer", 89), contact(cast, 1094)
    Session.objects.create(session_key="old", session_data="", expire_date=AT - timedelta(hours=1))
    gone = forget(AT)
    assert (gone["sign-ins"], gone["contacts of witnesses"], gone["sessions that have ended"]) == (1, 1, 1)
    assert (UserSession.objects.get(), WitnessContact.objects.get()) == kept
    assert Update.objects.count() == 1
    assert set(forget(AT).values()) == {0}
    # Kept for as long as an install says.
    settings.KEEP_SIGN_INS_DAYS = settings.KEEP_CONTACTS_DAYS = settings.KEEP_DELIVERIES_DAYS = 0
    assert set(forget(timezone.now() + timedelta(days=9_999))) == {"sessions that have ended"}
    settings.KEEP_SIGN_INS_DAYS, settings.KEEP_CONTACTS_DAYS = 30, 365
    gone = forget(AT)
    assert (gone["sign-ins"], gone["contacts of witnesses"]) == (1, 1)


def test_everything_about_a_person_is_printed_and_nothing_that_opens_a_door(cast: Cast) -> None:
    cast.officer.set_password("a long password that nobody knows")
    cast.officer.save()
    verbs.tell(cast.action, cast.officer, words="The first chapter is written.")
    signed_in(cast, "officer", 3), signed_in(cast, "member", 2)
    out = StringIO()
    call_command("subject_access", "OFFICER@harbour.example", stdout=out)
    held = json.loads(out.getvalue())["held"]
    [account], [update] = held["accounts.User"], held["recommendations.Update"]
    assert (account["email"], update["words"]) == ("officer@harbour.example", "The first chapter is written.")
    assert [row["post"] for row in held["council.Holding"]] == [str(cast.post)]
    assert [row["ip"] for row in held["usersessions.UserSession"]] == ["192.0.2.7"]
    assert "password" not in account and "officer3" not in out.getvalue()
    assert "member@harbour.example" not in out.getvalue()


def test_a_witness_without_an_account_can_ask_too_and_a_stranger_is_told_so(cast: Cast) -> None:
    contact(cast, 10)
    out = StringIO()
    call_command("subject_access", "w10@harbour.example", stdout=out)
    assert list(json.loads(out.getvalue())["held"]) == ["evidence.WitnessContact"]
    with pytest.raises(CommandError, match=r"Nothing is held about nobody@harbour\.example\."):
        call_command("subject_access", "nobody@harbour.example", stdout=out)
