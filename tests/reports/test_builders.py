from datetime import date

import pytest
from django.template.loader import render_to_string
from pytest_django import DjangoAssertNumQueries

from recommendations.models import Action, Review
from recommendations.scope import of_committee, of_review
from recommendations.states import VerdictKind
from reports.builders import build
from reports.contents import Contents
from reports.quarters import Period, Quarter
from reports.states import Version
from tests import factories as f
from tests.conftest import Cast
from tests.reports.conftest import QUARTER, QUARTER_END, fill

pytestmark = [pytest.mark.django_db, pytest.mark.once]
TODAY = Period(f.DAY)
# One more where something is overdue, for the receipts of its reminders.
QUERIES = {1: 11, 13: 12}


def contents(review: Review, period: Period = TODAY, version: Version = Version.EXEMPT) -> Contents:
    return build(of_review(review), period, f.DAY, version)


def paper(found: Contents) -> str:
    return render_to_string("reports/paper.html", {"contents": found, "paper": True})


@pytest.mark.parametrize("count", [1, 13])
def test_a_report_takes_the_same_queries_however_many_recommendations_it_has(
    cast: Cast, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    review = fill(cast, upto=count)
    with django_assert_num_queries(QUERIES[count]):
        found = contents(review)
    assert found.count == count
    with django_assert_num_queries(0):
        paper(found)


def test_every_recommendation_has_one_block_in_the_order_of_the_review(review: Review) -> None:
    references = [block.of.reference for block in contents(review).blocks]
    assert references == [f"R{number}" for number in range(1, 14)]


def test_every_figure_is_the_length_of_its_list(review: Review) -> None:
    found = contents(review)
    assert sum(group.count for group in found.groups) == len(found.blocks) == 13
    assert sum(state.count for state in found.states) == 13
    for group in found.groups:
        assert group.count == len(group.items)
    for table in found.breakdowns:
        assert sum(row.count for row in table.rows) == 13
        for row in table.rows:
            assert row.count == sum(segment.count for segment in row.segments)
    assert len(found.clock.rows) == 13
    assert [(e.key, e.count, len(e.actions)) for e in found.exceptions.lists] == [
        ("overdue", 2, 2),
        ("delayed", 2, 2),
        ("stale", 2, 2),
    ]
    for sentence in found.happenings:
        count, _, listed = sentence.partition(": ")
        # Neither days nor these titles have a semicolon, so each parts two things.
        assert int(count.split()[0]) == listed.count(";") + 1


def test_the_exceptions_carry_days_and_coded_reasons(review: Review) -> None:
    overdue, delayed, stale = contents(review).exceptions.lists
    assert [(a.reference, a.until, a.reason) for a in overdue.actions] == [
        ("2.1", "20 days over", "Staffing or vacancy"),
        ("8.1", "20 days over", "Staffing or vacancy"),
    ]
    assert {a.reference for a in delayed.actions} == {"3.1", "9.1"}
    assert [(a.reference, a.claim.second) for a in stale.actions] == [
        ("4.1", "no update for 200 days"),
        ("10.1", "no update for 200 days"),
    ]


def test_an_update_given_today_is_in_the_report_as_at_today_and_not_in_the_one_before(
    review: Review, cast: Cast
) -> None:
    f.UpdateFactory.create(action=cast.action, given_on=f.DAY, words="Every school has the curriculum.")
    today = paper(contents(review))
    quarter = contents(review, Period.of_quarter(Quarter.of_key(QUARTER)))
    before = paper(quarter)
    assert "Every school has the curriculum." in today
    assert "Every school has the curriculum." not in before


def test_the_latest_words_on_every_action_are_in_the_report(review: Review) -> None:
    html = paper(contents(review))
    lines = [line for block in contents(review).blocks for line in block.actions]
    assert len(lines) == 9
    for line in lines:
        assert line.words
        assert line.words in html


def test_a_quarter_is_told_as_at_its_last_day_beside_the_last_day_of_the_one_before(review: Review) -> None:
    found = contents(review, Period.of_quarter(Quarter.of_key(QUARTER)))
    assert (found.as_at, found.since) == (QUARTER_END, date(2025, 12, 31))
    assert found.title == "Harbour review: progress from January to March 2026"
    facts = {fact.label: fact.value for fact in found.facts}
    assert facts["As at"] == "31 March 2026"
    assert facts["Compared with"] == "31 December 2025"
    # The meeting of 8 May is past on the day on which it is made.
    assert facts["For the meeting of"] == "17 July 2026"


def test_what_changed_is_told_in_sentences_that_add_up(review: Review) -> None:
    found = contents(review)
    forward = [c.of.reference for c in found.changes if c.is_forward]
    back = [c.of.reference for c in found.changes if not c.is_forward]
    assert (forward, back) == (["R1", "R5", "R11"], ["R2", "R3", "R8", "R9"])
    assert found.change_sentence == "7 recommendations changed: 3 moved forward and 4 moved back. On 6 nothing changed."
    notes = {line.of.reference: line.note for line in found.changes}
    assert notes["R5"] == "8 May 2026, minute 5.5"
    assert notes["R2"] == "29 May 2026, action 2.1 “Do thing 1”"


def titled(references: str) -> str:
    """1.1 “Write a curriculum”; 2.1 “Do thing 1”: as the report names these actions."""
    rows = {row.reference: row for row in Action.objects.all()}
    return "; ".join(f"{reference} “{rows[reference].title}”" for reference in references.split(", "))


def test_what_was_recorded_since_is_told_with_each_thing_that_is_counted(review: Review) -> None:
    sentences = contents(review).happenings
    assert "2 verdicts of the committee: R5 achieved; R11 achieved." in sentences
    assert (
        "2 target dates moved: 3.1 “Do thing 1” to 15 October 2026; 9.1 “Do thing 1” to 15 October 2026." in sentences
    )
    assert "7 actions updated: " + titled("1.1, 2.1, 3.1, 5.1, 8.1, 9.1, 11.1") + "." in sentences


def test_of_more_updates_than_anybody_reads_through_it_is_said_how_many(
    review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reports.happenings.MOST_TITLES", 6)
    said = "7 actions of 7 recommendations updated. What officers say stands under each recommendation."
    assert said in contents(review).happenings


def test_an_action_that_was_withdrawn_by_the_day_of_the_report_did_not_happen_in_it(review: Review) -> None:
    withdrawn = Action.objects.filter(recommendation__review=review, recommendation__number__in=[2, 3])
    withdrawn.update(withdrawn_on=f.DAY)
    sentences = contents(review).happenings
    assert "1 target date moved: 9.1 “Do thing 1” to 15 October 2026." in sentences
    assert "5 actions updated: " + titled("1.1, 5.1, 8.1, 9.1, 11.1") + "." in sentences
    withdrawn.update(withdrawn_on=f.days(1))
    assert "7 actions updated: " + titled("1.1, 2.1, 3.1, 5.1, 8.1, 9.1, 11.1") + "." in contents(review).happenings


def test_in_a_report_on_several_reviews_each_action_goes_with_its_review(review: Review) -> None:
    found = build(of_committee(review.committee, [review]), TODAY, f.DAY, Version.EXEMPT)
    moved = "3.1 “Do thing 1” (Harbour review) to 15 October 2026; 9.1 “Do thing 1” (Harbour review) to 15 October 2026"
    assert f"2 target dates moved: {moved}." in found.happenings
    assert any(
        sentence.startswith("7 actions updated: 1.1 “Write a curriculum” (Harbour review); ")
        for sentence in found.happenings
    )


def test_nothing_is_compared_in_the_first_quarter_of_a_review(review: Review) -> None:
    found = contents(review, Period.of_quarter(Quarter.holding(review.adopted_on)))
    assert found.since is None
    assert found.change_sentence == "There is no earlier quarter to compare with."
    assert not found.changes
    assert not found.happenings
    assert {s.mark.word: s.count for s in found.states}["Awaiting a response"] == 13


def test_links_open_the_lists_as_at_the_day_of_the_report(review: Review) -> None:
    past = contents(review, Period.of_quarter(Quarter.of_key(QUARTER)))
    urls = [fragment.url for fragment in past.headline if fragment.url]
    assert urls
    assert all("as_at=2026-03-31" in url for url in urls)
    assert all("as_at=2026-06-17" in group.url for group in contents(review).groups)


def test_disagreements_and_late_responses_are_named(review: Review, cast: Cast) -> None:
    meeting = f.MeetingFactory.create(committee=cast.committee, held_on=f.days(-5))
    f.VerdictFactory.create(
        recommendation=cast.recommendation, meeting=meeting, verdict=VerdictKind.UNACCEPTABLE, minute="4.1"
    )
    assert contents(review).notes == (
        "Officers and the committee disagree on R1.",
        "The executive’s response is overdue on R6 and R12.",
    )
