"""A committee's meetings and acts: the agenda, verdicts in one sitting, call-ins, and responses."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import kept_words
from council.middleware import Request
from council.models import Committee, Meeting
from council.organisation import committees_seen_by
from council.public import open_to_the_public
from council.rules import must
from council.views.pages import FormPage, answered, done, fill_with_kept, form_view, over
from recommendations import ledger as ledgers
from recommendations import rules, workflow
from recommendations.agenda import Agenda, agenda, comes_of
from recommendations.committee_forms import (
    CallInForm,
    Meanwhile,
    ResponseForm,
    SentForm,
    SittingForm,
    TakeBackForm,
)
from recommendations.ledger import Ledger
from recommendations.models import CallIn, Recommendation, Review
from recommendations.paging import A_HANDFUL, page_of
from recommendations.scope import Days, Scope, of_committee
from recommendations.states import ResponseKind, VerdictKind
from recommendations.viewing import looked_at

FORM = form_view


@open_to_the_public
@require_safe
def meetings(request: Request, committee: int) -> HttpResponse:
    """The meetings of a committee: those to come, then those held."""
    row = get_object_or_404(committees_seen_by(request.roles), pk=committee)
    view = looked_at(request, scope_of(request, row), tuple(row.meetings.order_by("held_on")))
    context = {
        "committee": row,
        "view": view,
        "coming": [m for m in view.meetings if m.held_on >= view.as_at],
        "held": [m for m in reversed(view.meetings) if m.held_on < view.as_at],
        "may_set_up": not view.is_past and row.pk in request.roles.scrutiny_officer_of,
    }
    return render(request, "recommendations/meetings.html", context)


@open_to_the_public
@require_safe
def meeting(request: Request, pk: int) -> HttpResponse:
    """What is on a meeting's agenda and why, what is still missing, and afterwards what was decided."""
    row = meeting_seen(request, pk)
    committee = row.committee
    scope = scope_of(request, committee)
    view = looked_at(request, scope, meetings=())
    ledger = ledger_of(request, row, scope, view.as_at)
    found = agenda_of(row, ledger)
    may_act = not view.is_past and rules.may_record_for(request.roles, committee.pk)
    # Its long lists have pages of their own; what is on the agenda is paged where it stands.
    lists: dict[str, Sequence[Any]] = {"decided": found.decided}
    if not found.is_held:
        lists["missing"] = found.missing
    listed = request.GET.get("list", "")
    listed = listed if listed in lists else ""
    page = page_of(request, lists.get(listed, (*found.pressing, *found.others)))
    context = {
        "view": view,
        "agenda": found,
        "page": page,
        "listed": listed,
        "decided": page if listed == "decided" else () if listed else found.decided[:A_HANDFUL],
        "missing": page if listed == "missing" else () if listed else lists.get("missing", ())[:A_HANDFUL],
        "groups": () if listed else found.groups(tuple(page)),
        "meeting": row,
        "committee": committee,
        "may_ask": not view.is_past and not found.is_held and committee.pk in request.roles.committee_ids,
        "may_call_in": may_act,
        "may_put_right": may_put_right(found, ledger) if may_act else (),
        "may_record": may_act and found.is_held and bool(found.left or found.left_off),
    }
    return render(request, "recommendations/meeting.html", context)


def meeting_seen(request: Request, pk: int) -> Meeting:
    """A meeting of a committee that this person may see; 404 otherwise."""
    seen = Meeting.objects.filter(committee__in=committees_seen_by(request.roles))
    return get_object_or_404(seen.select_related("committee__council"), pk=pk)


def scope_of(request: Request, committee: Committee) -> Scope:
    """The published reviews of a committee that this person may see: no meeting knows a draft, whoever looks.

    The only review that this person may see heads the page, drafts among them, or the committee does.
    """
    seen = list(Review.objects.visible_to(request.roles).filter(committee=committee))
    request.review, request.committee = of_committee(committee, seen).headed_by, committee
    return of_committee(committee, [review for review in seen if review.is_published(request.day)])


def may_put_right(found: Agenda, ledger: Ledger) -> set[int]:
    """The numbers of a meeting's verdicts that are put right where they were recorded wrongly."""
    checks = ledger.outcome_checks
    return {v.pk for v, row in found.decided if not workflow.stays_as_recorded(v, checks.get(row.pk, ()))}


def ledger_of(request: Request, row: Meeting, scope: Scope, on: date) -> Ledger:
    """What was known on a day of all that a meeting may decide on, as this person may see it."""
    return ledgers.load(scope, on, request.roles, days=Days(min(on, row.held_on)), brief=True)


def agenda_of(row: Meeting, ledger: Ledger) -> Agenda:
    """The agenda of a meeting, with what was known on the ledger's day."""
    return agenda(ledger, row, list(row.committee.meetings.all()), ledger.up_to)


@FORM
def sitting(request: Request, pk: int) -> HttpResponse:
    """The verdicts of a meeting in one sitting: typed, checked on a page of their own, then recorded, all or none."""
    row = meeting_seen(request, pk)
    ledger = ledger_of(request, row, scope_of(request, row.committee), request.day)
    found = agenda_of(row, ledger)
    must(
        rules.may_record_for(request.roles, row.committee_id),
        "The chair or the scrutiny officer records verdicts.",
    )
    if not found.is_held:
        messages.info(request, "Verdicts are recorded once the meeting has been held.")
        return redirect("recommendations:meeting", pk)
    rows = [item.standing.recommendation for item in (*found.left, *found.left_off)]
    form = SittingForm(request.POST or None, recommendations=rows, not_achieved=not_achieved(rows, ledger))
    fill_with_kept(request, form)
    status = 200
    if request.method == "POST":
        status = 422
        form.judged_meanwhile = judged_meanwhile(request, found)
        if form.is_valid():
            go_on = recorded if "record" in request.POST else checked
            if "change" in request.POST:
                status = 200
            elif answer := go_on(request, found, form):
                return answer
    context = {"agenda": found, "meeting": found.meeting, "form": form, "groups": groups_of(found, form)}
    return render(request, "recommendations/sitting.html", context, status=status)


def not_achieved(rows: list[Recommendation], ledger: Ledger) -> dict[int, str]:
    """Those of which "achieved" cannot be said, each with why. The last answer of each counts, up to the ledger's day;
    where each stands is of the meeting's day, and knows no later answer."""
    answers = {row.pk: ledgers.latest(ledger.responses.get(row.pk, ())) for row in rows}
    return {row.pk: why for row in rows if (why := workflow.cannot_be_achieved(row, answers[row.pk]))}


def judged_meanwhile(request: Request, found: Agenda) -> list[Meanwhile]:
    """Verdicts that were typed here and recorded by somebody else since, each with what was typed."""
    names = dict(VerdictKind.choices)

    def typed(recommendation: Recommendation, box: str) -> str:
        return request.POST.get(f"{recommendation.pk}-{box}", "")

    return [
        Meanwhile(verdict, of, names[kind], typed(of, "minute"), typed(of, "words"))
        for verdict, of in found.decided
        if (kind := typed(of, "verdict")) in names
    ]


def groups_of(found: Agenda, form: SittingForm) -> list[tuple[str, list[dict[str, Any]]]]:
    """Each recommendation that is left, beside its boxes: those on the agenda, then the others, under a heading."""
    groups = (("", found.left), ("Not on the agenda", found.left_off))
    return [
        (title, [{"item": item, "fields": form.fields_of(item.standing.recommendation)} for item in items])
        for title, items in groups
        if items
    ]


def checked(request: Request, found: Agenda, form: SittingForm) -> HttpResponse | None:
    """What is about to be recorded, and what comes of it; None where it would be refused: then the form says why."""
    try:
        workflow.rehearse_sitting(found.meeting, by=request.roles, decided=form.decided)
    except ValidationError as refusal:
        form.refuse(refusal)
        return None
    standings = {item.standing.recommendation.pk: item.standing for item in (*found.left, *found.left_off)}
    of_minute = minutes_taken(found, form)
    rows = [
        (
            d,
            list(comes_of(standings[d.recommendation.pk], d.verdict)),
            [name for pk, name in of_minute[d.minute].items() if pk != d.recommendation.pk],
        )
        for d in form.decided
    ]
    context = {"agenda": found, "meeting": found.meeting, "form": form, "rows": rows}
    return render(request, "recommendations/sitting_check.html", context)


def minutes_taken(found: Agenda, form: SittingForm) -> defaultdict[str, dict[int, str]]:
    """By minute reference, which recommendations of a meeting have it: those recorded, and those about to be."""
    taken: defaultdict[str, dict[int, str]] = defaultdict(dict)
    for verdict, recommendation in found.decided:
        taken[verdict.minute][recommendation.pk] = recommendation.reference
    for one in form.decided:
        taken[one.minute][one.recommendation.pk] = form.names[one.recommendation.pk]
    return taken


def recorded(request: Request, found: Agenda, form: SittingForm) -> HttpResponse | None:
    """Record what was decided; None where it was refused, and then the form says why."""
    try:
        verdicts = workflow.record_sitting(found.meeting, by=request.roles, decided=form.decided)
    except ValidationError as refusal:
        form.refuse(refusal)
        return None
    kept_words.forget(request)
    many = f"{len(verdicts)} verdict{'s' if len(verdicts) > 1 else ''}"
    return done(request, f"{many} recorded.", reverse("recommendations:meeting", args=[found.meeting.pk]))


def recommendation_of(request: Request, slug: str, number: int) -> Recommendation:
    """A recommendation that this person may see."""
    seen = Recommendation.objects.visible_to(request.roles).for_page()
    row = get_object_or_404(seen, review__slug=slug, number=number)
    request.review = row.review
    return row


@FORM
def call_in(request: Request, slug: str, number: int) -> HttpResponse:
    """Call a recommendation in to a meeting to come."""
    row = recommendation_of(request, slug, number)
    must(rules.may_record_verdict(request.roles, row), "The chair or the scrutiny officer calls in.")
    arranged = row.review.committee.meetings.filter(held_on__gte=request.day).order_by("held_on")
    if not arranged:
        raise Http404("There is no meeting to come.")
    calls = workflow.calls_to_come(row, request.day)
    coming = list(arranged.exclude(pk__in=[call.meeting_id for call in calls]))
    if not coming:
        messages.info(request, f"{row.reference} is called in to every meeting to come already.")
        return redirect(row)
    form = CallInForm(request.POST or None, meetings=coming, called_already=workflow.called_already(calls))
    page = FormPage(f"Call {row.reference} in", (row.reference, row.get_absolute_url()), row.title, "Call it in")

    def save() -> HttpResponse:
        to = form.cleaned_data["meeting"]
        further = form.cleaned_data.get("further", False)
        workflow.call_in(row, by=request.roles, meeting=to, why=form.cleaned_data["why"], further=further)
        return done(
            request, f"{row.reference} is called in to the meeting of {to.held_on:%-d %B %Y}.", row.get_absolute_url()
        )

    return answered(request, page, form, save)


@FORM
def take_back_call_in(request: Request, pk: int) -> HttpResponse:
    """Take a call-in back before its meeting."""
    seen = CallIn.objects.filter(recommendation__in=Recommendation.objects.visible_to(request.roles))
    call = get_object_or_404(seen.select_related("meeting", "recommendation__review__committee__council"), pk=pk)
    row = call.recommendation
    request.review = row.review
    must(rules.may_record_verdict(request.roles, row), "The chair or the scrutiny officer takes call-ins back.")
    if back := over(request, workflow.cannot_be_taken_back(call, request.day), row.get_absolute_url()):
        return back
    form = TakeBackForm(request.POST or None)
    held_on = f"{call.meeting.held_on:%-d %B %Y}"
    page = FormPage(
        f"Take back the call-in of {row.reference}?",
        (row.reference, row.get_absolute_url()),
        f"{row.title}. It was called in to the meeting of {held_on}: “{call.why}”",
        "Take it back",
        "That it was called in stays in its timeline. It stays on the agenda where there is another reason for it.",
    )

    def save() -> HttpResponse:
        workflow.take_back_call_in(call, by=request.roles, why=form.cleaned_data["why"])
        return done(
            request, f"{row.reference} is not called in to the meeting of {held_on} any more.", row.get_absolute_url()
        )

    return answered(request, page, form, save)


@FORM
def sent_to_executive(request: Request, slug: str) -> HttpResponse:
    """Say when a review was sent to the executive, once."""
    review = get_object_or_404(Review.objects.visible_to(request.roles).for_page(), slug=slug)
    request.review = review
    must(rules.runs(request.roles, review), "The scrutiny officer says when a review was sent to the executive.")
    if back := over(request, workflow.sent_already(review), review.get_absolute_url()):
        return back
    form = SentForm(request.POST or None)
    page = FormPage(
        "When was it sent to the executive?",
        (review.title, review.get_absolute_url()),
        f"The executive is to answer within {review.committee.response_months} months of this day.",
        "Set the day",
        "It can be put right afterwards, with a reason, under “Change title and dates”.",
    )

    def save() -> HttpResponse:
        workflow.say_sent_to_executive(review, by=request.roles, sent_on=form.cleaned_data["sent_on"])
        return done(request, "The day is set. The executive’s time to answer runs from it.", review.get_absolute_url())

    return answered(request, page, form, save)


@FORM
def respond(request: Request, slug: str, number: int) -> HttpResponse:
    """What the executive, or a partner, answered. A changed answer is a further one; the earlier stays in history."""
    row = recommendation_of(request, slug, number)
    must(rules.may_record_response(request.roles, row), "The scrutiny officer records responses.")
    form = ResponseForm(request.POST or None)
    page = FormPage(
        f"Record the response to {row.reference}",
        (row.reference, row.get_absolute_url()),
        row.title,
        "Record the response",
        "It cannot be changed afterwards. To put a slip right, or where the answer changes, record it again: the last "
        "one holds, and those before it stay in the timeline.",
    )

    def save() -> HttpResponse:
        data = form.cleaned_data
        workflow.record_response(row, by=request.roles, **{**data, "kind": ResponseKind(data["kind"])})
        return done(request, f"The response to {row.reference} is recorded.", row.get_absolute_url())

    return answered(request, page, form, save)
