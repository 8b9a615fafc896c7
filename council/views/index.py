"""The first page of the set-up: what there is, and what is missing."""

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from council.middleware import Request
from council.models import Committee, Council, Departure, Meeting
from council.organisation import post_lines, posts_assigned_by
from council.people import people_set_up_by
from council.views.pages import must_set_up


@require_safe
def index(request: Request) -> HttpResponse:
    """Committees, services and people, with what waits to be put right first."""
    must_set_up(request)
    roles = request.roles
    people = people_set_up_by(roles)
    lines = post_lines(posts_assigned_by(roles), request.day)
    coming = Prefetch("meetings", Meeting.objects.filter(held_on__gte=request.day), to_attr="coming")
    run = Committee.objects.filter(pk__in=roles.scrutiny_officer_of).select_related("council")
    context = {
        "councils": Council.objects.filter(pk__in=roles.sets_up_council_ids),
        "committees": [(c, next(iter(c.coming), None)) for c in run.prefetch_related(coming)],
        "unanswered": [line for line in lines if line.is_unanswered],
        "vacant": [line for line in lines if line.is_vacant and not line.is_unanswered],
        "post_count": len(lines),
        "people_count": people.filter(is_active=True).count(),
        "departures": Departure.objects.filter(user__in=people, closed_on=None).select_related("user"),
    }
    return render(request, "council/index.html", context)
