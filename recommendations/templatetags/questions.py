"""How a question stands on a day, and what the reader can do about it."""

from dataclasses import dataclass
from datetime import date

from django import template
from django.urls import reverse

from council.roles import Roles
from recommendations import rules
from recommendations.models import Answer, Question, Update
from recommendations.standing import ActionStanding
from recommendations.states import Outcome
from recommendations.templatetags.standing import days

register = template.Library()


@dataclass(frozen=True)
class QuestionState:
    """Where a question stands, in words. ``over`` says that its answer is overdue, by ``late`` days."""

    words: str
    late: int
    over: bool
    answer: Answer | None
    # Why it was withdrawn or what was missing, and which of these it is.
    closing: str
    closing_label: str


@register.simple_tag
def question_state(question: Question, on: date) -> QuestionState:
    """How a question stands on a day: due, overdue, answered late, closed."""
    late = question.days_late(on)
    answer = question.given_by(on)
    is_closed = question.closed_on is not None and question.closed_on <= on
    if question.is_open(on):
        words = f"Due {question.due_on:%-d %B %Y}" + (f", {days(late)} over." if late else ".")
    elif answer:
        words = f"Answered {days(late)} late." if late else "Answered in time."
    else:
        words = ""
    if is_closed:
        words = f"{words} {Outcome(question.outcome).label}.".strip()
    elif answer:
        words += " Nobody has said yet whether it is enough."
    return QuestionState(
        words,
        late,
        question.is_open(on) and late > 0,
        answer,
        question.closing_words if is_closed else "",
        "Why it was withdrawn" if question.outcome == Outcome.WITHDRAWN else "What is missing",
    )


@register.simple_tag
def answered_with(question: Question, roles: Roles) -> tuple[str, str] | None:
    """What came with an answer, in words, and its page, where there is one.

    It is for those who read everything about the action: to others an exempt update or proof does not exist.
    """
    answer, action = question.given, question.action
    if answer is None or action is None or not rules.reads_all_of(roles, action, question.recommendation.review):
        return None
    if answer.update_id is None:
        return ("No proof was given.", "") if question.wants_proof else None
    words = "The proof, beside the update" if question.wants_proof else "Given with an update"
    return words, f"{action.get_absolute_url()}#update-{answer.update_id}"


@register.simple_tag
def question_buttons(question: Question, on: date, roles: Roles) -> list[tuple[str, str]]:
    """What the reader can do, each with its page; nothing on a past day."""
    if on != roles.on or question.outcome:
        return []
    found = []
    if question.given is None:
        if rules.may_answer(roles, question):
            found.append(("Answer", question.answer_url))
        if rules.may_pass_on(roles, question):
            found.append(("Pass it on", reverse("recommendations:pass_on", args=[question.pk])))
    if rules.may_close(roles, question):
        close = reverse("recommendations:close_question", args=[question.pk])
        found.append(("Is it enough?" if question.given else "Withdraw it", close))
    return found


@register.simple_tag
def exempting_of(question: Question, on: date, roles: Roles) -> str:
    """What the scrutiny officer can do about keeping a question back, in words; nothing for others."""
    if on != roles.on or not rules.runs(roles, question.recommendation.review):
        return ""
    return "Look at the exemption" if question.exempt_under else "Keep from the public"


@register.simple_tag
def correction(row: ActionStanding, update: Update) -> str:
    """Which update this one corrects, as far as the reader may know of it."""
    corrected = next((u for u in row.updates if u.pk == update.corrects_id), None)
    return f"Corrects the update of {corrected.given_on:%-d %B %Y}" if corrected else ""
