"""Nothing new, corrections, and days that lie back: what each writes, refuses, and changes in the figures."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from recommendations import ledger, workflow
from recommendations.models import Action, Update
from recommendations.standing import ActionStanding
from recommendations.states import Reason, Status, VerdictKind
from recommendations.workflow import BACK_DATED_DAYS, Statement
from tests import factories as f
from tests import verbs
from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("day")


def say(cast: Cast, by: str = "officer", on: date = f.DAY) -> Update:
    return workflow.say_unchanged(cast.action, by=cast.roles(by, on), at=f.noon(on))


def correct(cast: Cast, wrong: Update, status: Status = Status.ON_TRACK, by: str = "officer", **said: object) -> Update:
    reason = Reason.STAFFING if status in (Status.DELAYED, Status.PAUSED) else ""
    statement = Statement(status, "It was said wrongly before.", reason, corrects=wrong.pk, **said)  # type: ignore[arg-type]
    return workflow.give_update(cast.action, by=cast.roles(by), at=f.noon(f.DAY), said=statement)


def stand(action: Action, on: date = f.DAY) -> ActionStanding:
    roles = f.reader(action.recommendation.review, on)
    return ledger.standings_of(Action.objects.filter(pk=action.pk), roles, with_history=True)[0]


# --- Nothing has changed ----------------------------------------------------------------------------------------------


def test_it_repeats_what_was_said_and_says_since_when(cast: Cast) -> None:
    verbs.tell(cast.action, cast.officer, Status.DELAYED, on=f.days(-40))
    first = say(cast, on=f.days(-20))
    second = say(cast)
    assert [u.words for u in (first, second)] == ["Nothing has changed since 8 May 2026."] * 2
    assert (second.status, second.reason, second.unchanged) == (Status.DELAYED, Reason.STAFFING, True)
    row = stand(cast.action)
    assert (row.times_unchanged, row.news and row.news.given_on) == (2, f.days(-40))


def test_it_makes_the_last_word_fresh_and_silences_nothing(cast: Cast) -> None:
    Action.objects.filter(pk=cast.action.pk).update(target_on=f.days(60))
    verbs.tell(cast.action, cast.officer, on=f.days(-100))
    assert stand(cast.action).is_stale
    say(cast)
    row = stand(cast.action)
    assert not row.is_stale
    later = stand(cast.action, f.days(61))
    assert later.is_overdue


def test_it_is_as_exempt_as_what_it_repeats(cast: Cast) -> None:
    verbs.tell(cast.action, cast.officer, on=f.days(-9), exempt=verbs.terms(on=f.days(-9)))
    update = say(cast)
    (kept,) = update.exemptions.all()
    assert kept.reason == "A tender is open."
    assert stand(cast.action).update is None


def test_before_anything_was_said_twice_a_day_or_of_an_achievement_it_is_refused(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="Give a first update"):
        say(cast)
    verbs.tell(cast.action, cast.officer, on=f.days(-1))
    say(cast)
    with pytest.raises(ValidationError, match="updated today already"):
        say(cast)
    verbs.tell(cast.action, cast.officer, Status.ACHIEVED)
    with pytest.raises(ValidationError, match="There is nothing more to say"):
        say(cast, on=f.days(3))
    assert Update.objects.count() == 3


def test_only_those_who_answer_for_it_say_so_and_not_once_it_is_closed(cast: Cast) -> None:
    verbs.tell(cast.action, cast.officer, on=f.days(-9))
    for person in ("other_officer", "head", "member", "chair", "scrutiny"):
        with pytest.raises(PermissionDenied):
            say(cast, person)
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.ACHIEVED, held_on=f.days(-1))
    with pytest.raises(ValidationError, match="signed off"):
        say(cast)


def test_a_press_on_a_page_that_another_update_overtook_records_nothing(cast: Cast) -> None:
    verbs.tell(cast.action, cast.officer, on=f.days(-9))
    client = cast.client("deputy")
    verbs.tell(cast.action, cast.officer, on=f.days(-1))
    answer = client.post(f"/actions/{cast.action.pk}/unchanged/", {"version": "2"}, follow=True)
    assert "Another update came first" in answer.content.decode()
    assert Update.objects.count() == 2
    row = client.post(f"/actions/{cast.action.pk}/unchanged/", {"version": "x"}, headers={"HX-Request": "true"})
    assert row.status_code == 422 and "Nothing was recorded." in row.content.decode()
    done = client.post(f"/actions/{cast.action.pk}/unchanged/", {"version": "3"}, follow=True)
    assert "nothing has changed" in done.content.decode()


# --- Corrections ------------------------------------------------------------------------------------------------------


def test_a_correction_is_a_further_update_that_names_the_one_it_corrects(cast: Cast) -> None:
    wrong = verbs.tell(cast.action, cast.officer, Status.ACHIEVED, on=f.days(-2))
    right = correct(cast, wrong)
    assert right.corrects == wrong
    assert stand(cast.action).corrected_ids == {wrong.pk}
    assert Update.objects.get(pk=wrong.pk).words == verbs.WORDS


def test_a_correction_may_say_what_could_have_been_said_in_the_place_of_the_wrong_one(cast: Cast) -> None:
    verbs.tell(cast.action, cast.officer, on=f.days(-9))
    wrong = verbs.tell(cast.action, cast.officer, Status.ACHIEVED, on=f.days(-2))
    # From achieved an action cannot go to paused. It was never achieved.
    assert correct(cast, wrong, Status.PAUSED).status == Status.PAUSED


def test_a_wrong_word_between_two_right_ones_does_not_move_the_day_of_an_achievement(cast: Cast) -> None:
    verbs.tell(cast.action, cast.officer, Status.ACHIEVED, on=f.days(-9))
    wrong = verbs.tell(cast.action, cast.officer, Status.DELAYED, on=f.days(-2))
    correct(cast, wrong, Status.ACHIEVED, no_proof_because="It was not written down.")
    assert stand(cast.action).achieved_on == f.days(-9)


def test_proof_of_what_is_corrected_stands_for_the_correction(cast: Cast) -> None:
    wrong = verbs.prove(cast.action, cast.officer, verbs.file(), status=Status.ACHIEVED, on=f.days(-2))
    right = correct(cast, wrong, Status.ACHIEVED)
    assert right.has_proof


def test_only_ones_own_last_word_is_corrected_and_once(cast: Cast) -> None:
    wrong = verbs.tell(cast.action, cast.officer, on=f.days(-2))
    with pytest.raises(ValidationError, match="Somebody else gave that update"):
        correct(cast, wrong, by="deputy")
    right = correct(cast, wrong)
    with pytest.raises(ValidationError, match="came after the one"):
        correct(cast, wrong)
    with transaction.atomic(), pytest.raises(IntegrityError):
        f.UpdateFactory.create(action=cast.action, corrects=wrong)
    assert correct(cast, right, Status.DELAYED).corrects == right


def test_the_form_opens_with_what_is_corrected_and_keeps_it_exempt(cast: Cast) -> None:
    wrong = verbs.tell(cast.action, cast.officer, Status.DELAYED, on=f.days(-2), exempt=verbs.terms(on=f.days(-2)))
    client, address = cast.client("officer"), f"/actions/{cast.action.pk}/update/"
    form = client.get(f"{address}?correct={wrong.pk}").context["form"]
    assert (form["status"].value(), form["words"].value(), form["keep_back"].value()) == ("delayed", verbs.WORDS, True)
    assert not cast.client("deputy").get(f"{address}?correct={wrong.pk}").context["form"]["corrects"].value()
    typed = {
        "status": "on_track", "words": "It is on track after all.", "version": "2", "corrects": str(wrong.pk),
        "keep_back": "on", "exempt_paragraph": "3", "exempt_reason": "A tender is open.", "decided_by": "Officer",
        "review_on_day": "1", "review_on_month": "6", "review_on_year": "2027",
    }  # fmt: skip
    assert client.post(address, typed).status_code == 302
    right = Update.objects.get(corrects=wrong)
    assert right.exemptions.count() == 1
    page = client.get(f"/actions/{cast.action.pk}/").content.decode()
    assert "Corrects the update of 15 June 2026" in page and "Corrected by a later update" in page


def test_whoever_may_not_read_the_wrong_one_does_not_learn_that_there_was_one(cast: Cast) -> None:
    wrong = verbs.tell(cast.action, cast.officer, on=f.days(-2), exempt=verbs.terms(on=f.days(-2)))
    correct(cast, wrong)
    page = cast.client("other_officer").get(f"/actions/{cast.action.pk}/").content.decode()
    assert "It was said wrongly before." in page
    assert "Corrects the update" not in page


# --- Since an earlier day ---------------------------------------------------------------------------------------------


def test_an_achievement_counts_from_the_day_it_holds_and_is_recorded_on_the_day_it_is_said(cast: Cast) -> None:
    Action.objects.filter(pk=cast.action.pk).update(original_target_on=f.days(-5), target_on=f.days(-5))
    said = Statement(Status.ACHIEVED, "It was done.", no_proof_because="None.", effective_on=f.days(-6))
    update = workflow.give_update(cast.action, by=cast.roles("officer"), at=f.noon(f.DAY), said=said)
    assert (update.given_on, update.effective_on) == (f.DAY, f.days(-6))
    row = stand(cast.action)
    assert (row.achieved_on, row.days_late) == (f.days(-6), 0)
    # Yesterday nobody had said so, and yesterday's figures do not change.
    assert stand(cast.action, f.days(-1)).is_overdue


@pytest.mark.parametrize(
    ("day", "message"),
    [
        (f.days(1), "today or earlier"),
        (f.days(-BACK_DATED_DAYS - 1), f"within {BACK_DATED_DAYS} days"),
        (f.days(-11), "The update before holds from"),
    ],
)
def test_a_day_that_is_out_of_bounds_is_refused_beside_its_box(cast: Cast, day: date, message: str) -> None:
    verbs.tell(cast.action, cast.officer, on=f.days(-10))
    said = Statement(Status.ON_TRACK, "It goes on.", effective_on=day)
    with pytest.raises(ValidationError) as refusal:
        workflow.give_update(cast.action, by=cast.roles("officer"), at=f.noon(f.DAY), said=said)
    assert message in refusal.value.message_dict["effective_on"][0]


def test_all_that_is_wrong_with_an_update_is_said_in_one_round(cast: Cast) -> None:
    said = Statement(Status.ACHIEVED, "It is done.", effective_on=f.days(1))
    with pytest.raises(ValidationError) as refusal:
        workflow.give_update(cast.action, by=cast.roles("officer"), at=f.noon(f.DAY), said=said)
    assert set(refusal.value.error_dict) == {"no_proof_because", "effective_on"}


def test_a_day_before_the_agreement_is_refused(cast: Cast) -> None:
    Action.objects.filter(pk=cast.action.pk).update(agreed_on=f.days(-3))
    said = Statement(Status.ON_TRACK, "It goes on.", effective_on=f.days(-4))
    with pytest.raises(ValidationError, match="The action was agreed on 14 June 2026"):
        workflow.give_update(cast.action, by=cast.roles("officer"), at=f.noon(f.DAY), said=said)


def test_both_days_stand_on_the_page(cast: Cast) -> None:
    typed = {
        "status": "on_track", "words": "It has been so for a while.", "version": "1",
        "effective_on_day": "10", "effective_on_month": "6", "effective_on_year": "2026",
    }  # fmt: skip
    client = cast.client("officer")
    assert client.post(f"/actions/{cast.action.pk}/update/", typed).status_code == 302
    page = client.get(f"/actions/{cast.action.pk}/").content.decode()
    assert "17 June 2026" in page and "since 10 June 2026" in page
