"""Following the thread: a witness, an organisation, and the map of a whole review."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from council.middleware import Request
from council.public import open_to_the_public
from evidence import sourcing
from evidence.models import Basis, EvidenceSession, Paragraph, Witness
from evidence.thread_forms import ContactForm
from evidence.threads import Ground, Weave, ground_of, of_organisation, organisation_slug, picture, surest, weave
from recommendations import ledger as ledgers
from recommendations import rules
from recommendations.models import Recommendation, Review
from recommendations.querysets import reviews_seen_by
from recommendations.scope import of_review
from recommendations.standing import RecommendationStanding


@dataclass(frozen=True)
class Step:
    """One paragraph on the thread, what it led to and where that stands."""

    paragraph: Paragraph
    standings: list[RecommendationStanding]
    # What it rests on that it stands here, and at which sessions it was heard; empty on the page of a session itself.
    basis: str = ""
    because: str = ""
    sessions: tuple[EvidenceSession, ...] = ()
    # Of a link that somebody made, which can be struck.
    testimony: int | None = None
    said_on: date | None = None


def seen(request: Request, slug: str) -> Review:
    """The review, or 404 where this person may not see it."""
    review: Review = get_object_or_404(Review.objects.visible_to(request.roles).for_page(), slug=slug)
    request.review = review
    return review


def standings_of(request: Request, review: Review) -> dict[int, RecommendationStanding]:
    """Where each recommendation stands today, as far as this reader may know."""
    ledger = ledgers.load(of_review(review), request.day, request.roles)
    return {s.recommendation.pk: s for s in ledger.position(request.day).standings}


def steps_of(woven: Weave, witnesses: list[Witness], standings: dict[int, RecommendationStanding]) -> list[Step]:
    """The thread of these witnesses, a paragraph once."""
    found: dict[int, Step] = {}
    for witness in witnesses:
        for telling in woven.told_in.get(witness.pk, []):
            rows = led_to_by(woven, telling.paragraph, standings)
            step = Step(
                telling.paragraph,
                rows,
                telling.basis,
                telling.because,
                telling.sessions,
                telling.testimony,
                telling.ground.on,
            )
            known = found.get(telling.paragraph.pk)
            # Of several witnesses, it rests on the surest.
            if known is None or telling.ground.place < Ground(Basis(known.basis), known.said_on).place:
                found[telling.paragraph.pk] = step
    return sorted(found.values(), key=lambda step: step.paragraph.order)


def led_to_by(
    woven: Weave, paragraph: Paragraph, standings: dict[int, RecommendationStanding]
) -> list[RecommendationStanding]:
    """Where the recommendations stand that a paragraph led to."""
    led = {c.recommendation_id for c in woven.cited_by.get(paragraph.pk, [])}
    return [standing for pk, standing in standings.items() if pk in led]


@open_to_the_public
@require_safe
def witness(request: Request, pk: int) -> HttpResponse:
    """What somebody's evidence led to."""
    row = get_object_or_404(
        Witness.objects.filter(reviews_seen_by(request.roles, "group__review__")).select_related("group__review"), pk=pk
    )
    return witness_page(request, row)


def witness_page(request: Request, row: Witness, form: ContactForm | None = None, status: int = 200) -> HttpResponse:
    """The page of a witness. How to reach them is read by the scrutiny officer alone."""
    review = seen(request, row.group.review.slug)
    woven, standings = weave(review, request.roles).shown_to(request.roles), standings_of(request, review)
    may_run = rules.runs(request.roles, review)
    context: dict[str, Any] = {
        "review": review,
        "witness": row,
        "organisation_slug": organisation_slug(row.organisation) if row.organisation else "",
        "steps": steps_of(woven, [row], standings),
        **leading(woven, [row]),
        "cited": [(c, standings.get(c.recommendation_id)) for c in woven.cited_with(row)],
        "sessions": [a.session for a in row.attendances.select_related("session")],
        "on_committee": review.committee_id in request.roles.committee_ids,
        "may_run": may_run,
    }
    if may_run:
        told = {t.paragraph.pk for t in woven.told_in.get(row.pk, [])}
        context["form"] = form or ContactForm(witness=row)
        context["others"] = [p for p in woven.paragraphs if p.pk not in told]
    return render(request, "evidence/witness.html", context, status=status)


def mine(request: Request, pk: int) -> Witness:
    """The witness, for its review's scrutiny officer: 404 where they may not see the review."""
    row = get_object_or_404(
        Witness.objects.filter(reviews_seen_by(request.roles, "group__review__")).select_related(
            "group__review__committee"
        ),
        pk=pk,
    )
    sourcing.must_run(request.roles, row.group.review)
    return row


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: Request, pk: int) -> HttpResponse:
    """Say which paragraphs tell what a witness said. The form stands on the page of the witness."""
    row = mine(request, pk)
    if request.method != "POST":
        return redirect(row)
    chosen = [int(key) for key in request.POST.getlist("paragraph") if key.isdecimal() and len(key) < 10]
    paragraphs = list(Paragraph.objects.filter(pk__in=chosen, review=row.group.review))
    basis = Basis.REPORT if request.POST.get("basis") == Basis.REPORT else Basis.PERSON
    count = sourcing.say_who_spoke(row, by=request.roles, paragraphs=paragraphs, basis=basis)
    if count:
        messages.success(request, f"{count} linked.")
    else:
        messages.error(request, "Nothing was linked. Choose at least one paragraph that is not linked yet.")
    return redirect(row)


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: Request, pk: int) -> HttpResponse:
    """Keep how to reach a witness. The form stands on the page of the witness."""
    row = mine(request, pk)
    if request.method != "POST":
        return redirect(row)
    form = ContactForm(request.POST, witness=row)
    if form.is_valid():
        try:
            sourcing.record_contact(row, by=request.roles, **form.cleaned_data)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Kept, for the scrutiny officer alone.")
            return redirect(row)
    return witness_page(request, row, form, status=422)


@open_to_the_public
@require_safe
def organisation(request: Request, slug: str, organisation: str) -> HttpResponse:
    """What the evidence of one organisation led to."""
    review = seen(request, slug)
    woven = weave(review, request.roles).shown_to(request.roles)
    heard = of_organisation(woven, organisation)
    if not heard:
        raise Http404("Nobody of this organisation was heard.")
    context = {
        "review": review,
        "name": heard[0].organisation,
        "heard": heard,
        "steps": steps_of(woven, heard, standings_of(request, review)),
        **leading(woven, heard),
    }
    return render(request, "evidence/organisation.html", context)


@open_to_the_public
@require_safe
def evidence_map(request: Request, slug: str) -> HttpResponse:
    """Which evidence informed which recommendation: a table, and a picture of it."""
    review = seen(request, slug)
    woven = weave(review, request.roles).shown_to(request.roles)
    rows = [on_the_map(woven, row) for row in woven.recommendations]
    context = {
        "review": review,
        "rows": rows,
        "picture": picture(woven) if woven.tellings or woven.direct else None,
        "may_run": rules.runs(request.roles, review),
    }
    return render(request, "evidence/map.html", context)


def leading(woven: Weave, witnesses: list[Witness]) -> dict[str, list[Recommendation]]:
    """What the evidence of these witnesses led to, and what may have, as far as only a name says."""
    sure = woven.how_sure(witnesses)
    return {
        "led_to": [row for row, basis in sure if basis != Basis.NAME],
        "by_name": [row for row, basis in sure if basis == Basis.NAME],
    }


def on_the_map(
    woven: Weave, row: Recommendation
) -> tuple[Recommendation, list[tuple[Ground, list[Paragraph]]], list[tuple[Ground, list[Witness]]]]:
    """A recommendation with the paragraphs that led to it and whom they tell of, by what that rests on."""
    paragraphs: dict[Ground, list[Paragraph]] = {}
    for paragraph in woven.argued_in.get(row.pk, []):
        grounds = [ground_of(c) for c in woven.cited_by[paragraph.pk] if c.recommendation_id == row.pk]
        paragraphs.setdefault(surest(grounds), []).append(paragraph)
    return row, sorted(paragraphs.items(), key=lambda pair: pair[0].place), woven.heard_for(row)
