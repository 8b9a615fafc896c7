"""agree_action, record_response and record_verdict: what they write, whom they refuse, and in which words."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from recommendations import workflow
from recommendations.ledger import load
from recommendations.models import Action, Response, Verdict
from recommendations.scope import of_review
from recommendations.states import ResponseKind, VerdictKind
from tests import factories as f
from tests import verbs
from tests.conftest import Cast

pytestmark = pytest.mark.once

EVERYBODY = [
    "officer",
    "deputy",
    "other_officer",
    "head",
    "member",
    "member_elsewhere",
    "former_member",
    "chair",
    "scrutiny",
    "administrator",
]


def agree(cast: Cast, person: str = "scrutiny", **given: object) -> Action:
    facts = {"post": cast.post, "title": "Train the staff", "success_measure": "20 trained", "target_on": f.days(30)}
    return workflow.agree_action(cast.recommendation, by=cast.roles(person), **{**facts, **given})  # type: ignore[arg-type]


# --- Actions ----------------------------------------------------------------------------------------------------------


def test_an_agreed_action_starts_with_equal_targets_and_nothing_said(cast: Cast) -> None:
    action = Action.objects.get(pk=agree(cast).pk)
    assert (action.title, action.success_measure, action.post) == ("Train the staff", "20 trained", cast.post)
    assert (action.agreed_on, action.original_target_on, action.target_on) == (f.DAY, f.days(30), f.days(30))
    assert (action.status, action.updated_on, action.times_moved, action.version) == ("not_started", None, 0, 1)
    assert action.reference == "1.2"


def test_actions_are_numbered_within_their_part(cast: Cast) -> None:
    a = f.PartFactory.create(recommendation=cast.recommendation, label="a")
    b = f.PartFactory.create(recommendation=cast.recommendation, label="b")
    references = [agree(cast, part=part).reference for part in (None, a, a, b, None)]
    assert references == ["1.2", "1a.1", "1a.2", "1b.1", "1.3"]


@pytest.mark.parametrize("person", [p for p in EVERYBODY if p != "scrutiny"])
def test_only_the_scrutiny_officer_sets_up_actions(cast: Cast, person: str) -> None:
    with pytest.raises(PermissionDenied, match=r"^Only the scrutiny officer sets up actions\.$"):
        agree(cast, person)
    assert Action.objects.count() == 1


def test_an_action_may_be_due_on_the_day_it_is_agreed(cast: Cast) -> None:
    assert agree(cast, target_on=f.DAY).original_target_on == f.DAY


def test_an_action_cannot_be_agreed_for_a_day_that_has_passed(cast: Cast) -> None:
    with pytest.raises(ValidationError) as refusal:
        agree(cast, target_on=f.days(-1))
    assert refusal.value.message_dict == {"target_on": ["The target date must be today or later"]}


@pytest.mark.parametrize("target_on", [date(2031, 6, 18), date(9999, 1, 1)])
def test_a_first_target_more_than_five_years_ahead_is_a_slip_of_the_keyboard(cast: Cast, target_on: date) -> None:
    with pytest.raises(ValidationError) as refusal:
        agree(cast, target_on=target_on)
    assert refusal.value.message_dict == {"target_on": ["The target date must be within 5 years from today"]}
    assert agree(cast, target_on=date(2031, 6, 17)).target_on == date(2031, 6, 17)


# --- Responses --------------------------------------------------------------------------------------------------------


def test_a_response_is_appended_with_all_that_was_minuted(cast: Cast) -> None:
    workflow.record_response(
        cast.recommendation,
        by=cast.roles("scrutiny"),
        kind=ResponseKind.ACCEPTED_IN_PART,
        deciding_body="Cabinet",
        decided_on=f.days(-7),
        reason="The first half is done already.",
        minute="6.1",
        replacement_wording="The council should do the second half.",
    )
    row = Response.objects.get()
    assert (row.recommendation, row.kind, row.deciding_body) == (cast.recommendation, "accepted_in_part", "Cabinet")
    assert (row.decided_on, row.recorded_on, row.recorded_by) == (f.days(-7), f.DAY, cast.scrutiny)
    assert (row.reason, row.minute) == ("The first half is done already.", "6.1")
    assert row.replacement_wording == "The council should do the second half."


def test_a_changed_response_is_a_further_row(cast: Cast) -> None:
    verbs.respond(cast.recommendation, cast.scrutiny, ResponseKind.REJECTED, on=f.days(-20))
    verbs.respond(cast.recommendation, cast.scrutiny, ResponseKind.ACCEPTED, on=f.days(-2))
    assert [r.kind for r in cast.recommendation.responses.all()] == ["rejected", "accepted"]


@pytest.mark.parametrize("person", [p for p in EVERYBODY if p != "scrutiny"])
def test_only_the_scrutiny_officer_records_responses(cast: Cast, person: str) -> None:
    with pytest.raises(PermissionDenied, match=r"^Only the scrutiny officer records responses\.$"):
        verbs.respond(cast.recommendation, cast.people[person])
    assert not Response.objects.exists()


def test_a_response_cannot_have_been_decided_in_the_future(cast: Cast) -> None:
    with pytest.raises(ValidationError) as refusal:
        verbs.respond(cast.recommendation, cast.scrutiny, decided_on=f.days(1))
    assert refusal.value.message_dict == {"decided_on": ["The decision cannot be in the future"]}


def test_a_response_cannot_have_been_decided_before_the_review_was_sent_to_the_executive(cast: Cast) -> None:
    sent_on = cast.review.sent_to_executive_on
    assert sent_on
    with pytest.raises(ValidationError) as refusal:
        verbs.respond(cast.recommendation, cast.scrutiny, decided_on=sent_on - timedelta(days=1))
    why = f"The decision cannot be before the review was sent to the executive, on {sent_on:%-d %B %Y}"
    assert refusal.value.message_dict == {"decided_on": [why]}
    assert verbs.respond(cast.recommendation, cast.scrutiny, decided_on=sent_on).decided_on == sent_on


def test_a_slip_in_a_response_is_put_right_by_a_further_row_and_a_past_day_shows_the_slip(cast: Cast) -> None:
    def record(on: date, minute: str) -> Response:
        return workflow.record_response(
            cast.recommendation,
            by=f.roles(cast.scrutiny, on),
            kind=ResponseKind.ACCEPTED,
            deciding_body="Cabinet",
            decided_on=f.days(-7),
            minute=minute,
        )

    record(f.days(-1), "61")
    with pytest.raises(ValidationError, match="recorded already"):
        record(f.DAY, "61")
    record(f.DAY, "6.1")
    ledger = load(of_review(cast.review), f.DAY, cast.roles("scrutiny"))
    shown = [ledger.standing(ledger.recommendations[0], on).response for on in (f.days(-1), f.DAY)]
    assert [response and response.minute for response in shown] == ["61", "6.1"]


def test_a_rejection_needs_the_reason_of_the_executive(cast: Cast) -> None:
    with pytest.raises(ValidationError) as refusal:
        verbs.respond(cast.recommendation, cast.scrutiny, ResponseKind.REJECTED, reason="")
    assert refusal.value.message_dict == {"reason": ["A rejected recommendation needs the executive’s reason"]}


@pytest.mark.parametrize("kind", [k for k in ResponseKind if k != ResponseKind.REJECTED])
def test_no_other_response_needs_a_reason(cast: Cast, kind: ResponseKind) -> None:
    assert verbs.respond(cast.recommendation, cast.scrutiny, kind, reason="").kind == kind


# --- Verdicts ---------------------------------------------------------------------------------------------------------


def test_a_verdict_is_appended_with_its_meeting_and_minute(cast: Cast) -> None:
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.UNACCEPTABLE, held_on=f.days(-3), on=f.DAY)
    row = Verdict.objects.get()
    assert (row.recommendation, row.verdict, row.minute) == (cast.recommendation, "unacceptable", "5.2")
    assert (row.meeting.held_on, row.recorded_on, row.recorded_by) == (f.days(-3), f.DAY, cast.chair)


@pytest.mark.parametrize("person", EVERYBODY)
def test_only_chair_and_scrutiny_officer_record_verdicts(cast: Cast, person: str) -> None:
    if person in ("chair", "scrutiny"):
        assert verbs.judge(cast.recommendation, cast.people[person]).recorded_by == cast.people[person]
        return
    with pytest.raises(PermissionDenied, match=r"^The chair or the scrutiny officer records verdicts\.$"):
        verbs.judge(cast.recommendation, cast.people[person])
    assert not Verdict.objects.exists()


def test_the_chair_of_another_committee_records_no_verdict_here(cast: Cast) -> None:
    health = f.CommitteeFactory.create(council=cast.council, name="Health Scrutiny")
    other = f.MembershipFactory.create(committee=health, role="chair").user
    with pytest.raises(PermissionDenied):
        verbs.judge(cast.recommendation, other)


def test_a_verdict_belongs_to_a_meeting_of_the_same_committee(cast: Cast) -> None:
    health = f.CommitteeFactory.create(council=cast.council, name="Health Scrutiny")
    meeting = f.MeetingFactory.create(committee=health)
    with pytest.raises(ValidationError) as refusal:
        workflow.record_verdict(
            cast.recommendation, by=cast.roles("chair"), meeting=meeting, verdict=VerdictKind.ACCEPTABLE, minute="1"
        )
    assert refusal.value.message_dict == {"meeting": ["This is a meeting of another committee"]}


def test_a_verdict_waits_for_the_meeting(cast: Cast) -> None:
    with pytest.raises(ValidationError) as refusal:
        verbs.judge(cast.recommendation, cast.chair, held_on=f.days(1), on=f.DAY)
    assert refusal.value.message_dict == {"meeting": ["This meeting has not been held yet"]}


def test_a_verdict_may_be_recorded_on_the_day_of_the_meeting(cast: Cast) -> None:
    assert verbs.judge(cast.recommendation, cast.chair, held_on=f.DAY, on=f.DAY).recorded_on == f.DAY


def test_there_is_one_verdict_at_a_meeting(cast: Cast) -> None:
    verbs.judge(cast.recommendation, cast.chair, held_on=f.days(-3))
    with pytest.raises(ValidationError) as refusal:
        verbs.judge(cast.recommendation, cast.scrutiny, VerdictKind.ACHIEVED, held_on=f.days(-3))
    assert refusal.value.message_dict == {"meeting": ["The committee’s verdict at this meeting is recorded already"]}
    assert [v.verdict for v in Verdict.objects.all()] == ["acceptable"]
