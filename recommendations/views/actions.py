"""An officer's pages: my actions, one action, give an update."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import kept_words
from council.middleware import Request
from council.plain_words import Found, find, terms_for
from council.public import open_to_the_public
from council.roles import Roles
from council.views.pages import of_its_author
from recommendations import drafts, rules, workflow
from recommendations import ledger as ledgers
from recommendations.desk import SEEN, action_seen, desk, own_actions, questions_about
from recommendations.desk_filters import DeskFilter
from recommendations.forms import UpdateForm
from recommendations.history import told_of_action
from recommendations.ledger import standing_today
from recommendations.models import Action, Draft, Extension, Update
from recommendations.paging import opened
from recommendations.scope import of_review
from recommendations.slim import made
from recommendations.standing import ActionStanding
from recommendations.states import IN_TROUBLE, Status
from recommendations.viewing import looked_at
from recommendations.views.requests import requests_to_decide

ANOTHER_CAME_FIRST = "Another update came first. Read it, then say again that nothing has changed."

# Calls the verb with what a form says.
Save = Callable[[Request, Action, Any], None]


@require_safe
def my_actions(request: Request) -> HttpResponse:
    """What waits for this person today, by urgency; narrowed and sorted as the address says."""
    filters = DeskFilter(request.GET, queryset=own_actions(request.roles))
    context: dict[str, Any] = {
        "desk": desk(request.roles, filters.qs if filters.changes_anything else None),
        "filters": filters,
        "to_decide": requests_to_decide(request),
        "recorded": (recorded := request.GET.get("recorded", "")),
    }
    piles = context["desk"].piles
    context["opened"], context["page"] = opened(request, piles)
    # What the tabs lead to: the review of the most pressing action.
    request.review = piles[0].rows[0].action.recommendation.review if piles else None
    rows = [row for pile in piles for row in pile.rows if str(row.action.pk) == recorded]
    context["plain"] = plain_advice(request, rows[0]) if rows else ()
    return render(request, "recommendations/my_actions.html", context)


@open_to_the_public
@require_safe
def action(request: Request, pk: int) -> HttpResponse:
    """One action with its whole history, today or as at a past day."""
    found = get_object_or_404(Action.objects.visible_to(request.roles).for_list(), pk=pk)
    recommendation = found.recommendation
    review = request.review = recommendation.review
    scope = of_review(review)
    view = looked_at(request, scope)
    position = view.position(ledgers.load(scope, view.as_at, request.roles, only=recommendation.number))
    everything = (a for s in position.standings for a in (*s.actions, *s.withdrawn))
    row = next((a for a in everything if a.action.pk == pk), None)
    found = row.action if row else found
    context = {
        "view": view,
        "viewing": position.viewing,
        "action": found,
        "row": row,
        "may_update": (may_update := not view.is_past and rules.answers_for(request.roles, found)),
        "attached": request.GET.get("attached", ""),
        "may_attach": may_update and row is not None and not row.closed,
        "may_decide": not view.is_past and row is not None and may_decide(request, row),
        "may_exempt": not view.is_past and rules.may_exempt(request.roles, review, found),
        "may_end_exemption": not view.is_past and rules.may_end_exemption(request.roles, review),
        "extensions": requests_by(found, view.as_at, request.roles),
        "questions": [q for s in position.standings for q in s.questions if q.action_id == pk],
        "told": [e for s in position.standings for e in told_of_action(found, s, request.roles)],
        "changes": [c for s in position.standings for c in s.changes if c.action_id == pk],
        "may_ask": not view.is_past and rules.may_ask(request.roles, review),
        "may_change": not view.is_past and rules.may_change_action(request.roles, found),
        "may_reassign": not view.is_past and rules.may_reassign(request.roles, found),
        "may_correct": own_last_word(request, row) if may_update else None,
    }
    return render(request, "recommendations/action.html", context)


def own_last_word(request: Request, row: ActionStanding | None) -> int | None:
    """The id of the last update where this person gave it, and so may correct it."""
    last = row.update if row and not row.closed else None
    return last.pk if last and last.given_by_id == request.roles.user_id else None


def requests_by(action: Action, on: date, roles: Roles) -> list[Extension]:
    """The requests for more time by a day, the latest first, worded for this person."""
    known = Extension.objects.filter(action=action, requested_on__lte=on)
    return known.order_by("-requested_on", "-pk").worded_for(roles)


def may_decide(request: Request, row: ActionStanding) -> bool:
    """Whether this person decides the request for more time that waits on this action."""
    if row.waiting is None:
        return False
    return rules.may_decide(request.roles, Extension.objects.for_decision(request.day).get(pk=row.waiting.pk))


@require_safe
def row(request: Request, pk: int) -> HttpResponse:
    """One row of my actions, closed: what "Close" and "Cancel" put back in place of the form."""
    if not request.htmx:
        return redirect("recommendations:my_actions")
    return render(request, "recommendations/_row.html", {"row": visible(request, pk), "closed_again": True})


def give_update(request: Request, pk: int, form_kind: type[UpdateForm], save: Save) -> HttpResponse:
    """The form of one action, in its row or on its own page; saving returns to where it was opened.

    Its door is in the room above, which brings the form with the fields for proof and the verb that keeps both.
    """
    row = visible(request, pk)
    if not rules.answers_for(request.roles, row.action):
        raise PermissionDenied("You do not hold or deputise for the post of this action.")
    form = form_for(request, row, form_kind)
    if request.method != "POST":
        return update_page(request, row, form, draft=offered(request, row, form))
    if not form.is_valid():
        return update_page(request, row, form, status=422)
    try:
        save(request, row.action, form)
    except ValidationError as refusal:
        form.refuse(refusal)
        return update_page(request, row, form, status=422)
    except workflow.ChangedMeanwhile:
        return changed_meanwhile(request, pk, form_kind)
    drafts.drop(row.action, request.roles)
    kept_words.forget(request)
    return saved(request, row)


def offered(request: Request, row: ActionStanding, form: UpdateForm) -> Draft | None:
    """Fill a form that is opened with what was typed before: while signed out, or kept as a draft, which is returned.

    A correction starts from the update that it corrects.
    """
    if typed := kept_words.kept(request, timezone.now()):
        form.fill(typed)
    if typed or form.initial.get("corrects"):
        return None
    draft = drafts.draft_of(row.action, request.roles)
    if draft:
        # The version stays that of the page: what came since is shown beside the words.
        form.fill(drafts.typed_in(draft))
        form.initial["version"] = row.action.version
    return draft


@require_POST
@of_its_author
def keep_draft(request: Request, pk: int) -> HttpResponse:
    """Keep what is being typed."""
    action = get_object_or_404(Action.objects.visible_to(request.roles), pk=pk)
    try:
        draft = drafts.keep(action, by=request.roles, at=timezone.now(), typed=request.POST)
    except ValidationError as refusal:
        return HttpResponse(" ".join(refusal.messages), status=413, content_type="text/plain")
    said = f"Draft kept at {timezone.localtime(draft.saved_at):%H:%M}" if draft else ""
    return HttpResponse(said, content_type="text/plain")


@require_POST
def drop_draft(request: Request, pk: int) -> HttpResponse:
    """Throw a draft away, and begin again with an empty form."""
    action = get_object_or_404(Action.objects.visible_to(request.roles), pk=pk)
    if not rules.answers_for(request.roles, action):
        raise PermissionDenied("You do not hold or deputise for the post of this action.")
    drafts.drop(action, request.roles)
    return redirect("evidence:give_update", pk)


def form_for(request: Request, row: ActionStanding, form_kind: type[UpdateForm], data: Any = None) -> UpdateForm:
    """The form of an action: empty, with what was posted, or with ``data`` in its place.

    "?correct=" opens it with the person's own last update, to be said rightly; "?more_time=1" with the wish for it.
    """
    posted = request.method == "POST"
    last = row.update
    wanted = request.POST.get("corrects") if posted else request.GET.get("correct")
    wish = more_time_of(row) if request.GET.get("more_time") and row.is_open and not row.waiting else None
    corrects = last is not None and wanted == str(last.pk) and last.given_by_id == request.roles.user_id
    form = form_kind(
        data or (request.POST if posted else None),
        files=request.FILES if posted else None,
        action=row.action,
        on=request.day,
        now_is=row.status_without_last if corrects else None,
        questions=questions_about(row.action.pk, row.action.recommendation_id, request.roles),
        initial=said_before(last) if last and corrects else wish,
    )
    status = form.fields["status"]
    status.help_text = about_time(row, str(status.help_text))
    return form


def about_time(row: ActionStanding, how_to_ask: str) -> str:
    """What to know of the target date before a status is chosen: that it passed, and how more time is asked for."""
    past = f"The target date was {row.target_on:%-d %B %Y}: “on track” stays overdue. " if row.is_overdue else ""
    if row.waiting:
        return f"{past}Your request for more time until {row.waiting.to_on:%-d %B %Y} waits for a decision."
    return past + how_to_ask if row.is_open else ""


def more_time_of(row: ActionStanding) -> dict[str, Any]:
    """What a wish for more time begins with: the status that says why, as it was said last, or delayed."""
    return {"status": row.status if row.status in IN_TROUBLE else Status.DELAYED, "ask": True}


def said_before(update: Update) -> dict[str, Any]:
    """An update as the form shows it, to be corrected. What was exempt is kept back again unless that is taken out."""
    said = {
        "corrects": update.pk,
        "status": update.status,
        "reason": update.reason,
        "words": "" if update.unchanged else update.words,
        "no_proof_because": update.no_proof_because,
        "effective_on": update.effective_on if update.effective_on != update.given_on else None,
    }
    kept_back = update.exemptions.filter(ended_on__isnull=True).first() if update.exempt_under else None
    if kept_back is None:
        return said
    return said | {
        "keep_back": True,
        "exempt_paragraph": kept_back.paragraph,
        "exempt_reason": kept_back.reason,
        "decided_by": kept_back.decided_by,
    }


@require_POST
def unchanged(request: Request, pk: int) -> HttpResponse:
    """Nothing has changed: said in one press, with the version of the row that was on the page."""
    row = visible(request, pk)
    version = request.POST.get("version", "")
    try:
        seen = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
        workflow.say_unchanged(row.action, by=request.roles, at=timezone.now(), seen_version=seen)
    except ValidationError as refusal:
        return not_unchanged(request, pk, " ".join(refusal.messages))
    except workflow.ChangedMeanwhile:
        return not_unchanged(request, pk, ANOTHER_CAME_FIRST)
    return saved(request, row)


def plain_advice(request: Request, row: ActionStanding) -> tuple[Found, ...]:
    """What of the words that were just recorded is on the plain-language list: said afterwards, to stop nobody."""
    if row.update is None or row.update.unchanged:
        return ()
    return find(row.update.words, terms_for(request.roles))


def not_unchanged(request: Request, pk: int, why: str) -> HttpResponse:
    """The row as it is now, and why nothing was recorded."""
    if request.htmx:
        return render(request, "recommendations/_row.html", {"row": visible(request, pk), "refusal": why}, status=422)
    messages.error(request, f"Nothing was recorded. {why}")
    return redirect(f"{reverse('recommendations:my_actions')}#action-{pk}")


def visible(request: Request, pk: int) -> ActionStanding:
    """The action as it stands today; 404 where this person may not see it."""
    found = standing_today(made(action_seen(pk, request.roles), SEEN), request.roles, with_history=True)
    if not found:
        raise Http404("There is no such action for this person.")
    return found[0]


def update_page(
    request: Request, row: ActionStanding, form: UpdateForm, status: int = 200, **more: Any
) -> HttpResponse:
    """The form: a row of my actions for htmx, a page of its own otherwise. One that comes back asks for its files."""
    if form.is_bound:
        form.ask_for_files_again()
    template = "recommendations/_row_open.html" if request.htmx else "recommendations/update.html"
    context = {"row": row, "form": form, "verdict": workflow.latest_verdict(row.action.recommendation), **more}
    return render(request, template, context, status=status)


def changed_meanwhile(request: Request, pk: int, form_kind: type[UpdateForm]) -> HttpResponse:
    """Somebody saved first: their update is shown, what was typed is kept, and saving again is one press away."""
    row = visible(request, pk)
    kept = request.POST.copy()
    kept["version"] = str(row.action.version)
    # The update that it was to correct is not the last word any more, so it becomes a further one.
    kept.pop("corrects", None)
    return update_page(request, row, form_for(request, row, form_kind, kept), status=409, changed=True)


def saved(request: Request, before: ActionStanding) -> HttpResponse:
    """Back to the row, which says what was recorded; in place, the sentence and the count above it change with it."""
    pk = before.action.pk
    if request.htmx:
        now = desk(request.roles)
        row = visible(request, pk)
        context = {
            "row": row,
            "plain": plain_advice(request, row),
            "recorded": str(pk),
            "desk": now,
            "left": now.left(before),
            "to_decide": requests_to_decide(request),
        }
        return render(request, "recommendations/_row_saved.html", context)
    return redirect(f"{reverse('recommendations:my_actions')}?recorded={pk}#action-{pk}")
