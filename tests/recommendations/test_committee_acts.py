"""The committee's acts: verdicts in one sitting, call-ins, outcome checks; and the executive's response on a page."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from council.models import Meeting
from recommendations import workflow
from recommendations.agenda import comes_of
from recommendations.ledger import load
from recommendations.models import CallIn, OutcomeCheck, Recommendation, Response, Review, Verdict
from recommendations.scope import of_committee, of_review
from recommendations.standing import RecommendationStanding
from recommendations.states import ResponseKind, State, Status, VerdictKind, Worked
from recommendations.workflow import Decided
from tests import factories as f
from tests import verbs
from tests.conftest import Cast
from tests.pages import Page

pytestmark = pytest.mark.usefixtures("day")

WHY = "Nobody has told us when it will be done."
FOUND = "Eleven schools use it, as their own reports say."
ONE = "/reviews/harbour-review/recommendations/1/"


def meeting(cast: Cast, held_on: date = f.DAY) -> Meeting:
    return Meeting.objects.get_or_create(
        committee=cast.committee, held_on=held_on, defaults={"papers_due_on": held_on}
    )[0]


def others(cast: Cast, *numbers: int) -> list[Recommendation]:
    return [
        f.RecommendationFactory.create(review=cast.review, theme=cast.recommendation.theme, number=number)
        for number in numbers
    ]


def standing(cast: Cast, on: date = f.DAY) -> RecommendationStanding:
    scope = of_review(Review.objects.for_page().get(pk=cast.review.pk))
    return load(scope, on, cast.roles("member", on)).position(on).standings[0]


# --- Verdicts ---------------------------------------------------------------------------------------------------------


def test_a_sitting_records_all_its_verdicts_or_none(cast: Cast) -> None:
    (second,) = others(cast, 2)
    both = [
        Decided(cast.recommendation, VerdictKind.ACCEPTABLE, "6.1"),
        Decided(second, VerdictKind.UNACCEPTABLE, "6.2", "No work is reported."),
    ]
    verbs.judge(second, cast.chair)
    with pytest.raises(ValidationError) as refusal:
        workflow.record_sitting(meeting(cast), by=cast.roles("chair"), decided=both)
    assert list(refusal.value.message_dict) == [f"{second.pk}-verdict"]
    assert Verdict.objects.count() == 1
    recorded = workflow.record_sitting(meeting(cast), by=cast.roles("chair"), decided=both[:1])
    assert [(v.verdict, v.minute, v.recorded_by) for v in recorded] == [("acceptable", "6.1", cast.chair)]


@pytest.mark.parametrize("person", ["officer", "head", "member", "former_member", "administrator", "member_elsewhere"])
def test_nobody_else_records_a_verdict_calls_in_or_checks_an_outcome(cast: Cast, person: str) -> None:
    by, row = cast.roles(person), cast.recommendation
    with pytest.raises(PermissionDenied):
        workflow.record_verdict(row, by=by, meeting=meeting(cast), verdict=VerdictKind.ACHIEVED, minute="1")
    with pytest.raises(PermissionDenied):
        workflow.call_in(row, by=by, meeting=meeting(cast, f.days(9)), why=WHY)
    with pytest.raises(PermissionDenied):
        workflow.check_outcome(row, by=by, worked=Worked.WORKED, words=FOUND)


def test_a_later_verdict_reopens_and_says_why(cast: Cast) -> None:
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.ACHIEVED, held_on=f.days(-50))
    assert standing(cast).is_signed_off
    with pytest.raises(ValidationError) as refusal:
        verbs.judge(cast.recommendation, cast.chair, VerdictKind.UNACCEPTABLE)
    assert refusal.value.message_dict == {"words": ["Say why R1 is reopened"]}
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.UNACCEPTABLE, words="Two schools have left.")
    assert not standing(cast).is_signed_off
    assert standing(cast, f.days(-10)).is_signed_off


def test_before_the_executive_has_answered_achieved_says_how_that_is_known(cast: Cast) -> None:
    given: dict[str, Any] = {"by": cast.roles("chair"), "meeting": meeting(cast), "minute": "6.1"}
    with pytest.raises(ValidationError) as refusal:
        workflow.record_verdict(cast.recommendation, verdict=VerdictKind.ACHIEVED, **given)
    assert refusal.value.message_dict == {
        "words": ["The executive has not answered R1. Say how it is known to be achieved"]
    }
    workflow.record_verdict(cast.recommendation, verdict=VerdictKind.ACHIEVED, words="We saw both schools.", **given)
    assert standing(cast).is_signed_off


def test_what_was_not_accepted_is_never_achieved(cast: Cast) -> None:
    verbs.respond(cast.recommendation, cast.scrutiny, ResponseKind.NOTED_ONLY, on=f.days(-60))
    with pytest.raises(ValidationError) as refusal:
        verbs.judge(cast.recommendation, cast.chair, VerdictKind.ACHIEVED)
    assert refusal.value.message_dict == {"verdict": ["R1 was noted only by Cabinet, so it cannot be achieved"]}
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.UNACCEPTABLE, held_on=f.days(-40))
    verbs.respond(cast.recommendation, cast.scrutiny, on=f.days(-20))
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.ACHIEVED)
    with pytest.raises(ValidationError) as refusal:
        verbs.respond(cast.recommendation, cast.scrutiny, ResponseKind.REJECTED)
    assert refusal.value.message_dict == {
        "kind": ["R1 is signed off, so it cannot be rejected as well. A later verdict reopens it"]
    }


def test_what_comes_of_a_verdict_is_said_before_it_is_recorded(cast: Cast) -> None:
    assert list(comes_of(standing(cast), VerdictKind.ACCEPTABLE)) == []
    assert list(comes_of(standing(cast), VerdictKind.ACHIEVED)) == [
        "Signs it off: its monitoring ends.",
        "The executive has not answered it.",
        "Still open: 1.1.",
    ]
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.ACHIEVED, held_on=f.days(-50))
    assert next(comes_of(standing(cast), VerdictKind.ACHIEVED)) == "Stays signed off."


def test_reopening_is_told_as_the_act_of_the_committee(cast: Cast) -> None:
    verbs.tell(cast.action, cast.officer, Status.ACHIEVED, on=f.days(-90))
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.ACHIEVED, held_on=f.days(-50))
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.UNACCEPTABLE, held_on=f.days(-2), words="It fell back.")
    scope = of_review(Review.objects.for_page().get(pk=cast.review.pk))
    position = load(scope, f.DAY, cast.roles("member")).position(f.DAY, f.days(-10))
    (change,) = position.changes
    assert (change.before.state, change.now.state, change.is_forward) == (State.SIGNED_OFF, State.CLAIMED, False)
    assert (change.on, change.actions) == (f.days(-2), ())
    assert change.verdict and change.verdict.words == "It fell back."
    assert not change.now.asks_for_sign_off
    page = cast.client("member").get(ONE).text
    assert "The committee reopened it on 15 June 2026, minute" in page
    assert "recorded on" not in page
    # Claimed anew, it asks to be signed off.
    verbs.tell(cast.action, cast.officer, Status.ACHIEVED, words="The two schools have come back to it.")
    assert standing(cast).asks_for_sign_off


def test_a_verdict_that_is_recorded_after_its_meeting_says_when(cast: Cast) -> None:
    verbs.judge(cast.recommendation, cast.chair, held_on=f.days(-20), on=f.days(-3))
    assert ", recorded on 14 June 2026" in cast.client("member").get(ONE).text
    assert "Recorded on 14 June 2026" in cast.client("member").get(f"/meetings/{meeting(cast, f.days(-20)).pk}/").text


def test_an_older_verdict_that_is_recorded_late_reopens_nothing(cast: Cast) -> None:
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.ACHIEVED, held_on=f.days(-50))
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.ACCEPTABLE, held_on=f.days(-150), on=f.DAY)
    assert standing(cast).is_signed_off
    assert [v.verdict for v in standing(cast).verdicts] == ["acceptable", "achieved"]


def boxes(row: Recommendation, verdict: str = "acceptable", minute: str = "6.1", words: str = "") -> dict[str, str]:
    return {f"{row.pk}-verdict": verdict, f"{row.pk}-minute": minute, f"{row.pk}-words": words}


def test_verdicts_are_typed_checked_and_recorded_on_pages(cast: Cast) -> None:
    second, third = others(cast, 2, 3)
    client, address = cast.client("chair"), f"/meetings/{meeting(cast).pk}/verdicts/"
    typed = boxes(cast.recommendation) | boxes(second, "achieved", "6.2", "Well done.") | boxes(third, "", "", "")
    assert "Check the verdicts" in client.get(address).content.decode()
    check = client.post(address, typed)
    assert check.status_code == 200 and not Verdict.objects.exists()
    assert "Check 2 verdicts" in check.content.decode() and "Well done." in check.content.decode()
    again = client.post(address, typed | {"change": "yes"})
    assert again.status_code == 200 and "Well done." in again.content.decode() and not Verdict.objects.exists()
    done = client.post(address, typed | {"record": "yes"}, follow=True)
    assert "2 verdicts recorded." in done.content.decode()
    assert sorted(Verdict.objects.values_list("recommendation__number", "verdict", "minute")) == [
        (1, "acceptable", "6.1"),
        (2, "achieved", "6.2"),
    ]
    left = client.get(address).content.decode()
    assert "> on R3</span>" in left and "> on R2</span>" not in left


def test_a_minute_reference_that_another_has_is_pointed_out_and_not_refused(cast: Cast) -> None:
    second, third = others(cast, 2, 3)
    client, address = cast.client("chair"), f"/meetings/{meeting(cast).pk}/verdicts/"
    client.post(address, boxes(second, minute="6.2") | {"record": "yes"})
    typed = boxes(cast.recommendation, minute="6.2") | boxes(third, minute="6.3")
    assert client.post(address, typed).text.count("R2 has the same") == 1
    assert client.post(address, typed | {"record": "yes"}).status_code == 302
    was = Verdict.objects.get(recommendation=third)
    right = {"verdict": "acceptable", "minute": "6.2", "words": "", "why": "The minutes say so."}
    check = client.post(f"/verdicts/{was.pk}/put-right/", right).text
    assert "R1 has the same minute reference." in check and "R2 has the same minute reference." in check


def test_however_many_have_the_same_minute_reference_the_check_takes_as_many_queries(cast: Cast) -> None:
    second, third, fourth = others(cast, 2, 3, 4)
    client, at = cast.client("chair"), meeting(cast)
    client.post(f"/meetings/{at.pk}/verdicts/", boxes(cast.recommendation, minute="6.1") | {"record": "yes"})
    was = Verdict.objects.get(recommendation=cast.recommendation)
    right = {"verdict": "acceptable", "minute": "6.2", "words": "", "why": "The minutes say so."}
    taken = []
    for rows in ([second], [third, fourth]):
        typed = {name: value for row in rows for name, value in boxes(row, minute="6.2").items()}
        client.post(f"/meetings/{at.pk}/verdicts/", typed | {"record": "yes"})
        with CaptureQueriesContext(connection) as queries:
            check = client.post(f"/verdicts/{was.pk}/put-right/", right).text
        taken.append((check.count("has the same minute reference."), len(queries)))
    assert [count for count, _ in taken] == [1, 3]
    assert taken[0][1] == taken[1][1]


def test_the_page_of_what_is_signed_off_says_which_verdicts_can_reopen_it(cast: Cast) -> None:
    meeting(cast, f.days(-2)), meeting(cast, f.days(7))
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.ACHIEVED, held_on=f.days(-50))
    page = Page(cast.client("chair").get(ONE)).text
    assert (
        "A verdict other than “achieved” of a meeting after 28 April 2026 reopens it. "
        "The one of 15 June 2026 can be recorded now. "
        "The one of 24 June 2026 can be recorded from that day on."
    ) in page
    assert "can be recorded" not in cast.client("member").get(ONE).text


def test_what_was_signed_off_is_reopened_on_the_same_page(cast: Cast) -> None:
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.ACHIEVED, held_on=f.days(-50))
    client, address = cast.client("chair"), f"/meetings/{meeting(cast).pk}/verdicts/"
    assert "Not on the agenda" in client.get(address).text
    typed = boxes(cast.recommendation, "unacceptable") | {"record": "yes"}
    refused = client.post(address, typed)
    assert refused.status_code == 422 and "Say why R1 is reopened" in refused.text
    # Nobody is led to the check first.
    refused = client.post(address, boxes(cast.recommendation, "unacceptable"))
    assert refused.status_code == 422 and "Say why R1 is reopened" in refused.text
    with_words = boxes(cast.recommendation, "unacceptable", words="It fell back.")
    assert "Reopens it: signed off on 28 April 2026." in client.post(address, with_words).text
    assert standing(cast).is_signed_off
    assert client.post(address, typed | with_words).status_code == 302
    assert not standing(cast).is_signed_off


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"verdict": "acceptable", "minute": ""}, "Enter the minute reference of R1, like 6.2"),
        ({"verdict": "", "minute": "6.1"}, "Choose a verdict on R1, or empty its other boxes"),
        ({"verdict": "splendid"}, "Choose a verdict on R1, or none"),
        ({"verdict": "", "minute": ""}, "Choose a verdict on at least one recommendation"),
        ({"minute": "6" * 41}, "The minute reference of R1 must be 40 characters or fewer"),
        ({"words": "It fell\x07 back."}, "What was said on R1: the character after “It fell” cannot be shown"),
        ({"minute": "\x076.1"}, "The minute reference of R1: the first character cannot be shown"),
    ],
)
def test_a_slip_is_named_beside_its_box_and_nothing_typed_is_lost(cast: Cast, typed: dict[str, str], said: str) -> None:
    address = f"/meetings/{meeting(cast).pk}/verdicts/"
    page = cast.client("scrutiny").post(address, boxes(cast.recommendation, **{"words": "As agreed.", **typed}))
    if said.endswith("one recommendation"):
        page = cast.client("scrutiny").post(address, boxes(cast.recommendation, "", ""))
    assert page.status_code == 422 and said in page.content.decode()
    assert not Verdict.objects.exists()


def test_achieved_is_not_offered_for_what_was_not_accepted(cast: Cast) -> None:
    other = f.RecommendationFactory.create(review=cast.review, theme=cast.recommendation.theme, number=2)
    verbs.respond(other, cast.scrutiny, ResponseKind.NOTED_ONLY)
    client, address = cast.client("chair"), f"/meetings/{meeting(cast).pk}/verdicts/"
    form = client.get(address).context["form"]
    offered = {
        row: [kind for kind, _ in form.fields[f"{row.pk}-verdict"].choices] for row in (cast.recommendation, other)
    }
    assert [kind for kind in offered[cast.recommendation] if kind not in offered[other]] == ["achieved"]
    why = "R2 was noted only by Cabinet, so it cannot be achieved"
    assert client.get(address).text.count(why) == 1
    # From a page that was opened before.
    refused = client.post(address, boxes(other, "achieved"))
    assert refused.status_code == 422 and refused.context["form"].errors == {f"{other.pk}-verdict": [why]}


def test_an_answer_that_came_after_the_meeting_counts_when_its_verdicts_are_recorded(cast: Cast) -> None:
    address = f"/meetings/{meeting(cast, f.days(-3)).pk}/verdicts/"
    client, field = cast.client("chair"), f"{cast.recommendation.pk}-verdict"
    for kind, offers in ((ResponseKind.REJECTED, False), (ResponseKind.ACCEPTED, True)):
        verbs.respond(cast.recommendation, cast.scrutiny, kind)
        choices = dict(client.get(address).context["form"].fields[field].choices)
        assert (VerdictKind.ACHIEVED in choices) is offers, kind


def test_a_meeting_to_come_has_no_verdicts_yet(cast: Cast) -> None:
    address = f"/meetings/{meeting(cast, f.days(7)).pk}/"
    told = cast.client("chair").get(f"{address}verdicts/", follow=True)
    assert told.redirect_chain == [(address, 302)]
    page = told.content.decode()
    assert "Verdicts are recorded once the meeting has been held." in page
    assert "You can record verdicts here from 24 June 2026." in page
    assert "You can record verdicts" not in cast.client("member").get(address).content.decode()


# --- Call-ins ---------------------------------------------------------------------------------------------------------


def test_a_call_in_stands_on_the_recommendation_until_its_meeting_was_held(cast: Cast) -> None:
    workflow.call_in(cast.recommendation, by=cast.roles("chair"), meeting=meeting(cast, f.days(7)), why=WHY)
    called = standing(cast).called_in
    assert called is not None
    assert (called.why, called.called_as, called.meeting.held_on) == (WHY, "Chair", f.days(7))
    assert standing(cast, f.days(7)).called_in is not None
    assert standing(cast, f.days(8)).called_in is None
    assert standing(cast, f.days(-1)).call_ins == ()


def test_a_call_in_is_to_a_meeting_of_the_committee_that_is_to_come_and_once(cast: Cast) -> None:
    by, row = cast.roles("scrutiny"), cast.recommendation
    elsewhere = f.CommitteeFactory.create()
    theirs = Meeting.objects.create(committee=elsewhere, held_on=f.days(7), papers_due_on=f.DAY)
    for wrong, said in (
        (theirs, "This is a meeting of another committee"),
        (meeting(cast, f.days(-1)), "This meeting was held already"),
    ):
        with pytest.raises(ValidationError) as refusal:
            workflow.call_in(row, by=by, meeting=wrong, why=WHY)
        assert refusal.value.message_dict == {"meeting": [said]}
    workflow.call_in(row, by=by, meeting=meeting(cast, f.days(7)), why=WHY)
    with pytest.raises(ValidationError, match="called in to this meeting already"):
        workflow.call_in(row, by=by, meeting=meeting(cast, f.days(7)), why=WHY)


def test_a_second_call_in_is_made_only_where_that_is_said_and_each_is_taken_back_by_itself(cast: Cast) -> None:
    soon, later = meeting(cast, f.days(7)), meeting(cast, f.days(70))
    client, address = cast.client("chair"), f"{ONE}call-in/"
    first = client.get(address).context["form"]
    assert "further" not in first.fields and first.fields["meeting"].empty_label is None
    assert client.post(address, {"meeting": soon.pk, "why": WHY}).status_code == 302
    # After "Back" the first meeting is chosen no more, and no other is chosen in its place.
    assert client.get(address).context["form"].fields["meeting"].empty_label == "Choose a meeting"
    refused = client.post(address, {"meeting": later.pk, "why": WHY})
    assert refused.status_code == 422 and "R1 is called in to the meeting of 24 June 2026 already." in refused.text
    assert CallIn.objects.count() == 1
    client.post(address, {"meeting": later.pk, "why": WHY, "further": "on"})
    page = client.get(ONE).text
    for call in CallIn.objects.all():
        assert f"Called in to the meeting of {call.meeting.held_on:%-d %B %Y}: {WHY}" in page
        assert f"/call-ins/{call.pk}/take-back/" in page
    assert CallIn.objects.count() == 2


def test_a_draft_is_on_no_agenda_and_takes_no_verdict_or_call_in_whoever_looks(cast: Cast) -> None:
    held, coming = meeting(cast, f.days(-3)), meeting(cast, f.days(7))
    draft = f.ReviewFactory.create(committee=cast.committee, title="Bus stops", published_on=None)
    row = f.RecommendationFactory.create(review=draft, number=1)
    for person in ("member", "chair", "scrutiny"):
        for one in (held, coming):
            page = cast.client(person).get(f"/meetings/{one.pk}/")
            assert len(page.context["agenda"].items) == 1 and "Bus stops" not in page.text, person
    chair = cast.client("chair")
    assert f"{row.pk}-verdict" not in chair.get(f"/meetings/{held.pk}/verdicts/").text
    own = chair.get(row.get_absolute_url()).text
    assert "Call it in" not in own and "Record the verdict" not in own
    with pytest.raises(ValidationError, match="Its review is a draft"):
        verbs.judge(row, cast.chair, held_on=held.held_on)
    with pytest.raises(ValidationError, match="Its review is a draft"):
        workflow.call_in(row, by=cast.roles("chair"), meeting=coming, why=WHY)


def test_a_review_that_is_published_later_changes_no_agenda_of_before_and_may_get_its_verdicts(cast: Cast) -> None:
    held, coming = meeting(cast, f.days(-3)), meeting(cast, f.days(7))
    later = f.ReviewFactory.create(committee=cast.committee, title="Bus stops", published_on=f.days(-1))
    row = f.RecommendationFactory.create(review=later, number=1)
    client = cast.client("chair")
    assert [len(client.get(f"/meetings/{one.pk}/").context["agenda"].items) for one in (held, coming)] == [1, 2]
    address = f"/meetings/{held.pk}/verdicts/"
    assert "published after the meeting" in client.get(address).text
    assert client.post(address, boxes(row) | {"record": "yes"}).status_code == 302


def test_a_call_in_is_taken_back_before_its_meeting_with_a_reason(cast: Cast) -> None:
    row, coming = cast.recommendation, meeting(cast, f.days(7))
    call = workflow.call_in(row, by=cast.roles("chair", f.days(-3)), meeting=coming, why=WHY)
    by = cast.roles("scrutiny")
    for who in ("member", "officer", "administrator"):
        with pytest.raises(PermissionDenied):
            workflow.take_back_call_in(call, by=cast.roles(who), why=WHY)
    with pytest.raises(ValidationError, match="Say why"):
        workflow.take_back_call_in(call, by=by, why="")
    with pytest.raises(ValidationError, match="was held"):
        workflow.take_back_call_in(call, by=cast.roles("chair", f.days(8)), why=WHY)
    workflow.take_back_call_in(call, by=by, why="It was meant for R2.")
    with pytest.raises(ValidationError, match="taken back on 17 June 2026 already"):
        workflow.take_back_call_in(call, by=by, why=WHY)
    # It stood until then, and the same meeting can be called in to again.
    assert standing(cast, f.days(-1)).called_in is not None and standing(cast).called_in is None
    workflow.call_in(row, by=by, meeting=coming, why=WHY)
    assert standing(cast).called_in is not None
    shown = cast.client("member").get(ONE).content.decode()
    assert "Call-in taken back" in shown and "It was meant for R2." in shown


@pytest.mark.parametrize("column", ["called_on = '2020-01-01'", "withdrawn_because = 'x'"])
def test_what_a_call_in_said_cannot_be_rewritten(cast: Cast, column: str) -> None:
    call = workflow.call_in(cast.recommendation, by=cast.roles("chair"), meeting=meeting(cast, f.days(7)), why=WHY)
    workflow.take_back_call_in(call, by=cast.roles("chair"), why="It was meant for R2.")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE recommendations_callin SET {column}")


def test_taking_back_on_its_page(cast: Cast) -> None:
    call = workflow.call_in(cast.recommendation, by=cast.roles("chair"), meeting=meeting(cast, f.days(7)), why=WHY)
    client, address = cast.client("chair"), f"/call-ins/{call.pk}/take-back/"
    assert address in client.get(ONE).content.decode()
    assert client.post(address, {"why": "Oh"}).status_code == 422
    done = client.post(address, {"why": "It was meant for R2."}, follow=True).content.decode()
    assert "R1 is not called in to the meeting of 24 June 2026 any more." in done and address not in done
    # In the second tab, or after going back.
    again = client.get(address, follow=True)
    assert again.redirect_chain == [(ONE, 302)]
    assert "This call-in was taken back on 17 June 2026 already." in again.text
    assert client.post(address, {"why": "It was meant for R2."}).status_code == 422


def test_calling_in_on_its_page(cast: Cast) -> None:
    client = cast.client("chair")
    assert client.get(f"{ONE}call-in/").status_code == 404
    coming = meeting(cast, f.days(7))
    refused = client.post(f"{ONE}call-in/", {"meeting": coming.pk, "why": "Late"})
    assert refused.status_code == 422 and "at least 10 characters" in refused.content.decode()
    done = client.post(f"{ONE}call-in/", {"meeting": coming.pk, "why": WHY}, follow=True).content.decode()
    assert "R1 is called in to the meeting of 24 June 2026." in done and WHY in done
    assert "Called in: " + WHY in client.get(f"/meetings/{coming.pk}/").content.decode()
    assert CallIn.objects.get().called_by == cast.chair
    again = client.get(f"{ONE}call-in/", follow=True).content.decode()
    assert "R1 is called in to every meeting to come already." in again and "Call it in to another meeting" in again


# --- Did it work? -----------------------------------------------------------------------------------------------------


def signed_off(cast: Cast, months_ago: int = 7) -> date:
    day = date(2026, 6 - months_ago, 17) if months_ago < 6 else date(2025, 18 - months_ago, 17)
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.ACHIEVED, held_on=day)
    return day


def test_an_outcome_is_checked_from_six_months_after_sign_off_and_is_late_after_twelve(cast: Cast) -> None:
    day = signed_off(cast)
    assert day == date(2025, 11, 17)
    assert standing(cast).outcome_window == (date(2026, 5, 17), date(2026, 11, 17))
    facts = {
        date(2026, 5, 16): (False, False),
        date(2026, 5, 17): (True, False),
        date(2026, 11, 17): (True, False),
        date(2026, 11, 18): (True, True),
    }
    seen = {on: standing(cast, on) for on in facts}
    assert {on: (s.outcome_is_due, s.outcome_is_late) for on, s in seen.items()} == facts
    by = cast.roles("chair", date(2026, 5, 16))
    with pytest.raises(ValidationError, match=r"checked from 17 May 2026 on"):
        workflow.check_outcome(cast.recommendation, by=by, worked=Worked.WORKED, words=FOUND)


def test_an_outcome_that_was_found_ends_the_asking_and_one_too_early_asks_again(cast: Cast) -> None:
    signed_off(cast)
    chair = cast.roles("chair")
    workflow.check_outcome(cast.recommendation, by=chair, worked=Worked.TOO_EARLY, words=FOUND)
    assert standing(cast).outcome_window == (date(2026, 12, 17), date(2026, 12, 17))
    with pytest.raises(ValidationError, match="17 December 2026"):
        workflow.check_outcome(cast.recommendation, by=chair, worked=Worked.WORKED, words=FOUND)
    later = cast.roles("chair", date(2026, 12, 17))
    workflow.check_outcome(cast.recommendation, by=later, worked=Worked.IN_PART, words=FOUND)
    now = standing(cast, date(2027, 1, 1))
    assert now.outcome is not None and now.outcome.worked == "in_part"
    assert now.outcome_window is None
    with pytest.raises(ValidationError, match="was checked on 17 December 2026"):
        workflow.check_outcome(cast.recommendation, by=later, worked=Worked.DID_NOT, words=FOUND)


def test_there_is_no_outcome_before_sign_off_and_after_a_reopening_the_page_keeps_the_one_before(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="R1 is not signed off"):
        workflow.check_outcome(cast.recommendation, by=cast.roles("chair"), worked=Worked.WORKED, words=FOUND)
    signed_off(cast)
    workflow.check_outcome(cast.recommendation, by=cast.roles("chair"), worked=Worked.DID_NOT, words=FOUND)
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.UNACCEPTABLE, words="It made no difference.")
    now = standing(cast)
    assert (now.outcome, now.outcome_window) == (None, None)
    assert len(now.outcome_checks) == 1
    page = Page(cast.client("member").get(ONE)).text
    assert "Did it work?" in page and "Checked on 17 June 2026, before it was reopened" in page


def test_checking_an_outcome_on_its_page(cast: Cast) -> None:
    signed_off(cast)
    client = cast.client("chair")
    page = client.get(ONE).content.decode()
    assert "Not known yet" in page and "To be checked from 17 May 2026 to 17 November 2026" in page
    assert client.post(f"{ONE}outcome/", {"words": FOUND}).status_code == 422
    typed = {"words": f"{FOUND}\nSo do their heads.", "worked": "worked"}
    check = client.post(f"{ONE}outcome/", typed)
    assert check.status_code == 200 and not OutcomeCheck.objects.exists()
    assert "Nothing is recorded yet." in check.text and f"“{FOUND}<br>So do their heads.”" in check.text
    assert "Its outcome is not asked for again." in check.text
    early = client.post(f"{ONE}outcome/", typed | {"worked": "too_early"}).text
    assert "It is asked again from 17 December 2026 on." in early
    again = client.post(f"{ONE}outcome/", typed | {"change": "yes"})
    assert again.status_code == 200 and FOUND in again.text and not OutcomeCheck.objects.exists()
    done = client.post(f"{ONE}outcome/", typed | {"record": "yes"}, follow=True).text
    assert "The outcome of R1 is recorded." in done and "It made the difference that was hoped for" in done
    assert OutcomeCheck.objects.get().checked_as == "Chair"


def test_the_form_of_an_outcome_check_that_is_not_due_says_why_and_leads_back(cast: Cast) -> None:
    client = cast.client("chair")

    def led_back() -> str:
        page = client.get(f"{ONE}outcome/", follow=True)
        assert page.redirect_chain == [(ONE, 302)]
        return page.text

    assert "R1 is not signed off, so there is no outcome to check yet." in led_back()
    signed_off(cast)
    assert client.get(f"{ONE}outcome/").status_code == 200
    workflow.check_outcome(cast.recommendation, by=cast.roles("chair"), worked=Worked.TOO_EARLY, words=FOUND)
    assert "The outcome of R1 is checked from 17 December 2026 on." in led_back()
    later = cast.roles("chair", date(2026, 12, 17))
    workflow.check_outcome(cast.recommendation, by=later, worked=Worked.WORKED, words=FOUND)
    assert "The outcome of R1 was checked on 17 December 2026." in led_back()
    # Whoever had it open sends it: what they typed is kept.
    late = client.post(f"{ONE}outcome/", {"words": FOUND, "worked": "did_not"})
    assert late.status_code == 422 and FOUND in late.text and "was checked on 17 December 2026" in late.text


# --- The executive's response -----------------------------------------------------------------------------------------


ANSWER = {
    "kind": "rejected",
    "deciding_body": "Cabinet",
    "decided_on_day": "10",
    "decided_on_month": "6",
    "decided_on_year": "2026",
    "minute": "7.1",
    "reason": "There is no money for it.",
}


def respond(client: Client, **changed: str) -> tuple[int, str]:
    page = client.post(f"{ONE}response/", ANSWER | changed)
    return page.status_code, page.content.decode()


def test_the_scrutiny_officer_records_a_response_on_its_page(cast: Cast) -> None:
    client = cast.client("scrutiny")
    Response.objects.filter(recommendation=cast.recommendation)
    for changed, said in (
        ({"reason": ""}, "A rejected recommendation needs the executive’s reason"),
        ({"decided_on_day": "20"}, "The decision cannot be in the future"),
        ({"kind": ""}, "Choose the answer"),
        ({"deciding_body": ""}, "Enter who decided, like Cabinet"),
        ({"decided_on_month": "13"}, "There is no such date as 10 13 2026"),
    ):
        status, page = respond(client, **changed)
        assert status == 422 and said in page, changed
    assert respond(client)[0] == 302
    found = Response.objects.latest("pk")
    assert (found.kind, found.deciding_body, found.minute) == (ResponseKind.REJECTED, "Cabinet", "7.1")
    page = client.get(ONE).content.decode()
    assert "Rejected" in page and "There is no money for it." in page and "Record a changed response" in page


def test_history_tells_of_call_ins_and_outcomes(cast: Cast) -> None:
    signed_off(cast)
    workflow.check_outcome(cast.recommendation, by=cast.roles("chair"), worked=Worked.DID_NOT, words=FOUND)
    workflow.call_in(cast.recommendation, by=cast.roles("scrutiny"), meeting=meeting(cast, f.days(7)), why=WHY)
    page = cast.client("member").get(f"{ONE}?all=1").content.decode()
    for words in (FOUND, WHY, "Outcome check", "To the meeting of 24 June 2026", "It made no difference"):
        assert words in page, words


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM recommendations_callin",
        "UPDATE recommendations_callin SET why = 'x'",
        "DELETE FROM recommendations_outcomecheck",
        "UPDATE recommendations_outcomecheck SET id = id",
    ],
)
def test_the_database_refuses_to_rewrite_them(cast: Cast, statement: str) -> None:
    signed_off(cast)
    workflow.check_outcome(cast.recommendation, by=cast.roles("chair"), worked=Worked.DID_NOT, words=FOUND)
    workflow.call_in(cast.recommendation, by=cast.roles("scrutiny"), meeting=meeting(cast, f.days(7)), why=WHY)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


# --- What others did meanwhile, and what was not there yet ------------------------------------------------------------


def test_a_verdict_that_somebody_else_recorded_meanwhile_is_told_and_nothing_is_recorded(cast: Cast) -> None:
    (second,) = others(cast, 2)
    client, row = cast.client("chair"), meeting(cast)
    typed = boxes(cast.recommendation, "unacceptable", words="It\nstands still.") | boxes(
        second, "achieved", "6.2", "We have seen it."
    )
    assert "Check 2 verdicts" in client.post(f"/meetings/{row.pk}/verdicts/", typed).text
    recorded = verbs.judge(cast.recommendation, cast.scrutiny)
    answer = client.post(f"/meetings/{row.pk}/verdicts/", typed | {"record": "yes"})
    assert answer.status_code == 422 and Verdict.objects.count() == 1
    assert "recorded meanwhile: “Acceptable progress”, minute 5.2" in answer.text
    assert "You typed “Unacceptable progress”" in answer.text
    assert "What you typed on R1" in answer.text and "“It<br>stands still.”" in answer.text
    assert f'href="/verdicts/{recorded.pk}/put-right/"' in answer.text
    left = boxes(second, "achieved", "6.2", "We have seen it.") | {"record": "yes"}
    assert client.post(f"/meetings/{row.pk}/verdicts/", left).status_code == 302


@pytest.mark.parametrize("posted", ["999999-verdict", "abc-verdict", "-verdict"])
def test_boxes_of_no_recommendation_here_are_left_aside(cast: Cast, posted: str) -> None:
    typed = boxes(cast.recommendation) | {posted: "achieved", "record": "yes"}
    assert cast.client("chair").post(f"/meetings/{meeting(cast).pk}/verdicts/", typed).status_code == 302
    assert Verdict.objects.get().recommendation == cast.recommendation


def test_a_review_of_a_later_day_is_neither_counted_nor_judged_before(cast: Cast) -> None:
    later = f.ReviewFactory.create(committee=cast.committee, adopted_on=f.days(-30))
    row = f.RecommendationFactory.create(review=later, theme=f.ThemeFactory.create(review=later), number=1)
    scope = of_committee(cast.committee, list(Review.objects.filter(committee=cast.committee)))
    ledger = load(scope, f.DAY, cast.roles("member"))
    counts = {on: ledger.position(on).count for on in (f.days(-31), f.days(-30))}
    assert counts == {f.days(-31): 1, f.days(-30): 2}
    with pytest.raises(ValidationError, match="adopted after this meeting, on 18 May 2026"):
        verbs.judge(row, cast.chair, held_on=f.days(-40))


def test_achieved_again_is_the_same_sign_off_and_keeps_its_outcome(cast: Cast) -> None:
    signed_off(cast)
    workflow.check_outcome(cast.recommendation, by=cast.roles("chair"), worked=Worked.WORKED, words=FOUND)
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.ACHIEVED)
    now = standing(cast)
    assert now.outcome is not None and now.outcome_window is None
    with pytest.raises(ValidationError, match="was checked on"):
        workflow.check_outcome(cast.recommendation, by=cast.roles("chair"), worked=Worked.DID_NOT, words=FOUND)


def test_the_same_response_is_recorded_once_and_none_before_the_review(cast: Cast) -> None:
    client = cast.client("scrutiny")
    assert respond(client)[0] == 302
    status, page = respond(client)
    assert status == 422 and "This response is recorded already" in page
    assert respond(client, kind="accepted")[0] == 302
    status, page = respond(client, decided_on_year="1066")
    assert status == 422 and "cannot be before the review was adopted" in page


def test_references_of_several_reviews_say_which(cast: Cast) -> None:
    other = f.ReviewFactory.create(committee=cast.committee, title="Another review")
    f.RecommendationFactory.create(review=other, theme=f.ThemeFactory.create(review=other), number=1)
    page = cast.client("chair").get(f"/meetings/{meeting(cast).pk}/verdicts/").text
    assert "> of R1 (Another review)</span>" in page and "> of R1 (Harbour review)</span>" in page
