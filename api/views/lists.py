"""Lists of a review or a committee, as at any day, with the filters of the screens."""

from typing import Any

from django.core.exceptions import PermissionDenied
from ninja import Query, Router

from api import asking
from api.door import ApiRequest, unknown
from api.figures import figures_of
from api.looking import Look, look, must_be_valid
from api.paging import listed
from api.schemas import (
    ActionOut,
    FiguresOut,
    Page,
    QuestionOut,
    RecommendationOut,
    ResponseOut,
    UpdateOut,
    VerdictOut,
)
from recommendations.filters import ActionFilterForm
from recommendations.standing import ActionStanding

router = Router(tags=["Recommendations"])


@router.get("/figures", response=FiguresOut)
def figures(request: ApiRequest, asked: Query[asking.Scoped]) -> Any:
    """Every figure of the dashboard, with the address of the list that it counts."""
    seen = look(request, asked, with_questions=True)
    return figures_of(seen)


@router.get("/recommendations", response=Page[RecommendationOut])
def recommendations(request: ApiRequest, asked: Query[asking.PagedScope]) -> Any:
    """Recommendations, as they stood on the day."""
    seen = look(request, asked)
    return listed(request, seen.position.standings, asked, seen.view.as_at)


@router.get("/actions", response=Page[ActionOut])
def actions(request: ApiRequest, asked: Query[asking.Actions]) -> Any:
    """Actions, as they stood on the day, the most pressing first."""
    seen = look(request, asked)
    form = ActionFilterForm(request.GET, position=seen.whole)
    must_be_valid(form)
    return listed(request, form.chosen_from(seen.position), asked, seen.view.as_at)


def with_withdrawn(seen: Look) -> list[ActionStanding]:
    """Every action of the recommendations that the filters left, those that were withdrawn too."""
    return [a for s in seen.position.standings for a in (*s.actions, *s.withdrawn)]


@router.get("/updates", response=Page[UpdateOut])
def updates(request: ApiRequest, asked: Query[asking.PagedScope]) -> Any:
    """What officers said by the day, the latest first."""
    seen = look(request, asked, with_history=True)
    rows = [update for action in with_withdrawn(seen) for update in action.updates]
    return listed(request, sorted(rows, key=lambda u: (u.given_on, u.pk), reverse=True), asked, seen.view.as_at)


@router.get("/verdicts", response=Page[VerdictOut])
def verdicts(request: ApiRequest, asked: Query[asking.PagedScope]) -> Any:
    """What the committee decided by the day, the latest first."""
    seen = look(request, asked)
    rows = [verdict for s in seen.position.standings for verdict in s.verdicts]
    return listed(request, sorted(rows, key=lambda v: (v.meeting.held_on, v.pk), reverse=True), asked, seen.view.as_at)


@router.get("/responses", response=Page[ResponseOut])
def responses(request: ApiRequest, asked: Query[asking.PagedScope]) -> Any:
    """What the executive answered by the day, the latest first."""
    seen = look(request, asked)
    rows = [response for s in seen.position.standings for response in s.responses]
    return listed(request, sorted(rows, key=lambda r: (r.decided_on, r.pk), reverse=True), asked, seen.view.as_at)


@router.get("/questions", response=Page[QuestionOut])
def questions(request: ApiRequest, asked: Query[asking.Questions]) -> Any:
    """What members asked, and what was answered. For people of the council."""
    if request.key is None:
        raise unknown("Questions are for people of the council: send a token.")
    seen = look(request, asked, with_questions=True)
    if not seen.is_inside:
        raise PermissionDenied("Questions are for people of the council.")
    return listed(request, seen.position.questions_in(asked.question or ""), asked, seen.view.as_at)
