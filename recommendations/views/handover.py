"""Handing over: everything that a leaver's posts carry, who takes each over, and closing it once nothing is left."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from council import rules, workflow
from council.forms import CoverForm
from council.middleware import Request
from council.models import Departure, Post
from council.people import people_of, people_set_up_by
from council.views.pages import FormPage, answered, done, form_view, over, person_of, tell_of_invitation
from council.workflow.posts import ONE_DAY
from recommendations.workload import carried_by


def departure_or_404(request: Request, pk: int) -> Departure:
    """A departure from the person's own councils, for the scrutiny officer."""
    of_council = people_of(request.roles.council_ids).filter(pk=OuterRef("user"))
    seen = Departure.objects.filter(Exists(of_council)).select_related("user", "closed_by")
    found = get_object_or_404(seen, pk=pk)
    if not people_set_up_by(request.roles).filter(pk=found.user_id).exists():
        raise PermissionDenied("The scrutiny officer hands over.")
    return found


@require_safe
def hand_over(request: Request, pk: int) -> HttpResponse:
    """What the leaver carries, what is arranged, and what is still missing."""
    return page(request, departure_or_404(request, pk))


def page(request: Request, departure: Departure, problems: list[str] | None = None) -> HttpResponse:
    """The hand-over, with what stood in the way of closing it."""
    posts = [] if departure.closed_on else carried_by(departure, request.roles)
    context = {
        "departure": departure,
        "posts": posts,
        "left": [carried for carried in posts if not carried.covered_by],
        "memberships": departure.user.memberships.select_related("committee").filter(to_on=None),
        "day_after": departure.last_day + ONE_DAY,
        "problems": problems,
    }
    return render(request, "recommendations/hand_over.html", context, status=422 if problems else 200)


@form_view
def hand_over_post(request: Request, pk: int, post: int) -> HttpResponse:
    """Who has one of the leaver's posts from the day after: a holder, a deputy, or a vacancy with its reason."""
    departure = departure_or_404(request, pk)
    held = Post.objects.filter(holdings__user=departure.user).distinct()
    row = get_object_or_404(held.select_related("service__directorate__council"), pk=post)
    if not rules.may_assign(request.roles, row):
        raise PermissionDenied(workflow.NOT_YOURS)
    back = reverse("recommendations:hand_over", args=[pk])
    if shown := over(request, workflow.cannot_be_handed_over(departure), back):
        return shown
    from_on = departure.last_day + ONE_DAY
    lead = f"{departure.user} has it until {departure.last_day:%-d %B %Y}. Who has it from {from_on:%-d %B %Y}?"
    form = CoverForm(request.POST or None, is_needed=True)

    def save() -> HttpResponse:
        with workflow.all_or_nothing():
            user, is_new = person_of(request, form)
            chosen = form.cover(user)
            assert chosen is not None
            workflow.hand_over_post(departure, row, by=request.roles, with_=chosen)
        tell_of_invitation(request, user, is_new, timezone.now())
        return done(request, f"{row} is arranged from {from_on:%-d %B %Y}.", back)

    form_page = FormPage(f"Who takes over {row}?", ("Hand-over", back), lead)
    return answered(request, form_page, form, save, "council/cover_form.html")


@require_POST
def close(request: Request, pk: int) -> HttpResponse:
    """Close the hand-over, or say what is missing."""
    departure = departure_or_404(request, pk)
    try:
        workflow.close_departure(departure, by=request.roles)
    except ValidationError as refusal:
        return page(request, departure, refusal.messages)
    messages.success(request, f"The hand-over of {departure.user} is closed. Their posts have passed on.")
    return redirect("recommendations:hand_over", pk)
