"""Who registers a webhook, what is refused, and what its verbs do. The secret is seen once, and nowhere stored."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command

from council.workflow import ChangedMeanwhile
from operating.personal import forget
from tests import factories as f
from tests.conftest import Cast
from tests.webhooks.conftest import decide, send, wish
from tests.webhooks.receiver import Receiver, status
from webhooks import signing, workflow
from webhooks.forms import EndpointForm
from webhooks.models import Delivery, Endpoint

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("day")]
NOON = f.noon(f.DAY)
HERE = "https://dashboard.example.org/hooks"


def refused(cast: Cast, **given: Any) -> dict[str, str]:
    """What a form would say of a webhook that cannot be, by field ("": of the whole)."""
    typed = {"name": "Dashboard", "address": HERE, "reports": True, "verdicts": True, **given}
    form = EndpointForm({**typed, "events": ["report.issued"]})
    assert form.is_valid()
    with pytest.raises(ValidationError) as refusal:
        workflow.register(cast.council, wish(typed.pop("address"), **typed), by=cast.roles("scrutiny"))
    form.refuse(refusal.value)
    return {field.replace("__all__", ""): str(errors[0]) for field, errors in form.errors.items()}


def test_whoever_sets_up_the_council_may_and_nobody_else(cast: Cast, endpoint: Endpoint) -> None:
    message = Delivery.objects.create(
        endpoint=endpoint, event="webhook.test", webhook_id="msg_1", happened_at=NOON, next_attempt_at=NOON
    )
    for person in sorted(cast.people.keys() - {"scrutiny"}):
        by = cast.roles(person)
        for attempt in (
            lambda by: workflow.register(cast.council, wish(HERE), by=by),
            lambda by: workflow.change(endpoint, wish(HERE), by=by, seen_version=1),
            lambda by: workflow.send_test(endpoint, by=by, at=NOON),
            lambda by: workflow.pause(endpoint, by=by),
            lambda by: workflow.resume(endpoint, by=by),
            lambda by: workflow.replace_secret(endpoint, by=by, at=NOON),
            lambda by: workflow.remove(endpoint, by=by),
            lambda by: workflow.send_again(message, by=by, at=NOON),
        ):
            with pytest.raises(PermissionDenied):
                attempt(by)
    assert Endpoint.objects.get() == endpoint


def test_what_cannot_be_is_said_beside_its_field(cast: Cast) -> None:
    workflow.register(cast.council, wish(HERE), by=cast.roles("scrutiny"))
    assert refused(cast) == {"name": "There is a webhook of this name already"}
    assert refused(cast, name="B", address="http://a.example.org/").keys() == {"address"}
    assert refused(cast, name="B", address="nonsense", reports=False, verdicts=False).keys() == {"address", "events"}
    assert Endpoint.objects.count() == 1


def test_a_council_has_so_many_at_most(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workflow, "MOST", 1)
    workflow.register(cast.council, wish(HERE), by=cast.roles("scrutiny"))
    assert refused(cast, name="B") == {"": "The council has 1 webhooks. Remove one that is not used any more."}


def test_neither_secret_is_in_the_database_or_its_dump(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    by = cast.roles("scrutiny")
    made, first = workflow.register(cast.council, wish(HERE), by=by)
    made, second = workflow.replace_secret(made, by=by, at=NOON)
    assert first != second
    assert signing.secrets_of(made, NOON) == [second, first]
    assert signing.secrets_of(made, NOON + workflow.OVERLAP) == [second]
    call_command("dumpdata", "webhooks")
    stored = capsys.readouterr().out
    assert HERE in stored
    for secret in (first, second):
        assert secret.removeprefix("whsec_") not in stored
    assert made.history.count() == 2
    assert not hasattr(made.history.first(), "salt")


def test_a_change_that_came_first_is_not_undone(cast: Cast) -> None:
    by = cast.roles("scrutiny")
    made, secret = workflow.register(cast.council, wish(HERE), by=by)
    workflow.change(made, wish(HERE, name="Papers", reports=False), by=by, seen_version=1)
    with pytest.raises(ChangedMeanwhile):
        workflow.change(made, wish(HERE), by=by, seen_version=1)
    made.refresh_from_db()
    assert (made.name, made.tells_reports, made.version) == ("Papers", False, 2)
    assert signing.secrets_of(made, NOON) == [secret]


def test_one_test_at_a_time_and_none_while_it_is_paused(
    cast: Cast, endpoint: Endpoint, receiver: Receiver, django_capture_on_commit_callbacks: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    woken: list[Any] = []
    monkeypatch.setattr(workflow, "wake", lambda *given: woken.append(given))
    by = cast.roles("scrutiny")
    with django_capture_on_commit_callbacks(execute=True):
        made = workflow.send_test(endpoint, by=by, at=NOON)
    assert woken == [("webhooks.tasks.send_now", made.pk)]
    with pytest.raises(ValidationError, match="on its way"):
        workflow.send_test(endpoint, by=by, at=NOON)
    assert send() == 1
    workflow.send_test(endpoint, by=by, at=NOON)
    send()
    assert len(set(receiver.ids)) == 2
    workflow.pause(endpoint, by=by)
    with pytest.raises(ValidationError, match="paused"):
        workflow.send_test(endpoint, by=by, at=NOON)
    with pytest.raises(ValidationError, match="paused"):
        workflow.send_again(made, by=by, at=NOON)


def test_only_what_is_settled_is_sent_again(cast: Cast, endpoint: Endpoint, receiver: Receiver) -> None:
    decide(cast)
    row, by = endpoint.deliveries.get(), cast.roles("scrutiny")
    with pytest.raises(ValidationError, match="on its way"):
        workflow.send_again(row, by=by, at=NOON)
    send()
    again = workflow.send_again(row, by=by, at=NOON)
    assert (again.state, again.attempts) == ("waiting", 0)
    assert send() == 1
    assert len(receiver.came) == 2
    assert len(set(receiver.ids)) == 1


def test_what_is_removed_is_told_of_nothing_and_leaves_no_list(
    cast: Cast, endpoint: Endpoint, receiver: Receiver
) -> None:
    decide(cast)
    workflow.remove(endpoint, by=cast.roles("scrutiny"))
    assert not Delivery.objects.exists()
    decide(cast, f.days(-1))
    assert send() == 0
    assert receiver.came == []


def test_deliveries_are_forgotten_in_time_and_not_told_anew(
    cast: Cast, endpoint: Endpoint, receiver: Receiver, settings: Any
) -> None:
    settings.KEEP_DELIVERIES_DAYS = 90
    receiver.answers = [status(200)]
    decide(cast)
    send()
    assert forget(NOON + timedelta(days=90))["deliveries to webhooks"] == 0
    assert forget(NOON + timedelta(days=91))["deliveries to webhooks"] == 1
    assert send(after=timedelta(days=91)) == 0
    assert len(receiver.came) == 1
