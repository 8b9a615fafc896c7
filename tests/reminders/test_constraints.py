"""What may never be stored of reminders: each constraint by its name, tried against the database itself."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from reminders.models import DigestChoice, Message, QuietDays, Reminder, RuleSetting
from reminders.states import MessageState
from tests import factories as f
from tests.conftest import Cast

pytestmark = pytest.mark.django_db

NOW = f.noon(f.DAY)
numbers = count()


def message(cast: Cast, **given: Any) -> Message:
    facts = {"recipient": cast.officer, "day": f.DAY, "message_id": f"<{next(numbers)}@x>", "planned_at": NOW}
    return Message.objects.create(**{**facts, **given})


def reminder(cast: Cast, **given: Any) -> Reminder:
    facts = {"kind": "overdue", "subject_id": cast.action.pk, "about_on": f.days(-1), "due_on": f.DAY}
    of_it = Message.objects.first() or message(cast)
    return Reminder.objects.create(
        **{"planned_on": f.DAY, "recipient": cast.officer, "message": of_it, **facts, **given}
    )


def rule(cast: Cast, **given: Any) -> RuleSetting:
    facts = {"committee": cast.committee, "kind": "stale", "stages": [1], "repeat": "30"}
    return RuleSetting.objects.create(**{**facts, **given})


def away(cast: Cast, **given: Any) -> QuietDays:
    return QuietDays.objects.create(**{"user": cast.officer, "from_on": f.DAY, "to_on": f.DAY, **given})


def twice(make: Callable[..., object], **given: Any) -> Callable[[Cast], object]:
    return lambda cast: (make(cast, **given), make(cast, **given))


CLAIMED = {"state": MessageState.CLAIMED, "claimed_by": "w", "claimed_until": NOW}
REFUSED: list[tuple[str, Callable[[Cast], object]]] = [
    ("one_digest_a_person_a_day", lambda c: (message(c, state="sent", sent_at=NOW), message(c))),
    ("one_unsettled_digest_a_person", lambda c: (message(c), message(c, day=f.days(1)))),
    ("a_claimed_message_and_no_other_has_a_lease", lambda c: message(c, state=MessageState.CLAIMED)),
    ("a_claimed_message_and_no_other_has_a_lease", lambda c: message(c, claimed_by="w")),
    ("a_sent_message_and_no_other_has_a_time", lambda c: message(c, state=MessageState.SENT)),
    ("a_sent_message_and_no_other_has_a_time", lambda c: message(c, sent_at=NOW)),
    (
        "a_message_that_came_back_and_no_other_says_when",
        lambda c: message(c, state=MessageState.BOUNCED, sent_at=NOW, reason="So."),
    ),
    ("a_message_that_was_not_sent_says_why", lambda c: message(c, state=MessageState.FAILED)),
    (
        "a_message_that_was_not_sent_says_why",
        lambda c: message(c, state=MessageState.BOUNCED, sent_at=NOW, bounced_at=NOW),
    ),
    ("a_thing_is_said_once_to_a_person", twice(reminder)),
    ("nothing_is_said_before_it_is_due", lambda c: reminder(c, planned_on=f.days(-1))),
    ("overdue_is_never_said_too_early", lambda c: reminder(c, about_on=f.DAY)),
    ("one_setting_of_a_rule_for_each_committee", twice(rule)),
    ("overdue_is_never_switched_off", lambda c: rule(c, kind="overdue", is_on=False)),
    ("a_digest_comes_in_the_daytime", lambda c: DigestChoice.objects.create(user=c.officer, hour=5)),
    ("a_digest_comes_in_the_daytime", lambda c: DigestChoice.objects.create(user=c.officer, hour=19)),
    ("a_weekly_digest_comes_on_a_working_day", lambda c: DigestChoice.objects.create(user=c.officer, weekday=5)),
    ("quiet_days_end_after_they_begin", lambda c: away(c, to_on=f.days(-1))),
    ("nobody_stands_in_for_themselves", lambda c: away(c, deputy=c.officer)),
]


def test_every_constraint_of_this_room_is_tried_here() -> None:
    models = apps.get_app_config("reminders").get_models()
    declared = {constraint.name for model in models for constraint in model._meta.constraints}
    assert {name for name, _ in REFUSED} == declared


@pytest.mark.parametrize(("name", "attempt"), REFUSED)
def test_the_database_refuses(cast: Cast, name: str, attempt: Callable[[Cast], object]) -> None:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        attempt(cast)
    said = str(refusal.value)
    # SQLite names the columns of a unique constraint, everything else is named by its name.
    assert name in said or "UNIQUE constraint failed" in said


def test_the_database_keeps_what_is_right(cast: Cast) -> None:
    message(cast, **CLAIMED)
    message(cast, recipient=cast.head, state="bounced", sent_at=NOW, bounced_at=NOW, reason="So.")
    row = reminder(cast, withdrawn_because="It was moved.")
    assert reminder(cast).pk != row.pk
    assert rule(cast, is_on=False).pk
    assert DigestChoice.objects.create(user=cast.officer, hour=6, weekday=4).pk
    assert away(cast, deputy=cast.head).pk
