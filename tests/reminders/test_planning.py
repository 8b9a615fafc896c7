"""A day's reminders as rows: to whom, once, and only while they hold."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from council.models import Holding
from recommendations.models import Action
from recommendations.states import Status, VerdictKind
from reminders import facts, planning
from reminders.models import Message, PlannedDay, Reminder
from reminders.states import MessageState
from tests import factories as f
from tests.conftest import Cast
from tests.reminders.conftest import at, clock, live, plan, send

pytestmark = pytest.mark.django_db


def due(action: Action, target_on: date) -> Action:
    """Give an action a target date, and a last word that is fresh."""
    action.original_target_on = action.target_on = target_on
    action.updated_on, action.status = f.DAY, Status.ON_TRACK
    action.save()
    return action


def told() -> set[str]:
    """Who was planned to be told, by name."""
    return set(Reminder.objects.values_list("recipient__name", flat=True))


def states() -> list[str]:
    """The states of all messages."""
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


@pytest.fixture
def action(cast: Cast) -> Action:
    """The cast's action, due in seven days."""
    return due(cast.action, f.days(7))


def test_holder_and_deputy_are_told_and_nobody_else(action: Action) -> None:
    plan(f.DAY)
    assert told() == {"Youth Service Manager", "Deputy Youth Service Manager"}
    rows = Reminder.objects.values_list("kind", "about_on", "due_on", "planned_on")
    assert list(rows.order_by().distinct()) == [("before_due", f.days(7), f.DAY, f.DAY)]


def test_a_vacant_post_is_answered_for_by_the_head_of_its_service(action: Action, cast: Cast) -> None:
    cast.post.holdings.update(to_on=f.days(-1))
    plan(f.DAY)
    assert told() == {"Head of the Youth Service"}


def test_somebody_whose_account_was_closed_holds_nothing(action: Action, cast: Cast) -> None:
    for person in (cast.officer, cast.deputy):
        person.is_active = False
        person.save()
    plan(f.DAY)
    # The scrutiny officer hears that nobody has the post.
    assert told() == {"Head of the Youth Service", "Scrutiny Officer"}
    assert Reminder.objects.get(recipient=cast.scrutiny).kind == "vacancy"


def test_nobody_to_tell_is_counted(action: Action, cast: Cast) -> None:
    Holding.objects.update(to_on=f.days(-1))
    plan(f.DAY)
    assert told() == set()
    assert PlannedDay.objects.get().unheard_actions == 1


@pytest.mark.parametrize(
    ("post", "expected"), [("post", {"Head of the Youth Service"}), ("head_post", {"Scrutiny Officer"})]
)
def test_a_request_goes_to_the_head_and_a_heads_own_to_the_scrutiny_officer(
    cast: Cast, post: str, expected: set[str]
) -> None:
    action = due(cast.action, f.days(90))
    Action.objects.update(post=getattr(cast, post))
    asker = cast.officer if post == "post" else cast.head
    f.ExtensionFactory.create(action=action, requested_by=asker, requested_on=f.days(-5))
    plan(f.DAY)
    assert told() == expected


def test_a_heads_request_for_a_vacant_post_is_decided_by_the_scrutiny_officer(cast: Cast) -> None:
    action = due(cast.action, f.days(90))
    f.ExtensionFactory.create(action=action, requested_by=cast.head, requested_on=f.days(-5))
    plan(f.DAY)
    assert told() == {"Scrutiny Officer"}


def test_a_heads_own_request_goes_to_another_head_where_there_is_one(cast: Cast) -> None:
    action = due(cast.action, f.days(90))
    f.HoldingFactory.create(post=cast.head_post, user=cast.other_officer, capacity=Holding.Capacity.DEPUTY)
    f.ExtensionFactory.create(action=action, requested_by=cast.head, requested_on=f.days(-5))
    plan(f.DAY)
    assert told() == {"Library Manager"}


def achieve(cast: Cast) -> None:
    Action.objects.update(status=Status.ACHIEVED)


def sign_off(cast: Cast) -> None:
    f.VerdictFactory.create(recommendation=cast.recommendation, verdict=VerdictKind.ACHIEVED)


def unpublish(cast: Cast) -> None:
    cast.review.published_on = f.days(1)
    cast.review.save()


@pytest.mark.parametrize("close", [achieve, sign_off, unpublish])
def test_nothing_is_planned_for_what_is_achieved_signed_off_or_unpublished(
    action: Action, cast: Cast, close: Callable[[Cast], None]
) -> None:
    close(cast)
    plan(f.DAY)
    assert not Reminder.objects.exists()
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "close", [achieve, sign_off, lambda cast: Action.objects.update(withdrawn_on=f.DAY), lambda cast: None]
)
def test_what_is_planned_for_is_what_the_rest_of_the_product_calls_open(
    action: Action, cast: Cast, close: Callable[[Cast], None]
) -> None:
    f.ActionFactory.create(recommendation=f.RecommendationFactory.create(review=cast.review, number=2), post=cast.post)
    close(cast)
    planned = {one.subject_id for batch in facts.batches(facts.ground_on(f.DAY)) for one in batch}
    assert planned == set(Action.objects.open().values_list("pk", flat=True))


def test_a_reopened_recommendation_and_a_published_review_are_spoken_of_again(action: Action, cast: Cast) -> None:
    sign_off(cast)
    later = f.MeetingFactory.create(committee=cast.committee, held_on=f.days(-1))
    f.VerdictFactory.create(recommendation=cast.recommendation, meeting=later, verdict=VerdictKind.UNACCEPTABLE)
    unpublish(cast)
    plan(f.DAY)
    assert told() == set()
    plan(f.days(1))
    assert told() == {"Youth Service Manager", "Deputy Youth Service Manager"}


def test_planning_again_adds_nothing(action: Action) -> None:
    plan(f.DAY)
    rows = list(Reminder.objects.values_list("pk", "message_id"))
    plan(f.DAY, hour=9)
    plan(f.DAY, hour=23)
    assert list(Reminder.objects.values_list("pk", "message_id")) == rows
    day = PlannedDay.objects.get()
    assert (day.first_at, day.last_at) == (at(f.DAY), at(f.DAY, 23))


def test_one_person_gets_one_message_for_all_their_actions(action: Action, cast: Cast) -> None:
    for number in (2, 3):
        due(f.ActionFactory.create(recommendation=cast.recommendation, number=number, post=cast.post), f.days(-3))
    plan(f.DAY)
    assert Message.objects.filter(recipient=cast.officer).count() == 1
    assert Reminder.objects.filter(recipient=cast.officer).count() == 3


@pytest.mark.parametrize("count", [1, 3])
def test_planning_takes_the_same_number_of_queries_for_one_action_and_for_three(
    action: Action, cast: Cast, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(2, count + 1):
        due(f.ActionFactory.create(recommendation=cast.recommendation, number=number, post=cast.post), f.days(7))
    # Holdings, committees, who is away, rules, who chose weekly digests; sign-offs, actions, what was said; savepoint,
    # who has a message, messages, their ids, reminders, its release; questions, reviews (8), recommendations (3),
    # posts, meetings; hours that were chosen; letting the messages go; and six for the row of the day: two savepoints,
    # a look and an insert.
    with clock(f.DAY) as now, django_assert_num_queries(33):
        planning.plan(f.DAY, now)
    # Nothing new: the same without the messages, and an update for the row of the day.
    with clock(f.DAY) as now, django_assert_num_queries(25):
        planning.plan(f.DAY, now)


def test_actions_beyond_one_batch_are_planned_too(action: Action, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in (2, 3, 4):
        due(f.ActionFactory.create(recommendation=cast.recommendation, number=number, post=cast.post), f.days(7))
    monkeypatch.setattr(facts, "BATCH", 2)
    plan(f.DAY)
    assert Reminder.objects.filter(recipient=cast.officer).count() == 4
    assert Message.objects.filter(recipient=cast.officer).count() == 1


def test_two_planners_at_once_write_each_thing_once(action: Action, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second runs whole between the first one's reading and its writing."""
    write, runs = planning.write, []

    def interrupted(*args: Any) -> None:
        runs.append(args)
        if len(runs) == 1:
            planning.plan(f.DAY, at(f.DAY))
        write(*args)

    monkeypatch.setattr(planning, "write", interrupted)
    plan(f.DAY)
    assert len(runs) == 2
    assert (Reminder.objects.count(), Message.objects.count()) == (2, 2)


def test_what_a_second_planner_finds_after_the_mail_went_out_is_not_lost(
    action: Action, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reminder is never put into a message that a worker has in hand or has sent: it is said the next day."""
    plan(f.DAY)
    send(f.DAY)
    late = due(f.ActionFactory.create(recommendation=cast.recommendation, number=2, post=cast.post), f.days(7))
    plan(f.DAY, hour=12)
    assert not Reminder.objects.filter(subject_id=late.pk).exists()
    assert len(mail.outbox) == 2
    assert len(live(f.days(1))) == 2
    said = Reminder.objects.filter(subject_id=late.pk, message__state=MessageState.SENT, planned_on=f.days(1))
    assert said.count() == 2


def test_digests_wait_for_their_hour(action: Action) -> None:
    plan(f.DAY, hour=0)
    assert send(f.DAY, hour=7, minute=59) == 0
    assert send(f.DAY, hour=8) == 2


def test_a_message_does_not_go_before_the_days_planning_is_complete(
    action: Action, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A planner that dies half way leaves messages that wait; the next one completes them."""
    due(f.ActionFactory.create(recommendation=cast.recommendation, number=2, post=cast.post), f.days(7))
    monkeypatch.setattr(facts, "BATCH", 1)

    class Killed(Exception):
        pass

    def killed(day: date) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(planning, "release", killed)
        with pytest.raises(Killed):
            plan(f.DAY)
    assert states() == ["planned", "planned"]
    assert send(f.DAY, hour=12) == 0
    plan(f.DAY, hour=12)
    assert send(f.DAY, hour=12) == 2
    assert {m.subject for m in mail.outbox} == {"2 actions need you: the first is due on 24 June 2026"}


def test_the_database_refuses_a_second_digest_an_early_overdue_and_a_doubled_reminder(
    action: Action, cast: Cast
) -> None:
    plan(f.DAY)
    message = Message.objects.get(recipient=cast.officer)
    row = Reminder.objects.get(recipient=cast.officer)

    def refused(save: Any) -> str:
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            save()
        return str(caught.value)

    refused(lambda: Message.objects.create(recipient=cast.officer, day=f.DAY, planned_at=at(f.DAY), message_id="<2@x>"))
    other_day = f.days(1)
    refused(
        lambda: Message.objects.create(recipient=cast.officer, day=other_day, planned_at=at(f.DAY), message_id="<3@x>")
    )
    refused(lambda: Message.objects.filter(pk=message.pk).update(state=MessageState.SENT))
    refused(lambda: Message.objects.filter(pk=message.pk).update(state=MessageState.CLAIMED))
    refused(lambda: Message.objects.filter(pk=message.pk).update(state=MessageState.FAILED))
    row.pk = None
    refused(row.save)
    row.kind, row.due_on = "overdue", row.about_on
    refused(row.save)
    row.kind, row.due_on = "stale", f.days(1)
    refused(row.save)
