"""The link of a reminder: one form for one action, without signing in, and nothing else."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from council.middleware import Request
from council.roles import anybody_of
from evidence import workflow
from evidence.forms import UpdateWithProofForm
from recommendations import links
from recommendations.ledger import standings_of
from recommendations.links import Refused, Why
from recommendations.models import Action, Extension, Update, UpdateLink
from recommendations.standing import ActionStanding
from recommendations.workflow import ChangedMeanwhile

# What was there and is over is gone; what never was, or is not theirs, is not found or not allowed.
STATUS = {Why.ALTERED: 404, Why.EXPIRED: 410, Why.USED: 410, Why.NOT_YOURS: 403, Why.CLOSED: 410}


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def from_mail(request: Request, token: str) -> HttpResponse:
    """The form of the link's action. Opening it changes nothing, since machines open the links of mails too."""
    try:
        link, _ = links.opened(token, request.day)
    except Refused as refusal:
        return private(refused(request, refusal.why))
    signed_in_as = request.roles.user_id
    if signed_in_as == link.person_id:
        return redirect("evidence:give_update", link.action_id)
    if signed_in_as is not None:
        # Somebody else's browser: what they write would be recorded as the words of the link's person.
        return private(render(request, "evidence/from_mail_other.html", {"link": link}, status=403))
    return private(
        saved(request, token, link) if request.method == "POST" else form_page(request, link, form_of(request, link))
    )


def private(response: HttpResponse) -> HttpResponse:
    """The address is a key, so it is told to nobody else. To us it is: without an origin no form is taken."""
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


def row_of(request: Request, link: UpdateLink) -> ActionStanding:
    """The action as anybody in the council reads it: a link that was caught opens nothing exempt."""
    council = link.action.recommendation.review.committee.council_id
    return standings_of(Action.objects.filter(pk=link.action_id), anybody_of(council, request.day), with_history=True)[
        0
    ]


def form_of(request: Request, link: UpdateLink) -> UpdateWithProofForm:
    """The form, empty or with what was posted."""
    posted = request.method == "POST"
    row = row_of(request, link)
    form = UpdateWithProofForm(
        request.POST if posted else None,
        files=request.FILES if posted else None,
        action=row.action,
        on=request.day,
        now_is=row.status,
    )
    # The council's list is read to those who are signed in.
    for field in form.fields.values():
        field.widget.attrs.pop("data-plain-check", None)
    return form


def form_page(
    request: Request, link: UpdateLink, form: UpdateWithProofForm, status: int = 200, **more: object
) -> HttpResponse:
    """The page of the form."""
    if form.is_bound:
        form.ask_for_files_again()
    context = {"link": link, "row": row_of(request, link), "form": form, "from_mail": True, **more}
    return render(request, "evidence/from_mail.html", context, status=status)


def saved(request: Request, token: str, link: UpdateLink) -> HttpResponse:
    """Record the update and use the link up, both or neither; or the form again with what is wrong."""
    form = form_of(request, link)
    if not form.is_valid():
        return form_page(request, link, form, 422)
    try:
        update = given(request, token, form)
    except ValidationError as refusal:
        form.refuse(refusal)
        return form_page(request, link, form, 422)
    except ChangedMeanwhile as change:
        kept = request.POST.copy()
        kept["version"] = str(change.action.version)
        form.data = kept
        return form_page(request, link, form, 409, changed=True)
    except Refused as refusal:
        return refused(request, refusal.why)
    waiting = Extension.objects.for_decision(request.day).waiting().filter(action=link.action_id).first()
    kept_back = form.terms_wanted is not None
    context = {"update": update, "link": link, "waiting": waiting, "kept_back": kept_back}
    return render(request, "evidence/from_mail_done.html", context)


@transaction.atomic
def given(request: Request, token: str, form: UpdateWithProofForm) -> Update:
    """The update, by the roles of the link's person. Of two who use the link at once the second is refused."""
    link, roles = links.opened(token, request.day, lock=True)
    update = workflow.give_update(
        link.action,
        by=roles,
        at=timezone.now(),
        said=form.statement,
        proofs=form.offers(request.day),
        seen_version=form.cleaned_data["version"],
    )
    links.use(link, update)
    return update


def refused(request: Request, why: Why) -> HttpResponse:
    """What happened, and what to do. What was typed stands there to be copied."""
    context = {"why": why, "is_used": why == Why.USED, "typed": request.POST.get("words", "")}
    return render(request, "evidence/from_mail_refused.html", context, status=STATUS[why])
