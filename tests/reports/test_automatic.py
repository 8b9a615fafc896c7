"""A draft begins by itself some days before papers are due, once, whatever the worker missed."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings

from council.models import Meeting
from recommendations.models import Review
from reports import automatic, drafting
from reports.models import Report
from reports.quarters import Period, Quarter
from tests import factories as f
from tests.conftest import Cast
from tests.reports.conftest import QUARTER, Rows

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PERIOD = Period.of_quarter(Quarter.of_key(QUARTER))


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    """Held in 40 days, with papers due in 30."""
    return f.MeetingFactory.create(committee=cast.committee, held_on=f.days(40), papers_due_on=f.days(30))


def before_papers(days: int) -> datetime:
    """Noon so many days before the papers are due."""
    return f.noon(f.days(30 - days))


def test_the_draft_of_the_last_quarter_begins_ten_days_before_papers_are_due_and_not_earlier(
    cast: Cast, meeting: Meeting
) -> None:
    assert settings.REPORT_DRAFT_DAYS == 10
    assert automatic.begin_drafts(before_papers(11)) == []
    (begun,) = automatic.begin_drafts(before_papers(10))
    assert (begun.review, begun.begun_by) == (cast.review, None)
    # By then the quarter from April to June has ended.
    assert begun.period == Period.of_quarter(Quarter.of_key(QUARTER).after)
    assert "Begun by the tracker" in cast.client("member").get("/reviews/harbour-review/reports/").content.decode()


def test_a_worker_that_was_off_begins_it_late_and_nobody_begins_it_twice(meeting: Meeting) -> None:
    assert len(automatic.begin_drafts(before_papers(-5))) == 1
    for days in (-5, -6, -10):
        assert automatic.begin_drafts(before_papers(days)) == []
    assert Report.objects.count() == 1


def test_nothing_is_begun_for_a_meeting_that_was_held(meeting: Meeting) -> None:
    assert automatic.begin_drafts(f.noon(f.days(41))) == []


def test_what_people_began_threw_away_or_issued_is_left_alone(cast: Cast, rows: Rows) -> None:
    f.MeetingFactory.create(committee=cast.committee, held_on=f.days(9), papers_due_on=f.days(2))
    draft = rows.draft(PERIOD)
    assert automatic.begin_drafts(f.noon(f.DAY)) == []
    drafting.drop(draft, by=f.roles(cast.scrutiny))
    assert automatic.begin_drafts(f.noon(f.DAY) + timedelta(hours=1)) == []


def test_an_unpublished_review_and_other_committees_are_left_alone(cast: Cast) -> None:
    f.MeetingFactory.create(committee=cast.committee, held_on=f.days(9), papers_due_on=f.days(2))
    f.ReviewFactory.create()
    Review.objects.filter(pk=cast.review.pk).update(published_on=None)
    assert automatic.begin_drafts(f.noon(f.DAY)) == []
