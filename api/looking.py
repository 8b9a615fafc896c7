"""What a request looks at: a review or a committee, as at a day, narrowed by the filters of the screens.

The same viewing, filters and figures as the pages have; only the addresses of the lists are the API's.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from api.door import ApiRequest
from api.problems import Wrong, invalid
from council.organisation import committees_seen_by
from recommendations import ledger as ledgers
from recommendations.figures import Position
from recommendations.filters import PositionFilter
from recommendations.ledger import Ledger
from recommendations.models import Review
from recommendations.scope import Scope, of_committee, of_review
from recommendations.standing import RecommendationStanding
from recommendations.viewing import Viewing, viewing

LISTS = {
    "dashboard": "api:figures",
    "recommendation_list": "api:recommendations",
    "action_list": "api:actions",
    "question_list": "api:questions",
}


@dataclass(frozen=True)
class ApiScope(Scope):
    """A scope whose lists are the API's: which one it is stands in the query, beside the filters."""

    def url(self, page: str = "dashboard") -> str:
        """The address of one of its lists, without the query that says whose."""
        return reverse(LISTS[page])

    @property
    def query(self) -> dict[str, str]:
        """What the address of each of its lists carries."""
        if self.is_committee:
            return {"committee": str(self.committee.pk)}
        return {"review": self.reviews[0].slug}


@dataclass(frozen=True)
class Look:
    """What was asked to be looked at, and where it stood."""

    view: Viewing
    ledger: Ledger
    whole: Position
    position: Position
    is_inside: bool


def scope_of(request: ApiRequest, review: str | None, committee: int | None) -> ApiScope:
    """The committee where one is named, else the review; 404 where this person may not see it."""
    reviews = Review.objects.visible_to(request.roles).for_page()
    if committee is not None:
        row = get_object_or_404(committees_seen_by(request.roles), pk=committee)
        scope = of_committee(row, list(reviews.filter(committee=committee)))
    elif review is not None:
        scope = of_review(get_object_or_404(reviews, slug=review))
    else:
        raise invalid(Wrong("review", "Name a review, or a committee"))
    return ApiScope(scope.committee, scope.reviews, scope.is_committee)


def as_asked(request: ApiRequest, scope: Scope) -> Viewing:
    """The day looked at and the day compared with. Refuses (422) a day that cannot be looked at."""
    view = viewing(scope, request.GET, request.day)
    if view.errors:
        raise invalid(*(Wrong(name, message) for name, message in view.errors.items()))
    return view


def must_be_valid(form: BaseForm) -> None:
    """Refuse (422) what a form of the screens refuses, by field."""
    if not form.is_valid():
        wrong = form.errors.as_data().items()
        raise invalid(*(Wrong("" if name == "__all__" else name, told(said)) for name, said in wrong))


def told(errors: list[ValidationError]) -> str:
    """What is wrong with one field, in words."""
    return " ".join(message for error in errors for message in error.messages)


def look(request: ApiRequest, asked: Any, *, with_history: bool = False, with_questions: bool = False) -> Look:
    """What a list of the API is drawn from. ``asked`` says of which review or committee."""
    scope = scope_of(request, asked.review, asked.committee)
    view = as_asked(request, scope)
    is_inside = scope.committee.council_id in request.roles.council_ids
    ledger = ledgers.load(
        scope,
        view.as_at,
        request.roles,
        with_questions=with_questions or asked.having == "unanswered",
        days=None if with_history else view.days,
    )
    at = ledger.position(view.as_at, view.since)
    whole = at.asked_for(**scope.query, **view.query)
    filters = PositionFilter(request.GET, whole, is_inside=is_inside)
    other = "theme" if scope.is_committee else "review"
    if other == "theme" and asked.theme is not None:
        raise invalid(Wrong("theme", "Themes are those of one review: name a review without a committee"))
    must_be_valid(filters.form)
    return Look(view, ledger, whole, filters.narrowed(), is_inside)


def look_at_one(request: ApiRequest, review: Review, number: int) -> tuple[Viewing, Ledger, RecommendationStanding]:
    """One recommendation as at the day asked for; 404 where it was not there yet."""
    scope = of_review(review)
    view = as_asked(request, ApiScope(scope.committee, scope.reviews))
    ledger = ledgers.load(view.scope, view.as_at, request.roles, only=number)
    found = ledger.position(view.as_at).standings
    if not found:
        raise Http404
    return view, ledger, found[0]
