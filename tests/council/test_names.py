"""What rows of the council call themselves, as the administration and messages print them."""

from tests import factories as f
from tests.conftest import Cast


def test_rows_name_themselves(cast: Cast) -> None:
    meeting = f.MeetingFactory.create(committee=cast.committee, held_on=f.DAY)
    assert str(meeting) == "Meeting of 17 June 2026"
    assert str(cast.council) == "Harbour Council"
    assert str(cast.committee) == "Overview and Scrutiny Committee"
    assert str(cast.service) == "Youth Service"
    assert str(cast.service.directorate) == "Children’s Services"
    assert str(cast.post) == "Youth Service Manager"
    assert str(cast.post.holdings.get(user=cast.deputy)) == (
        "Deputy Youth Service Manager, deputy of Youth Service Manager"
    )
    assert str(cast.chair.memberships.get()) == ("Chair of the committee, Chair of Overview and Scrutiny Committee")


def test_periods_of_a_committee_start_from_the_usual_ones(cast: Cast) -> None:
    committee = cast.committee
    assert (committee.response_months, committee.stale_after_days, committee.due_soon_days) == (2, 90, 30)
