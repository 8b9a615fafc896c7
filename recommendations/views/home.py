"""The first page after sign-in, by role."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from council.middleware import Request
from recommendations.models import Review


def home(request: Request) -> HttpResponse:
    """Officers go to their actions, members to the dashboard of their only review, others choose one."""
    if request.roles.is_officer:
        return redirect("recommendations:my_actions")
    reviews = list(Review.objects.visible_to(request.roles).for_page())
    if len(reviews) == 1:
        return redirect(reviews[0])
    return render(request, "recommendations/home.html", {"reviews": reviews})
