"""What may never be stored of webhooks, tried against the database itself."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from tests import factories as f
from tests.conftest import Cast
from webhooks.models import Delivery, Endpoint

NOON = f.noon(f.DAY)


def hook(cast: Cast, **given: Any) -> Endpoint:
    facts = {"name": "A", "address": "https://a.example/", "salt": "s", "digest": "d", "made_on": f.DAY}
    return Endpoint.objects.create(**{"council": cast.council, "made_by": cast.scrutiny, **facts, **given})


def sent(cast: Cast, **given: Any) -> Delivery:
    endpoint = given.pop("endpoint", None) or hook(cast, name=f"A{Endpoint.objects.count()}")
    facts = {"event": "verdict.recorded", "subject_id": 1, "webhook_id": f"msg_{Delivery.objects.count()}"}
    return Delivery.objects.create(
        **{"endpoint": endpoint, "happened_at": NOON, "next_attempt_at": NOON, **facts, **given}
    )


def twice(cast: Cast) -> None:
    sent(cast, endpoint=sent(cast).endpoint)


REFUSED: list[tuple[str, Callable[[Cast], object]]] = [
    ("one_webhook_for_each_name_in_a_council", lambda c: (hook(c), hook(c))),
    ("a_webhook_tells_of_something", lambda c: hook(c, tells_reports=False, tells_verdicts=False)),
    ("a_webhook_has_an_address_and_a_secret", lambda c: hook(c, salt="")),
    ("a_webhook_has_an_address_and_a_secret", lambda c: hook(c, digest="")),
    ("a_webhook_has_an_address_and_a_secret", lambda c: hook(c, address="")),
    ("an_earlier_secret_has_an_end", lambda c: hook(c, earlier_salt="s")),
    ("an_earlier_secret_has_an_end", lambda c: hook(c, earlier_until=NOON)),
    ("a_webhook_is_told_once_of_a_thing", twice),
    ("a_test_and_nothing_else_is_about_nothing", lambda c: sent(c, event="webhook.test")),
    ("a_test_and_nothing_else_is_about_nothing", lambda c: sent(c, subject_id=None)),
    ("a_delivery_in_hand_and_no_other_has_a_lease", lambda c: sent(c, state="in_hand")),
    ("a_delivery_in_hand_and_no_other_has_a_lease", lambda c: sent(c, claimed_by="worker", claimed_until=NOON)),
    ("a_settled_delivery_and_no_other_says_when", lambda c: sent(c, state="delivered", answered=200)),
    ("a_settled_delivery_and_no_other_says_when", lambda c: sent(c, settled_at=NOON)),
    ("a_delivered_webhook_was_answered_well", lambda c: sent(c, state="delivered", settled_at=NOON, answered=500)),
    ("a_delivered_webhook_was_answered_well", lambda c: sent(c, state="delivered", settled_at=NOON, answered=199)),
    ("a_delivery_given_up_says_why", lambda c: sent(c, state="given_up", settled_at=NOON)),
]


def test_every_constraint_is_tried_here() -> None:
    models = apps.get_app_config("webhooks").get_models()
    assert {name for name, _ in REFUSED} == {c.name for model in models for c in model._meta.constraints}


def test_the_database_refuses(cast: Cast) -> None:
    for name, attempt in REFUSED:
        with pytest.raises(IntegrityError) as refusal, transaction.atomic():
            attempt(cast)
        said = str(refusal.value)
        # SQLite names the columns of a unique constraint, everything else is named by its name.
        assert name in said or "UNIQUE constraint failed" in said, name


def test_the_database_keeps_what_is_right(cast: Cast) -> None:
    sent(cast, event="webhook.test", subject_id=None)
    sent(cast, endpoint=sent(cast, event="webhook.test", subject_id=None).endpoint, event="report.issued")
    sent(cast, state="in_hand", claimed_by="worker", claimed_until=NOON)
    sent(cast, state="delivered", settled_at=NOON, answered=299)
    sent(cast, state="given_up", settled_at=NOON, reason="It answered 500.")
    hook(cast, name="B", earlier_salt="s", earlier_until=NOON, tells_reports=False)
    assert Delivery.objects.count() == 6
