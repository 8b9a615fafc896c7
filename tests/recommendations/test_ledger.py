"""The ledger reads a review once; positions of any day follow from it. The verbs write what it reads."""

from collections.abc import Callable
from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from recommendations.figures import Position
from recommendations.ledger import load, standings_of
from recommendations.models import Action, Recommendation, Review
from recommendations.scope import of_review
from recommendations.states import ResponseKind, State, Status, VerdictKind
from tests import factories as f
from tests import verbs
from tests.conftest import Cast


def position(cast: Cast, on: date = f.DAY, read_on: date | None = None) -> Position:
    review = Review.objects.for_page().get(pk=cast.review.pk)
    return load(of_review(review), read_on or on, f.reader(review)).position(on)


def picture(found: Position) -> list[tuple[object, ...]]:
    return [
        (
            s.recommendation.reference,
            s.state,
            s.claim,
            s.response_words,
            s.verdict and s.verdict.verdict,
            [(a.action.reference, a.status, a.target_on, len(a.moves), a.waiting is not None) for a in s.actions],
        )
        for s in found.standings
    ]


def a_year(cast: Cast) -> None:
    """Everything that can happen to a recommendation, one after another."""
    verbs.respond(cast.recommendation, cast.scrutiny, on=f.days(-290))
    verbs.tell(cast.action, cast.officer, Status.ON_TRACK, on=f.days(-200))
    extension = verbs.ask(cast.action, cast.officer, f.days(90), on=f.days(-100))
    verbs.decide(extension, cast.head, on=f.days(-90))
    verbs.tell(cast.action, cast.deputy, Status.ACHIEVED, on=f.days(-50))
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.ACHIEVED, held_on=f.days(-20))


@pytest.mark.parametrize(
    ("on", "state", "response", "target_on", "waiting"),
    [
        (f.days(-301), State.AWAITING, "Awaiting", None, None),
        (f.days(-300), State.NOT_STARTED, "Awaiting", f.days(60), False),
        (f.days(-290), State.NOT_STARTED, "Accepted", f.days(60), False),
        (f.days(-200), State.ON_TRACK, "Accepted", f.days(60), False),
        (f.days(-110), State.ON_TRACK, "Accepted", f.days(60), False),
        (f.days(-109), State.NOT_UPDATED, "Accepted", f.days(60), False),
        (f.days(-100), State.NOT_UPDATED, "Accepted", f.days(60), True),
        (f.days(-90), State.NOT_UPDATED, "Accepted", f.days(90), False),
        (f.days(-50), State.CLAIMED, "Accepted", f.days(90), False),
        (f.days(-20), State.SIGNED_OFF, "Accepted", f.days(90), False),
    ],
)
def test_each_day_shows_what_was_known_then(
    cast: Cast, on: date, state: State, response: str, target_on: date | None, waiting: bool | None
) -> None:
    a_year(cast)
    stand = position(cast, on, read_on=f.DAY).standings[0]
    assert (stand.state, stand.response_words) == (state, response)
    if target_on is None:
        assert stand.actions == ()
    else:
        assert [(a.target_on, a.waiting is not None) for a in stand.actions] == [(target_on, waiting)]


HAPPENINGS: list[Callable[[Cast], object]] = [
    lambda c: verbs.respond(c.recommendation, c.scrutiny, ResponseKind.REJECTED, on=f.days(-5), decided_on=f.days(-9)),
    lambda c: verbs.tell(c.action, c.officer, Status.DELAYED, on=f.days(-5)),
    lambda c: verbs.ask(c.action, c.officer, f.days(150), on=f.days(-5)),
    lambda c: verbs.judge(c.recommendation, c.scrutiny, VerdictKind.ACHIEVED, held_on=f.days(-9), on=f.days(-5)),
    lambda c: f.ActionFactory.create(recommendation=c.recommendation, post=c.post, agreed_on=f.days(-5)),
]


@pytest.mark.parametrize("happen", HAPPENINGS)
def test_a_past_day_looks_the_same_before_and_after_something_happens(
    cast: Cast, happen: Callable[[Cast], object]
) -> None:
    verbs.respond(cast.recommendation, cast.scrutiny, on=f.days(-290))
    verbs.tell(cast.action, cast.officer, on=f.days(-30))
    before = picture(position(cast, f.days(-6)))
    happen(cast)
    assert picture(position(cast, f.days(-6))) == before
    assert picture(position(cast, f.days(-6), read_on=f.DAY)) == before
    assert picture(position(cast)) != before


def test_a_decision_does_not_change_the_days_before_it(cast: Cast) -> None:
    extension = verbs.ask(cast.action, cast.officer, f.days(150), on=f.days(-30))
    before = picture(position(cast, f.days(-6)))
    verbs.decide(extension, cast.head, on=f.days(-5))
    assert picture(position(cast, f.days(-6))) == before
    assert picture(position(cast)) != before


def test_reading_up_to_a_day_or_up_to_today_gives_the_same_day(cast: Cast) -> None:
    a_year(cast)
    for day in range(-310, 1, 10):
        assert picture(position(cast, f.days(day))) == picture(position(cast, f.days(day), read_on=f.DAY))


def test_the_stored_columns_say_what_the_history_says(cast: Cast) -> None:
    a_year(cast)
    row = Action.objects.get(pk=cast.action.pk)
    stand = position(cast).standings[0].actions[0]
    assert (row.status, row.updated_on) == (stand.status, stand.said_on) == ("achieved", f.days(-50))
    assert row.achieved_on == stand.achieved_on
    assert (row.target_on, row.times_moved) == (stand.target_on, len(stand.moves)) == (f.days(90), 1)
    assert row.slippage == stand.slippage == 30


def test_the_row_of_an_officer_stands_where_the_review_says(cast: Cast) -> None:
    a_year(cast)
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.UNACCEPTABLE, held_on=f.days(-3), words="It slipped back.")
    (row,) = standings_of(Action.objects.filter(pk=cast.action.pk), cast.roles("member"))
    (stand,) = position(cast).standings[0].actions
    for name in ("state", "status", "said_on", "target_on", "is_open", "is_overdue", "is_stale", "closed", "since"):
        assert getattr(row, name) == getattr(stand, name), name
    assert [m.pk for m in row.moves] == [m.pk for m in stand.moves]


def test_the_lists_of_the_database_agree_with_the_computed_states(cast: Cast) -> None:
    verbs.tell(cast.action, cast.officer, on=f.days(-91))
    other = f.RecommendationFactory.create(review=cast.review, theme=cast.recommendation.theme, number=2)
    late = f.ActionFactory.create(recommendation=other, post=cast.post, original_target_on=f.days(-1))
    silent = f.ActionFactory.create(recommendation=other, post=cast.post, agreed_on=f.days(-90))
    closed = f.RecommendationFactory.create(review=cast.review, theme=cast.recommendation.theme, number=3)
    f.ActionFactory.create(recommendation=closed, post=cast.post, original_target_on=f.days(-1))
    verbs.judge(closed, cast.chair, VerdictKind.ACHIEVED, held_on=f.days(-3))
    assert silent.agreed_on == f.days(-90)
    found = position(cast)
    for day in (f.DAY, f.days(1), f.days(100)):
        at = position(cast, day)
        assert {a.action.pk for a in at.actions if a.is_overdue} == set(
            Action.objects.overdue(day).values_list("pk", flat=True)
        )
        assert {a.action.pk for a in at.actions if a.is_stale} == set(
            Action.objects.stale(day, 90).values_list("pk", flat=True)
        )
    assert [a.action for a in found.timely("overdue")] == [late]
    assert [a.action.pk for a in found.timely("stale")] == [late.pk, cast.action.pk]


def test_a_ledger_is_read_in_six_queries_however_many_recommendations_there_are(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    a_year(cast)
    review = Review.objects.for_page().get(pk=cast.review.pk)
    with django_assert_num_queries(6):
        picture(load(of_review(review), f.DAY, f.reader(review)).position(f.DAY, f.days(-60)))
    for number in (2, 3):
        row = f.RecommendationFactory.create(
            review=cast.review, theme=cast.recommendation.theme, number=number, lead_service=cast.service
        )
        part = f.PartFactory.create(recommendation=row)
        verbs.respond(row, cast.scrutiny)
        for action in (
            f.ActionFactory.create(recommendation=row, post=cast.post),
            f.ActionFactory.create(recommendation=row, post=cast.post, part=part),
        ):
            verbs.tell(action, cast.officer, Status.DELAYED)
            verbs.decide(verbs.ask(action, cast.officer, f.days(90)), cast.head)
        verbs.judge(row, cast.chair)
    with django_assert_num_queries(6):
        found = load(of_review(review), f.DAY, f.reader(review)).position(f.DAY, f.days(-60))
        assert found.count == 3
        picture(found)


def test_the_ledger_of_one_recommendation_holds_that_one_only(cast: Cast) -> None:
    other = f.RecommendationFactory.create(review=cast.review, theme=cast.recommendation.theme, number=2)
    verbs.respond(other, cast.scrutiny)
    a_year(cast)
    review = Review.objects.for_page().get(pk=cast.review.pk)
    ledger = load(of_review(review), f.DAY, f.reader(review), only=other.number)
    assert ledger.recommendations == (other,)
    assert (ledger.all_updates, ledger.all_extensions) == ([], [])
    assert [r.kind for r in ledger.responses[other.pk]] == ["accepted"]


def test_a_review_without_recommendations_stands_nowhere(cast: Cast) -> None:
    Action.objects.all().delete()
    Recommendation.objects.all().delete()
    found = position(cast)
    assert (found.count, found.groups, found.by_theme, found.by_service, found.actions) == (0, (), (), (), ())
