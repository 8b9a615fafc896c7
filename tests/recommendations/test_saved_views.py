"""A way of looking is saved under a name, found again, shared, and removed by its owner alone."""

import pytest
from django.http import QueryDict

from recommendations import saved_views
from recommendations.models import SavedView
from tests.conftest import Cast
from tests.pages import Page

pytestmark = pytest.mark.usefixtures("day")

SAVE = "/reviews/harbour-review/save-view/action_list/?timeliness=overdue&service=none&csrf=1&page=3&q="


def save(cast: Cast, person: str = "member", address: str = SAVE, **typed: str) -> int:
    return cast.client(person).post(address, {"name": "Overdue, no owner", **typed}).status_code


def test_a_view_keeps_what_is_looked_at_and_leads_back_to_it(cast: Cast) -> None:
    page = cast.client("member").get(SAVE)
    assert "Harbour review, actions: Owner to be assigned; Overdue." in page.text
    assert save(cast) == 302
    row = SavedView.objects.get()
    assert (row.page, row.query, row.owner, row.is_shared) == (
        "action_list", "service=none&timeliness=overdue", cast.member, False,
    )  # fmt: skip
    views = cast.client("member").get("/views/").text
    assert "/reviews/harbour-review/actions/?service=none&amp;timeliness=overdue" in views


def test_a_committee_has_views_too(cast: Cast) -> None:
    pk = cast.committee.pk
    assert save(cast, address=f"/committees/{pk}/save-view/dashboard/?as_at=2026-05-01") == 302
    row = SavedView.objects.get()
    assert row.review is None
    assert saved_views.url_of(row) == f"/committees/{pk}/?as_at=2026-05-01"


def test_a_name_is_used_once_and_needed(cast: Cast) -> None:
    save(cast)
    page = cast.client("member").post(SAVE, {"name": "Overdue, no owner"})
    assert page.status_code == 422 and "You have a view of this name already. Choose another name" in page.text
    assert save(cast, name="") == 422
    assert save(cast, person="chair") == 302


def test_a_shared_view_is_seen_by_the_council_and_by_nobody_else(cast: Cast) -> None:
    save(cast, is_shared="on")
    save(cast, name="Mine alone")
    names = {p: {v.name for v in saved_views.seen_by(cast.roles(p))} for p in cast.people}
    assert names["member"] == {"Overdue, no owner", "Mine alone"}
    assert names["officer"] == names["chair"] == {"Overdue, no owner"}
    assert names["member_elsewhere"] == names["former_member"] == names["administrator"] == set()


def test_a_view_of_a_review_that_somebody_may_not_see_is_not_there(cast: Cast) -> None:
    save(cast, is_shared="on")
    cast.review.published_on = None
    cast.review.save()
    assert not saved_views.seen_by(cast.roles("officer")).exists()
    assert "Harbour review" not in cast.client("officer").get("/views/").text
    assert saved_views.seen_by(cast.roles("chair")).exists()


def test_its_owner_removes_it_after_a_question(cast: Cast) -> None:
    save(cast, is_shared="on")
    address = f"/views/{SavedView.objects.get().pk}/remove/"
    assert cast.client("chair").post(address).status_code == 403
    assert "Remove “Overdue, no owner”?" in cast.client("member").get(address).text
    assert SavedView.objects.exists()
    assert cast.client("member").post(address, {"csrf": "1"}).status_code == 302
    assert not SavedView.objects.exists()


def test_only_filters_are_kept_of_an_address() -> None:
    asked = QueryDict("q=%3Cb%3E&next=//evil.example&as_at=2026-03-31&theme=&state=overdue")
    assert saved_views.query_to_keep(asked) == "as_at=2026-03-31&state=overdue&q=%3Cb%3E"


def test_what_is_no_page_cannot_be_saved(cast: Cast) -> None:
    assert cast.client("member").get("/reviews/harbour-review/save-view/nonsense/").status_code == 404
    long = f"{SAVE}&post={'1' * 1100}"
    page = cast.client("member").post(long, {"name": "Long"})
    assert page.status_code == 422 and "too long to be saved" in page.text


def test_the_bar_offers_it_to_people_of_the_council(cast: Cast) -> None:
    cast.committee.publishes = True
    cast.committee.save()
    assert "Save this view" in cast.client("officer").get("/reviews/harbour-review/actions/").text
    assert "Save this view" not in cast.client("public").get("/reviews/harbour-review/actions/").text


def test_a_view_that_names_an_unpublished_review_is_not_shared(cast: Cast) -> None:
    cast.review.published_on = None
    cast.review.save()
    address = f"/committees/{cast.committee.pk}/save-view/dashboard/?review=harbour-review"
    page = cast.client("chair").post(address, {"name": "Drafts", "is_shared": "on"})
    assert page.status_code == 422 and "not published yet cannot be shared" in page.text
    assert cast.client("chair").post(address, {"name": "Drafts"}).status_code == 302


def test_the_list_says_what_each_view_looks_at_and_as_at_which_day(cast: Cast) -> None:
    pk, theme = cast.committee.pk, cast.recommendation.theme
    save(cast, address=f"/reviews/harbour-review/save-view/recommendation_list/?theme={theme.number}&as_at=2026-05-01")
    query = (
        f"review=harbour-review&state=on_track&post={cast.post.pk}&q=trees&timeliness=stale&acting={cast.service.pk}"
    )
    save(cast, address=f"/committees/{pk}/save-view/action_list/?{query}", name="Actions")
    save(cast, address=f"/committees/{pk}/save-view/dashboard/?service=999&since=2026-05-01", name="Gone")
    save(cast, address=f"/committees/{pk}/save-view/dashboard/", name="All")
    text = Page(cast.client("member").get("/views/")).text
    assert f"Recommendations: {theme.title}; as at 1 May 2026" in text
    limit = cast.committee.stale_after_days
    words = f"{cast.post.title}; “trees”; Not updated for {limit} days; {cast.service.name}"
    assert f"Actions: Harbour review; Recommendation on track; {words}" in text
    assert "Dashboard: 999; compared with 1 May 2026" in text
    assert "Dashboard, no filters" in text


def test_its_owner_renames_and_shares_it(cast: Cast) -> None:
    save(cast)
    save(cast, name="Taken")
    address = f"/views/{SavedView.objects.get(name='Overdue, no owner').pk}/change/"
    member = cast.client("member")
    assert 'value="Overdue, no owner"' in member.get(address).text
    page = member.post(address, {"name": "Taken"})
    assert page.status_code == 422 and "You have a view of this name already. Choose another name" in page.text
    assert member.post(address, {"name": "Overdue", "is_shared": "on"}).status_code == 302
    row = SavedView.objects.get(name="Overdue")
    assert row.is_shared
    assert cast.client("chair").post(address, {"name": "Mine"}).status_code == 403
    assert member.post(address, {"name": "Overdue"}).status_code == 302
    row.refresh_from_db()
    assert not row.is_shared
    cast.review.published_on = None
    cast.review.save()
    row.owner = cast.chair
    row.save()
    page = cast.client("chair").post(address, {"name": "Overdue", "is_shared": "on"})
    assert page.status_code == 422 and "not published yet cannot be shared" in page.text


def test_a_view_is_saved_again_under_its_name_once_that_is_confirmed(cast: Cast) -> None:
    save(cast)
    other = "/reviews/harbour-review/save-view/dashboard/?as_at=2026-05-01"
    page = cast.client("member").post(other, {"name": " Overdue,  no owner"})
    assert page.status_code == 422
    held = "It holds now: Harbour review, actions: Owner to be assigned; Overdue"
    assert held in Page(page).text
    assert "Put this in its place" not in cast.client("member").get(other).text
    assert save(cast, address=other, replace="on") == 302
    row = SavedView.objects.get()
    assert (row.page, row.query, row.name) == ("dashboard", "as_at=2026-05-01", "Overdue, no owner")
