"""The headline sentence, word for word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.models import Action
from recommendations.sentences import headline
from recommendations.states import OF_A_RECOMMENDATION, ResponseKind, State, Status, VerdictKind
from tests import factories as f
from tests.paper import Paper

pytestmark = pytest.mark.once


def said(paper: Paper) -> str:
    return "".join(fragment.text for fragment in headline(paper.position()))


def in_state(paper: Paper, state: State) -> None:
    """One more recommendation in this state."""
    row = paper.recommendation(accepted=state not in (State.AWAITING, State.NOT_ACCEPTED))
    if state == State.NOT_ACCEPTED:
        paper.respond(row, ResponseKind.REJECTED)
        return
    if state in (State.AWAITING, State.NOT_STARTED):
        return
    action: Action = paper.action(row, target_on=f.days(-1 if state == State.OVERDUE else 60))
    words = {State.DELAYED: Status.DELAYED, State.CLAIMED: Status.ACHIEVED}
    paper.tell(action, words.get(state, Status.ON_TRACK), on=f.days(-95 if state == State.NOT_UPDATED else -5))
    if state == State.SIGNED_OFF:
        paper.judge(row, VerdictKind.ACHIEVED)


S, C, T, N, D, O, W, U, R = (  # noqa: E741  # the letters of the table below
    State.SIGNED_OFF,
    State.CLAIMED,
    State.ON_TRACK,
    State.NOT_STARTED,
    State.DELAYED,
    State.OVERDUE,
    State.AWAITING,
    State.NOT_UPDATED,
    State.NOT_ACCEPTED,
)


@pytest.mark.parametrize(
    ("states", "sentence"),
    [
        ("", "No recommendation matches these filters."),
        (
            [T, T, C, N],
            (
                "The committee has not signed off any of the 4 recommendations yet. None is overdue or delayed. "
                "2 are on track, 1 has not started, and 1 is called achieved by officers."
            ),
        ),
        (
            [S, S, T],
            "The committee has signed off 2 of the 3 recommendations. None is overdue or delayed. 1 is on track.",
        ),
        (
            [S, O, C, C, R],
            (
                "The committee has signed off 1 of the 5 recommendations. 1 is overdue. "
                "2 are called achieved by officers and 1 was not accepted."
            ),
        ),
        ([S, S], "The committee has signed off 2 of the 2 recommendations. None is overdue or delayed."),
        ([S, O], "The committee has signed off 1 of the 2 recommendations. 1 is overdue."),
        ([S, O, O], "The committee has signed off 1 of the 3 recommendations. 2 are overdue."),
        ([S, D], "The committee has signed off 1 of the 2 recommendations. 1 is delayed."),
        (
            [T, W],
            "The committee has not signed off any of the 2 recommendations yet. 1 waits for a response. 1 is on track.",
        ),
        ([W, W], "The committee has not signed off any of the 2 recommendations yet. 2 wait for a response."),
        (
            [T, U],
            (
                "The committee has not signed off any of the 2 recommendations yet. "
                "1 has an action with no update for 90 days. 1 is on track."
            ),
        ),
        (
            [S, U, U],
            ("The committee has signed off 1 of the 3 recommendations. 2 have an action with no update for 90 days."),
        ),
        ([S, O, D], "The committee has signed off 1 of the 3 recommendations. 1 is overdue and 1 is delayed."),
        (
            [S, S, O, O, D, U],
            (
                "The committee has signed off 2 of the 6 recommendations. "
                "2 are overdue, 1 is delayed, and 1 more has an action with no update for 90 days."
            ),
        ),
        (
            [S, O, D, D, W, U, U],
            (
                "The committee has signed off 1 of the 7 recommendations. 1 is overdue, 2 are delayed, "
                "1 waits for a response, and 2 more have an action with no update for 90 days."
            ),
        ),
    ],
)
def test_the_headline_says_the_position(states: list[State], sentence: str) -> None:
    paper = Paper()
    for state in states:
        in_state(paper, state)
    assert said(paper) == sentence


def test_where_nothing_was_agreed_nothing_is_called_in_time() -> None:
    paper = Paper()
    paper.recommendation()
    paper.recommendation()
    assert said(paper).endswith("recommendations yet. No action has been agreed yet. 2 have not started.")


def test_one_recommendation_is_not_called_any_of_the_one() -> None:
    paper = Paper()
    in_state(paper, T)
    assert said(paper) == (
        "The committee has not signed off the recommendation yet. None is overdue or delayed. 1 is on track."
    )


def test_one_signed_off_recommendation_is_named_without_counting() -> None:
    paper = Paper()
    in_state(paper, S)
    assert said(paper) == "The committee has signed off the recommendation. None is overdue or delayed."


def test_the_limit_in_the_sentence_is_the_committees() -> None:
    paper = Paper(stale=60)
    in_state(paper, U)
    in_state(paper, T)
    assert said(paper).endswith("1 has an action with no update for 60 days. 1 is on track.")


def test_each_figure_of_the_sentence_leads_to_its_list() -> None:
    paper = Paper()
    for state in (S, O, O, D, U, W):
        in_state(paper, state)
    found = [(fragment.text, fragment.url) for fragment in headline(paper.position()) if fragment.url]
    address = "/reviews/harbour-review/recommendations/?state="
    assert found == [
        ("1 of the 6", f"{address}signed_off"),
        ("2 are overdue", f"{address}overdue"),
        ("1 is delayed", f"{address}delayed"),
        ("1 waits for a response", f"{address}awaiting"),
        ("1 more has an action", f"{address}not_updated"),
    ]


def test_nought_is_plain_text() -> None:
    paper = Paper()
    in_state(paper, T)
    assert [fragment.text for fragment in headline(paper.position()) if fragment.url] == ["1 is on track"]


@given(st.lists(st.sampled_from(OF_A_RECOMMENDATION), min_size=2, max_size=15))
def test_the_figures_of_the_sentence_add_up_to_all(states: list[State]) -> None:
    paper = Paper()
    for state in states:
        in_state(paper, state)
    figures = [fragment for fragment in headline(paper.position()) if fragment.url]
    assert sum(int(figure.text.split()[0]) for figure in figures) == len(states)
    assert len({figure.url for figure in figures}) == len(figures)
