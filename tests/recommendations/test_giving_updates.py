"""give_update: what it writes, whom it refuses, and in which words."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from council.roles import Roles
from recommendations import workflow
from recommendations.models import Action, Extension, Update
from recommendations.states import NEXT, Reason, Status, VerdictKind
from recommendations.workflow import Statement
from tests import factories as f
from tests import verbs
from tests.conftest import Cast

# From the status in the row to the status in the column: "x" where an update may say so.
ALLOWED = """
                    not_started on_track delayed achieved not_achieved paused no_longer_feasible
not_started         x           x        x       x        x            x      x
on_track            .           x        x       x        x            x      x
delayed             .           x        x       x        x            x      x
achieved            .           x        x       x        .            .      .
not_achieved        .           x        x       x        x            .      .
paused              .           x        x       .        .            x      x
no_longer_feasible  .           x        .       .        .            .      x
"""


def table() -> list[tuple[str, str, bool]]:
    head, *rows = (line.split() for line in ALLOWED.strip().splitlines())
    return [(row[0], to, mark == "x") for row in rows for to, mark in zip(head, row[1:], strict=True)]


def state_of(action: Action) -> tuple[str, date | None, date, int, int]:
    action.refresh_from_db()
    return (action.status, action.updated_on, action.target_on, action.times_moved, action.version)


def test_the_table_of_allowed_steps_has_a_row_and_a_column_for_each_status() -> None:
    assert len(table()) == 49
    assert {start for start, _, _ in table()} == {end for _, end, _ in table()} == set(Status.values)
    allowed = {(start, end) for start, end, allowed in table() if allowed}
    assert allowed == {(start.value, end.value) for start, ends in NEXT.items() for end in ends}


@pytest.mark.parametrize(("start", "end", "allowed"), table())
def test_an_update_may_go_only_where_the_table_allows(cast: Cast, start: str, end: str, allowed: bool) -> None:
    Action.objects.filter(pk=cast.action.pk).update(status=start)
    if allowed:
        verbs.tell(cast.action, cast.officer, Status(end))
        assert state_of(cast.action)[0] == end
        return
    with pytest.raises(ValidationError) as refusal:
        verbs.tell(cast.action, cast.officer, Status(end))
    now, then = Status(start).label.lower(), Status(end).label.lower()
    assert refusal.value.message_dict == {"status": [f"This action is “{now}”. It cannot go from there to “{then}”."]}
    assert not Update.objects.exists()


def test_an_update_is_appended_with_who_for_which_post_and_when(cast: Cast) -> None:
    at = datetime(2026, 6, 17, 15, 45, tzinfo=ZoneInfo("Europe/London"))
    workflow.give_update(
        cast.action, by=cast.roles("officer"), at=at, said=Statement(Status.ON_TRACK, "Half of it is written.")
    )
    update = Update.objects.get()
    assert (update.action, update.status, update.reason) == (cast.action, "on_track", "")
    assert update.words == "Half of it is written."
    assert (update.given_by, update.given_for) == (cast.officer, cast.post)
    assert (update.given_at, update.given_on) == (at, date(2026, 6, 17))


def test_an_achievement_is_taken_back_alone(cast: Cast) -> None:
    verbs.tell(cast.action, cast.officer, Status.ACHIEVED, on=f.days(-3))
    with pytest.raises(ValidationError) as refusal:
        verbs.tell(cast.action, cast.officer, Status.ON_TRACK, among_several=True)
    told = "It is achieved, as you said. To take that back, update it by itself."
    assert refusal.value.message_dict == {"status": [told]}
    assert state_of(cast.action)[0] == "achieved"
    verbs.tell(cast.action, cast.officer, Status.ON_TRACK)
    assert state_of(cast.action)[0] == "on_track"


def test_an_achievement_without_proof_says_why(cast: Cast) -> None:
    with pytest.raises(ValidationError) as refusal:
        verbs.tell(cast.action, cast.officer, Status.ACHIEVED, no_proof_because="")
    assert refusal.value.message_dict == {
        "no_proof_because": ["Attach proof of what was achieved, or say why there is none"]
    }
    assert state_of(cast.action) == ("not_started", None, f.days(60), 0, 1)
    told = verbs.tell(cast.action, cast.officer, Status.ACHIEVED, no_proof_because="It is on paper only.")
    assert (told.has_proof, told.no_proof_because) == (False, "It is on paper only.")


@pytest.mark.parametrize("status", [status for status in Status if status != Status.ACHIEVED])
def test_nothing_but_an_achievement_says_why_it_has_no_proof(cast: Cast, status: Status) -> None:
    with pytest.raises(ValidationError) as refusal:
        verbs.tell(cast.action, cast.officer, status, no_proof_because="It is on paper only.")
    assert refusal.value.message_dict == {"no_proof_because": [f"“{status.label}” needs no proof. Leave this empty"]}
    assert not Update.objects.exists()


def test_an_update_moves_the_stored_columns_to_what_the_history_says(cast: Cast) -> None:
    verbs.tell(cast.action, cast.officer, Status.ON_TRACK, on=f.days(-20))
    assert state_of(cast.action) == ("on_track", f.days(-20), f.days(60), 0, 2)
    verbs.tell(cast.action, cast.officer, Status.DELAYED, on=f.days(-3))
    assert state_of(cast.action) == ("delayed", f.days(-3), f.days(60), 0, 3)
    assert [(u.status, u.given_on) for u in cast.action.updates.all()] == [
        ("on_track", f.days(-20)),
        ("delayed", f.days(-3)),
    ]


def test_an_update_just_after_midnight_in_summer_belongs_to_the_local_day(cast: Cast) -> None:
    at = datetime(2026, 6, 16, 23, 30, tzinfo=ZoneInfo("UTC"))
    update = workflow.give_update(
        cast.action, by=cast.roles("officer"), at=at, said=Statement(Status.ON_TRACK, verbs.WORDS)
    )
    assert update.given_on == date(2026, 6, 17)


def test_a_mistake_is_corrected_by_a_further_update(cast: Cast) -> None:
    verbs.tell(cast.action, cast.officer, Status.ACHIEVED, on=f.days(-2))
    verbs.tell(cast.action, cast.officer, Status.ON_TRACK, on=f.days(-1))
    assert [u.status for u in cast.action.updates.all()] == ["achieved", "on_track"]
    assert state_of(cast.action)[:2] == ("on_track", f.days(-1))


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (Status.DELAYED, "Choose why it is delayed"),
        (Status.NOT_ACHIEVED, "Choose why it is not achieved"),
        (Status.PAUSED, "Choose why it is paused"),
        (Status.NO_LONGER_FEASIBLE, "Choose why it is no longer feasible"),
    ],
)
def test_a_status_that_says_something_is_wrong_needs_a_reason(cast: Cast, status: Status, message: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        verbs.tell(cast.action, cast.officer, status, reason="")
    assert refusal.value.message_dict == {"reason": [message]}
    assert state_of(cast.action) == ("not_started", None, f.days(60), 0, 1)


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (Status.NOT_STARTED, "“Not started” needs no reason. Leave it out, or choose a status that needs one"),
        (Status.ON_TRACK, "“On track” needs no reason. Leave it out, or choose a status that needs one"),
        (Status.ACHIEVED, "“Achieved” needs no reason. Leave it out, or choose a status that needs one"),
    ],
)
def test_a_status_that_says_all_is_well_takes_no_reason(cast: Cast, status: Status, message: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        verbs.tell(cast.action, cast.officer, status, reason=Reason.FUNDING)
    assert refusal.value.message_dict == {"reason": [message]}
    assert not Update.objects.exists()


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
def test_only_who_answers_for_the_post_gives_an_update(cast: Cast, person: str, allowed: bool) -> None:
    if allowed:
        assert verbs.tell(cast.action, cast.people[person]).given_by == cast.people[person]
        return
    with pytest.raises(PermissionDenied, match=r"^You do not hold or deputise for the post of this action\.$"):
        verbs.tell(cast.action, cast.people[person])
    assert not Update.objects.exists()


def test_the_head_of_service_answers_for_a_vacant_post(cast: Cast) -> None:
    cast.post.holdings.update(to_on=f.days(-1))
    assert verbs.tell(cast.action, cast.head).given_for == cast.post


def test_an_officer_answers_until_the_last_day_of_holding_the_post(cast: Cast) -> None:
    cast.post.holdings.filter(user=cast.officer).update(to_on=f.DAY)
    verbs.tell(cast.action, cast.officer, on=f.DAY)
    with pytest.raises(PermissionDenied):
        verbs.tell(cast.action, cast.officer, on=f.days(1))


def test_an_account_that_may_not_sign_in_answers_for_nothing(cast: Cast) -> None:
    cast.officer.is_active = False
    cast.officer.save()
    with pytest.raises(PermissionDenied):
        verbs.tell(cast.action, cast.officer)


def test_of_two_people_who_opened_the_same_page_the_second_is_told_that_it_changed(cast: Cast) -> None:
    opened = cast.action.version
    verbs.tell(cast.action, cast.officer, Status.ON_TRACK, seen_version=opened)
    with pytest.raises(workflow.ChangedMeanwhile) as changed:
        verbs.tell(cast.action, cast.deputy, Status.DELAYED, seen_version=opened)
    assert (changed.value.action.pk, changed.value.action.version) == (cast.action.pk, 2)
    assert str(changed.value) == "1.1 was changed meanwhile."
    assert [u.given_by for u in Update.objects.all()] == [cast.officer]
    assert state_of(cast.action)[0] == "on_track"


def test_an_agreed_extension_counts_as_a_change_of_the_page(cast: Cast) -> None:
    opened = cast.action.version
    verbs.decide(verbs.ask(cast.action, cast.officer, f.days(90)), cast.head)
    with pytest.raises(workflow.ChangedMeanwhile):
        verbs.tell(cast.action, cast.officer, seen_version=opened)


def test_who_may_not_update_is_told_so_before_anything_about_the_action(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        verbs.tell(cast.action, cast.member, Status.DELAYED, reason="", seen_version=0)


def test_the_actions_of_a_signed_off_recommendation_are_closed(cast: Cast) -> None:
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.ACHIEVED, held_on=f.days(-5))
    with pytest.raises(ValidationError) as refusal:
        verbs.tell(cast.action, cast.officer)
    assert refusal.value.messages == [
        "The committee has signed off R1, so its actions are closed. A verdict of a later meeting can reopen it."
    ]
    assert not Update.objects.exists()


def test_a_later_verdict_opens_the_actions_again(cast: Cast) -> None:
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.ACHIEVED, held_on=f.days(-50))
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.UNACCEPTABLE, held_on=f.days(-5), words="It slipped back.")
    assert verbs.tell(cast.action, cast.officer).status == "on_track"


def test_the_verdict_of_the_later_meeting_counts_even_when_it_was_recorded_first(cast: Cast) -> None:
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.ACHIEVED, held_on=f.days(-5))
    verbs.judge(cast.recommendation, cast.scrutiny, VerdictKind.ACCEPTABLE, held_on=f.days(-50), on=f.DAY)
    with pytest.raises(ValidationError, match="signed off R1"):
        verbs.tell(cast.action, cast.officer)


def test_the_very_same_update_sent_twice_is_recorded_once(cast: Cast) -> None:
    verbs.tell(cast.action, cast.officer, Status.DELAYED)
    with pytest.raises(ValidationError) as refusal:
        verbs.tell(cast.action, cast.officer, Status.DELAYED)
    assert refusal.value.message_dict == {
        "words": ["You gave this same update at 12:00 today. Change the words if there is more to say"]
    }
    assert Update.objects.count() == 1


def test_the_same_words_may_be_said_by_another_on_another_day_or_of_another_status(cast: Cast) -> None:
    verbs.tell(cast.action, cast.officer, Status.DELAYED, on=f.days(-1))
    verbs.tell(cast.action, cast.officer, Status.DELAYED)
    verbs.tell(cast.action, cast.deputy, Status.DELAYED)
    verbs.tell(cast.action, cast.deputy, Status.DELAYED, reason=Reason.FUNDING)
    verbs.tell(cast.action, cast.deputy, Status.ON_TRACK)
    assert Update.objects.count() == 5


def test_nobody_gives_an_update_who_is_not_signed_in(cast: Cast) -> None:
    nobody = Roles(on=f.DAY, held_post_ids=frozenset({cast.post.pk}))
    with pytest.raises(PermissionDenied, match=r"^Sign in first\.$"):
        workflow.give_update(cast.action, by=nobody, at=f.noon(f.DAY), said=Statement(Status.ON_TRACK, verbs.WORDS))


def test_more_time_is_asked_for_in_the_same_step(cast: Cast) -> None:
    verbs.tell(cast.action, cast.officer, Status.DELAYED, more_time=verbs.wish(f.days(100), words="No teacher yet."))
    extension = Extension.objects.get()
    assert (extension.from_on, extension.to_on) == (f.days(60), f.days(100))
    assert (extension.reason, extension.words) == ("staffing", "No teacher yet.")
    assert (extension.requested_by, extension.requested_on, extension.agreed) == (cast.officer, f.DAY, None)
    assert state_of(cast.action) == ("delayed", f.DAY, f.days(60), 0, 2)


def test_where_more_time_is_refused_the_update_is_not_kept_either(cast: Cast) -> None:
    with pytest.raises(ValidationError) as refusal:
        verbs.tell(cast.action, cast.officer, Status.DELAYED, more_time=verbs.wish(f.days(10)))
    assert list(refusal.value.message_dict) == ["to_on"]
    assert not Update.objects.exists()
    assert state_of(cast.action) == ("not_started", None, f.days(60), 0, 1)


def test_an_update_keeps_in_which_part_it_was_given(cast: Cast) -> None:
    """Holdings may be corrected later; what an update says of its giver may not."""
    verbs.tell(cast.action, cast.officer, on=f.days(-3))
    verbs.tell(cast.action, cast.deputy, on=f.days(-2), words="The second half is under way.")
    vacant = f.PostFactory.create(service=cast.service, title="Play Manager")
    action = f.ActionFactory.create(recommendation=cast.recommendation, post=vacant)
    verbs.tell(action, cast.head, on=f.days(-1))
    assert [u.who for u in Update.objects.order_by("given_on")] == [
        "Youth Service Manager",
        "Youth Service Manager, by its deputy",
        "Play Manager, by the head of the service while it was vacant",
    ]
