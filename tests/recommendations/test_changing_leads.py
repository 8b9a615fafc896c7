"""Who leads a recommendation is settled on the site, with a reason, and past days keep who led it then."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from council.models import Service
from council.workflow import ChangedMeanwhile
from recommendations import workflow
from recommendations.ledger import load
from recommendations.models import LeadChange, Recommendation, Review
from recommendations.scope import of_review
from tests import factories as f
from tests.conftest import Cast
from tests.pages import Page

pytestmark = pytest.mark.usefixtures("day")


def another_service(cast: Cast, name: str = "Housing") -> Service:
    return Service.objects.create(directorate=cast.service.directorate, name=name)


def change(cast: Cast, lead: Service | None, partner: Service | None = None, **other: Any) -> LeadChange:
    row = Recommendation.objects.get(pk=cast.recommendation.pk)
    told = {"by": cast.roles("scrutiny"), "reason": "Cabinet moved it.", "seen_version": row.version, **other}
    return workflow.change_lead(row, lead=lead, partner=partner, **told)


def led_on(cast: Cast, on: Any) -> str:
    review = Review.objects.for_page().get(pk=cast.review.pk)
    (row, *_) = load(of_review(review), f.DAY, cast.roles("member")).position(on).by_service
    return row.label


def test_past_days_keep_who_led_it_and_the_timeline_says_why_it_changed(cast: Cast) -> None:
    housing, before = another_service(cast), cast.recommendation.lead_service
    change(cast, housing, by=cast.roles("scrutiny", f.days(-10)))
    change(cast, None, housing, by=cast.roles("scrutiny", f.days(-5)))
    assert [led_on(cast, f.days(-n)) for n in (11, 10, 6)] == [str(before), "Housing", "Housing"]
    assert led_on(cast, f.DAY) == "Owner to be assigned"
    shown = Page(cast.client("member").get(cast.recommendation.get_absolute_url())).text
    assert f"Lead service: from {before} to Housing Cabinet moved it." in " ".join(shown.replace("“", "").split())
    assert "Lead service: from Housing to owner to be assigned. Partner: from none to Housing" in shown
    then = Page(cast.client("member").get(f"{cast.recommendation.get_absolute_url()}?as_at={f.days(-7)}")).text
    assert "Housing" in then and "Partner: from none" not in then


@pytest.mark.parametrize("by", ["chair", "member", "officer", "head", "administrator", "member_elsewhere"])
def test_nobody_but_the_scrutiny_officer_settles_it(cast: Cast, by: str) -> None:
    with pytest.raises(PermissionDenied):
        change(cast, None, by=cast.roles(by))


def test_what_cannot_be_so_is_refused_beside_its_field(cast: Cast) -> None:
    led, elsewhere = cast.recommendation.lead_service, f.ServiceFactory.create()
    refusals: list[tuple[dict[str, Any], str]] = [
        ({"lead": elsewhere}, "lead_service"),
        ({"lead": led, "partner": elsewhere}, "partner_service"),
        ({"lead": led, "partner": led}, "partner_service"),
        ({"lead": None, "reason": ""}, "reason"),
    ]
    for told, field in refusals:
        with pytest.raises(ValidationError) as refused:
            change(cast, **told)
        assert list(refused.value.error_dict) == [field], told
    with pytest.raises(ValidationError, match="Nothing is changed"):
        change(cast, led)
    with pytest.raises(ChangedMeanwhile):
        change(cast, None, seen_version=0)
    assert not LeadChange.objects.exists()


@pytest.mark.once
def test_the_page_offers_it_to_the_scrutiny_officer_and_keeps_what_is_typed(cast: Cast) -> None:
    address = f"{cast.recommendation.get_absolute_url()}lead/"
    client, housing = cast.client("scrutiny"), another_service(cast)
    assert address in client.get(cast.recommendation.get_absolute_url()).content.decode()
    assert address not in cast.client("chair").get(cast.recommendation.get_absolute_url()).content.decode()
    page = Page(client.get(address))
    typed = {"lead_service": housing.pk, "partner_service": "", "reason": "", "version": page.fields["version"]}
    refused = client.post(address, typed)
    assert refused.status_code == 422 and f'value="{housing.pk}" selected' in refused.content.decode()
    done = client.post(address, typed | {"reason": "Cabinet moved it."}, follow=True)
    assert f"Housing leads {cast.recommendation.reference} now." in Page(done).text
    second = client.post(address, typed | {"lead_service": "", "reason": "Late."})
    assert second.status_code == 409 and "Housing" in Page(second).text
