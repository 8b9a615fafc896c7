import csv
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as real_settings
from openpyxl import load_workbook

from recommendations.models import Review
from reports.models import Copy, Downloads, Report, Words
from reports.quarters import Period
from reports.states import Progress, Version
from reports.views import lists
from tests import factories as f
from tests.conftest import Cast
from tests.pages import Page
from tests.reports.conftest import Rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_broker"), pytest.mark.once]

LIST = "/reviews/harbour-review/reports/"
OF_COMMITTEE = "/committees/{pk}/reports/"
PREVIEW = f"{LIST}preview/"


def body(response: Any) -> bytes:
    """A streamed answer; read to its end, the test client closes it."""
    return b"".join(response.streaming_content)


def put_file(copy: Copy, content: bytes = b"%PDF-1.7 whole %%EOF") -> None:
    path = Path(copy.file.path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


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


def test_a_report_on_a_committee_tells_the_reviews_apart(cast: Cast, few: Review) -> None:
    other = f.ReviewFactory.create(committee=cast.committee, title="Fire review", slug="fire-review")
    theme = f.ThemeFactory.create(review=other, number=1)
    f.RecommendationFactory.create(review=other, theme=theme, number=1, title="Sprinklers")
    f.ReviewFactory.create(committee=cast.committee, title="Secret review", published_on=None)
    page = cast.client("chair").get(f"{OF_COMMITTEE.format(pk=cast.committee.pk)}preview/", Period(f.DAY).query)
    words = page.content.decode()
    for anchor in ("harbour-review-1", "harbour-review-2", "fire-review-1"):
        assert f'id="{anchor}"' in words
    assert "R1 (Fire review)" in words
    assert "R1 (Harbour review)" in words
    assert "Secret review" not in words


def test_the_preview_has_no_inline_style_or_script(cast: Cast, review: Review) -> None:
    page = cast.client("chair").get(PREVIEW, Period(f.DAY).query).content.decode()
    assert " style=" not in page
    assert "<style" not in page


# --- A draft ---------------------------------------------------------------------------------------------------------


def test_beginning_leads_to_the_draft_and_doing_it_again_to_the_same(cast: Cast) -> None:
    client = cast.client("chair")
    first = client.post(LIST, {"period": "2025-Q4"})
    second = cast.client("scrutiny").post(LIST, {"period": "2025-Q4"})
    assert first.headers["Location"] == second.headers["Location"] == f"/reports/{Report.objects.get().pk}/"


def test_the_buttons_stand_only_where_the_verb_would_allow_them(cast: Cast, rows: Rows) -> None:
    draft = rows.draft()
    for person, makes, writes in (("chair", True, True), ("scrutiny", True, False), ("member", False, False)):
        page = cast.client(person).get(f"/reports/{draft.pk}/").content.decode()
        assert (f'href="/reports/{draft.pk}/issue/?read=' in page) is makes
        assert ("Make the PDF" in page) is makes
        assert ("Throw this draft away" in page) is makes
        assert ("Keep these words" in page) is writes


def test_the_committees_version_is_one_press_away_and_says_how_many_items_are_exempt(
    cast: Cast, rows: Rows, few: Review
) -> None:
    update = f.UpdateFactory.create(action=cast.action, given_on=f.days(-1), words="The bidder went bankrupt.")
    update.exemptions.create(
        paragraph=3, reason="A tender.", decided_by="Monitoring Officer", decided_on=f.days(-1),
        review_on=f.days(300), recorded_by=cast.scrutiny,
    )  # fmt: skip
    draft = rows.draft()
    client = cast.client("member")
    public = client.get(f"/reports/{draft.pk}/").content.decode()
    assert "Committee’s version, 1 exempt item" in public
    assert "The bidder went bankrupt." not in public
    inside = client.get(f"/reports/{draft.pk}/?version=exempt").content.decode()
    assert "The bidder went bankrupt." in inside
    assert "Exempt, paragraph 3" in inside


def test_the_words_of_the_chair_are_kept_as_they_type_and_stand_in_both_versions(
    cast: Cast, rows: Rows, few: Review
) -> None:
    draft = rows.draft()
    chair = cast.client("chair")
    kept = chair.post(f"/reports/{draft.pk}/words/foreword/keep/", {"foreword-words": "One year on,\r\nit moves. "})
    assert kept.content.decode() == "Saved at 12:00. 5 words."
    chair.post(f"/reports/{draft.pk}/words/recommendation-2/", {"recommendation-2-words": "Too slow."})
    for version in Version:
        page = cast.client("member").get(f"/reports/{draft.pk}/?version={version}").content.decode()
        assert "One year on,<br>it moves." in page
        assert "Too slow." in page
    # An emptied box is a word taken back.
    chair.post(f"/reports/{draft.pk}/words/foreword/keep/", {"foreword-words": "  "})
    assert [row.words for row in Words.objects.all()] == ["Too slow."]


def test_too_many_words_are_told_beside_the_box_and_nothing_is_lost(cast: Cast, rows: Rows) -> None:
    draft = rows.draft()
    chair = cast.client("chair")
    long = "word " * 1001
    assert chair.post(f"/reports/{draft.pk}/words/foreword/keep/", {"foreword-words": long}).status_code == 413
    page = chair.post(f"/reports/{draft.pk}/words/foreword/", {"foreword-words": long})
    assert page.status_code == 422
    assert page.content.decode().count("word word") > 400
    assert chair.post(f"/reports/{draft.pk}/words/recommendation-77/keep/", {}).status_code == 404


def test_a_draft_that_is_thrown_away_is_gone_from_the_list_and_can_be_begun_again(cast: Cast, rows: Rows) -> None:
    draft = rows.draft()
    client = cast.client("scrutiny")
    assert "thrown away too" in client.get(f"/reports/{draft.pk}/drop/").content.decode()
    client.post(f"/reports/{draft.pk}/drop/")
    assert "Draft</a>" not in client.get(LIST).content.decode()
    assert rows.draft() != draft
    page = client.get(f"/reports/{draft.pk}/").content.decode()
    assert "This draft was thrown away." in page
    main = page.split("<main")[1].split("</main>")[0]
    assert "<form" not in main
    assert "/issue/" not in main
    assert client.get(f"/reports/{draft.pk}/drop/").headers["Location"] == draft.get_absolute_url()


def test_the_chair_writes_beside_what_is_public_and_never_among_exempt_items(cast: Cast, rows: Rows) -> None:
    draft = rows.draft()
    public, exempt = (
        cast.client("chair").get(draft.get_absolute_url(), {"version": version}).content.decode() for version in Version
    )
    assert 'name="foreword-words"' in public
    assert "This stands in both versions. Write nothing exempt." in public
    assert 'name="foreword-words"' not in exempt
    assert "written in the public one" in exempt


# --- Its PDFs --------------------------------------------------------------------------------------------------------

WORDS = {
    Progress.WAITING: ("Not started, waiting", "Waiting since 12:00:00 on 17 June 2026", "Check again", "hx-get"),
    Progress.RUNNING: ("Laying out the pages, step 2 of 4", 'value="38"', "Check again", "hx-get"),
    Progress.DONE: ("Ready", "Download the PDF", "9 pages"),
    Progress.FAILED: ("The PDF was not made.", "No space left on device", "Try again"),
}


@pytest.mark.parametrize("state", Progress)
def test_the_page_says_how_far_a_copy_is(cast: Cast, rows: Rows, state: Progress) -> None:
    copy = rows.in_state(state)
    client = cast.client("chair")
    for url in (copy.frozen.of.get_absolute_url(), f"/copies/{copy.pk}/progress"):
        page = client.get(url).content.decode()
        for words in WORDS[state]:
            assert words in page
        assert ("hx-get" in page) is copy.is_unfinished
    assert "<html" not in client.get(f"/copies/{copy.pk}/progress").content.decode()


def test_asking_for_a_pdf_leads_back_to_the_draft_where_it_waits(cast: Cast, rows: Rows) -> None:
    draft = rows.draft()
    client = cast.client("chair")
    answer = client.post(f"/reports/{draft.pk}/copies/exempt/")
    assert answer.headers["Location"] == f"/reports/{draft.pk}/?version=exempt#pdfs"
    assert Copy.objects.get().frozen.version == Version.EXEMPT
    assert "Not started, waiting" in client.get(answer.headers["Location"]).content.decode()


def test_polling_says_nothing_until_there_is_something_new(cast: Cast, rows: Rows) -> None:
    copy = rows.in_state(Progress.RUNNING)
    client = cast.client("chair")
    url = f"/copies/{copy.pk}/progress"
    assert client.get(url, {"seen": copy.seen}).status_code == 204
    Copy.objects.filter(pk=copy.pk).update(doing="Laying out page 7")
    response = client.get(url, {"seen": copy.seen})
    assert response.status_code == 200
    assert "Laying out page 7" in response.content.decode()


def test_the_address_that_is_polled_carries_what_was_seen(cast: Cast, rows: Rows) -> None:
    copy = rows.in_state(Progress.RUNNING)
    page = cast.client("chair").get(copy.frozen.of.get_absolute_url()).content.decode()
    url = page.split('hx-get="')[1].split('"')[0]
    assert cast.client("chair").get(url).status_code == 204


def test_the_download_is_an_attachment_with_a_name_that_says_what_it_is(cast: Cast, rows: Rows) -> None:
    copy = rows.in_state(Progress.DONE)
    put_file(copy)
    response = cast.client("member").get(f"/copies/{copy.pk}/download")
    assert body(response) == b"%PDF-1.7 whole %%EOF"
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == 'attachment; filename="harbour-review-2026-06-17-draft.pdf"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert not Downloads.objects.exists(), "drafts are not counted"


@pytest.mark.parametrize("state", [Progress.WAITING, Progress.RUNNING, Progress.FAILED])
def test_there_is_nothing_to_download_until_the_copy_is_made(cast: Cast, rows: Rows, state: Progress) -> None:
    copy = rows.in_state(state)
    part = Path(real_settings.MEDIA_ROOT) / "reports" / f"{copy.pk}.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"%PDF-1.7 half of a fi")
    assert cast.client("chair").get(f"/copies/{copy.pk}/download").status_code == 404


def test_a_file_that_has_gone_is_not_found_rather_than_a_fault(cast: Cast, rows: Rows) -> None:
    copy = rows.in_state(Progress.DONE)
    assert cast.client("chair").get(f"/copies/{copy.pk}/download").status_code == 404


# --- Administration --------------------------------------------------------------------------------------------------


def test_the_administration_reads_reports_and_changes_none(cast: Cast, rows: Rows) -> None:
    copy = rows.in_state(Progress.DONE)
    client = cast.client("administrator")
    for name, pk in (("report", copy.frozen.report_id), ("copy", copy.pk)):
        assert client.get(f"/administration/reports/{name}/").status_code == 200
        page = f"/administration/reports/{name}/{pk}/"
        assert client.get(f"{page}change/").status_code == 200
        assert client.post(f"{page}change/", {"state": "waiting"}).status_code == 403
        assert client.post(f"{page}delete/", {"post": "yes"}).status_code == 403
        assert client.get(f"/administration/reports/{name}/add/").status_code == 403


# --- Many reports, and their data as a workbook ----------------------------------------------------------------------


def test_a_long_archive_has_pages(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "REPORTS_A_PAGE", 2)
    begun = {"committee": cast.committee, "review": cast.review, "begun_at": f.noon(f.DAY)}
    for days in range(3):
        Report.objects.create(as_at=f.days(-days), **begun)
    first = cast.client("chair").get(LIST)
    assert (len(first.context["rows"]), first.context["page"].paginator.count) == (2, 3)
    assert "page=2" in first.content.decode()
    assert len(cast.client("chair").get(LIST, {"page": "2"}).context["rows"]) == 1


def test_the_workbook_holds_the_rows_of_the_csv(cast: Cast, few: Review, rows: Rows) -> None:
    report = rows.issued()
    client = cast.client("member")
    book = load_workbook(BytesIO(client.get(f"/reports/{report.pk}/data.xlsx").content))
    table = list(csv.reader(StringIO(client.get(f"/reports/{report.pk}/data.csv").content.decode("utf-8-sig"))))
    sheet = [["" if value is None else str(value) for value in row] for row in book["Rows"].values]
    assert sheet == [row[:12] for row in table]
    assert Downloads.objects.get(kind="xlsx").count == 1


def test_what_was_typed_in_one_window_is_not_lost_under_another(rows: Rows, cast: Cast) -> None:
    draft, chair = rows.draft(), cast.client("chair")
    page, keep = f"/reports/{draft.pk}/words/foreword/", f"/reports/{draft.pk}/words/foreword/keep/"
    first, second = (Page(chair.get(page)).fields["foreword-window"] for _ in range(2))
    assert chair.post(keep, {"foreword-words": "Half", "foreword-window": first}).status_code == 200
    assert chair.post(keep, {"foreword-words": "Half of it.", "foreword-window": first}).status_code == 200
    refused = chair.post(keep, {"foreword-words": "Another.", "foreword-window": second})
    assert (refused.status_code, "another window" in refused.content.decode()) == (409, True)
    both = chair.post(page, {"foreword-words": "Another.", "foreword-window": second})
    assert both.status_code == 422 and "Now they are: “Half of it.”" in Page(both).text
    assert "Another.</textarea>" in both.content.decode()
    assert chair.post(page, {"foreword-words": "Another.", **Page(both).fields}).status_code == 302
    assert Words.objects.get().words == "Another."
    # Nothing was kept elsewhere: a window that was opened on an empty box writes.
    emptied = {"foreword-words": "", "foreword-window": Page(chair.get(page)).fields["foreword-window"]}
    assert chair.post(page, emptied).status_code == 302
    assert chair.post(keep, {"foreword-words": "Anew.", "foreword-window": first}).status_code == 200


def test_words_that_are_kept_tell_the_browser_to_forget_its_own(rows: Rows, cast: Cast) -> None:
    draft = rows.draft()
    page = f"/reports/{draft.pk}/words/foreword/"
    kept = cast.client("chair").post(page, {"foreword-words": "Short."}, follow=True)
    assert f'data-draft-done="{page}keep/"' in kept.content.decode()
