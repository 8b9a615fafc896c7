"""What an operator reads: the command's sentences and the read-only ledger."""

from datetime import date
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from council.models import Holding
from recommendations.models import Action, Question
from recommendations.states import Status
from reminders import delivery, runs, tasks
from reminders.models import Message, OutboxMail, PlannedDay, Reminder
from tests import factories as f
from tests.conftest import Cast
from tests.reminders.conftest import at, clock, live, plan, send
from tests.reminders.smtp_server import DROP, Behaviour

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_officer(cast: Cast) -> None:
    """The cast's action, due in seven days, with one person to tell."""
    Holding.objects.filter(user=cast.deputy).delete()
    Action.objects.update(
        original_target_on=f.days(7), target_on=f.days(7), status=Status.ON_TRACK, updated_on=f.days(-10)
    )


def said(*words: str, day: date = f.DAY, hour: int = 9) -> list[str]:
    """The lines that the command prints."""
    out = StringIO()
    with clock(day, hour):
        call_command("reminders", *words, stdout=out)
    return out.getvalue().splitlines()


def test_before_anything_ran() -> None:
    assert said("status") == [
        "Reminders have never been planned.",
        "0 messages to be sent.",
        "0 messages being sent.",
        "Today’s messages: 0 sent, 0 failed, 0 came back, 0 not needed any more.",
        "0 messages failed or came back in the last 7 days.",
    ]


def test_planning_says_what_waits_now() -> None:
    assert said("plan", hour=6) == [
        "Reminders for today, 17 June 2026, were last planned at 06:00.",
        "1 message to be sent, the first from 08:00 on 17 June 2026.",
        "0 messages being sent.",
        "Today’s messages: 0 sent, 0 failed, 0 came back, 0 not needed any more.",
        "0 messages failed or came back in the last 7 days.",
    ]


def test_a_worker_that_is_off_shows() -> None:
    plan(f.DAY)
    lines = said("status", day=f.days(2))
    assert lines[0] == "Reminders have not been planned today. They were last planned on 17 June 2026 at 08:00."
    assert lines[1] == "1 message to be sent, the first since 08:00 on 17 June 2026."


def test_the_day_after_sending() -> None:
    live(f.DAY)
    assert "Today’s messages: 1 sent, 0 failed, 0 came back, 0 not needed any more." in said("status")


def test_what_failed_is_told_with_its_reason(smtp: Behaviour) -> None:
    smtp.on_recipient = lambda address: "550 no such mailbox"
    live(f.DAY)
    lines = said("status", day=f.days(3))
    assert "1 message failed or came back in the last 7 days." in lines
    assert "17 June 2026, Youth Service Manager: The mail server refused the address: 550 no such mailbox" in lines
    assert "0 messages failed or came back in the last 7 days." in said("status", day=f.days(7))


def test_what_is_tried_again_and_may_have_been_sent_is_told(smtp: Behaviour) -> None:
    smtp.after_data = lambda address: DROP
    plan(f.DAY)
    send(f.DAY)
    lines = said("status")
    assert lines[2].startswith("After 1 attempt, Youth Service Manager: The line to the mail server broke")
    message_id = Message.objects.get().message_id
    assert lines[-1] == f"17 June 2026, Youth Service Manager: may have been sent more than once ({message_id})."


def test_what_is_in_hand_is_told() -> None:
    plan(f.DAY)
    with clock(f.DAY) as now:
        delivery.claim("worker 1", now, 1)
    assert "1 message being sent." in said("status", hour=8)


def test_nobody_to_tell_is_told() -> None:
    Holding.objects.update(to_on=f.days(-1))
    assert said("plan")[1] == (
        "Something is due about 1 action with nobody to tell: neither its post nor its service has anybody."
    )


def test_questions_with_nobody_to_tell_are_not_counted_as_actions(cast: Cast) -> None:
    Holding.objects.update(to_on=f.days(-1))
    Question.objects.create(
        recommendation=cast.recommendation, post=cast.post, words="Why?", asked_by=cast.chair, asked_as="Chair",
        asked_on=f.days(-40), due_on=f.days(-20),
    )  # fmt: skip
    assert "due about 1 action with" in said("plan")[1]


def test_a_scrutiny_officer_sees_counts_and_an_administrator_whose_mails_and_what_failed(
    cast: Cast, smtp: Behaviour
) -> None:
    """An install may serve several councils."""
    smtp.on_recipient = lambda address: "550 no such mailbox"
    live(f.DAY)
    with clock(f.DAY, 9) as now:
        runs.failed(tasks.plan_reminders.name, now, "a raw fault")
        texts = {
            p: cast.client(p).get("/reminders/timed-work/").content.decode() for p in ("scrutiny", "administrator")
        }
    assert all("1 message failed or came back in the last 7 days." in text for text in texts.values())
    for detail in ("no such mailbox", "Youth Service Manager", "a raw fault"):
        assert detail in texts["administrator"] and detail not in texts["scrutiny"], detail
    assert "It failed since. Administrators see why." in texts["scrutiny"]


def test_a_day_to_come_is_shown_and_nothing_is_written() -> None:
    assert said("plan", "--day", "2026-06-24") == [
        "Youth Service Manager: 1 reminder",
        "1 person would be written to on 24 June 2026. Nothing was written down.",
    ]
    assert said("plan", "--day", "2026-05-26", day=date(2026, 5, 1))[-1].startswith("1 person would be written to")
    assert said("plan", "--day", "2026-05-24", day=date(2026, 5, 1)) == [
        "0 people would be written to on 24 May 2026. Nothing was written down."
    ]
    assert not (Reminder.objects.exists())
    assert not (Message.objects.exists())
    assert not (PlannedDay.objects.exists())


def test_a_day_that_is_over_is_refused() -> None:
    with pytest.raises(CommandError, match="16 June 2026 is over"):
        said("plan", "--day", "2026-06-16")


@pytest.mark.parametrize("name", ["message", "reminder", "plannedday", "outboxmail"])
def test_the_ledger_is_read_only(name: str, cast: Cast) -> None:
    live(f.DAY)
    OutboxMail.objects.create(sender="a", to="b", subject="c", text="d", headers=[], message_id="<e>", at=at(f.DAY))
    rows = apps.get_model("reminders", name)._default_manager
    address = f"/administration/reminders/{name}/"
    client = cast.client("administrator")
    assert client.get(address).status_code == 200
    assert client.get(f"{address}add/").status_code == 403
    row = rows.get()
    assert client.get(f"{address}{row.pk}/change/").status_code == 200
    assert client.post(f"{address}{row.pk}/change/", {}).status_code == 403
    assert client.post(f"{address}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(address, {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})
    assert rows.get() == row
