"""Pages that somebody who is not signed in may read, where the committee publishes."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]


def open_to_the_public(view: View) -> View:
    """Lets everybody knock; the view's ``visible_to(request.roles)`` decides what is there for them.

    What is not there for the public leads to the sign-in page, which says so, whether it exists or not, so that the
    answer hints at nothing. A signed-in person gets the 404.
    """

    @wraps(view)
    def knock(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            if request.user.is_authenticated:
                raise
            return redirect_to_login(request.get_full_path())

    return login_not_required(knock)
