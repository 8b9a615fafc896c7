"""One mail of every kind, about things that do not exist: for a look at it before anybody gets it. No rows are read."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from accounts.models import User
from council.models import Committee, Meeting, Post, Service
from council.models import Holding as Held
from recommendations.deadlines import add_months
from recommendations.models import Action, Question, Recommendation, Review
from recommendations.states import Status
from reminders.books import DEFAULT
from reminders.checking import Point
from reminders.digest import Digest, build
from reminders.models import Message, Reminder
from reminders.recipients import Recipients
from reminders.rule import Audience, Clock, Rule
from reminders.schedule import Facts, day_of, stage_of
from reminders.states import Subject

PERSON = 1


def example(rule: Rule, committee: Committee, day: date, at: datetime) -> tuple[Message, Digest]:
    """A mail of one rule, as the committee's people would read it on a day."""
    message = Message(recipient=User(pk=PERSON, email="somebody@example.org"), day=day, planned_at=at)
    message.message_id = "<example@example.org>"
    return message, build(message, [point(rule, committee, day)], people(committee, rule.audience), day)


def people(committee: Committee, audience: Audience) -> Recipients:
    """One person who is everything, but scrutiny officer only where that is who is told."""
    officer = PERSON if audience in (Audience.RUNS, Audience.RECORDS) else PERSON + 1
    officers = {committee.pk: {officer: "scrutiny.officer@example.org"}}
    return Recipients({1: {PERSON: Held.Capacity.HOLDER}}, {1: {PERSON: ""}}, officers)


def point(rule: Rule, committee: Committee, day: date) -> Point:
    """What the mail is about."""
    about_on = day_of(rule, day, rule.example)
    action = an_action(committee, day, about_on if rule.clock == Clock.TARGET else day + timedelta(days=40))
    dates = {Clock.TARGET: action.target_on, Clock.LAST_WORD: day - timedelta(days=95), rule.clock: about_on}
    if rule.clock != Clock.LAST_WORD:
        dates[Clock.LAST_WORD] = day - timedelta(days=20)
    action.updated_on = dates[Clock.LAST_WORD]
    if rule.clock == Clock.RESPONSE_DUE:
        action.recommendation.review.sent_to_executive_on = add_months(about_on, -committee.response_months)
    facts = Facts(
        subject_id=1,
        committee_id=committee.pk,
        rules=DEFAULT[rule.subject],
        dates=dates,
        people={rule.audience: (PERSON,)},
        stale_after_days=committee.stale_after_days,
        request=(1, day + timedelta(days=90)) if rule.clock == Clock.REQUEST else None,
        count=3,
    )
    stage = stage_of(replace(rule, is_on=True), facts, day)
    due_on = stage.due_on if stage else day
    reminder = Reminder(
        kind=rule.kind, subject_id=1, about_on=about_on, due_on=due_on, planned_on=day, recipient_id=PERSON
    )
    missing = (action,) if rule.audience == Audience.UPDATES else ()
    return Point(reminder, facts, about(rule.subject, action, committee, day, about_on), committee, missing)


def an_action(committee: Committee, day: date, target_on: date) -> Action:
    """An action of a review that is not there."""
    review = Review(
        pk=1,
        committee=committee,
        title="Example review",
        slug="example-review",
        adopted_on=day - timedelta(days=400),
        sent_to_executive_on=add_months(day, -committee.response_months),
    )
    recommendation = Recommendation(pk=1, review=review, number=3, title="Train every school governor")
    return Action(
        pk=1,
        recommendation=recommendation,
        number=1,
        title="Visit each school with the guide",
        post=Post(pk=1, title="Youth Service Manager", service=Service(pk=1, name="Youth Service")),
        agreed_on=day - timedelta(days=300),
        original_target_on=target_on,
        target_on=target_on,
        status=Status.ON_TRACK,
    )


def about(subject: Subject, action: Action, committee: Committee, day: date, about_on: date) -> Any:
    """The row that a rule speaks of."""
    rows: dict[Subject, Any] = {
        Subject.ACTION: action,
        Subject.QUESTION: Question(
            pk=1,
            recommendation=action.recommendation,
            action=action,
            post=action.post,
            words="How many schools have used it so far?",
            asked_as="Scrutiny member",
            asked_on=day - timedelta(days=6),
            due_on=about_on,
        ),
        Subject.RECOMMENDATION: action.recommendation,
        Subject.REVIEW: action.recommendation.review,
        Subject.POST: action.post,
        Subject.MEETING: Meeting(
            pk=1, committee=committee, held_on=about_on + timedelta(days=8), papers_due_on=about_on
        ),
    }
    return rows[subject]
