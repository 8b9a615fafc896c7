import builtins
import logging
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from pypdf import PdfReader
from weasyprint.urls import FatalURLFetchingError  # type: ignore[import-untyped]  # it has no types

from recommendations.models import Review
from recommendations.scope import of_review
from reports import making
from reports.builders import ChairsWords, build
from reports.contents import Contents
from reports.fetching import OwnStaticFiles
from reports.models import Copy
from reports.pdf import CannotMakePdf, PangoMissing, Pdf, make_pdf
from reports.quarters import Period
from reports.states import Progress, Version
from tests import factories as f
from tests.conftest import Cast
from tests.reports.conftest import Rows

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LONG_WORD = "x" * 300
HOSTILE = '<img src="file:///etc/passwd"><a href="http://attacker.example/">&lt;script&gt;</a>'


def nobody_listens(page: int) -> None:
    """For tests that do not care how far it is."""


def contents_of(review: Review) -> Contents:
    return build(of_review(review), Period(f.DAY), f.DAY, Version.EXEMPT)


def paper(contents: Contents) -> str:
    return render_to_string("reports/paper.html", {"contents": contents, "paper": True})


@cache
def pdf_of_page(html: str) -> Pdf:
    """Laid out once for all tests that look at the same paper."""
    return make_pdf(html, nobody_listens)


def pdf_of(review: Review) -> Pdf:
    return pdf_of_page(paper(contents_of(review)))


def reader(pdf: Pdf) -> PdfReader:
    return PdfReader(BytesIO(pdf.content))


def folded(words: str) -> str:
    return re.sub(r"\s+", " ", words)


def text(found: PdfReader) -> str:
    return folded(" ".join(page.extract_text() for page in found.pages))


def bookmarks(outline: list[Any]) -> Iterator[str]:
    for entry in outline:
        if isinstance(entry, list):
            yield from bookmarks(entry)
        else:
            yield entry.title


class Markup(HTMLParser):
    """The tables of a page, the scope of their header cells, drawings without a title, links with something in them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tables: list[list[str | None]] = []
        self.drawings: list[bool] = []
        self.depth = 0
        self.in_link = False
        self.nested_in_links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.in_link:
            self.nested_in_links.append(tag)
        self.in_link |= tag == "a"
        if tag == "table":
            self.tables.append([])
        if tag == "th":
            self.tables[-1].append(dict(attrs).get("scope"))
        if tag == "svg":
            # A drawing inside a drawing is a part of it.
            if not self.depth:
                self.drawings.append(False)
            self.depth += 1
        if tag == "img":
            self.drawings.append(bool(dict(attrs).get("alt")))
        if tag == "title" and self.depth:
            self.drawings[-1] = True

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "svg"
        self.in_link &= tag != "a"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag != "svg", "a drawing without anything in it"


# --- What it says ----------------------------------------------------------------------------------------------------


def test_the_pdf_holds_every_recommendation_and_every_word_of_officers(review: Review) -> None:
    found = text(reader(pdf_of(review)))
    for number in range(1, 14):
        assert f"Recommendation {number} " in found
        assert f"The council should do thing {number}." in found
    assert "The first chapter is written." in found
    assert "Words on R2." in found
    assert "7 recommendations changed: 3 moved forward and 4 moved back. On 6 nothing changed." in found
    assert "Do the second half of 10." in found


def test_every_page_after_the_cover_says_which_page_it_is_and_as_at_which_day(review: Review) -> None:
    found = reader(pdf_of(review))
    count = len(found.pages)
    for number, page in enumerate(found.pages, start=1):
        words = page.extract_text()
        assert (f"Page {number} of {count}" in words) is (number > 1)
        assert "As at" in words
        assert "17 June 2026" in words


def test_the_notice_of_illustrative_data_stands_on_the_cover_and_at_the_foot_of_every_page(
    review: Review, cast: Cast
) -> None:
    council = cast.council
    council.illustrative_notice = "Statuses and figures are illustrative."
    council.save()
    found = reader(pdf_of(Review.objects.for_page().get(pk=review.pk)))
    assert all("Statuses and figures are illustrative." in folded(page.extract_text()) for page in found.pages)
    assert "illustrative" not in text(reader(pdf_of(review)))


# --- How it is made --------------------------------------------------------------------------------------------------


def test_headings_become_bookmarks_that_name_the_recommendations(review: Review) -> None:
    found = list(bookmarks(reader(pdf_of(review)).outline))
    assert found[:2] == ["Harbour review", "Summary"]
    assert "What needs attention" in found
    assert "Overdue: 2 actions" in found
    for recommendation in review.recommendations.all():
        assert f"{recommendation.reference} {recommendation.title}" in found
    assert found.count("Actions") == 13


def test_the_pdf_is_tagged_and_says_its_language_title_and_author(review: Review) -> None:
    pdf = pdf_of(review)
    found = reader(pdf)
    root: Any = found.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_data()
    assert b'pdfaid:part="3"' in root["/Metadata"].get_data()
    assert found.metadata
    assert found.metadata.title == "Harbour review: position as at 17 June 2026 (part 2, exempt)"
    assert found.metadata.author == "Harbour Council, Overview and Scrutiny Committee"


def test_every_header_cell_of_every_table_says_what_it_heads(review: Review, cast: Cast) -> None:
    contents = contents_of(review)
    client = cast.client("chair")
    preview = client.get("/reviews/harbour-review/reports/preview/", Period(f.DAY).query).content.decode()
    for html in (paper(contents), preview):
        found = Markup(html).tables
        assert len(found) > 13
        for scopes in found:
            assert scopes
            assert set(scopes) <= {"col", "row"}


def test_a_header_cell_without_scope_would_be_found() -> None:
    assert Markup("<table><tr><th>Count</th></tr></table>").tables == [[None]]


def test_every_drawing_on_paper_says_what_it_shows(review: Review) -> None:
    drawings = Markup(paper(contents_of(review))).drawings
    assert len(drawings) > 50
    assert all(drawings)


def test_no_link_on_paper_has_anything_nested_in_it_because_the_pdf_maker_would_tag_it_wrongly(review: Review) -> None:
    html = paper(contents_of(review))
    assert html.count("<a ") > 10
    assert Markup(html).nested_in_links == []
    assert Markup('<a href="#all"><b>R1</b> Title</a>').nested_in_links == ["b"]


def test_a_drawing_without_a_title_would_be_found() -> None:
    assert Markup("<svg><path d=''></path></svg><img src='a.svg' alt=''>").drawings == [False, False]


def test_the_layout_gives_no_warning(few: Review, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        make_pdf(paper(contents_of(few)), nobody_listens)
    assert [record.getMessage() for record in caplog.records if record.name.startswith("weasyprint")] == []


def test_each_page_is_heard_of_in_its_turn(few: Review) -> None:
    heard: list[int] = []
    pdf = make_pdf(paper(contents_of(few)), heard.append)
    assert heard[: pdf.pages] == list(range(1, pdf.pages + 1))
    assert max(heard) == pdf.pages


def test_whoever_hears_of_a_page_can_stop_the_layout(rows: Rows, few: Review) -> None:
    copy = rows.in_state(Progress.RUNNING)
    Copy.objects.filter(pk=copy.pk).update(state=Progress.FAILED, lease_until=None, reason="Given up.")
    with pytest.raises(making.GivenUp):
        make_pdf(paper(contents_of(few)), making.page_by_page(copy))


# --- What it may read ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/",
        "https://attacker.example/pixel.png",
        "ftp://attacker.example/",
        "data:text/plain,hello",
        "data:image/svg+xml;base64,PHN2Zy8+",
        "static:css/pdf.css",
        (Path(settings.BASE_DIR) / "manage.py").as_uri(),
        (Path(settings.BASE_DIR) / "static" / ".." / "manage.py").as_uri(),
        (Path(settings.BASE_DIR) / "static").as_uri() + "/%2e%2e/manage.py",
        (Path(settings.BASE_DIR) / "static").as_uri() + "-other/pdf.css",
        (Path(settings.BASE_DIR) / "static" / "css" / "no-such.css").as_uri(),
        "file://attacker.example/" + (Path(settings.BASE_DIR) / "static" / "css" / "pdf.css").as_posix(),
    ],
)
def test_the_pdf_maker_reads_nothing_but_our_own_static_files(url: str) -> None:
    with pytest.raises(CannotMakePdf):
        make_pdf(f'<html lang="en-GB"><title>A</title><body><img alt="a" src="{url}"></body></html>', nobody_listens)


def test_a_link_out_of_the_static_folder_is_not_followed(tmp_path: Path, settings: Any) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "innocent.css").symlink_to(secret)
    settings.STATICFILES_DIRS = [folder]
    with pytest.raises(FatalURLFetchingError, match="may not read"):
        OwnStaticFiles().fetch((folder / "innocent.css").as_uri())


def test_our_own_static_files_are_read() -> None:
    path = Path(settings.BASE_DIR) / "static" / "css" / "pdf.css"
    assert OwnStaticFiles().fetch(path.as_uri()).read() == path.read_bytes()


def test_html_in_any_text_is_printed_and_does_nothing(few: Review, cast: Cast) -> None:
    f.UpdateFactory.create(action=cast.action, given_on=f.DAY, words=HOSTILE)
    few.recommendations.filter(number=1).update(text=HOSTILE, title=HOSTILE[:100])
    found = reader(pdf_of(few))
    assert 'src="file:///etc/passwd"' in text(found)
    links = [note.get_object() for page in found.pages for note in page.get("/Annots", [])]
    assert not [link for link in links if "/A" in link and "/URI" in link["/A"]]


def test_nothing_of_the_machine_is_in_the_pdf(review: Review) -> None:
    pdf = pdf_of(review)
    assert str(settings.BASE_DIR) not in text(reader(pdf))
    assert str(settings.BASE_DIR).encode() not in pdf.content


# --- What may happen to it -------------------------------------------------------------------------------------------


def test_without_pango_the_message_names_the_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without_pango(name: str, *args: Any, **options: Any) -> Any:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *args, **options)

    monkeypatch.setattr(builtins, "__import__", without_pango)
    with pytest.raises(PangoMissing, match=r"libpango-1\.0-0 libpangoft2-1\.0-0 libharfbuzz-subset0"):
        make_pdf("<p>", nobody_listens)


def test_a_stylesheet_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.pdf.STYLESHEET", "css/no-such.css")
    with pytest.raises(CannotMakePdf, match=r"css/no-such\.css is missing"):
        make_pdf("<p>", nobody_listens)


def test_a_text_of_20000_characters_and_an_endless_word_are_not_cut_off(few: Review, cast: Cast) -> None:
    words = " ".join(f"word{number}" for number in range(2300))
    f.UpdateFactory.create(action=cast.action, given_on=f.DAY, words=f"{words} {LONG_WORD}")
    assert len(words) > 18_000
    pdf = pdf_of(few)
    found = text(reader(pdf))
    missing = [number for number in range(2300) if f"word{number}" not in found]
    assert not missing
    assert found.replace(" ", "").count("x" * 250)


def test_an_endless_word_of_the_chairs_goes_on_in_the_next_line(few: Review, cast: Cast) -> None:
    endless = "y" * 2000
    words = ChairsWords(endless, {cast.recommendation.pk: endless})
    contents = build(of_review(few), Period(f.DAY), f.DAY, Version.EXEMPT, words=words)
    found = reader(pdf_of_page(paper(contents)))
    lines = [line for page in found.pages for line in page.extract_text().split() if set(line) == {"y"}]
    assert sum(map(len, lines)) == 2 * len(endless)
    # As many as stand on a line of A4.
    assert max(map(len, lines)) < 110


def test_60_actions_under_one_recommendation_all_stand_in_it(few: Review, cast: Cast) -> None:
    for number in range(2, 61):
        f.ActionFactory.create(recommendation=cast.recommendation, number=number, post=cast.post)
    found = text(reader(pdf_of(few)))
    assert all(f"1.{number} Do thing {number} " in found for number in range(2, 61))


def test_a_copy_made_by_the_worker_is_the_real_thing(cast: Cast, rows: Rows, few: Review) -> None:
    copy = making.request_copy(rows.draft(), Version.PUBLIC, by=f.roles(cast.chair), at=f.noon(f.DAY))
    making.make(copy.pk)
    copy.refresh_from_db()
    assert (copy.state, copy.reason) == (Progress.DONE, "")
    with copy.file.open("rb") as file:
        found = PdfReader(BytesIO(file.read()))
    assert len(found.pages) == copy.pages
    assert "The first chapter is written." in text(found)


def test_a_review_without_a_recommendation_makes_a_report_too(cast: Cast) -> None:
    empty = f.ReviewFactory.create(committee=cast.committee, adopted_on=date(2026, 1, 1))
    found = text(reader(pdf_of(Review.objects.for_page().get(pk=empty.pk))))
    assert "Progress on 0 recommendations" in found
