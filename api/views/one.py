"""One recommendation and one action, whole, as at any day."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from api import asking
from api.door import ApiRequest
from api.looking import look_at_one
from api.schemas import OneAction, OneRecommendation
from evidence.models import Proof
from recommendations import rules
from recommendations.models import Action, Recommendation

router = Router(tags=["Recommendations"])


class Beside:
    """A row, with what its own page has besides."""

    def __init__(self, row: Any, **more: Any) -> None:
        self.row = row
        self.__dict__.update(more)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)


@router.get("/recommendations/{recommendation_id}", response=OneRecommendation)
def recommendation(request: ApiRequest, asked: Query[asking.AsAt], recommendation_id: asking.AnId) -> Any:
    """One recommendation with its parts, actions, verdicts and responses."""
    row = get_object_or_404(Recommendation.objects.visible_to(request.roles).for_page(), pk=recommendation_id)
    _, _, standing = look_at_one(request, row.review, row.number)
    return Beside(standing, action_list=standing.actions, parts=list(row.parts.all()))


@router.get("/actions/{action_id}", response=OneAction)
def action(request: ApiRequest, asked: Query[asking.AsAt], action_id: asking.AnId) -> Any:
    """One action with what was said of it, the time that was agreed, and its proof."""
    row = action_of(request, action_id)
    view, _, found = look_at_one(request, row.recommendation.review, row.recommendation.number)
    standing = next((a for a in (*found.actions, *found.withdrawn) if a.action.pk == row.pk), None)
    if standing is None:
        raise Http404
    proofs = Proof.objects.filter(update__action=row).shown_to(request.roles).up_to(view.as_at)
    # It counts every update, and so would tell of those that are exempt.
    version = row.version if rules.answers_for(request.roles, row) else None
    return Beside(standing, version=version, proofs=list(proofs.for_list()))


def action_of(request: ApiRequest, pk: int) -> Action:
    """The action, where this person may see it."""
    return get_object_or_404(Action.objects.visible_to(request.roles).for_list(), pk=pk)
