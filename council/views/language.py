"""The plain-language list: terms to think about, what to write instead, and the check that points them out."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from council import rules, workflow
from council.fields import VerbForm
from council.forms import PlainTermForm, TryForm
from council.middleware import Request
from council.models import Council, PlainTerm
from council.plain_words import find, terms_for
from council.rules import must
from council.views.pages import FormPage, answered, done, form_view

BACK = ("Plain language", "council:plain_words")
LONGEST = 20_000


def back() -> tuple[str, str]:
    """Where the forms lead back to."""
    return BACK[0], reverse(BACK[1])


@require_safe
def plain_words(request: Request) -> HttpResponse:
    """The list of the person's councils, and a box to try it on a text."""
    must(bool(request.roles.council_ids), "This page is for people of a council.")
    terms = PlainTerm.objects.filter(council__in=list(request.roles.council_ids)).select_related("council")
    form = TryForm(request.GET or None)
    text = form.cleaned_data["text"] if form.is_bound and form.is_valid() else ""
    councils = Council.objects.filter(pk__in=list(request.roles.sets_up_council_ids))
    context = {
        "terms": terms,
        "councils": councils,
        "sets_up": request.roles.sets_up_council_ids,
        "form": form,
        "text": text,
        "found": find(text, terms),
    }
    return render(request, "council/plain_words.html", context)


@require_POST
def plain_check(request: Request) -> HttpResponse:
    """What of a text is on the list: the advice under a box, as it is left."""
    found = find(request.POST.get("text", "")[:LONGEST].replace("\r\n", "\n"), terms_for(request.roles))
    return render(request, "council/_plain_advice.html", {"found": found})


@form_view
def add_plain_term(request: Request, council: str) -> HttpResponse:
    """A further term on a council's list."""
    of = get_object_or_404(Council.objects.filter(pk__in=request.roles.council_ids), slug=council)
    must(rules.may_set_up(request.roles, of))
    form = PlainTermForm(request.POST or None, instance=PlainTerm(council=of))
    page = FormPage("Add a term", back(), f"For {of}. Officers see the advice as they write; it never stops them.")
    return saved(request, page, form)


@form_view
def change_plain_term(request: Request, pk: int) -> HttpResponse:
    """Another wording or reason for a term."""
    row = term_or_404(request, pk)
    form = PlainTermForm(request.POST or None, instance=row)
    return saved(request, FormPage(f"Change “{row}”", back()), form)


def saved(request: Request, page: FormPage, form: PlainTermForm) -> HttpResponse:
    """A term, saved by its verb."""

    def save() -> HttpResponse:
        row = workflow.set_up(form.instance, by=request.roles, seen_version=form.cleaned_data["version"])
        return done(request, f"“{row}” is on the list, from now on.", back()[1])

    return answered(request, page, form, save)


@form_view
def remove_plain_term(request: Request, pk: int) -> HttpResponse:
    """Take a term off the list, once that is confirmed."""
    row = term_or_404(request, pk)
    words = str(row)
    lead = "It is not pointed at any more. What was written stays as it is."
    page = FormPage(f"Take “{words}” off the list?", back(), lead, "Take it off the list")

    def save() -> HttpResponse:
        workflow.remove(row, by=request.roles)
        return done(request, f"“{words}” is off the list.", back()[1])

    return answered(request, page, VerbForm(request.POST if request.method == "POST" else None), save)


def term_or_404(request: Request, pk: int) -> PlainTerm:
    """A term of the person's own councils, for the scrutiny officer."""
    seen = PlainTerm.objects.filter(council__in=list(request.roles.council_ids)).select_related("council")
    row = get_object_or_404(seen, pk=pk)
    must(rules.may_set_up(request.roles, row.council))
    return row
