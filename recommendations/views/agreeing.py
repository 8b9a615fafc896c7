"""Agreeing an action, changing it and withdrawing it, for the scrutiny officer; the head of service gives it on."""

from collections.abc import Callable

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from council.middleware import Request
from council.models import Post
from council.rules import must
from council.views.pages import FormPage, answered, done, form_view, over
from recommendations import rules, workflow
from recommendations.action_forms import ChangeActionForm, NewActionForm, WithdrawForm
from recommendations.models import Action, Recommendation

FORM = form_view
NOT_YOURS = "The scrutiny officer sets up actions."


def posts_of(recommendation: Recommendation) -> QuerySet[Post]:
    """The posts of the review's council."""
    return Post.objects.filter(service__directorate__council=recommendation.review.committee.council_id)


@FORM
def agree(request: Request, slug: str, number: int) -> HttpResponse:
    """A new action under a recommendation."""
    seen = Recommendation.objects.visible_to(request.roles).for_page()
    row = get_object_or_404(seen, review__slug=slug, number=number)
    must(rules.may_agree_action(request.roles, row), NOT_YOURS)
    request.review = row.review
    if back := over(request, workflow.closed_by_sign_off(row), row.get_absolute_url()):
        return back
    form = NewActionForm(request.POST or None, recommendation=row, posts=posts_of(row))
    lead = f"“{row.text[:200]}”" if len(row.text) <= 200 else f"“{row.text[:200].rsplit(' ', 1)[0]} …”"
    page = FormPage(f"Add an action to {row.reference}", (row.reference, row.get_absolute_url()), lead, "Add action")

    def save() -> HttpResponse:
        to = form.wording
        action = workflow.agree_action(
            row,
            by=request.roles,
            post=to.post,
            title=to.title,
            success_measure=to.success_measure,
            target_on=form.cleaned_data["target_on"],
            part=to.part,
        )
        return done(request, f"{action.reference} is agreed. {to.post} sees it now.", action.get_absolute_url())

    return answered(request, page, form, save)


def action_or_404(request: Request, pk: int, may: Callable[..., bool]) -> Action:
    """An action that this person may see; 403 where they may not change it."""
    action = get_object_or_404(Action.objects.visible_to(request.roles).for_list(), pk=pk)
    must(may(request.roles, action), NOT_YOURS)
    request.review = action.recommendation.review
    return action


@FORM
def change(request: Request, pk: int) -> HttpResponse:
    """Other words, another owner or another part, with the reason."""
    action = action_or_404(request, pk, rules.may_reassign)
    if back := over(request, workflow.cannot_be_changed(action), action.get_absolute_url()):
        return back
    owner_only = not rules.may_change_action(request.roles, action)
    posts = posts_of(action.recommendation)
    posts = posts.filter(service=action.post.service_id) if owner_only else posts
    target_too = workflow.target_can_be_put_right(action, request.day)
    form = ChangeActionForm(
        request.POST or None, action=action, owner_only=owner_only, target_too=target_too, posts=posts
    )
    title = f"Give {action.reference} to another post" if owner_only else f"Change {action.reference}"
    lead = f"{action.title}. What it was before stays in its history."
    page = FormPage(title, (action.reference, action.get_absolute_url()), lead, "Save the change")

    def save() -> HttpResponse:
        data = form.cleaned_data
        workflow.change_action(
            action, by=request.roles, to=form.wording, reason=data["reason"], seen_version=data["version"]
        )
        return done(request, "The change is saved, and stands in the history.", action.get_absolute_url())

    return answered(request, page, form, save)


@FORM
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Withdraw an action, with the reason. It stays on show as withdrawn."""
    action = action_or_404(request, pk, rules.may_change_action)
    if back := over(request, workflow.cannot_be_changed(action), action.get_absolute_url()):
        return back
    form = WithdrawForm(request.POST or None)
    page = FormPage(
        f"Withdraw {action.reference}?",
        (action.reference, action.get_absolute_url()),
        f"{action.title}. Its history stays on show. It never counts as achieved, and nobody is reminded of it.",
        "Withdraw the action",
        "A withdrawn action cannot be taken up again. Agree a new one instead.",
    )

    def save() -> HttpResponse:
        workflow.withdraw_action(action, by=request.roles, reason=form.cleaned_data["reason"])
        return done(request, f"{action.reference} is withdrawn.", action.get_absolute_url())

    return answered(request, page, form, save)
