"""The first page: by role after sign-in, and what is published for everybody else."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from council.middleware import Request
from council.public import open_to_the_public
from recommendations.models import Review


@open_to_the_public
@require_safe
def home(request: Request) -> HttpResponse:
    """Officers go to their actions, members to the dashboard of their only review, others choose one.

    The public chooses among the published reviews; where no committee publishes, it is asked to sign in.
    """
    if request.roles.is_officer:
        return redirect("recommendations:my_actions")
    reviews = list(Review.objects.concerning(request.roles).for_page())
    if not request.roles.is_signed_in and not reviews:
        return redirect_to_login(request.get_full_path())
    if request.roles.is_signed_in and len(reviews) == 1:
        return redirect(reviews[0])
    return render(request, "recommendations/home.html", {"reviews": reviews})
