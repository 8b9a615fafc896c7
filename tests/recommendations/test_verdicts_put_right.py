"""A verdict that was mistyped is put right, with a reason: from that day on everything shows the right one."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from recommendations import workflow
from recommendations.agenda import agenda, comes_of_correction
from recommendations.ledger import Ledger, load
from recommendations.models import Review, Verdict
from recommendations.scope import Days, of_committee, of_review
from recommendations.standing import RecommendationStanding
from recommendations.states import ResponseKind, State, VerdictKind, Worked
from reminders.facts import ground_on
from reminders.matters import of_recommendations
from reminders.rule import Clock
from reports.happenings import happenings
from reports.lines import Names
from tests import factories as f
from tests import verbs
from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("day")

ACHIEVED, ACCEPTABLE, UNACCEPTABLE = VerdictKind.ACHIEVED, VerdictKind.ACCEPTABLE, VerdictKind.UNACCEPTABLE
WHY = "The minutes say “acceptable progress”."
ONE = "/reviews/harbour-review/recommendations/1/"
HELD = f.days(-30)


def ledger(cast: Cast, on: date = f.DAY, *, brief: bool = False) -> Ledger:
    if brief:
        scope = of_committee(cast.committee, list(Review.objects.for_page()))
        return load(scope, on, cast.roles("member", on), days=Days(on), brief=True)
    return load(of_review(Review.objects.for_page().get(pk=cast.review.pk)), on, cast.roles("member", on))


def standing(cast: Cast, on: date = f.DAY) -> RecommendationStanding:
    return ledger(cast, on).position(on).standings[0]


def mistyped(cast: Cast, verdict: VerdictKind = ACHIEVED, held_on: date = HELD) -> Verdict:
    return verbs.judge(cast.recommendation, cast.chair, verdict, held_on=held_on)


def address_of(verdict: Verdict) -> str:
    return f"/verdicts/{verdict.pk}/put-right/"


# --- The verb ---------------------------------------------------------------------------------------------------------


def test_the_right_one_holds_from_the_day_of_the_correction_and_the_wrong_one_before(cast: Cast) -> None:
    was = mistyped(cast)
    now = verbs.correct(was, cast.chair, ACCEPTABLE, minute="6.3", words="", why=WHY)
    assert (now.corrected_because, now.corrected_as, now.meeting) == (WHY, "Chair", was.meeting)
    assert [v.pk for v in standing(cast).verdicts] == [now.pk] and not standing(cast).is_signed_off
    # Read on the day before, and on the day itself as it was then.
    for then in (standing(cast, f.days(-1)), ledger(cast).standing(cast.recommendation, f.days(-1))):
        assert [v.pk for v in then.verdicts] == [was.pk] and then.is_signed_off and then.put_right == ()
    assert Verdict.objects.count() == 2


def test_a_verdict_is_put_right_twice_and_the_last_one_holds(cast: Cast) -> None:
    first = mistyped(cast)
    second = verbs.correct(first, cast.chair, UNACCEPTABLE, on=f.days(-3))
    third = verbs.correct(second, cast.scrutiny, ACCEPTABLE, on=f.DAY)
    found = standing(cast)
    assert [(was.pk, now.pk) for was, now in found.put_right] == [(first.pk, second.pk), (second.pk, third.pk)]
    assert found.verdict is not None and found.verdict.pk == third.pk and third.corrected_as == "Scrutiny officer"
    assert [v.pk for v in standing(cast, f.days(-2)).verdicts] == [second.pk]


def test_an_earlier_verdict_is_put_right_and_the_later_one_goes_on_to_hold(cast: Cast) -> None:
    was, last = mistyped(cast, UNACCEPTABLE), mistyped(cast, ACHIEVED, f.days(-5))
    now = verbs.correct(was, cast.chair, ACCEPTABLE)
    found = standing(cast)
    assert [v.pk for v in found.verdicts] == [now.pk, last.pk] and found.is_signed_off


def test_a_committee_s_short_reading_agrees_with_the_whole_one(cast: Cast) -> None:
    verbs.correct(mistyped(cast), cast.chair, ACCEPTABLE, on=f.days(-2))
    for on in (f.days(-10), f.DAY):
        rows = [ledger(cast, on, brief=brief).position(on).standings[0] for brief in (True, False)]
        assert rows[0].verdicts == rows[1].verdicts and rows[0].state == rows[1].state
    whole = ledger(cast)
    assert whole.before(cast.recommendation, whole.limits(f.days(-10)), {}).state == State.SIGNED_OFF
    assert whole.before(cast.recommendation, whole.limits(f.DAY), {}).state != State.SIGNED_OFF


@pytest.mark.parametrize("who", ["member", "officer", "head", "administrator", "member_elsewhere"])
def test_only_chair_and_scrutiny_officer_put_a_verdict_right(cast: Cast, who: str) -> None:
    was = mistyped(cast)
    with pytest.raises(PermissionDenied):
        verbs.correct(was, getattr(cast, who), ACCEPTABLE)


def test_what_is_refused(cast: Cast) -> None:
    was = mistyped(cast)
    with pytest.raises(ValidationError, match="Nothing is changed"):
        verbs.correct(was, cast.chair, ACHIEVED)
    with pytest.raises(ValidationError) as refusal:
        verbs.correct(was, cast.chair, ACCEPTABLE, why="")
    assert refusal.value.message_dict == {"why": ["Say why it is put right"]}
    with pytest.raises(ValidationError) as refusal:
        verbs.correct(was, cast.chair, ACHIEVED, words="")
    assert list(refusal.value.message_dict) == ["words"]
    verbs.correct(was, cast.chair, ACCEPTABLE, minute="6.3", on=f.days(-1))
    with pytest.raises(ValidationError, match=r"right on 16 June 2026: it is now “Acceptable progress”, minute 6\.3"):
        verbs.correct(was, cast.chair, UNACCEPTABLE)


def test_what_was_rejected_does_not_become_achieved(cast: Cast) -> None:
    was = mistyped(cast, UNACCEPTABLE)
    verbs.respond(cast.recommendation, cast.scrutiny, ResponseKind.REJECTED)
    with pytest.raises(ValidationError) as refusal:
        verbs.correct(was, cast.chair, ACHIEVED)
    assert refusal.value.message_dict == {"verdict": ["R1 was rejected by Cabinet, so it cannot be achieved"]}
    # Its minute can still be put right, and so can that of one that was achieved before it was rejected.
    verbs.correct(was, cast.chair, UNACCEPTABLE, minute="6.3")


def test_an_achievement_of_what_was_reopened_and_rejected_keeps_its_verdict_with_another_minute(cast: Cast) -> None:
    was = mistyped(cast)
    verbs.judge(cast.recommendation, cast.chair, UNACCEPTABLE, held_on=f.days(-5), words="It was too early.")
    verbs.respond(cast.recommendation, cast.scrutiny, ResponseKind.REJECTED)
    assert verbs.correct(was, cast.chair, ACHIEVED, minute="6.3").minute == "6.3"


def test_what_reopens_says_why(cast: Cast) -> None:
    mistyped(cast)
    was = mistyped(cast, ACHIEVED, f.days(-5))
    with pytest.raises(ValidationError) as refusal:
        verbs.correct(was, cast.chair, ACCEPTABLE, words="")
    assert refusal.value.message_dict == {"words": ["Say why R1 is reopened"]}


def test_a_verdict_on_which_an_outcome_check_rests_stays(cast: Cast) -> None:
    was = mistyped(cast, ACHIEVED, f.days(-300))
    by = cast.roles("chair", f.days(-2))
    workflow.check_outcome(cast.recommendation, by=by, worked=Worked.WORKED, words="Eleven schools use it.")
    with pytest.raises(ValidationError, match="The outcome was checked on 15 June 2026"):
        verbs.correct(was, cast.chair, ACCEPTABLE)


def test_putting_right_is_not_offered_for_a_verdict_on_which_an_outcome_check_rests(cast: Cast) -> None:
    was, client = mistyped(cast, ACHIEVED, f.days(-300)), cast.client("chair")
    other = verbs.judge(f.RecommendationFactory.create(review=cast.review, number=2), cast.chair, held_on=f.days(-300))
    workflow.check_outcome(cast.recommendation, by=cast.roles("chair"), worked=Worked.WORKED, words="It did.")
    meeting = client.get(f"/meetings/{was.meeting_id}/").text
    assert address_of(was) not in client.get(ONE).text and address_of(was) not in meeting
    assert address_of(other) in meeting
    page = client.get(address_of(was), follow=True)
    assert page.redirect_chain == [(ONE, 302)] and "The outcome was checked on 17 June 2026" in page.text
    # Achieved again is a verdict of its own, on which nothing rests.
    again = mistyped(cast, ACHIEVED, f.days(-5))
    assert address_of(again) in client.get(ONE).text


def test_a_sign_off_counts_from_the_first_of_the_verdicts_in_force(cast: Cast) -> None:
    first = mistyped(cast, ACHIEVED, f.days(-300))
    # By this one it seemed to be reopened.
    wrong = verbs.judge(cast.recommendation, cast.chair, UNACCEPTABLE, held_on=f.days(-200), words="Not yet.")
    right = verbs.correct(wrong, cast.chair, ACHIEVED, on=f.days(-190))
    found = standing(cast)
    assert [v.pk for v in found.sign_off_run] == [first.pk, right.pk] and found.outcome_is_due
    (reminded,) = of_recommendations([cast.recommendation.pk], ground_on(f.DAY))
    assert found.outcome_window is not None and reminded.dates[Clock.OUTCOME_FROM] == found.outcome_window[0]
    check = workflow.check_outcome(cast.recommendation, by=cast.roles("chair"), worked=Worked.WORKED, words="It did.")
    assert check.verdict == first and standing(cast).outcome is not None


def test_the_database_takes_no_second_verdict_without_a_reason_and_changes_none(cast: Cast) -> None:
    now = verbs.correct(mistyped(cast), cast.chair, ACCEPTABLE)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE recommendations_verdict SET corrected_because = '' WHERE id = {now.pk}")


# --- What shows it ----------------------------------------------------------------------------------------------------


def test_the_timeline_hides_nothing(cast: Cast) -> None:
    was = mistyped(cast)
    verbs.correct(was, cast.chair, ACCEPTABLE, minute="6.3", words="Good.", why=WHY)
    page = cast.client("member").get(ONE).content.decode()
    said = (
        "Meeting of 18 May 2026: was “Achieved”, minute 5.2, with the words “The committee has seen it.”; "
        "is “Acceptable progress”, minute 6.3"
    )
    for words in ("Verdict put right", said, WHY, "minute 6.3, put right on 17 June 2026"):
        assert words in page, words
    before = cast.client("member").get(f"{ONE}?as_at={f.days(-1)}").content.decode()
    assert WHY not in before and "put right" not in before.lower()


def test_its_meeting_shows_the_one_in_force_and_what_was_on_its_agenda(cast: Cast) -> None:
    was = mistyped(cast)
    now = verbs.correct(was, cast.chair, UNACCEPTABLE, why=WHY)
    found = agenda(ledger(cast, brief=True), was.meeting, [was.meeting], f.DAY)
    assert [v.pk for v, _ in found.decided] == [now.pk]
    # What it signed off by mistake was on it.
    assert [item.standing.recommendation.pk for item in found.items] == [cast.recommendation.pk]
    assert found.left == () and found.left_off == ()
    page = cast.client("chair").get(f"/meetings/{was.meeting_id}/").content.decode()
    assert f"Put right on 17 June 2026: {WHY}" in page and address_of(now) in page and address_of(was) not in page
    assert "/put-right/" not in cast.client("member").get(f"/meetings/{was.meeting_id}/").content.decode()


def test_a_report_tells_of_the_one_in_force_when_it_was_put_right(cast: Cast) -> None:
    verbs.correct(mistyped(cast), cast.chair, ACCEPTABLE, on=f.days(-3))
    whole = ledger(cast)

    def told(since: date, up_to: date) -> list[tuple[str, ...]]:
        found = happenings(whole, Names(is_committee=False), since, up_to)
        return [h.items for h in found if h.one == "verdict of the committee"]

    assert told(f.days(-40), f.days(-4)) == [("R1 achieved",)]
    for since in (f.days(-40), f.days(-4)):
        assert told(since, f.DAY) == [("R1 acceptable progress, put right",)]


def test_programs_read_the_one_in_force_and_why(cast: Cast) -> None:
    verbs.correct(mistyped(cast), cast.chair, ACCEPTABLE, why=WHY)
    cast.committee.publishes = True
    cast.committee.save()
    (row,) = Client().get("/api/v1/verdicts", {"review": "harbour-review"}).json()["items"]
    assert (row["verdict"], row["corrected_because"], row["recorded_on"]) == ("acceptable", WHY, str(f.DAY))
    feed = Client().get("/reviews/harbour-review/changes.atom").content.decode()
    assert "R1: Verdict, Acceptable progress" in feed and "R1: Verdict, Achieved" not in feed
    assert "R1: Verdict put right, Meeting of 18 May 2026: was “Achieved”" in feed and WHY in feed


def test_a_recommendation_with_a_correction_is_read_in_as_many_queries(cast: Cast) -> None:
    was, client = mistyped(cast), cast.client("member")
    client.get(ONE)
    with CaptureQueriesContext(connection) as before:
        client.get(ONE)
    verbs.correct(was, cast.chair, ACCEPTABLE)
    with CaptureQueriesContext(connection) as after:
        client.get(ONE)
    assert len(after) == len(before) <= 12


# --- The page ---------------------------------------------------------------------------------------------------------


def typed(**given: Any) -> dict[str, Any]:
    return {"verdict": ACCEPTABLE, "minute": "6.3", "words": "", "why": WHY, **given}


def test_putting_it_right_on_its_page(cast: Cast) -> None:
    was, client = mistyped(cast), cast.client("chair")
    assert address_of(was) in client.get(ONE).content.decode()
    form = client.get(address_of(was)).context["form"]
    assert {name: form[name].value() for name in ("verdict", "minute", "words")} == {
        "verdict": ACHIEVED,
        "minute": "5.2",
        "words": verbs.SEEN,
    }
    check = client.post(address_of(was), typed()).content.decode()
    assert "Nothing is recorded yet" in check and "Reopens it: signed off on 18 May 2026." in check
    assert Verdict.objects.count() == 1
    again = client.post(address_of(was), {**typed(), "change": "yes"})
    assert again.status_code == 200 and again.context["form"]["why"].value() == WHY
    done = client.post(address_of(was), {**typed(), "record": "yes"}, follow=True).content.decode()
    assert "The verdict on R1 is put right." in done and Verdict.objects.count() == 2
    # The old address leads to what there is now.
    late = client.get(address_of(was), follow=True).content.decode()
    assert "Somebody put this verdict right on 17 June 2026" in late


def test_a_refusal_keeps_what_was_typed(cast: Cast) -> None:
    was, client = mistyped(cast), cast.client("scrutiny")
    for wrong, words in (
        ({"why": ""}, "Say why it is put right"),
        ({"minute": ""}, "Enter the minute reference, like 6.2"),
        ({"verdict": ""}, "Choose the verdict"),
        ({"verdict": ACHIEVED, "minute": "5.2", "words": verbs.SEEN}, "Nothing is changed"),
        ({"verdict": ACHIEVED}, "The executive has not answered R1. Say how it is known to be achieved"),
    ):
        found = client.post(address_of(was), typed(**wrong))
        assert found.status_code == 422 and words in found.content.decode(), words
        assert {**typed(), **wrong} == {name: found.context["form"][name].value() for name in typed()}
    verbs.correct(was, cast.chair, UNACCEPTABLE)
    late = client.post(address_of(was), {**typed(), "record": "yes"})
    assert late.status_code == 422 and "it is now “Unacceptable progress”" in late.content.decode()
    assert late.context["form"]["why"].value() == WHY


def test_what_is_said_to_come_of_it_comes_of_it(cast: Cast) -> None:
    was = mistyped(cast)

    def said(verdict: VerdictKind) -> str:
        return " ".join(comes_of_correction(standing(cast), was, verdict))

    assert said(ACHIEVED).startswith("Where it stands does not change.")
    assert said(ACCEPTABLE).startswith("Reopens it: signed off on 18 May 2026.")
    assert "As at a day before today, pages still show “Achieved”, minute 5.2." in said(ACCEPTABLE)
    was = verbs.correct(was, cast.chair, ACCEPTABLE)
    assert not standing(cast).is_signed_off
    # Recorded today, so that no day before shows it.
    assert said(UNACCEPTABLE) == "Monitoring goes on. Reports that were issued stay as they are."
    assert said(ACHIEVED).startswith("Signs it off: its monitoring ends.")
    mistyped(cast, ACHIEVED, f.days(-5))
    assert said(UNACCEPTABLE).startswith("The verdict of 12 June 2026 came later, so it goes on to hold.")


def test_of_two_recommendations_at_a_meeting_one_is_put_right(cast: Cast) -> None:
    other = f.RecommendationFactory.create(review=cast.review, theme=cast.recommendation.theme, number=2)
    was, second = mistyped(cast), verbs.judge(other, cast.chair, ACHIEVED, held_on=HELD)
    now = verbs.correct(was, cast.chair, ACCEPTABLE)
    rows = ledger(cast).position(f.DAY).standings
    assert [s.verdict and s.verdict.pk for s in rows] == [now.pk, second.pk]
