"""What is read and drawn past Django for speed is what Django would have read and drawn."""

import re

import pytest
from django import forms
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse, set_script_prefix

from council.addresses import address
from council.templatetags.drawn import options
from recommendations.models import Action
from recommendations.readings import OF_AN_ACTION
from recommendations.slim import read, slim
from tests import factories as f
from tests.conftest import Cast


@pytest.mark.once
@pytest.mark.usefixtures("day")
def test_a_slim_row_is_the_row_with_what_was_joined_in_one_query(cast: Cast) -> None:
    part = f.PartFactory.create(recommendation=cast.recommendation, label="a")
    f.ActionFactory.create(recommendation=cast.recommendation, part=part, post=cast.post, number=1)
    ordered = Action.objects.order_by("pk")
    with CaptureQueriesContext(connection) as queries:
        found = read(ordered, slim(Action, joined=OF_AN_ACTION))
        posts = {id(action.post) for action in found}
        said = [(action.part and action.part.label, action.post.service.name, str(action.title)) for action in found]
    assert len(queries) == 1
    assert len(posts) == len({action.post_id for action in found})
    assert said == [(a.part and a.part.label, a.post.service.name, a.title) for a in ordered]
    names = [column.attname for column in Action._meta.concrete_fields]
    assert [[getattr(a, n) for n in names] for a in found] == [[getattr(a, n) for n in names] for a in ordered]
    assert found == list(ordered)


@pytest.mark.once
@pytest.mark.usefixtures("day")
def test_a_column_that_a_slim_row_came_without_is_asked_for_when_it_is_touched(cast: Cast) -> None:
    (found,) = read(Action.objects.filter(pk=cast.action.pk), slim(Action, without=("title",)))
    with CaptureQueriesContext(connection) as queries:
        assert found.title == cast.action.title
    assert len(queries) == 1


def test_options_are_those_of_djangos_own_template() -> None:
    box = forms.Select(choices=[("", "Any"), ("1", "<b> & co"), ("2", "Two")])
    everything = [one for _, offered, _ in box.get_context("post", "2", {})["widget"]["optgroups"] for one in offered]
    own = "".join(render_to_string(one["template_name"], {"widget": one}) for one in everything)
    assert "selected" in own
    assert re.sub(r"\s*\n\s*", "", options(everything)) == re.sub(r"\s*\n\s*", "", own)


def test_an_address_that_is_remembered_follows_the_prefix_of_the_site() -> None:
    assert address("recommendations:action", 7) == reverse("recommendations:action", args=[7])
    set_script_prefix("/tracker/")
    try:
        assert address("recommendations:action", 7) == "/tracker/actions/7/"
    finally:
        set_script_prefix("/")
