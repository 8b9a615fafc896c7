"""What the words mean: one page, from the choices that every other page uses, open to everybody."""

import pytest

from recommendations.states import MEANINGS, State, VerdictKind
from tests.conftest import Cast
from tests.pages import Page


@pytest.mark.parametrize("person", ["public", "member", "former_member"])
def test_every_state_and_verdict_is_explained(cast: Cast, day: None, person: str) -> None:
    text = Page(cast.client(person).get("/words/")).text
    for state in State:
        assert f"{state.label} {MEANINGS[state]}" in text
    for verdict in VerdictKind:
        assert verdict.label in text


def test_no_state_is_without_a_meaning() -> None:
    assert set(MEANINGS) == set(State)
