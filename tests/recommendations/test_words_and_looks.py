"""The template tags that say a claim, a verdict, a day and a span of days."""

from datetime import date

import pytest
from django.http import QueryDict

from council.amounts import counted
from recommendations.states import State, Status, VerdictKind
from recommendations.templatetags import standing as tags
from tests import factories as f
from tests.paper import Paper

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("status", "mark", "word"),
    [
        (None, "not_started", "Not started"),
        (Status.ON_TRACK, "on_track", "On track"),
        (Status.DELAYED, "delayed", "Delayed"),
        (Status.ACHIEVED, "claimed", "Achieved"),
        (Status.NOT_ACHIEVED, "not_achieved", "Not achieved"),
        (Status.PAUSED, "paused", "Paused"),
        (Status.NO_LONGER_FEASIBLE, "no_longer_feasible", "No longer feasible"),
    ],
)
def test_the_word_of_a_claim_is_the_officers(status: Status | None, mark: str, word: str) -> None:
    paper = Paper()
    action = paper.action(paper.recommendation(), agreed_on=f.days(-30))
    if status:
        paper.tell(action, status)
    found = tags.claim_of(paper.stand(action))
    assert (found["state"], found["word"], found["second"]) == (mark, word, "")


def test_overdue_stands_beneath_the_word_and_never_in_its_place() -> None:
    paper = Paper()
    action = paper.action(paper.recommendation(), target_on=f.days(-1))
    paper.tell(action, Status.DELAYED)
    found = tags.claim_of(paper.stand(action))
    assert (found["state"], found["word"], found["second"], found["second_kind"]) == (
        "delayed",
        "Delayed",
        "Overdue 1 day",
        "over",
    )


def test_silence_stands_beneath_an_old_on_track() -> None:
    paper = Paper()
    action = paper.action(paper.recommendation())
    paper.tell(action, on=f.days(-127))
    found = tags.claim_of(paper.stand(action))
    assert (found["state"], found["word"], found["second"]) == ("not_updated", "On track", "no update for 127 days")
    whole = tags.claim_of(paper.standing(action.recommendation))
    assert (whole["state"], whole["second"]) == ("not_updated", "1.1: no update for 127 days")


def test_a_late_achievement_says_by_how_much() -> None:
    paper = Paper()
    action = paper.action(paper.recommendation(), target_on=f.days(-20))
    paper.tell(action, Status.ACHIEVED, on=f.days(-10))
    found = tags.claim_of(paper.stand(action))
    assert (found["state"], found["word"], found["second"]) == ("claimed", "Achieved", "10 days late")


def test_a_recommendation_without_an_action_shows_its_state() -> None:
    paper = Paper()
    found = tags.claim_of(paper.standing(paper.recommendation(accepted=False)))
    assert (found["state"], found["word"], found["second"]) == (State.AWAITING, "No action", "awaiting a response")


def test_a_signed_off_recommendation_carries_the_tick_beside_the_claim() -> None:
    paper = Paper()
    row = paper.recommendation()
    paper.tell(paper.action(row), Status.ACHIEVED)
    paper.judge(row, VerdictKind.ACHIEVED)
    assert (tags.claim_of(paper.standing(row))["state"], tags.claim_of(paper.standing(row))["word"]) == (
        "signed_off",
        "Achieved",
    )
    assert tags.agreement(paper.standing(row)) == ""


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        (VerdictKind.ACHIEVED, "Achieved"),
        (VerdictKind.ACCEPTABLE, "Acceptable progress"),
        (VerdictKind.UNACCEPTABLE, "Unacceptable progress"),
    ],
)
def test_the_word_of_a_verdict_is_the_committees(kind: VerdictKind, word: str) -> None:
    paper = Paper()
    row = paper.recommendation()
    assert (tags.verdict_of(paper.standing(row))["verdict"], tags.verdict_of(paper.standing(row))["word"]) == (
        "none",
        "No verdict yet",
    )
    paper.judge(row, kind)
    found = tags.verdict_of(paper.standing(row))
    assert (found["verdict"], found["word"]) == (kind.value, word)


@pytest.mark.parametrize(
    ("said", "verdict", "held_on", "words"),
    [
        (Status.ACHIEVED, VerdictKind.UNACCEPTABLE, f.days(-5), "disagree"),
        (Status.ACHIEVED, VerdictKind.UNACCEPTABLE, f.days(-15), "claim_since"),
        (Status.ON_TRACK, VerdictKind.ACCEPTABLE, f.days(-5), ""),
    ],
)
def test_only_a_difference_is_worth_words(said: Status, verdict: VerdictKind, held_on: date, words: str) -> None:
    paper = Paper()
    row = paper.recommendation()
    paper.tell(paper.action(row), said, on=f.days(-10))
    paper.judge(row, verdict, held_on=held_on)
    assert tags.agreement(paper.standing(row)) == words


def test_days_are_written_out() -> None:
    assert (tags.long_day(date(2017, 9, 30)), tags.long_day(None)) == ("30 September 2017", "")
    assert (tags.short_day(date(2017, 9, 3)), tags.short_day(None)) == ("3 Sep 2017", "")


def test_spans_are_counted_in_words() -> None:
    assert [tags.days(count) for count in (0, 1, 61)] == ["0 days", "1 day", "61 days"]
    assert [tags.ago(f.days(day), f.DAY) for day in (0, -1, -26)] == ["today", "yesterday", "26 days ago"]
    assert tags.ago(None, f.DAY) == ""
    assert [tags.until(f.days(day), f.DAY) for day in (9, 1, 0, -1, -61)] == [
        "in 9 days",
        "in 1 day",
        "today",
        "1 day over",
        "61 days over",
    ]
    assert [counted(count, "action") for count in (0, 1, 3)] == ["0 actions", "1 action", "3 actions"]


def test_an_address_keeps_what_is_not_changed() -> None:
    assert tags.query_with({"as_at": "2026-03-31", "kind": "update"}, kind="verdict") == (
        "?as_at=2026-03-31&kind=verdict"
    )
    assert tags.query_with({"kind": "update"}, kind="") == "?"
    assert tags.query_without(QueryDict("state=delayed&q=a+b"), "state") == "?q=a+b"
    assert tags.query_without(QueryDict("state=delayed"), "theme") == "?state=delayed"


def test_direction_says_better_worse_or_same_since_the_day_compared_with() -> None:
    paper = Paper()
    for before, now in ((Status.DELAYED, Status.ON_TRACK), (Status.ON_TRACK, Status.DELAYED), (Status.ON_TRACK,) * 2):
        action = paper.action(paper.recommendation())
        paper.tell(action, before, on=f.days(-30))
        paper.tell(action, now, on=f.days(-2))
    compared = paper.position(f.DAY, f.days(-10))
    assert [tags.direction(compared, s) for s in compared.standings] == ["better", "worse", "same"]
    alone = paper.position()
    assert [tags.direction(alone, s) for s in alone.standings] == ["", "", ""]
