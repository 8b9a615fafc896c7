"""Services: what each carries, and how far its dates can be relied on, as dashboards measure it."""

import re

import pytest

from recommendations.ledger import load
from recommendations.models import Review
from recommendations.scope import of_review
from recommendations.states import Status
from recommendations.workload import workloads
from tests import factories as f
from tests.conftest import Cast
from tests.pages import Page

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("day")]


def test_how_far_dates_can_be_relied_on_is_one_measure_on_services_and_on_dashboards(demonstration: Review) -> None:
    roles = f.reader(demonstration)
    scope = of_review(Review.objects.for_page().get(pk=demonstration.pk))
    on_dashboard = load(scope, roles.on, roles).position(roles.on).reliability
    on_services = [w.reliability for w in workloads(roles) if w.reliability.come.count]
    told = [
        [(r.label, r.come.count, r.kept.count, r.median_days_late) for r in rows]
        for rows in (on_dashboard, on_services)
    ]
    assert told[0] == told[1] and len(told[0]) > 3


def test_a_service_says_how_many_first_dates_have_come_and_were_kept_and_lists_both(cast: Cast) -> None:
    for days, achieved in ((-20, -21), (-20, None), (-30, -10)):
        action = f.ActionFactory.create(
            recommendation=cast.recommendation, post=cast.post, original_target_on=f.days(days), target_on=f.days(days),
            agreed_on=f.days(-90),
        )  # fmt: skip
        if achieved:
            f.UpdateFactory.create(action=action, status=Status.ACHIEVED, given_on=f.days(achieved))
    withdrawn = f.ActionFactory.create(
        recommendation=cast.recommendation, post=cast.post, original_target_on=f.days(-5), withdrawn_on=f.days(-1),
    )  # fmt: skip
    client = cast.client("member")
    address = f"/services/{cast.post.service_id}/"
    page = client.get(address)
    assert "First target dates: 3 actions come, 1 action kept." in Page(page).text
    assert withdrawn.title not in page.text
    for kind, many in (("first_date_come", "3 actions"), ("first_date_kept", "1 action")):
        assert re.search(rf"[^0-9]{many}", Page(client.get(f"{address}?timeliness={kind}")).text.partition("Posts")[2])
