"""Importing posts and people from a sheet: every fault is named, nothing happens before it was seen."""

import csv
import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from council import importing
from council.models import Directorate, Holding, Post, Service, SheetImport
from council.sheet import Column, read_sheet
from council.workbook import SheetRefused
from tests import factories as f
from tests.conftest import Cast
from tests.pages import Page

pytestmark = pytest.mark.usefixtures("day")

HEADS = [column.value for column in Column]
Line = list[Any]


def line(n: int, **more: Any) -> Line:
    """A good row: post n of service n modulo 10."""
    said = {
        "Directorate": "Place",
        "Service": f"Service {n % 10}",
        "Post": f"Post {n}",
        "Head of service": "yes" if n < 10 else "no",
        "Name": f"Officer {n}",
        "E-mail": f"officer{n}@harbour.example",
        "Capacity": "holder",
        "From": "01/04/2026",
        "To": "",
    }
    return list((said | more).values())


def sheet_of_200() -> list[Line]:
    """200 rows, of which 7 have a fault each, of 7 kinds."""
    rows = [line(n) for n in range(200)]
    rows[20] = line(20, Post="")
    rows[40] = line(40, **{"E-mail": "no address"})
    rows[60] = line(60, From="31/13/2026")
    rows[80] = line(80, To="01/01/2026")
    rows[100] = line(100, Capacity="boss")
    rows[120] = line(120, **{"Head of service": "perhaps"})
    rows[140] = line(140, Post="Post 139", Service="Service 9")
    return rows


MONTH_FIRST = "“31/13/2026” is not a date. Write it like 31/01/2027."
FAULTS = [
    (22, Column.POST, "Enter the post"),
    (42, Column.EMAIL, "“no address” is not an e-mail address"),
    (62, Column.FROM, MONTH_FIRST),
    (82, Column.TO, "The last day is before the first, 1 April 2026"),
    (102, Column.CAPACITY, "“boss” is neither holder nor deputy"),
    (122, Column.HEAD, "“perhaps” is neither yes nor no"),
    (142, Column.EMAIL, "officer139@harbour.example holds this post on these days. End that first"),
]


def as_csv(rows: list[Line], delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([HEADS, *rows])
    return out.getvalue().encode()


def as_xlsx(rows: list[Line]) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in [HEADS, *rows]:
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def planned(cast: Cast, data: bytes) -> importing.Plan:
    return importing.plan(list(read_sheet(data).rows), cast.council, f.DAY)


def counted() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Directorate, Service, Post, User, Holding))


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_seven_planted_faults_are_named_by_row_and_column(cast: Cast, write: Any) -> None:
    plan = planned(cast, write(sheet_of_200()))
    assert [(fault.row, fault.column, fault.words) for fault in plan.faults] == FAULTS
    assert (plan.count("create"), plan.count("change"), plan.count("leave")) == (193, 0, 0)


def test_nothing_is_imported_until_it_is_confirmed_and_then_what_was_said(cast: Cast) -> None:
    before = counted()
    client = cast.client("scrutiny")
    upload = SimpleUploadedFile("posts.csv", as_csv(sheet_of_200()))
    response = client.post("/set-up/import/", {"council": cast.council.pk, "sheet": upload})
    preview = response["Location"]
    page = Page(client.get(preview))
    assert "193 rows create something, 0 change something, 0 leave all as it is. 7 rows have a fault." in page.text
    for row, column, words in FAULTS:
        assert f"Row {row} {column} {words}" in page.text
    assert counted() == before
    confirmed = client.post(preview, page.fields)
    assert confirmed.status_code == 302
    assert counted() == (before[0] + 1, before[1] + 10, before[2] + 193, before[3] + 193, before[4] + 193)
    again = client.post(preview, page.fields)
    assert (again.status_code, counted()[2]) == (422, before[2] + 193)


def test_a_column_that_means_nothing_here_is_said_not_to_be_read(cast: Cast) -> None:
    content = as_csv([[*line(1), "020"]]).replace(b"To\r\n", b"To,Telephone\r\n", 1)
    upload = SimpleUploadedFile("posts.csv", content)
    client = cast.client("scrutiny")
    answer = client.post("/set-up/import/", {"council": cast.council.pk, "sheet": upload}, follow=True)
    assert "Not read, since nothing here is called so: the column “Telephone”." in Page(answer).text


def test_importing_the_same_sheet_twice_leaves_every_row(cast: Cast) -> None:
    rows = list(read_sheet(as_csv([line(n) for n in range(30)])).rows)
    kept = importing.start(cast.council, rows, "a.csv", by=cast.roles("scrutiny"))
    importing.carry_out(kept, by=cast.roles("scrutiny"), seen=importing.plan(rows, cast.council, f.DAY).does)
    before = counted()
    plan = importing.plan(rows, cast.council, f.DAY)
    assert (plan.count("create"), plan.count("change"), plan.count("leave"), plan.faults) == (0, 0, 30, ())
    kept = importing.start(cast.council, rows, "a.csv", by=cast.roles("scrutiny"))
    importing.carry_out(kept, by=cast.roles("scrutiny"), seen=plan.does)
    assert counted() == before


def test_names_are_the_same_whatever_their_case_and_spaces(cast: Cast) -> None:
    row = line(1, Directorate="children’s  SERVICES", Service="youth service", Post="YOUTH Service manager")
    row[3], row[5] = "no", "officer@harbour.example"
    plan = planned(cast, as_csv([row]))
    assert [step.kind for step in plan.steps] == ["leave"]


def test_a_last_day_changes_a_holding_that_is_there(cast: Cast) -> None:
    row = line(1, Directorate="Children’s Services", Service="Youth Service", Post="Youth Service Manager")
    row[3], row[5], row[8] = "no", "OFFICER@harbour.example", "31/08/2026"
    rows = list(read_sheet(as_csv([row])).rows)
    plan = importing.plan(rows, cast.council, f.DAY)
    assert [step.changes for step in plan.steps] == [("last day 31 August 2026",)]
    kept = importing.start(cast.council, rows, "a.csv", by=cast.roles("scrutiny"))
    importing.carry_out(kept, by=cast.roles("scrutiny"), seen=plan.does)
    assert Holding.objects.get(user=cast.officer).to_on == date(2026, 8, 31)


def test_what_changed_since_the_preview_is_not_done_unseen(cast: Cast) -> None:
    rows = list(read_sheet(as_csv([line(1)])).rows)
    kept = importing.start(cast.council, rows, "a.csv", by=cast.roles("scrutiny"))
    seen = importing.plan(rows, cast.council, f.DAY).does
    f.DirectorateFactory.create(council=cast.council, name="Place")
    with pytest.raises(ValidationError, match="Something has changed since you looked"):
        importing.carry_out(kept, by=cast.roles("scrutiny"), seen=seen)
    assert not Post.objects.filter(title="Post 1").exists()


def test_only_the_one_who_chose_it_and_sets_up_the_council_imports_it(cast: Cast) -> None:
    rows = list(read_sheet(as_csv([line(1)])).rows)
    with pytest.raises(PermissionDenied):
        importing.start(cast.council, rows, "a.csv", by=cast.roles("head"))
    kept = importing.start(cast.council, rows, "a.csv", by=cast.roles("scrutiny"))
    other = f.MembershipFactory.create(committee=cast.committee, role="scrutiny_officer").user
    with pytest.raises(PermissionDenied):
        importing.carry_out(kept, by=f.roles(other), seen=[])
    client = cast.client("member")
    client.force_login(other)
    assert client.get(f"/set-up/import/{kept.pk}/").status_code == 404
    assert SheetImport.objects.count() == 1


def test_the_sheet_to_fill_in_can_be_read_back(cast: Cast) -> None:
    data = cast.client("scrutiny").get("/set-up/import/template/").content
    plan = importing.plan(list(read_sheet(data).rows), cast.council, f.DAY)
    assert plan.faults[0].words.startswith("officer@harbour.example holds this post")


HOSTILE = {
    "nothing": b"",
    "blank": b" \n\t\n",
    "a PDF": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n",
    "a picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 64,
    "a program": b"MZ" + bytes(range(256)) * 4,
    "an old Office file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "a broken archive": b"PK\x03\x04" + b"\0" * 200,
    "a web page": b"<!DOCTYPE html><html><body>Post</body></html>",
    "no heads": b"a,b,c\n1,2,3\n",
    "a head missing": b"Directorate,Service\nPlace,Parks\n",
    "a head twice": b"Directorate,Service,Post,Post\nPlace,Parks,A,B\n",
    "heads alone": b"Directorate,Service,Post\n",
    "an open quotation": b'Directorate,Service,Post\n"Place,Parks,A\n',
    "too many rows": b"Directorate,Service,Post\n" + b"Place,Parks,A\n" * 5_001,
    "too large": b"Directorate,Service,Post\n" + b"x" * (5 * 1024 * 1024),
    "zero bytes inside": b"Directorate,Service,Post\nPlace,Pa\0rks,A\n",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_no_sheet_is_refused_in_a_sentence_beside_its_box(cast: Cast, kind: str) -> None:
    with pytest.raises(SheetRefused):
        read_sheet(HOSTILE[kind])
    upload = SimpleUploadedFile("posts.csv", HOSTILE[kind])
    response = cast.client("scrutiny").post("/set-up/import/", {"council": cast.council.pk, "sheet": upload})
    assert response.status_code == 422
    assert "Error:" in Page(response).text
    assert not SheetImport.objects.exists()


@pytest.mark.parametrize("words", ["=HYPERLINK(1)", "a\u202eb", "a\x07b", "x" * 201])
def test_words_that_would_do_harm_are_a_fault_of_their_cell(cast: Cast, words: str) -> None:
    plan = planned(cast, as_csv([line(1, Service=words)]))
    assert [fault.column for fault in plan.faults] == [Column.SERVICE]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_sheet_may_be_parted_by_comma_semicolon_or_tab(cast: Cast, delimiter: str) -> None:
    assert planned(cast, as_csv([line(1)], delimiter)).count("create") == 1
