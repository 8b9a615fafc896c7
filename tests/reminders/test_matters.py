"""Everything besides actions that reminders speak of: questions, responses, outcomes, exempt items, posts, meetings."""

from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from council.models import Holding, Vacancy
from recommendations import exempting
from recommendations.models import Action, OutcomeCheck, Question, UpdateExemption
from recommendations.states import ResponseKind, Status, VerdictKind, Worked
from reminders.models import Reminder
from tests import factories as f
from tests import verbs
from tests.conftest import Cast
from tests.reminders.conftest import clock, live, live_through

pytestmark = pytest.mark.django_db

SCRUTINY, CHAIR, OFFICER = "scrutiny@harbour.example", "chair@harbour.example", "officer@harbour.example"


@pytest.fixture(autouse=True)
def quiet_action(cast: Cast) -> None:
    """The cast's action itself is far from due, and fresh."""
    Holding.objects.filter(user=cast.deputy).delete()
    Action.objects.update(
        original_target_on=f.days(300), target_on=f.days(300), status=Status.ON_TRACK, updated_on=f.days(60)
    )


def heard(kind: str) -> dict[str, list[int]]:
    """By address, the days from DAY on which this kind was said for the first time in a mail of its own stage."""
    found: dict[str, list[int]] = {}
    for row in Reminder.objects.filter(kind=kind, message__state="sent").select_related("recipient").order_by("pk"):
        found.setdefault(row.recipient.email, []).append((row.planned_on - f.DAY).days)
    return found


def ask(cast: Cast, due_in: int = 14) -> Question:
    """A member's question to the officer's post."""
    return Question.objects.create(
        recommendation=cast.recommendation,
        post=cast.post,
        words="How many schools?",
        asked_by=cast.member,
        asked_as="Scrutiny member",
        asked_on=f.DAY,
        due_on=f.days(due_in),
    )


def test_a_question_is_said_when_it_is_asked_before_it_is_due_and_each_monday_after(cast: Cast) -> None:
    question = ask(cast)  # due in ten working days, on a Wednesday
    live_through(f.DAY, f.days(28))
    # Three working days before is a Friday; one working day after a Thursday; then Mondays.
    assert heard("question_waiting") == {OFFICER: [0, 9, 15, 19, 26]}
    text = str(mail.outbox[0].body)
    assert mail.outbox[0].subject == "1 question needs your answer: it is due on 1 July 2026"
    assert "To be answered in 10 working days\n" in text
    assert f"Answer the question on R1:\nhttps://scrutiny.harbour.example{question.answer_url}\n" in text
    with clock(f.DAY):
        assert cast.client("officer").get(question.answer_url).status_code == 200


def test_its_mail_quotes_it_unless_it_is_exempt_and_calls_a_request_for_proof_by_its_name(cast: Cast) -> None:
    question = ask(cast)
    live(f.DAY)
    assert "In their words: “How many schools?”\n" in str(mail.outbox[-1].body)
    Question.objects.filter(pk=question.pk).update(due_on=f.days(3), asks_for="proof", action=cast.action)
    exempting.exempt(question, by=cast.roles("scrutiny"), terms=verbs.terms(), review=cast.review)
    live(f.days(1))
    sent = mail.outbox[-1]
    assert str(sent.subject).startswith("1 request for proof needs your answer: it is due on")
    assert "Request for proof of 1.1 Write a curriculum\n" in str(sent.body)
    assert "In their words: Sign in to read it\n" in str(sent.body) and "How many schools?" not in str(sent.body)


def test_an_answered_question_is_not_said_and_a_planned_one_is_cancelled(cast: Cast) -> None:
    question = ask(cast)
    assert len(live(f.DAY)) == 1
    Question.objects.filter(pk=question.pk).update(
        outcome="withdrawn", closed_by=cast.member, closed_on=f.DAY, closing_words="So."
    )
    assert live_through(f.days(1), f.days(28)) == {f.days(n): [] for n in range(1, 29)}


def test_the_executives_response_is_chased_by_review_until_every_recommendation_is_answered(cast: Cast) -> None:
    type(cast.review).objects.update(sent_to_executive_on=f.days(-46))  # 2 May; due on 2 July
    for number in (2, 3):
        f.RecommendationFactory.create(review=cast.review, number=number)
    live_through(f.DAY, f.days(30))
    assert heard("response_waiting") == {SCRUTINY: [1, 16, 19, 26]}
    first = next(m for m in mail.outbox if m.to == [SCRUTINY])
    assert first.subject == "1 review waits for the executive: the response is due on 2 July 2026"
    assert "2 recommendations without the executive’s response, due in 14 days\n" in str(first.body)
    assert "Not answered: R2 and R3\n" in str(first.body)
    assert "/reviews/harbour-review/recommendations/?response=awaiting\n" in str(first.body)
    f.ResponseFactory.create(recommendation=cast.review.recommendations.get(number=2), kind=ResponseKind.ACCEPTED)
    live(f.days(33))
    assert "Not answered: R3 " in str(mail.outbox[-1].body)
    assert "/reviews/harbour-review/recommendations/3/\n" in str(mail.outbox[-1].body)
    for row in cast.review.recommendations.filter(number=3):
        f.ResponseFactory.create(recommendation=row, kind=ResponseKind.ACCEPTED)
    assert live(f.days(40)) == []


def sign_off(cast: Cast) -> Any:
    """Six months ago, so that the outcome can be checked from tomorrow."""
    meeting = f.MeetingFactory.create(committee=cast.committee, held_on=f.DAY.replace(year=2025, month=12, day=18))
    return f.VerdictFactory.create(recommendation=cast.recommendation, meeting=meeting, verdict=VerdictKind.ACHIEVED)


def test_an_outcome_is_asked_for_six_months_after_sign_off_until_it_was_checked(cast: Cast) -> None:
    verdict = sign_off(cast)
    live_through(f.DAY, f.days(40))
    assert heard("outcome_due") == {CHAIR: [1, 31], SCRUTINY: [1, 31]}
    assert "Signed off: its outcome could be checked from 18 June 2026\n" in str(mail.outbox[0].body)
    OutcomeCheck.objects.create(
        verdict=verdict,
        worked=Worked.WORKED,
        words="It did.",
        checked_by=cast.chair,
        checked_as="Chair",
        checked_on=f.days(40),
    )
    assert live_through(f.days(41), f.days(70)) == {f.days(n): [] for n in range(41, 71)}


def test_exempt_items_are_to_be_looked_at_again_and_only_the_scrutiny_officer_hears(cast: Cast) -> None:
    update = f.UpdateFactory.create(action=cast.action)
    Action.objects.update(updated_on=f.days(60), target_on=f.days(300))
    kept = UpdateExemption.objects.create(
        subject=update,
        paragraph=3,
        reason="A tender is open.",
        decided_by="Monitoring Officer",
        decided_on=f.DAY,
        review_on=f.days(30),
        recorded_by=cast.scrutiny,
    )
    live_through(f.DAY, f.days(50))
    assert heard("exemption_review") == {SCRUTINY: [0, 23, 31, 45]}
    assert {tuple(m.to) for m in mail.outbox} == {(SCRUTINY,)}
    assert all("tender" not in str(m.body) for m in mail.outbox)
    UpdateExemption.objects.filter(pk=kept.pk).update(
        ended_on=f.days(50), ended_by=cast.scrutiny, ended_why="It is public."
    )
    assert live_through(f.days(51), f.days(65)) == {f.days(n): [] for n in range(51, 66)}


def test_a_vacant_post_with_open_work_is_told_to_the_scrutiny_officer_until_it_is_filled(cast: Cast) -> None:
    cast.post.holdings.update(to_on=f.days(-1))
    live_through(f.DAY, f.days(45))
    assert heard("vacancy") == {SCRUTINY: [1, 14, 42]}
    first = mail.outbox[0]
    assert first.subject == "1 vacant post has open actions"
    assert "Vacant for 1 day, with 1 open action\n" in str(first.body)
    f.HoldingFactory.create(post=cast.post, user=cast.other_officer, from_on=f.days(46))
    assert not [m for m in live(f.days(70)) if m.to == [SCRUTINY]]


def test_a_vacancy_counts_from_the_day_that_was_declared_and_a_post_without_open_work_is_left_alone(cast: Cast) -> None:
    cast.post.holdings.update(to_on=f.days(-1))
    Vacancy.objects.create(
        post=cast.post, from_on=f.days(5), why="Being advertised.", recorded_by=cast.head, recorded_on=f.DAY
    )
    live_through(f.days(5), f.days(20))
    assert heard("vacancy") == {SCRUTINY: [6, 19]}
    Action.objects.update(status=Status.ACHIEVED)
    assert live_through(f.days(21), f.days(60)) == {f.days(n): [] for n in range(21, 61)}


@pytest.fixture
def meeting(cast: Cast) -> Any:
    """The next one: its papers are due in ten working days; the last was held on the day before."""
    f.MeetingFactory.create(committee=cast.committee, held_on=f.days(-1))
    return f.MeetingFactory.create(committee=cast.committee, held_on=f.days(22), papers_due_on=f.days(14))


def test_a_meeting_counts_back_from_the_day_its_papers_are_due(cast: Cast, meeting: Any) -> None:
    Action.objects.update(updated_on=f.days(-20))
    silent = f.ActionFactory.create(
        recommendation=cast.recommendation,
        number=2,
        post=cast.post,
        agreed_on=f.days(-20),
        original_target_on=f.days(300),
    )
    live_through(f.DAY, f.days(20))
    # Ten, five and one working days before.
    assert heard("papers") == {OFFICER: [0, 7, 13], SCRUTINY: [0, 7, 13]}
    mine = next(m for m in mail.outbox if m.to == [OFFICER])
    assert mine.subject == "1 meeting needs updates: papers are due on 1 July 2026"
    assert "Papers close in 10 working days: 2 updates missing\n" in str(mine.body)
    assert "Give an update on 1.1:" in str(mine.body)
    assert f"Give an update on {silent.reference}:" in str(mine.body)
    assert "/from-mail/" in str(mine.body)
    theirs = next(m for m in mail.outbox if m.to == [SCRUTINY])
    page = reverse("recommendations:meeting", args=[meeting.pk])
    assert f"See what is missing:\nhttps://scrutiny.harbour.example{page}\n" in str(theirs.body)


def test_a_meeting_says_no_more_than_its_page_counts(cast: Cast, meeting: Any) -> None:
    Action.objects.update(updated_on=f.days(-20))
    with clock(f.DAY):
        page = cast.client("scrutiny").get(reverse("recommendations:meeting", args=[meeting.pk]))
    assert len(page.context["agenda"].missing) == 1
    live(f.DAY)
    assert Reminder.objects.filter(kind="papers").count() == 2
    # An update since the last meeting is what is asked for: nothing is missing any more.
    Action.objects.update(updated_on=f.DAY)
    assert live_through(f.days(1), f.days(14)) == {f.days(n): [] for n in range(1, 15)}


def test_a_rejected_recommendations_actions_are_missed_by_no_meeting(cast: Cast, meeting: Any) -> None:
    Action.objects.update(updated_on=f.days(-20))
    f.ResponseFactory.create(recommendation=cast.recommendation, kind=ResponseKind.REJECTED, recorded_on=f.DAY)
    live(f.DAY)
    assert not Reminder.objects.filter(kind="papers").exists()


def test_a_meeting_after_the_next_one_waits_its_turn_and_a_moved_one_begins_anew(cast: Cast, meeting: Any) -> None:
    Action.objects.update(updated_on=f.days(-20))
    f.MeetingFactory.create(committee=cast.committee, held_on=f.days(40), papers_due_on=f.days(32))
    live(f.DAY)
    assert set(Reminder.objects.filter(kind="papers").values_list("subject_id", flat=True)) == {meeting.pk}
    type(meeting).objects.filter(pk=meeting.pk).update(papers_due_on=f.days(15), version=2)
    mails = live_through(f.days(1), f.days(2))
    assert mails[f.days(1)] == [
        f"{OFFICER}: 1 meeting needs updates: papers are due on 2 July 2026",
        f"{SCRUTINY}: 1 meeting needs updates: papers are due on 2 July 2026",
    ]
    # A calendar puts the later day in the place of the earlier one.
    (of_first, of_second) = (str(m.attachments[0][1]) for m in mail.outbox if m.to == [OFFICER])
    assert "SEQUENCE:0" in of_first and "SEQUENCE:1" in of_second
