"""Against a real SMTP server on loopback: each message ends as sent, retried, or failed with a reason."""

import smtplib
import time
from datetime import timedelta
from typing import Any

import pytest

from council.models import Holding
from recommendations.models import Action
from recommendations.states import Status
from reminders.delivery import BACK_OFF
from reminders.models import Message, Reminder
from reminders.states import MessageState
from tests import factories as f
from tests.conftest import Cast
from tests.reminders.conftest import live, plan, send
from tests.reminders.smtp_server import DROP, HANG, Behaviour

pytestmark = [pytest.mark.django_db, pytest.mark.once]

OFFICER, OTHER = "officer@harbour.example", "other_officer@harbour.example"


@pytest.fixture(autouse=True)
def two_people(cast: Cast, smtp: Behaviour) -> None:
    """Two people to tell of one action, due in seven days, and a day's plan."""
    Holding.objects.filter(user=cast.deputy).delete()
    f.HoldingFactory.create(post=cast.post, user=cast.other_officer)
    Action.objects.update(
        original_target_on=f.days(7), target_on=f.days(7), status=Status.ON_TRACK, updated_on=f.days(-10)
    )
    plan(f.DAY)


def of(address: str) -> Message:
    """A person's latest message."""
    return Message.objects.filter(recipient__email=address).order_by("pk").last()  # type: ignore[return-value]


def test_a_batch_goes_over_one_connection_with_the_planned_ids(smtp: Behaviour) -> None:
    assert send(f.DAY) == 2
    assert smtp.connections == 1
    assert set(smtp.ids()) == set(Message.objects.values_list("message_id", flat=True))
    [taken] = [m for m in smtp.taken if m["To"] == OFFICER]
    assert taken["Reply-To"] == "scrutiny@harbour.example"
    assert taken["Auto-Submitted"] == "auto-generated"
    assert taken["Subject"] == "1 action needs you: it is due on 24 June 2026"
    assert [part.get_content_type() for part in taken.walk() if not part.is_multipart()] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]


@pytest.mark.parametrize("answer", ["450 4.2.1 the mailbox is busy", "421 4.3.2 shutting down"])
def test_a_passing_refusal_is_tried_again_and_the_rest_goes_on(smtp: Behaviour, answer: str) -> None:
    smtp.on_recipient = lambda address: answer if address == OFFICER else "250 ok"
    assert send(f.DAY) == 1
    row = of(OFFICER)
    assert (row.state, row.attempts, row.may_have_been_sent) == (MessageState.PLANNED, 1, False)
    assert row.reason == f"The mail server refused the address: {answer}"
    smtp.on_recipient = lambda address: "250 ok"
    assert send(f.DAY, minute=0) == 0
    assert send(f.DAY, minute=1) == 1
    assert (of(OFFICER).state, of(OFFICER).reason) == (MessageState.SENT, "")
    assert len(smtp.ids(OFFICER)) == 1


def test_a_refused_address_fails_with_the_servers_words_and_the_rest_goes_on(smtp: Behaviour) -> None:
    smtp.on_recipient = lambda address: "550 5.1.1 no such mailbox" if address == OFFICER else "250 ok"
    assert send(f.DAY) == 1
    row = of(OFFICER)
    assert (row.state, row.reason) == (
        MessageState.FAILED,
        "The mail server refused the address: 550 5.1.1 no such mailbox",
    )
    assert Reminder.objects.get(message=row).result == f"Failed: {row.reason}"
    # A refused address is not written to daily in vain: the next stage tries again.
    assert live(f.days(1)) == []
    smtp.on_recipient = lambda address: "250 ok"
    live(f.days(6))
    assert len(smtp.ids(OFFICER)) == 1


def test_a_refused_mail_fails_with_the_servers_words(smtp: Behaviour) -> None:
    smtp.after_data = lambda address: "554 5.7.1 not wanted" if address == OFFICER else "250 taken"
    assert send(f.DAY) == 1
    assert (of(OFFICER).state, of(OFFICER).reason) == (
        MessageState.FAILED,
        "The mail server refused the mail: 554 5.7.1 not wanted",
    )


@pytest.mark.parametrize("fault", [DROP, HANG])
def test_a_line_that_breaks_after_the_mail_was_given_is_told_and_repeated_with_the_same_id(
    smtp: Behaviour, fault: str
) -> None:
    smtp.after_data = lambda address: fault if address == OFFICER else "250 taken"
    assert send(f.DAY) == 1
    row = of(OFFICER)
    assert (row.state, row.may_have_been_sent) == (MessageState.PLANNED, True)
    assert row.reason.startswith("The line to the mail server broke, so it may have been sent: ")
    smtp.after_data = lambda address: "250 taken"
    assert send(f.DAY, minute=1) == 1
    assert smtp.ids(OFFICER) == [row.message_id, row.message_id]
    assert (of(OFFICER).state, of(OFFICER).may_have_been_sent) == (MessageState.SENT, True)
    repeat = [m for m in smtp.taken if m["To"] == OFFICER][1]
    assert "You may have had this mail before" in repeat.get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_a_server_that_is_down_costs_one_attempt_a_run_and_nothing_is_lost(smtp: Behaviour, settings: Any) -> None:
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    assert send(f.DAY) == 0
    rows = list(Message.objects.order_by("-attempts").values_list("state", "attempts", "may_have_been_sent"))
    assert rows == [(MessageState.PLANNED, 1, False), (MessageState.PLANNED, 0, False)]
    tried = Message.objects.get(attempts=1)
    assert tried.reason == "The mail server could not be reached: [Errno 111] Connection refused"
    settings.EMAIL_PORT = port
    assert send(f.DAY, minute=10) == 2
    assert len(smtp.taken) == 2


def test_a_server_that_turns_every_connection_away_is_unreachable(smtp: Behaviour) -> None:
    smtp.on_connect = lambda: "421 too busy"
    assert send(f.DAY) == 0
    assert "The mail server could not be reached: 421 too busy" in {m.reason for m in Message.objects.all()}


def test_after_four_hours_it_has_failed_and_is_said_again_the_next_day(smtp: Behaviour) -> None:
    smtp.on_recipient = lambda address: "451 4.3.0 try later" if address == OFFICER else "250 ok"
    waited = timedelta(0)
    for minutes in (0, *BACK_OFF):
        waited += timedelta(minutes=minutes)
        assert of(OFFICER).state == MessageState.PLANNED
        send(f.DAY, 8 + waited.seconds // 3600, waited.seconds // 60 % 60)
    first = of(OFFICER)
    assert waited == timedelta(hours=4)
    assert (first.state, first.reason) == (
        MessageState.FAILED,
        "The mail server refused the address: 451 4.3.0 try later",
    )
    plan(f.DAY, hour=13)
    assert of(OFFICER) == first
    smtp.on_recipient = lambda address: "250 ok"
    live(f.days(1))
    second = of(OFFICER)
    assert (second.day, second.state) == (f.days(1), MessageState.SENT)
    assert smtp.ids(OFFICER) == [second.message_id] != [first.message_id]
    assert Reminder.objects.get(message=first).result == (
        "Not said: It could not be delivered, and is said again the next day."
    )


def test_an_address_that_no_mail_can_carry_fails_with_a_reason(smtp: Behaviour, cast: Cast) -> None:
    cast.officer.email = "officer\n@harbour.example"
    cast.officer.save()
    assert send(f.DAY) == 1
    row = Message.objects.get(recipient=cast.officer)
    assert row.state == MessageState.FAILED
    assert row.reason.startswith("The mail could not be made: ")


def test_a_sender_that_the_server_refuses_is_a_fault_of_the_install_and_passes() -> None:
    from reminders.faults import fault_of

    fault = fault_of(smtplib.SMTPSenderRefused(550, b"not allowed", "scrutiny@harbour.example"))
    assert (fault.reason, fault.lasting, fault.may_have_arrived) == (
        "The mail server refused our sender: 550 not allowed",
        False,
        False,
    )


def test_ten_minutes_without_a_server_cost_nobody_their_mail(smtp: Behaviour, settings: Any) -> None:
    """A run each minute: each message is tried as the back-off says, and all go once it is up again."""
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    for minute in range(10):
        assert send(f.DAY, minute=minute) == 0
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.PLANNED}
    settings.EMAIL_PORT = port
    sent = [send(f.DAY, minute=minute) for minute in range(10, 27)]
    assert sum(sent) == 2
    assert sorted(smtp.ids()) == sorted(Message.objects.values_list("message_id", flat=True))
    assert not Message.objects.filter(may_have_been_sent=True).exists()


def test_a_slow_server_is_waited_for_and_everything_goes(smtp: Behaviour) -> None:
    def slow(address: str) -> str:
        time.sleep(0.2)
        return "250 taken"

    smtp.after_data = slow
    assert send(f.DAY) == 2
    assert len(smtp.taken) == 2
