"""Committees: their periods, who sits on them, and when they meet."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from council import rules, workflow
from council.amounts import written
from council.forms import CommitteeForm, LastDayForm, MeetingForm, MembershipForm, first_day
from council.middleware import Request
from council.models import Committee, Council, Meeting, Membership
from council.roles import current
from council.rules import must
from council.views.pages import FormPage, answered, done, form_view, person_of, removed, tell_of_invitation
from council.working_days import closed_for

FORM = form_view


def committee_or_404(request: Request, pk: int) -> Committee:
    """A committee of the person's own councils, for its scrutiny officer."""
    seen = Committee.objects.filter(council__in=request.roles.council_ids).select_related("council")
    found = get_object_or_404(seen, pk=pk)
    must(rules.may_run(request.roles, found), "The scrutiny officer of the committee sets it up.")
    request.committee = found
    return found


@require_safe
def committee(request: Request, pk: int) -> HttpResponse:
    """Its periods, who sits on it, and its meetings."""
    row = committee_or_404(request, pk)
    memberships = row.memberships.select_related("user").order_by("role", "user__name")
    context = {
        "committee": row,
        "now": memberships.filter(current(request.day)),
        "others": memberships.exclude(current(request.day)),
        "coming": row.meetings.filter(held_on__gte=request.day),
        "past": row.meetings.filter(held_on__lt=request.day).order_by("-held_on"),
        "edits": row.history.select_related("history_user")[:20],
        "today": request.day,
        "is_new": not row.meetings.exists(),
    }
    return render(request, "council/committee.html", context)


@FORM
def change_committee(request: Request, pk: int) -> HttpResponse:
    """Its name, its periods, and whether the public may read."""
    row = committee_or_404(request, pk)
    page = FormPage(f"Settings of {row}", (str(row), row.get_absolute_url()))
    form = CommitteeForm(request.POST or None, instance=row)

    def save() -> HttpResponse:
        workflow.set_up(form.instance, by=request.roles, seen_version=form.cleaned_data["version"])
        return done(request, "The settings are saved, and hold from now on.", row.get_absolute_url())

    return answered(request, page, form, save)


@FORM
def add_committee(request: Request, council: str) -> HttpResponse:
    """A further committee of a council. Whoever adds it is its scrutiny officer from today on."""
    of = get_object_or_404(Council.objects.filter(pk__in=request.roles.council_ids), slug=council)
    must(rules.may_set_up(request.roles, of))
    lead = "You are its scrutiny officer from today. Add the others next."
    page = FormPage(f"Add a committee to {of}", ("Set-up", reverse("council:index")), lead, "Add committee")
    form = CommitteeForm(request.POST or None, instance=Committee(council=of))

    def save() -> HttpResponse:
        row = workflow.add_committee(form.instance, by=request.roles)
        return done(request, f"{row} is added.", row.get_absolute_url())

    return answered(request, page, form, save)


@FORM
def remove_committee(request: Request, pk: int) -> HttpResponse:
    """Remove a committee that was added by mistake, after asking. Whoever ran no other sets up nothing any more."""
    row = committee_or_404(request, pk)
    sets_up_more = request.roles.scrutiny_officer_of - {row.pk}
    return removed(
        request,
        row,
        "committee",
        row.get_absolute_url(),
        lambda it: workflow.remove_committee(it, by=request.roles),
        change=reverse("council:change_committee", args=[row.pk]),
        then=reverse("council:index" if sets_up_more else "recommendations:home"),
        with_it="Its meetings, who sits on it, saved views of it and its reminder days go with it.",
    )


@FORM
def add_member(request: Request, pk: int) -> HttpResponse:
    """Somebody sits on the committee."""
    row = committee_or_404(request, pk)
    page = FormPage(f"Who sits on {row}?", (str(row), row.get_absolute_url()), button="Add to the committee")
    form = MembershipForm(request.POST or None, initial=first_day(request.day))

    def save() -> HttpResponse:
        data = form.cleaned_data
        role = Membership.Role(data["role"])
        with workflow.all_or_nothing():
            user, is_new = person_of(request, form)
            assert user is not None
            workflow.join_committee(
                row, by=request.roles, user=user, role=role, from_on=data["from_on"], to_on=data["to_on"]
            )
        tell_of_invitation(request, user, is_new, timezone.now())
        since = f"from {data['from_on']:%-d %B %Y}"
        return done(request, f"{user} is {role.label.lower()} {since}.", row.get_absolute_url())

    return answered(request, page, form, save)


@FORM
def end_membership(request: Request, pk: int) -> HttpResponse:
    """Somebody stops."""
    seen = Membership.objects.filter(committee__council__in=request.roles.council_ids)
    row = get_object_or_404(seen.select_related("user", "committee__council"), pk=pk)
    must(rules.may_run(request.roles, row.committee))
    request.committee = row.committee
    back = (str(row.committee), row.committee.get_absolute_url())
    page = FormPage(
        f"{row.user} leaves {row.committee}", back, "What they asked and decided stays.", "Record the last day"
    )
    form = LastDayForm(request.POST or None, initial={"last_day": request.day})

    def save() -> HttpResponse:
        last_day = form.cleaned_data["last_day"]
        workflow.leave_committee(row, by=request.roles, last_day=last_day)
        words = f"{row.user} is {row.get_role_display().lower()} until {last_day:%-d %B %Y}."
        return done(request, words, row.committee.get_absolute_url())

    return answered(request, page, form, save)


@FORM
def add_meeting(request: Request, pk: int) -> HttpResponse:
    """A further meeting."""
    row = committee_or_404(request, pk)
    lead = "Reminders are counted back from the day its papers are due."
    page = FormPage(f"Add a meeting of {row}", (str(row), row.get_absolute_url()), lead, "Add meeting")
    return saved_meeting(request, page, MeetingForm(request.POST or None, instance=Meeting(committee=row)))


@FORM
def change_meeting(request: Request, pk: int) -> HttpResponse:
    """Another day, or another day for its papers."""
    row = meeting_or_404(request, pk)
    page = FormPage(
        f"Change the meeting of {row.held_on:%-d %B %Y}", (str(row.committee), row.committee.get_absolute_url())
    )
    return saved_meeting(request, page, MeetingForm(request.POST or None, instance=row))


def meeting_or_404(request: Request, pk: int) -> Meeting:
    """A meeting of a committee of the person's own councils, for its scrutiny officer."""
    seen = Meeting.objects.filter(committee__council__in=request.roles.council_ids)
    row = get_object_or_404(seen.select_related("committee__council"), pk=pk)
    must(rules.may_run(request.roles, row.committee))
    request.committee = row.committee
    return row


def saved_meeting(request: Request, page: FormPage, form: MeetingForm) -> HttpResponse:
    """A meeting, saved by its verb."""

    def save() -> HttpResponse:
        row = workflow.set_up(form.instance, by=request.roles, seen_version=form.cleaned_data["version"])
        words = f"{row} is saved. Its papers are due on {written(row.papers_due_on)}.{worth_a_look(row, request.day)}"
        return done(request, words, row.committee.get_absolute_url())

    return answered(request, page, form, save)


def worth_a_look(meeting: Meeting, on: date) -> str:
    """What is unusual about the days of a meeting, so that a slip of the keyboard is seen at once."""
    if meeting.held_on < on:
        return f" {written(meeting.held_on)} has passed. If the year is wrong, change it."
    if kind := closed_for(meeting.papers_due_on):
        return f" {written(meeting.papers_due_on)} is {kind}."
    return ""


@FORM
def remove_meeting(request: Request, pk: int) -> HttpResponse:
    """Remove a meeting that was set up by mistake, after asking."""
    row = meeting_or_404(request, pk)
    back, change = row.committee.get_absolute_url(), reverse("council:change_meeting", args=[row.pk])
    return removed(request, row, "meeting", back, lambda it: workflow.remove(it, by=request.roles), change=change)
