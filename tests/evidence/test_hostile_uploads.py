"""1,000 hostile uploads, made by families from one seed: nothing is kept as what it is not, each refusal is clear."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from evidence.inspection import Refused, inspect
from evidence.models import Proof
from recommendations.models import Update
from tests.conftest import Cast
from tests.evidence import files
from tests.pages import Page

pytestmark = pytest.mark.once

SEED = 1209
OF_EACH = 100
# What the test of the form posts, of the same thousand.
POSTED = 30

Upload = tuple[str, bytes]
EXTENSIONS = [*files.WHOLE, "docm", "exe", "html", "svg", "js", "php", "zip", "jpeg"]
PAGES = [
    b"<!doctype html><script>alert(1)</script>",
    b"<html><body onload=alert(1)>",
    b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    b"\xef\xbb\xbf<html><script src=//a.example></script>",
    b"\n\n   <iframe src=javascript:alert(1)>,\n1,2\n",
    b"A,B\n1,<script>alert(1)</script>\n",
    b"<?php system($_GET['c']); ?>,\n1,2\n",
]
BEGINNINGS = [
    b"MZ\x90\x00",
    b"\x7fELF",
    b"#!/bin/sh\n",
    b"Rar!\x1a\x07\x00",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b\x08",
    b"\xca\xfe\xba\xbe",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"GIF89a",
    b"BM",
    b"{\\rtf1",
    b"ITSF",
    b"II*\x00",
]


def name(random: Random, stem: str = "minutes") -> str:
    """A name that says one thing or several, or leads elsewhere."""
    first, second = random.choices(EXTENSIONS, k=2)
    return random.choice(
        [
            f"{stem}.{first}",
            f"{stem}.{first}.{second}",
            f"../../{stem}.{first}",
            f"..\\..\\{stem}.{first}",
            f"C:\\{stem}.{first}",
            f"{stem}\x00.{first}",
            f"{stem}.\u202e{first}",
            f"{stem}.{first} .{second}",
            "x" * 400 + f".{first}",
        ]
    )


def pages(random: Random) -> Upload:
    """Pages, drawings and scripts, under any name."""
    return name(random), random.choice(PAGES) + b" " * random.randrange(50)


def programs(random: Random) -> Upload:
    """What begins as a program, an archive, or a file that nobody asked for."""
    return name(random), random.choice(BEGINNINGS) + bytes([0]) + random.randbytes(random.randrange(60, 900))


def emptied(random: Random) -> Upload:
    """Nothing, or nothing but the beginning of something."""
    whole = files.WHOLE[random.choice(list(files.WHOLE))]()
    return name(random), random.choice([b"", whole[:2], whole[:4], whole[:8], b"\x00" * random.randrange(1, 50)])


def cut_off(random: Random) -> Upload:
    """The first part of a whole file."""
    whole = files.WHOLE[random.choice(["pdf", "docx", "xlsx", "pptx", "png", "jpg", "webp"])]()
    return name(random), whole[: int(len(whole) * random.uniform(0.2, 0.9))]


def bombs(random: Random) -> Upload:
    """Office files that unpack to far more than they are."""
    inside = {f"part{n}.bin": b"\x00" * random.randrange(3_000_000, 9_000_000) for n in range(random.randrange(1, 3))}
    return name(random), files.package({**files.parts(), **inside})


def two_in_one(random: Random) -> Upload:
    """A whole file with another behind it or inside its beginning."""
    behind = [files.package({"a.txt": b"a"}), b"<script>alert(1)</script>", b"Rar!\x1a\x07\x00abc", b"<?php x(); ?>"]
    first, second = files.WHOLE[random.choice(["pdf", "png", "jpg", "webp", "pptx"])](), random.choice(behind)
    if random.random() < 0.5:
        return name(random), first + second
    return name(random), second + first


def active(random: Random) -> Upload:
    """PDF and Office files that would run, start or fetch something."""
    if random.random() < 0.4:
        word = random.choice([b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/J#61vaScript"])
        return name(random), files.pdf().replace(
            b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S " + word + b" >>"
        )
    part = random.choice(
        ["word/vbaProject.bin", "xl/activeX/a.bin", "ppt/embeddings/oleObject2.bin", "run.exe", "a.zip"]
    )
    return name(random), files.package({**files.parts(), part: random.randbytes(40)})


def escaping(random: Random) -> Upload:
    """Office files whose parts would leave their folder, or are not of their kind."""
    part = random.choice(["../a.xml", "/etc/a.xml", "a/../../b.xml", "c:\\a.xml", "..\\a.xml"])
    other = random.choice([b"<html/>", b"", b"<w:document", b"<!DOCTYPE a><a/>", random.randbytes(30)])
    changed = {part: b"<a/>"} if random.random() < 0.5 else {"main.xml": other}
    return name(random), files.package({**files.parts(), **changed})


def too_large(random: Random) -> Upload:
    """More than may be kept."""
    return name(random), files.table() + b"1,2\n" * random.randrange(30_000, 31_000)


def noise(random: Random) -> Upload:
    """A right beginning, then bytes that mean nothing."""
    start = random.choice(
        [b"%PDF-1.7\n", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"RIFF\x10\x00\x00\x00WEBP", b""]
    )
    end = random.choice([b"", b"\n%%EOF", b"\x00\x00\x00\x00IEND\xaeB`\x82"])
    return name(random), start + random.randbytes(random.randrange(40, 4000)) + end


FAMILIES: list[Callable[[Random], Upload]] = [
    pages,
    programs,
    emptied,
    cut_off,
    bombs,
    two_in_one,
    active,
    escaping,
    too_large,
    noise,
]


def hostile() -> Iterator[tuple[str, Upload]]:
    """The thousand, the same in every run."""
    random = Random(SEED)
    for family in FAMILIES:
        for _ in range(OF_EACH):
            yield family.__name__, family(random)


@pytest.fixture
def limit(settings: Any) -> None:
    """A small limit, so that files over it need not be large."""
    settings.PROOF_MAX_BYTES = 100_000


def upload(given: str, content: bytes) -> SimpleUploadedFile:
    """As a program may send it, whatever a browser does with names."""
    file = SimpleUploadedFile("a", content, content_type="application/pdf")
    vars(file)["_name"] = given
    return file


@pytest.mark.usefixtures("limit")
def test_none_of_a_thousand_hostile_uploads_is_kept_and_each_refusal_is_a_sentence() -> None:
    refused: Counter[str] = Counter()
    for family, (given, content) in hostile():
        with pytest.raises(Refused) as refusal:
            inspect(upload(given, content))
        assert re.fullmatch(
            r"(“[^“”\x00-\x1f\u202e]{1,60}”|This file) (is|has|holds|cannot|unpacks|did).{5,}\.", str(refusal.value)
        ), refusal.value
        refused[family] += 1
    assert refused == {family.__name__: OF_EACH for family in FAMILIES}
    assert sum(refused.values()) == 1000


@pytest.mark.usefixtures("limit")
def test_the_same_makers_without_their_malice_are_kept() -> None:
    random = Random(SEED)
    for _ in range(100):
        extension = random.choice(list(files.WHOLE))
        found = inspect(upload(name(random), files.WHOLE[extension]()))
        assert found.kind.extension == extension
        assert re.fullmatch(rf"[^/\\:\x00-\x1f\u202e]{{1,99}}\.{extension}", found.name)
        assert ".." not in found.name


@pytest.mark.usefixtures("day", "limit")
def test_through_the_form_none_is_stored_and_the_words_are_kept(cast: Cast, tmp_path: Path) -> None:
    client, address = cast.client("officer"), f"/actions/{cast.action.pk}/update/"
    for family, (given, content) in list(hostile())[:: 1000 // POSTED]:
        typed = {"status": "on_track", "words": f"The words of {family}.", "version": "1", "proof_1_shows": "It is so."}
        response = client.post(address, {**typed, "proof_1_file": upload(given, content)})
        assert response.status_code == 422, (family, given)
        page = Page(response)
        assert f"The words of {family}." in page.text
        assert page.fields["proof_1_shows"] == "It is so."
        assert "There is a problem" in page.text
    assert not Proof.objects.exists()
    assert not Update.objects.exists()
    assert not list((tmp_path / "proofs").rglob("*"))


@pytest.mark.usefixtures("day")
def test_a_name_that_leads_elsewhere_stays_a_name(cast: Cast, tmp_path: Path) -> None:
    client: Client = cast.client("officer")
    body = (
        b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
        b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
        b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
        b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
        b'--x\r\nContent-Disposition: form-data; name="proof_1_file"; filename="../../../../tmp/evil.pdf.exe"\r\n'
        b"Content-Type: text/html\r\n\r\n%s\r\n--x--\r\n"
    ) % (
        b"status",
        b"on_track",
        b"words",
        b"The words are here.",
        b"version",
        b"1",
        b"proof_1_shows",
        b"So.",
        files.pdf(),
    )
    response = client.post(f"/actions/{cast.action.pk}/update/", body, content_type="multipart/form-data; boundary=x")
    assert response.status_code == 302
    proof = Proof.objects.get()
    assert (proof.name, proof.content_type) == ("evil.pdf", "application/pdf")
    kept = [path for path in (tmp_path / "proofs").rglob("*") if path.is_file()]
    assert [path.name for path in kept] == [proof.stored_as]
    assert re.fullmatch(r"[0-9a-f]{40}", proof.stored_as)
