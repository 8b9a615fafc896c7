from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as real_settings

from recommendations.models import Review
from reports.models import Report
from reports.quarters import Period
from reports.states import Progress
from tests import factories as f
from tests.conftest import Cast
from tests.reports.conftest import Rows

pytestmark = pytest.mark.django_db

LIST = "/reviews/harbour-review/reports/"
PREVIEW = f"{LIST}preview/"
SIGN_IN, OK, SEE_OTHER, REFUSED, UNSEEN, NOT_THIS_WAY = "sign in", 200, 302, 403, 404, 405
ON_COMMITTEE = ("member", "chair", "scrutiny")
MAKERS = ("chair", "scrutiny")
# Officers see the review, and have no role on its committee.
OFFICERS = ("officer", "deputy", "other_officer", "head")
OUTSIDE = ("member_elsewhere", "former_member", "administrator")
EVERYBODY = (*ON_COMMITTEE, *OFFICERS, *OUTSIDE, "public")


def expected(person: str, *, makers_only: bool = False, answer: int = OK) -> int | str:
    if person == "public":
        return SIGN_IN
    if person in OUTSIDE:
        return UNSEEN
    allowed = MAKERS if makers_only else ON_COMMITTEE
    return answer if person in allowed else REFUSED


def outcome(response: Any) -> int | str:
    if response.status_code == SEE_OTHER and "sign-in" in response.headers["Location"]:
        return SIGN_IN
    return int(response.status_code)


def body(response: Any) -> bytes:
    """A streamed answer; read to its end, the test client closes it."""
    return b"".join(response.streaming_content)


def put_file(report: Report, content: bytes = b"%PDF-1.7 whole %%EOF") -> None:
    path = Path(report.file.path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


# --- Doors -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", EVERYBODY)
def test_the_doors_of_reports_open_to_those_on_the_committee_alone(cast: Cast, rows: Rows, person: str) -> None:
    report = rows.in_state(Progress.DONE)
    put_file(report)
    client = cast.client(person)
    for url in (
        LIST,
        PREVIEW,
        f"/reports/{report.pk}/",
        f"/reports/{report.pk}/progress",
        f"/reports/{report.pk}/download",
    ):
        response = client.get(url)
        assert (url, outcome(response)) == (url, expected(person))
        if response.streaming:
            assert body(response)


@pytest.mark.parametrize("person", EVERYBODY)
def test_only_chair_and_scrutiny_officer_make_a_report_or_try_again(cast: Cast, rows: Rows, person: str) -> None:
    failed = rows.in_state(Progress.FAILED)
    client = cast.client(person)
    wanted = expected(person, makers_only=True, answer=SEE_OTHER)
    assert outcome(client.post(LIST, {"period": "2025-Q4"})) == wanted
    assert outcome(client.post(f"/reports/{failed.pk}/try-again")) == wanted
    assert Report.objects.count() == (3 if person in MAKERS else 1)


def test_what_changes_something_is_not_opened_by_a_link(cast: Cast, rows: Rows) -> None:
    failed = rows.in_state(Progress.FAILED)
    client = cast.client("chair")
    assert client.get(f"/reports/{failed.pk}/try-again").status_code == NOT_THIS_WAY
    assert client.post(f"/reports/{failed.pk}/download").status_code == NOT_THIS_WAY


def test_the_buttons_stand_only_where_the_verb_would_allow_them(cast: Cast, rows: Rows) -> None:
    failed = rows.in_state(Progress.FAILED)
    for person, there in (("chair", True), ("scrutiny", True), ("member", False)):
        client = cast.client(person)
        assert (b"Make the PDF" in client.get(LIST).content) is there
        assert (b'<button class="button button--wide">Make the PDF' in client.get(PREVIEW).content) is there
        assert (b"Try again" in client.get(f"/reports/{failed.pk}/").content) is there


# --- Choosing a period -----------------------------------------------------------------------------------------------

BAD_PERIODS = [
    ({"period": "2026-Q1"}, "April to June 2026 has not ended. Its report can be made from 1 July 2026."),
    ({"period": "2099-Q4"}, "January to March 2100 has not ended."),
    ({"period": "2020-Q1"}, "April to June 2020 ended before the review was adopted on 14 March 2025"),
    ({"period": "nonsense"}, "“nonsense” is not a quarter."),
    ({"period": "9999-Q4"}, "“9999-Q4” is not a quarter."),
    ({"period": "2026-Q1\x00"}, "Null characters are not allowed."),
    ({"period": ""}, "Choose a quarter, or the position as at a day"),
    ({"period": "as-at"}, "Enter the day, with day, month and year"),
    ({"period": "as-at", "as_at_day": "18", "as_at_month": "6", "as_at_year": "2026"}, "must be today, 17 June 2026"),
    (
        {"period": "as-at", "as_at_day": "1", "as_at_month": "1", "as_at_year": "2024"},
        "must be 14 March 2025, when the",
    ),
    ({"period": "as-at", "as_at_day": "31", "as_at_month": "2", "as_at_year": "2026"}, "There is no such date"),
    ({"period": "as-at", "as_at_day": "x", "as_at_month": "2", "as_at_year": "2026"}, "The day must be a number"),
]


@pytest.mark.parametrize(("fields", "message"), BAD_PERIODS, ids=[str(fields) for fields, _ in BAD_PERIODS])
def test_a_period_that_cannot_be_reported_on_is_refused_beside_its_field(
    cast: Cast, fields: dict[str, str], message: str
) -> None:
    client = cast.client("chair")
    for response in (client.post(LIST, fields), client.get(PREVIEW, fields)):
        assert response.status_code == 422
        assert message in response.content.decode()
        assert "There is a problem" in response.content.decode()
    assert not Report.objects.exists()


def test_what_was_typed_is_kept_when_it_is_refused(cast: Cast) -> None:
    client = cast.client("chair")
    day = client.post(LIST, {"period": "as-at", "as_at_day": "31", "as_at_month": "2", "as_at_year": "2026"})
    for value in ("31", "2", "2026"):
        assert f'value="{value}"' in day.content.decode()
    quarter = client.post(LIST, {"period": "2026-Q1"}).content.decode()
    assert 'value="2026-Q1"' in quarter
    assert "checked" in quarter.split('value="2026-Q1"')[1].split(">")[0]


def test_the_form_offers_the_last_quarters_that_have_ended_and_no_other(cast: Cast) -> None:
    page = cast.client("member").get(LIST).content.decode()
    for key in ("2025-Q4", "2025-Q3", "2025-Q2", "2025-Q1", "2024-Q4"):
        assert f'value="{key}"' in page
    assert 'value="2026-Q1"' not in page
    assert "January to March 2026" in page


def test_the_boxes_of_the_day_do_not_matter_when_a_quarter_is_chosen(cast: Cast) -> None:
    fields = {"period": "2025-Q4", "as_at_day": "31", "as_at_month": "2", "as_at_year": ""}
    assert cast.client("chair").get(PREVIEW, fields).status_code == 200


def test_preview_from_the_chairs_form_leads_to_an_address_that_can_be_shared(cast: Cast) -> None:
    client = cast.client("chair")
    fields = {"period": "as-at", "as_at_day": "1", "as_at_month": "6", "as_at_year": "2026", "preview": "yes"}
    response = client.post(LIST, fields)
    assert response.headers["Location"] == f"{PREVIEW}?period=as-at&as_at_day=1&as_at_month=6&as_at_year=2026"
    assert "position as at 1 June 2026" in client.get(response.headers["Location"]).content.decode()
    assert not Report.objects.exists()


# --- Preview ---------------------------------------------------------------------------------------------------------


def test_the_preview_holds_the_whole_report(cast: Cast, review: Review) -> None:
    page = cast.client("member").get(PREVIEW, Period(f.DAY).query).content.decode()
    for number in range(1, 14):
        assert f'id="recommendation-{number}"' in page
        assert f"The council should do thing {number}." in page
    assert "The first chapter is written." in page
    assert "7 recommendations changed: 3 moved forward and 4 moved back." in page


def test_the_preview_of_no_period_in_particular_is_of_the_last_quarter_that_ended(cast: Cast) -> None:
    page = cast.client("member").get(PREVIEW).content.decode()
    assert "Harbour review: progress from January to March 2026" in page


def test_the_preview_has_no_inline_style_or_script(cast: Cast, review: Review) -> None:
    page = cast.client("chair").get(PREVIEW, Period(f.DAY).query).content.decode()
    assert " style=" not in page
    assert "<style" not in page


# --- One report ------------------------------------------------------------------------------------------------------


def test_making_leads_to_the_page_of_the_report_and_doing_it_again_to_the_same(cast: Cast) -> None:
    client = cast.client("chair")
    first = client.post(LIST, {"period": "2025-Q4"})
    second = client.post(LIST, {"period": "2025-Q4"})
    assert first.headers["Location"] == second.headers["Location"] == f"/reports/{Report.objects.get().pk}/"


WORDS = {
    Progress.WAITING: ("Not started, waiting", "Waiting since 12:00:00 on 17 June 2026", "Check again", "hx-get"),
    Progress.RUNNING: ("Laying out the pages, step 2 of 4", 'value="38"', "Check again", "hx-get"),
    Progress.DONE: ("The report is ready.", "harbour-review-2026-06-17.pdf", "a61f" * 16, ">9<"),
    Progress.FAILED: ("The report was not made.", "No space left on device", "Try again"),
}


@pytest.mark.parametrize("state", Progress)
def test_the_page_says_how_far_the_report_is(cast: Cast, rows: Rows, state: Progress) -> None:
    report = rows.in_state(state)
    client = cast.client("chair")
    for url in (f"/reports/{report.pk}/", f"/reports/{report.pk}/progress"):
        page = client.get(url).content.decode()
        for words in WORDS[state]:
            assert words in page
        assert ("hx-get" in page) is report.is_unfinished
    assert "<html" not in client.get(f"/reports/{report.pk}/progress").content.decode()


def test_polling_says_nothing_until_there_is_something_new(cast: Cast, rows: Rows) -> None:
    report = rows.in_state(Progress.RUNNING)
    client = cast.client("chair")
    url = f"/reports/{report.pk}/progress"
    assert client.get(url, {"seen": report.seen}).status_code == 204
    Report.objects.filter(pk=report.pk).update(doing="Laying out page 7")
    response = client.get(url, {"seen": report.seen})
    assert response.status_code == 200
    assert "Laying out page 7" in response.content.decode()


def test_the_address_that_is_polled_carries_what_was_seen(cast: Cast, rows: Rows) -> None:
    report = rows.in_state(Progress.RUNNING)
    page = cast.client("chair").get(f"/reports/{report.pk}/").content.decode()
    url = page.split('hx-get="')[1].split('"')[0]
    assert cast.client("chair").get(url).status_code == 204


def test_the_list_shows_every_report_newest_first_with_its_state(cast: Cast, rows: Rows) -> None:
    rows.in_state(Progress.DONE)
    rows.in_state(Progress.FAILED)
    rows.in_state(Progress.WAITING)
    page = cast.client("member").get(LIST).content.decode()
    states = [page.index(words) for words in ("Not started, waiting", "Not made", "Ready")]
    assert states == sorted(states)
    assert "3 reports on the Harbour review" in page
    assert page.count("/download") == 1


# --- Download --------------------------------------------------------------------------------------------------------


def test_the_download_is_an_attachment_with_a_name_that_says_what_it_is(cast: Cast, rows: Rows) -> None:
    report = rows.in_state(Progress.DONE)
    put_file(report)
    response = cast.client("member").get(f"/reports/{report.pk}/download")
    assert body(response) == b"%PDF-1.7 whole %%EOF"
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == 'attachment; filename="harbour-review-2026-06-17.pdf"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("state", [Progress.WAITING, Progress.RUNNING, Progress.FAILED])
def test_there_is_nothing_to_download_until_the_report_is_made(cast: Cast, rows: Rows, state: Progress) -> None:
    report = rows.in_state(state)
    part = Path(real_settings.MEDIA_ROOT) / "reports" / f"{report.pk}.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"%PDF-1.7 half of a fi")
    assert cast.client("chair").get(f"/reports/{report.pk}/download").status_code == 404


def test_a_file_that_has_gone_is_not_found_rather_than_a_fault(cast: Cast, rows: Rows) -> None:
    report = rows.in_state(Progress.DONE)
    assert cast.client("chair").get(f"/reports/{report.pk}/download").status_code == 404


# --- Administration --------------------------------------------------------------------------------------------------


def test_the_administration_reads_reports_and_changes_none(cast: Cast, rows: Rows) -> None:
    report = rows.in_state(Progress.DONE)
    client = cast.client("administrator")
    assert client.get("/administration/reports/report/").status_code == 200
    page = f"/administration/reports/report/{report.pk}/"
    assert client.get(f"{page}change/").status_code == 200
    assert client.post(f"{page}change/", {"state": "waiting"}).status_code == 403
    assert client.post(f"{page}delete/", {"post": "yes"}).status_code == 403
    assert client.get("/administration/reports/report/add/").status_code == 403
