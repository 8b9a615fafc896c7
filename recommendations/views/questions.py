"""Members' questions: the list of a review, asking, answering, passing on, and saying whether the answer is enough."""

from typing import Any

from django.db.models import F
from django.http import Http404, HttpResponse
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
# The question stands above the form.
ABOUT_IT = "recommendations/question_form.html"


@require_safe
def question_list(request: Request, **named: Any) -> HttpResponse:
    """The questions on a review that a figure counts: all of them, or those in one state."""
    context = questions_of(request, **named)
    context |= {"counts": context["position"].question_counts, "page": paging.page_of(request, context["rows"])}
    return render(request, "recommendations/question_list.html", context)


@FORM
def ask(request: Request, slug: str, number: int) -> HttpResponse:
    """A question on a recommendation or on one of its actions."""
    # One row for each of its parts, or one without, so that its words take no query of their own.
    found = Recommendation.objects.visible_to(request.roles).for_page().filter(review__slug=slug, number=number)
    parts = list(found.annotate(part=F("parts__label"), part_text=F("parts__text")).order_by("parts__label"))
    if not parts:
        raise Http404
    row = parts[0]
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
        about=parts,
    )

    def save() -> HttpResponse:
        question = workflow.ask(row, by=request.roles, asked=form.asked)
        told = f"Your question was put to {question.post}, {due(question)}"
        return done(request, told, question.get_absolute_url())

    return answered(request, page, form, save, "recommendations/ask.html")


def due(question: Question) -> str:
    """By when a question is to be answered, and when whoever has its post hears of it: at most one mail a day."""
    return f"due {question.due_on:%-d %B %Y}. They get one mail a day at most, so they may hear tomorrow."


def question_or_404(request: Request, pk: int) -> Question:
    """A question that this person may read."""
    question = get_object_or_404(Question.objects.visible_to(request.roles).for_list(), pk=pk)
    request.review = question.recommendation.review
    return question


def page_of(question: Question, title: str, button: str, note: str = "") -> FormPage:
    """A form about a question, which stands above it with its answer."""
    back = (question.recommendation.reference, question.get_absolute_url())
    return FormPage(title, back, "", button, note, about=question)


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

    return answered(request, page, form, save, ABOUT_IT)


@FORM
def close(request: Request, pk: int) -> HttpResponse:
    """Say whether an answer is enough, or withdraw a question."""
    question = question_or_404(request, pk)
    must(rules.may_close(request.roles, question), workflow.WHO_CLOSES)
    if back := over(request, workflow.cannot_be_closed(question), question.get_absolute_url()):
        return back
    form = CloseForm(request.POST or None, question=question)
    is_answered = question.given is not None
    title = f"The answer on {question.about}" if is_answered else f"Withdraw the question on {question.about}?"
    page = page_of(question, title, "Record it" if is_answered else "Withdraw the question")

    def save() -> HttpResponse:
        outcome = form.chosen
        closed = workflow.close_question(question, by=request.roles, outcome=outcome, words=form.cleaned_data["words"])
        if outcome == Outcome.NOT_ANSWERED:
            again = closed.followed_by
            told = f"What is missing was put to {again.post} as a further question, {due(again)}"
            return done(request, told, again.get_absolute_url())
        is_enough = outcome == Outcome.ANSWERED
        return done(request, f"The question is {'closed' if is_enough else 'withdrawn'}.", question.get_absolute_url())

    return answered(request, page, form, save, ABOUT_IT)
