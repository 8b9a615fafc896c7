"""What can be said of typed words alone, and that nothing typed is lost."""

from datetime import date
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError

from evidence.link_forms import StrikeForm
from recommendations.action_forms import ChangeActionForm, WithdrawForm
from recommendations.committee_forms import CallInForm, TakeBackForm
from recommendations.exempt_forms import EndForm
from recommendations.forms import DecisionForm, UpdateForm
from recommendations.models import Action, Extension
from recommendations.question_forms import PassOnForm
from recommendations.review_forms import LeadForm, ReviewForm
from recommendations.states import NEXT, Status
from tests.factories import DAY
from tests.paper import Paper

pytestmark = pytest.mark.once


@pytest.fixture
def action() -> Action:
    paper = Paper()
    return paper.action(paper.recommendation())


def typed(action: Action, **changes: str) -> UpdateForm:
    """The form as an officer would send it, with some boxes changed."""
    data = {"status": "on_track", "words": "Half of the work is done.", "reason": "", "version": "1", **changes}
    return UpdateForm(data, action=action, on=DAY)


def errors(form: Any) -> dict[str, list[str]]:
    return {name: list(messages) for name, messages in form.errors.items()}


def drawn(form: Any) -> str:
    return "".join(str(form[name].as_field_group()) for name in form.fields)


def test_a_plain_update_is_accepted_as_typed(action: Action) -> None:
    form = typed(action)
    assert form.is_valid()
    assert form.cleaned_data == {
        "status": "on_track",
        "reason": "",
        "words": "Half of the work is done.",
        "ask": False,
        "to_on": None,
        "no_proof_because": "",
        "keep_back": False,
        "exempt_paragraph": None,
        "exempt_reason": "",
        "decided_by": "",
        "review_on": None,
        "effective_on": None,
        "corrects": None,
        "version": 1,
    }
    assert form.statement.exempt is None
    assert form.statement.more_time is None


# --- Words ------------------------------------------------------------------------------------------------------------


def test_what_is_missing_is_said_all_at_once(action: Action) -> None:
    told = errors(typed(action, status="delayed", words=""))
    assert told == {"words": ["Enter what has happened"], "reason": ["Choose why it is delayed"]}


def test_days_out_of_bounds_are_said_with_what_else_is_wrong(action: Action) -> None:
    since = {"effective_on_day": "1", "effective_on_month": "1", "effective_on_year": "2030"}
    to_on = {"ask": "on", "reason": "decision", "to_on_day": "1", "to_on_month": "1", "to_on_year": "9999"}
    told = errors(typed(action, status="delayed", words="Too short", **since, **to_on))
    assert told == {
        "words": [TOO_SHORT],
        "effective_on": ["The day must be today or earlier"],
        "to_on": ["The new date must be within 5 years from today"],
    }
    assert set(errors(typed(action, status="", **since))) == {"status", "effective_on"}
    assert set(errors(typed(action, status="achieved", words="", **since))) == {
        "words",
        "effective_on",
        "no_proof_because",
    }


TOO_SHORT = "What has happened is too short to be understood: write a sentence, of at least 10 characters"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("", "Enter what has happened"),
        ("   \n ", "Enter what has happened"),
        ("Too short", TOO_SHORT),
        ("   Too short          ", TOO_SHORT),
        ("x" * 4001, "What has happened must be 4,000 characters or fewer. You have 4,001."),
        ("x" * 1_000_000, "What has happened must be 4,000 characters or fewer. You have 1,000,000."),
    ],
)
def test_words_too_short_or_too_long_are_refused(action: Action, words: str, message: str) -> None:
    assert errors(typed(action, words=words)) == {"words": [message]}


@pytest.mark.parametrize(
    ("words", "place", "code"),
    [
        ("\x00Half done, half to do", "the first character", "0000"),
        ("Half \x07done, half to do", "the character after “Half”", "0007"),
        ("Half done, half to do\x1b[31m", "the character after “Half done, half to do”", "001B"),
        ("Half\ndone, \x7fhalf to do", "the character after “Half done,”", "007F"),
        ("Half done, ha\x85lf to do", "the character after “Half done, ha”", "0085"),
        ("Half done, \ud800half to do", "the character after “Half done,”", "D800"),
        ("Nine of ten " * 9 + "\x08", "the character after “… ten Nine of ten Nine of ten”", "0008"),
        ("x" * 40 + "\x08", f"the character after “… {'x' * 30}”", "0008"),
    ],
)
def test_characters_that_cannot_be_seen_are_refused_with_the_words_before_them(
    action: Action, words: str, place: str, code: str
) -> None:
    message = f"What has happened: {place} cannot be shown (code {code}). Delete it, or type the sentence again."
    assert errors(typed(action, words=words)) == {"words": [message]}


def test_what_nobody_sees_and_a_paste_brings_along_is_left_out(action: Action) -> None:
    form = typed(action, words="\ufeffHalf\u200b is \u202edone\u202c, \u2066half\u2069 to do.\u2060")
    assert errors(form) == {} and form.cleaned_data["words"] == "Half is done, half to do."
    assert "words" in errors(typed(action, words="\u200b\u202e"))


@pytest.mark.parametrize(
    "words",
    [
        "Ten chars.",
        "x" * 4000,
        "Line one\nline two\tand a tab",
        "Gwaith da iawn: llwyddiant! 你好 🎉",
        # A family is four people joined, and Persian parts letters that would join.
        "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 می\u200cخواهم \u200f12\u200f",
        '<b>bold</b> & "quoted"',
    ],
)
def test_everything_else_is_kept_word_for_word(action: Action, words: str) -> None:
    form = typed(action, words=words)
    assert errors(form) == {}
    assert form.cleaned_data["words"] == words


def test_the_soft_line_breaks_of_a_word_processor_become_line_breaks(action: Action) -> None:
    form = typed(action, words="Half is done.\x0bHalf is to do.\x0cSo it stands.")
    assert errors(form) == {}
    assert form.cleaned_data["words"] == "Half is done.\nHalf is to do.\nSo it stands."


def test_a_line_break_counts_as_one_character_as_it_does_while_typing(action: Action) -> None:
    as_sent_by_a_browser = "x" * 1999 + "\r\n" + "y" * 2000
    form = typed(action, words=as_sent_by_a_browser)
    assert errors(form) == {}
    assert form.cleaned_data["words"] == "x" * 1999 + "\n" + "y" * 2000


# --- Status and reason ------------------------------------------------------------------------------------------------


def test_a_status_must_be_chosen(action: Action) -> None:
    assert errors(typed(action, status="")) == {"status": ["Choose the status of this action"]}


def test_a_status_that_does_not_exist_is_named(action: Action) -> None:
    assert errors(typed(action, status="green")) == {"status": ["“green” is not a status. Choose one of these."]}


@pytest.mark.parametrize("status", list(Status))
def test_only_what_may_follow_is_offered(action: Action, status: Status) -> None:
    action.status = status
    offered = [value for value, _ in UpdateForm(action=action, on=DAY).fields["status"].choices]  # type: ignore[attr-defined]
    assert offered == [s.value for s in Status if s in NEXT[status]]


def test_a_posted_status_is_left_to_the_verb_which_knows_the_reason(action: Action) -> None:
    action.status = Status.NO_LONGER_FEASIBLE
    assert typed(action, status="achieved").is_valid()


def test_a_reason_that_does_not_exist_is_refused(action: Action) -> None:
    assert errors(typed(action, status="delayed", reason="weather")) == {
        "reason": ["“weather” is not a reason. Choose one of these."]
    }


@pytest.mark.parametrize("version", ["", "x", "1.5"])
def test_a_form_without_its_version_is_refused(action: Action, version: str) -> None:
    assert errors(typed(action, version=version)) == {
        "version": ["This form has lost its place. Copy your words, open the action again and give your update there"]
    }


def test_the_question_names_the_day_of_the_last_update(action: Action) -> None:
    assert UpdateForm(action=action, on=DAY).fields["words"].label == "What has happened?"
    action.updated_on = date(2026, 4, 3)
    assert UpdateForm(action=action, on=DAY).fields["words"].label == "What has happened since 3 April?"
    action.updated_on = DAY
    label = UpdateForm(action=action, on=DAY).fields["words"].label
    assert label == "What has happened since the update earlier today?"


# --- More time --------------------------------------------------------------------------------------------------------


def asking(action: Action, day: str = "31", month: str = "1", year: str = "2027", **changes: str) -> UpdateForm:
    boxes = {"to_on_day": day, "to_on_month": month, "to_on_year": year}
    return typed(action, **{"status": "delayed", "reason": "staffing", "ask": "on", **boxes, **changes})


def test_a_wish_for_more_time_takes_reason_and_words_of_the_update(action: Action) -> None:
    form = asking(action)
    assert form.is_valid()
    wish = form.statement.more_time
    assert wish is not None
    assert (wish.to_on, wish.reason, wish.words) == (date(2027, 1, 31), "staffing", "Half of the work is done.")


def test_a_date_without_the_tick_asks_for_nothing(action: Action) -> None:
    form = asking(action, ask="")
    assert form.is_valid()
    assert form.statement.more_time is None


def test_more_time_needs_a_date(action: Action) -> None:
    assert errors(asking(action, "", "", "")) == {
        "to_on": ["Enter the new target date, or take back “Ask for more time”"]
    }


@pytest.mark.parametrize("status", ["on_track", "not_started"])
def test_more_time_needs_a_status_that_says_why(action: Action, status: str) -> None:
    assert errors(asking(action, status=status, reason="")) == {
        "ask": ["To ask for more time, choose the status that says why, such as “delayed”"]
    }


@pytest.mark.parametrize(
    ("boxes", "message"),
    [
        (("", "1", "2027"), "The date must include a day"),
        (("31", "", "2027"), "The date must include a month"),
        (("31", "1", ""), "The date must include a year"),
        (("x", "1", "2027"), "The day must be a number, like 31 1 2027"),
        (("31", "Brumaire", "2027"), "The month must be a number, like 31 1 2027"),
        (("31", "1", "next"), "The year must be a number, like 31 1 2027"),
        (("-1", "1", "2027"), "The day must be a number, like 31 1 2027"),
        (("1.5", "1", "2027"), "The day must be a number, like 31 1 2027"),
        (("²", "1", "2027"), "The day must be a number, like 31 1 2027"),
        (("٣", "1", "2027"), "The day must be a number, like 31 1 2027"),
        (("31", "1", "27"), "The year must have 4 numbers, like 2027"),
        (("31", "1", "0"), "The year must have 4 numbers, like 2027"),
        (("31", "1", "0027"), "The year must have 4 numbers, like 2027"),
        (("0", "1", "2027"), "There is no such date as 0 1 2027"),
        (("32", "1", "2027"), "There is no such date as 32 1 2027"),
        (("31", "13", "2027"), "There is no such date as 31 13 2027"),
        (("31", "0", "2027"), "There is no such date as 31 0 2027"),
        (("30", "2", "2027"), "There is no such date as 30 2 2027"),
        (("29", "2", "2027"), "There is no such date as 29 2 2027"),
        (("31", "4", "2027"), "There is no such date as 31 4 2027"),
        (("31", "1", "10000"), "There is no such date as 31 1 10000"),
        (("999999999", "1", "2027"), "There is no such date as 999999999 1 2027"),
        (("9" * 30, "1", "2027"), "The day must be a number, like 31 1 2027"),
        (("31", "1", "9" * 5000), "The year must be a number, like 31 1 2027"),
    ],
)
def test_each_wrong_date_names_its_box(action: Action, boxes: tuple[str, str, str], message: str) -> None:
    assert errors(asking(action, *boxes)) == {"to_on": [message]}


@pytest.mark.parametrize(
    ("boxes", "day"),
    [
        (("31", "1", "2027"), date(2027, 1, 31)),
        (("01", "02", "2027"), date(2027, 2, 1)),
        (("31", "Jan", "2027"), date(2027, 1, 31)),
        (("1", "september", "2027"), date(2027, 9, 1)),
        ((" 1 ", "2", " 2027"), date(2027, 2, 1)),
        (("29", "2", "2028"), date(2028, 2, 29)),
        (("31", "12", "9999"), date(9999, 12, 31)),
    ],
)
def test_a_date_is_read_from_its_boxes(action: Action, boxes: tuple[str, str, str], day: date) -> None:
    form = asking(action, *boxes)
    assert errors(form) == {}
    assert form.cleaned_data["to_on"] == day


def test_a_wrong_date_is_refused_even_where_nothing_is_asked_for(action: Action) -> None:
    assert errors(asking(action, "31", "2", "2027", ask="")) == {"to_on": ["There is no such date as 31 2 2027"]}


# --- Nothing is lost --------------------------------------------------------------------------------------------------


def test_what_was_typed_stands_in_the_boxes_again(action: Action) -> None:
    form = asking(action, "31", "2", "2027", words="Half <done> & “more”\nto come", reason="funding", status="paused")
    assert not form.is_valid()
    page = drawn(form)
    assert "Half &lt;done&gt; &amp; “more”\nto come</textarea>" in page
    for value in ('value="31"', 'value="2"', 'value="2027"'):
        assert value in page
    assert '<option value="funding" selected>' in page
    for box in ('value="paused"', 'name="ask"'):
        before, _, after = page.partition(box)
        assert " checked" in before.rpartition("<")[2] + after.partition(">")[0], box
    assert "There is no such date as 31 2 2027" in page


def test_a_text_of_a_million_characters_is_kept_whole(action: Action) -> None:
    words = "word " * 200_000
    form = typed(action, words=words)
    assert not form.is_valid()
    assert words in str(form["words"])


def test_a_wrong_status_does_not_lose_the_words(action: Action) -> None:
    form = typed(action, status="green", words="Half of the work is done.")
    assert "Half of the work is done.</textarea>" in drawn(form)


def test_messages_stand_beside_the_field_they_concern(action: Action) -> None:
    form = typed(action, words="short")
    assert "What has happened is too short to be understood" in str(form["words"].as_field_group())
    assert "too short" not in str(form["status"].as_field_group())


def test_boxes_do_not_cut_a_long_text_in_silence(action: Action) -> None:
    assert "maxlength=" not in str(UpdateForm(action=action, on=DAY)["words"])


# --- Decisions --------------------------------------------------------------------------------------------------------


def deciding(**data: str) -> DecisionForm:
    return DecisionForm(data, extension=Extension(pk=1))


def test_a_decision_is_yes_or_no() -> None:
    yes, no = deciding(decision="agree"), deciding(decision="refuse", note="Do it now, please.")
    assert (yes.is_valid(), yes.agreed, no.is_valid(), no.agreed) == (True, True, True, False)
    assert errors(deciding(note="Hm.")) == {"decision": ["Choose yes or no"]}
    assert list(errors(deciding(decision="later"))) == ["decision"]


def test_a_note_has_its_own_limits() -> None:
    assert errors(deciding(decision="agree", note="x" * 1001)) == {
        "note": ["The note must be 1,000 characters or fewer. You have 1,001."]
    }
    assert errors(deciding(decision="agree", note="x" * 1000)) == {}
    assert errors(deciding(decision="refuse", note="No\x08")) == {
        "note": [
            "The note: the character after “No” cannot be shown (code 0008). Delete it, or type the sentence again."
        ]
    }


# --- Not for the public -----------------------------------------------------------------------------------------------

KEPT = {"keep_back": "on", "exempt_paragraph": "3", "exempt_reason": "A tender is open.", "decided_by": "Head of Law"}
IN_MAY = {"review_on_day": "1", "review_on_month": "5", "review_on_year": "2027"}


def test_an_update_can_be_kept_from_the_public_on_terms_that_say_why(action: Action) -> None:
    form = typed(action, **KEPT, **IN_MAY)
    assert form.is_valid()
    terms = form.statement.exempt
    assert terms is not None
    assert (terms.paragraph, terms.reason, terms.decided_by, terms.review_on) == (
        3,
        "A tender is open.",
        "Head of Law",
        date(2027, 5, 1),
    )


def test_terms_without_a_paragraph_or_a_reason_are_refused_beside_their_boxes(action: Action) -> None:
    form = typed(action, keep_back="on")
    assert {"exempt_paragraph", "exempt_reason", "decided_by", "review_on"} == set(form.errors)


@pytest.mark.parametrize("said", [{"exempt_paragraph": "3"}, {"exempt_reason": "A tender is open."}])
def test_terms_without_the_tick_are_refused_so_that_nothing_is_published_by_mistake(
    action: Action, said: dict[str, str]
) -> None:
    form = typed(action, **said)
    message = "Tick this to keep it from the public, or take out the paragraph and the reason below"
    assert form.errors == {"keep_back": [message]}


def test_the_form_says_that_confidential_material_is_not_held(action: Action) -> None:
    assert "Do not enter confidential material here at all" in drawn(UpdateForm(action=action, on=DAY))


@pytest.mark.parametrize(
    ("form", "name"),
    [
        (ChangeActionForm, "reason"),
        (WithdrawForm, "reason"),
        (ReviewForm, "reason"),
        (LeadForm, "reason"),
        (CallInForm, "why"),
        (TakeBackForm, "why"),
        (PassOnForm, "why"),
        (EndForm, "why"),
        (StrikeForm, "because"),
    ],
)
def test_every_reason_is_asked_for_alike(form: type[forms.Form], name: str) -> None:
    box = form.base_fields[name]
    with pytest.raises(ValidationError, match=r"^\['Say why"):
        box.clean("  ")
    with pytest.raises(ValidationError, match=r"The reason must be 500 characters or fewer. You have 501."):
        box.clean("x" * 501)
    assert box.clean("It was agreed so.") == "It was agreed so." and box.widget.attrs["rows"] == 2
