"""An officer's desk: each action on one pile, the first that fits."""

from datetime import date

import pytest

from council.models import Holding
from recommendations.desk import PILES, Desk, desk
from recommendations.models import Action
from recommendations.states import Status, VerdictKind
from tests import factories as f
from tests import verbs
from tests.conftest import Cast

pytestmark = pytest.mark.once


def said(found: Desk) -> str:
    return "".join(fragment.text for fragment in found.sentence)


def piles(found: Desk) -> dict[str, list[int]]:
    return {pile.key: [row.action.number for row in pile.rows] for pile in found.piles}


TEN_DAYS_AGO = f.days(-10)


def add(cast: Cast, target: int, said: Status | None = None, on: date = TEN_DAYS_AGO) -> Action:
    row = f.ActionFactory.create(
        recommendation=cast.recommendation,
        number=cast.recommendation.actions.count() + 1,
        post=cast.post,
        original_target_on=f.days(target),
        agreed_on=f.days(-300),
    )
    if said:
        verbs.tell(row, cast.officer, said, on=on)
    return row


@pytest.mark.parametrize(
    ("target", "said", "on", "pile"),
    [
        (-1, None, f.DAY, "overdue"),
        (-1, Status.DELAYED, f.days(-1), "overdue"),
        (-1, Status.ON_TRACK, f.days(-200), "overdue"),
        (0, Status.ON_TRACK, f.days(-1), "due_soon"),
        (30, Status.ON_TRACK, f.days(-1), "due_soon"),
        (30, Status.ON_TRACK, f.days(-200), "due_soon"),
        (31, Status.ON_TRACK, f.days(-91), "stale"),
        (31, None, f.DAY, "stale"),
        (31, Status.ON_TRACK, f.days(-90), "later"),
        (31, Status.PAUSED, f.days(-1), "later"),
        (-1, Status.ACHIEVED, f.days(-1), "done"),
        (31, Status.ACHIEVED, f.days(-200), "done"),
    ],
)
def test_each_action_lies_on_the_first_pile_that_fits(
    cast: Cast, target: int, said: Status | None, on: date, pile: str
) -> None:
    cast.action.delete()
    add(cast, target, said, on)
    assert piles(desk(cast.roles("officer"))) == {pile: [1]}


def test_an_action_of_a_signed_off_recommendation_is_done(cast: Cast) -> None:
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.ACHIEVED, held_on=f.days(-5))
    assert piles(desk(cast.roles("officer"))) == {"done": [1]}


def test_all_piles_together_hold_each_action_once_in_the_order_of_its_target(cast: Cast) -> None:
    for target in (-3, -30, 20, 5, 200, 100):
        add(cast, target, Status.ON_TRACK)
    add(cast, 50, Status.ACHIEVED)
    found = desk(cast.roles("officer"))
    assert piles(found) == {"overdue": [3, 2], "due_soon": [5, 4], "stale": [1], "later": [7, 6], "done": [8]}
    assert found.count == 8
    assert [key for key, _, _ in PILES] == [pile.key for pile in found.piles]


def test_titles_name_the_limits_of_the_committee(cast: Cast) -> None:
    cast.committee.stale_after_days, cast.committee.due_soon_days = 60, 14
    cast.committee.save()
    add(cast, 14, Status.ON_TRACK)
    assert [pile.title for pile in desk(cast.roles("officer")).piles] == [
        "Due in the next 14 days",
        "Not updated for 60 days",
    ]


@pytest.mark.parametrize(
    ("targets", "sentence"),
    [
        ([], "Nothing is overdue, due soon or waiting for an update."),
        ([200], "Nothing is overdue, due soon or waiting for an update."),
        ([-3], "You have 1 overdue action."),
        ([-3, -4], "You have 2 overdue actions."),
        ([-3, 5, 6], "You have 1 overdue action and 2 due in the next 30 days."),
        ([5], "You have 1 action due in the next 30 days."),
    ],
)
def test_the_sentence_on_top_counts_what_presses(cast: Cast, targets: list[int], sentence: str) -> None:
    cast.action.delete()
    for target in targets:
        add(cast, target, Status.ON_TRACK)
    assert said(desk(cast.roles("officer"))) == sentence


def test_the_sentence_on_top_names_all_three_kinds(cast: Cast) -> None:
    add(cast, -3, Status.ON_TRACK)
    for target in (5, 6):
        add(cast, target, Status.ON_TRACK)
    found = desk(cast.roles("officer"))
    assert said(found) == ("You have 1 overdue action, 2 due in the next 30 days, and 1 not updated for 90 days.")
    assert [fragment.url for fragment in found.sentence if fragment.url] == ["#overdue", "#due_soon", "#stale"]


@pytest.mark.parametrize(
    ("person", "count"),
    [("officer", 1), ("deputy", 1), ("other_officer", 0), ("head", 0), ("member", 0), ("chair", 0), ("scrutiny", 0)],
)
def test_only_what_a_person_answers_for_lies_on_their_desk(cast: Cast, person: str, count: int) -> None:
    assert desk(cast.roles(person)).count == count


def test_the_work_of_a_vacant_post_lies_on_the_desk_of_the_head(cast: Cast) -> None:
    cast.post.holdings.update(to_on=f.days(-1))
    assert desk(cast.roles("head")).count == 1


def test_the_action_of_an_unpublished_review_lies_on_no_desk_yet(cast: Cast) -> None:
    cast.review.published_on = f.days(1)
    cast.review.save()
    assert desk(cast.roles("officer")).count == 0
    assert desk(cast.roles("officer", f.days(1))).count == 1


def test_posts_held_come_before_posts_deputised(cast: Cast) -> None:
    second = f.PostFactory.create(service=cast.service, title="Arts Manager")
    f.HoldingFactory.create(post=second, user=cast.officer, capacity=Holding.Capacity.DEPUTY)
    gone = f.PostFactory.create(service=cast.service, title="A former post")
    f.HoldingFactory.create(post=gone, user=cast.officer, to_on=f.days(-1))
    assert [h.post.title for h in desk(cast.roles("officer")).holdings] == ["Youth Service Manager", "Arts Manager"]


def test_the_next_meeting_is_the_one_whose_papers_are_still_open(cast: Cast) -> None:
    f.MeetingFactory.create(committee=cast.committee, held_on=f.days(3), papers_due_on=f.days(-1))
    health = f.CommitteeFactory.create(council=cast.council, name="Health Scrutiny")
    f.MeetingFactory.create(committee=health, held_on=f.days(4), papers_due_on=f.days(2))
    second = f.MeetingFactory.create(committee=cast.committee, held_on=f.days(14), papers_due_on=f.days(5))
    found = desk(cast.roles("officer"))
    assert found.meeting == second
    assert found.working_days_to_papers == 3  # Thursday, Friday, Monday: the papers are due on Monday 22 June


def test_without_a_meeting_no_papers_are_due(cast: Cast) -> None:
    found = desk(cast.roles("officer"))
    assert (found.meeting, found.working_days_to_papers) == (None, 0)
