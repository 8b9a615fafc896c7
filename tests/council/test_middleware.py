"""Each request carries its local day and the roles of its person on that day."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from council.middleware import RolesMiddleware
from council.roles import Roles
from tests import factories as f
from tests.conftest import Cast


def asked(user: User | AnonymousUser) -> HttpRequest:
    """A request that went through the middleware."""
    request = RequestFactory().get("/")
    request.user = user
    RolesMiddleware(lambda _: HttpResponse())(request)
    return request


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 6, 17, 22, 59, tzinfo=ZoneInfo("UTC")), f.DAY),
        (datetime(2026, 6, 17, 23, 0, tzinfo=ZoneInfo("UTC")), f.days(1)),
        (datetime(2026, 12, 17, 23, 59, tzinfo=ZoneInfo("UTC")), f.days(183)),
    ],
)
def test_the_day_is_the_local_one(cast: Cast, moment: datetime, day: object) -> None:
    with time_machine.travel(moment, tick=False):
        request = asked(cast.officer)
    assert request.day == day  # type: ignore[attr-defined]
    assert request.roles.on == day  # type: ignore[attr-defined]
    assert request.roles.held_post_ids == {cast.post.pk}  # type: ignore[attr-defined]


def test_nobody_has_no_roles(day: None) -> None:
    assert asked(AnonymousUser()).roles == Roles(on=f.DAY)  # type: ignore[attr-defined]


def test_roles_are_not_read_before_somebody_asks(
    cast: Cast, day: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        request = asked(cast.officer)
    with django_assert_num_queries(1):
        assert request.roles.is_officer  # type: ignore[attr-defined]
        assert request.roles.held_post_ids == {cast.post.pk}  # type: ignore[attr-defined]


@pytest.mark.parametrize("address", ["/actions/{}/unchanged/", "/sign-out/"])
def test_the_address_of_a_button_opened_by_itself_says_so_in_a_page_of_ours(cast: Cast, address: str) -> None:
    answer = cast.client("officer").get(address.format(cast.action.pk))
    assert answer.status_code == 405 and "POST" in answer["Allow"]
    assert "Press the button on the page" in answer.content.decode()
    assert cast.client("officer").get("/my-actions/").status_code == 200
