"""Long lists in pages that name each other."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet

from api.door import ApiRequest


def listed(request: ApiRequest, rows: "Sequence[Any] | QuerySet[Any]", asked: Any, as_at: date | None = None) -> Any:
    """The page that is asked for, with the addresses of those beside it. Behind the last one there are no rows."""
    paginator = Paginator(rows, asked.per_page)
    number, last = asked.page, paginator.num_pages
    return {
        "count": paginator.count,
        "page": number,
        "pages": last,
        "next": address(request, number + 1) if number < last else None,
        "previous": address(request, min(number - 1, last)) if number > 1 else None,
        "as_at": as_at,
        "items": list(paginator.page(number).object_list) if number <= last else [],
    }


def address(request: ApiRequest, page: int) -> str:
    """This list, at another page."""
    query = request.GET.copy()
    query["page"] = str(page)
    return f"{request.path}?{query.urlencode()}"
