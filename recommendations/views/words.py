"""What the words mean: the glossary, from the same choices that the pages use."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from recommendations.states import MEANINGS, State


@login_not_required
@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """Every state with its mark and meaning, and the other words that the pages use."""
    context = {"states": [{"state": s.value, "word": s.label, "meaning": MEANINGS[s]} for s in State]}
    return render(request, "recommendations/words.html", context)
