"""Proof: given with an update, attached to one given before, replaced, and downloaded through the permission check."""

import logging
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from council.middleware import Request
from council.public import open_to_the_public
from council.views.pages import fill_with_kept, form_view, over
from evidence import keeping, workflow
from evidence.forms import AttachForm, RevisionForm, UpdateWithProofForm
from evidence.models import Proof
from recommendations import rules
from recommendations.models import Action, Update
from recommendations.querysets import UpdateQuerySet
from recommendations.views import actions
from recommendations.workflow import cannot_be_changed

logger = logging.getLogger(__name__)

# A browser that shows one in spite of all runs nothing in it and fetches nothing for it.
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'; form-action 'none'"


@form_view
def give_update(request: Request, pk: int) -> HttpResponse:
    """The form of an update on one action, with room for proof."""
    return actions.give_update(request, pk, UpdateWithProofForm, save_update)


def save_update(request: Request, action: Action, form: UpdateWithProofForm) -> None:
    """Call the verb with what the form says."""
    workflow.give_update(
        action,
        by=request.roles,
        at=timezone.now(),
        said=form.statement,
        proofs=form.offers(request.day),
        answers=form.answers,
        seen_version=form.cleaned_data["version"],
    )


@form_view
def attach(request: Request, pk: int) -> HttpResponse:
    """Proof for an update that was given before."""
    update = get_object_or_404(for_form(request), pk=pk)
    must_answer_for(request, update)
    if back := over(request, cannot_be_changed(update.action), update.action.get_absolute_url()):
        return back
    form = AttachForm(*typed(request), action=update.action)
    if request.method == "POST" and form.is_valid():
        try:
            proofs = form.offers(request.day)
            workflow.attach(update, by=request.roles, at=timezone.now(), proofs=proofs)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            return back_to(update)
    return form_page(request, update, form)


@form_view
def replace(request: Request, pk: int) -> HttpResponse:
    """A new revision in place of a proof. The old one is kept."""
    old = get_object_or_404(Proof.objects.visible_to(request.roles), pk=pk)
    update = old.update = for_form(request).get(pk=old.update_id)
    must_answer_for(request, update)
    why_not = cannot_be_changed(update.action) or workflow.cannot_be_replaced(old)
    if back := over(request, why_not, update.action.get_absolute_url()):
        return back
    form = RevisionForm(*typed(request), action=update.action)
    if request.method == "POST" and form.is_valid():
        try:
            offer = form.offers(request.day)[0]
            workflow.replace_proof(old, by=request.roles, at=timezone.now(), offer=offer)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            return back_to(update)
    return form_page(request, update, form, old)


@open_to_the_public
@require_safe
def download(request: Request, pk: int) -> HttpResponseBase:
    """A file of proof, for whoever may read it; nobody else learns that it exists. Always saved, never shown."""
    found = get_object_or_404(Proof.objects.visible_to(request.roles), pk=pk, kind=Proof.Kind.FILE)
    try:
        content = keeping.opened(found.stored_as)
    except OSError:
        logger.exception("The storage has lost proof %s, kept as %s", found.pk, found.stored_as)
        return render(request, "evidence/lost.html", {"proof": found}, status=503)
    response = FileResponse(content, as_attachment=True, filename=found.name, content_type=found.content_type)
    response["Content-Length"] = str(found.size)
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def typed(request: Request) -> tuple[Any, Any]:
    """What was posted, words and files; nothing for a form that is opened."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def for_form(request: Request) -> UpdateQuerySet:
    """Updates that this person may read, with what the form's page prints."""
    return Update.objects.visible_to(request.roles).select_related(
        "action__recommendation__review__committee__council", "action__part", "action__post__service", "given_for"
    )


def must_answer_for(request: Request, update: Update) -> None:
    """Raise PermissionDenied for somebody who does not answer for the action."""
    if not rules.answers_for(request.roles, update.action):
        raise PermissionDenied("You do not hold or deputise for the post of this action.")


def form_page(request: Request, update: Update, form: AttachForm, old: Proof | None = None) -> HttpResponse:
    """The form on its page; one that comes back asks for its files."""
    fill_with_kept(request, form)
    if form.is_bound:
        form.ask_for_files_again()
    request.review = update.action.recommendation.review
    context = {"update": update, "form": form, "old": old}
    return render(request, "evidence/attach.html", context, status=422 if form.errors else 200)


def back_to(update: Update) -> HttpResponse:
    """The update on its action's page, where the proof stands now."""
    return redirect(f"{update.action.get_absolute_url()}?attached={update.pk}#update-{update.pk}")
