"""Services and posts: who holds what, what they carry, and how far their dates can be relied on."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from council import rules
from council.middleware import Request
from recommendations.figures import TIMELINESS
from recommendations.paging import page_of
from recommendations.standing import ActionStanding
from recommendations.workload import OPEN, workloads

KINDS = (OPEN, *TIMELINESS)


@require_safe
def services(request: Request) -> HttpResponse:
    """Every service of the person's councils with its workload. Services with work come first."""
    if not request.roles.council_ids:
        raise PermissionDenied("This page is for people of a council.")
    found = workloads(request.roles)
    context = {
        "busy": sorted((w for w in found if w.actions), key=lambda w: (-w.open.count, w.service.name)),
        "idle": [w for w in found if not w.actions],
        "vacant": [line for w in found for line in w.vacant],
    }
    return render(request, "recommendations/services.html", context)


@require_safe
def service(request: Request, pk: int) -> HttpResponse:
    """One service: its posts, and the actions that a figure counts."""
    found = workloads(request.roles, pk)
    if not found:
        raise Http404
    (work,) = found
    asked, post = request.GET.get("timeliness", ""), request.GET.get("post", "")
    kind = asked if asked in KINDS else ""
    line = next((x for x in work.lines if str(x.post.pk) == post), None)
    wrong = [f"“{asked[:40]}” is not a timeliness."] if asked and not kind else []
    wrong += [f"“{post[:40]}” is not a post of this service."] if post and not line else []
    post_id = line.post.pk if line else None
    rows = work.timely(kind, post_id) if kind else [a for a in work.actions if post_id in (None, a.action.post_id)]
    context = {
        "work": work,
        "wrong": [{"words": f"{words} All actions are shown.", "place": ""} for words in wrong],
        "page": page_of(request, rows),
        "kind": kind,
        "line": line,
        "kinds": [(key, title_of(key, work.actions[0])) for key in KINDS] if work.actions else [],
        "title": title_of(kind, work.actions[0]) if kind and work.actions else "",
        "may_assign": rules.heads(request.roles, work.service)
        or work.service.directorate.council_id in request.roles.sets_up_council_ids,
    }
    return render(request, "recommendations/service.html", context)


def title_of(kind: str, row: ActionStanding) -> str:
    """A kind of timeliness in words, with the committee's own limits."""
    if kind == OPEN:
        return "Open"
    days = {"due_soon": row.limits.due_soon_days, "stale": row.limits.stale_days}.get(kind, 0)
    return TIMELINESS[kind][0].format(days=days)
