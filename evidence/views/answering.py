"""Answering a member's question; one that asks for proof with the proof itself."""

from django.http import HttpResponse
from django.utils import timezone

from council.middleware import Request
from council.rules import must
from council.views.pages import answered, done, form_view, over
from evidence import workflow as proving
from evidence.forms import ProvingForm
from evidence.models import Proof
from recommendations import rules, workflow
from recommendations.models import Question
from recommendations.question_forms import AnswerForm
from recommendations.views.questions import ABOUT_IT, page_of, question_or_404
from recommendations.workflow import NOT_PUT_TO

NOTE = "An answer cannot be changed once given."


@form_view
def answer(request: Request, pk: int) -> HttpResponse:
    """The answer to one question."""
    question = question_or_404(request, pk)
    must(rules.may_answer(request.roles, question), NOT_PUT_TO)
    if back := over(request, workflow.cannot_be_answered(question), question.get_absolute_url()):
        return back
    if question.wants_proof:
        return prove(request, question)
    form = AnswerForm(request.POST or None)
    page = page_of(question, f"Answer the {question.called}", "Give the answer", NOTE)

    def save() -> HttpResponse:
        workflow.answer_question(question, by=request.roles, at=timezone.now(), words=form.cleaned_data["words"])
        return done(request, "Your answer is recorded. Members can read it now.", question.get_absolute_url())

    return answered(request, page, form, save, ABOUT_IT)


def prove(request: Request, question: Question) -> HttpResponse:
    """The answer to a request for proof, with room for it; what was attached since it was asked counts."""
    assert question.action is not None
    posted = request.method == "POST"
    form = ProvingForm(
        request.POST if posted else None,
        files=request.FILES if posted else None,
        action=question.action,
        attached=list(Proof.objects.visible_to(request.roles).answering(question)),
    )
    page = page_of(question, f"Answer the {question.called}", "Give the answer", NOTE)

    def save() -> HttpResponse:
        given = proving.answer_with_proof(
            question,
            by=request.roles,
            at=timezone.now(),
            words=form.cleaned_data["words"],
            proofs=form.offers(request.day),
            no_proof=form.cleaned_data["no_proof"],
        )
        said = "with its proof" if given.update_id else "without proof"
        told = f"Your answer is recorded {said}. Members can read it now."
        return done(request, told, question.get_absolute_url())

    return answered(request, page, form, save, "evidence/answer.html")
