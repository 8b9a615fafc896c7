"""What is recorded reaches a real receiver: once where all is well, again where it is not, and never without a word."""

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.template.loader import render_to_string

from tests import factories as f
from tests.conftest import Cast
from tests.webhooks.conftest import decide, send, wish
from tests.webhooks.receiver import Answer, Receiver, drip, drop, endless, hang, status
from webhooks import delivery, sending, signing, workflow
from webhooks.models import Delivery, Endpoint
from webhooks.states import MOST_ATTEMPTS, PAUSES, DeliveryState

pytestmark = pytest.mark.usefixtures("day")


def checked(secret: str, came: Any) -> bool:
    """What the recipe that the help page prints says of a message."""
    recipe: dict[str, Any] = {}
    exec(render_to_string("webhooks/check_signature.txt"), recipe)
    return bool(recipe["is_ours"](secret, came.headers, came.body))


def test_a_verdict_is_told_with_a_signature_that_the_recipe_accepts(cast: Cast, receiver: Receiver) -> None:
    made, secret = workflow.register(cast.council, wish(receiver.address), by=cast.roles("scrutiny"))
    recorded = decide(cast)
    assert receiver.came == []
    assert (send(), send()) == (1, 0)
    (came,) = receiver.came
    assert came.path == "/hooks?of=ours"
    assert came.headers["content-type"] == "application/json"
    told = json.loads(came.body)
    assert (told["type"], told["data"]["id"]) == ("verdict.recorded", recorded.pk)
    assert checked(secret, came)
    other = signing.new_secret()[1]
    assert not checked(other, came)
    came.body += b" "
    assert not checked(secret, came)
    row = made.deliveries.get()
    assert (row.state, row.answered, row.attempts) == (DeliveryState.DELIVERED, 200, 1)


def test_a_message_is_checked_by_its_age_too(cast: Cast, receiver: Receiver) -> None:
    _, secret = workflow.register(cast.council, wish(receiver.address), by=cast.roles("scrutiny"))
    decide(cast)
    send()
    with time_machine.travel(f.noon(f.DAY) + timedelta(minutes=6), tick=False):
        assert not checked(secret, receiver.came[0])


def test_what_is_undone_with_the_verb_is_told_to_nobody(cast: Cast, endpoint: Endpoint) -> None:
    from django.db import transaction  # beside its use: nothing else here opens one

    with transaction.atomic():
        decide(cast)
        assert endpoint.deliveries.count() == 1
        transaction.set_rollback(True)
    assert endpoint.deliveries.count() == 0


@pytest.mark.once
@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (status(500), "It answered 500."),
        (status(404), "It answered 404."),
        (status(302, Location="http://127.0.0.1:1/"), "a redirect, which is not followed"),
        (drop, "The connection was ended before an answer came"),
    ],
)
def test_what_is_not_received_waits_and_comes_again_by_the_same_name(
    cast: Cast, endpoint: Endpoint, receiver: Receiver, answer: Answer, says: str
) -> None:
    receiver.answers = [answer, status(204)]
    decide(cast)
    assert send() == 0
    row = endpoint.deliveries.get()
    endpoint.refresh_from_db()
    assert (row.state, row.next_attempt_at) == (DeliveryState.WAITING, f.noon(f.DAY) + PAUSES[0])
    assert says in row.reason
    assert endpoint.failing_since == f.noon(f.DAY)
    assert send(after=timedelta(seconds=9)) == 0
    assert send(after=timedelta(seconds=10)) == 1
    row.refresh_from_db()
    endpoint.refresh_from_db()
    assert (row.state, row.answered, row.reason, row.attempts) == (DeliveryState.DELIVERED, 204, "", 2)
    assert endpoint.failing_since is None
    first, second = receiver.came
    assert first.headers["webhook-id"] == second.headers["webhook-id"] == row.webhook_id
    assert first.headers["webhook-signature"] != second.headers["webhook-signature"]
    assert first.body == second.body


@pytest.mark.once
@pytest.mark.parametrize("how", [hang, drip])
def test_a_receiver_that_takes_its_time_holds_nobody_up(
    cast: Cast, endpoint: Endpoint, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, how: Any
) -> None:
    monkeypatch.setattr(sending, "IN_ALL", 0.3)
    receiver.answers = [how(receiver)]
    decide(cast)
    send()
    assert endpoint.deliveries.get().reason == "It did not answer in time."


@pytest.mark.once
def test_of_the_answer_nothing_is_read_but_its_status(cast: Cast, endpoint: Endpoint, receiver: Receiver) -> None:
    receiver.answers = [endless]
    decide(cast)
    assert send() == 1


@pytest.mark.once
def test_nobody_at_the_address_is_said_so(cast: Cast, endpoint: Endpoint) -> None:
    Endpoint.objects.update(address="http://127.0.0.1:1/")
    decide(cast)
    send()
    assert endpoint.deliveries.get().reason == "Nobody listens at this address."


@pytest.mark.once
def test_after_a_day_it_is_given_up_and_the_page_says_why(cast: Cast, endpoint: Endpoint, receiver: Receiver) -> None:
    receiver.answers = [status(503)]
    decide(cast)
    at = f.noon(f.DAY)
    for pause in (*PAUSES, None):
        send(at)
        at += pause or timedelta()
    row = endpoint.deliveries.get()
    assert (row.state, row.attempts, len(receiver.came)) == (DeliveryState.GIVEN_UP, MOST_ATTEMPTS, MOST_ATTEMPTS)
    assert (row.reason, row.settled_at) == ("It answered 503.", at)
    assert timedelta(hours=23) < sum(PAUSES, timedelta()) < timedelta(days=1)
    assert len(set(receiver.ids)) == 1
    # Sent again by hand: by the same name, with all attempts before it.
    workflow.send_again(row, by=cast.roles("scrutiny"), at=at)
    receiver.answers = [status(200)]
    assert send(at) == 1
    assert len(set(receiver.ids)) == 1


def test_a_worker_that_ends_between_the_answer_and_the_commit_repeats_the_same_name(
    cast: Cast, endpoint: Endpoint, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """No code of ours catches it, as none sees a SIGKILL."""

    def killed(*_: Any) -> bool:
        raise Killed

    decide(cast)
    with monkeypatch.context() as patched:
        patched.setattr(delivery, "conclude", killed)
        with pytest.raises(Killed):
            send()
    assert send(worker="worker 2", after=delivery.LEASE) == 0
    later = delivery.LEASE + timedelta(seconds=1)
    assert send(worker="worker 2", after=later) == 1
    assert len(receiver.ids) == 2
    assert len(set(receiver.ids)) == 1
    assert endpoint.deliveries.get().attempts == 2


def test_a_worker_that_ends_in_the_last_attempt_leaves_it_given_up(cast: Cast, endpoint: Endpoint) -> None:
    decide(cast)
    lost = {"state": DeliveryState.IN_HAND, "claimed_by": "worker 1", "claimed_until": f.noon(f.DAY)}
    Delivery.objects.update(attempts=MOST_ATTEMPTS, **lost)
    send(after=timedelta(seconds=1))
    row = endpoint.deliveries.get()
    assert (row.state, row.reason) == (DeliveryState.GIVEN_UP, delivery.STOPPED)


def test_two_workers_do_not_send_one_twice(
    cast: Cast, endpoint: Endpoint, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(cast)
    post = sending.post
    # The other one runs while this one waits for the answer.
    monkeypatch.setattr(sending, "post", lambda *given: (send(worker="worker 2"), post(*given))[1])
    send(worker="worker 1")
    assert len(receiver.came) == 1


def test_of_two_workers_that_want_the_same_one_the_first_write_wins(
    cast: Cast, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(cast)
    waits, at = delivery.waiting, f.noon(f.DAY)
    assert delivery.claim("worker 2", at, set()) is not None
    # This one has read the rows before the other wrote.
    turns = iter([Delivery.objects.order_by("pk")])
    monkeypatch.setattr(delivery, "waiting", lambda at: next(turns, waits(at)))
    assert delivery.claim("worker 1", at, set()) is None
    assert endpoint.deliveries.get().claimed_by == "worker 2"


def test_a_lease_that_was_lost_settles_nothing(cast: Cast, endpoint: Endpoint) -> None:
    decide(cast)
    mine = delivery.claim("worker 1", f.noon(f.DAY), set())
    assert mine is not None
    assert delivery.claim("worker 2", f.noon(f.DAY), set()) is None
    Delivery.objects.update(claimed_by="worker 2")
    assert not delivery.settle(mine, DeliveryState.DELIVERED, f.noon(f.DAY), answered=200)
    assert endpoint.deliveries.get().claimed_by == "worker 2"


@pytest.mark.once
def test_an_endpoint_that_fails_waits_behind_the_others(cast: Cast, endpoint: Endpoint, receiver: Receiver) -> None:
    """Three for one that does not answer, and one for one that does: one try, then the other, and no more for now."""
    working, _ = workflow.register(cast.council, wish(receiver.address, name="Papers"), by=cast.roles("scrutiny"))
    Endpoint.objects.filter(pk=endpoint.pk).update(address="http://127.0.0.1:1/")
    for back in (1, 2, 3):
        decide(cast, f.days(-back))
    assert send() == 3
    tried = endpoint.deliveries.filter(attempts__gt=0)
    assert tried.count() == 1
    assert working.deliveries.filter(state=DeliveryState.DELIVERED).count() == 3
    # From now on those that work go first.
    Delivery.objects.filter(endpoint=working).update(state=DeliveryState.WAITING, settled_at=None, answered=None)
    order = delivery.waiting(f.noon(f.DAY)).values_list("endpoint", flat=True)
    assert list(order)[:3] == [working.pk] * 3


def test_while_it_is_paused_what_happens_waits(cast: Cast, endpoint: Endpoint, receiver: Receiver) -> None:
    by = cast.roles("scrutiny")
    workflow.pause(endpoint, by=by)
    decide(cast)
    assert send(after=timedelta(days=3)) == 0
    workflow.resume(endpoint, by=by)
    assert send(after=timedelta(days=3)) == 1


def test_for_a_day_both_secrets_sign(cast: Cast, receiver: Receiver) -> None:
    by = cast.roles("scrutiny")
    made, before = workflow.register(cast.council, wish(receiver.address), by=by)
    _, after = workflow.replace_secret(made, by=by, at=f.noon(f.DAY))
    decide(cast)
    send()
    assert checked(before, receiver.came[0])
    assert checked(after, receiver.came[0])
    decide(cast, f.days(1))
    send(f.noon(f.days(1)))
    with time_machine.travel(f.noon(f.days(1)), tick=False):
        assert not checked(before, receiver.came[1])
        assert checked(after, receiver.came[1])


def test_without_the_key_that_the_secret_was_made_with_nothing_is_sent(
    cast: Cast, endpoint: Endpoint, receiver: Receiver, settings: Any
) -> None:
    """As where a backup is restored on another install: it cannot speak in this one's name."""
    decide(cast)
    settings.SECRET_KEY = "o" * 50
    assert send() == 0
    assert receiver.came == []
    assert endpoint.deliveries.get().reason == delivery.NO_SECRET
    workflow.replace_secret(endpoint, by=cast.roles("scrutiny"), at=f.noon(f.DAY))
    assert send(after=PAUSES[0]) == 1
