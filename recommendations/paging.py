"""Long lists in pages, and piles of which the first rows stand on a page beside others."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from council.middleware import Request
from recommendations.figures import Pile
from recommendations.standing import ActionStanding

# Rows of a list on one page, which is to weigh less than 60 KB: it is read in meetings, on a weak line.
A_PAGE = 30
# Rows of a pile that stands beside other piles; the whole pile has pages of its own.
A_HANDFUL = 10


def page_of(request: Request, rows: Sequence[Any] | QuerySet[Any], size: int = A_PAGE) -> Page[Any]:
    """The page of a list that is asked for, with ``base_query``: the address without the page's number."""
    page = Paginator(rows, size).get_page(request.GET.get("page"))
    left = request.GET.copy()
    left.pop("page", None)
    page.base_query = left.urlencode()  # type: ignore[attr-defined]
    return page


def opened(request: Request, piles: Iterable[Pile]) -> tuple[Pile | None, Page[Any] | None]:
    """The pile that the address asks to see whole, and the page of it; None twice where it asks for none."""
    asked = request.GET.get("pile", "")
    pile = next((pile for pile in piles if pile.key == asked), None)
    return pile, page_of(request, pile.rows) if pile else None


def handful(pile: Pile, wanted: str = "") -> tuple[ActionStanding, ...]:
    """The first rows of a pile, and the action with this id wherever it lies in it: it was updated a moment ago."""
    further = (row for row in pile.rows[A_HANDFUL:] if str(row.action.pk) == wanted)
    return (*pile.rows[:A_HANDFUL], *further)
