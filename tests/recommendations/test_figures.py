"""Counts: groups, breakdowns, changes and timely figures add up, whatever happened."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from council.models import Service
from recommendations.figures import RANK, TIMELINESS, Change, lower_first
from recommendations.standing import Before
from recommendations.states import OF_A_RECOMMENDATION, ResponseKind, State, Status, VerdictKind
from tests import factories as f
from tests.paper import Paper

DAYS = st.integers(-300, 200).map(f.days)
PAST = st.integers(-300, 0).map(f.days)


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    """A review to which anything may have happened up to DAY."""
    paper = Paper(stale=draw(st.sampled_from([30, 90])), due_soon=draw(st.sampled_from([7, 30])))
    services = [None, paper.service, Service(pk=2, directorate=paper.service.directorate, name="Library Service")]
    for _ in range(draw(st.integers(0, 5))):
        row = paper.recommendation(
            theme=draw(st.integers(1, 3)), service=draw(st.sampled_from(services)), accepted=draw(st.booleans())
        )
        for kind in draw(st.lists(st.sampled_from(list(ResponseKind)), max_size=2)):
            paper.respond(row, kind, on=draw(PAST))
        for _ in range(draw(st.integers(0, 3))):
            action = paper.action(row, target_on=draw(DAYS))
            for status in draw(st.lists(st.sampled_from(list(Status)), max_size=3)):
                paper.tell(action, status, on=draw(PAST))
            for days in draw(st.lists(st.integers(1, 100), max_size=3)):
                moved = [e.to_on for e in paper.extensions[action.pk]]
                last = moved[-1] if moved else action.original_target_on
                paper.move(action, date.fromordinal(last.toordinal() + days), decided_on=f.days(-39))
        for verdict in draw(st.lists(st.sampled_from(list(VerdictKind)), max_size=2)):
            paper.judge(row, verdict, held_on=draw(PAST))
    return paper


@given(papers(), PAST)
@settings(max_examples=60, deadline=None)
def test_groups_and_breakdowns_add_up_to_the_total(paper: Paper, on: date) -> None:
    position = paper.position(on, f.days(-301))
    assert sum(g.count for g in position.all_groups) == position.count == len(paper.recommendations)
    assert sum(g.count for g in position.groups) == position.count
    assert sum(g.before or 0 for g in position.all_groups) == position.count
    for rows in (position.by_theme, position.by_service):
        assert sum(row.count for row in rows) == position.count
        for row in rows:
            assert sum(g.count for g in row.groups) == row.count
    for state in OF_A_RECOMMENDATION:
        in_themes = sum(g.count for row in position.by_theme for g in row.groups if g.state == state)
        assert in_themes == position.group(state).count
    assert position.unchanged + len(position.all_changes) == position.count


@given(papers(), PAST)
@settings(max_examples=60, deadline=None)
def test_timely_actions_are_actions_of_the_position_and_computed_alike(paper: Paper, on: date) -> None:
    position = paper.position(on)
    for kind in TIMELINESS:
        rows = position.timely(kind)
        assert set(rows) <= set(position.actions)
        assert position.timely_figure(kind).count == len(rows)
        assert [r.target_on for r in rows] == sorted(r.target_on for r in rows)
    overdue = {a.action.recommendation.number for a in position.timely("overdue")}
    assert {s.recommendation.number for s in position.group(State.OVERDUE).standings} <= overdue


@given(papers(), PAST, st.integers(0, 60))
@settings(max_examples=60, deadline=None)
def test_what_happens_later_does_not_change_an_earlier_day(paper: Paper, on: date, more: int) -> None:
    def seen() -> list[tuple[object, ...]]:
        return [
            (s.state, s.claim, s.since, s.agreement, s.days_over, [(a.state, a.target_on) for a in s.actions])
            for s in paper.position(on).standings
        ]

    before = seen()
    later = date.fromordinal(on.toordinal() + 1 + more)
    for row in paper.recommendations:
        paper.respond(row, ResponseKind.REJECTED, on=later)
        paper.judge(row, VerdictKind.ACHIEVED, held_on=later)
        paper.judge(row, VerdictKind.UNACCEPTABLE, held_on=on, recorded_on=later)
        for action in list(paper.actions[row.pk]):
            paper.tell(action, Status.ACHIEVED, on=later)
            paper.move(action, f.days(900), asked_on=on, decided_on=later)
        paper.action(row, agreed_on=later, target_on=later)
    assert seen() == before


def test_a_group_knows_its_address_its_meaning_and_its_change() -> None:
    paper = Paper()
    for status in (Status.ON_TRACK, Status.DELAYED, Status.DELAYED):
        paper.tell(paper.action(paper.recommendation()), status, on=f.days(-10))
    paper.tell(paper.actions[1][0], Status.DELAYED, on=f.days(-2))
    position = paper.position(f.DAY, f.days(-5))
    group = position.group(State.DELAYED)
    assert (group.count, group.before, group.change) == (3, 2, "1 more")
    assert group.definition == "Will be late, or has stopped"
    assert group.url == "/reviews/harbour-review/recommendations/?state=delayed"
    on_track = position.group(State.ON_TRACK)
    assert (on_track.count, on_track.before, on_track.change) == (0, 1, "1 fewer")
    assert position.group(State.OVERDUE).change == "No change"
    assert paper.position().group(State.DELAYED).change == ""
    assert [g.state for g in position.groups] == [State.ON_TRACK, State.DELAYED]


def test_a_group_that_one_left_as_another_came_says_both() -> None:
    paper = Paper()
    for status, now in ((Status.ON_TRACK, Status.DELAYED), (Status.DELAYED, Status.ON_TRACK)):
        action = paper.action(paper.recommendation())
        paper.tell(action, status, on=f.days(-10))
        paper.tell(action, now, on=f.days(-2))
    assert paper.position(f.DAY, f.days(-5)).group(State.DELAYED).change == "1 in, 1 out"


def test_limits_of_the_committee_stand_in_the_definitions() -> None:
    position = Paper(stale=45).position()
    assert position.group(State.ON_TRACK).definition == "Said in the last 45 days"
    assert position.group(State.NOT_UPDATED).definition == "No update for 45 days"


def test_every_state_has_a_rank_and_a_definition() -> None:
    position = Paper().position()
    assert set(RANK) == set(OF_A_RECOMMENDATION)
    assert all(position.group(state).definition for state in OF_A_RECOMMENDATION)


def test_themes_stand_in_the_order_of_the_report_and_services_by_size() -> None:
    paper = Paper()
    library = Service(pk=2, directorate=paper.service.directorate, name="Library Service")
    arts = Service(pk=3, directorate=paper.service.directorate, name="Arts Service")
    youth = paper.service
    for theme, service in ((2, None), (2, None), (1, library), (3, youth), (3, youth), (1, arts), (1, None)):
        paper.recommendation(theme=theme, service=service)
    position = paper.position()
    assert [(row.label, row.count) for row in position.by_theme] == [("Theme 1", 3), ("Theme 2", 2), ("Theme 3", 2)]
    assert [(row.label, row.count) for row in position.by_service] == [
        ("Youth Service", 2),
        ("Arts Service", 1),
        ("Library Service", 1),
        ("Owner to be assigned", 3),
    ]
    assert position.by_service[-1].url == "/reviews/harbour-review/recommendations/?service=none"
    assert position.by_theme[0].url == "/reviews/harbour-review/recommendations/?theme=1"
    assert position.by_theme[0].groups[0].url == ("/reviews/harbour-review/recommendations/?theme=1&state=not_started")


def test_a_breakdown_says_its_groups_in_words() -> None:
    paper = Paper()
    paper.judge(paper.recommendation(), VerdictKind.ACHIEVED)
    for _ in range(2):
        paper.tell(paper.action(paper.recommendation()))
    assert paper.position().by_theme[0].in_words == "1 signed off; 2 on track"


def test_changes_come_forward_first_in_the_order_of_the_report() -> None:
    paper = Paper()
    good, bad, done = Status.ON_TRACK, Status.DELAYED, Status.ACHIEVED
    for said in ((good, bad), (bad, good), (good, done)):
        action = paper.action(paper.recommendation())
        for day, status in zip((-30, -2), said, strict=True):
            paper.tell(action, status, on=f.days(day))
    paper.tell(paper.action(paper.recommendation()), on=f.days(-30))
    position = paper.position(f.DAY, f.days(-10))
    assert [(c.now.recommendation.reference, c.is_forward) for c in position.changes] == [
        ("R2", True),
        ("R3", True),
        ("R1", False),
    ]
    first = position.changes[0]
    assert (first.before.state, first.now.state) == (State.DELAYED, State.ON_TRACK)
    assert position.unchanged == 1


def test_what_changed_in_a_group_is_told_in_words() -> None:
    paper = Paper()
    row = paper.recommendation()
    for _ in range(2):
        paper.tell(paper.action(row, target_on=f.days(-40)), Status.DELAYED, on=f.days(-50))
    late, failed, done = (paper.action(row, target_on=f.days(day)) for day in (-3, -4, 20))
    for action in (late, failed, done):
        paper.tell(action, on=f.days(-20))
    paper.tell(failed, Status.NOT_ACHIEVED, on=f.days(-2))
    paper.tell(done, Status.ACHIEVED, on=f.days(-2))
    paper.judge(row, VerdictKind.UNACCEPTABLE, held_on=f.days(-5))
    paper.tell(paper.action(paper.recommendation()), on=f.days(-2))
    paper.tell(paper.action(paper.recommendation()), on=f.days(-20))
    position = paper.position(f.DAY, f.days(-10))
    moved, (change,) = position.compared.moved, position.compared.inside
    assert (change.now.recommendation.reference, change.is_inside, change.is_forward) == ("R1", True, False)
    assert list(change.news) == [
        "Verdict: unacceptable progress, meeting of 12 June 2026, minute 5.2",
        "Newly overdue: 1.3 and 1.4",
        "Not achieved: 1.4",
        "Achieved, officers say: 1.5",
    ]
    assert [c.now.recommendation.reference for c in moved] == ["R2"]
    assert (position.unchanged, position.new) == (1, 0)
    assert [(way, len(found)) for way, found in position.compared.ways] == [
        ("Moved forward", 1),
        ("Same group, but changed", 1),
    ]


def test_without_an_earlier_day_nothing_changed() -> None:
    paper = Paper()
    paper.recommendation()
    assert paper.position().changes == ()


def test_a_refusal_is_a_step_back_and_taking_it_back_a_step_forward() -> None:
    paper = Paper()
    row = paper.recommendation(accepted=False)
    paper.respond(row, ResponseKind.REJECTED, on=f.days(-20))
    paper.respond(row, ResponseKind.ACCEPTED, on=f.days(-10))
    stands = [paper.standing(row, f.days(day)) for day in (-21, -15, -5)]
    before = [Before(s.recommendation, s.on, s.is_signed_off, s.responses, set()) for s in stands]
    assert [s.state for s in stands] == [State.AWAITING, State.NOT_ACCEPTED, State.NOT_STARTED]
    assert [b.state for b in before] == [s.state for s in stands]
    assert Change(before[0], stands[1]).is_forward is False
    assert Change(before[1], stands[2]).is_forward is True
    assert Change(before[0], stands[2]).is_forward is True


def test_disagreements_and_late_responses_are_counted() -> None:
    paper = Paper()
    first = paper.recommendation()
    paper.tell(paper.action(first), Status.ACHIEVED, on=f.days(-50))
    paper.judge(first, VerdictKind.UNACCEPTABLE)
    second = paper.recommendation(accepted=False)
    position = paper.position()
    assert [s.recommendation for s in position.disagreements] == [first]
    assert [s.recommendation for s in position.late_responses] == [second]
    figure = position.disagreement_figure
    assert (figure.count, figure.noun) == (1, "of the 2")
    assert figure.url == "/reviews/harbour-review/recommendations/?agreement=disagree"


def test_a_narrowed_position_narrows_the_earlier_day_too_and_carries_its_filter() -> None:
    paper = Paper()
    for theme in (1, 1, 2):
        paper.recommendation(theme=theme)
    position = paper.position(f.DAY, f.days(-30)).narrowed(lambda s: s.recommendation.theme.number == 1, theme="1")
    assert position.earlier is not None
    assert (position.count, len(position.earlier.standings)) == (2, 2)
    assert position.link("action_list", timeliness="overdue") == (
        "/reviews/harbour-review/actions/?theme=1&timeliness=overdue"
    )


def test_a_timely_figure_speaks_of_actions() -> None:
    paper = Paper()
    row = paper.recommendation()
    paper.action(row, target_on=f.days(-2))
    assert (paper.position().timely_figure("overdue").count, paper.position().timely_figure("overdue").noun) == (
        1,
        "action",
    )
    paper.action(row, target_on=f.days(-9))
    figure = paper.position().timely_figure("overdue")
    assert (figure.count, figure.noun) == (2, "actions")
    assert [a.days_over for a in paper.position().timely("overdue")] == [9, 2]
    assert paper.position().timely_figure("call_in").noun == "actions"


def test_the_agenda_leaves_out_what_has_no_action() -> None:
    paper = Paper()
    row = paper.recommendation()
    paper.action(row, target_on=f.days(-2), agreed_on=f.days(-80))
    paper.action(row, target_on=f.days(20), agreed_on=f.days(-80))
    position = paper.position()
    assert [(p.key, p.title, p.count) for p in position.pressing] == [
        ("overdue", "Overdue", 1),
        ("due_soon", "Due in the next 30 days", 1),
    ]
    assert position.pressing[0].url == "/reviews/harbour-review/actions/?timeliness=overdue"


def test_a_label_inside_a_sentence_begins_small() -> None:
    assert lower_first("On track, not updated") == "on track, not updated"
    assert lower_first("") == ""


def test_how_far_dates_can_be_relied_on_is_told_of_the_services_that_act() -> None:
    paper = Paper()
    row = paper.recommendation()
    kept = paper.action(row, target_on=f.days(-9), agreed_on=f.days(-80))
    paper.tell(kept, Status.ACHIEVED, on=f.days(-10))
    late = paper.action(row, target_on=f.days(-30), agreed_on=f.days(-80))
    paper.tell(late, Status.ACHIEVED, on=f.days(-26))
    paper.action(row, target_on=f.days(-12), agreed_on=f.days(-80))
    paper.action(row, target_on=f.days(20), agreed_on=f.days(-80))
    (dates,) = paper.position().reliability
    # Kept, 4 days late, and open for 12 days past its date.
    assert (dates.label, dates.come.count, dates.kept.count, dates.median_days_late) == ("Youth Service", 3, 1, 4)
