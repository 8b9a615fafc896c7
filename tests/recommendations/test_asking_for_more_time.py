"""request_extension and decide_extension: what they write, whom they refuse, and in which words."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from council.models import Holding
from recommendations import workflow
from recommendations.models import Action, Extension
from recommendations.states import Status, VerdictKind
from tests import factories as f
from tests import verbs
from tests.conftest import Cast


def target_of(action: Action) -> tuple[date, date, int, int]:
    action.refresh_from_db()
    return (action.original_target_on, action.target_on, action.times_moved, action.version)


def refused(cast: Cast, to_on: date, on: date = f.DAY) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refusal:
        verbs.ask(cast.action, cast.officer, to_on, on=on)
    return dict(refusal.value.message_dict)


def test_a_request_is_appended_and_moves_nothing(cast: Cast) -> None:
    verbs.ask(cast.action, cast.officer, f.days(90))
    extension = Extension.objects.get()
    assert (extension.action, extension.from_on, extension.to_on) == (cast.action, f.days(60), f.days(90))
    assert (extension.reason, extension.words) == ("staffing", "The post was vacant.")
    assert (extension.requested_by, extension.requested_on) == (cast.officer, f.DAY)
    assert (extension.agreed, extension.decided_by, extension.decided_on, extension.note) == (None, None, None, "")
    assert target_of(cast.action) == (f.days(60), f.days(60), 0, 1)


@pytest.mark.parametrize(
    ("person", "allowed"),
    [
        ("officer", True),
        ("deputy", True),
        ("other_officer", False),
        ("head", False),
        ("member", False),
        ("member_elsewhere", False),
        ("former_member", False),
        ("chair", False),
        ("scrutiny", False),
        ("administrator", False),
    ],
)
def test_only_who_answers_for_the_post_asks_for_more_time(cast: Cast, person: str, allowed: bool) -> None:
    if allowed:
        assert verbs.ask(cast.action, cast.people[person], f.days(90)).requested_by == cast.people[person]
        return
    with pytest.raises(PermissionDenied, match=r"^You do not hold or deputise for the post of this action\.$"):
        verbs.ask(cast.action, cast.people[person], f.days(90))
    assert not Extension.objects.exists()


def test_a_date_before_the_first_target_is_refused_with_that_date(cast: Cast) -> None:
    assert refused(cast, f.days(59)) == {"to_on": ["The new date is before the first target date, 16 August 2026"]}


def test_the_target_date_itself_is_no_more_time(cast: Cast) -> None:
    assert refused(cast, f.days(60)) == {"to_on": ["The new date must be after the target now, 16 August 2026"]}


def test_a_date_between_the_first_target_and_the_one_now_is_refused(cast: Cast) -> None:
    verbs.decide(verbs.ask(cast.action, cast.officer, f.days(90)), cast.head)
    assert refused(cast, f.days(75)) == {"to_on": ["The new date must be after the target now, 15 September 2026"]}


@pytest.mark.parametrize("to_on", [f.days(99), f.days(100)])
def test_a_date_that_is_not_in_the_future_is_refused(cast: Cast, to_on: date) -> None:
    assert refused(cast, to_on, on=f.days(100)) == {"to_on": ["The new date must be in the future"]}


def test_tomorrow_is_in_the_future(cast: Cast) -> None:
    assert verbs.ask(cast.action, cast.officer, f.days(101), on=f.days(100)).to_on == f.days(101)


def test_a_date_more_than_five_years_ahead_is_a_slip_of_the_keyboard(cast: Cast) -> None:
    assert refused(cast, date(2031, 6, 18)) == {"to_on": ["The new date must be within 5 years from today"]}
    assert verbs.ask(cast.action, cast.officer, date(2031, 6, 17)).to_on == date(2031, 6, 17)


def test_more_time_needs_a_reason(cast: Cast) -> None:
    with pytest.raises(ValidationError) as refusal:
        workflow.request_extension(cast.action, by=cast.roles("officer"), more_time=verbs.wish(f.days(90), reason=""))
    assert refusal.value.message_dict == {"reason": ["Choose why you need more time"]}


def test_a_second_request_waits_until_the_first_is_decided(cast: Cast) -> None:
    first = verbs.ask(cast.action, cast.officer, f.days(90))
    assert refused(cast, f.days(120)) == {"to_on": ["A request for more time is already waiting for a decision"]}
    verbs.decide(first, cast.head, agreed=False)
    assert verbs.ask(cast.action, cast.officer, f.days(120)).from_on == f.days(60)


def test_more_time_cannot_be_asked_for_on_a_signed_off_recommendation(cast: Cast) -> None:
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.ACHIEVED, held_on=f.days(-5))
    with pytest.raises(ValidationError, match="The committee has signed off R1"):
        verbs.ask(cast.action, cast.officer, f.days(90))


def test_an_agreed_request_moves_the_target_and_keeps_the_first_one(cast: Cast) -> None:
    verbs.decide(verbs.ask(cast.action, cast.officer, f.days(90)), cast.head, note="Agreed until the autumn.")
    assert target_of(cast.action) == (f.days(60), f.days(90), 1, 2)
    extension = Extension.objects.get()
    assert (extension.agreed, extension.decided_by, extension.decided_on) == (True, cast.head, f.DAY)
    assert extension.note == "Agreed until the autumn."


def test_a_refused_request_leaves_the_target(cast: Cast) -> None:
    verbs.decide(verbs.ask(cast.action, cast.officer, f.days(90)), cast.head, agreed=False, note="Do it now.")
    assert target_of(cast.action) == (f.days(60), f.days(60), 0, 1)
    extension = Extension.objects.get()
    assert (extension.agreed, extension.decided_by, extension.note) == (False, cast.head, "Do it now.")


def test_each_agreed_request_counts_as_a_move(cast: Cast) -> None:
    for to_on in (f.days(90), f.days(120), f.days(121)):
        verbs.decide(verbs.ask(cast.action, cast.officer, to_on), cast.head)
    assert target_of(cast.action) == (f.days(60), f.days(121), 3, 4)
    assert [(e.from_on, e.to_on) for e in cast.action.extensions.all()] == [
        (f.days(60), f.days(90)),
        (f.days(90), f.days(120)),
        (f.days(120), f.days(121)),
    ]


def test_agreeing_needs_no_note(cast: Cast) -> None:
    assert verbs.decide(verbs.ask(cast.action, cast.officer, f.days(90)), cast.head, note="").agreed is True


def test_refusing_needs_a_note(cast: Cast) -> None:
    extension = verbs.ask(cast.action, cast.officer, f.days(90))
    with pytest.raises(ValidationError) as refusal:
        verbs.decide(extension, cast.head, agreed=False, note="")
    assert refusal.value.message_dict == {"note": ["Say why, so that the officer knows what to do"]}
    assert Extension.objects.get().agreed is None


@pytest.mark.parametrize("again", [True, False])
def test_a_decided_request_is_not_decided_again(cast: Cast, again: bool) -> None:
    extension = verbs.decide(verbs.ask(cast.action, cast.officer, f.days(90)), cast.head)
    with pytest.raises(ValidationError) as refusal:
        verbs.decide(extension, cast.head, agreed=again)
    assert refusal.value.messages == ["This request was decided already. A decided request cannot be changed."]
    assert target_of(cast.action) == (f.days(60), f.days(90), 1, 2)


@pytest.mark.parametrize(
    ("person", "allowed"),
    [
        ("officer", False),
        ("deputy", False),
        ("other_officer", False),
        ("head", True),
        ("member", False),
        ("member_elsewhere", False),
        ("former_member", False),
        ("chair", False),
        ("scrutiny", False),
        ("administrator", False),
    ],
)
def test_only_the_head_of_the_service_decides(cast: Cast, person: str, allowed: bool) -> None:
    extension = verbs.ask(cast.action, cast.officer, f.days(90))
    if allowed:
        assert verbs.decide(extension, cast.people[person]).decided_by == cast.people[person]
        return
    with pytest.raises(PermissionDenied, match=r"^Another person decides this request\.$"):
        verbs.decide(extension, cast.people[person])
    assert target_of(cast.action) == (f.days(60), f.days(60), 0, 1)


def test_the_head_of_another_service_does_not_decide(cast: Cast) -> None:
    other = f.HoldingFactory.create(post__is_head=True, post__service__directorate=cast.service.directorate).user
    with pytest.raises(PermissionDenied):
        verbs.decide(verbs.ask(cast.action, cast.officer, f.days(90)), other)


@pytest.fixture
def action_of_the_head(cast: Cast) -> Action:
    return f.ActionFactory.create(recommendation=cast.recommendation, post=cast.head_post)


def test_the_scrutiny_officer_decides_the_request_of_a_head_of_service(cast: Cast, action_of_the_head: Action) -> None:
    extension = verbs.ask(action_of_the_head, cast.head, f.days(90))
    assert verbs.decide(extension, cast.scrutiny).decided_by == cast.scrutiny
    assert target_of(action_of_the_head) == (f.days(60), f.days(90), 1, 2)


@pytest.mark.parametrize("person", ["head", "officer", "deputy", "chair", "member", "administrator"])
def test_nobody_else_decides_the_request_of_a_head_of_service(
    cast: Cast, action_of_the_head: Action, person: str
) -> None:
    extension = verbs.ask(action_of_the_head, cast.head, f.days(90))
    with pytest.raises(PermissionDenied, match="Another person decides"):
        verbs.decide(extension, cast.people[person])


def test_a_head_who_asked_for_a_vacant_post_does_not_decide_it_but_the_scrutiny_officer_does(cast: Cast) -> None:
    cast.post.holdings.update(to_on=f.days(-1))
    extension = verbs.ask(cast.action, cast.head, f.days(90))
    with pytest.raises(PermissionDenied):
        verbs.decide(extension, cast.head)
    assert verbs.decide(extension, cast.scrutiny).decided_by == cast.scrutiny


def test_an_officer_who_became_head_does_not_decide_what_they_asked_for_before(cast: Cast) -> None:
    extension = verbs.ask(cast.action, cast.officer, f.days(90), on=f.days(-10))
    cast.head_post.holdings.update(to_on=f.days(-5))
    f.HoldingFactory.create(post=cast.head_post, user=cast.officer, from_on=f.days(-4))
    with pytest.raises(PermissionDenied):
        verbs.decide(extension, cast.officer)
    assert verbs.decide(extension, cast.scrutiny).decided_by == cast.scrutiny


def test_a_decision_says_as_what_it_was_taken(cast: Cast, action_of_the_head: Action) -> None:
    as_head = verbs.decide(verbs.ask(cast.action, cast.officer, f.days(90)), cast.head)
    as_officer = verbs.decide(verbs.ask(action_of_the_head, cast.head, f.days(90)), cast.scrutiny)
    assert (as_head.decided_as, as_officer.decided_as) == ("Head of the Youth Service", "Scrutiny officer")


def test_the_scrutiny_officer_leaves_a_request_to_the_head_where_there_is_another(cast: Cast) -> None:
    deputy = f.HoldingFactory.create(post=cast.head_post, capacity=Holding.Capacity.DEPUTY).user
    own = f.ActionFactory.create(recommendation=cast.recommendation, post=cast.head_post)
    extension = verbs.ask(own, cast.head, f.days(90))
    with pytest.raises(PermissionDenied):
        verbs.decide(extension, cast.scrutiny)
    assert verbs.decide(extension, deputy).decided_as == "Head of the Youth Service"


def test_the_deputy_of_a_head_decides_as_the_head_does(cast: Cast) -> None:
    deputy = f.HoldingFactory.create(post=cast.head_post, capacity=Holding.Capacity.DEPUTY).user
    assert verbs.decide(verbs.ask(cast.action, cast.officer, f.days(90)), deputy).decided_by == deputy


def test_the_request_of_an_update_is_decided_like_any_other(cast: Cast) -> None:
    verbs.tell(cast.action, cast.officer, Status.DELAYED, more_time=verbs.wish(f.days(100)))
    verbs.decide(Extension.objects.get(), cast.head)
    assert target_of(cast.action) == (f.days(60), f.days(100), 1, 3)
