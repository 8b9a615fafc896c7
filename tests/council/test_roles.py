"""Who a person is on one day."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from council.models import Holding
from council.roles import Roles
from tests import factories as f
from tests.conftest import Cast


def test_an_officer_answers_for_the_post_they_hold(cast: Cast) -> None:
    roles = cast.roles("officer")
    assert (roles.held_post_ids, roles.deputised_post_ids) == (frozenset({cast.post.pk}), frozenset())
    assert (roles.post_ids, roles.is_officer) == (frozenset({cast.post.pk}), True)
    assert (roles.headed_service_ids, roles.committee_ids) == (frozenset(), frozenset())
    assert (roles.council_ids, roles.user_id, roles.on) == (frozenset({cast.council.pk}), cast.officer.pk, f.DAY)


def test_a_deputy_answers_for_the_post_they_deputise_for(cast: Cast) -> None:
    roles = cast.roles("deputy")
    assert (roles.held_post_ids, roles.deputised_post_ids) == (frozenset(), frozenset({cast.post.pk}))
    assert roles.post_ids == frozenset({cast.post.pk})


def test_a_head_answers_for_their_own_post_and_heads_the_service(cast: Cast) -> None:
    roles = cast.roles("head")
    assert (roles.held_post_ids, roles.vacant_post_ids) == (frozenset({cast.head_post.pk}), frozenset())
    assert roles.headed_service_ids == frozenset({cast.service.pk})


def test_a_head_answers_for_the_vacant_posts_of_their_service_only(cast: Cast) -> None:
    vacant = f.PostFactory.create(service=cast.service, title="Vacant")
    f.PostFactory.create(service__directorate=cast.service.directorate, title="Vacant elsewhere")
    assert cast.roles("head").vacant_post_ids == {vacant.pk}
    assert cast.roles("head").post_ids == {vacant.pk, cast.head_post.pk}
    assert cast.roles("officer").vacant_post_ids == frozenset()


@pytest.mark.parametrize(
    ("from_on", "to_on", "is_vacant"),
    [
        (f.days(-9), None, False),
        (f.DAY, None, False),
        (f.days(1), None, True),
        (f.days(-9), f.DAY, False),
        (f.days(-9), f.days(-1), True),
    ],
)
def test_a_post_is_vacant_while_nobody_holds_it(cast: Cast, from_on: date, to_on: date | None, is_vacant: bool) -> None:
    post = f.PostFactory.create(service=cast.service)
    f.HoldingFactory.create(post=post, from_on=from_on, to_on=to_on)
    assert (post.pk in cast.roles("head").vacant_post_ids) is is_vacant


def test_a_post_with_a_deputy_only_is_not_vacant(cast: Cast) -> None:
    post = f.PostFactory.create(service=cast.service)
    f.HoldingFactory.create(post=post, capacity=Holding.Capacity.DEPUTY)
    assert cast.roles("head").vacant_post_ids == frozenset()


@pytest.mark.parametrize(
    ("person", "name"), [("member", "member_of"), ("chair", "chair_of"), ("scrutiny", "scrutiny_officer_of")]
)
def test_each_role_on_a_committee_is_its_own(cast: Cast, person: str, name: str) -> None:
    roles = cast.roles(person)
    for field in ("member_of", "chair_of", "scrutiny_officer_of"):
        assert getattr(roles, field) == (frozenset({cast.committee.pk}) if field == name else frozenset())
    assert roles.committee_ids == frozenset({cast.committee.pk})
    assert roles.council_ids == frozenset({cast.council.pk})
    assert roles.is_officer is False


@pytest.mark.parametrize(("day", "counts"), [(-31, True), (-30, True), (-29, False)])
def test_a_membership_counts_up_to_its_last_day(cast: Cast, day: int, counts: bool) -> None:
    assert bool(cast.roles("former_member", f.days(day)).member_of) is counts


@pytest.mark.parametrize(("day", "counts"), [(-501, False), (-500, True)])
def test_a_membership_counts_from_its_first_day(cast: Cast, day: int, counts: bool) -> None:
    assert bool(cast.roles("member", f.days(day)).member_of) is counts


def test_one_person_may_have_several_roles_in_several_councils(cast: Cast) -> None:
    other = f.CommitteeFactory.create()
    f.MembershipFactory.create(committee=other, user=cast.officer, role="chair")
    f.MembershipFactory.create(committee=cast.committee, user=cast.officer)
    roles = cast.roles("officer")
    assert (roles.chair_of, roles.member_of) == (frozenset({other.pk}), frozenset({cast.committee.pk}))
    assert roles.council_ids == {cast.council.pk, other.council.pk}
    assert roles.committee_ids == {cast.committee.pk, other.pk}


def test_a_closed_account_has_no_role_whatever_it_holds(cast: Cast) -> None:
    cast.head.is_active = False
    assert cast.roles("head") == Roles(on=f.DAY)


def test_being_the_administrator_is_no_role(cast: Cast) -> None:
    assert cast.roles("administrator") == Roles(on=f.DAY, user_id=cast.administrator.pk)


@pytest.mark.parametrize(("person", "queries"), [("member", 1), ("officer", 1), ("head", 2)])
def test_roles_are_read_in_one_query_and_one_more_for_a_head(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries, person: str, queries: int
) -> None:
    for _ in range(3):
        f.HoldingFactory.create(user=cast.people[person])
    with django_assert_num_queries(queries):
        cast.roles(person)
