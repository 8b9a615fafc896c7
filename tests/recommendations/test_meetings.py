"""What is on a meeting's agenda and why, what is missing before papers are due, and what was decided."""

from datetime import date

import pytest

from council.models import Meeting, Membership
from recommendations import workflow
from recommendations.agenda import Agenda, agenda
from recommendations.ledger import load
from recommendations.models import Review
from recommendations.scope import of_committee
from recommendations.states import Asking, Outcome, Status, VerdictKind
from tests import factories as f
from tests import verbs
from tests.conftest import Cast
from tests.pages import Page

pytestmark = pytest.mark.usefixtures("day")


def meeting(cast: Cast, held_on: date) -> Meeting:
    return Meeting.objects.create(committee=cast.committee, held_on=held_on, papers_due_on=min(held_on, f.days(6)))


def agenda_of(cast: Cast, row: Meeting, on: date = f.DAY, person: str = "member") -> Agenda:
    scope = of_committee(cast.committee, list(Review.objects.filter(committee=cast.committee)))
    ledger = load(scope, on, cast.roles(person, on))
    return agenda(ledger, row, list(cast.committee.meetings.all()), on)


def reasons(cast: Cast, row: Meeting, on: date = f.DAY) -> list[str]:
    return [reason for item in agenda_of(cast, row, on).items for reason in item.reasons]


def test_each_reason_is_a_sentence(cast: Cast) -> None:
    coming = meeting(cast, f.days(14))
    assert reasons(cast, coming) == ["The executive’s response is overdue"]
    verbs.respond(cast.recommendation, cast.scrutiny)
    assert reasons(cast, coming) == []
    assert [item.standing.recommendation.number for item in agenda_of(cast, coming).others] == [1]
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.UNACCEPTABLE, held_on=f.days(-20))
    verbs.tell(cast.action, cast.officer, Status.ON_TRACK, on=f.days(-2))
    for number in (90, 120):
        verbs.decide(verbs.ask(cast.action, cast.officer, f.days(number)), cast.head)
    assert reasons(cast, coming) == [
        "Call-in list: 1.1 moved at least twice",
        "Officers say on track, the committee said unacceptable progress",
    ]
    assert "Overdue: 1.1" in reasons(cast, meeting(cast, f.days(140)), f.days(130))
    verbs.tell(cast.action, cast.officer, Status.ACHIEVED)
    assert reasons(cast, coming) == ["Sign-off asked for: officers say that every action is achieved"]


def test_what_was_signed_off_before_is_not_on_it_until_its_outcome_is_to_be_checked(cast: Cast) -> None:
    coming = meeting(cast, f.days(300))
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.ACHIEVED, held_on=f.days(-5))
    assert agenda_of(cast, coming).items == ()
    assert reasons(cast, coming, f.days(200)) == ["Outcome check due: did it make a difference?"]


def test_missing_are_open_actions_without_an_update_since_the_meeting_before(cast: Cast) -> None:
    before, coming = meeting(cast, f.days(-20)), meeting(cast, f.days(14))
    assert [a.action.pk for a in agenda_of(cast, coming).missing] == [cast.action.pk]
    verbs.tell(cast.action, cast.officer, on=f.days(-20))
    assert [a.action.pk for a in agenda_of(cast, coming).missing] == [cast.action.pk]
    verbs.tell(cast.action, cast.officer, on=f.days(-19))
    assert agenda_of(cast, coming).missing == ()
    assert agenda_of(cast, coming).before == before
    # From Wednesday 17 to Tuesday 23 June 2026.
    assert agenda_of(cast, coming).working_days_left == 4


def test_nothing_is_missing_since_a_meeting_that_had_not_been_held(cast: Cast) -> None:
    first, then = meeting(cast, f.days(-20)), meeting(cast, f.days(70))
    client = cast.client("member")
    assert "The meeting before was on" in client.get(f"/meetings/{then.pk}/").text
    early = client.get(f"/meetings/{then.pk}/", {"as_at": f"{f.days(-21)}"}).text
    assert "The meeting before" not in early and "missing since" not in early and 'id="missing"' not in early
    assert "Another meeting comes first. Which updates are missing stands here once it has been held." in early
    assert agenda_of(cast, then, f.days(-21)).missing == ()
    assert [a.action.pk for a in agenda_of(cast, then, first.held_on).missing] == [cast.action.pk]


def test_an_answer_of_which_nobody_has_said_whether_it_is_enough_is_a_reason(cast: Cast) -> None:
    verbs.respond(cast.recommendation, cast.scrutiny)
    coming = meeting(cast, f.days(14))
    put = [workflow.Asked(words, asks_for=Asking.WORDS) for words in ("Who does it?", "By when?")]
    asked = [workflow.ask(cast.recommendation, by=cast.roles("member"), asked=one) for one in put]
    assert reasons(cast, coming) == ["Unanswered: 2 questions"]
    for row, words in zip(asked, ("1 question", "2 questions"), strict=True):
        workflow.answer_question(row, by=cast.roles("head"), at=f.noon(f.DAY), words="It is in hand.")
        assert f"{words} answered: is that enough?" in reasons(cast, coming)
    workflow.close_question(asked[0], by=cast.roles("chair"), outcome=Outcome.ANSWERED)
    assert reasons(cast, coming) == ["1 question answered: is that enough?"]


def test_a_meeting_that_was_held_shows_its_agenda_as_it_stood_and_what_was_decided(cast: Cast) -> None:
    held = meeting(cast, f.days(-10))
    verbs.respond(cast.recommendation, cast.scrutiny, on=f.days(-40))
    verbs.tell(cast.action, cast.officer, Status.ACHIEVED, on=f.days(-12))
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.ACHIEVED, held_on=held.held_on, on=f.days(-3))
    found = agenda_of(cast, held)
    assert found.is_held and found.left == ()
    assert [item.reasons for item in found.items] == [
        ("Sign-off asked for: officers say that every action is achieved",)
    ]
    assert [(v.verdict, of) for v, of in found.decided] == [("achieved", cast.recommendation)]


def test_what_a_meeting_decided_is_no_reason_why_it_was_on_its_agenda(cast: Cast) -> None:
    verbs.respond(cast.recommendation, cast.scrutiny, on=f.days(-90))
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.ACCEPTABLE, held_on=f.days(-80))
    verbs.tell(cast.action, cast.officer, Status.ON_TRACK, on=f.days(-12))
    held = meeting(cast, f.days(-10))
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.UNACCEPTABLE, held_on=held.held_on)
    (item,) = agenda_of(cast, held).items
    assert item.reasons == ()
    assert item.standing.verdict and item.standing.verdict.verdict == VerdictKind.ACCEPTABLE
    assert [v.verdict for v, _ in agenda_of(cast, held).decided] == [VerdictKind.UNACCEPTABLE]
    # The next one has it for a reason; and what that one signs off was open on its agenda.
    after = meeting(cast, f.days(-5))
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.ACHIEVED, held_on=after.held_on)
    (item,) = agenda_of(cast, after).items
    assert item.reasons == ("Officers say on track, the committee said unacceptable progress",)
    assert not item.standing.is_signed_off


def test_the_agenda_is_the_same_whether_a_verdict_was_recorded_at_the_meeting_or_late(cast: Cast) -> None:
    other = f.RecommendationFactory.create(review=cast.review, theme=cast.recommendation.theme, number=2)
    held = meeting(cast, f.days(-10))
    verbs.judge(cast.recommendation, cast.chair, held_on=held.held_on)
    verbs.judge(other, cast.chair, held_on=held.held_on, on=f.days(-2))
    assert {item.standing.verdict for item in agenda_of(cast, held).items} == {None}
    assert len(agenda_of(cast, held).decided) == 2


def test_a_past_day_tells_nothing_that_a_meeting_decided_later(cast: Cast) -> None:
    held = meeting(cast, f.days(-10))
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.UNACCEPTABLE, held_on=held.held_on)
    client, past = cast.client("chair"), f"?as_at={f.days(-20)}"
    before = client.get(f"/reviews/harbour-review/{past}").text
    assert f'href="/meetings/{held.pk}/{past}"' in before
    page = client.get(f"/meetings/{held.pk}/{past}").text
    assert "You are looking at the past" in page
    assert "On the agenda" in page and "What was decided" not in page and "nacceptable" not in page
    assert "Ask a question" not in page and "Record verdicts" not in page and "You can record" not in page
    assert f'href="/reviews/harbour-review/recommendations/1/{past}"' in page
    assert f'href="/committees/{cast.committee.pk}/meetings/{past}"' in page
    meetings = client.get(f"/committees/{cast.committee.pk}/meetings/{past}")
    assert meetings.context["coming"] == [held] and "You are looking at the past" in meetings.text
    today = client.get(f"/meetings/{held.pk}/").text
    assert "What was decided" in today and "You are looking at the past" not in today


def test_its_page_says_what_is_missing_and_afterwards_what_was_decided(cast: Cast) -> None:
    coming = meeting(cast, f.days(14))
    page = cast.client("member").get(f"/meetings/{coming.pk}/").content.decode()
    assert "Papers close in 4 working days" in page and "1 update missing" in page
    assert "Record verdicts" not in page
    held = meeting(cast, f.days(-1))
    assert "No verdict of this meeting is recorded yet" in cast.client("member").get(f"/meetings/{held.pk}/").text
    assert "Record verdicts" in cast.client("chair").get(f"/meetings/{held.pk}/").text
    verbs.judge(cast.recommendation, cast.chair, held_on=held.held_on, on=f.DAY)
    page = cast.client("chair").get(f"/meetings/{held.pk}/").text
    assert "1 verdict</a>" in page and "What was decided" in page and "Record verdicts" not in page


def test_the_list_of_meetings_has_those_to_come_first(cast: Cast) -> None:
    rows = [meeting(cast, f.days(day)) for day in (-40, 14, -10, 70)]
    page = cast.client("member").get(f"/committees/{cast.committee.pk}/meetings/")
    assert page.context["coming"] == [rows[1], rows[3]]
    assert page.context["held"] == [rows[2], rows[0]]
    assert "Set meetings" in cast.client("scrutiny").get(f"/committees/{cast.committee.pk}/meetings/").text


def test_the_public_reads_meetings_of_a_committee_that_publishes_without_questions(cast: Cast) -> None:
    coming = meeting(cast, f.days(14))
    cast.committee.publishes = True
    cast.committee.save()
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.UNACCEPTABLE, held_on=f.days(-20))
    page = cast.client("public").get(f"/meetings/{coming.pk}/").text
    assert "R1" in page and "Unacceptable progress" in page and "uestion" not in page


def test_a_committee_of_a_number_that_no_database_takes_is_not_there(cast: Cast) -> None:
    assert cast.client("member").get(f"/committees/{'9' * 30}/").status_code == 404


def test_a_committee_without_a_published_review_says_so_on_each_of_its_pages(cast: Cast) -> None:
    empty = f.CommitteeFactory.create(council=cast.council, name="New committee")
    for page in ("", "recommendations/", "actions/", "questions/", "meetings/", "actions.csv", "?as_at=2026-01-01"):
        assert cast.client("member").get(f"/committees/{empty.pk}/{page}").status_code == 200, page
    for page in ("", "recommendations/"):
        found = Page(cast.client("member").get(f"/committees/{empty.pk}/{page}"))
        assert "No review yet. Recommendations stand here once a review" in found.text and "filters" not in found.text


def test_who_runs_a_new_committee_is_led_to_an_import_and_to_its_set_up(cast: Cast) -> None:
    new = f.CommitteeFactory.create(council=cast.council, name="New committee")
    f.MembershipFactory.create(committee=new, user=cast.people["scrutiny"], role=Membership.Role.SCRUTINY_OFFICER)
    client = cast.client("scrutiny")
    found = Page(client.get(f"/committees/{new.pk}/"))
    assert "No review yet. Import a report" in found.text
    assert f"/imports/?committee={new.pk}" in found.links and new.get_absolute_url() in found.links
    steps = Page(client.get(new.get_absolute_url()))
    assert "What comes next" in steps.text and f"/committees/{new.pk}/" in steps.links
    chosen = client.get(f"/imports/?committee={new.pk}").content.decode()
    assert f'<option value="{new.pk}" selected>New committee</option>' in chosen
    meeting(cast, f.days(14))
    assert "What comes next" not in client.get(cast.committee.get_absolute_url()).content.decode()
