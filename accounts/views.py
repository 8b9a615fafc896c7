"""Sign in, my account, and the demonstration's one button per person. The ways in themselves are django-allauth's."""

from typing import Any

from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import DemonstrationPerson

WRONG_CODE = "wrong_code"


class AskForCode(RequestLoginCodeView):  # type: ignore[misc]  # it has no types
    """An address, to which a code is sent. An unknown one gets the same answer and no mail."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """The form again, with what was typed."""
        again: HttpResponse = self.render_to_response(self.get_context_data(form=form), status=422)
        return again


class EnterCode(ConfirmLoginCodeView):  # type: ignore[misc]  # it has no types
    """The code from the mail. Ten wrong ones in five minutes, whichever code they were for, close this door a while.

    Counted by the address that signs in and by the visitor's own network address.
    """

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse, right or wrong, where too many wrong codes came before; count a further wrong one."""
        if not self.may_try(dry_run=True):
            return too_many(request)
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer

    def form_invalid(self, form: Any) -> HttpResponse:
        """A wrong code."""
        self.may_try(dry_run=False)
        answer: HttpResponse = super().form_invalid(form)
        if answer.status_code == 200:
            answer.status_code = 422
        return answer

    def may_try(self, *, dry_run: bool) -> bool:
        """Whether another try is allowed."""
        address = self._process.state.get("email", "").lower()
        return bool(ratelimit.consume(self.request, action=WRONG_CODE, key=address, dry_run=dry_run))


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Too many tries: when to come back."""
    return render(request, "429.html", status=429)


@never_cache
@login_not_required
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The demonstration's sign-in page: one button for each kind of person."""
    context = {
        "people": DemonstrationPerson.objects.select_related("user"),
        "next": request.GET.get("next", ""),
    }
    return render(request, "accounts/demonstration.html", context)


@login_not_required
@require_POST
def sign_in_as(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign in as a person of the demonstration, and go on to the page that was asked for."""
    person = get_object_or_404(DemonstrationPerson.objects.select_related("user"), pk=pk, user__is_active=True)
    login(request, person.user)
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    # Not redirect(): it would take a target without a slash for the name of a page.
    return HttpResponseRedirect(target) if is_ours else redirect("recommendations:home")


@require_safe
def my_account(request: HttpRequest) -> HttpResponse:
    """How this person signs in, and where they are signed in."""
    assert request.user.is_authenticated
    return render(request, "accounts/my_account.html", {"has_password": request.user.has_usable_password()})


@require_POST
def drop_password(request: HttpRequest) -> HttpResponse:
    """Do without a password: codes and passkeys are enough. Somebody who forgot theirs can set another one then."""
    assert request.user.is_authenticated
    request.user.set_unusable_password()
    request.user.save(update_fields=["password"])
    # The session hangs on the password, so it is renewed, and every other one ends.
    login(request, request.user)
    messages.success(request, "You have no password any more. We send you a code when you sign in.")
    return redirect("accounts:my_account")
