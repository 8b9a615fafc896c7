"""A verdict that was recorded wrongly is put right, with the reason: typed, checked on a page of its own, recorded."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from council.middleware import Request
from council.rules import must
from council.views.pages import FormPage, answered, done, form_view, over
from recommendations import ledger as ledgers
from recommendations import rules, workflow
from recommendations.agenda import comes_of_correction
from recommendations.committee_forms import VerdictForm
from recommendations.models import Recommendation, Verdict
from recommendations.scope import of_review
from recommendations.states import VerdictKind
from recommendations.workflow import Decided


@form_view
def put_right(request: Request, pk: int) -> HttpResponse:
    """Another verdict, minute or words in place of those that were recorded of one meeting."""
    was = verdict_seen(request, pk)
    row = was.recommendation
    must(rules.may_record_verdict(request.roles, row), "The chair or the scrutiny officer puts verdicts right.")
    if back := over(request, workflow.cannot_be_corrected(was), row.get_absolute_url()):
        return back
    recorded = {"verdict": was.verdict, "minute": was.minute, "words": was.words}
    form = VerdictForm(request.POST or None, initial=recorded)
    page = FormPage(
        f"Put the verdict on {row.reference} right",
        (row.reference, row.get_absolute_url()),
        f"{row.title}. Meeting of {was.meeting.held_on:%-d %B %Y}. This is for a mistake in recording: where the "
        "committee changed its mind, record what it decides at its next meeting.",
        "Check it",
        "What was recorded stays in the timeline, with the reason.",
    )
    if "change" in request.POST:
        return render(request, "council/form.html", {"page": page, "form": form})

    def go_on() -> HttpResponse:
        return recorded_right(request, was, form) if "record" in request.POST else checked(request, was, form, page)

    return answered(request, page, form, go_on)


def verdict_seen(request: Request, pk: int) -> Verdict:
    """A verdict on a recommendation that this person may see; 404 otherwise."""
    seen = Verdict.objects.filter(recommendation__in=Recommendation.objects.visible_to(request.roles))
    of_it = seen.select_related("meeting", "recommendation__review__committee__council")
    found: Verdict = get_object_or_404(of_it, pk=pk)
    request.review = found.recommendation.review
    return found


def decided(was: Verdict, form: VerdictForm) -> Decided:
    """What the form says that the committee decided."""
    data = form.cleaned_data
    return Decided(was.recommendation, VerdictKind(data["verdict"]), data["minute"], data["words"])


def checked(request: Request, was: Verdict, form: VerdictForm, page: FormPage) -> HttpResponse:
    """What is about to be recorded, beside what is recorded now, and what comes of it."""
    to = decided(was, form)
    workflow.rehearse_correction(was, by=request.roles, to=to, why=form.cleaned_data["why"])
    row = was.recommendation
    ledger = ledgers.load(of_review(row.review), request.day, request.roles, only=row.number)
    standing = ledger.standing(ledger.recommendations[0], request.day)
    others = Verdict.objects.in_force(request.day).exclude(recommendation=row).select_related("recommendation")
    same = others.filter(meeting=was.meeting, minute=to.minute)
    comes = [
        *comes_of_correction(standing, was, to.verdict),
        *(f"{other.recommendation.reference} has the same minute reference." for other in same),
    ]
    context = {"page": page, "form": form, "was": was, "to": to, "why": form.cleaned_data["why"], "comes": comes}
    return render(request, "recommendations/put_right_check.html", context)


def recorded_right(request: Request, was: Verdict, form: VerdictForm) -> HttpResponse:
    """Record it."""
    workflow.correct_verdict(was, by=request.roles, to=decided(was, form), why=form.cleaned_data["why"])
    row = was.recommendation
    return done(request, f"The verdict on {row.reference} is put right.", row.get_absolute_url())
