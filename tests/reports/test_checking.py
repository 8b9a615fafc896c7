"""Whoever holds a copy can see whether it is the issued one, to the last byte; nobody learns what they may not read."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from reports import drafting, issuing, making
from reports.models import Copy, Report
from reports.pdf import Pdf
from reports.quarters import Period
from reports.states import Version
from tests import factories as f
from tests.conftest import Cast
from tests.reports.conftest import Rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_broker"), pytest.mark.once]
CHECK = "/check-a-copy/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
YES, NO = "Yes: this is an issued report.", "No: this file is not an issued report."


@pytest.fixture
def issued(cast: Cast, rows: Rows, monkeypatch: pytest.MonkeyPatch) -> Report:
    """An issued report with its copies, of a committee that does not publish."""

    def quick(html: str, on_page: object, attached: Any, at: object) -> Pdf:
        return Pdf(b"%PDF-1.7\n" + html.encode() + b"\n%%EOF\n", 9)

    monkeypatch.setattr(making, "make_pdf", quick)
    report = rows.issued()
    making.sweep(f.noon(f.DAY))
    return report


def file_of(report: Report, version: Version = Version.PUBLIC) -> bytes:
    return Path(Copy.objects.get(frozen__report=report, frozen__version=version).file.path).read_bytes()


def checked(client: Any, content: bytes, name: str = "report.pdf") -> str:
    answer = client.post(CHECK, {"copy": SimpleUploadedFile(name, content)})
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.parametrize("version", Version)
def test_anybody_who_holds_the_issued_file_is_told_what_it_is(cast: Cast, issued: Report, version: Version) -> None:
    page = checked(cast.client("public"), file_of(issued, version))
    assert YES in page
    assert "1: Harbour review, position as at 17 June 2026" in page
    assert version.label in page


def test_one_changed_byte_is_found_wherever_it_is(cast: Cast, issued: Report) -> None:
    content = file_of(issued)
    client = cast.client("public")
    for at in range(0, len(content), len(content) // 40):
        changed = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
        page = checked(client, changed)
        assert NO in page
        assert "Harbour review, position" not in page
    assert NO in checked(client, content + b"\n")
    assert NO in checked(client, b"")


def test_the_data_files_are_known_too(cast: Cast, issued: Report) -> None:
    client = cast.client("member")
    for kind in ("csv", "json"):
        content = client.get(f"/reports/{issued.pk}/data.{kind}").content
        assert YES in checked(client, content, f"report.{kind}")
        assert NO in checked(client, content.replace(b"Harbour", b"Hampton"), f"report.{kind}")


def test_a_table_that_both_versions_share_is_the_public_one_and_tells_of_no_other(cast: Cast, issued: Report) -> None:
    public, exempt = (issued.frozen.get(version=version) for version in Version)
    assert public.table_sha256 == exempt.table_sha256
    page = checked(cast.client("public"), cast.client("member").get(f"/reports/{issued.pk}/data.csv").content, "a.csv")
    assert YES in page
    assert (page.count(Version.PUBLIC.label), page.count(public.code)) == (1, 1)
    for secret in (Version.EXEMPT.label, exempt.code, exempt.sha256):
        assert secret not in page


def test_every_report_with_the_same_table_is_named(cast: Cast, rows: Rows, issued: Report) -> None:
    again = drafting.supersede(issued, by=f.roles(cast.chair), because="A word was wrong.", at=f.noon(f.DAY))
    again = issuing.issue(again, by=f.roles(cast.chair), at=f.noon(f.DAY))
    codes = [report.frozen.get(version=Version.PUBLIC).code for report in (issued, again)]
    page = checked(cast.client("public"), cast.client("member").get(f"/reports/{again.pk}/data.csv").content, "a.csv")
    assert "issued 2 times" in page
    assert all(code in page for code in codes)


def test_a_draft_is_no_issued_report(cast: Cast, rows: Rows, issued: Report) -> None:
    draft = rows.frozen(rows.draft(Period(f.days(-1))))
    assert NO in checked(cast.client("chair"), draft.data.encode())


def test_by_number_and_code_the_committee_finds_both_versions_and_the_council_the_public_one(
    cast: Cast, issued: Report
) -> None:
    public, exempt = (issued.frozen.get(version=version) for version in Version)
    for person, codes in (("member", {public.code, exempt.code}), ("officer", {public.code}), ("public", set())):
        page = cast.client(person).get(CHECK, {"number": "1"}).content.decode()
        assert {code for code in (public.code, exempt.code) if code in page} == codes
    member = cast.client("member")
    for asked in (public.code, public.code.lower(), public.code.replace(" ", "")):
        assert public.sha256 in member.get(CHECK, {"number": asked}).content.decode()
    pdf = Copy.objects.get(frozen=public).sha256
    for asked in ("Report 1", public.sha256, public.sha256.upper(), public.table_sha256, pdf):
        assert public.code in member.get(CHECK, {"number": asked}).content.decode(), asked
    assert exempt.code not in cast.client("officer").get(CHECK, {"number": exempt.sha256}).content.decode()
    # A code that one may not know is answered as one that is not.
    officer, nobodys = cast.client("officer"), "0000 0000 0000"
    told, unknown = (officer.get(CHECK, {"number": asked}).content.decode() for asked in (exempt.code, nobodys))
    assert "No issued report has this number or code." in told
    assert TOKEN.sub("", told.replace(exempt.code, "")) == TOKEN.sub("", unknown.replace(nobodys, ""))


@pytest.mark.parametrize(
    "asked", ["", "nonsense", "-1", "99999999999999999999", "²", "a" * 41, "a" * 64, "a" * 81, "%_%_%_%_%_%_"]
)
def test_what_is_no_number_is_told_and_is_no_fault(cast: Cast, issued: Report, asked: str) -> None:
    answer = cast.client("public").get(CHECK, {"number": asked})
    assert answer.status_code in (200, 422)
    assert YES not in answer.content.decode()


def test_a_form_without_a_file_says_so_beside_its_field(cast: Cast) -> None:
    answer = cast.client("public").post(CHECK)
    assert answer.status_code == 422
    assert "Choose the file that you want to have checked" in answer.content.decode()


def test_a_superseded_copy_is_genuine_and_says_what_stands_in_its_place(cast: Cast, rows: Rows, issued: Report) -> None:
    by = f.roles(cast.chair)
    new = drafting.supersede(issued, by=by, because="A date was wrong.", at=f.noon(f.DAY))
    issuing.issue(new, by=by, at=f.noon(f.DAY))
    page = checked(cast.client("public"), file_of(issued))
    assert YES in page
    assert "Superseded by report 2" in page
