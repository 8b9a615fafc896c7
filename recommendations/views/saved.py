"""Saved views: their list, saving one, removing one."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from council.fields import Line, VerbForm
from council.middleware import Request
from council.views.pages import FormPage, answered, done, form_view
from recommendations import saved_views, view_words
from recommendations.filters import ActionFilterForm
from recommendations.models import SavedView
from recommendations.scope import Scope
from recommendations.states import ViewPage
from recommendations.views.reviews import view_of


class SaveViewForm(VerbForm):
    """A name for what is looked at, and whether others see it too."""

    name = Line(
        label="Name of the view",
        what="The name",
        maximum=80,
        help_text="For example, Overdue in the Youth Service",
        error_messages={"required": "Enter a name"},
    )
    is_shared = forms.BooleanField(label="Others of the council see it too", required=False)
    replace = forms.BooleanField(required=False)

    def __init__(self, data: Any = None, *, taken: str = "", **options: Any) -> None:
        """``taken`` says what is kept under the name that was typed, where it is the person's own."""
        super().__init__(data, **options)
        if taken:
            self.fields["replace"].label = f"Put this in its place. It holds now: {taken}"
        else:
            del self.fields["replace"]


@require_safe
def views(request: Request) -> HttpResponse:
    """A person's own views, then those that others share."""
    seen = saved_views.seen_by(request.roles)
    words = view_words.in_words(seen, request.roles)
    rows: list[dict[str, Any]] = [{"view": v, "url": saved_views.url_of(v), "words": words[v.pk]} for v in seen]
    own = [row for row in rows if saved_views.may_change(request.roles, row["view"])]
    return render(request, "recommendations/views.html", {"own": own, "shared": [r for r in rows if r not in own]})


@form_view
def save(request: Request, page: str, **named: Any) -> HttpResponse:
    """Keep what is looked at under a name. The address carries the filters."""
    if page not in ViewPage.values:
        raise Http404
    context = view_of(request, lists_actions=page == ViewPage.ACTIONS, **named)
    if not saved_views.may_save(request.roles, context["scope"]):
        raise PermissionDenied(saved_views.NOT_OURS)
    scope, query = context["scope"], saved_views.query_to_keep(request.GET)
    form = SaveViewForm(request.POST or None, taken=taken(request, scope))
    back = (str(ViewPage(page).label), scope.url(page) + (f"?{query}" if query else ""))
    words = [*context["filters"].words, *in_words(request, context)]
    kept = "; ".join(words) if words else "no filters"
    lead = f"{scope.title}, {ViewPage(page).label.lower()}: {kept}."
    note = "The address of the page can be sent to others too. They see what they may see."
    form_page = FormPage("Save this view", back, lead, "Save the view", note)

    def keep() -> HttpResponse:
        data = form.cleaned_data
        wanted = saved_views.Wanted(scope, ViewPage(page), query, data["name"], data["is_shared"])
        replacing = bool(data.get("replace"))
        row = saved_views.save(wanted, by=request.roles, on=request.day, replacing=replacing)
        return done(request, f"“{row.name}” is saved.", reverse("recommendations:views"))

    return answered(request, form_page, form, keep)


def taken(request: Request, scope: Scope) -> str:
    """What the person keeps under the name that they typed, in words; empty where the name is free."""
    row = saved_views.own_of_the_name(request.roles, scope, " ".join(request.POST.get("name", "").split()))
    if row is None:
        return ""
    words = view_words.in_words([row], request.roles)[row.pk] or "no filters"
    return f"{row.review or row.committee}, {row.get_page_display().lower()}: {words}"


def own_view(request: Request, pk: int) -> SavedView:
    """A view that this person sees, for its owner. Raises PermissionDenied for anybody else."""
    row: SavedView = get_object_or_404(saved_views.seen_by(request.roles), pk=pk)
    if not saved_views.may_change(request.roles, row):
        raise PermissionDenied(saved_views.NOT_YOURS)
    return row


@form_view
def change(request: Request, pk: int) -> HttpResponse:
    """Rename a view, share it, or stop sharing it."""
    row, to = own_view(request, pk), reverse("recommendations:views")
    form = SaveViewForm(request.POST or None, initial={"name": row.name, "is_shared": row.is_shared})
    note = "To change what it looks at, open it, set other filters and save it under its name again."
    form_page = FormPage(f"Rename or share “{row.name}”", ("Saved views", to), "", "Save the changes", note)

    def keep() -> HttpResponse:
        data = form.cleaned_data
        changed = saved_views.change(row, by=request.roles, name=data["name"], is_shared=data["is_shared"])
        return done(request, f"“{changed.name}” is changed.", to)

    return answered(request, form_page, form, keep)


def in_words(request: Request, context: dict[str, Any]) -> list[str]:
    """What else than the filters is looked at: the day, and which actions."""
    view = context["view"]
    found = [f"as at {view.as_at:%-d %B %Y}"] if view.is_past else []
    title = ActionFilterForm(request.GET, position=context["whole"]).title
    return [*found, title] if title else found


@form_view
def remove(request: Request, pk: int) -> HttpResponse:
    """Forget a view, after asking."""
    row, to = own_view(request, pk), reverse("recommendations:views")
    form = VerbForm(request.POST if request.method == "POST" else None)
    form_page = FormPage(f"Remove “{row.name}”?", ("Saved views", to), "", "Remove the view")

    def forget() -> HttpResponse:
        saved_views.remove(row, by=request.roles)
        return done(request, f"“{row.name}” is removed.", to)

    return answered(request, form_page, form, forget)
