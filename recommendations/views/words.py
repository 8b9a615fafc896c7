"""What the words mean: the glossary, from the same choices that the pages use."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from recommendations.states import State

MEANINGS = {
    State.SIGNED_OFF: "The committee agreed at a meeting that the recommendation is achieved. Monitoring ends.",
    State.CLAIMED: "Officers say that every action is achieved. The committee has not agreed yet.",
    State.ON_TRACK: "Officers expect to meet the target dates, and have said so recently.",
    State.NOT_UPDATED: "Officers last said “on track”, but too long ago to rely on.",
    State.NOT_STARTED: "The recommendation was answered, and no work has been reported yet.",
    State.DELAYED: "Officers say that at least one action will be late, or has stopped.",
    State.OVERDUE: (
        "At least one action has passed its target date and is not achieved. "
        "The tracker works this out; nobody types it."
    ),
    State.AWAITING: "The executive has not answered the recommendation yet.",
    State.NOT_ACCEPTED: "The executive rejected the recommendation, or only noted it. It never counts as achieved.",
    State.WITHDRAWN: "This action is not to be done any more, for a reason that stands in its history. Never achieved.",
}


@login_not_required
@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """Every state with its mark and meaning, and the other words that the pages use."""
    context = {"states": [{"state": s.value, "word": s.label, "meaning": MEANINGS[s]} for s in State]}
    return render(request, "recommendations/words.html", context)
