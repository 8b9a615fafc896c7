"""Putting right what a review says of itself, and who leads what it recommends."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from council.middleware import Request
from council.rules import must
from council.views.pages import FormPage, answered, done, form_view
from recommendations import rules, workflow
from recommendations.models import Review
from recommendations.review_forms import LeadForm, ReviewForm
from recommendations.views.committee import recommendation_of


@form_view
def change_review(request: Request, slug: str) -> HttpResponse:
    """The title and the days of a review, and what was changed before."""
    review = get_object_or_404(Review.objects.visible_to(request.roles).for_page(), slug=slug)
    request.review = review
    must(rules.runs(request.roles, review), "The scrutiny officer puts the title and the dates of a review right.")
    form = ReviewForm(request.POST or None, review=review)
    page = FormPage(
        "Change title and dates",
        (review.title, review.get_absolute_url()),
        "Its address stays as it is, so that links go on working. What it recommends stays as published.",
        "Save the changes",
    )

    def save() -> HttpResponse:
        data = form.cleaned_data
        changed = workflow.change_review(
            review, by=request.roles, to=form.facts, reason=data["reason"], seen_version=data["version"]
        )
        return done(request, f"The review is changed. {read_by(changed, request)}", changed.get_absolute_url())

    return answered(request, page, form, save, "recommendations/change_review.html")


@form_view
def change_lead(request: Request, slug: str, number: int) -> HttpResponse:
    """Which services lead and partner a recommendation."""
    row = recommendation_of(request, slug, number)
    must(rules.may_change_lead(request.roles, row), "The scrutiny officer settles which services lead and partner.")
    form = LeadForm(request.POST or None, recommendation=row)
    page = FormPage(
        f"Who leads {row.reference}?",
        (row.reference, row.get_absolute_url()),
        f"{row.title}. Its actions stay with their posts. Pages of past days keep who led it then.",
        "Save the change",
    )

    def save() -> HttpResponse:
        data = form.cleaned_data
        lead, partner = data["lead_service"], data["partner_service"]
        workflow.change_lead(
            row, by=request.roles, lead=lead, partner=partner, reason=data["reason"], seen_version=data["version"]
        )
        led = f"{lead} leads {row.reference} now" if lead else f"The owner of {row.reference} is to be assigned"
        return done(request, f"{led}{f', with {partner}' if partner else ''}.", row.get_absolute_url())

    return answered(request, page, form, save)


def read_by(review: Review, request: Request) -> str:
    """Who reads a review now, or from which day, in a sentence."""
    readers = "Everybody" if review.committee.publishes else "Everybody in the council"
    if review.published_on is None:
        return "It is a draft: only the people who run it read it."
    if review.published_on <= request.day:
        return f"{readers} can read it now."
    return f"{readers} can read it from {review.published_on:%-d %B %Y}."
