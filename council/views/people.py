"""People: who has an account, what they hold and do, and how an account begins and ends."""

from datetime import timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import workflow as accounts
from accounts.models import User
from council import workflow
from council.forms import LastDayForm, PersonForm, SearchForm
from council.middleware import Request
from council.models import Departure, Holding, Membership
from council.people import people_of, people_set_up_by, welcome_of
from council.rules import must
from council.views.pages import FormPage, answered, council_of, done, form_view, must_set_up

FORM = form_view
A_PAGE = 50


@require_safe
def people(request: Request) -> HttpResponse:
    """Everybody with an account in the councils that this person sets up. The search forgives case and order."""
    must_set_up(request)
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"].split() if form.is_valid() else []
    found = people_set_up_by(request.roles)
    for word in words:
        found = found.filter(
            Q(name__icontains=word) | Q(email__icontains=word) | Q(holdings__post__title__icontains=word)
        )
    closed = request.GET.get("closed") == "1"
    rows = found.filter(is_active=not closed).distinct().order_by("name", "pk")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    held = Holding.objects.filter(user__in=[user.pk for user in page], to_on=None).select_related("post")
    sits = Membership.objects.filter(user__in=[user.pk for user in page], to_on=None).select_related("committee")
    posts: dict[int, list[str]] = {}
    for holding in held:
        posts.setdefault(holding.user_id, []).append(f"{holding.post}, {holding.get_capacity_display().lower()}")
    for membership in sits:
        posts.setdefault(membership.user_id, []).append(f"{membership.get_role_display()}, {membership.committee}")
    context = {
        "form": form,
        "page": page,
        "rows": [(user, posts.get(user.pk, [])) for user in page],
        "closed": closed,
        "base_query": urlencode({name: value for name, value in request.GET.items() if name != "page"}),
        "other_count": found.filter(is_active=closed).distinct().count(),
    }
    return render(request, "council/people.html", context)


def person_or_404(request: Request, pk: int) -> User:
    """Somebody of the person's own councils."""
    found = get_object_or_404(people_of(request.roles.council_ids), pk=pk)
    must(people_set_up_by(request.roles).filter(pk=pk).exists())
    return found


def page_of(user: User) -> str:
    """The page of a person."""
    return reverse("council:person", args=[user.pk])


@require_safe
def person(request: Request, pk: int) -> HttpResponse:
    """What somebody holds and does, since when, and the state of their account."""
    user = person_or_404(request, pk)
    holdings = user.holdings.select_related("post__service").order_by("-from_on", "-pk")
    departures = list(Departure.objects.filter(user=user).order_by("-closed_on", "-pk"))
    departure = next((row for row in departures if row.closed_on is None), None)
    handed_over = next((row for row in departures if row.closed_on), None)
    # Whoever came back after a hand-over, or takes something up again, can leave again.
    since = max(request.day, handed_over.last_day + timedelta(days=1)) if handed_over else request.day
    context = {
        "person": user,
        "holdings": holdings,
        "memberships": user.memberships.select_related("committee").order_by("-from_on", "-pk"),
        "departure": departure,
        "handed_over": None if departure else handed_over,
        "may_leave": departure is None and workflow.holds_anything(user, since),
        "today": request.day,
        "edits": Holding.history.filter(user=user).select_related("history_user", "post")[:20],
    }
    return render(request, "council/person.html", context)


@FORM
def change_person(request: Request, pk: int) -> HttpResponse:
    """Another name or address."""
    user = person_or_404(request, pk)
    page = FormPage(f"Change {user}", (str(user), page_of(user)), "What they said keeps their post, not their name.")
    form = PersonForm(request.POST or None, initial={"name": user.name, "email": user.email})

    def save() -> HttpResponse:
        accounts.rename(user, name=form.cleaned_data["name"], email=form.cleaned_data["email"])
        return done(request, f"{user} is saved.", page_of(user))

    return answered(request, page, form, save)


@require_POST
def send_invitation(request: Request, pk: int) -> HttpResponse:
    """The invitation once more."""
    user = person_or_404(request, pk)
    if not user.is_active:
        messages.error(request, f"The account of {user} is closed. Open it again first.")
        return redirect(page_of(user))
    try:
        welcome = welcome_of(user, request.day)
        accounts.send_invitation(user, at=timezone.now(), of=council_of(request), welcome=welcome)
    except accounts.MailNotSent as failure:
        messages.error(request, str(failure))
    else:
        messages.success(request, f"The invitation is on its way to {user.email}.")
    return redirect(page_of(user))


@FORM
def leaving(request: Request, pk: int) -> HttpResponse:
    """Somebody leaves: begin the hand-over."""
    user = person_or_404(request, pk)
    lead = "Next, you see everything that their posts carry, and say who takes it over."
    page = FormPage(f"{user} leaves", (str(user), page_of(user)), lead, "Begin the hand-over")
    form = LastDayForm(request.POST or None)

    def save() -> HttpResponse:
        departure = workflow.open_departure(user, by=request.roles, last_day=form.cleaned_data["last_day"])
        return redirect("recommendations:hand_over", departure.pk)

    return answered(request, page, form, save)


@FORM
def close_account(request: Request, pk: int) -> HttpResponse:
    """Nobody signs in with this account any more, after asking. Somebody with posts is handed over first."""
    user = person_or_404(request, pk)
    refusal = ""
    if request.method == "POST":
        if workflow.holds_anything(user, request.day):
            refusal = f"{user} still holds a post or sits on a committee. Begin the hand-over instead."
        elif user.pk == request.user.pk:
            refusal = "You cannot close your own account."
        else:
            accounts.close_account(user, on=request.day)
            return done(request, f"The account of {user} is closed. Nobody can sign in with it.", page_of(user))
    context = {"person": user, "refusal": refusal, "back": page_of(user)}
    return render(request, "council/close_account.html", context, status=422 if refusal else 200)


@require_POST
def reopen_account(request: Request, pk: int) -> HttpResponse:
    """The account signs in again."""
    user = person_or_404(request, pk)
    accounts.reopen_account(user)
    return done(request, f"{user} can sign in again. Give them a post or a seat next.", page_of(user))
