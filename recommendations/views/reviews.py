"""What members see: the dashboard of a review, its lists, and one recommendation."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from council.middleware import Request
from council.public import open_to_the_public
from recommendations import ledger as ledgers
from recommendations import rules
from recommendations.drawing import timeline
from recommendations.filters import ActionFilterForm, PositionFilter
from recommendations.history import counts, history, in_words
from recommendations.models import Review
from recommendations.sentences import headline
from recommendations.viewing import Viewing, viewing

# So many of the latest events stand on a recommendation's page until the reader asks for the others.
EVENTS_SHOWN = 10


@open_to_the_public
@require_safe
def dashboard(request: Request, slug: str) -> HttpResponse:
    """The review on one page: a sentence, the figures, and the lists behind them."""
    context = view_of(request, slug)
    position = context["position"]
    context |= {
        "headline": headline(position),
        "timeline": timeline(position, [m.held_on for m in context["view"].meetings]),
        "forward": [c for c in position.changes if c.is_forward],
        "back": [c for c in position.changes if not c.is_forward],
    }
    return render(request, "recommendations/dashboard.html", context)


@open_to_the_public
@require_safe
def recommendation_list(request: Request, slug: str) -> HttpResponse:
    """The recommendations that a figure counts."""
    return render(request, "recommendations/recommendation_list.html", view_of(request, slug))


@open_to_the_public
@require_safe
def action_list(request: Request, slug: str) -> HttpResponse:
    """The actions that a figure counts."""
    context = view_of(request, slug)
    form = ActionFilterForm(request.GET, position=context["whole"])
    kind = form.cleaned_data["timeliness"] if form.is_valid() else ""
    position = context["position"]
    context |= {
        "form": form,
        "rows": position.timely(kind) if kind else sorted(position.actions, key=lambda a: a.target_on),
        "title": position.timely_title(kind) if kind else "",
    }
    return render(request, "recommendations/action_list.html", context)


@open_to_the_public
@require_safe
def recommendation(request: Request, slug: str, number: int) -> HttpResponse:
    """Why it was made, what is being done, what officers claim and what the committee says."""
    view = seen_through(request, slug)
    ledger = ledgers.load(view.review, view.as_at, request.roles, only=number)
    position = view.position(ledger)
    if not position.standings:
        raise Http404
    standing = position.standings[0]
    row = standing.recommendation
    events = history(standing, ledger.all_updates, ledger.all_extensions)
    kind = request.GET.get("kind", "")
    shown = [e for e in events if e.kind == kind] if kind else events[: None if "all" in request.GET else EVENTS_SHOWN]
    parts = list(row.parts.select_related("partner_service"))
    context = {
        "view": view,
        "review": view.review,
        "as_at_banner": view.banner,
        "standing": standing,
        "recommendation": row,
        "parts": parts,
        "body_differs": bool(row.body_text) or any(part.body_text for part in parts),
        "differences": list(row.differences.all()),
        "events": shown,
        "left_out": in_words(events[len(shown) :]) if not kind else "",
        "event_counts": counts(events),
        "event_total": len(events),
        "kind": kind,
        "viewing": position.viewing,
        "may_ask": not view.is_past and rules.may_ask(request.roles, view.review),
        "may_agree": not view.is_past and not standing.is_signed_off and rules.may_agree_action(request.roles, row),
        **neighbours(ledger.numbers, number),
    }
    return render(request, "recommendations/recommendation.html", context)


def seen_through(request: Request, slug: str) -> Viewing:
    """The review as the address asks to see it; 404 where this person may not see it."""
    review = request.review = get_object_or_404(Review.objects.visible_to(request.roles).for_page(), slug=slug)
    return viewing(review, request.GET, request.day)


def view_of(request: Request, slug: str) -> dict[str, Any]:
    """What dashboard and lists share: the viewing, the filters, and the position that they leave."""
    view = seen_through(request, slug)
    whole = view.position(ledgers.load(view.review, view.as_at, request.roles))
    filters = PositionFilter(request.GET, whole)
    return {
        "view": view,
        "review": view.review,
        "as_at_banner": view.banner,
        "filters": filters,
        "whole": whole,
        "position": filters.narrowed(),
    }


def neighbours(numbers: tuple[int, ...], number: int) -> dict[str, int | None]:
    """The numbers before and after this one in the review."""
    at = numbers.index(number)
    return {
        "previous": numbers[at - 1] if at else None,
        "next": numbers[at + 1] if at + 1 < len(numbers) else None,
    }
