"""Where one action stands on a day."""

from datetime import date

import pytest

from recommendations.models import Action
from recommendations.states import State, Status, VerdictKind
from tests import factories as f
from tests.paper import Paper

pytestmark = pytest.mark.once


@pytest.fixture
def paper() -> Paper:
    return Paper()


@pytest.fixture
def action(paper: Paper) -> Action:
    return paper.action(paper.recommendation())


def test_an_action_nobody_spoke_of_is_not_started(paper: Paper, action: Action) -> None:
    stand = paper.stand(action)
    assert (stand.state, stand.status, stand.said_on) == (State.NOT_STARTED, Status.NOT_STARTED, f.days(-300))


def test_the_last_update_is_what_officers_say(paper: Paper, action: Action) -> None:
    paper.tell(action, Status.DELAYED, on=f.days(-30))
    paper.tell(action, Status.ON_TRACK, on=f.days(-20))
    stand = paper.stand(action)
    assert (stand.state, stand.status, stand.said_on) == (State.ON_TRACK, Status.ON_TRACK, f.days(-20))


def test_of_two_updates_on_one_day_the_later_one_counts(paper: Paper, action: Action) -> None:
    paper.tell(action, Status.ACHIEVED, on=f.days(-20))
    paper.tell(action, Status.ON_TRACK, on=f.days(-20))
    assert paper.stand(action).status == Status.ON_TRACK


@pytest.mark.parametrize("status", [Status.DELAYED, Status.NOT_ACHIEVED, Status.PAUSED, Status.NO_LONGER_FEASIBLE])
def test_every_status_that_says_something_is_wrong_counts_as_delayed(
    paper: Paper, action: Action, status: Status
) -> None:
    paper.tell(action, status)
    assert paper.stand(action).state == State.DELAYED


def test_achieved_is_what_officers_claim(paper: Paper, action: Action) -> None:
    paper.tell(action, Status.ACHIEVED)
    stand = paper.stand(action)
    assert (stand.state, stand.is_open, stand.days_late) == (State.CLAIMED, False, 0)


def test_an_action_of_a_signed_off_recommendation_is_closed(paper: Paper, action: Action) -> None:
    paper.tell(action, Status.ON_TRACK, on=f.days(-200))
    paper.judge(action.recommendation, VerdictKind.ACHIEVED)
    stand = paper.stand(action, f.days(500))
    assert (stand.state, stand.is_open, stand.is_overdue, stand.is_stale) == (State.SIGNED_OFF, False, False, False)


# --- Overdue and due soon ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "is_overdue", "days_over", "days_left"),
    [
        (f.days(59), False, 0, 1),
        (f.days(60), False, 0, 0),
        (f.days(61), True, 1, -1),
        (f.days(90), True, 30, -30),
    ],
)
def test_an_action_is_overdue_from_the_day_after_its_target(
    paper: Paper, action: Action, on: date, is_overdue: bool, days_over: int, days_left: int
) -> None:
    paper.tell(action, on=f.days(50))
    stand = paper.stand(action, on)
    assert (stand.is_overdue, stand.days_over, stand.days_left) == (is_overdue, days_over, days_left)
    assert stand.state == (State.OVERDUE if is_overdue else State.ON_TRACK)


def test_overdue_is_stronger_than_what_officers_say(paper: Paper, action: Action) -> None:
    paper.tell(action, Status.DELAYED, on=f.days(50))
    stand = paper.stand(action, f.days(61))
    assert (stand.state, stand.status, stand.since) == (State.OVERDUE, Status.DELAYED, f.days(61))


def test_an_action_said_to_be_achieved_is_not_overdue(paper: Paper, action: Action) -> None:
    paper.tell(action, Status.ACHIEVED, on=f.days(50))
    assert paper.stand(action, f.days(200)).state == State.CLAIMED


def test_an_achievement_taken_back_after_the_target_is_overdue_at_once(paper: Paper, action: Action) -> None:
    paper.tell(action, Status.ACHIEVED, on=f.days(50))
    paper.tell(action, Status.ON_TRACK, on=f.days(70))
    stand = paper.stand(action, f.days(70))
    assert (stand.state, stand.days_over) == (State.OVERDUE, 10)


@pytest.mark.parametrize(
    ("on", "is_due_soon"), [(f.days(29), False), (f.days(30), True), (f.days(60), True), (f.days(61), False)]
)
def test_due_soon_begins_thirty_days_before_and_ends_on_the_day(
    paper: Paper, action: Action, on: date, is_due_soon: bool
) -> None:
    assert paper.stand(action, on).is_due_soon is is_due_soon


def test_how_long_before_is_soon_is_the_choice_of_the_committee() -> None:
    paper = Paper(due_soon=7)
    action = paper.action(paper.recommendation())
    assert [paper.stand(action, f.days(day)).is_due_soon for day in (52, 53)] == [False, True]


def test_an_achieved_action_is_not_due_soon(paper: Paper, action: Action) -> None:
    paper.tell(action, Status.ACHIEVED)
    assert paper.stand(action, f.days(59)).is_due_soon is False


# --- Stale ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("on", "is_stale"), [(f.days(79), False), (f.days(80), False), (f.days(81), True)])
def test_a_status_expires_on_the_day_after_the_limit(on: date, is_stale: bool) -> None:
    paper = Paper()
    action = paper.action(paper.recommendation(), target_on=f.days(400))
    paper.tell(action, on=f.days(-10))
    stand = paper.stand(action, on)
    assert stand.is_stale is is_stale
    assert stand.state == (State.NOT_UPDATED if is_stale else State.ON_TRACK)


def test_an_expired_status_says_since_when(paper: Paper, action: Action) -> None:
    paper.tell(action, on=f.days(-100))
    stand = paper.stand(action)
    assert (stand.since, stand.days_silent, stand.state) == (f.days(-9), 100, State.NOT_UPDATED)


def test_the_limit_is_the_choice_of_the_committee() -> None:
    paper = Paper(stale=30)
    action = paper.action(paper.recommendation())
    paper.tell(action, on=f.days(-31))
    assert paper.stand(action, f.days(-1)).state == State.ON_TRACK
    assert paper.stand(action).state == State.NOT_UPDATED


def test_an_action_never_spoken_of_is_stale_from_its_agreement_and_stays_not_started(paper: Paper) -> None:
    action = paper.action(paper.recommendation(), agreed_on=f.days(-91))
    stand = paper.stand(action)
    assert (stand.is_stale, stand.state) == (True, State.NOT_STARTED)
    assert paper.stand(action, f.days(-1)).is_stale is False


def test_an_achieved_action_does_not_expire(paper: Paper, action: Action) -> None:
    paper.tell(action, Status.ACHIEVED, on=f.days(-290))
    assert paper.stand(action).is_stale is False


def test_a_delayed_action_without_news_is_stale_and_still_delayed(paper: Paper, action: Action) -> None:
    paper.tell(action, Status.DELAYED, on=f.days(-100))
    stand = paper.stand(action)
    assert (stand.is_stale, stand.state) == (True, State.DELAYED)


# --- Moves ------------------------------------------------------------------------------------------------------------


def test_an_agreed_extension_is_in_force_from_the_day_of_the_decision(paper: Paper) -> None:
    action = paper.action(paper.recommendation(), target_on=f.days(-30))
    paper.move(action, f.days(30), asked_on=f.days(-40), decided_on=f.days(-20))
    before, after = paper.stand(action, f.days(-21)), paper.stand(action, f.days(-20))
    assert (before.target_on, before.slippage, before.days_over) == (f.days(-30), 0, 9)
    assert (after.target_on, after.slippage, after.days_over) == (f.days(30), 60, 0)


def test_a_request_waits_from_the_day_it_was_made_to_the_day_it_was_decided(paper: Paper, action: Action) -> None:
    extension = paper.move(action, f.days(90), asked_on=f.days(-40), decided_on=f.days(-20))
    waiting = [paper.stand(action, f.days(day)).waiting for day in (-41, -40, -21, -20)]
    assert waiting == [None, extension, extension, None]


def test_a_refused_request_moves_nothing(paper: Paper, action: Action) -> None:
    paper.move(action, f.days(90), agreed=False)
    stand = paper.stand(action)
    assert (stand.target_on, stand.moves, stand.waiting) == (f.days(60), (), None)


def test_the_second_agreed_extension_calls_an_action_in(paper: Paper, action: Action) -> None:
    paper.move(action, f.days(90), asked_on=f.days(-60), decided_on=f.days(-59))
    paper.move(action, f.days(95), asked_on=f.days(-50), decided_on=f.days(-49), agreed=False)
    assert paper.stand(action).is_called_in is False
    paper.move(action, f.days(120), asked_on=f.days(-40), decided_on=f.days(-39))
    assert paper.stand(action, f.days(-40)).is_called_in is False
    assert paper.stand(action, f.days(-39)).is_called_in is True


def test_an_achieved_action_leaves_the_call_in_list(paper: Paper, action: Action) -> None:
    paper.move(action, f.days(90), asked_on=f.days(-60), decided_on=f.days(-59))
    paper.move(action, f.days(120), asked_on=f.days(-40), decided_on=f.days(-39))
    paper.tell(action, Status.ACHIEVED, on=f.days(-1))
    stand = paper.stand(action)
    assert (stand.is_called_in, len(stand.moves)) == (False, 2)


# --- Achieved late ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said_on", "days_late"), [(f.days(59), 0), (f.days(60), 0), (f.days(61), 1), (f.days(95), 35)]
)
def test_achieved_late_counts_from_the_target_in_force(
    paper: Paper, action: Action, said_on: date, days_late: int
) -> None:
    paper.tell(action, Status.ACHIEVED, on=said_on)
    assert paper.stand(action, f.days(400)).days_late == days_late


def test_an_action_achieved_within_its_extension_is_not_late(paper: Paper, action: Action) -> None:
    paper.move(action, f.days(90))
    paper.tell(action, Status.ACHIEVED, on=f.days(80))
    assert paper.stand(action, f.days(100)).days_late == 0


def test_an_open_action_is_not_achieved_late(paper: Paper, action: Action) -> None:
    paper.tell(action, Status.DELAYED, on=f.days(80))
    assert paper.stand(action, f.days(100)).days_late == 0


def test_saying_again_that_it_is_achieved_does_not_make_it_late(paper: Paper, action: Action) -> None:
    paper.tell(action, Status.ACHIEVED, on=f.days(50))
    paper.tell(action, Status.ACHIEVED, on=f.days(70))
    assert paper.stand(action, f.days(100)).days_late == 0


def test_an_action_is_achieved_since_officers_first_said_so_without_a_break(paper: Paper, action: Action) -> None:
    for day, status in ((-90, Status.ACHIEVED), (-60, Status.ON_TRACK), (-40, Status.ACHIEVED), (-5, Status.ACHIEVED)):
        paper.tell(action, status, on=f.days(day))
    stand = paper.stand(action)
    assert (stand.achieved_on, stand.since, stand.said_on) == (f.days(-40), f.days(-40), f.days(-5))
    assert paper.stand(action, f.days(-50)).achieved_on is None
