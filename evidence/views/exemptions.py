"""What is kept from the public: the list that is looked at every year, and the pages that keep and let go."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from council.middleware import Request
from evidence.exemptions import KINDS, Kind, Line, may_end, may_exempt, register
from recommendations import exempting
from recommendations.exempt_forms import EndForm, ExemptForm
from recommendations.models import Exemption

A_PAGE = 50
FORM = require_http_methods(["GET", "HEAD", "POST"])
WHICH: dict[str, tuple[str, Callable[[Line], bool]]] = {
    "due": ("due for review", lambda x: x.is_due),
    "in_force": ("in force", lambda x: x.exemption.is_in_force),
    "ended": ("ended", lambda x: not x.exemption.is_in_force),
}


@require_safe
def exemptions(request: Request) -> HttpResponse:
    """Every exemption of the committees that this person runs, those to be reviewed first."""
    if not request.roles.scrutiny_officer_of:
        raise PermissionDenied("The scrutiny officer keeps the list of exempt items.")
    lines = register(request.roles)
    counts = [(key, label, sum(fits(x) for x in lines)) for key, (label, fits) in WHICH.items()]
    key = request.GET.get("show", "in_force")
    label, fits = WHICH.get(key, WHICH["in_force"])
    shown = [x for x in lines if fits(x)]
    context = {
        "page": Paginator(shown, A_PAGE).get_page(request.GET.get("page")),
        "total": len(shown),
        "label": label,
        "show": key if key in WHICH else "in_force",
        "counts": counts,
        "due": sum(x.is_due for x in lines),
    }
    return render(request, "evidence/exemptions.html", context)


def kind_and_row(request: Request, name: str, pk: int) -> tuple[Kind, Any]:
    """What the address names; 404 where this person may not read it."""
    kind = KINDS.get(name)
    if kind is None:
        raise Http404
    return kind, get_object_or_404(kind.rows(request.roles), pk=pk)


def in_force(row: Any) -> Exemption | None:
    """The exemption of a row that holds."""
    found: Exemption | None = row.exemptions.filter(ended_on__isnull=True).first()
    return found


@FORM
def exempt(request: Request, kind: str, pk: int) -> HttpResponse:
    """Keep something from the public; where it is kept back already, look at that again and keep it for longer."""
    found, row = kind_and_row(request, kind, pk)
    old = in_force(row)
    allowed = may_end if old else may_exempt
    if not allowed(request.roles, found, row):
        raise PermissionDenied("The scrutiny officer decides what is exempt.")
    action = found.action_of(row)
    post = action.post.title if action else "Monitoring Officer"
    form = ExemptForm(request.POST or None, on=request.day, post=post, initial=terms_before(old))
    if request.method == "POST" and form.is_valid():
        review = found.review_of(row)
        try:
            if old:
                exempting.keep_exempt(old, by=request.roles, terms=form.terms, review=review)
            else:
                exempting.exempt(row, by=request.roles, terms=form.terms, review=review, action=action)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"{found.label} kept from the public until {form.terms.review_on:%-d %B %Y}.")
            return redirect(found.url_of(row))
    context = {
        "kind": found,
        "row": row,
        "words": found.words_of(row),
        "url": found.url_of(row),
        "form": form,
        "old": old,
        "publishes": found.review_of(row).committee.publishes,
    }
    return render(request, "evidence/exempt.html", context, status=422 if form.errors else 200)


def terms_before(old: Exemption | None) -> dict[str, Any]:
    """The boxes as they were the last time."""
    if old is None:
        return {}
    return {"exempt_paragraph": old.paragraph, "exempt_reason": old.reason, "decided_by": old.decided_by}


@FORM
def end(request: Request, kind: str, pk: int) -> HttpResponse:
    """Let everybody read it who may see its review, after saying what that is."""
    found, row = kind_and_row(request, kind, pk)
    if not may_end(request.roles, found, row):
        raise PermissionDenied("The scrutiny officer ends exemptions.")
    old = in_force(row)
    if old is None:
        raise Http404
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            exempting.end_exemption(old, by=request.roles, why=form.cleaned_data["why"], review=found.review_of(row))
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"{found.label} is exempt no longer.")
            return redirect(found.url_of(row))
    context = {
        "kind": found,
        "words": found.words_of(row),
        "url": found.url_of(row),
        "form": form,
        "old": old,
        "publishes": found.review_of(row).committee.publishes,
    }
    return render(request, "evidence/end_exemption.html", context, status=422 if form.errors else 200)
