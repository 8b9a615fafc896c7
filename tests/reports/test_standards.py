"""The papers are PDF/UA-1 and PDF/A-3, checked by a checker that is not ours; what it overlooks is checked by our own.

Each check is shown planted faults that it must find.
"""

import csv
import re
import zlib
from collections.abc import Callable
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

import page
import pytest
from pypdf import PdfReader

from recommendations.models import Review
from reports import pdf
from reports.attachments import TRACKER, attachments
from reports.freezing import drawn, thawed
from reports.frozen import as_json
from reports.models import Frozen
from reports.pdf import Attached, make_pdf
from reports.states import Version
from tests.reports.conftest import Rows
from tests.reports.test_pdf import Markup

pytestmark = [pytest.mark.django_db, pytest.mark.once]
UA, A3 = "ua1", "3a"
MOMENT = datetime(2026, 6, 17, 12)  # noqa: DTZ001  # as the paper carries it
DATA = (Attached("tracker.csv", "The rows", b"Reference\nR1\n"),)


def nobody_listens(number: int) -> None:
    """For tests that do not care how far it is."""


def faults(content: bytes, profile: str) -> list[str]:
    """What the checker finds."""
    return [f"{fault.rule_id}: {fault.message}" for fault in page.validate_pdf_bytes(content, profile=profile).failures]


def made(frozen: Frozen) -> bytes:
    html, attached, moment = drawn(frozen)
    return make_pdf(html, nobody_listens, attached, moment).content


@pytest.mark.parametrize("version", Version)
def test_the_report_on_13_recommendations_meets_both_standards_and_holds_its_data(
    rows: Rows, review: Review, version: Version
) -> None:
    frozen = rows.frozen(version=version)
    content = made(frozen)
    assert faults(content, UA) == []
    assert faults(content, A3) == []
    reader = PdfReader(BytesIO(content))
    files = {name: found[0] for name, found in reader.attachments.items()}
    assert list(files) == ["report.json", "tracker.csv"] or list(files) == ["tracker.csv", "report.json"]
    contents = thawed(frozen)
    assert files["report.json"].decode() == frozen.data == as_json(contents)
    table = list(csv.reader(StringIO(files["tracker.csv"].decode("utf-8-sig"))))
    assert tuple(table[0]) == TRACKER
    assert [row[0] for row in table[1:]] == [f"R{number}" for number in range(1, 14)]
    assert all(len(row) == len(TRACKER) for row in table)
    assert [attached.content for attached in attachments(contents, frozen.data)] == [
        files["tracker.csv"],
        files["report.json"],
    ]


PAGE = """<!doctype html><html lang="en-GB"><head><title>A report</title></head><body>
<section class="cover" data-report="A" data-as-at="B" data-foot="C"><h1>A report</h1></section>
<h1>Summary</h1><p><a href="#summary">A link</a></p><h2 id="summary">What changed</h2>
<svg width="20" height="20" role="img"><title>On track</title><path d="M0 0h20v20H0z"></path></svg>
<table><thead><tr><th scope="col">Reference</th></tr></thead><tbody><tr><td>R1</td></tr></tbody></table>
</body></html>"""


def by_the_checker(profile: str) -> Callable[[str, bytes], list[str]]:
    """The checker's own findings."""
    return lambda html, content: faults(content, profile)


def by_our_own(html: str, content: bytes) -> list[str]:
    """Tables without header cells, header cells without scope, drawings without words: the checker lets them pass."""
    found = Markup(html)
    told = ["a table without a header cell" for scopes in found.tables if not scopes]
    told += ["a header cell without scope" for scopes in found.tables if not set(scopes) <= {"col", "row"}]
    return told + ["a drawing without words" for has_words in found.drawings if not has_words]


def without(pattern: str, instead: str = "") -> Callable[[str], str]:
    return lambda html: re.sub(pattern, instead, html, count=1)


def same(html: str) -> str:
    return html


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    """The PDF maker as it comes, which says one standard only."""
    monkeypatch.setattr(pdf, "say_ua", lambda made: None)


def careless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streams as they come."""
    monkeypatch.setattr(pdf, "end_streams_plainly", lambda made: None)


def untagged(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF without structure."""
    monkeypatch.setattr(pdf, "VARIANT", "pdf/a-3b")


def nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is wrong with the maker."""


def unlucky() -> tuple[Attached, ...]:
    """An attachment that, packed, ends with what looks like the end of a line."""
    texts = (f"Reference\n{chr(33 + n % 94)}{'~' * (n // 94)}\n".encode() for n in range(9_400))
    found = next(text for text in texts if zlib.adler32(text) & 0xFF == 0x0D)
    return (Attached("tracker.csv", "The rows", found),)


def test_a_packed_file_that_ends_like_a_line_is_written_so_that_its_end_can_be_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = make_pdf(PAGE, nobody_listens, unlucky(), MOMENT).content
    assert faults(content, A3) == faults(content, UA) == []
    assert PdfReader(BytesIO(content)).attachments["tracker.csv"] == [unlucky()[0].content]
    careless(monkeypatch)
    assert "STREAM-LENGTH" in str(faults(make_pdf(PAGE, nobody_listens, unlucky(), MOMENT).content, A3))


PLANTED: list[tuple[str, Callable[[str], str], Callable[[Any], None], Callable[[str, bytes], list[str]]]] = [
    ("no language", without(' lang="en-GB"'), nothing, by_the_checker(UA)),
    ("no title", without("<title>A report</title>"), nothing, by_the_checker(UA)),
    ("a drawing without words, for the checker", without("<title>On track</title>"), nothing, by_the_checker(UA)),
    ("a drawing without words, for our own", without("<title>On track</title>"), nothing, by_our_own),
    ("a header cell without scope", without(' scope="col"'), nothing, by_our_own),
    ("a table without a header cell", without('<th scope="col">Reference</th>', "<td>R</td>"), nothing, by_our_own),
    ("not said to be PDF/UA", same, forget, by_the_checker(UA)),
    ("metadata that is packed", same, forget, by_the_checker(A3)),
    ("not tagged", same, untagged, by_the_checker(UA)),
    ("of a lower level", same, untagged, by_the_checker(A3)),
]


@pytest.mark.parametrize(("fault", "spoil", "break_maker", "check"), PLANTED, ids=[name for name, *_ in PLANTED])
def test_each_planted_fault_is_caught(
    monkeypatch: pytest.MonkeyPatch, fault: str, spoil: Callable[[str], str], break_maker: Any, check: Any
) -> None:
    whole = make_pdf(PAGE, nobody_listens, DATA, MOMENT).content
    assert check(PAGE, whole) == []
    break_maker(monkeypatch)
    spoiled = spoil(PAGE)
    assert check(spoiled, make_pdf(spoiled, nobody_listens, DATA, MOMENT).content), fault
