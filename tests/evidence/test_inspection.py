"""What a file is, by its content: whole ones are kept as what they are, all else is refused in clear words."""

import hashlib
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ImageFile
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from evidence.inspection import Refused, inspect, office, pdf_objects
from evidence.kinds import KINDS
from tests.evidence import files

pytestmark = pytest.mark.once


def looked_at(content: bytes, name: str = "proof.bin") -> str:
    """The extension of the kind it is found to be."""
    return inspect(SimpleUploadedFile(name, content)).kind.extension


def refusal(content: bytes, name: str = "proof.bin") -> str:
    """Why it is not kept."""
    with pytest.raises(Refused) as refused:
        inspect(SimpleUploadedFile(name, content))
    return str(refused.value)


@pytest.mark.parametrize("extension", files.WHOLE)
def test_a_whole_file_is_kept_as_what_it_is_whatever_it_is_called(extension: str) -> None:
    content = files.WHOLE[extension]()
    for name in (f"a.{extension}", "a.exe", "a", "a.html", "a.pdf"):
        found = inspect(SimpleUploadedFile(name, content, content_type="text/html"))
        assert (found.kind.extension, found.content, found.size) == (extension, content, len(content))
        assert found.name == f"a.{extension}"


def test_every_kind_has_a_whole_file_here() -> None:
    assert set(files.WHOLE) == {kind.extension for kind in KINDS}


def test_the_sum_is_that_of_the_bytes() -> None:
    content = files.table()
    assert inspect(SimpleUploadedFile("a.csv", content)).sha256 == hashlib.sha256(content).hexdigest()


NOT_KEPT: list[tuple[str, bytes, str]] = [
    ("nothing", b"", "“proof.bin” is empty."),
    ("a page", b"<!doctype html><html><script>alert(1)</script>", "looks like “HTML document”"),
    ("a page without a type", b"  <b>x</b><script>alert(1)</script>\n1,2\n", "holds a web page or a script"),
    ("a drawing", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "looks like"),
    ("a program of Windows", b"MZ\x90\x00" + b"\x00" * 90, "looks like “Windows Executable”"),
    ("a program of Linux", b"\x7fELF\x02\x01\x01" + b"\x00" * 90, "looks like “ELF executable”"),
    ("a script", b"#!/bin/sh\nrm -rf /,\n", "holds a web page or a script"),
    ("an archive", files.package({"a.txt": b"a"}), "is an archive, and no Word, Excel or PowerPoint file"),
    ("another archive", b"Rar!\x1a\x07\x00" + b"a" * 40, "looks like “WinRAR Compressed Archive file”"),
    (
        "an old Office file",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
        "old Office file, or one with a password",
    ),
    ("a moving picture", b"GIF89a" + b"\x00" * 40, "looks like"),
    ("plain text", b"Dear all,\nthe work is done.\n", "is not a whole table"),
    ("one word", b"done", "it is plain text. Save it as"),
    ("noise", bytes(range(256)), "is not a file that can be kept"),
    ("a formula", b'A,B\n1,=HYPERLINK("http://a")\n', "holds a formula in row 2"),
    ("a hidden formula", b"A,B\n1,\"+cmd|' /C calc'!A0\"\n", "holds a formula in row 2"),
    ("unseen characters", "A,B\n1,\u202ex\n".encode(), "holds characters that cannot be shown"),
    ("a bell", b"A,B\n1,\x07\n", "holds characters that cannot be shown"),
    ("a torn table", b"A,B\n1,2\n3\n", "its row 3 has not as many columns as its first"),
    ("half a PDF", files.pdf()[:-40], "is not a whole PDF"),
    ("a PDF and more", files.pdf() + b"<script>", "is not a whole PDF"),
    ("a PDF and an archive", files.pdf() + files.package({"a": b"a"}), "is not a whole PDF"),
    ("a PDF in name only", b"%PDF-1.7\nhello\n%%EOF", "cannot be read as PDF"),
    (
        "a PDF that is a page",
        files.pdf().replace(b"%PDF-1.3\n", b"%PDF-1.3\n%<html>\n", 1),
        "holds a second file inside",
    ),
    ("half a picture", files.picture("WEBP", (400, 300))[:-40], "cannot be read as a picture"),
    ("a picture and more", files.picture("PNG") + b"<?php", "is not a whole picture"),
    ("a picture and a script", files.picture("JPEG") + b"<script>alert(1)</script>", "holds a web page or a script"),
    ("a picture and an archive", files.picture("JPEG") + files.package({"a": b"a"}), "holds a second file inside"),
    ("a picture too large to open", files.picture("PNG", (9000, 9000), "1"), "has more than 50 million points"),
]


@pytest.mark.parametrize(("content", "message"), [row[1:] for row in NOT_KEPT], ids=[row[0] for row in NOT_KEPT])
def test_what_is_not_kept_is_refused_in_clear_words(content: bytes, message: str) -> None:
    assert message in refusal(content)


@pytest.mark.parametrize("extension", ["png", "jpg", "webp"])
def test_half_a_picture_is_refused_even_where_pillow_was_told_to_be_content_with_it(
    monkeypatch: pytest.MonkeyPatch, extension: str
) -> None:
    # WeasyPrint tells it so when it is imported.
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    form = {"png": "PNG", "jpg": "JPEG", "webp": "WEBP"}[extension]
    whole = files.picture(form, (400, 300))
    assert looked_at(whole) == extension
    for part in (0.3, 0.6, 0.95):
        assert refusal(whole[: int(len(whole) * part)])


def test_numbers_with_signs_and_telephone_numbers_are_no_formulae() -> None:
    content = b"Name,Change,Call\nYouth Service,-4.5,+44 (0)20 7946 0000\nLibrary,+3%,\n"
    assert looked_at(content) == "csv"


def test_a_table_may_be_written_with_semicolons_and_in_the_old_encoding_of_windows() -> None:
    assert looked_at("Ort;Zahl\nCafé;£3,50\n".encode("cp1252")) == "csv"


def test_a_file_over_the_limit_is_refused_and_one_at_the_limit_is_not(settings: Any) -> None:
    content = files.table(50)
    settings.PROOF_MAX_BYTES = len(content)
    assert looked_at(content) == "csv"
    settings.PROOF_MAX_BYTES = len(content) - 1
    assert "is larger than" in refusal(content)


# --- PDF --------------------------------------------------------------------------------------------------------------


def scripted(writer: PdfWriter) -> None:
    action = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x()")})
    writer._root_object[NameObject("/OpenAction")] = action


def attached(writer: PdfWriter) -> None:
    writer.add_attachment("run.exe", b"MZ")


def launching(writer: PdfWriter) -> None:
    action = DictionaryObject({NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("cmd")})
    writer._root_object[NameObject("/OpenAction")] = action


def hidden(writer: PdfWriter) -> None:
    deep = DictionaryObject({NameObject("/JS"): TextStringObject("app.alert(1)")})
    writer._root_object[NameObject("/X")] = DictionaryObject({NameObject("/Y"): deep})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (scripted, "holds scripts"),
        (
            attached,
            "inside, as the reports made here hold their figures. Print it to PDF, and attach that, or give a link",
        ),
        (launching, "holds a command that starts programs"),
        (hidden, "holds scripts"),
    ],
)
def test_a_pdf_that_can_do_more_than_be_read_is_refused(change: Callable[[PdfWriter], None], message: str) -> None:
    assert message in refusal(files.pdf(change=change))


def test_a_name_written_in_numbers_is_found_too() -> None:
    plain = files.pdf(change=launching)
    assert "holds a command that starts programs" in refusal(plain.replace(b"/Launch", b"/L#61unch"))


def test_a_pdf_with_a_password_is_refused() -> None:
    assert "has a password" in refusal(files.pdf(change=lambda w: w.encrypt("secret", algorithm="RC4-128")))


def test_a_pdf_without_a_page_is_refused() -> None:
    assert "has no page" in refusal(files.pdf(pages=0))


def test_a_pdf_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_objects, "SECONDS", -1)
    assert "is too large to be checked" in refusal(files.pdf())


# --- Office -----------------------------------------------------------------------------------------------------------


def with_part(name: str, content: bytes = b"x") -> bytes:
    return files.package({**files.parts(), name: content})


def related(kind: str, target: str) -> bytes:
    relation = f'<Relationship Id="b" Type="{files.RELATIONS}/{kind}" Target="{target}" TargetMode="External"/>'
    return with_part("_rels/main.xml.rels", f"<Relationships>{relation}</Relationships>".encode())


UNSAFE: list[tuple[bytes, str]] = [
    (with_part("word/vbaProject.bin"), "holds macros"),
    (with_part("xl/activeX/activeX1.bin"), "holds macros"),
    (with_part("ppt/embeddings/oleObject1.bin"), "objects of other programs"),
    (with_part("ppt/media/run.exe"), "objects of other programs"),
    (with_part("ppt/media/picture.png", b"MZ\x90"), "holds files inside that cannot be checked"),
    (with_part("ppt/embeddings/more.zip"), "holds files inside that cannot be checked"),
    (with_part("../outside.xml"), "is not packed as an Office file is"),
    (with_part("/outside.xml"), "is not packed as an Office file is"),
    (with_part("c:\\outside.xml"), "is not packed as an Office file is"),
    (with_part("a.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "is not written as Office writes"),
    (with_part("a.xml", '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a>'.encode("utf-16")), "is not written as"),
    (with_part("a.bin", b"\x00" * 30_000_000), "unpacks to far more than it should"),
    (related("attachedTemplate", "https://a.example/evil.dotm"), "fetches something from elsewhere"),
    (related("oleObject", "file:///c:/a"), "fetches something from elsewhere"),
    (files.package({**files.parts(), "main.xml": b"<html/>"}), "is an archive, and no Word"),
    (files.package({**files.parts(), "main.xml": b"<p:presentation"}), "cannot be read as an Office file"),
    (files.package({k: v for k, v in files.parts().items() if k != "main.xml"}), "cannot be read as an Office file"),
    (files.powerpoint() + b"more", "holds a second file inside"),
    (files.powerpoint()[:-30], "cannot be read as an Office file"),
]


@pytest.mark.parametrize(("content", "message"), UNSAFE)
def test_an_office_file_that_can_do_more_than_be_read_is_refused(content: bytes, message: str) -> None:
    assert message in refusal(content)


def test_links_and_a_template_on_the_writers_own_disk_are_let_through() -> None:
    assert looked_at(related("hyperlink", "https://www.example.gov.uk/")) == "pptx"
    assert looked_at(related("attachedTemplate", "file:///C:/Templates/Council.dotx")) == "pptx"


def test_a_chart_may_hold_its_table_and_that_table_is_looked_at_too() -> None:
    place = "ppt/embeddings/Microsoft_Excel_Sheet1.xlsx"
    assert looked_at(with_part(place, files.excel())) == "pptx"
    macro = files.package({**files.parts("spreadsheetml.sheet", "x:workbook"), "xl/vbaProject.bin": b"x"})
    assert "holds macros" in refusal(with_part(place, macro))
    assert "holds files inside files" in refusal(with_part(place, with_part(place, files.excel())))
    many = {f"ppt/embeddings/{number}.xlsx": files.powerpoint() for number in range(31)}
    assert "holds files inside files" in refusal(files.package({**files.parts(), **many}))


def test_macros_that_hide_behind_their_type_are_found() -> None:
    types = files.parts()["[Content_Types].xml"].replace(
        b"presentation.main+xml", b"presentation.macroEnabled.main+xml"
    )
    assert "is made for macros" in refusal(files.package({**files.parts(), "[Content_Types].xml": types}))


def test_a_package_that_lies_about_its_sizes_is_never_unpacked_beyond_the_limit(monkeypatch: Any) -> None:
    monkeypatch.setattr(office, "MOST_BYTES", 100_000)
    assert "unpacks to far more than it should" in refusal(with_part("a.bin", b"ab" * 60_000))


def test_parts_that_lie_over_one_another_are_refused() -> None:
    content = bytearray(files.package({**files.parts(), "a.bin": b"a" * 500, "b.bin": b"b" * 500}))
    with zipfile.ZipFile(BytesIO(content)) as archive:
        first, second = archive.getinfo("a.bin"), archive.getinfo("b.bin")
    directory = content.rindex(b"b.bin") - 46
    assert content[directory : directory + 4] == b"PK\x01\x02"
    content[directory + 42 : directory + 46] = first.header_offset.to_bytes(4, "little")
    assert second.header_offset != first.header_offset
    assert refusal(bytes(content))


# --- Names ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Minutes of 3 May.csv", "Minutes of 3 May.csv"),
        ("report.pdf.exe", "report.csv"),
        ("report.csv.html", "report.csv"),
        ("v1.2", "v1.2.csv"),
        ("a/b\\c.csv", "c.csv"),
        ("..\\..\\windows\\system32\\x.bat", "x.csv"),
        ("nul\x00byte.csv", "nulbyte.csv"),
        ("gnp.\u202ecod.exe", "gnp.cod.csv"),
        ('a"b<c>.csv', "a-b-c-.csv"),
        (".htaccess", "htaccess.csv"),
        ("   .csv", "proof.csv"),
        ("...", "proof.csv"),
        ("x" * 300 + ".csv", "x" * 96 + ".csv"),
        ("Résumé.CSV", "Résumé.csv"),
    ],
)
def test_a_name_is_cleaned_and_ends_in_what_the_file_is(given: str, shown: str) -> None:
    upload = SimpleUploadedFile("a", files.table())
    # As no browser sends it, but as a program may.
    vars(upload)["_name"] = given
    assert inspect(upload).name == shown
