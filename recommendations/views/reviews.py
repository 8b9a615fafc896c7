"""What members see: the dashboard of a review or a committee, its lists, and one recommendation."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, render
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from council.middleware import Request
from council.organisation import committees_seen_by
from council.public import open_to_the_public
from council.roles import Roles
from council.rules import must
from recommendations import exports, readings, rules, workflow
from recommendations import ledger as ledgers
from recommendations.drawing import timeline
from recommendations.figures import QUESTIONS, VERDICTS, Position
from recommendations.filters import ActionFilterForm, PositionFilter
from recommendations.history import counts, history, in_lines, in_words, told_elsewhere
from recommendations.models import Recommendation, Review
from recommendations.paging import page_of
from recommendations.scope import LONGEST_NUMBER, Days, of_committee, of_review
from recommendations.sentences import headline
from recommendations.slim import made
from recommendations.standing import RecommendationStanding
from recommendations.told import hear
from recommendations.viewing import Viewing, day_looked_at, looked_at
from recommendations.views.slips import slips

# So many lines of the latest events stand on a recommendation's page until the reader asks for the others.
EVENTS_SHOWN = 10
# So many days whoever asked a question sees that another closed it.
CLOSED_DAYS = 14
# So many of each pile of actions that need attention stand on a dashboard; the pile's list has them all.
PILE_SHOWN = 4
# Of a dashboard's long parts so many rows stand on it; each has pages of its own, at ?list= and its name.
PART_SHOWN, TIMELINE_SHOWN = 6, 10
PARTS: dict[str, tuple[str, Callable[[Position], Sequence[Any]]]] = {
    "reviews": ("Progress by review", lambda p: p.by_review),
    "services": ("Progress by lead service", lambda p: p.by_service),
    "changes": ("What changed", lambda p: p.all_changes),
    "reliability": ("How far dates can be relied on", lambda p: p.reliability),
    "timeline": ("Timeline of the actions", lambda p: p.actions),
}


@open_to_the_public
@require_safe
def dashboard(request: Request, **named: Any) -> HttpResponse:
    """A review, or all of a committee's, on one page: a sentence, the figures, and the lists behind them."""
    context = view_of(request, with_questions=True, **named)
    position, scope = context["position"], context["scope"]
    if request.GET.get("list") in PARTS:
        return part_of_dashboard(request, context)
    if scope.is_committee:
        hear((row for pile in position.pressing for row in pile.rows[:PILE_SHOWN]), request.roles, scope.committee)
    context |= {
        "headline": headline(position),
        # Of a whole committee the drawing would be longer than anybody reads.
        "timeline": None if scope.is_committee else timeline(position, context["view"].days_met, TIMELINE_SHOWN),
        "shown": PART_SHOWN,
        "verdicts": VERDICTS,
        "own_answers": [] if context["view"].is_past else answers_for(request.roles, context["whole"]),
        "own_closed": [] if context["view"].is_past else closed_for(request.roles, context["whole"]),
        "disagreements": 0 if scope.is_committee else readings.disagreements_in(scope.reviews[0].pk)[0][0],
    }
    return render(request, "recommendations/dashboard.html", context)


def answers_for(roles: Roles, position: Position) -> list[dict[str, str]]:
    """The answers to a person's own questions that wait for their word, each as a link."""
    own = [q for q in position.questions_in("to_judge") if roles.user_id and q.asked_by_id == roles.user_id]
    return [{"label": f"{q.about}, asked on {q.asked_on:%-d %B %Y}", "url": q.get_absolute_url()} for q in own]


def closed_for(roles: Roles, position: Position) -> list[dict[str, str]]:
    """A person's own questions that the chair or the scrutiny officer closed lately, each as a link. No mail tells."""
    since = position.on - timedelta(days=CLOSED_DAYS)
    own = [q for q in position.questions if roles.user_id and q.asked_by_id == roles.user_id]
    lately = [q for q in own if q.closed_by_id != roles.user_id and q.closed_on and q.closed_on >= since]
    return [
        {"label": f"{q.about}, asked on {q.asked_on:%-d %B %Y}. {q.get_outcome_display()}", "url": q.get_absolute_url()}
        for q in lately
    ]


def part_of_dashboard(request: Request, context: dict[str, Any]) -> HttpResponse:
    """One long part of a dashboard, whole: page by page, through the same filters."""
    part, position = request.GET["list"], context["position"]
    title, rows_of = PARTS[part]
    page = page_of(request, rows_of(position))
    drawn = timeline(position, context["view"].days_met) if part == "timeline" else None
    wrong = slips(context["view"], context["filters"].form, has_boxes=False)
    context |= {"part": part, "title": title, "page": page, "wrong": wrong}
    context["timeline"] = drawn and drawn.only(tuple(page))
    return render(request, "recommendations/part.html", context)


@open_to_the_public
@require_safe
def recommendation_list(request: Request, **named: Any) -> HttpResponse:
    """The recommendations that a figure counts."""
    context = view_of(request, **named)
    context["page"] = page_of(request, context["position"].standings)
    if not context["scope"].is_committee:
        having = {s.recommendation.number for s in context["whole"].standings if s.actions}
        found = import_string(settings.NOT_TAKEN_OVER)(context["scope"].reviews[0], having)
        context["not_taken_over"], context["dates_not_agreed"] = found
    return render(request, "recommendations/recommendation_list.html", context)


@open_to_the_public
@require_safe
def action_list(request: Request, **named: Any) -> HttpResponse:
    """The actions that a figure counts."""
    context = actions_of(request, **named)
    context["page"] = page_of(request, context["rows"])
    if context["scope"].is_committee:
        hear(context["page"], request.roles, context["scope"].committee)
    return render(request, "recommendations/action_list.html", context)


@open_to_the_public
@require_safe
def export(request: Request, page: str, kind: str, **named: Any) -> HttpResponse:
    """What a list shows, as a file: the same rows in the same order. A slip in the address gives no list at all."""
    if page == "actions":
        context = actions_of(request, brief=False, **named)
        words = (*context["filters"].words, *filter(None, [context["title"]]))
        sheet = exports.of_actions(context["position"], context["rows"], words)
    elif page == "questions":
        context = questions_of(request, **named)
        asked = [QUESTIONS[context["kind"]][0]] if context["kind"] else []
        words = (*context["filters"].words, *asked)
        sheet = exports.of_questions(context["position"], context["rows"], words)
    else:
        context = view_of(request, with_questions=True, brief=False, **named)
        words = context["filters"].words
        sheet = exports.of_recommendations(context["position"], words, is_inside=context["is_inside"])
    if wrong := [slip["words"] for slip in context["wrong"]]:
        return HttpResponseBadRequest("\n".join(wrong), content_type="text/plain; charset=utf-8")
    return exports.as_file(sheet, kind)


@open_to_the_public
@require_safe
def recommendation(request: Request, slug: str, number: int) -> HttpResponse:
    """Why it was made, what is being done, what officers claim and what the committee says."""
    known = ledgers.recommendations_of(slug, request.roles)
    if number not in (row.number for row in known):
        raise Http404
    review = request.review = known[0].review
    scope = of_review(review)
    as_at = day_looked_at(scope, request.GET, request.day, {})
    ledger = ledgers.load(scope, as_at, request.roles, only=number, known=known)
    view = looked_at(request, scope, ledger.meetings)
    position = view.position(ledger)
    if not position.standings:
        raise Http404
    standing = position.standings[0]
    row = standing.recommendation
    elsewhere = told_elsewhere(standing, request.roles)
    events = history(standing, ledger.all_updates, ledger.all_extensions, elsewhere)
    kind = request.GET.get("kind", "")
    lines = [[e] for e in events if e.kind == kind] if kind else in_lines(events)
    shown = lines if kind or "all" in request.GET else lines[:EVENTS_SHOWN]
    # Meetings know no draft.
    is_current = not view.is_past and review.is_published(request.day)
    may_judge = is_current and rules.may_record_verdict(request.roles, row)
    context = {
        "view": view,
        "review": review,
        "standing": standing,
        "recommendation": row,
        "owner_named": "" if row.lead_service else import_string(settings.OWNER_NAMED)(row),
        "parts": ledger.parts,
        "body_differs": bool(row.body_text) or any(part.body_text for part in ledger.parts),
        "differences": ledger.differences,
        "lines": shown,
        "left_out": in_words([event for line in lines[len(shown) :] for event in line]),
        "event_counts": counts(events),
        "event_total": len(events),
        "kind": kind,
        "viewing": position.viewing,
        "may_ask": not view.is_past and rules.may_ask(request.roles, review),
        "may_lead": not view.is_past and rules.may_change_lead(request.roles, row),
        "may_respond": not view.is_past and rules.may_record_response(request.roles, row),
        "may_judge": may_judge,
        "may_put_right": may_judge and may_put_right(standing),
        "may_agree": not view.is_past and not standing.is_signed_off and rules.may_agree_action(request.roles, row),
        **neighbours(ledger.numbers, number),
    }
    return render(request, "recommendations/recommendation.html", context)


def may_put_right(standing: RecommendationStanding) -> bool:
    """Whether there is a verdict that is put right where it was recorded wrongly."""
    verdict = standing.verdict
    return verdict is not None and not workflow.stays_as_recorded(verdict, standing.outcome_checks)


def seen_through(request: Request, slug: str = "", committee: int | str = 0) -> tuple[Viewing, list[Recommendation]]:
    """The review, or all reviews of the committee, as the address asks to see them; 404 where this person may not.

    Of a review with its recommendations, which come in the same query.
    """
    known: list[Recommendation] = []
    if committee:
        if len(str(committee)) > LONGEST_NUMBER:
            raise Http404
        reviews = made(readings.reviews_of(int(committee), request.roles), readings.REVIEW)
        seen = committees_seen_by(request.roles)
        row = reviews[0].committee if reviews else get_object_or_404(seen, pk=committee)
        scope = of_committee(row, reviews)
        request.review, request.committee = scope.headed_by, row
    else:
        known = ledgers.recommendations_of(slug, request.roles)
        request.review = known[0].review if known else review_named(slug, request.roles)
        scope = of_review(request.review)
    return looked_at(request, scope), known


def review_named(slug: str, roles: Roles) -> Review:
    """The review of this address, which has no recommendation yet; 404 where this person may not see it."""
    found: list[Review] = made(readings.review_named(slug, roles), readings.REVIEW)
    if not found:
        raise Http404
    return found[0]


def view_of(
    request: Request,
    *,
    with_questions: bool = False,
    compared: bool = True,
    brief: bool = True,
    lists_actions: bool = False,
    **named: Any,
) -> dict[str, Any]:
    """What dashboard and lists share: the viewing, the filters, and the position that they leave.

    A committee's is read in ``brief``: of its thousands of updates a page prints a few, and hears those. Lists that say
    nothing of changes are not ``compared`` with an earlier day.
    """
    view, known = seen_through(request, **named)
    ledger = ledgers.load(
        view.scope,
        view.as_at,
        request.roles,
        with_questions=with_questions or request.GET.get("having") == "unanswered",
        days=view.days if compared else Days(view.as_at),
        brief=brief and view.scope.is_committee,
        known=known,
    )
    whole = view.position(ledger, compared=compared)
    is_inside = view.scope.committee.council_id in request.roles.council_ids
    filters = PositionFilter(request.GET, whole, is_inside=is_inside, lists_actions=lists_actions)
    return {
        "view": view,
        "scope": view.scope,
        "filters": filters,
        "is_inside": is_inside,
        "whole": whole,
        "position": filters.narrowed(),
        "wrong": slips(view, filters.form, has_boxes=bool(view.scope.reviews)),
    }


def actions_of(request: Request, *, brief: bool = True, **named: Any) -> dict[str, Any]:
    """What the list of actions and its file share."""
    context = view_of(request, compared=False, brief=brief, lists_actions=True, **named)
    form = ActionFilterForm(request.GET, position=context["whole"])
    filters = context["filters"]
    on = [*form.removable, *filters.removable]
    return context | {
        "form": form,
        "rows": form.chosen_from(context["position"]),
        "title": form.title,
        "on": on,
        "heading": ", ".join(one["words"] for one in on),
        "wrong": slips(context["view"], form, filters.form),
    }


def questions_of(request: Request, **named: Any) -> dict[str, Any]:
    """What the list of questions and its file share: both are for people of the council."""
    context = view_of(request, with_questions=True, compared=False, **named)
    if request.roles.user_id is None:
        raise Http404
    must(context["is_inside"], "Questions are for people of the council.")
    kind = request.GET.get("question", "")
    if kind and kind not in QUESTIONS:
        context["wrong"].append({"words": f"“{kind[:40]}” is not a kind of question. All are shown.", "place": ""})
        kind = ""
    return context | {"kind": kind, "rows": context["position"].questions_in(kind)}


def neighbours(numbers: tuple[int, ...], number: int) -> dict[str, int | None]:
    """The numbers before and after this one in the review."""
    at = numbers.index(number)
    return {
        "previous": numbers[at - 1] if at else None,
        "next": numbers[at + 1] if at + 1 < len(numbers) else None,
    }
