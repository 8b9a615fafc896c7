"""A person's own reminders: what they were told, when their digest comes, and the days they are away."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import User
from council.fields import VerbForm
from council.middleware import Request
from council.models import Committee, Holding, Post
from council.roles import Roles, current
from council.views.pages import FormPage, answered, done, form_view
from reminders import workflow
from reminders.checking import rows_named
from reminders.forms import AwayForm, ChoiceForm
from reminders.models import DigestChoice, Message, QuietDays, Reminder
from reminders.states import SAID_AGAIN, MessageState
from reminders.words import page_of, title, who_hears_instead

PAGE_SIZE = 30
BACK = "Your reminders"


def back() -> tuple[str, str]:
    """Where the forms lead back to."""
    return BACK, reverse("reminders:mine")


@require_safe
def mine(request: Request) -> HttpResponse:
    """What was said to this person lately and what became of it, and what they chose."""
    said = Reminder.objects.filter(withdrawn_because__in=["", SAID_AGAIN]).order_by("pk")
    messages = Message.objects.filter(recipient=request.user).exclude(state=MessageState.CANCELLED)
    told = list(messages.prefetch_related(Prefetch("reminders", said, to_attr="said"))[:PAGE_SIZE])
    choice = choice_of(request)
    context = {
        "told": told_of(told),
        "choice": choice,
        # Midnight is no hour to wait for.
        "hour": (choice and choice.hour) or settings.REMINDERS_HOUR,
        "away": QuietDays.objects.filter(user=request.user, to_on__gte=request.day).select_related("deputy"),
        "committees": Committee.objects.filter(pk__in=list(request.roles.scrutiny_officer_of)),
        "today": request.day,
    }
    return render(request, "reminders/mine.html", context)


@dataclass(frozen=True)
class Told:
    """One thing in a message: its kind, and what it was about as it is called now, with its page."""

    kind: str
    name: str = ""
    url: str = ""


def told_of(messages: list[Any]) -> list[tuple[Message, list[Told]]]:
    """Each message with what it said. What it was about is named where it is still there."""
    rows = rows_named(row for message in messages for row in message.said)
    named = {key: (title(row), page_of(row)) for key, row in rows.items()}
    return [
        (m, [Told(r.get_kind_display(), *named.get((r.subject, r.subject_id), ())) for r in m.said]) for m in messages
    ]


def choice_of(request: Request) -> DigestChoice | None:
    """What this person chose; None where they chose nothing."""
    return DigestChoice.objects.filter(user=request.user).first()


@form_view
def choose(request: Request) -> HttpResponse:
    """When the digest comes."""
    lead = "At most one mail a day, whatever you choose."
    page = FormPage("When your digest comes", back(), lead)
    form = ChoiceForm(request.POST if request.method == "POST" else None, choice=choice_of(request))

    def save() -> HttpResponse:
        data = form.cleaned_data
        workflow.choose(request.user, by=request.roles, hour=data["hour"], weekday=data["weekday"])
        return done(request, "Saved. It holds from tomorrow’s digest.", back()[1])

    return answered(request, page, form, save)


@form_view
def add_away(request: Request) -> HttpResponse:
    """Days on which this person is away."""
    lead = "No reminders reach you on these days, as long as somebody else can be told."
    page = FormPage("Days away", back(), f"{lead} {who_hears_instead(request.roles)}")
    data = request.POST if request.method == "POST" else None
    form = AwayForm(data, colleagues=colleagues(request.roles), on=request.day)

    def save() -> HttpResponse:
        given = form.cleaned_data
        row = workflow.be_away(
            request.user, by=request.roles, from_on=given["from_on"], to_on=given["to_on"], deputy=given.get("deputy")
        )
        days = f"You are away from {row.from_on:%-d %B} to {row.to_on:%-d %B %Y}."
        return done(request, f"{days} {who_hears_instead(request.roles, row.deputy)}", back()[1])

    return answered(request, page, form, save)


def colleagues(roles: Roles) -> "QuerySet[User]":
    """Those who have a post in one of the services of this person's posts."""
    services = Post.objects.filter(pk__in=list(roles.held_post_ids)).values("service")
    there = Holding.objects.filter(current(roles.on), post__service__in=services).values("user")
    return User.objects.filter(pk__in=there, is_active=True).exclude(pk__in=[roles.user_id]).order_by("name")


@form_view
def end_away(request: Request, pk: int) -> HttpResponse:
    """Days away that are not taken, or end early."""
    row = get_object_or_404(QuietDays.objects.select_related("user", "deputy"), pk=pk, user=request.user)
    words = f"{row.from_on:%-d %B} to {row.to_on:%-d %B %Y}"
    lead = "Reminders reach you again."
    if row.deputy:
        lead += f" {row.deputy} stands in for you no longer."
    page = FormPage(f"You are not away from {words}?", back(), lead, "I am here")

    def save() -> HttpResponse:
        workflow.come_back(row, by=request.roles)
        return done(request, "Reminders reach you again.", back()[1])

    return answered(request, page, VerbForm(request.POST if request.method == "POST" else None), save)
