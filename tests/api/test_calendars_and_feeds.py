"""Calendars by a secret address, and feeds of what was said and decided."""

from collections import Counter
from random import Random
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from api import changes, keys
from api.models import Key
from council.models import Committee
from recommendations.history import Event, history
from recommendations.ledger import load
from recommendations.models import Review
from recommendations.scope import Scope, of_committee
from recommendations.states import Schedule12A
from tests import factories as f
from tests.conftest import Cast
from tests.recommendations.random_year import Year

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("day")]


def calendar(cast: Cast, person: str, committee: Committee | None = None) -> tuple[Key, str]:
    """A calendar of somebody's and its address."""
    made = keys.make_key(
        by=cast.roles(person), opens=Key.Opens.CALENDAR, name=f"Calendar {Key.objects.count()}", committee=committee
    )
    return made[0], f"/calendar/{made[1]}.ics"


def dates(answer: Any) -> dict[str, Any]:
    """What stands in a calendar, by its words."""
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/calendar")
    return {str(e["summary"]): e for e in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_my_calendar_has_my_due_dates_and_the_meetings_of_my_committees(cast: Cast) -> None:
    f.MeetingFactory.create(committee=cast.committee, held_on=f.days(40), papers_due_on=f.days(32))
    due = f"Due: {cast.action.reference} {cast.action.title}"
    officers = dates(Client().get(calendar(cast, "officer")[1]))
    assert set(officers) == {due}
    assert officers[due]["dtstart"].dt == cast.action.target_on
    assert set(dates(Client().get(calendar(cast, "member")[1]))) == {
        "Meeting: Overview and Scrutiny Committee",
        f"Papers due: Overview and Scrutiny Committee, meeting of {f.days(40):%-d %B}",
    }


def test_a_date_that_moves_keeps_its_name(cast: Cast) -> None:
    _, address = calendar(cast, "officer")
    [before] = dates(Client().get(address)).values()
    cast.action.target_on, cast.action.times_moved = f.days(200), 1
    cast.action.save()
    [after] = dates(Client().get(address)).values()
    assert (after["uid"], after["sequence"], after["dtstart"].dt) == (before["uid"], 1, f.days(200))


def test_a_committees_calendar_has_its_meetings_and_by_when_it_is_answered(cast: Cast) -> None:
    cast.review.sent_to_executive_on = f.days(-10)
    cast.review.save()
    f.MeetingFactory.create(committee=cast.committee, held_on=f.days(40))
    told = dates(Client().get(calendar(cast, "officer", cast.committee)[1]))
    assert "Response due: Harbour review" in told
    assert len(told) == 3


def test_a_revoked_address_and_one_of_somebody_who_may_see_it_no_longer_lead_nowhere(cast: Cast) -> None:
    key, address = calendar(cast, "member_elsewhere", Committee.objects.exclude(pk=cast.committee.pk).get())
    assert Client().get(address).status_code == 200
    cast.member_elsewhere.memberships.update(to_on=f.days(-1))
    assert Client().get(address).status_code == 404
    mine, mine_address = calendar(cast, "member_elsewhere")
    assert dates(Client().get(mine_address)) == {}
    keys.revoke(mine, by=cast.roles("member_elsewhere"))
    assert Client().get(mine_address).status_code == 404
    assert key.person == cast.member_elsewhere


def test_a_feed_tells_what_was_said_and_decided_and_nothing_that_is_exempt(cast: Cast) -> None:
    cast.committee.publishes = True
    cast.committee.save()
    f.UpdateFactory.create(action=cast.action, words="Open words.", given_by=cast.officer)
    f.VerdictFactory.create(recommendation=cast.recommendation, words="The committee is content.")
    hushed = f.UpdateFactory.create(action=cast.action, words="Hushed words.", given_by=cast.officer)
    hushed.exemptions.create(
        paragraph=Schedule12A.FINANCIAL, reason="A tender.", decided_by="Monitoring Officer", decided_on=f.days(-1),
        review_on=f.days(300), recorded_by=cast.scrutiny,
    )  # fmt: skip
    for address in (f"/reviews/{cast.review.slug}/changes.atom", f"/committees/{cast.committee.pk}/changes.atom"):
        told = Client().get(address).content.decode()
        assert "Open words." in told
        assert "The committee is content." in told
        assert "Hushed" not in told
        assert told.count("<entry>") == len(set(told.split("<id>")[2:]))
        assert "Hushed words." in cast.client("member").get(address).content.decode()


TOLD = ("verdict", "put_right", "response", "update", "agreed", "call_in", "outcome")


def whole_history(scope: Scope, cast: Cast, person: str) -> list[Event]:
    """All that a feed could tell, from every row there is."""
    ledger = load(scope, f.DAY, cast.roles(person), with_questions=False)
    return [
        event
        for standing in ledger.position(f.DAY).standings
        for event in history(
            standing,
            [u for a in ledger.actions[standing.recommendation.pk] for u in ledger.updates[a.pk]],
            [],
            [],
        )
        if event.kind in TOLD and event.day <= f.DAY
    ]


def test_a_feed_tells_the_latest_of_a_whole_history_and_reads_no_more_than_it_tells(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    cast.committee.publishes = True
    cast.committee.save()
    for _ in Year(cast, Random(4)).pass_by():
        pass
    scope = of_committee(cast.committee, list(Review.objects.for_page().filter(committee=cast.committee)))
    for person in ("member", "member_elsewhere"):
        every, roles = Counter(whole_history(scope, cast, person)), cast.roles(person)
        assert every.total() > changes.IN_THE_FEED + 30
        latest = sorted((event.day for event in every.elements()), reverse=True)[: changes.IN_THE_FEED]
        with django_assert_num_queries(9) as asked:
            entries = changes.happened(scope, roles)
        assert [entry.event.day for entry in entries] == latest
        assert not Counter(entry.event for entry in entries) - every
        assert all(f"LIMIT {changes.IN_THE_FEED}" in query["sql"] for query in asked.captured_queries)
        with monkeypatch.context() as longer:
            longer.setattr(changes, "IN_THE_FEED", 10_000)
            assert Counter(entry.event for entry in changes.happened(scope, roles)) == every
