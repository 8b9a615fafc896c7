"""Members' questions: the list of a review, asking, answering, passing on, and saying whether the answer is enough."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from council.middleware import Request
from council.models import Post
from council.rules import must
from council.views.pages import FormPage, answered, done, form_view, over
from recommendations import paging, rules, workflow
from recommendations.models import Action, Question, Recommendation
from recommendations.question_forms import AskForm, CloseForm, PassOnForm
from recommendations.states import Outcome
from recommendations.views.reviews import questions_of

FORM = form_view


@require_safe
def question_list(request: Request, **named: Any) -> HttpResponse:
    """The questions on a review that a figure counts: all of them, or those in one state."""
    context = questions_of(request, **named)
    context |= {"counts": context["position"].question_counts, "page": paging.page_of(request, context["rows"])}
    return render(request, "recommendations/question_list.html", context)


@FORM
def ask(request: Request, slug: str, number: int) -> HttpResponse:
    """A question on a recommendation or on one of its actions."""
    seen = Recommendation.objects.visible_to(request.roles).for_page()
    row = get_object_or_404(seen, review__slug=slug, number=number)
    review = request.review = row.review
    must(rules.may_ask(request.roles, review), "Members of the committee ask questions.")
    actions = Action.objects.filter(recommendation=row, withdrawn_on=None).select_related("part", "recommendation")
    initial = {"action": request.GET.get("action", ""), "asks_for": request.GET.get("asks_for", "words")}
    form = AskForm(request.POST or None, actions=list(actions), on=request.day, initial=initial)
    days = review.committee.answer_days
    page = FormPage(
        f"Ask a question on {row.reference}",
        (row.reference, row.get_absolute_url()),
        f"It goes to the post that answers for it, and is due in {days} working days.",
        "Ask the question",
        "A question cannot be changed once asked. It can be withdrawn until it is answered.",
    )

    def save() -> HttpResponse:
        question = workflow.ask(row, by=request.roles, asked=form.asked)
        due = f"{question.due_on:%-d %B %Y}"
        return done(request, f"Your question was put to {question.post}, due {due}.", question.get_absolute_url())

    return answered(request, page, form, save, "recommendations/ask.html")


def question_or_404(request: Request, pk: int) -> Question:
    """A question that this person may read."""
    question = get_object_or_404(Question.objects.visible_to(request.roles).for_list(), pk=pk)
    request.review = question.recommendation.review
    return question


def page_of(question: Question, title: str, button: str, note: str = "") -> FormPage:
    """A form about a question, which stands above it."""
    lead = f"{question.asked_as}, {question.asked_on:%-d %B %Y}: “{question.words}”"
    return FormPage(title, (question.recommendation.reference, question.get_absolute_url()), lead, button, note)


@FORM
def pass_on(request: Request, pk: int) -> HttpResponse:
    """Put a question to another post."""
    question = question_or_404(request, pk)
    must(rules.may_pass_on(request.roles, question), "The head of the service passes a question on.")
    if back := over(request, workflow.cannot_be_answered(question), question.get_absolute_url()):
        return back
    posts = Post.objects.filter(service__directorate__council=question.recommendation.review.committee.council_id)
    if not rules.runs(request.roles, question.recommendation.review):
        posts = posts.filter(service=question.post.service_id)
    form = PassOnForm(request.POST or None, posts=posts.exclude(pk=question.post_id))
    note = f"It stays due on {question.due_on:%-d %B %Y}."
    page = page_of(question, f"Who is to answer the question on {question.about}?", "Pass it on", note)

    def save() -> HttpResponse:
        data = form.cleaned_data
        workflow.pass_on(question, by=request.roles, post=data["post"], why=data["why"])
        return done(request, f"The question is put to {data['post']} now.", question.get_absolute_url())

    return answered(request, page, form, save)


@FORM
def close(request: Request, pk: int) -> HttpResponse:
    """Say whether an answer is enough, or withdraw a question."""
    question = question_or_404(request, pk)
    must(rules.may_close(request.roles, question), "Whoever asked says whether the answer is enough.")
    if back := over(request, workflow.cannot_be_closed(question), question.get_absolute_url()):
        return back
    form = CloseForm(request.POST or None, question=question)
    is_answered = question.given is not None
    title = f"The answer on {question.about}" if is_answered else f"Withdraw the question on {question.about}?"
    page = page_of(question, title, "Record it" if is_answered else "Withdraw the question")

    def save() -> HttpResponse:
        outcome = form.chosen
        workflow.close_question(question, by=request.roles, outcome=outcome, words=form.cleaned_data["words"])
        said = {
            Outcome.ANSWERED: "The question is closed.",
            Outcome.NOT_ANSWERED: "What is missing was asked as a further question.",
            Outcome.WITHDRAWN: "The question is withdrawn.",
        }
        return done(request, said[outcome], question.get_absolute_url())

    return answered(request, page, form, save)
