"""Everything that happened to a recommendation, newest first."""

from datetime import date

import pytest

from recommendations.history import KINDS, Event, counts, history, in_lines, in_words
from recommendations.models import Recommendation
from recommendations.states import ResponseKind, Status, VerdictKind
from tests import factories as f
from tests.paper import Paper

pytestmark = pytest.mark.once

COMPUTED = "Computed from the dates. No one typed it."


def events(paper: Paper, row: Recommendation, on: date = f.DAY) -> list[Event]:
    ledger = paper.ledger()
    return history(ledger.standing(row, on), ledger.all_updates, ledger.all_extensions, [])


def a_year(paper: Paper) -> Recommendation:
    row = paper.recommendation()
    action = paper.action(row, target_on=f.days(-100))
    paper.tell(action, Status.ON_TRACK, on=f.days(-200))
    paper.move(action, f.days(-30), asked_on=f.days(-120), decided_on=f.days(-110))
    paper.tell(action, Status.DELAYED, on=f.days(-20))
    paper.judge(row, VerdictKind.UNACCEPTABLE, held_on=f.days(-10))
    return row


def test_the_history_tells_everything_newest_first_in_exact_words() -> None:
    paper = Paper()
    row = a_year(paper)
    assert [(e.day, e.kind, e.reference, e.summary, e.who) for e in events(paper, row)] == [
        (f.days(-10), "verdict", "R1", "Unacceptable progress", "The committee, minute 5.2"),
        (f.days(-20), "update", "1.1", "Delayed", "Youth Service Manager. Reason: staffing or vacancy."),
        (f.days(-29), "overdue", "1.1", "1.1 passed its target date, 18 May 2026", COMPUTED),
        (f.days(-110), "decision", "1.1", "Agreed: moved to 18 May 2026", "Head of the Youth Service"),
        (f.days(-120), "request", "1.1", "From 9 March 2026 to 18 May 2026", "Reason: waiting for a partner."),
        (f.days(-200), "update", "1.1", "On track", "Youth Service Manager."),
        (f.days(-300), "agreed", "1.1", "Write a curriculum, by 9 March 2026", "Youth Service Manager"),
        (f.days(-400), "response", "R1", "Accepted", "Cabinet, minute 6.1"),
    ]


def test_the_words_that_were_typed_stand_under_the_event() -> None:
    paper = Paper()
    found = {e.kind: e.words for e in events(paper, a_year(paper))}
    assert found["update"] == "Half of it is done."
    assert found["request"] == "The partner answers in spring."
    assert found["decision"] == "Agreed."


def test_who_speaks_decides_the_mark() -> None:
    paper = Paper()
    voices = {e.kind: e.voice for e in events(paper, a_year(paper))}
    assert voices == {
        "verdict": "committee",
        "response": "committee",
        "update": "people",
        "request": "people",
        "decision": "people",
        "agreed": "people",
        "overdue": "computed",
    }


def test_the_counts_of_the_filter_add_up_to_the_whole() -> None:
    paper = Paper()
    found = events(paper, a_year(paper))
    assert counts(found) == [
        ("verdict", "Verdicts", 1),
        ("response", "Responses", 1),
        ("update", "Updates", 2),
        ("request", "Requests for more time", 1),
        ("decision", "Decisions on more time", 1),
        ("overdue", "Became overdue", 1),
        ("agreed", "Actions agreed", 1),
    ]
    assert sum(count for _, _, count in counts(found)) == len(found)
    assert {e.kind for e in found} <= set(KINDS)


def test_events_left_out_are_named_with_their_number() -> None:
    paper = Paper()
    found = events(paper, a_year(paper))
    assert in_words(found) == (
        "1 verdict, 1 response, 2 updates, 1 request for more time, 1 decision on more time, "
        "1 became overdue, 1 action agreed"
    )
    assert (in_words(found[:1]), in_words([])) == ("1 verdict", "")


def test_an_achievement_carries_the_mark_of_a_claim() -> None:
    paper = Paper()
    row = paper.recommendation()
    action = paper.action(row)
    for day, status in ((-9, Status.NOT_STARTED), (-8, Status.ACHIEVED), (-7, Status.DELAYED)):
        paper.tell(action, status, on=f.days(day))
    assert [e.mark for e in events(paper, row) if e.kind == "update"] == ["delayed", "claimed", "not_started"]
    assert {e.mark for e in events(paper, row) if e.kind != "update"} == {""}


def test_what_happened_later_is_not_told_of_an_earlier_day() -> None:
    paper = Paper()
    row = a_year(paper)
    assert [e.kind for e in events(paper, row, f.days(-115))] == ["request", "update", "agreed", "response"]
    assert [e.kind for e in events(paper, row, f.days(-99))] == [
        "decision",
        "request",
        "update",
        "agreed",
        "response",
    ]
    assert [e.kind for e in events(paper, row, f.days(-401))] == []


def test_a_refused_request_says_that_the_target_stays() -> None:
    paper = Paper()
    row = paper.recommendation()
    paper.move(paper.action(row), f.days(90), agreed=False)
    decision = next(e for e in events(paper, row) if e.kind == "decision")
    assert decision.summary == "Refused: the target date stays"


def test_of_two_updates_on_one_day_the_later_one_comes_first() -> None:
    paper = Paper()
    row = paper.recommendation()
    action = paper.action(row)
    paper.tell(action, Status.ACHIEVED, on=f.days(-5))
    paper.tell(action, Status.ON_TRACK, on=f.days(-5))
    assert [e.summary for e in events(paper, row) if e.kind == "update"] == ["On track", "Achieved"]


def test_a_request_and_its_decision_on_one_day_keep_their_order() -> None:
    paper = Paper()
    row = paper.recommendation()
    paper.move(paper.action(row), f.days(90), asked_on=f.days(-5), decided_on=f.days(-5))
    assert [e.kind for e in events(paper, row)][:2] == ["decision", "request"]


def test_an_answer_that_was_changed_is_told_twice() -> None:
    paper = Paper()
    row = paper.recommendation(accepted=False)
    paper.respond(row, ResponseKind.REJECTED, on=f.days(-300))
    paper.respond(row, ResponseKind.ACCEPTED_IN_PART, on=f.days(-200))
    assert [(e.day, e.summary) for e in events(paper, row)] == [
        (f.days(-200), "Accepted in part"),
        (f.days(-300), "Rejected"),
    ]


def test_a_decision_of_the_scrutiny_officer_is_not_told_as_the_head_of_services() -> None:
    paper = Paper()
    row = paper.recommendation()
    extension = paper.move(paper.action(row), f.days(90))
    paper.post.title, paper.post.is_head = "Head of the Youth Service", True
    paper.officer.name, paper.head.name = "Head of the Youth Service", "Scrutiny Officer"
    assert extension.decided_by == paper.head
    decision = next(e for e in events(paper, row) if e.kind == "decision")
    assert decision.who != "Head of service"


def test_events_lead_to_the_action_they_speak_of() -> None:
    paper = Paper()
    row = paper.recommendation()
    action = paper.action(row)
    update = paper.tell(action)
    paper.move(action, f.days(90))
    found = {e.kind: e.url + e.anchor for e in events(paper, row)}
    assert found == {
        "agreed": f"/actions/{action.pk}/",
        "update": f"/actions/{action.pk}/#update-{update.pk}",
        "request": f"/actions/{action.pk}/",
        "decision": f"/actions/{action.pk}/",
        "response": "",
    }


def overdue(paper: Paper, row: Recommendation, on: date = f.DAY) -> list[tuple[date, str]]:
    return [(e.day, e.summary) for e in events(paper, row, on) if e.kind == "overdue"]


def test_an_action_that_was_achieved_late_or_moved_late_became_overdue_all_the_same() -> None:
    paper = Paper()
    row = paper.recommendation()
    action = paper.action(row, target_on=f.days(-100))
    paper.move(action, f.days(-50), asked_on=f.days(-95), decided_on=f.days(-90))
    paper.tell(action, Status.ACHIEVED, on=f.days(-20))
    told = [
        (f.days(-49), "1.1 passed its target date, 28 April 2026"),
        (f.days(-99), "1.1 passed its target date, 9 March 2026"),
    ]
    assert overdue(paper, row) == overdue(paper, row, f.days(-30)) == told
    assert overdue(paper, row, f.days(-95)) == told[1:]
    paper.judge(row, VerdictKind.ACHIEVED, held_on=f.days(-10))
    assert overdue(paper, row) == told


def test_an_action_becomes_overdue_when_it_is_open_again_after_its_date() -> None:
    paper = Paper()
    row = paper.recommendation()
    action = paper.action(row, target_on=f.days(-50))
    paper.tell(action, Status.ACHIEVED, on=f.days(-60))
    paper.judge(row, VerdictKind.ACHIEVED, held_on=f.days(-55))
    paper.tell(action, Status.DELAYED, on=f.days(-40))
    assert not overdue(paper, row)
    paper.judge(row, VerdictKind.UNACCEPTABLE, held_on=f.days(-30))
    assert overdue(paper, row) == [(f.days(-30), "1.1 is open again after its target date, 28 April 2026")]


def test_an_action_that_is_achieved_or_closed_did_not_become_overdue() -> None:
    paper = Paper()
    row = paper.recommendation()
    paper.tell(paper.action(row, target_on=f.days(-50)), Status.ACHIEVED, on=f.days(-60))
    assert "overdue" not in {e.kind for e in events(paper, row)}


def test_reminders_between_which_nobody_did_anything_share_a_line() -> None:
    paper = Paper()
    row = a_year(paper)
    ledger = paper.ledger()
    days = (-4, -5, -5, -10, -10, -15, -100)
    reminded = [Event(f.days(day), "reminder", "1.1", "Overdue: sent to Youth Service Manager") for day in days]
    found = history(ledger.standing(row, f.DAY), ledger.all_updates, ledger.all_extensions, reminded)
    lines = in_lines(found)
    assert [event for line in lines for event in line] == found, "none is lost"
    assert [(line[0].kind, len(line)) for line in lines[:6]] == [
        ("reminder", 3),
        # Those of its own morning come after it.
        ("verdict", 1),
        ("reminder", 3),
        ("update", 1),
        ("overdue", 1),
        ("reminder", 1),
    ]
