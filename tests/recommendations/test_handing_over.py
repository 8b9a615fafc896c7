"""Whoever leaves, leaves no orphan: the hand-over, and what follows the post with it."""

import random
from datetime import date

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import User
from council import workflow
from council.models import Departure, Holding, Membership, Post
from council.organisation import post_lines
from council.tasks import close_accounts
from council.workflow import Cover
from recommendations.models import Action, Review
from recommendations.states import Status
from recommendations.workload import carried_by
from reminders.models import Reminder
from tests import factories as f
from tests import verbs
from tests.conftest import Cast
from tests.reminders.conftest import live, plan, send

HOLDER, DEPUTY = Holding.Capacity.HOLDER, Holding.Capacity.DEPUTY
LAST = f.days(6)


@pytest.fixture
def newcomer(cast: Cast) -> User:
    return f.UserFactory.create(name="Interim Manager", email="interim@harbour.example")


@pytest.fixture
def departure(cast: Cast) -> Departure:
    """The officer leaves in six days; the deputy has left before."""
    workflow.end_holding(Holding.objects.get(user=cast.deputy), by=cast.roles("head"), last_day=f.days(-1))
    return workflow.open_departure(cast.officer, by=cast.roles("scrutiny"), last_day=LAST)


def hand_over(cast: Cast, departure: Departure, with_: Cover) -> None:
    workflow.hand_over_post(departure, cast.post, by=cast.roles("scrutiny"), with_=with_)


def test_the_page_lists_all_that_the_leavers_posts_carry(cast: Cast, departure: Departure) -> None:
    verbs.ask(cast.action, cast.officer, f.days(90), on=f.days(-1))
    done = f.ActionFactory.create(recommendation=cast.recommendation, number=2, post=cast.post)
    verbs.tell(done, cast.officer, Status.ACHIEVED, on=f.days(-1))
    (carried,) = carried_by(departure, cast.roles("scrutiny"))
    assert (carried.post, carried.capacities, carried.covered_by) == (cast.post, ("Holder",), "")
    assert [a.action for a in carried.open] == [cast.action]
    assert [a.action for a in carried.waiting] == [cast.action]


def test_it_cannot_be_closed_while_a_post_has_nobody(cast: Cast, departure: Departure) -> None:
    with pytest.raises(ValidationError) as refusal:
        workflow.close_departure(departure, by=cast.roles("scrutiny"))
    assert refusal.value.messages == ["Youth Service Manager: say who takes over, or since when and why it is vacant."]
    departure.refresh_from_db()
    assert (departure.closed_on, Holding.objects.get(user=cast.officer).to_on) == (None, None)


WAYS = ["holder", "deputy", "vacancy"]


@pytest.mark.parametrize("way", WAYS)
def test_a_holder_a_deputy_or_a_dated_vacancy_lets_it_be_closed(
    cast: Cast, departure: Departure, newcomer: User, way: str
) -> None:
    covers = {
        "holder": Cover(HOLDER, newcomer),
        "deputy": Cover(DEPUTY, newcomer),
        "vacancy": Cover(None, why="Being advertised."),
    }
    hand_over(cast, departure, covers[way])
    closed = workflow.close_departure(departure, by=cast.roles("scrutiny"))
    assert (closed.closed_on, closed.closed_by) == (f.DAY, cast.scrutiny)
    assert Holding.objects.get(user=cast.officer).to_on == LAST
    answering = {"vacancy": cast.head}.get(way, newcomer)
    for day, answers in ((LAST, cast.officer), (f.days(7), answering)):
        assert cast.post.pk in f.roles(answers, day).post_ids
    assert cast.post.pk not in cast.roles("officer", f.days(7)).post_ids


def test_whoever_leaves_takes_over_nothing(cast: Cast, departure: Departure) -> None:
    for cover in (Cover(HOLDER, cast.officer), Cover(DEPUTY, cast.officer)):
        with pytest.raises(ValidationError, match=r"leaves on 23 June 2026\. Enter somebody else"):
            hand_over(cast, departure, cover)
    own = Holding.objects.get(user=cast.officer)
    assert (own.post, own.to_on) == (cast.post, None)


@pytest.mark.once
@pytest.mark.usefixtures("day")
def test_the_page_of_a_person_says_that_their_hand_over_was_closed(
    cast: Cast, departure: Departure, newcomer: User
) -> None:
    client, address = cast.client("scrutiny"), f"/set-up/people/{cast.officer.pk}/"
    assert "The hand-over is open" in client.get(address).content.decode()
    hand_over(cast, departure, Cover(HOLDER, newcomer))
    workflow.close_departure(departure, by=cast.roles("scrutiny"))
    page = client.get(address).content.decode()
    assert "The last day is 23 June 2026." in page and "The hand-over was closed on 17 June 2026" in page
    assert "This person leaves" not in page
    form = client.get(f"/hand-over/{departure.pk}/posts/{cast.post.pk}/", follow=True)
    assert form.redirect_chain and "This hand-over was closed on 17 June 2026 already." in form.text
    workflow.hold(cast.post, by=cast.roles("head"), user=cast.officer, capacity=DEPUTY, from_on=f.days(7))
    assert "This person leaves" in client.get(address).content.decode()


def test_a_leaver_of_two_posts_hands_over_both(cast: Cast, departure: Departure, newcomer: User) -> None:
    second = f.PostFactory.create(service=cast.service, title="Play Manager")
    workflow.hold(second, by=cast.roles("head"), user=cast.officer, capacity=DEPUTY, from_on=f.days(-3))
    hand_over(cast, departure, Cover(HOLDER, newcomer))
    with pytest.raises(ValidationError, match="Play Manager: say who takes over"):
        workflow.close_departure(departure, by=cast.roles("scrutiny"))


def test_seats_on_committees_end_with_the_last_day(cast: Cast) -> None:
    departure = workflow.open_departure(cast.member, by=cast.roles("scrutiny"), last_day=LAST)
    workflow.close_departure(departure, by=cast.roles("scrutiny"))
    assert Membership.objects.get(user=cast.member).to_on == LAST
    assert cast.roles("member", f.days(7)).committee_ids == frozenset()


def test_the_account_is_closed_after_the_last_day_and_not_before(
    cast: Cast, departure: Departure, newcomer: User
) -> None:
    hand_over(cast, departure, Cover(HOLDER, newcomer))
    workflow.close_departure(departure, by=cast.roles("scrutiny"))
    assert workflow.close_accounts_of_leavers(LAST) == 0
    assert workflow.close_accounts_of_leavers(f.days(7)) == 1
    cast.officer.refresh_from_db()
    assert (cast.officer.is_active, cast.officer.closed_on) == (False, f.days(7))
    assert workflow.close_accounts_of_leavers(f.days(8)) == 0


def test_somebody_who_came_back_keeps_their_account(cast: Cast, departure: Departure, newcomer: User) -> None:
    hand_over(cast, departure, Cover(HOLDER, newcomer))
    workflow.close_departure(departure, by=cast.roles("scrutiny"))
    workflow.hold(cast.post, by=cast.roles("head"), user=cast.officer, capacity=DEPUTY, from_on=f.days(7))
    assert workflow.close_accounts_of_leavers(f.days(8)) == 0


@pytest.mark.usefixtures("day")
def test_the_timed_task_closes_what_is_due(cast: Cast) -> None:
    departure = workflow.open_departure(cast.member, by=cast.roles("scrutiny"), last_day=f.days(-1))
    workflow.close_departure(departure, by=cast.roles("scrutiny"))
    assert close_accounts() == 1


@pytest.mark.parametrize("person", ["officer", "head", "member", "chair", "administrator"])
def test_only_the_scrutiny_officer_hands_over(cast: Cast, departure: Departure, person: str) -> None:
    with pytest.raises(PermissionDenied):
        workflow.close_departure(departure, by=cast.roles(person))


# --- What follows the post -------------------------------------------------------------------------------------------


def due(cast: Cast, in_days: int) -> None:
    """Let the cast's action be due so many days after DAY."""
    day = f.days(in_days)
    Action.objects.filter(pk=cast.action.pk).update(agreed_on=f.days(-2), original_target_on=day, target_on=day)
    # The executive's response is not waited for: it would be a reminder of its own.
    Review.objects.filter(pk=cast.review.pk).update(sent_to_executive_on=None)


def told(day: date) -> list[str]:
    return sorted(message.to[0] for message in live(day))


def test_reminders_follow_the_post(cast: Cast, departure: Departure, newcomer: User) -> None:
    hand_over(cast, departure, Cover(HOLDER, newcomer))
    workflow.close_departure(departure, by=cast.roles("scrutiny"))
    due(cast, 36)
    assert told(LAST) == [cast.officer.email]
    due(cast, 22)
    assert told(f.days(8)) == [newcomer.email]


def test_a_reminder_that_was_planned_for_the_leaver_and_not_sent_is_cancelled(
    cast: Cast, departure: Departure, newcomer: User
) -> None:
    due(cast, 37)
    plan(f.days(7), hour=6)
    assert Reminder.objects.get().recipient == cast.officer
    hand_over(cast, departure, Cover(HOLDER, newcomer))
    workflow.close_departure(departure, by=cast.roles("scrutiny"))
    plan(f.days(7), hour=7)
    send(f.days(7))
    assert [message.to for message in mail.outbox] == [[newcomer.email]]


# --- No sequence of acts leaves an orphan -----------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(20))
def test_no_sequence_of_acts_leaves_work_that_nobody_can_see(cast: Cast, newcomer: User, seed: int) -> None:
    """Each post is held, deputised for, or shown as vacant, and then the head of its service answers for it."""
    chance = random.Random(seed)
    posts = [cast.post, *(f.PostFactory.create(service=cast.service, title=f"Post {n}") for n in range(2))]
    people = [cast.officer, cast.deputy, newcomer]
    for step in range(30):
        day = f.days(step)
        by, post, person = cast.roles("scrutiny", day), chance.choice(posts), chance.choice(people)
        cover = chance.choice([None, Cover(HOLDER, person), Cover(DEPUTY, person), Cover(None, why="So.")])
        holdings = list(post.holdings.all())
        try:
            if chance.random() < 0.4:
                workflow.hold(post, by=by, user=person, capacity=chance.choice([HOLDER, DEPUTY]), from_on=day)
            elif chance.random() < 0.6 and holdings:
                workflow.end_holding(chance.choice(holdings), by=by, last_day=day, then=cover)
            else:
                workflow.close_departure(workflow.open_departure(person, by=by, last_day=day), by=by)
        except (ValidationError, PermissionDenied):
            # Refused, as somebody who is not of this council yet, or a post that is held, must be.
            pass
        check_nothing_is_orphaned(cast, posts, f.days(step + 1))


def check_nothing_is_orphaned(cast: Cast, posts: list[Post], on: date) -> None:
    """What must hold on any day: a post that was ever held has somebody, or a vacancy that says why."""
    for line in post_lines(Post.objects.filter(pk__in=[p.pk for p in posts]), on):
        ever_held = line.post.holdings.filter(from_on__lte=on).exists()
        assert not (line.is_unanswered and ever_held), (line.post, on)
        assert len(line.holders) <= 1
        if line.is_vacant and not line.deputies:
            assert line.post.pk in cast.roles("head", on).post_ids
