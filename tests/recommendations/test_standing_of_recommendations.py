"""Where one recommendation stands on a day, and how the officers' claim stands to the committee's verdict."""

from datetime import date

import pytest

from recommendations.models import Recommendation
from recommendations.states import Agreement, ResponseKind, State, Status, VerdictKind
from tests import factories as f
from tests.paper import TOLD_ON, Paper

pytestmark = pytest.mark.once


@pytest.fixture
def paper() -> Paper:
    return Paper()


def with_actions(paper: Paper, *said: Status | None, on: date = TOLD_ON) -> Recommendation:
    """A recommendation whose actions were said to be so; None for one nobody spoke of."""
    row = paper.recommendation()
    for status in said:
        action = paper.action(row)
        if status:
            paper.tell(action, status, on=on)
    return row


# --- States -----------------------------------------------------------------------------------------------------------


def test_without_a_response_it_is_awaiting(paper: Paper) -> None:
    row = paper.recommendation(accepted=False)
    stand = paper.standing(row)
    assert (stand.state, stand.since, stand.claim, stand.next_action) == (State.AWAITING, None, None, None)
    assert stand.response_words == "Awaiting"


def test_with_a_response_and_no_action_it_is_not_started(paper: Paper) -> None:
    stand = paper.standing(paper.recommendation())
    assert (stand.state, stand.since, stand.response_words) == (State.NOT_STARTED, f.days(-400), "Accepted")


@pytest.mark.parametrize("kind", [ResponseKind.REJECTED, ResponseKind.NOTED_ONLY])
def test_rejected_and_noted_only_are_not_accepted(paper: Paper, kind: ResponseKind) -> None:
    row = paper.recommendation(accepted=False)
    paper.respond(row, kind)
    assert paper.standing(row).state == State.NOT_ACCEPTED


def test_what_was_rejected_is_never_counted_as_achieved(paper: Paper) -> None:
    row = with_actions(paper, Status.ACHIEVED)
    paper.respond(row, ResponseKind.REJECTED, on=f.days(-5))
    assert paper.standing(row).state == State.NOT_ACCEPTED


@pytest.mark.parametrize(
    "kind",
    [
        ResponseKind.ACCEPTED,
        ResponseKind.ACCEPTED_IN_PART,
        ResponseKind.ACCEPTED_IN_PRINCIPLE,
        ResponseKind.REFERRED,
    ],
)
def test_every_other_response_leaves_the_word_to_the_actions(paper: Paper, kind: ResponseKind) -> None:
    row = with_actions(paper, Status.ON_TRACK)
    paper.respond(row, kind, on=f.days(-5))
    assert paper.standing(row).state == State.ON_TRACK


def test_the_latest_response_counts(paper: Paper) -> None:
    row = paper.recommendation(accepted=False)
    paper.respond(row, ResponseKind.REJECTED, on=f.days(-300))
    paper.respond(row, ResponseKind.ACCEPTED, on=f.days(-5))
    assert paper.standing(row, f.days(-6)).state == State.NOT_ACCEPTED
    assert paper.standing(row).state == State.NOT_STARTED


A, O, D = Status.ACHIEVED, Status.ON_TRACK, Status.DELAYED  # noqa: E741  # the columns of the table below


@pytest.mark.parametrize(
    ("said", "state", "claim"),
    [
        ((O,), State.ON_TRACK, O),
        ((O, O), State.ON_TRACK, O),
        ((None,), State.NOT_STARTED, Status.NOT_STARTED),
        ((None, O), State.ON_TRACK, O),
        ((A,), State.CLAIMED, A),
        ((A, A), State.CLAIMED, A),
        ((A, O), State.ON_TRACK, O),
        ((A, None), State.ON_TRACK, O),
        ((D,), State.DELAYED, D),
        ((A, O, D), State.DELAYED, D),
        ((Status.PAUSED,), State.DELAYED, Status.PAUSED),
        ((Status.PAUSED, O), State.DELAYED, D),
        ((Status.NOT_ACHIEVED,), State.DELAYED, Status.NOT_ACHIEVED),
        ((Status.NOT_ACHIEVED, A), State.DELAYED, D),
        ((Status.NO_LONGER_FEASIBLE, Status.NO_LONGER_FEASIBLE), State.DELAYED, Status.NO_LONGER_FEASIBLE),
        ((Status.NO_LONGER_FEASIBLE, Status.PAUSED), State.DELAYED, D),
    ],
)
def test_the_worst_action_speaks_for_the_whole(
    paper: Paper, said: tuple[Status | None, ...], state: State, claim: Status
) -> None:
    stand = paper.standing(with_actions(paper, *said))
    assert (stand.state, stand.claim) == (state, claim)


def test_one_overdue_action_makes_the_whole_overdue(paper: Paper) -> None:
    row = with_actions(paper, A, D)
    late = paper.action(row, target_on=f.days(-1))
    paper.tell(late, O)
    stand = paper.standing(row)
    assert (stand.state, stand.since, stand.days_over) == (State.OVERDUE, f.DAY, 1)
    assert [a.action for a in stand.deciding_actions] == [late]


def test_one_silent_action_makes_the_whole_not_updated(paper: Paper) -> None:
    row = with_actions(paper, O)
    paper.tell(paper.action(row), O, on=f.days(-91))
    silent = paper.action(row)
    paper.tell(silent, O, on=f.days(-95))
    stand = paper.standing(row)
    assert (stand.state, stand.since) == (State.NOT_UPDATED, f.days(-4))
    assert stand.most_silent is not None
    assert (stand.most_silent.action, stand.most_silent.days_silent) == (silent, 95)


def test_a_delayed_action_is_worse_than_a_silent_one(paper: Paper) -> None:
    row = with_actions(paper, D)
    paper.tell(paper.action(row), O, on=f.days(-91))
    assert paper.standing(row).state == State.DELAYED


def test_the_verdict_achieved_ends_monitoring(paper: Paper) -> None:
    row = with_actions(paper, D)
    paper.judge(row, VerdictKind.ACHIEVED, held_on=f.days(-20))
    stand = paper.standing(row)
    assert (stand.state, stand.since, stand.days_over) == (State.SIGNED_OFF, f.days(-20), 0)
    assert {a.state for a in stand.actions} == {State.SIGNED_OFF}


def test_a_later_verdict_reopens_it(paper: Paper) -> None:
    row = with_actions(paper, O)
    paper.judge(row, VerdictKind.ACHIEVED, held_on=f.days(-100))
    paper.judge(row, VerdictKind.UNACCEPTABLE, held_on=f.days(-20))
    assert paper.standing(row, f.days(-21)).state == State.SIGNED_OFF
    assert paper.standing(row).state == State.ON_TRACK


def test_a_verdict_counts_from_the_day_it_was_recorded(paper: Paper) -> None:
    row = with_actions(paper, O)
    paper.judge(row, VerdictKind.ACHIEVED, held_on=f.days(-20), recorded_on=f.days(-12))
    assert [paper.standing(row, f.days(day)).is_signed_off for day in (-13, -12)] == [False, True]


def test_the_next_action_is_the_open_one_with_the_earliest_target(paper: Paper) -> None:
    row = paper.recommendation()
    done = paper.action(row, target_on=f.days(5))
    paper.action(row, target_on=f.days(50))
    first = paper.action(row, target_on=f.days(20))
    paper.tell(done, A)
    found = paper.standing(row).next_action
    assert found is not None
    assert found.action == first


def test_when_all_are_achieved_the_last_target_is_shown(paper: Paper) -> None:
    row = paper.recommendation()
    for target in (f.days(20), f.days(50), f.days(5)):
        paper.tell(paper.action(row, target_on=target), A)
    found = paper.standing(row).next_action
    assert found is not None
    assert found.target_on == f.days(50)


def test_open_actions_stand_in_the_way_of_sign_off_in_the_order_of_their_targets(paper: Paper) -> None:
    row = paper.recommendation()
    later, sooner, done = (paper.action(row, target_on=f.days(day)) for day in (50, 20, 5))
    paper.tell(done, A)
    assert [a.action for a in paper.standing(row).in_the_way] == [sooner, later]
    paper.judge(row, VerdictKind.ACHIEVED)
    assert paper.standing(row).in_the_way == ()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ((A,), "1 action is achieved."),
        ((A, A), "2 actions are achieved."),
        ((A, O, O), "1 action is achieved and 2 are on track."),
        ((D, D, A, O), "2 actions are delayed, 1 is achieved and 1 is on track."),
        ((None,), "1 action is not started."),
    ],
)
def test_what_officers_say_of_the_actions_is_said_in_words(
    paper: Paper, said: tuple[Status | None, ...], words: str
) -> None:
    assert paper.standing(with_actions(paper, *said)).actions_in_words == words


def test_the_verdict_before_is_the_one_of_the_meeting_before(paper: Paper) -> None:
    row = with_actions(paper, O)
    assert paper.standing(row).verdict_before is None
    paper.judge(row, VerdictKind.ACCEPTABLE, held_on=f.days(-60))
    assert paper.standing(row).verdict_before is None
    paper.judge(row, VerdictKind.UNACCEPTABLE, held_on=f.days(-20))
    found = paper.standing(row).verdict_before
    assert found is not None
    assert found.verdict == VerdictKind.ACCEPTABLE


def test_the_claim_is_dated_by_the_latest_update(paper: Paper) -> None:
    row = with_actions(paper, O, on=f.days(-30))
    paper.tell(paper.action(row), O, on=f.days(-12))
    assert paper.standing(row).said_on == f.days(-12)
    assert paper.standing(row, f.days(-31)).said_on is None


# --- The response's clock ---------------------------------------------------------------------------------------------


def test_the_executive_has_two_months(paper: Paper) -> None:
    row = paper.recommendation(accepted=False)
    paper.review.sent_to_executive_on = date(2026, 4, 30)
    stands = [paper.standing(row, day) for day in (date(2026, 6, 30), date(2026, 7, 1), date(2026, 8, 1))]
    assert [s.response_due_on for s in stands] == [date(2026, 6, 30)] * 3
    assert [s.response_days_over for s in stands] == [0, 1, 32]


def test_the_period_is_the_choice_of_the_committee() -> None:
    paper = Paper(months=3, sent_on=date(2026, 4, 30))
    row = paper.recommendation(accepted=False)
    assert paper.standing(row).response_due_on == date(2026, 7, 30)


def test_a_late_response_stays_late(paper: Paper) -> None:
    paper.review.sent_to_executive_on = date(2026, 1, 31)
    row = paper.recommendation(accepted=False)
    paper.respond(row, on=date(2026, 4, 10))
    assert paper.standing(row).response_due_on == date(2026, 3, 31)
    assert paper.standing(row).response_days_over == 10


def test_before_it_is_sent_no_clock_runs() -> None:
    paper = Paper(sent_on=None)
    stand = paper.standing(paper.recommendation(accepted=False))
    assert (stand.response_due_on, stand.response_days_over) == (None, 0)


# --- Claim and verdict ------------------------------------------------------------------------------------------------

GOOD, FAIR, POOR = VerdictKind.ACHIEVED, VerdictKind.ACCEPTABLE, VerdictKind.UNACCEPTABLE
YES, NO, SINCE = Agreement.AGREE, Agreement.DISAGREE, Agreement.CLAIM_SINCE

# Claim, verdict, and what they are to each other when the claim is older than the verdict, and when it is younger.
CLAIMS = [
    (Status.ACHIEVED, GOOD, YES, YES),
    (Status.ACHIEVED, FAIR, NO, SINCE),
    (Status.ACHIEVED, POOR, NO, SINCE),
    (Status.ON_TRACK, GOOD, NO, NO),
    (Status.ON_TRACK, FAIR, YES, YES),
    (Status.ON_TRACK, POOR, NO, NO),
    (Status.NOT_STARTED, GOOD, NO, NO),
    (Status.NOT_STARTED, FAIR, YES, YES),
    (Status.NOT_STARTED, POOR, NO, NO),
    (Status.DELAYED, GOOD, NO, NO),
    (Status.DELAYED, FAIR, YES, YES),
    (Status.DELAYED, POOR, YES, YES),
    (Status.PAUSED, GOOD, NO, NO),
    (Status.PAUSED, FAIR, YES, YES),
    (Status.PAUSED, POOR, YES, YES),
    (Status.NOT_ACHIEVED, GOOD, NO, NO),
    (Status.NOT_ACHIEVED, FAIR, YES, YES),
    (Status.NOT_ACHIEVED, POOR, YES, YES),
    (Status.NO_LONGER_FEASIBLE, GOOD, NO, NO),
    (Status.NO_LONGER_FEASIBLE, FAIR, YES, YES),
    (Status.NO_LONGER_FEASIBLE, POOR, YES, YES),
]


def test_the_table_of_claims_holds_every_status_beside_every_verdict() -> None:
    assert {(claim, verdict) for claim, verdict, _, _ in CLAIMS} == {(s, v) for s in Status for v in VerdictKind}


@pytest.mark.parametrize(("claim", "verdict", "older", "younger"), CLAIMS)
def test_claim_beside_verdict(
    paper: Paper, claim: Status, verdict: VerdictKind, older: Agreement, younger: Agreement
) -> None:
    row = with_actions(paper, claim, on=f.days(-50))
    paper.judge(row, verdict, held_on=f.days(-20))
    assert paper.standing(row).agreement == older
    paper.tell(paper.actions[row.pk][0], claim, on=f.days(-10))
    assert paper.standing(row).agreement == younger
    assert paper.standing(row).disagrees is (younger == NO)


def test_a_claim_made_on_the_day_of_the_meeting_was_before_the_committee(paper: Paper) -> None:
    row = with_actions(paper, Status.ACHIEVED, on=f.days(-20))
    paper.judge(row, FAIR, held_on=f.days(-20))
    assert paper.standing(row).agreement == Agreement.DISAGREE


def test_without_a_verdict_there_is_nothing_to_agree_with(paper: Paper) -> None:
    assert paper.standing(with_actions(paper, Status.ACHIEVED)).agreement == Agreement.NO_VERDICT


def test_without_an_action_there_is_no_claim_to_compare(paper: Paper) -> None:
    row = paper.recommendation()
    paper.judge(row, POOR)
    assert paper.standing(row).agreement == Agreement.NO_VERDICT
