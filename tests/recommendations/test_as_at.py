"""A past day, computed now, is what was computed on that day; and on any of them each figure opens its list."""

from datetime import date, timedelta
from random import Random
from typing import Any

import hypothesis
import pytest
from django.db import transaction
from hypothesis import HealthCheck
from hypothesis import strategies as st

from recommendations.figures import Position
from recommendations.history import history
from recommendations.ledger import Ledger, load
from recommendations.models import ActionChange, Review
from recommendations.scope import Days, of_committee, of_review
from recommendations.sentences import headline
from recommendations.standing import RecommendationStanding
from recommendations.states import State
from tests import factories as f
from tests.conftest import Cast, assemble
from tests.recommendations.random_year import DAYS, Year
from tests.recommendations.test_figures_open_their_lists import figures, rows_of

pytestmark = pytest.mark.usefixtures("day")

PAST_DAYS = 50
SETTINGS = hypothesis.settings(
    max_examples=2, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)


def position(cast: Cast, on: date, up_to: date) -> Position:
    """Where the review stood on a day, as read on a later one, beside 30 days before."""
    review = Review.objects.for_page().get(pk=cast.review.pk)
    ledger = load(of_review(review), up_to, cast.roles("member", up_to))
    return ledger.position(on, on - timedelta(days=30))


def committee_today(cast: Cast, on: date, *, brief: bool = False) -> Position:
    """Where the committee stands on the day on which it is read, beside 30 days before."""
    reviews, before = list(Review.objects.for_page()), on - timedelta(days=30)
    days = Days(on, before) if brief else None
    ledger = load(of_committee(cast.committee, reviews), on, cast.roles("member", on), days=days, brief=brief)
    return ledger.position(on, before)


def picture(found: Position) -> Any:
    """All that a dashboard says of a position."""
    rows = [
        (s.recommendation.reference, s.state, s.claim, s.agreement, s.response_words, s.days_over, s.said_on, s.since)
        for s in found.standings
    ]
    led = [(str(s.recommendation.lead_service), str(s.recommendation.partner_service)) for s in found.standings]
    actions = [
        (a.action.title, a.action.post.title, a.state, a.target_on, a.said_on, a.slippage, a.days_over, a.days_late)
        for a in found.actions
    ]
    changed = [(c.now.recommendation.reference, c.before.state, c.now.state, *c.news) for c in found.all_changes]
    dates = (found.slippage.median_days, found.median_silence, [line.days for line in found.slippage.by_reason])
    return [*figures(found)], headline(found), rows, led, actions, changed, dates


def turned_overdue(ledger: Ledger, on: date) -> set[Any]:
    """What the timelines of a day tell of actions that became overdue."""
    told = (
        event
        for standing in ledger.position(on).standings
        for event in history(standing, ledger.all_updates, ledger.all_extensions, [])
    )
    return {(event.day, event.url, event.summary) for event in told if event.kind == "overdue"}


@pytest.mark.django_db
@SETTINGS
@hypothesis.given(seed=st.integers(min_value=0, max_value=10_000))
def test_what_became_overdue_stays_told_whatever_was_said_since(seed: int) -> None:
    chance = Random(seed)
    with transaction.atomic():
        cast = assemble()
        days = list(Year(cast, chance).pass_by())
        scope = of_review(Review.objects.for_page().get(pk=cast.review.pk))
        ledger = load(scope, f.DAY, cast.roles("member"))
        today, known, was = turned_overdue(ledger, f.DAY), set[Any](), set[int]()
        for on in days:
            told = turned_overdue(ledger, on)
            now = {a.action.pk for a in ledger.position(on).actions if a.is_overdue}
            # Each is told from its day on, and tells of one that was overdue on it and not the day before.
            assert known <= told <= today, on
            assert {url for _, url, _ in told - known} == {f"/actions/{pk}/" for pk in now - was}, on
            assert {day for day, _, _ in told - known} <= {on}
            known, was = told, now
        assert len(today) > sum(a.is_overdue for a in ledger.position(f.DAY).actions)
        on = chance.choice(days[200:])
        assert turned_overdue(load(scope, on, cast.roles("member", on)), on) == turned_overdue(ledger, on)
        transaction.set_rollback(True)


def facts(row: RecommendationStanding) -> Any:
    """What would differ had anything changed on a recommendation."""
    decided = (row.verdicts, row.responses, row.call_ins, row.calls, row.outcome_checks, row.lead_changes)
    changes = [c.pk for c in row.changes if c.what != ActionChange.What.WITHDRAWN]
    actions = [] if row.is_signed_off else [(a.action.pk, a.state, a.status, len(a.moves)) for a in row.actions]
    return row.state, [[r.pk for r in rows] for rows in decided], changes, {a.action.pk for a in row.withdrawn}, actions


@pytest.mark.django_db
@SETTINGS
@hypothesis.given(seed=st.integers(min_value=0, max_value=10_000))
def test_nothing_changed_is_said_of_those_of_which_nothing_did(seed: int) -> None:
    chance = Random(seed)
    with transaction.atomic():
        cast = assemble()
        days = list(Year(cast, chance).pass_by())
        scope, kinds = of_review(Review.objects.for_page().get(pk=cast.review.pk)), set[str]()
        ledger = load(scope, f.DAY, cast.roles("member"))
        for on in chance.sample(days[40:], 60):
            before = on - timedelta(days=chance.choice((3, 10, 30)))
            found = ledger.position(on, before)
            then = {s.recommendation.pk: facts(s) for s in ledger.position(before).standings}
            same = [s for s in found.standings if then[s.recommendation.pk] == facts(s)]
            assert found.unchanged == len(same) == found.count - len(found.all_changes), on
            assert all(list(change.news) for change in found.compared.inside), on
            kinds |= {words.partition(":")[0] for change in found.compared.inside for words in change.news}
        assert {"Verdict", "Newly overdue", "Achieved, officers say"} <= kinds
        transaction.set_rollback(True)


@pytest.mark.django_db
@SETTINGS
@hypothesis.given(seed=st.integers(min_value=0, max_value=10_000))
def test_fifty_past_days_are_what_they_were_on_the_day(seed: int) -> None:
    chance = Random(seed)
    with transaction.atomic():
        cast = assemble()
        kept = set(chance.sample(range(DAYS), PAST_DAYS))
        stored = {}
        for ago, on in enumerate(Year(cast, chance).pass_by()):
            if ago in kept:
                stored[on] = picture(position(cast, on, on))
            # And what it reads on the day itself: what actions say of today, and last words by the day compared with.
            if ago in kept and ago % 3 == 0:
                assert picture(committee_today(cast, on, brief=True)) == picture(committee_today(cast, on)), on
        assert len(stored) == PAST_DAYS
        scope, member = of_review(Review.objects.for_page().get(pk=cast.review.pk)), cast.roles("member")
        ledger, committee = load(scope, f.DAY, member), of_committee(cast.committee, list(scope.reviews))
        whole = load(committee, f.DAY, member)
        for number, (on, then) in enumerate(stored.items()):
            before = on - timedelta(days=30)
            assert picture(ledger.position(on, before)) == then, on
            # What pages read: without the updates that had been superseded by the earlier of the two days.
            shorter = load(scope, f.DAY, member, days=Days(before))
            assert picture(shorter.position(on, before)) == then, on
            for full, short in zip(ledger.position(on).actions, shorter.position(on).actions, strict=True):
                assert (full.news, full.times_unchanged) == (short.news, short.times_unchanged)
            # What a committee's page reads: of actions that tell themselves where they stand no update at all.
            if number % 5:
                continue
            for brief in (
                load(committee, f.DAY, member, days=Days(before), brief=True),
                load(committee, on, member, days=Days(on, before), brief=True),
            ):
                assert picture(brief.position(on, before)) == picture(whole.position(on, before)), on
        assert len(load(scope, f.DAY, member, days=Days(f.DAY)).all_updates) < len(ledger.all_updates)
        transaction.set_rollback(True)


@pytest.mark.once
@pytest.mark.django_db
@SETTINGS
@hypothesis.given(seed=st.integers(min_value=0, max_value=10_000))
def test_on_random_data_each_figure_opens_a_list_of_as_many_rows(seed: int) -> None:
    chance = Random(seed)
    with transaction.atomic():
        cast = assemble()
        days = list(Year(cast, chance).pass_by())
        client, seen = cast.client("member"), dict[str, Any]()
        for page in ("/reviews/harbour-review/", f"/committees/{cast.committee.pk}/"):
            on = chance.choice(days[60:])
            found = client.get(f"{page}?as_at={on}").context["position"]
            for name, count, url in figures(found):
                assert rows_of(client, url, seen)[0] == count, f"{name} says {count}, {url}"
        transaction.set_rollback(True)


def test_nothing_that_was_closed_counts_before_and_what_was_refused_never_as_achieved(cast: Cast) -> None:
    for seed in range(3):
        for on in Year(cast, Random(seed)).pass_by():
            if on.day != 1:
                continue
            found = position(cast, on, on)
            refused = [s for s in found.standings if s.response and s.response.kind in ("rejected", "noted_only")]
            assert all(s.state in (State.NOT_ACCEPTED, State.SIGNED_OFF) for s in refused)
            assert all(s.verdict for s in found.group(State.SIGNED_OFF).standings)
            assert all(a.is_open for a in found.timely("overdue"))
            assert not [a for a in found.actions if a.is_withdrawn]
        break


def test_a_committee_counts_all_its_reviews_and_each_review_its_own(cast: Cast) -> None:
    other = f.ReviewFactory.create(committee=cast.committee)
    f.RecommendationFactory.create(review=other, theme=f.ThemeFactory.create(review=other), number=1)
    roles = cast.roles("member")
    reviews = list(Review.objects.for_page().filter(committee=cast.committee))
    whole = load(of_committee(cast.committee, reviews), f.DAY, roles).position(f.DAY)
    parts = [load(of_review(r), f.DAY, roles).position(f.DAY) for r in reviews]
    assert whole.count == sum(part.count for part in parts) == 2
    assert [row.count for row in whole.sections] == [1, 1]
    for state in State:
        if state != State.WITHDRAWN:
            assert whole.group(state).count == sum(part.group(state).count for part in parts)


def test_a_committee_read_in_brief_knows_whom_its_actions_belong_to(cast: Cast) -> None:
    # A post that has come under another council since is an owner all the same.
    elsewhere = f.PostFactory.create(service__directorate__council=f.CouncilFactory.create())
    assert elsewhere.service.directorate.council != cast.council
    for label, post in (("b", cast.action.post), ("a", elsewhere)):
        part = f.PartFactory.create(recommendation=cast.recommendation, label=label)
        f.ActionFactory.create(recommendation=cast.recommendation, part=part, number=1, post=post)
    days = (f.DAY, f.days(-30))
    told = [
        [(a.action.reference, a.action.part, a.action.post, a.action.post.service) for a in found.actions]
        for on in days
        for found in (committee_today(cast, on, brief=True), committee_today(cast, on))
    ]
    assert [len(rows) for rows in told] == [3, 3, 3, 3]
    assert [part and part.label for _, part, _, _ in told[0]] == ["a", "b", None]
    assert told[0] == told[1] == told[2] == told[3]
