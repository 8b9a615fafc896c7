"""The scrutiny officer says what led to which recommendation, and strikes what is wrong."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from council.middleware import Request
from council.views.pages import FormPage, answered, done, form_view
from evidence import linking, sourcing
from evidence.likely import likely_links
from evidence.link_forms import CiteForm, LikelyForm, NamesForm, StrikeForm
from evidence.models import Citation, Testimony
from evidence.views.threads import seen
from recommendations.models import Recommendation, Review
from recommendations.querysets import reviews_seen_by

LEAD = "What is ticked is kept with who linked it, when, and what it rests on. Whoever reads the review reads that."
STRIKING = "A struck link is shown nowhere any more. It stays here with your reason, and is not proposed again."


def run_by(request: Request, slug: str) -> Review:
    """The review, for its scrutiny officer: 404 where it is not seen, 403 for everybody else."""
    review = seen(request, slug)
    sourcing.must_run(request.roles, review)
    return review


@form_view
def links(request: Request, slug: str) -> HttpResponse:
    """The whole review: how far its links are, and those that are likely, to be ticked."""
    review = run_by(request, slug)
    form = LikelyForm(request.POST if request.method == "POST" else None, likely=likely_links(review))
    if request.method == "POST" and form.is_valid():
        count = linking.cite_likely(form.chosen, by=request.roles)
        return done(request, f"{count} linked.", request.path)
    made: dict[int, int] = {}
    for citation in Citation.objects.filter(recommendation__review=review).leading().standing(request.day):
        made[citation.recommendation_id] = made.get(citation.recommendation_id, 0) + 1
    likely: dict[int, list[Any]] = {}
    for key, row in form.likely.items():
        likely.setdefault(row.recommendation.pk, []).append((key, row, key in form.ticked))
    rows = [(row, made.get(row.pk, 0), likely.get(row.pk, [])) for row in review.recommendations.all()]
    context = {
        "review": review,
        "form": form,
        "rows": rows,
        "likely_count": len(form.likely),
        "unlinked": sum(1 for _, count, _ in rows if not count),
        "name_count": len(linking.found_by_name(review, request.roles)),
    }
    return render(request, "evidence/links.html", context, status=422 if form.errors else 200)


@form_view
def cite(request: Request, slug: str, number: int) -> HttpResponse:
    """One recommendation: what led to it, what was struck, and a form for more."""
    review = run_by(request, slug)
    row: Recommendation = get_object_or_404(review.recommendations, number=number)
    row.review = review
    page = FormPage(f"What led to {row.reference}", ("Links", reverse("evidence:links", args=[slug])), lead=LEAD)
    form = CiteForm(request.POST if request.method == "POST" else None, review=review)
    cited = Citation.objects.filter(recommendation=row)
    of = ("paragraph", "witness", "session", "linked_by", "struck_by")
    every = list(cited.select_related(*of).order_by("paragraph__order", "pk"))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            basis, place = form.told
            try:
                count = linking.cite(row, by=request.roles, sources=form.sources, basis=basis, place=place)
            except ValidationError as refusal:
                form.refuse(refusal)
            else:
                words = f"{count} linked." if count else "All of these were linked already."
                return done(request, words, request.path)
    context = {
        "page": page,
        "review": review,
        "recommendation": row,
        "form": form,
        "standing": [c for c in every if c.struck_on is None],
        "struck": [c for c in every if c.struck_on is not None],
    }
    return render(request, "evidence/cite.html", context, status=status)


@form_view
def names(request: Request, slug: str) -> HttpResponse:
    """The paragraphs that name a witness or their organisation, to be confirmed or struck."""
    review = run_by(request, slug)
    tellings = linking.found_by_name(review, request.roles)
    form = NamesForm(request.POST if request.method == "POST" else None, tellings=tellings)
    if request.method == "POST" and form.is_valid():
        strikes = request.POST.get("do") == "strike"
        try:
            if strikes:
                because = form.cleaned_data["because"]
                count = linking.strike_names(review, by=request.roles, tellings=form.chosen, because=because)
            else:
                count = linking.confirm_names(review, by=request.roles, tellings=form.chosen)
            return done(request, f"{count} {'struck' if strikes else 'confirmed'}.", request.path)
        except ValidationError as refusal:
            form.refuse(refusal)
    found = sorted(form.tellings.items(), key=lambda pair: (pair[1].witness.group.order, pair[1].witness.order))
    rows = [(key, telling, key in form.ticked) for key, telling in found]
    struck = Testimony.objects.filter(paragraph__review=review, struck_on__isnull=False)
    context = {
        "review": review,
        "form": form,
        "rows": rows,
        "struck": list(struck.select_related("paragraph", "witness", "struck_by").order_by("-struck_on", "-pk")),
    }
    return render(request, "evidence/names.html", context, status=422 if form.errors else 200)


def link_of(request: Request, kind: str, pk: int) -> Citation | Testimony:
    """A link of a review that this person may see, struck or not, or 404."""
    if kind == "citation":
        cited = Citation.objects.filter(reviews_seen_by(request.roles, "recommendation__review__"))
        return get_object_or_404(cited.select_related("recommendation__review__committee__council"), pk=pk)
    if kind == "testimony":
        told = Testimony.objects.filter(reviews_seen_by(request.roles, "paragraph__review__"))
        return get_object_or_404(told.select_related("paragraph__review__committee__council", "witness"), pk=pk)
    raise Http404("There is no such kind of link.")


@form_view
def strike(request: Request, kind: str, pk: int) -> HttpResponse:
    """Say why a link is wrong."""
    link = link_of(request, kind, pk)
    review = request.review = linking.review_of_link(link)
    sourcing.must_run(request.roles, review)
    if isinstance(link, Citation):
        back = reverse("evidence:cite", args=[review.slug, link.recommendation.number])
        where = f"What led to {link.recommendation.reference}"
    else:
        back, where = link.witness.get_absolute_url(), link.witness.name
    if link.struck_on:
        context = {"review": review, "link": link, "where": where, "back": back}
        return render(request, "evidence/struck.html", context, status=409 if request.method == "POST" else 200)
    page = FormPage(f"Strike the link: {link}", (where, back), STRIKING, "Strike it")
    form = StrikeForm(request.POST if request.method == "POST" else None)

    def save() -> HttpResponse:
        linking.strike(link, by=request.roles, because=form.cleaned_data["because"])
        return done(request, "The link is struck.", back)

    return answered(request, page, form, save)
