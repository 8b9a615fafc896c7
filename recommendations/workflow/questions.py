"""A member's question: asked, passed on, answered, and closed once somebody says whether the answer is enough."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from council.models import Post
from council.roles import Roles
from council.rules import author, must
from council.working_days import after_working_days
from recommendations import rules
from recommendations.exempting import Terms, exempt, terms_in_force
from recommendations.models import Action, Answer, Passing, Question, Recommendation, Update
from recommendations.states import Answering, Asking, Outcome
from recommendations.workflow.actions import check_post

NOT_PUT_TO = "Those to whom a question is put answer it."
WHO_CLOSES = (
    "Whoever asked it, the chair or the scrutiny officer says whether the answer is enough. "
    "Nobody judges their own answer."
)
PROOF_IS_MISSING = "Proof is asked for: attach a file or a link, or say that there is none"


@dataclass(frozen=True)
class Asked:
    """What a member asks: words, of whom (an action's post, or whoever leads), and whether for words or proof."""

    words: str
    action: Action | None = None
    asks_for: Asking = Asking.WORDS
    exempt: Terms | None = None


@transaction.atomic
def ask(recommendation: Recommendation, *, by: Roles, asked: Asked, follows: Question | None = None) -> Question:
    """Put a question to those who answer for a recommendation, due after the committee's own number of working days.

    Raises PermissionDenied for somebody who is not on the committee, ValidationError for an action of another
    recommendation, where nobody answers for it yet, or where the same person's same question is open: a form that was
    sent twice.
    """
    review = recommendation.review
    must(rules.may_ask(by, review), "Members of the committee ask questions.")
    if asked.action and asked.action.recommendation_id != recommendation.pk:
        raise ValidationError({"action": f"Choose an action of {recommendation.reference}"})
    if asked.asks_for == Asking.PROOF and asked.action is None:
        raise ValidationError({"action": "Choose the action that you ask proof of"})
    same = recommendation.questions.filter(action=asked.action, words=asked.words, outcome="", asked_by=author(by))
    if first := same.first():
        asked_on = f"{first.asked_on:%-d %B %Y}"
        raise ValidationError({"words": f"You asked this on {asked_on} already, and the question is open"})
    question = Question.objects.create(
        recommendation=recommendation,
        action=asked.action,
        post=addressee(recommendation, asked.action),
        asks_for=asked.asks_for,
        words=asked.words,
        follows=follows,
        asked_by_id=author(by),
        asked_as=rules.seat(by, review),
        asked_on=by.on,
        due_on=after_working_days(by.on, review.committee.answer_days),
    )
    if asked.exempt:
        exempt(question, by=by, terms=asked.exempt, review=review, own_words=True)
    return question


def addressee(recommendation: Recommendation, action: Action | None) -> Post:
    """Whom a question is put to: the action's post; else the head of the lead service; else who has its first action.

    Raises ValidationError where there is nobody.
    """
    if action:
        return action.post
    head = Post.objects.filter(service=recommendation.lead_service_id, is_head=True).first()
    first = recommendation.actions.filter(withdrawn_on=None).select_related("post").order_by("target_on", "pk").first()
    found = head or (first.post if first else None)
    if found is None:
        raise ValidationError(
            f"Nobody answers for {recommendation.reference} yet. The scrutiny officer names its lead service or agrees "
            "an action first."
        )
    return found


@transaction.atomic
def answer_question(
    question: Question,
    *,
    by: Roles,
    at: datetime,
    words: str,
    update: Update | None = None,
    has_proof: bool = False,
    no_proof: bool = False,
) -> Answer:
    """Answer a question, by itself or together with an ``update``. An answer is never changed.

    A request for proof is answered with it, and ``update`` is where it stands; or with words that say why none is.
    Raises PermissionDenied for somebody it is not put to, ValidationError where it was answered or closed already, or
    where the proof that is asked for is missing.
    """
    question = locked_question(question.pk)
    must(rules.may_answer(by, question), NOT_PUT_TO)
    must_wait(question)
    if question.wants_proof and not has_proof and not no_proof:
        raise ValidationError({"no_proof": PROOF_IS_MISSING})
    return Answer.objects.create(
        question=question,
        words=words,
        update=update,
        given_by_id=author(by),
        given_for=question.post,
        given_as=answering_as(by, question),
        given_at=at,
        given_on=timezone.localdate(at),
    )


def answering_as(by: Roles, question: Question) -> Answering:
    """In which part somebody answers."""
    if question.post_id in by.held_post_ids:
        return Answering.HOLDER
    return Answering.DEPUTY if question.post_id in by.deputised_post_ids else Answering.HEAD


@transaction.atomic
def pass_on(question: Question, *, by: Roles, post: Post, why: str) -> Passing:
    """Put an open question to another post. When it is due does not change.

    Raises PermissionDenied for somebody who may not, ValidationError without a reason, for the same post, one of
    another council (another service, for its head), or a question that is not open.
    """
    question = locked_question(question.pk)
    must(rules.may_pass_on(by, question), "The head of the service passes a question on, or the scrutiny officer.")
    must_wait(question)
    is_run = rules.runs(by, question.recommendation.review)
    check_post(post, question.recommendation, None if is_run else question.post)
    if post.pk == question.post_id:
        raise ValidationError({"post": "It is put to this post already"})
    if not why:
        raise ValidationError({"why": "Say why, so that the next one can follow it"})
    passing = Passing.objects.create(
        question=question, from_post=question.post, to_post=post, why=why, passed_by_id=author(by), passed_on=by.on
    )
    question.post = post
    question.save(update_fields=["post"])
    return passing


@transaction.atomic
def close_question(question: Question, *, by: Roles, outcome: Outcome, words: str = "") -> Question:
    """Say whether the answer is enough, or withdraw a question that nobody has answered.

    An answer that is not enough leads to a further question with what is missing, put to the same post.
    Raises PermissionDenied for somebody who may not, ValidationError for an outcome that does not fit, without words
    where they are needed or with words on what is missing from an answer that is enough, or where it was closed
    already.
    """
    question = locked_question(question.pk)
    must(rules.may_close(by, question), WHO_CLOSES)
    if why_not := cannot_be_closed(question):
        raise ValidationError(why_not)
    if outcome == Outcome.WITHDRAWN:
        must_wait(question)
    elif question.given is None:
        raise ValidationError({"outcome": "It has not been answered yet. Wait for the answer, or withdraw it"})
    if outcome != Outcome.ANSWERED and not words:
        missing = "Say why it is withdrawn" if outcome == Outcome.WITHDRAWN else "Say what is missing"
        raise ValidationError({"words": missing})
    if outcome == Outcome.ANSWERED and words:
        raise ValidationError({"words": "You say that the answer is enough. Choose “No, ask again”, or empty this box"})
    question.outcome, question.closing_words = outcome, words
    question.closed_by_id, question.closed_on = author(by), by.on
    question.save(update_fields=["outcome", "closing_words", "closed_by", "closed_on"])
    if outcome == Outcome.NOT_ANSWERED:
        follow_up(question, by, words)
    return question


def follow_up(question: Question, by: Roles, words: str) -> Question:
    """The further question, as open as the one before and put to the same post."""
    asked = Asked(words, question.action, Asking(question.asks_for), terms_in_force(question, by.on))
    further = ask(question.recommendation, by=by, asked=asked, follows=question)
    if further.post_id != question.post_id:
        further.post = question.post
        further.save(update_fields=["post"])
    return further


def locked_question(pk: int) -> Question:
    """The question, locked until the transaction ends, with what the predicates look at."""
    rows = Question.objects.select_related(
        "recommendation__review__committee", "action__recommendation", "action__part", "post__service", "answer"
    )
    return rows.select_for_update(of=("self",)).get(pk=pk)


def cannot_be_closed(question: Question) -> str:
    """Why nobody closes a question any more: it was closed; empty while it is open."""
    return f"This question was closed on {question.closed_on:%-d %B %Y} already." if question.closed_on else ""


def cannot_be_answered(question: Question) -> str:
    """Why nobody answers a question any more, and nobody passes it on: it was answered, or withdrawn; empty while it
    waits."""
    if question.given is not None:
        return f"This question was answered on {question.given.given_on:%-d %B %Y}. What is missing is asked again."
    if question.closed_on:
        return f"This question was withdrawn on {question.closed_on:%-d %B %Y}, so there is nothing to answer."
    return ""


def must_wait(question: Question) -> None:
    """Raise ValidationError unless it waits for an answer."""
    if why_not := cannot_be_answered(question):
        raise ValidationError(why_not)
