"""Where things lie in the drawings of dates: inside, in order, and without labels over each other."""

import re
from datetime import date, timedelta
from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from council.templatetags.drawn import bars
from recommendations.drawing import (
    LABEL_HALF,
    LABEL_ROOM,
    Point,
    Scale,
    Slippage,
    Timeline,
    bar_unit,
    beside_line,
    in_words,
    slippage,
    ticks,
    timeline,
    times,
)
from recommendations.models import Action
from recommendations.states import Status, VerdictKind
from tests import factories as f
from tests.paper import Paper

pytestmark = pytest.mark.once

MOVES = st.lists(st.integers(1, 200), max_size=4)


def moved(paper: Paper, target_on: date, moves: list[int], said: list[Status]) -> Action:
    """An action whose target was moved by so many days each time, and what was said of it."""
    action = paper.action(paper.recommendation(), target_on=target_on)
    for days in moves:
        last = paper.extensions[action.pk][-1].to_on if paper.extensions[action.pk] else target_on
        paper.move(action, last + timedelta(days=days))
    for status in said:
        paper.tell(action, status)
    return action


def drawn(target: int, *moves: int, said: Status = Status.ON_TRACK) -> Slippage | None:
    paper = Paper()
    action = moved(paper, f.days(target), list(moves), [said])
    return slippage(paper.stand(action))


def test_a_scale_maps_its_ends_to_its_sides_and_keeps_the_rest_inside() -> None:
    scale = Scale(date(2026, 1, 1), date(2026, 1, 11))
    assert [scale.x(date(2026, 1, day)) for day in (1, 6, 11)] == [2.0, 50.0, 98.0]
    assert (scale.x(date(2025, 1, 1)), scale.x(date(2027, 1, 1))) == (2.0, 98.0)
    assert Scale(date(2026, 1, 1), date(2026, 1, 1)).x(date(2026, 1, 1)) == 2.0


def test_an_action_in_time_that_never_moved_has_no_drawing() -> None:
    assert drawn(60) is None
    assert drawn(-60, said=Status.ACHIEVED) is None


def test_a_moved_action_shows_the_first_target_and_the_one_now() -> None:
    found = drawn(60, 30)
    assert found is not None
    assert [(p.kind, p.label, p.x) for p in found.points] == [("earlier", "16 Aug", 4.0), ("current", "15 Sep", 96.0)]
    assert (found.slipped_to, found.overdue_to) == (96.0, None)
    assert found.title == "First target 16 August 2026, moved once, now 15 September 2026"
    assert found.ledger == ("To 15 September 2026. Waiting for a partner. Agreed 9 May 2026.",)


def test_an_overdue_action_is_drawn_up_to_today() -> None:
    found = drawn(-30)
    assert found is not None
    assert [(p.kind, p.label) for p in found.points] == [("current", "18 May")]
    assert (found.slipped_to, found.overdue_to, found.overdue_label) == (None, 96.0, "17 Jun")
    assert found.title == "Target 18 May 2026, overdue 30 days"
    assert found.ledger == ()


def test_a_moved_and_overdue_action_shows_both() -> None:
    found = drawn(-100, 50, 20)
    assert found is not None
    assert [p.kind for p in found.points] == ["earlier", "earlier", "current"]
    assert found.slipped_to == found.points[-1].x < found.overdue_to == 96.0  # type: ignore[operator]
    assert found.title == "First target 9 March 2026, moved twice, now 18 May 2026, overdue 30 days"


def test_one_day_is_not_called_days() -> None:
    found = drawn(-1)
    assert found is not None
    assert found.title == "Target 16 June 2026, overdue 1 day"


def test_an_achieved_action_says_when() -> None:
    paper = Paper()
    action = moved(paper, f.days(60), [30], [Status.ACHIEVED])
    assert in_words(paper.stand(action)) == (
        "First target 16 August 2026, moved once, now 15 September 2026, achieved 7 June 2026"
    )


def test_how_often_is_said_in_words() -> None:
    assert [times(count) for count in (1, 2, 3, 11)] == ["once", "twice", "3 times", "11 times"]


@given(st.integers(-300, 100), MOVES, st.sampled_from(list(Status)))
@settings(max_examples=150, deadline=None)
def test_a_slippage_stays_inside_and_its_labels_apart(target: int, moves: list[int], said: Status) -> None:
    paper = Paper()
    found = slippage(paper.stand(moved(paper, f.days(target), moves, [said])))
    if found is None:
        return
    places = [p.x for p in found.points]
    assert places == sorted(places)
    assert all(0 <= x <= 100 for x in places)
    labelled = [p.x for p in found.points if p.label]
    assert labelled[0] == places[0] == 4.0
    assert all(b - a >= 2 * LABEL_ROOM for a, b in pairwise(labelled))
    if found.overdue_to is not None:
        assert places[-1] <= found.overdue_to <= 100
        assert all(100 - x >= 2 * LABEL_ROOM for x in labelled)


# --- The timeline -----------------------------------------------------------------------------------------------------


def a_timeline(paper: Paper, *meetings: date, on: date = f.DAY) -> Timeline:
    found = timeline(paper.position(on), list(meetings))
    assert found is not None
    return found


def test_without_an_action_there_is_no_timeline() -> None:
    paper = Paper()
    paper.recommendation()
    assert timeline(paper.position(), []) is None


def test_a_row_of_the_timeline_shows_slipped_overdue_and_achieved() -> None:
    paper = Paper()
    moved(paper, f.days(-100), [50], [Status.DELAYED])
    moved(paper, f.days(50), [], [Status.ACHIEVED])
    signed = moved(paper, f.days(60), [], [Status.ACHIEVED])
    paper.judge(signed.recommendation, VerdictKind.ACHIEVED, held_on=f.days(-1))
    late, claimed, done = a_timeline(paper).rows
    assert [p.kind for p in late.points] == ["earlier", "current"]
    assert late.slipped_from == late.line_to == late.points[0].x
    assert late.slipped_to == late.overdue_from == late.points[1].x < late.overdue_to  # type: ignore[operator]
    assert late.title == "1.1: First target 9 March 2026, moved once, now 28 April 2026, overdue 50 days"
    assert [p.kind for p in claimed.points] == ["current", "claimed"]
    assert (claimed.slipped_from, claimed.overdue_from) == (None, None)
    assert [p.kind for p in done.points] == ["current", "signed_off"]


def test_the_line_of_the_day_runs_through_no_label() -> None:
    paper = Paper()
    moved(paper, f.DAY, [], [])
    moved(paper, f.days(600), [], [])
    found = a_timeline(paper, on=date(2026, 9, 3))
    near = [mark for mark in found.ticks if abs(mark.x - found.today_x) < 5]
    assert near and any(mark.label for mark in found.ticks if mark not in near)
    labels = [mark.label_x for mark in found.ticks if mark.label]
    assert all(abs(x - found.today_x) >= LABEL_HALF - 0.01 for x in labels)


def test_a_label_that_the_line_would_run_through_stands_beside_it_where_there_is_room() -> None:
    marks = (Point(20, "tick", "Oct 2026"), Point(40, "tick", "Jan 2027"), Point(60, "tick", "Apr 2027"))
    for line, x in ((37, 43.5), (42, 35.5), (40, 46.5)):
        beside = beside_line(marks, line)
        assert [(mark.label, mark.label_x) for mark in beside] == [("Oct 2026", 20), ("Jan 2027", x), ("Apr 2027", 60)]
    close = (Point(40, "tick", "Jan 2027"), Point(52, "tick", "Apr 2027"))
    assert [mark.label for mark in beside_line(close, 38)] == ["", "Apr 2027"]


@pytest.mark.parametrize("counts", [(7, 5, 1), (13, 1), (2,), ()])
def test_one_recommendation_is_as_wide_in_every_bar_of_a_table_and_the_longest_has_room(
    counts: tuple[int, ...],
) -> None:
    unit = bar_unit(counts)
    assert unit <= 46 and all(count * unit <= 340 for count in counts)
    one = SimpleNamespace(count=1, state="on_track", word="On track")
    (width,) = re.findall(r'width="(\d+)"', bars([one], unit=unit))
    wide = re.findall(r'width="(\d+)"', bars([one] * len(counts), unit=unit))
    assert wide == [width] * len(counts)


def test_meetings_outside_the_drawing_are_left_out() -> None:
    paper = Paper()
    moved(paper, f.days(60), [], [])
    found = a_timeline(paper, f.days(-400), f.days(10), f.days(900))
    assert len(found.meetings) == 1
    assert found.today_x < found.meetings[0] < 100


def test_today_lies_where_it_belongs_when_all_targets_are_far_ahead() -> None:
    paper = Paper()
    moved(paper, f.days(86), [], [])
    assert a_timeline(paper).today_x == 13.79  # 14 of the 114 days between 3 June and 25 September


def test_an_early_achievement_lies_on_its_day() -> None:
    paper = Paper()
    paper.tell(moved(paper, f.days(10), [], []), Status.ACHIEVED, on=f.days(-100))
    current, claim = a_timeline(paper).rows[0].points
    assert claim.x < a_timeline(paper).today_x < current.x
    assert claim.x > 2.0


def test_the_list_for_small_screens_is_cut_by_today() -> None:
    paper = Paper()
    for target in (40, -10, 0, -30):
        moved(paper, f.days(target), [], [Status.ON_TRACK])
    moved(paper, f.days(-50), [], [Status.ACHIEVED])
    found = a_timeline(paper).open_by_date
    assert [f"{e['row'].target_on:%-d %b}" if "row" in e else "today" for e in found] == [
        "18 May",
        "7 Jun",
        "today",
        "17 Jun",
        "27 Jul",
    ]


ACTIONS = st.lists(st.tuples(st.integers(-299, 800), MOVES, st.sampled_from(list(Status))), min_size=1, max_size=4)


@given(ACTIONS, st.integers(-200, 900))
@settings(max_examples=150, deadline=None)
def test_the_timeline_stays_inside(actions: list[tuple[int, list[int], Status]], day: int) -> None:
    paper = Paper()
    for target, moves, said in actions:
        moved(paper, f.days(target), moves, [said])
    found = a_timeline(paper, *(f.days(d) for d in range(-300, 900, 50)), on=f.days(day))
    places = [found.today_x, *found.meetings, *(t.x for t in found.ticks)]
    for row in found.rows:
        places += [p.x for p in row.points] + [row.line_to]
        places += [x for x in (row.slipped_from, row.slipped_to, row.overdue_from, row.overdue_to) if x is not None]
        assert row.slipped_from is None or row.slipped_to is None or row.slipped_from <= row.slipped_to
        assert row.overdue_from is None or row.overdue_to is None or row.overdue_from <= row.overdue_to
    assert all(0 <= x <= 100 for x in places)


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(20, 4000))
@settings(max_examples=300, deadline=None)
def test_labels_of_months_do_not_overlap(first: date, length: int) -> None:
    marks = ticks(Scale(first, first + timedelta(days=length)))
    places = [mark.x for mark in marks]
    assert all(b - a >= LABEL_ROOM for a, b in pairwise(places))
    assert all(LABEL_ROOM <= x <= 100 - LABEL_ROOM for x in places)


@pytest.mark.parametrize("slip", [date(9999, 12, 31), date(2926, 1, 1)])
def test_a_slip_of_the_year_ruins_no_timeline(slip: date) -> None:
    paper = Paper()
    moved(paper, f.days(90), [], [])
    moved(paper, slip, [], [])
    found = a_timeline(paper, f.days(30))
    near, far = (row.points[0].x for row in found.rows)
    assert found.today_x + 2 < near < far == 98.0
    assert len(found.ticks) > 4
    assert all(after.x - mark.x >= LABEL_ROOM for mark, after in pairwise(found.ticks))


@given(st.dates(), st.dates())
@settings(max_examples=300, deadline=None)
def test_no_two_days_make_labels_that_collapse(one: date, other: date) -> None:
    places = [mark.x for mark in ticks(Scale(min(one, other), max(one, other)))]
    assert all(b - a >= LABEL_ROOM for a, b in pairwise(places))


def test_labels_of_months_name_the_first_of_each_third_month() -> None:
    marks = ticks(Scale(date(2026, 1, 15), date(2026, 12, 20)))
    assert [mark.label for mark in marks] == ["Apr 2026", "Jul 2026", "Oct 2026"]
