"""Members' questions: who asks whom, answers, passes on and closes; on which pages they stand, and for whom."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from evidence import workflow as proving
from evidence.models import Proof
from recommendations import exempting, ledger, workflow
from recommendations.desk import desk
from recommendations.models import Answer, Part, Passing, Question, Review
from recommendations.scope import of_review
from recommendations.states import Answering, Asking, Outcome
from recommendations.views.reviews import closed_for
from recommendations.workflow import Asked
from tests import factories as f
from tests import verbs
from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("day")

WORDS = "How many schools take part?"


def ask(cast: Cast, by: str = "member", *, of_action: bool = True, words: str = WORDS, **more: object) -> Question:
    asked = Asked(words, cast.action if of_action else None, **more)  # type: ignore[arg-type]
    return workflow.ask(cast.recommendation, by=cast.roles(by), asked=asked)


def answer(cast: Cast, question: Question, by: str = "officer", on: int = 0) -> Answer:
    on_day = f.days(on)
    return workflow.answer_question(question, by=cast.roles(by, on_day), at=f.noon(on_day), words="There are 14 now.")


# --- Asking -----------------------------------------------------------------------------------------------------------


def test_a_question_goes_to_the_post_of_its_action_and_is_due_in_ten_working_days(cast: Cast) -> None:
    question = ask(cast)
    assert (question.post, question.asked_as, question.asked_on) == (cast.post, "Scrutiny member", f.DAY)
    # Ten working days after Wednesday 17 June.
    assert question.due_on == f.days(14)


def test_the_same_question_is_not_asked_twice_by_the_same_person_while_it_is_open(cast: Cast) -> None:
    first = ask(cast)
    with pytest.raises(ValidationError, match="You asked this on 17 June 2026 already"):
        ask(cast)
    ask(cast, "chair"), ask(cast, of_action=False)
    workflow.close_question(first, by=cast.roles("member"), outcome=Outcome.WITHDRAWN, words="It was said.")
    ask(cast)


def test_the_dashboard_tells_whoever_asked_that_the_answer_waits_for_their_word(cast: Cast) -> None:
    question = ask(cast)
    pages = ("/reviews/harbour-review/", f"/committees/{cast.committee.pk}/")
    told = "Your question is answered."
    assert told not in cast.client("member").get(pages[0]).content.decode()
    answer(cast, question)
    for page in pages:
        assert told in cast.client("member").get(page).content.decode()
    assert told not in cast.client("chair").get(pages[0]).content.decode()
    workflow.close_question(question, by=cast.roles("member"), outcome=Outcome.ANSWERED)
    assert told not in cast.client("member").get(pages[0]).content.decode()


def test_the_dashboard_tells_whoever_asked_for_a_fortnight_that_another_closed_it(cast: Cast) -> None:
    question, page, told = ask(cast), "/reviews/harbour-review/", "Your question is closed."
    answer(cast, question)
    workflow.close_question(question, by=cast.roles("chair"), outcome=Outcome.ANSWERED)
    assert told in cast.client("member").get(page).text and told not in cast.client("chair").get(page).text
    assert "1.1, asked on 17 June 2026. Answered to our satisfaction" in cast.client("member").get(page).text
    own = ask(cast, words="How many pupils?")
    workflow.close_question(own, by=cast.roles("member"), outcome=Outcome.WITHDRAWN, words="It was said.")
    assert cast.client("member").get(page).text.count(question.get_absolute_url()) == 1
    scope = of_review(Review.objects.for_page().get(pk=cast.review.pk))
    for day, shown in ((14, 1), (15, 0)):
        on = f.days(day)
        position = ledger.load(scope, on, cast.roles("member", on)).position(on)
        assert len(closed_for(cast.roles("member", on), position)) == shown


def test_the_committee_sets_how_long_an_answer_may_take(cast: Cast) -> None:
    cast.committee.answer_days = 1
    cast.committee.save()
    cast.recommendation.review.committee.answer_days = 1
    assert ask(cast).due_on == f.days(1)


def test_of_the_recommendation_as_a_whole_the_head_of_its_lead_service_is_asked(cast: Cast) -> None:
    assert ask(cast, of_action=False).post == cast.head_post


def test_where_no_service_leads_whoever_has_its_first_action_is_asked(cast: Cast) -> None:
    cast.recommendation.lead_service = None
    cast.recommendation.save()
    assert ask(cast, of_action=False).post == cast.post
    cast.recommendation.actions.update(withdrawn_on=f.DAY)
    with pytest.raises(ValidationError, match="Nobody answers for R1 yet"):
        ask(cast, of_action=False, words="And how many pupils?")


@pytest.mark.parametrize(("by", "part"), [("chair", "Chair"), ("scrutiny", "Scrutiny officer")])
def test_whoever_is_on_the_committee_asks_in_their_part(cast: Cast, by: str, part: str) -> None:
    assert ask(cast, by).asked_as == part


@pytest.mark.parametrize("by", ["officer", "head", "member_elsewhere", "former_member", "administrator"])
def test_nobody_else_asks(cast: Cast, by: str) -> None:
    with pytest.raises(PermissionDenied):
        ask(cast, by)


def test_proof_is_asked_of_an_action_and_of_its_own_recommendation(cast: Cast) -> None:
    assert ask(cast, asks_for=Asking.PROOF).asks_for == Asking.PROOF
    with pytest.raises(ValidationError, match="Choose the action"):
        ask(cast, of_action=False, asks_for=Asking.PROOF)
    other = f.ActionFactory.create()
    with pytest.raises(ValidationError, match="Choose an action of R1"):
        workflow.ask(cast.recommendation, by=cast.roles("member"), asked=Asked(WORDS, other))


# --- Answering --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "part"), [("officer", Answering.HOLDER), ("deputy", Answering.DEPUTY), ("head", Answering.HEAD)]
)
def test_those_it_is_put_to_and_their_head_answer(cast: Cast, by: str, part: Answering) -> None:
    given = answer(cast, ask(cast), by)
    assert (given.given_as, given.given_for) == (part, cast.post)


@pytest.mark.parametrize("by", ["other_officer", "member", "chair", "scrutiny"])
def test_nobody_else_answers(cast: Cast, by: str) -> None:
    with pytest.raises(PermissionDenied):
        answer(cast, ask(cast), by)


def test_a_question_is_answered_once(cast: Cast) -> None:
    question = ask(cast)
    answer(cast, question)
    with pytest.raises(ValidationError, match="answered on 17 June 2026"):
        answer(cast, question, "deputy")


def test_the_form_of_a_question_that_was_answered_leads_to_the_answer(cast: Cast) -> None:
    question = ask(cast)
    assert cast.client("officer").get(question.answer_url).status_code == 200
    answer(cast, question)
    opened = cast.client("officer").get(question.answer_url, follow=True)
    assert opened.redirect_chain == [(question.get_absolute_url(), 302)]
    text = opened.content.decode()
    assert "This question was answered on 17 June 2026." in text and "There are 14 now." in text


def test_a_late_answer_stays_late(cast: Cast) -> None:
    question = ask(cast)
    assert (question.days_late(f.days(14)), question.days_late(f.days(17))) == (0, 3)
    answer(cast, question, on=20)
    question = Question.objects.with_answers().get()
    assert [question.days_late(f.days(day)) for day in (16, 20, 99)] == [2, 6, 6]


def test_an_answer_goes_with_an_update_from_the_same_page_all_of_it_or_nothing(cast: Cast) -> None:
    question = ask(cast)
    client, address = cast.client("officer"), f"/actions/{cast.action.pk}/update/"
    typed = {"status": "on_track", "words": verbs.WORDS, "version": "1", f"answer_{question.pk}": "There are 14 now."}
    refused = client.post(address, {**typed, "status": "delayed"})
    assert refused.status_code == 422 and not Answer.objects.exists()
    assert "There are 14 now." in refused.content.decode()
    assert client.post(address, typed).status_code == 302
    assert Answer.objects.get().update == cast.action.updates.get()
    assert "Given with an update" in cast.client("member").get(f"/actions/{cast.action.pk}/").content.decode()


# --- Passing on -------------------------------------------------------------------------------------------------------


def test_a_head_passes_a_question_on_within_the_service_and_the_scrutiny_officer_anywhere(cast: Cast) -> None:
    question, other = ask(cast), f.PostFactory.create(service__directorate=cast.service.directorate)
    with pytest.raises(ValidationError, match="Choose a post of Youth Service"):
        workflow.pass_on(question, by=cast.roles("head"), post=other, why="They know.")
    workflow.pass_on(question, by=cast.roles("head"), post=cast.head_post, why="I know it myself.")
    workflow.pass_on(question, by=cast.roles("scrutiny"), post=other, why="They know.")
    question.refresh_from_db()
    assert question.post == other
    assert list(Passing.objects.values_list("from_post", "to_post")) == [
        (cast.post.pk, cast.head_post.pk),
        (cast.head_post.pk, other.pk),
    ]


def test_passing_on_needs_a_reason_another_post_of_this_council_and_a_question_that_waits(cast: Cast) -> None:
    question, by = ask(cast), cast.roles("scrutiny")
    for post, why, message in (
        (cast.head_post, "", "Say why"),
        (cast.post, "So.", "put to this post already"),
        (f.PostFactory.create(), "So.", "a post of this council"),
    ):
        with pytest.raises(ValidationError, match=message):
            workflow.pass_on(question, by=by, post=post, why=why)
    with pytest.raises(PermissionDenied):
        workflow.pass_on(question, by=cast.roles("officer"), post=cast.head_post, why="So.")
    answer(cast, question)
    with pytest.raises(ValidationError, match="answered on 17 June 2026"):
        workflow.pass_on(question, by=by, post=cast.head_post, why="So.")


# --- Closing ----------------------------------------------------------------------------------------------------------


def test_an_answer_that_is_not_enough_leads_to_a_further_question(cast: Cast) -> None:
    question = ask(cast)
    answer(cast, question)
    with pytest.raises(ValidationError, match="Say what is missing"):
        workflow.close_question(question, by=cast.roles("member"), outcome=Outcome.NOT_ANSWERED)
    workflow.close_question(
        question, by=cast.roles("member"), outcome=Outcome.NOT_ANSWERED, words="And how many pupils?"
    )
    further = Question.objects.get(follows=question)
    assert (further.words, further.post, further.action) == ("And how many pupils?", cast.post, cast.action)


def test_an_answer_that_is_enough_has_nothing_missing(cast: Cast) -> None:
    question = ask(cast)
    answer(cast, question)
    client, address = cast.client("member"), f"/questions/{question.pk}/close/"
    page = client.post(address, {"outcome": "answered", "words": "And how many pupils?"})
    assert page.status_code == 422 and "And how many pupils?" in page.text
    assert "You say that the answer is enough. Choose “No, ask again”, or empty this box" in page.text
    client.post(address, {"outcome": "not_answered", "words": "And how many pupils?"})
    assert "What is missing: “And how many pupils?”" in client.get(question.get_absolute_url()).text


def test_a_form_for_a_question_that_is_closed_says_so_and_leads_back(cast: Cast) -> None:
    question = ask(cast)
    workflow.close_question(question, by=cast.roles("member"), outcome=Outcome.WITHDRAWN, words="It was said.")
    page = cast.client("member").get(f"/questions/{question.pk}/close/", follow=True)
    assert page.redirect_chain and "This question was closed on 17 June 2026 already." in page.text
    assert "Why it was withdrawn: “It was said.”" in page.text
    page = cast.client("head").get(f"/questions/{question.pk}/pass-on/", follow=True)
    assert page.redirect_chain and "This question was withdrawn on 17 June 2026" in page.text


def test_only_a_question_without_an_answer_is_withdrawn_and_with_a_reason(cast: Cast) -> None:
    question, by = ask(cast), cast.roles("member")
    with pytest.raises(ValidationError, match="not been answered yet"):
        workflow.close_question(question, by=by, outcome=Outcome.ANSWERED)
    with pytest.raises(ValidationError, match="Say why it is withdrawn"):
        workflow.close_question(question, by=by, outcome=Outcome.WITHDRAWN)
    workflow.close_question(question, by=by, outcome=Outcome.WITHDRAWN, words="It was said elsewhere.")
    with pytest.raises(ValidationError, match="withdrawn on 17 June 2026, so there is nothing"):
        answer(cast, question)
    with pytest.raises(ValidationError, match="closed on 17 June 2026 already"):
        workflow.close_question(question, by=by, outcome=Outcome.WITHDRAWN, words="Again.")


@pytest.mark.parametrize(
    ("by", "may"), [("member", True), ("chair", True), ("scrutiny", True), ("officer", False), ("head", False)]
)
def test_whoever_asked_the_chair_or_the_scrutiny_officer_says_whether_it_is_enough(
    cast: Cast, by: str, may: bool
) -> None:
    question = ask(cast)
    answer(cast, question)
    if may:
        workflow.close_question(question, by=cast.roles(by), outcome=Outcome.ANSWERED)
        return
    with pytest.raises(PermissionDenied):
        workflow.close_question(question, by=cast.roles(by), outcome=Outcome.ANSWERED)


def test_nobody_approves_their_own_answer(cast: Cast) -> None:
    f.MembershipFactory.create(committee=cast.committee, user=cast.head, role="chair")
    question = ask(cast)
    answer(cast, question, "head")
    with pytest.raises(PermissionDenied):
        workflow.close_question(question, by=cast.roles("head"), outcome=Outcome.ANSWERED)


def test_whoever_judges_an_answer_has_it_before_them_with_its_day_its_post_and_its_proof(cast: Cast) -> None:
    verbs.tell(cast.action, cast.officer)
    question = ask(cast, asks_for=Asking.PROOF)
    proving.answer_with_proof(
        question,
        by=cast.roles("officer"),
        at=f.noon(f.DAY),
        words="Here it is:\n• a list\n• a letter",
        proofs=(verbs.link(),),
        no_proof=False,
    )
    proof = Proof.objects.get()
    page = cast.client("chair").get(f"/questions/{question.pk}/close/").content.decode()
    assert "“Here it is:<br>• a list<br>• a letter”" in page
    assert f"Answer by {cast.post.title}, 17 June 2026" in page and WORDS in page
    assert f">{proof.title}</a>" in page


def test_an_answer_that_is_not_enough_is_asked_for_again_and_the_page_says_of_whom_and_when_they_hear(
    cast: Cast,
) -> None:
    question = ask(cast)
    answer(cast, question)
    typed = {"outcome": Outcome.NOT_ANSWERED, "words": "How many of them are primary schools?"}
    said = cast.client("chair").post(f"/questions/{question.pk}/close/", typed, follow=True).content.decode()
    assert f"What is missing was put to {cast.post.title} as a further question, due 1 July 2026." in said
    assert "They get one mail a day at most, so they may hear tomorrow." in said


def test_who_may_not_judge_reads_who_may(cast: Cast) -> None:
    question = ask(cast, "chair")
    answer(cast, question)
    page = cast.client("member").get(f"/questions/{question.pk}/close/")
    assert page.status_code == 403
    assert (
        "Whoever asked it, the chair or the scrutiny officer says whether the answer is enough" in page.content.decode()
    )


def test_a_question_is_asked_below_the_words_that_it_is_about_and_the_way_back_names_the_review(cast: Cast) -> None:
    page = cast.client("member").get("/reviews/harbour-review/recommendations/1/ask/").content.decode()
    assert f'<blockquote class="source">{cast.recommendation.text}</blockquote>' in page
    assert f'<li><a href="/reviews/harbour-review/">{cast.review.title}</a></li>' in page
    for label, text in (("b", "tell the governors;"), ("a", "name a lead;")):
        Part.objects.create(recommendation=cast.recommendation, label=label, text=text)
    page = cast.client("member").get("/reviews/harbour-review/recommendations/1/ask/").content.decode()
    assert f"{cast.recommendation.text}<br>a. name a lead;<br>b. tell the governors;</blockquote>" in page
    question = ask(cast)
    page = cast.client("member").get(f"/questions/{question.pk}/close/").content.decode()
    assert f'<li><a href="/reviews/harbour-review/">{cast.review.title}</a></li>' in page


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE recommendations_answer SET words = 'x'",
        "DELETE FROM recommendations_answer",
        "DELETE FROM recommendations_question",
        "UPDATE recommendations_question SET words = 'x'",
        "DELETE FROM recommendations_passing",
    ],
)
def test_what_was_asked_and_answered_cannot_be_rewritten_by_raw_sql(cast: Cast, statement: str) -> None:
    question = ask(cast)
    workflow.pass_on(question, by=cast.roles("head"), post=cast.head_post, why="I know it.")
    answer(cast, question, "head")
    workflow.close_question(question, by=cast.roles("member"), outcome=Outcome.ANSWERED)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


# --- On the pages -----------------------------------------------------------------------------------------------------


def test_it_waits_on_the_desk_of_those_it_is_put_to_until_it_is_answered(cast: Cast) -> None:
    question = ask(cast)
    for person in ("officer", "deputy"):
        (errand,) = desk(cast.roles(person)).errands
        assert (errand.words, errand.button) == (WORDS, "Answer")
    assert "1 thing waiting for you" in cast.client("officer").get("/my-actions/").content.decode()
    assert desk(cast.roles("other_officer")).errands == ()
    answer(cast, question)
    assert desk(cast.roles("officer")).errands == ()


def test_each_kind_of_question_has_as_many_in_its_list_as_its_figure_says(cast: Cast) -> None:
    ask(cast)
    late = ask(cast, words="How many pupils?")
    Question.objects.filter(pk=late.pk).update(due_on=f.days(-3))
    answered = ask(cast, words="How many parents?")
    answer(cast, answered)
    review = Review.objects.for_page().get(pk=cast.review.pk)
    position = ledger.load(of_review(review), f.DAY, cast.roles("member")).position(f.DAY)
    counts = {key: count for key, _, count in position.question_counts}
    assert counts == {"": 3, "unanswered": 2, "late": 1, "answered_late": 0, "to_judge": 1}
    client = cast.client("member")
    for key, count in counts.items():
        page = client.get(position.question_figure(key).url if key else "/reviews/harbour-review/questions/")
        assert len(page.context["rows"]) == count
        assert f"<h1>{count} question{'' if count == 1 else 's'}" in page.content.decode()
    assert "Unanswered: 2 questions" in client.get("/reviews/harbour-review/").content.decode()


def test_on_a_past_day_it_is_as_it_was_then(cast: Cast) -> None:
    Question.objects.filter(pk=ask(cast).pk).update(asked_on=f.days(-9), due_on=f.days(-5))
    question = Question.objects.get()
    answer(cast, question)
    client = cast.client("member")
    before = client.get("/reviews/harbour-review/questions/?as_at=2026-06-13").content.decode()
    assert "There are 14 now." not in before and "Due 12 June 2026, 1 day over." in before
    assert "Is it enough?" not in before
    now = client.get("/reviews/harbour-review/questions/").content.decode()
    assert "Answered 5 days late." in now and "Is it enough?" in now
    assert client.get("/reviews/harbour-review/questions/?as_at=2026-06-01").context["rows"] == ()


def test_the_public_and_other_councils_read_no_questions(cast: Cast) -> None:
    cast.committee.publishes = True
    cast.committee.save()
    ask(cast)
    for person in ("public", "member_elsewhere"):
        client = cast.client(person)
        for address in ("/reviews/harbour-review/", "/reviews/harbour-review/recommendations/1/"):
            page = client.get(address)
            assert page.status_code == 200 and WORDS not in page.content.decode()
            assert "uestion" not in page.content.decode()


def test_an_exempt_question_and_its_answer_are_read_by_the_committee_and_those_it_is_put_to(cast: Cast) -> None:
    question = ask(cast, exempt=verbs.terms())
    answer(cast, question)
    readers = {p for p in cast.people if Question.objects.visible_to(cast.roles(p)).exists()}
    assert readers == {"officer", "deputy", "head", "member", "chair", "scrutiny"}
    (kept,) = question.exemptions.all()
    exempting.end_exemption(kept, by=cast.roles("scrutiny"), why="It is known.", review=cast.review)
    assert Question.objects.visible_to(cast.roles("other_officer")).exists()


def test_the_form_keeps_what_was_typed_and_says_what_is_missing(cast: Cast) -> None:
    client, address = cast.client("member"), "/reviews/harbour-review/recommendations/1/ask/"
    page = client.post(address, {"words": "Why?", "asks_for": "proof", "keep_back": "on"})
    assert page.status_code == 422
    said = page.content.decode()
    assert "The question is too short to be understood" in said and "Why?" in said
    assert "Choose the paragraph that it falls under" in said
    unknown = client.post(address, {"words": WORDS, "asks_for": "words", "action": "999"})
    assert unknown.status_code == 422 and "Choose one of these" in unknown.content.decode()
