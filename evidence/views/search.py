"""Search over everything that a person may read."""

from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from council.fields import PlainWords
from council.middleware import Request
from council.public import open_to_the_public
from evidence.searching import KINDS, search


class SearchForm(forms.Form):
    """What to search for."""

    # What was typed, where it was put right.
    typed = PlainWords(max_length=200, required=False, widget=forms.HiddenInput())
    q = PlainWords(
        label="Search recommendations, actions, updates, verdicts, questions, paragraphs and witnesses",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


@open_to_the_public
@require_safe
def find(request: Request) -> HttpResponse:
    """What was found, kind by kind; without words, only the box. A slip of the pen goes on to what was meant."""
    form = SearchForm(request.GET if "q" in request.GET else None)
    found = search(form.cleaned_data["q"], request.roles) if form.is_valid() else None
    typed = form.cleaned_data["typed"] if found else ""
    if found and found.meant and not typed:
        return redirect(f"{request.path}?{urlencode({'q': found.meant, 'typed': found.asked})}")
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    context = {
        "form": form,
        "asked": form.cleaned_data["q"] if form.is_valid() else "",
        "typed": typed,
        "found": found,
        "kind": kind,
        "hits": found.of_kind(kind) if found else (),
    }
    return render(request, "evidence/search.html", context)
