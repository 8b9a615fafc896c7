"""What is kept from the public: the list that is looked at every year, and the pages that keep and let go."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from council.middleware import Request
from council.views.pages import fill_with_kept, form_view
from evidence.exemptions import KINDS, Kind, hanging_on, may_end, may_exempt
from evidence.register import Register, kept_by
from evidence.register_form import RegisterForm
from recommendations import exempting
from recommendations.exempt_forms import EndForm, ExemptForm
from recommendations.models import Exemption

A_PAGE = 50
FORM = form_view


@require_safe
def exemptions(request: Request) -> HttpResponse:
    """Every exemption of the committees that this person runs, those to be reviewed first."""
    if not request.roles.scrutiny_officer_of:
        raise PermissionDenied("The scrutiny officer keeps the list of exempt items.")
    form = RegisterForm(request.GET)
    lines = kept_by(request.roles)
    register = Register(tuple(line for line in lines if form.fits(line)), form.stage)
    context = {
        "form": form,
        "register": register,
        "page": Paginator(register.shown, A_PAGE).get_page(request.GET.get("page")),
        "base_query": urlencode(form.query),
        "whole": len(lines),
        "due": [line for line in lines if line.stage == "due"],
        "past": [line for line in lines if line.is_past],
    }
    return render(request, "evidence/exemptions.html", context)


@dataclass(frozen=True)
class Found:
    """What an address names: a row of a kind, and the exemption of it that holds."""

    kind: Kind
    row: Any
    old: Exemption | None

    @property
    def seen(self) -> int | None:
        """What the form carries, so that a page that has gone out of date is noticed."""
        return self.old.pk if self.old else None


def found(request: Request, name: str, pk: int) -> Found:
    """What the address names; 404 where this person may not read it."""
    kind = KINDS.get(name)
    if kind is None:
        raise Http404
    row = get_object_or_404(kind.rows(request.roles), pk=pk)
    request.review = kind.review_of(row)
    return Found(kind, row, row.exemptions.filter(ended_on__isnull=True).first())


@FORM
def exempt(request: Request, kind: str, pk: int) -> HttpResponse:
    """Keep something from the public; where it is kept back already, look at that again and keep it for longer."""
    at = found(request, kind, pk)
    allowed = may_end if at.old else may_exempt
    if not allowed(request.roles, at.kind, at.row):
        raise PermissionDenied("The scrutiny officer decides what is exempt.")
    form = exempt_form(request, at)
    if request.method != "POST" or not form.is_valid():
        return page(request, "evidence/exempt.html", at, form)
    if form.cleaned_data["seen"] != at.seen:
        return page(request, "evidence/exempt.html", at, exempt_form(request, at, again=True), status=409, changed=True)
    try:
        keep(request, at, form)
    except ValidationError as refusal:
        form.refuse(refusal)
        return page(request, "evidence/exempt.html", at, form)
    messages.success(request, f"{at.kind.label} kept from the public until {form.terms.review_on:%-d %B %Y}.")
    return redirect(at.kind.url_of(at.row))


def keep(request: Request, at: Found, form: ExemptForm) -> None:
    """Call the verb: the first time, or once more."""
    review, action = at.kind.review_of(at.row), at.kind.action_of(at.row)
    if at.old:
        exempting.keep_exempt(at.old, by=request.roles, terms=form.terms, review=review)
    else:
        exempting.exempt(at.row, by=request.roles, terms=form.terms, review=review, action=action)


@FORM
def end(request: Request, kind: str, pk: int) -> HttpResponse:
    """Let everybody read it who may see its review, after saying what that is."""
    at = found(request, kind, pk)
    if not may_end(request.roles, at.kind, at.row):
        raise PermissionDenied("The scrutiny officer ends exemptions.")
    if at.old is None:
        return ended_already(request, at)
    form = EndForm(request.POST if request.method == "POST" else None, initial={"seen": at.seen})
    if request.method != "POST" or not form.is_valid():
        return end_page(request, at, form)
    if form.cleaned_data["seen"] not in (None, at.seen):
        return end_page(request, at, EndForm(with_seen(request, at)), status=409, changed=True)
    review = at.kind.review_of(at.row)
    try:
        exempting.end_exemption(at.old, by=request.roles, why=form.cleaned_data["why"], review=review)
    except ValidationError as refusal:
        form.refuse(refusal)
        return end_page(request, at, form)
    messages.success(request, f"{at.kind.label} is exempt no longer.")
    return redirect(at.kind.url_of(at.row))


def ended_already(request: Request, at: Found) -> HttpResponse:
    """Somebody who presses twice, or comes second, learns that it is done; 404 where there never was an exemption."""
    if not at.row.exemptions.exists():
        raise Http404
    messages.info(request, f"{at.kind.label} is exempt no longer. The exemption had ended already.")
    return redirect(at.kind.url_of(at.row))


def exempt_form(request: Request, at: Found, again: bool = False) -> ExemptForm:
    """The form, its boxes as they were the last time where there was one. ``again``: after somebody decided first."""
    initial: dict[str, Any] = {"seen": at.seen}
    if old := at.old:
        initial |= {"exempt_paragraph": old.paragraph, "exempt_reason": old.reason, "decided_by": old.decided_by}
    typed: QueryDict | None = request.POST if request.method == "POST" else None
    if again:
        typed = with_seen(request, at)
    return ExemptForm(typed, on=request.day, initial=initial)


def with_seen(request: Request, at: Found) -> QueryDict:
    """What was typed, on a page that shows what holds now: saving again is one press away."""
    kept = request.POST.copy()
    kept["seen"] = str(at.seen or "")
    return kept


def page(
    request: Request, template: str, at: Found, form: ExemptForm | EndForm, status: int = 0, **more: Any
) -> HttpResponse:
    """The form beside what it is about, who reads that now, and who will."""
    fill_with_kept(request, form)
    context = {
        "kind": at.kind,
        "row": at.row,
        "old": at.old,
        "form": form,
        "words": at.kind.words_of(at.row),
        "url": at.kind.url_of(at.row),
        "while_exempt": at.kind.readers_while_exempt(at.row),
        "otherwise": at.kind.readers_otherwise(at.row, request.day),
        "may_end": may_end(request.roles, at.kind, at.row),
        "hanging": hanging_on(request.roles, at.kind, at.row),
        **more,
    }
    return render(request, template, context, status=status or (422 if form.errors else 200))


def end_page(request: Request, at: Found, form: EndForm, status: int = 0, **more: Any) -> HttpResponse:
    """The form beside exactly what can be read once it ends, or what keeps it back besides."""
    more |= {"let_go": at.kind.let_go(at.row), "kept_too": at.kind.kept_too(at.row)}
    return page(request, "evidence/end_exemption.html", at, form, status, **more)
