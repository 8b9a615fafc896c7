"""Claims, leases and what is checked before a message goes."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from pytest_django import DjangoAssertNumQueries

from council.models import Holding
from recommendations.models import Action
from recommendations.states import Status
from reminders import delivery, digest, tasks
from reminders.delivery import BACK_OFF, LEASE, MOST_ATTEMPTS
from reminders.models import Message
from reminders.states import MessageState
from tests import factories as f
from tests.conftest import Cast
from tests.reminders.conftest import at, clock, live, plan, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_officer(cast: Cast) -> Action:
    """The cast's action, due in seven days, with one person to tell."""
    Holding.objects.filter(user=cast.deputy).delete()
    cast.action.original_target_on = cast.action.target_on = f.days(7)
    cast.action.status, cast.action.updated_on = Status.ON_TRACK, f.days(-10)
    cast.action.save()
    return cast.action


def message() -> Message:
    """The only message."""
    return Message.objects.select_related("recipient").get()


def begin(now: datetime, worker: str) -> Message:
    """A worker takes the message in hand and is about to hand it over."""
    [mine] = delivery.claim(worker, now, 1)
    assert delivery.begin(mine, now)
    return mine


# --- Claims ----------------------------------------------------------------------------------------------------------


def test_of_two_workers_one_gets_the_message() -> None:
    plan(f.DAY)
    with clock(f.DAY) as now:
        won = [delivery.claim(worker, now, 1) for worker in ("worker 1", "worker 2")]
    assert [len(w) for w in won] == [1, 0]
    row = message()
    assert (row.state, row.claimed_by, row.claimed_until) == (MessageState.CLAIMED, "worker 1", at(f.DAY) + LEASE)


def test_the_same_wake_up_delivered_twice_sends_once() -> None:
    plan(f.DAY)
    with clock(f.DAY):
        tasks.send_waiting()
        tasks.send_waiting()
        tasks.plan_reminders()
        tasks.send_waiting()
    assert len(mail.outbox) == 1
    row = message()
    assert (row.state, row.sent_at, row.attempts, row.reason) == (MessageState.SENT, at(f.DAY), 1, "")


def test_a_worker_that_stops_leaves_its_message_to_the_sweep_which_says_so() -> None:
    """The worker stops between the claim and the mark: nobody knows whether the mail went."""
    plan(f.DAY)
    planned_id = message().message_id
    with clock(f.DAY) as now:
        begin(now, "worker 1")
    assert send(f.DAY, minute=4, worker="worker 2") == 0
    assert message().state == MessageState.CLAIMED
    assert send(f.DAY, minute=6, worker="worker 2") == 1
    row = message()
    assert (row.state, row.may_have_been_sent, row.attempts) == (MessageState.SENT, True, 2)
    assert row.reason == "An earlier attempt may have arrived too, with the same Message-ID."
    [sent] = mail.outbox
    assert sent.extra_headers["Message-ID"] == planned_id == row.message_id
    assert "You may have had this mail before" in sent.body


def test_what_a_worker_had_in_hand_and_not_begun_is_taken_up_without_a_doubt() -> None:
    plan(f.DAY)
    with clock(f.DAY) as now:
        delivery.claim("worker 1", now, 1)
    assert send(f.DAY, minute=6, worker="worker 2") == 1
    row = message()
    assert (row.state, row.may_have_been_sent, row.attempts, row.reason) == (MessageState.SENT, False, 1, "")
    assert "You may have had this mail before" not in mail.outbox[0].body


def test_of_a_hand_whose_worker_stops_only_the_one_being_handed_over_is_in_doubt(cast: Cast) -> None:
    """Those before it were sent, and no row of theirs had said so; those after it were not begun."""
    f.HoldingFactory.create(post=cast.post, user=cast.other_officer)
    f.HoldingFactory.create(post=cast.post, user=cast.deputy)
    plan(f.DAY)
    with clock(f.DAY) as now:
        first, second, _ = delivery.claim("worker 1", now, 3)
        assert delivery.begin(first, now) and delivery.begin(second, now)
    with clock(f.DAY, 8, 6) as later:
        delivery.sweep(later)
        told = Message.objects.order_by("pk").values_list("state", "sent_at", "attempts", "may_have_been_sent")
        assert list(told) == [
            (MessageState.SENT, now, 1, False),
            (MessageState.PLANNED, None, 1, True),
            (MessageState.PLANNED, None, 0, False),
        ]
        # The worker was only slow, and comes back: it has nothing in hand any more.
        assert not delivery.begin(second, later)


def test_a_worker_that_comes_back_after_its_lease_does_not_overwrite_the_one_that_took_over(
    caplog: pytest.LogCaptureFixture,
) -> None:
    plan(f.DAY)
    with clock(f.DAY) as now:
        late = begin(now, "worker 1")
    send(f.DAY, minute=6, worker="worker 2")
    assert not delivery.settle(late, MessageState.FAILED, "Too late.")
    assert message().state == MessageState.SENT
    assert "after its lease had ended" in caplog.text


def test_a_message_whose_worker_stops_every_time_fails_in_the_end_and_is_said_again_the_next_day() -> None:
    plan(f.DAY)
    for attempt in range(MOST_ATTEMPTS):
        with clock(f.DAY, 8, 6 * attempt) as now:
            delivery.sweep(now)
            begin(now, f"worker {attempt}")
    with clock(f.DAY, 10) as now:
        delivery.sweep(now)
    row = message()
    assert (row.state, row.may_have_been_sent) == (MessageState.FAILED, True)
    assert row.reason == "A worker stopped while sending it, so it may have been sent."
    assert len(live(f.days(1))) == 1


def test_a_message_in_hand_over_midnight_is_taken_over_by_the_next_day() -> None:
    plan(f.DAY)
    with clock(f.DAY, 23, 58) as now:
        begin(now, "worker 1")
    plan(f.days(1), hour=0)
    assert message().day == f.DAY
    with clock(f.days(1), 0, 30) as now:
        delivery.sweep(now)
        assert list(delivery.waiting(now)) == []
    assert len(live(f.days(1))) == 1
    row = message()
    assert (row.day, row.state, row.may_have_been_sent) == (f.days(1), MessageState.SENT, True)


def test_back_off_lasts_four_hours() -> None:
    assert sum(BACK_OFF) == 240
    assert list(BACK_OFF[:7]) == sorted(BACK_OFF[:7])


def test_a_message_takes_the_same_number_of_queries_for_one_action_and_for_three(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    # The sweep (a look and what nobody holds, in a savepoint); what waits, the claim, the hold, the rows, in another;
    # their reminders, holdings, committees, who is away, rules, facts, actions, links, dates told before; one is begun,
    # and marked; nothing else waits; nothing is given back or held.
    plan(f.DAY)
    with clock(f.DAY), django_assert_num_queries(26):
        delivery.send_waiting("worker 1")
    for number in (2, 3, 4):
        f.ActionFactory.create(
            recommendation=cast.recommendation, number=number, post=cast.post, original_target_on=f.days(8)
        )
    plan(f.days(1))
    with clock(f.days(1)), django_assert_num_queries(26):
        delivery.send_waiting("worker 1")
    assert mail.outbox[-1].subject.startswith("3 actions need you")


def test_a_long_batch_gives_way_before_its_time_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    plan(f.DAY)
    monkeypatch.setattr(delivery, "PATIENCE", timedelta(seconds=-1))
    assert send(f.DAY) == 0
    assert message().state == MessageState.PLANNED


def test_a_rendering_fault_of_one_mail_keeps_the_others_out_of_harms_way(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of ours costs that mail an attempt and the run nothing, and is told as what it is."""
    f.HoldingFactory.create(post=cast.post, user=cast.other_officer)
    plan(f.DAY)
    build = digest.build

    def faulty(row: Message, *args: Any, **more: Any) -> Any:
        if row.recipient_id == cast.officer.pk:
            raise LookupError("no such word")
        return build(row, *args, **more)

    monkeypatch.setattr(digest, "build", faulty)
    assert send(f.DAY) == 1
    row = Message.objects.get(recipient=cast.officer)
    assert (row.state, row.attempts, row.may_have_been_sent) == (MessageState.PLANNED, 1, False)
    assert row.reason == "The mail could not be made: no such word"
    Message.objects.filter(pk=row.pk).update(attempts=MOST_ATTEMPTS - 1)
    assert send(f.DAY, minute=1) == 0
    row.refresh_from_db()
    assert (row.state, row.may_have_been_sent) == (MessageState.FAILED, False)
    assert row.reason == "The mail could not be made: no such word"
