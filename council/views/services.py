"""Directorates, services and posts: the tree, and a form for each."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from council import rules, workflow
from council.forms import (
    DirectorateForm,
    EndHoldingForm,
    HoldingForm,
    NewServiceForm,
    PostForm,
    ServiceForm,
    VacancyForm,
    first_day,
)
from council.middleware import Request
from council.models import Council, Directorate, Holding, Post, Service
from council.organisation import post_lines, posts_assigned_by, posts_seen_by
from council.rules import must
from council.views.pages import (
    FormPage,
    answered,
    done,
    form_view,
    must_set_up,
    person_of,
    removed,
    tell_of_invitation,
)

FORM = form_view


def tree_url() -> str:
    """The page of all services."""
    return reverse("council:services")


@require_safe
def services(request: Request) -> HttpResponse:
    """All services of a council with their posts and who holds them today."""
    must_set_up(request)
    councils = Council.objects.filter(pk__in=request.roles.sets_up_council_ids)
    lines = post_lines(posts_assigned_by(request.roles).order_by("-is_head", "title"), request.day)
    directorates = Directorate.objects.filter(council__in=councils).prefetch_related("services")
    context = {"councils": councils, "directorates": directorates, "lines": lines}
    return render(request, "council/services.html", context)


@FORM
def add_directorate(request: Request, council: str) -> HttpResponse:
    """A further directorate of a council."""
    of = get_object_or_404(Council.objects.filter(pk__in=request.roles.council_ids), slug=council)
    must(rules.may_set_up(request.roles, of))
    page = FormPage(f"Add a directorate to {of}", ("Services and posts", tree_url()), button="Add directorate")
    return saved_row(request, page, DirectorateForm(request.POST or None, instance=Directorate(council=of)))


@FORM
def directorate(request: Request, pk: int) -> HttpResponse:
    """Rename a directorate."""
    row = get_object_or_404(Directorate.objects.select_related("council"), pk=pk, council__in=request.roles.council_ids)
    must(rules.may_set_up(request.roles, row.council))
    page = FormPage(f"Change {row}", ("Services and posts", tree_url()))
    return saved_row(request, page, DirectorateForm(request.POST or None, instance=row))


@FORM
def add_service(request: Request, directorate: int) -> HttpResponse:
    """A further service of a directorate."""
    of = get_object_or_404(
        Directorate.objects.select_related("council"), pk=directorate, council__in=request.roles.council_ids
    )
    must(rules.may_set_up(request.roles, of.council))
    page = FormPage(f"Add a service to {of}", ("Services and posts", tree_url()), button="Add service")
    return saved_row(request, page, NewServiceForm(request.POST or None, instance=Service(directorate=of)))


@FORM
def service(request: Request, pk: int) -> HttpResponse:
    """Rename a service, or move it to another directorate."""
    row = get_object_or_404(
        Service.objects.select_related("directorate__council"),
        pk=pk,
        directorate__council__in=request.roles.council_ids,
    )
    council = row.directorate.council
    must(rules.may_set_up(request.roles, council))
    page = FormPage(f"Change {row}", ("Services and posts", tree_url()))
    return saved_row(request, page, ServiceForm(request.POST or None, instance=row, council_id=council.pk))


@FORM
def add_post(request: Request, service: int) -> HttpResponse:
    """A further post of a service. Who holds it is asked next."""
    of = get_object_or_404(
        Service.objects.select_related("directorate__council"),
        pk=service,
        directorate__council__in=request.roles.council_ids,
    )
    must(rules.may_set_up(request.roles, of.directorate.council))
    page = FormPage(f"Add a post to {of}", ("Services and posts", tree_url()), button="Add post")
    form = PostForm(request.POST or None, instance=Post(service=of))

    def save() -> HttpResponse:
        row = workflow.set_up(form.instance, by=request.roles)
        return done(request, f"{row} is added. Say now who holds it.", reverse("council:assign", args=[row.pk]))

    return answered(request, page, form, save)


@FORM
def change_post(request: Request, pk: int) -> HttpResponse:
    """Rename a post, or let it answer for its service."""
    row = post_or_404(request, pk)
    must(rules.may_set_up(request.roles, row.service.directorate.council))
    page = FormPage(f"Change {row}", (str(row), row.get_absolute_url()))
    return saved_row(request, page, PostForm(request.POST or None, instance=row), row.get_absolute_url())


def saved_row(request: Request, page: FormPage, form: Any, to: str = "") -> HttpResponse:
    """A row of the set-up, saved by its verb."""

    def save() -> HttpResponse:
        row = workflow.set_up(form.instance, by=request.roles, seen_version=form.cleaned_data["version"])
        return done(request, f"{row} is saved.", to or tree_url())

    return answered(request, page, form, save)


def post_or_404(request: Request, pk: int) -> Post:
    """A post of the person's own councils."""
    seen = posts_seen_by(request.roles).select_related("service__directorate__council")
    return get_object_or_404(seen, pk=pk)


@require_safe
def post(request: Request, pk: int) -> HttpResponse:
    """One post: who holds it now, who held it when, and who changed that."""
    row = post_or_404(request, pk)
    must(rules.may_assign(request.roles, row))
    (line,) = post_lines(Post.objects.filter(pk=pk), request.day)
    context = {
        "line": line,
        "post": row,
        "may_set_up": rules.may_set_up(request.roles, row.service.directorate.council),
        "holdings": row.holdings.select_related("user").order_by("-from_on", "-pk"),
        "vacancies": row.vacancies.all(),
        "edits": Holding.history.filter(post=row).select_related("history_user", "user")[:20],
    }
    return render(request, "council/post.html", context)


@FORM
def assign(request: Request, pk: int) -> HttpResponse:
    """Somebody holds a post or deputises for it."""
    row = post_or_404(request, pk)
    must(rules.may_assign(request.roles, row), workflow.NOT_YOURS)
    page = FormPage(
        f"Who holds {row}?", (str(row), row.get_absolute_url()), "Its work and its reminders follow.", "Save"
    )
    form = HoldingForm(request.POST or None, initial=first_day(request.day))

    def save() -> HttpResponse:
        data = form.cleaned_data
        with workflow.all_or_nothing():
            user, is_new = person_of(request, form)
            assert user is not None
            capacity = Holding.Capacity(data["capacity"])
            workflow.hold(
                row, by=request.roles, user=user, capacity=capacity, from_on=data["from_on"], to_on=data["to_on"]
            )
        tell_of_invitation(request, user, is_new, timezone.now())
        what = "holds" if capacity == Holding.Capacity.HOLDER else "deputises for"
        since = f"from {data['from_on']:%-d %B %Y}"
        return done(request, f"{user} {what} {row} {since}.", row.get_absolute_url())

    return answered(request, page, form, save)


@FORM
def vacancy(request: Request, pk: int) -> HttpResponse:
    """Nobody holds a post, since when and why."""
    row = post_or_404(request, pk)
    must(rules.may_assign(request.roles, row), workflow.NOT_YOURS)
    lead = "Its work shows as vacant, and the head of its service answers for it."
    page = FormPage(f"{row} is vacant", (str(row), row.get_absolute_url()), lead, "Record the vacancy")
    form = VacancyForm(request.POST or None, initial=first_day(request.day))

    def save() -> HttpResponse:
        data = form.cleaned_data
        workflow.declare_vacancy(row, by=request.roles, from_on=data["from_on"], to_on=data["to_on"], why=data["why"])
        return done(request, f"{row} is vacant from {data['from_on']:%-d %B %Y}.", row.get_absolute_url())

    return answered(request, page, form, save)


@FORM
def end_holding(request: Request, pk: int) -> HttpResponse:
    """Somebody stops holding a post or deputising for it; who answers for it after that is asked in the same form."""
    seen = Holding.objects.filter(post__in=posts_seen_by(request.roles))
    row = get_object_or_404(seen.select_related("user", "post__service__directorate__council"), pk=pk)
    must(rules.may_assign(request.roles, row.post), workflow.NOT_YOURS)
    as_what = row.get_capacity_display().lower()
    lead = "What they said stays as it is. The work stays with the post."
    back = (str(row.post), row.post.get_absolute_url())
    page = FormPage(f"When does {row.user} stop as {as_what}?", back, lead, "Record the last day")
    form = EndHoldingForm(request.POST or None, initial={"last_day": request.day})

    def save() -> HttpResponse:
        with workflow.all_or_nothing():
            user, is_new = person_of(request, form)
            workflow.end_holding(row, by=request.roles, last_day=form.cleaned_data["last_day"], then=form.cover(user))
        tell_of_invitation(request, user, is_new, timezone.now())
        last_day = f"{form.cleaned_data['last_day']:%-d %B %Y}"
        return done(request, f"{row.user} is {as_what} of {row.post} until {last_day}.", row.post.get_absolute_url())

    return answered(request, page, form, save, "council/cover_form.html")


REMOVABLE: dict[str, Any] = {
    "directorate": (Directorate, "council__in"),
    "service": (Service, "directorate__council__in"),
    "post": (Post, "service__directorate__council__in"),
}


@FORM
def remove(request: Request, kind: str, pk: int) -> HttpResponse:
    """Remove what was set up by mistake, after asking."""
    model, of = REMOVABLE[kind]
    row = get_object_or_404(model, **{"pk": pk, of: request.roles.council_ids})
    must(rules.may_set_up(request.roles, rules.council_of(row)))
    change = reverse("council:change_post" if kind == "post" else f"council:{kind}", args=[pk])
    return removed(request, row, kind, tree_url(), lambda it: workflow.remove(it, by=request.roles), change=change)
