"""The day on which a review was sent to the executive: set once, and missed on its pages until it is."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from recommendations import workflow
from recommendations.models import Review
from tests import factories as f
from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("day")


def test_the_clock_of_a_review_runs_from_the_day_that_the_scrutiny_officer_sets_once(cast: Cast) -> None:
    Review.objects.filter(pk=cast.review.pk).update(sent_to_executive_on=None, adopted_on=f.days(-400))
    cast.review.refresh_from_db()
    row = f.RecommendationFactory.create(review=cast.review, number=77)
    address = "/reviews/harbour-review/sent-to-executive/"
    for who in ("member", "scrutiny"):
        client = cast.client(who)
        pages = {
            "/reviews/harbour-review/": "No day is recorded on which it was sent to the executive",
            row.get_absolute_url(): "Not sent to the executive yet",
        }
        for page, words in pages.items():
            shown = client.get(page).content.decode()
            assert words in shown, (who, page)
            assert (address in shown) is (who == "scrutiny"), (who, page)
    by = cast.roles("scrutiny")
    with pytest.raises(PermissionDenied):
        workflow.say_sent_to_executive(cast.review, by=cast.roles("chair"), sent_on=f.DAY)
    with pytest.raises(ValidationError, match="in the future"):
        workflow.say_sent_to_executive(cast.review, by=by, sent_on=f.days(1))
    with pytest.raises(ValidationError, match="before it was adopted"):
        workflow.say_sent_to_executive(cast.review, by=by, sent_on=f.days(-401))
    sent = f.days(-100)
    typed = {"sent_on_day": sent.day, "sent_on_month": sent.month, "sent_on_year": sent.year}
    assert cast.client("scrutiny").post(address, typed).status_code == 302
    cast.review.refresh_from_db()
    assert cast.review.sent_to_executive_on == sent
    shown = cast.client("member").get("/reviews/harbour-review/").content.decode()
    assert "Response overdue" in shown and "No day is recorded" not in shown
    again = cast.client("scrutiny").get(address, follow=True)
    assert again.redirect_chain == [("/reviews/harbour-review/", 302)]
    assert "It was sent to the executive on 9 March 2026: the day is set already." in again.text
    late = cast.client("scrutiny").post(address, typed)
    assert late.status_code == 422 and late.context["form"]["sent_on"].value() == list(map(str, typed.values()))
    with pytest.raises(ValidationError, match="set already"):
        workflow.say_sent_to_executive(cast.review, by=by, sent_on=f.DAY)
