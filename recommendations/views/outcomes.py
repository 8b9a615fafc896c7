"""Whether what was signed off has made a difference: typed, checked on a page of its own, recorded."""

from collections.abc import Iterator
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render

from council.amounts import written
from council.middleware import Request
from council.rules import must
from council.views.pages import FormPage, answered, done, form_view, over
from recommendations import rules, workflow
from recommendations.committee_forms import OutcomeForm
from recommendations.deadlines import outcome_window
from recommendations.states import Worked
from recommendations.views.committee import recommendation_of


@form_view
def outcome(request: Request, slug: str, number: int) -> HttpResponse:
    """Whether a recommendation that was signed off has made a difference."""
    row = recommendation_of(request, slug, number)
    must(rules.may_record_verdict(request.roles, row), "The chair or the scrutiny officer records outcome checks.")
    if back := over(request, workflow.cannot_be_checked(row, request.day), row.get_absolute_url()):
        return back
    form = OutcomeForm(request.POST or None)
    title, back_to = f"Check the outcome of {row.reference}", (row.reference, row.get_absolute_url())
    page = FormPage(title, back_to, row.title, "Check it", "You read it once more before it is recorded.")
    if "change" in request.POST:
        return render(request, "council/form.html", {"page": page, "form": form})

    def go_on() -> HttpResponse:
        worked, words = Worked(form.cleaned_data["worked"]), form.cleaned_data["words"]
        if "record" in request.POST:
            workflow.check_outcome(row, by=request.roles, worked=worked, words=words)
            return done(request, f"The outcome of {row.reference} is recorded.", row.get_absolute_url())
        workflow.rehearse_outcome(row, by=request.roles, worked=worked, words=words)
        comes = list(comes_of_outcome(worked, request.day))
        context = {"page": page, "form": form, "worked": worked, "words": words, "comes": comes}
        return render(request, "recommendations/outcome_check.html", context)

    return answered(request, page, form, go_on)


def comes_of_outcome(worked: Worked, on: date) -> Iterator[str]:
    """What comes of an outcome check that is recorded on a day, in sentences."""
    yield "It stays signed off."
    if worked == Worked.TOO_EARLY:
        yield f"It is asked again from {written(outcome_window(on, on)[0])} on."
    else:
        yield "Its outcome is not asked for again. A verdict of a later meeting can reopen it."
    yield "This check cannot be changed, and the verdict that signed it off cannot be put right any more."
