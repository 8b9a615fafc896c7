"""What the technical administration refuses as the site's own pages do."""

from datetime import date

import pytest
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from accounts.models import User
from council.models import Departure, Holding, Meeting, Membership, Vacancy
from tests import factories as f
from tests.conftest import Cast
from tests.pages import Page

pytestmark = pytest.mark.once

ADD = "/administration/council/holding/add/"


def test_a_second_holder_of_a_post_is_refused(cast: Cast) -> None:
    typed = {"post": cast.post.pk, "user": cast.other_officer.pk, "capacity": "holder", "from_on": "2026-01-01"}
    client = cast.client("administrator")
    refused = client.post(ADD, typed)
    assert refused.status_code == 200 and "holds this post from" in refused.content.decode()
    assert Holding.objects.filter(post=cast.post, capacity="holder").count() == 1
    assert client.post(ADD, typed | {"capacity": "deputy"}).status_code == 302
    free = f.PostFactory.create(service=cast.service, title="Free")
    assert client.post(ADD, typed | {"post": free.pk}).status_code == 302
    kept = Holding.objects.get(post=free)
    change = f"/administration/council/holding/{kept.pk}/change/"
    assert client.post(change, typed | {"post": free.pk, "from_on": "2026-02-01"}).status_code == 302


@pytest.mark.usefixtures("day")
def test_no_day_that_is_set_here_lies_more_than_five_years_ahead(cast: Cast) -> None:
    client, address = cast.client("administrator"), "/administration/council/meeting/add/"
    typed = {"committee": cast.committee.pk, "papers_due_on": "2026-06-20"}
    refused = client.post(address, typed | {"held_on": "2031-06-18"})
    assert refused.status_code == 200 and "The day must be within 5 years from today" in refused.text
    assert client.post(address, typed | {"held_on": "2031-06-17"}).status_code == 302
    # Whatever can be changed here at all.
    request = refused.wsgi_request
    boxes = [
        (model, box)
        for model, held in admin.site._registry.items()
        if held.has_change_permission(request)
        for box in held.get_form(request)().fields.values()
        if isinstance(box, forms.DateField)
    ]
    assert {model for model, _ in boxes} == {Meeting, Membership, Holding, Vacancy, Departure}
    for _, box in boxes:
        with pytest.raises(ValidationError, match="within 5 years"):
            box.clean(date(2031, 6, 18))


def test_the_page_of_a_post_shows_its_holders_and_changes_none(cast: Cast) -> None:
    page = cast.client("administrator").get(f"/administration/council/post/{cast.post.pk}/change/").content.decode()
    assert str(cast.officer) in page and 'name="holdings-0-user"' not in page


def test_two_holders_of_old_are_told_apart(cast: Cast) -> None:
    Holding.objects.create(post=cast.post, user=cast.other_officer, from_on=f.days(-9))
    client = cast.client("scrutiny")
    names = [str(h.user) for h in cast.post.holdings.filter(capacity="holder").order_by("from_on", "pk")]
    assert f"{' and '.join(names)} hold this post." in Page(client.get(cast.post.get_absolute_url())).text
    assert ", ".join(names) in Page(client.get("/set-up/services/")).text


def test_a_new_account_has_no_password(cast: Cast) -> None:
    client = cast.client("administrator")
    page = client.get("/administration/accounts/user/add/").content.decode()
    assert 'type="password"' not in page and "LDAP" not in page and "assword-based" not in page
    typed = {"email": "new@harbour.example", "name": "New Officer"}
    assert client.post("/administration/accounts/user/add/", typed).status_code == 302
    user = User.objects.get(email="new@harbour.example")
    assert not user.has_usable_password()
    assert 'href="../password/"' not in client.get(f"/administration/accounts/user/{user.pk}/change/").content.decode()
