"""Sign in, sign out, and the demonstration's one button per person."""

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.forms import SignInForm
from accounts.models import DemonstrationPerson

BACKEND = "django.contrib.auth.backends.ModelBackend"


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    """An address and a password."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


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
    login(request, person.user, backend=BACKEND)
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    # Not redirect(): it would take a target without a slash for the name of a page.
    return HttpResponseRedirect(target) if is_ours else redirect("recommendations:home")
