"""The scrutiny officer's pages: a committee's rules, what they would send, what did not arrive, every kind of mail."""

from datetime import timedelta
from typing import Any

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from council.middleware import Request
from council.models import Committee
from council.views.committees import committee_or_404
from council.views.pages import FormPage, answered, done, form_view
from council.workflow import ChangedMeanwhile
from reminders import workflow
from reminders.books import read_books, rule_of
from reminders.examples import example
from reminders.forms import RuleForm, typed
from reminders.letter import letter
from reminders.models import Message, RuleSetting
from reminders.outbox import html_of
from reminders.preview import outlook
from reminders.rule import Rule
from reminders.rules import BY_KIND, RULES
from reminders.states import UNDELIVERED
from reminders.words import clock_of, when

FAILURES_DAYS = 60
LINES = 50


@require_safe
def rules(request: Request, pk: int) -> HttpResponse:
    """A committee's rules, and the mails of its people that did not arrive."""
    committee = committee_or_404(request, pk)
    books = read_books()
    of_it = [(rule_of(books, committee.pk, begun.kind), begun) for begun in RULES]
    lines = [(rule, when(rule, committee), rule != begun) for rule, begun in of_it]
    rows = undelivered(committee, request)
    context = {"committee": committee, "rules": lines, "undelivered": rows[:LINES], "undelivered_count": rows.count()}
    return render(request, "reminders/rules.html", context)


def undelivered(committee: Committee, request: Request) -> Any:
    """The mails to people of its council that lately failed or came back."""
    council = committee.council_id
    of_council = Q(recipient__holdings__post__service__directorate__council=council)
    of_council |= Q(recipient__memberships__committee__council=council)
    since = request.day - timedelta(days=FAILURES_DAYS)
    rows = Message.objects.filter(of_council, state__in=UNDELIVERED, day__gt=since)
    return rows.select_related("recipient").distinct()


def rule_or_404(kind: str) -> Rule:
    """A rule by its name in the address."""
    if kind not in BY_KIND:
        raise Http404
    return BY_KIND[kind]


@form_view
def rule(request: Request, pk: int, kind: str) -> HttpResponse:
    """The days of one rule: changed, or only looked at to see what they would send."""
    committee, of = committee_or_404(request, pk), rule_or_404(kind)
    setting = RuleSetting.objects.filter(committee=committee, kind=kind).first()
    now = rule_of(read_books(), committee.pk, kind)
    back = (f"Reminders of the {committee}", reverse("reminders:rules", args=[pk]))
    page = FormPage(of.label, back, f"Told to {now.audience.value}.")
    posted = request.POST.copy()
    if "usual" in posted:
        # As if the days that all committees begin with had been typed.
        for name, value in typed(of).items():
            posted[name] = value
    form = RuleForm(
        posted if request.method == "POST" else None, rule=now, clock=clock_of(now, committee), setting=setting
    )
    if request.method == "POST" and "look" in request.POST and is_allowed(form):
        context = {
            "page": page,
            "form": form,
            "then": outlook(committee, request.day, form.changed_rule),
            "now_sent": outlook(committee, request.day),
            "said": when(form.changed_rule, committee),
        }
        return render(request, "reminders/rule.html", context)

    def save() -> HttpResponse:
        try:
            workflow.set_rule(
                committee,
                kind,
                by=request.roles,
                stages=form.stages,
                repeat=form.changed_rule.repeat,
                is_on=form.is_sent,
                seen_version=form.cleaned_data["version"],
            )
        except ChangedMeanwhile as change:
            # Saving again is one press away, in the knowledge of what is stored.
            form.data = {**posted.dict(), "version": str(change.row.version)}
            context = {"page": page, "form": form, "stored": when(rule_of(read_books(), committee.pk, kind), committee)}
            return render(request, "reminders/rule.html", context, status=409)
        return done(request, f"{of.label}: saved, and holds from the next digest.", back[1])

    return answered(request, page, form, save, "reminders/rule.html")


def is_allowed(form: RuleForm) -> bool:
    """Whether what was typed lies within the rule's limits; otherwise the form says why."""
    if not form.is_valid():
        return False
    changed = form.changed_rule
    try:
        workflow.check_rule(form.rule, changed.stages, changed.repeat, changed.is_on)
    except ValidationError as refusal:
        form.refuse(refusal)
        return False
    return True


@require_safe
def ahead(request: Request, pk: int) -> HttpResponse:
    """What the rules would send over the next 90 days."""
    committee = committee_or_404(request, pk)
    context = {"committee": committee, "ahead": outlook(committee, request.day)}
    return render(request, "reminders/ahead.html", context)


@require_safe
def kinds(request: Request, pk: int) -> HttpResponse:
    """Every kind of mail, with an example of each."""
    committee = committee_or_404(request, pk)
    mails = [(rule, example(rule, committee, request.day, timezone.now())[1]) for rule in RULES]
    return render(request, "reminders/kinds.html", {"committee": committee, "mails": mails})


@require_safe
def kind(request: Request, pk: int, kind: str) -> HttpResponse:
    """One kind of mail as text, as its reader gets it."""
    committee, of = committee_or_404(request, pk), rule_or_404(kind)
    message, digest = example(of, committee, request.day, timezone.now())
    context = {"committee": committee, "rule": of, "digest": digest, "mail": letter(message, digest)}
    return render(request, "reminders/kind.html", context)


# Mails carry their styles in the elements. Nothing else is allowed, and the sandbox takes the page's origin away.
MAIL_POLICY = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [NONE],
    "sandbox": True,
}


@require_safe
@csp(MAIL_POLICY)  # type: ignore[arg-type]  # its types know only views without arguments
def kind_html(request: Request, pk: int, kind: str) -> HttpResponse:
    """One kind of mail as a mail program shows it."""
    committee, of = committee_or_404(request, pk), rule_or_404(kind)
    message, digest = example(of, committee, request.day, timezone.now())
    return HttpResponse(html_of(letter(message, digest)))
