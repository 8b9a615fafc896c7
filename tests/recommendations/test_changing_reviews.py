"""What a review says of itself is put right by its scrutiny officer, with a reason, and at the same address."""

import dataclasses
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from council.workflow import ChangedMeanwhile
from recommendations import workflow
from recommendations.models import Review, ReviewChange
from recommendations.workflow import Facts
from recommendations.workflow.reviews import free_slug
from tests import factories as f
from tests import verbs
from tests.conftest import Cast
from tests.pages import Page

pytestmark = pytest.mark.usefixtures("day")

ADDRESS = "/reviews/harbour-review/change/"


def facts_of(review: Review, **other: Any) -> Facts:
    names = [field.name for field in dataclasses.fields(Facts)]
    return Facts(**{name: getattr(review, name) for name in names} | other)


def change(cast: Cast, by: str = "scrutiny", *, reason: str = "A slip of the keyboard.", **other: Any) -> Review:
    review = Review.objects.get(pk=cast.review.pk)
    to = facts_of(review, **other)
    return workflow.change_review(review, by=cast.roles(by), to=to, reason=reason, seen_version=review.version)


def test_the_scrutiny_officer_puts_title_and_days_right_and_the_address_stays(cast: Cast) -> None:
    before = cast.review.title
    changed = change(cast, title="The Harbour Review", published_on=f.DAY)
    assert (changed.title, changed.published_on, changed.slug) == ("The Harbour Review", f.DAY, "harbour-review")
    kept = {row.what: (row.before, row.after, row.reason) for row in ReviewChange.objects.all()}
    assert kept["title"] == (before, "The Harbour Review", "A slip of the keyboard.")
    assert kept["published_on"][1] == "17 June 2026" and set(kept) == {"title", "published_on"}


@pytest.mark.parametrize("by", ["chair", "member", "officer", "administrator", "member_elsewhere"])
def test_nobody_else_does(cast: Cast, by: str) -> None:
    with pytest.raises(PermissionDenied):
        change(cast, by, title="Another title")


def test_what_cannot_be_so_is_refused_beside_its_field(cast: Cast) -> None:
    f.ReviewFactory.create(committee=cast.committee, title="Street Trees")
    verbs.respond(cast.recommendation, cast.scrutiny, on=f.days(-1))
    refusals: list[tuple[dict[str, Any], str]] = [
        ({"title": "street  trees"}, "title"),
        ({"adopted_on": f.days(1)}, "adopted_on"),
        ({"adopted_on": f.DAY, "published_on": None, "sent_to_executive_on": None}, "adopted_on"),
        ({"published_on": cast.review.adopted_on.replace(year=1999)}, "published_on"),
        ({"sent_to_executive_on": f.days(1)}, "sent_to_executive_on"),
        ({"sent_to_executive_on": f.DAY}, "sent_to_executive_on"),
        ({"title": "Another title", "reason": ""}, "reason"),
    ]
    for other, field in refusals:
        with pytest.raises(ValidationError) as refused:
            change(cast, **other)
        assert list(refused.value.error_dict) == [field], other
    with pytest.raises(ValidationError, match="Nothing is changed"):
        change(cast)
    assert not ReviewChange.objects.exists()


def test_it_was_adopted_by_the_meeting_of_its_first_verdict(cast: Cast) -> None:
    verbs.judge(cast.recommendation, cast.chair, held_on=f.days(-5))
    with pytest.raises(ValidationError, match="gave a verdict at its meeting") as refused:
        change(cast, adopted_on=f.days(-4), published_on=None, sent_to_executive_on=None)
    assert list(refused.value.error_dict) == ["adopted_on"]
    change(cast, adopted_on=f.days(-5), published_on=None, sent_to_executive_on=None)


def test_of_two_who_change_it_at_once_the_second_sees_what_the_first_did(cast: Cast) -> None:
    seen = cast.review.version
    change(cast, title="The first title")
    to = facts_of(cast.review, title="The second title")
    with pytest.raises(ChangedMeanwhile):
        workflow.change_review(cast.review, by=cast.roles("scrutiny"), to=to, reason="So.", seen_version=seen)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE recommendations_reviewchange SET reason = 'x'", "DELETE FROM recommendations_reviewchange"],
)
def test_the_history_of_changes_cannot_be_rewritten(cast: Cast, statement: str) -> None:
    change(cast, title="Another title")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.once
def test_its_page_says_who_will_read_it_keeps_what_is_typed_and_shows_what_was_changed(cast: Cast) -> None:
    client = cast.client("scrutiny")
    assert ADDRESS in client.get("/reviews/harbour-review/").content.decode()
    assert ADDRESS not in cast.client("chair").get("/reviews/harbour-review/").content.decode()
    page = Page(client.get(ADDRESS))
    assert "everybody in the council reads it here; if the day is today or in the past, at once" in page.text
    adopted = cast.review.adopted_on
    typed: dict[str, Any] = {"version": page.fields["version"], "title": "The Harbour Review", "reason": ""}
    typed |= {"adopted_on_day": adopted.day, "adopted_on_month": adopted.month, "adopted_on_year": adopted.year}
    refused = client.post(ADDRESS, typed)
    assert refused.status_code == 422 and "The Harbour Review" in refused.content.decode()
    done = client.post(ADDRESS, typed | {"reason": "Mistyped."}, follow=True)
    assert "It is a draft: only the people who run it read it." in Page(done).text
    Review.objects.filter(pk=cast.review.pk).update(published_on=adopted)
    shown = Page(cast.client("member").get("/reviews/harbour-review/evidence/")).text
    assert "Title “The Harbour Review”, before" in shown and "Mistyped." in shown


def test_a_review_is_not_published_more_than_five_years_ahead(cast: Cast) -> None:
    to = workflow.Facts(cast.review.title, cast.review.adopted_on, date(9999, 1, 1))
    with pytest.raises(ValidationError) as refusal:
        workflow.change_review(
            cast.review, by=cast.roles("scrutiny"), to=to, reason="Later.", seen_version=cast.review.version
        )
    assert refusal.value.message_dict == {"published_on": ["The day of publication must be within 5 years from today"]}


def test_an_address_is_not_cut_in_the_middle_of_a_word(db: None) -> None:
    assert (
        free_slug("Street trees and the quarters where nobody plants them")
        == "street-trees-and-the-quarters-where-nobody"
    )
    assert free_slug("x" * 60) == "x" * 44


def test_an_address_is_made_of_the_words_of_a_title_without_the_tags_that_it_was_pasted_with(db: None) -> None:
    assert free_slug("Review of bus stops in <b>Ealing</b>") == "review-of-bus-stops-in-ealing"
    assert free_slug("<b></b>") == "review"
