"""Who holds a post, who deputises, and what a vacancy is: the verbs, for everybody of the cast."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts import workflow as accounts
from accounts.models import User
from accounts.workflow import Welcome
from council import workflow
from council.models import Committee, Holding, Meeting, Membership, Post, Service, Vacancy
from council.organisation import post_lines
from council.people import welcome_of
from council.views.committees import worth_a_look
from council.workflow import Cover
from council.workflow.posts import is_covered
from recommendations.models import SavedView
from recommendations.workflow import call_in
from reminders.models import RuleSetting
from tests import factories as f
from tests.conftest import Cast

pytestmark = pytest.mark.once

HOLDER, DEPUTY = Holding.Capacity.HOLDER, Holding.Capacity.DEPUTY

# Who assigns the posts of the Youth Service, and who sets up the council and runs its committee.
ASSIGN = {"head", "scrutiny"}
SET_UP = {"scrutiny"}


@pytest.fixture
def newcomer(cast: Cast) -> User:
    return f.UserFactory.create(name="Interim Manager", email="interim@harbour.example")


def holding_of(cast: Cast, key: str) -> Holding:
    return Holding.objects.get(user=cast.people[key])


Attempt = Callable[[Cast, str], Any]


def assign(cast: Cast, key: str) -> Any:
    return workflow.hold(cast.post, by=cast.roles(key), user=cast.other_officer, capacity=DEPUTY, from_on=f.DAY)


def end(cast: Cast, key: str) -> Any:
    return workflow.end_holding(holding_of(cast, "officer"), by=cast.roles(key), last_day=f.DAY)


def vacate(cast: Cast, key: str) -> Any:
    post = f.PostFactory.create(service=cast.service, title="Vacant")
    return workflow.declare_vacancy(post, by=cast.roles(key), from_on=f.DAY, why="Being advertised.")


def add_post(cast: Cast, key: str) -> Any:
    return workflow.set_up(Post(service=cast.service, title="New post"), by=cast.roles(key))


def meet(cast: Cast, key: str) -> Any:
    row = Meeting(committee=cast.committee, held_on=f.days(30), papers_due_on=f.days(20))
    return workflow.set_up(row, by=cast.roles(key))


def publish(cast: Cast, key: str) -> Any:
    cast.committee.publishes = True
    return workflow.set_up(cast.committee, by=cast.roles(key), seen_version=1)


def join(cast: Cast, key: str) -> Any:
    return workflow.join_committee(
        cast.committee, by=cast.roles(key), user=cast.other_officer, role=Membership.Role.MEMBER, from_on=f.DAY
    )


def begin_leaving(cast: Cast, key: str) -> Any:
    return workflow.open_departure(cast.officer, by=cast.roles(key), last_day=f.days(10))


DOES: list[tuple[Attempt, set[str]]] = [
    (assign, ASSIGN),
    (end, ASSIGN),
    (vacate, ASSIGN),
    (add_post, SET_UP),
    (meet, SET_UP),
    (publish, SET_UP),
    (join, SET_UP),
    (begin_leaving, SET_UP),
]


@pytest.mark.parametrize(("attempt", "allowed"), DOES)
def test_each_verb_is_for_those_who_may_and_for_nobody_else(cast: Cast, attempt: Attempt, allowed: set[str]) -> None:
    found = set()
    for key in cast.people:
        with transaction.atomic():
            try:
                assert attempt(cast, key) is not None
                found.add(key)
            except PermissionDenied:
                pass
            transaction.set_rollback(True)
    assert found == allowed


def test_the_scrutiny_officer_of_another_council_sets_up_nothing_here(cast: Cast) -> None:
    elsewhere = f.MembershipFactory.create(role=Membership.Role.SCRUTINY_OFFICER)
    by = f.roles(elsewhere.user)
    with pytest.raises(PermissionDenied):
        workflow.set_up(Post(service=cast.service, title="New post"), by=by)
    with pytest.raises(PermissionDenied):
        workflow.hold(cast.post, by=by, user=cast.officer, capacity=DEPUTY, from_on=f.DAY)
    with pytest.raises(PermissionDenied):
        workflow.open_departure(cast.officer, by=by, last_day=f.DAY)


def test_permissions_follow_the_post_on_the_day(cast: Cast, newcomer: User) -> None:
    by = cast.roles("head")
    workflow.end_holding(holding_of(cast, "officer"), by=by, last_day=f.days(4), then=Cover(HOLDER, newcomer))
    assert cast.post.pk in cast.roles("officer", f.days(4)).post_ids
    assert cast.post.pk not in cast.roles("officer", f.days(5)).post_ids
    assert cast.post.pk not in f.roles(newcomer, f.days(4)).post_ids
    assert cast.post.pk in f.roles(newcomer, f.days(5)).post_ids


def test_nobody_leaves_a_post_without_an_answer(cast: Cast) -> None:
    deputy = holding_of(cast, "deputy")
    workflow.end_holding(deputy, by=cast.roles("head"), last_day=f.DAY)
    with pytest.raises(ValidationError) as refusal:
        workflow.end_holding(holding_of(cast, "officer"), by=cast.roles("head"), last_day=f.DAY)
    assert refusal.value.message_dict == {
        "then": ["Nobody would answer for Youth Service Manager from 18 June 2026. Say who does, or why no one"]
    }
    assert holding_of(cast, "officer").to_on is None


def test_whoever_stands_in_for_some_days_is_no_answer_and_whoever_takes_over_until_a_day_is(cast: Cast) -> None:
    workflow.end_holding(holding_of(cast, "deputy"), by=cast.roles("head"), last_day=f.days(-1))
    workflow.stand_in(cast.post, by=cast.roles("officer"), user=cast.head, from_on=f.days(-2), to_on=f.days(20))
    leaving = holding_of(cast, "officer")
    with pytest.raises(ValidationError, match="Nobody would answer for"), transaction.atomic():
        workflow.end_holding(leaving, by=cast.roles("head"), last_day=f.DAY)
    departure = workflow.open_departure(cast.officer, by=cast.roles("scrutiny"), last_day=f.DAY)
    assert workflow.uncovered_posts(departure) == [cast.post]
    then = Cover(DEPUTY, cast.other_officer, until=f.days(60))
    workflow.end_holding(leaving, by=cast.roles("head"), last_day=f.DAY, then=then)
    assert workflow.uncovered_posts(departure) == []


def test_a_vacancy_with_a_reason_is_an_answer_and_its_head_has_the_work(cast: Cast) -> None:
    workflow.end_holding(holding_of(cast, "deputy"), by=cast.roles("head"), last_day=f.DAY)
    vacancy = Cover(None, why="Being advertised.", until=f.days(60))
    workflow.end_holding(holding_of(cast, "officer"), by=cast.roles("head"), last_day=f.DAY, then=vacancy)
    assert cast.post.pk in cast.roles("head", f.days(1)).post_ids
    (line,) = post_lines(Post.objects.filter(pk=cast.post.pk), f.days(1))
    assert (line.is_vacant, line.is_unanswered, line.vacant_since) == (True, False, f.days(1))
    assert line.vacancy == Vacancy.objects.get(from_on=f.days(1), to_on=f.days(60), why="Being advertised.")


def test_the_next_holder_ends_the_vacancy(cast: Cast, newcomer: User) -> None:
    post = f.PostFactory.create(service=cast.service, title="Vacant")
    workflow.declare_vacancy(post, by=cast.roles("head"), from_on=f.days(-9), why="Being advertised.")
    workflow.hold(post, by=cast.roles("head"), user=newcomer, capacity=HOLDER, from_on=f.days(3))
    assert Vacancy.objects.get().to_on == f.days(2)
    assert is_covered(post, f.days(2))
    assert is_covered(post, f.days(3))


REFUSALS = [
    ("email", "is its holder already", {"user": "officer", "capacity": HOLDER}),
    ("from_on", "holds this post from", {"user": "other_officer", "capacity": HOLDER}),
    ("to_on", "cannot be before the first", {"user": "other_officer", "capacity": DEPUTY, "to_on": f.days(-1)}),
]


@pytest.mark.parametrize(("field", "words", "given"), REFUSALS)
def test_what_cannot_be_is_refused_beside_its_field(cast: Cast, field: str, words: str, given: dict[str, Any]) -> None:
    given = {**given, "user": cast.people[given["user"]]}
    with pytest.raises(ValidationError, match=words) as refusal:
        workflow.hold(cast.post, by=cast.roles("head"), from_on=f.DAY, **given)
    assert list(refusal.value.message_dict) == [field]


def test_a_closed_account_gets_no_post(cast: Cast, newcomer: User) -> None:
    newcomer.is_active = False
    newcomer.save()
    with pytest.raises(ValidationError, match="Open it again first"):
        workflow.hold(cast.post, by=cast.roles("head"), user=newcomer, capacity=DEPUTY, from_on=f.DAY)


def test_a_post_that_is_held_is_not_vacant(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="holds this post") as refusal:
        workflow.declare_vacancy(cast.post, by=cast.roles("head"), from_on=f.DAY, why="So.")
    assert list(refusal.value.message_dict) == ["from_on"]


def test_a_row_that_somebody_else_saved_meanwhile_is_not_written_over(cast: Cast) -> None:
    mine, theirs = (Service.objects.select_related("directorate__council").get(pk=cast.service.pk) for _ in "ab")
    theirs.name = "Youth and Play Service"
    workflow.set_up(theirs, by=cast.roles("scrutiny"), seen_version=1)
    mine.name = "Youth Services"
    with pytest.raises(workflow.ChangedMeanwhile) as changed:
        workflow.set_up(mine, by=cast.roles("scrutiny"), seen_version=1)
    assert str(changed.value.row) == "Youth and Play Service"
    assert Service.objects.get(pk=cast.service.pk).name == "Youth and Play Service"


def test_what_has_a_history_is_not_removed(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="Rename it, or say that it is vacant, instead"):
        workflow.remove(cast.post, by=cast.roles("scrutiny"))
    mistake = workflow.set_up(Post(service=cast.service, title="Mistake"), by=cast.roles("scrutiny"))
    workflow.remove(mistake, by=cast.roles("scrutiny"))
    assert not Post.objects.filter(title="Mistake").exists()


def test_a_page_says_beforehand_what_cannot_be_removed_and_what_to_do_instead(cast: Cast) -> None:
    client = cast.client("scrutiny")
    meeting = Meeting.objects.create(committee=cast.committee, held_on=f.days(9), papers_due_on=f.days(1))
    call_in(cast.recommendation, by=cast.roles("chair"), meeting=meeting, why="It is late.")
    for kind, row, instead in (
        ("post", cast.post, f"/set-up/posts/{cast.post.pk}/change/"),
        ("service", cast.service, f"/set-up/services/{cast.service.pk}/"),
        ("directorate", cast.service.directorate, f"/set-up/directorates/{cast.service.directorate_id}/"),
        ("meetings", meeting, f"/set-up/meetings/{meeting.pk}/"),
    ):
        page = client.get(f"/set-up/{kind}/{row.pk}/remove/")
        assert page.status_code == 200 and "cannot be removed: " in page.content.decode()
        assert instead in page.content.decode() and "Remove it" not in page.content.decode()
        assert type(row)._default_manager.filter(pk=row.pk).exists()
    mistake = workflow.set_up(Post(service=cast.service, title="Mistake"), by=cast.roles("scrutiny"))
    assert "Remove it" in client.get(f"/set-up/post/{mistake.pk}/remove/").content.decode()
    assert Post.objects.filter(pk=mistake.pk).exists()


def test_an_empty_committee_is_removed_with_who_sits_on_it_and_its_meetings(cast: Cast) -> None:
    scrutiny = cast.roles("scrutiny")
    mistake = workflow.add_committee(Committee(council=cast.council, name="Mistake"), by=scrutiny)
    Meeting.objects.create(committee=mistake, held_on=f.days(-3), papers_due_on=f.days(-9))
    SavedView.objects.create(committee=mistake, owner=cast.member, name="All", page="dashboard", saved_on=f.DAY)
    RuleSetting.objects.create(committee=mistake, kind="before_due", stages=[-5], repeat="never")
    for who in ("chair", "administrator"):
        with pytest.raises(PermissionDenied):
            workflow.remove_committee(mistake, by=cast.roles(who))
    workflow.remove_committee(mistake, by=cast.roles("scrutiny"))
    assert list(cast.council.committees.all()) == [cast.committee]
    assert not Meeting.objects.filter(committee=mistake.pk).exists()
    assert cast.roles("scrutiny") == scrutiny


def test_a_committee_with_which_anything_was_recorded_is_not_removed(cast: Cast) -> None:
    by = cast.roles("scrutiny")
    with pytest.raises(ValidationError, match="It is the only committee of the council, so it stays"):
        workflow.remove_committee(cast.committee, by=by)
    workflow.add_committee(Committee(council=cast.council, name="Health Scrutiny"), by=by)
    before = cast.committee.memberships.count()
    with pytest.raises(ValidationError, match="cannot be removed: something was recorded with it, such as a review"):
        workflow.remove_committee(cast.committee, by=by)
    assert cast.committee.memberships.count() == before > 0


def test_whoever_removes_the_one_committee_that_they_run_is_led_out_of_the_set_up(cast: Cast) -> None:
    other = f.CommitteeFactory.create(council=cast.council, name="Health Scrutiny")
    f.MembershipFactory.create(committee=other, user=cast.chair, role=Membership.Role.SCRUTINY_OFFICER)
    client, address = cast.client("chair"), f"/set-up/committees/{other.pk}/remove/"
    page = client.get(other.get_absolute_url())
    assert address in page.content.decode()
    assert "Its meetings, who sits on it" in client.get(address).content.decode()
    page = client.post(address, follow=True)
    assert "Health Scrutiny is removed." in page.content.decode() and page.status_code == 200
    assert not Committee.objects.filter(pk=other.pk).exists()
    refused = cast.client("scrutiny").post(f"/set-up/committees/{cast.committee.pk}/remove/")
    assert refused.status_code == 422 and "It is the only committee of the council" in refused.content.decode()


FAR = date(9999, 12, 25)
NEAR = date(2031, 6, 17)


def test_nothing_is_planned_for_a_day_more_than_five_years_ahead(cast: Cast, newcomer: User) -> None:
    by, run = cast.roles("head"), cast.roles("scrutiny")
    free = f.PostFactory.create(service=cast.service, title="Free")
    member = Membership.objects.get(user=cast.people["member"])
    sits = Membership.Role.MEMBER
    attempts: list[tuple[str, Callable[[date], Any]]] = [
        ("held_on", lambda day: workflow.set_up(
            Meeting(committee=cast.committee, held_on=day, papers_due_on=f.days(9)), by=run)),
        ("from_on", lambda day: workflow.hold(free, by=by, user=newcomer, capacity=DEPUTY, from_on=day)),
        ("to_on", lambda day: workflow.hold(
            free, by=by, user=cast.other_officer, capacity=DEPUTY, from_on=f.DAY, to_on=day)),
        ("from_on", lambda day: workflow.declare_vacancy(free, by=by, from_on=day, why="To be filled.")),
        ("to_on", lambda day: workflow.join_committee(
            cast.committee, by=run, user=newcomer, role=sits, from_on=f.DAY, to_on=day)),
        ("last_day", lambda day: workflow.end_holding(
            holding_of(cast, "deputy"), by=by, last_day=day)),
        ("last_day", lambda day: workflow.leave_committee(member, by=run, last_day=day)),
    ]  # fmt: skip
    for field, attempt in attempts:
        for day in (FAR, f.days(1 + (NEAR - f.DAY).days)):
            with pytest.raises(ValidationError) as refusal:
                attempt(day)
            assert list(refusal.value.message_dict) == [field]
            assert "must be within 5 years from today" in refusal.value.messages[0]
        assert attempt(NEAR)


def test_papers_are_never_due_after_the_meeting(cast: Cast) -> None:
    row = Meeting(committee=cast.committee, held_on=f.days(3), papers_due_on=f.days(4))
    with pytest.raises(ValidationError, match="Papers cannot be due after the meeting"):
        workflow.set_up(row, by=cast.roles("scrutiny"))


def test_a_committee_keeps_a_scrutiny_officer_and_one_chair(cast: Cast, newcomer: User) -> None:
    by, role = cast.roles("scrutiny"), Membership.Role
    with pytest.raises(ValidationError, match="needs a scrutiny officer"):
        workflow.leave_committee(Membership.objects.get(user=cast.scrutiny), by=by, last_day=f.DAY)
    with pytest.raises(ValidationError, match="is the chair on these days"):
        workflow.join_committee(cast.committee, by=by, user=newcomer, role=role.CHAIR, from_on=f.DAY)
    workflow.join_committee(cast.committee, by=by, user=newcomer, role=role.SCRUTINY_OFFICER, from_on=f.DAY)
    left = workflow.leave_committee(Membership.objects.get(user=cast.scrutiny), by=by, last_day=f.DAY)
    assert (left.to_on, cast.roles("scrutiny", f.days(1)).committee_ids) == (f.DAY, frozenset())


def test_a_person_may_hold_several_roles(cast: Cast) -> None:
    workflow.join_committee(
        cast.committee, by=cast.roles("scrutiny"), user=cast.head, role=Membership.Role.MEMBER, from_on=f.DAY
    )
    roles = cast.roles("head")
    assert roles.member_of == {cast.committee.pk}
    assert roles.headed_service_ids == {cast.service.pk}


def test_whoever_adds_a_committee_runs_it(cast: Cast) -> None:
    row = Committee(council=cast.council, name="Health Scrutiny")
    made = workflow.add_committee(row, by=cast.roles("scrutiny"))
    assert made.pk in cast.roles("scrutiny").scrutiny_officer_of


def test_two_committees_of_a_council_never_have_one_name(cast: Cast) -> None:
    again = Committee(council=cast.council, name=cast.committee.name.upper())
    with pytest.raises(ValidationError, match="There is a committee of this name already"):
        workflow.add_committee(again, by=cast.roles("scrutiny"))
    again.name = "Health Scrutiny"
    workflow.add_committee(again, by=cast.roles("scrutiny"))
    again.name = cast.committee.name.lower()
    with pytest.raises(ValidationError, match="There is a committee of this name already"):
        workflow.set_up(again, by=cast.roles("scrutiny"), seen_version=1)


def test_a_name_that_another_committee_has_is_refused_once_and_beside_its_box(cast: Cast) -> None:
    typed = {"name": "OVERVIEW and Scrutiny Committee", "response_months": 2, "stale_after_days": 90}
    boxes = {**typed, "due_soon_days": 30, "answer_days": 10}
    page = cast.client("scrutiny").post(f"/set-up/councils/{cast.council.slug}/committees/add/", boxes)
    assert page.status_code == 422
    assert page.context["form"].errors == {"name": ["There is a committee of this name already"]}
    assert "OVERVIEW and Scrutiny Committee" in page.content.decode()


@pytest.mark.parametrize(
    ("held_on", "papers_due_on", "words"),
    [
        (date(2020, 1, 2), date(2020, 1, 1), " 2 January 2020 has passed. If the year is wrong, change it."),
        (date(2026, 12, 30), date(2026, 12, 25), " 25 December 2026 is a bank holiday."),
        (date(2026, 12, 30), date(2026, 12, 27), " 27 December 2026 is a Sunday."),
        (date(2026, 12, 16), date(2026, 12, 8), ""),
    ],
)
def test_an_unusual_day_of_a_meeting_is_pointed_at(held_on: date, papers_due_on: date, words: str) -> None:
    assert worth_a_look(Meeting(held_on=held_on, papers_due_on=papers_due_on), f.DAY) == words


@pytest.mark.parametrize(("day", "kind"), [(25, "a bank holiday"), (26, "a Saturday"), (27, "a Sunday")])
def test_a_meeting_on_a_day_on_which_offices_are_closed_is_asked_about_before_it_is_saved(
    cast: Cast, day: int, kind: str
) -> None:
    client, address = cast.client("scrutiny"), f"/set-up/committees/{cast.committee.pk}/meetings/add/"
    typed = {"held_on_day": day, "held_on_month": 12, "held_on_year": 2026}
    asked = client.post(address, typed)
    assert asked.status_code == 422 and f"{day} December 2026 is {kind}" in asked.content.decode()
    # What was ticked for one day says nothing of another.
    assert client.post(address, typed | {"meant": "2027-12-26"}).status_code == 422
    assert not Meeting.objects.filter(held_on__year=2026, held_on__month=12).exists()
    saved = client.post(address, typed | {"meant": f"2026-12-{day}"}, follow=True)
    assert f"Meeting of {day} December 2026 is saved. Its papers are due on 1" in saved.content.decode()


def test_who_edited_what_is_kept(cast: Cast) -> None:
    client = cast.client("scrutiny")
    url = f"/set-up/posts/{cast.post.pk}/change/"
    assert client.post(url, {"title": "Youth Manager", "version": "1"}).status_code == 302
    edit = Post.history.filter(id=cast.post.pk).first()
    assert (edit.title, edit.history_user, edit.history_type) == ("Youth Manager", cast.scrutiny, "~")


def test_the_day_of_a_line_is_an_argument(cast: Cast) -> None:
    before: date = f.days(-600)
    (line,) = post_lines(Post.objects.filter(pk=cast.post.pk), before)
    assert (line.holders, line.is_vacant, line.vacant_since) == ((), True, None)


def test_the_day_of_a_meeting_that_has_been_held_stays(cast: Cast) -> None:
    held = Meeting.objects.create(committee=cast.committee, held_on=f.days(-9), papers_due_on=f.days(-20))
    boxes = {"held_on_day": "1", "held_on_month": "12", "held_on_year": "2026", "version": "1"}
    answer = cast.client("scrutiny").post(f"/set-up/meetings/{held.pk}/", boxes)
    assert answer.status_code == 422 and "This meeting has been held, so its day stays" in answer.text


def test_an_invitation_says_what_somebody_is_to_do_here_and_what_comes_first(cast: Cast, newcomer: User) -> None:
    assert welcome_of(newcomer, f.DAY).parts == ()
    role = Membership.Role.MEMBER
    workflow.join_committee(cast.committee, by=cast.roles("scrutiny"), user=newcomer, role=role, from_on=f.days(14))
    first = "Open “Dashboard”. Under every number stands the list that it counts."
    sits = "You are a member of the Overview and Scrutiny Committee from 1 July 2026."
    assert welcome_of(newcomer, f.DAY) == Welcome((sits,), first)
    f.HoldingFactory.create(user=newcomer, post=cast.post, capacity=DEPUTY, from_on=f.days(-1))
    found = welcome_of(newcomer, f.DAY)
    assert found.parts == (sits, "You deputise for the post Youth Service Manager, Youth Service.")
    assert found.first.startswith("Open “My actions”.")
    accounts.send_invitation(newcomer, at=f.noon(f.DAY), of=cast.council, welcome=found)
    (message,) = mail.outbox
    assert message.subject == "You can sign in to Scrutiny Tracker of Harbour Council"
    html = str(message.alternatives[0].content)  # type: ignore[attr-defined]
    for words in (*found.parts, found.first):
        assert words in str(message.body) and words in html


def test_a_number_that_cannot_be_is_refused_with_the_name_of_its_box(cast: Cast) -> None:
    address = f"/set-up/councils/{cast.council.slug}/committees/add/"
    typed = {"name": "Health", "response_months": "0", "stale_after_days": "999999999", "due_soon_days": "x"}
    page = cast.client("scrutiny").post(address, typed)
    assert page.status_code == 422
    for words in (
        "Months for the executive to respond: enter a number from 1 to 12",
        "Days until a status counts as not updated: enter a number from 7 to 365",
        "Days before a target date that count as due soon: enter a number from 1 to 180",
        "Working days to answer a member’s question: enter a number from 1 to 60",
    ):
        assert page.text.count(words) == 2
