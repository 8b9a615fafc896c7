"""Sessions at which evidence was heard: the page of one, and its scrutiny officer's forms."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from council.middleware import Request
from council.public import open_to_the_public
from council.views.pages import FormPage, answered, done, form_view
from evidence import sessions, sourcing
from evidence.models import EvidenceSession
from evidence.session_forms import SessionForm
from evidence.threads import in_order, weave
from evidence.views.threads import Step, led_to_by, seen, standings_of
from recommendations import rules

LEAD = "Keep what the report tells, and what is known besides. Whoever reads the review reads this."


@open_to_the_public
@require_safe
def session(request: Request, pk: int) -> HttpResponse:
    """Who attended, which paragraphs tell of it, and what it led to."""
    row = seen_session(request, pk)
    review = seen(request, row.review.slug)
    woven, standings = weave(review, request.roles).shown_to(request.roles), standings_of(request, review)
    told = {link.paragraph_id for link in row.told_in.all()}
    paragraphs = [p for p in woven.paragraphs if p.pk in told]
    cited = [c for c in woven.direct if c.session_id == row.pk]
    of_paragraphs = [c for p in paragraphs for c in woven.cited_by.get(p.pk, [])]
    there = list(row.attendances.select_related("witness", "member"))
    context: dict[str, Any] = {
        "review": review,
        "session": row,
        "witnesses": [a.witness for a in there if a.witness],
        "panel": [a.member for a in there if a.member],
        "steps": [Step(p, led_to_by(woven, p, standings)) for p in paragraphs],
        "led_to": in_order(c.recommendation for c in [*cited, *of_paragraphs]),
        "cited": [(c, standings.get(c.recommendation_id)) for c in cited],
        "may_run": rules.runs(request.roles, review),
    }
    return render(request, "evidence/session.html", context)


def seen_session(request: Request, pk: int) -> EvidenceSession:
    """The session, or 404 where this person may not see its review."""
    rows = EvidenceSession.objects.visible_to(request.roles).select_related("review__committee__council")
    found: EvidenceSession = get_object_or_404(rows, pk=pk)
    request.review = found.review
    return found


@form_view
def add_session(request: Request, slug: str) -> HttpResponse:
    """A session of a review that is not kept yet."""
    review = seen(request, slug)
    sourcing.must_run(request.roles, review)
    url = f"{reverse('evidence:evidence', args=[slug])}#sessions"
    page = FormPage("Add a session", ("Evidence", url), lead=LEAD)
    return session_form(request, page, EvidenceSession(review=review))


@form_view
def change_session(request: Request, pk: int) -> HttpResponse:
    """What a session was, who was there, and which paragraphs tell of it."""
    row = seen_session(request, pk)
    sourcing.must_run(request.roles, row.review)
    return session_form(request, FormPage(f"Change “{row}”", (row.title, row.get_absolute_url()), lead=LEAD), row)


def session_form(request: Request, page: FormPage, row: EvidenceSession) -> HttpResponse:
    """A session, saved by its verb."""
    form = SessionForm(request.POST if request.method == "POST" else None, instance=row)

    def save() -> HttpResponse:
        seen_version = form.cleaned_data["version"]
        kept = sessions.keep_session(form.instance, by=request.roles, heard=form.heard, seen_version=seen_version)
        return done(request, f"“{kept}” is kept.", kept.get_absolute_url())

    return answered(request, page, form, save, "evidence/session_form.html")


@form_view
def remove_session(request: Request, pk: int) -> HttpResponse:
    """Remove a session that was kept by mistake, after asking."""
    row, refusal = seen_session(request, pk), ""
    sourcing.must_run(request.roles, row.review)
    if request.method == "POST":
        url = f"{reverse('evidence:evidence', args=[row.review.slug])}#sessions"
        try:
            sessions.remove_session(row, by=request.roles)
        except ValidationError as error:
            refusal = error.messages[0]
        else:
            return done(request, f"“{row}” is removed.", url)
    context = {"review": row.review, "session": row, "refusal": refusal}
    return render(request, "evidence/remove_session.html", context, status=422 if refusal else 200)
