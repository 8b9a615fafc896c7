"""Files that are not what they should be: a clear sentence, bounded time and memory, and nothing half imported.

``FUZZ=500`` runs as many mutated files of each kind as it says; a few seconds' worth otherwise.
"""

import os
import random
import resource
import time
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfWriter

from intake import workflow
from intake.apart import propose_bytes
from intake.models import ImportedReport, ProposedItem
from intake.reading import Unreadable, propose, read
from intake.reading.limits import SECONDS_ALTOGETHER
from intake.states import Stage
from recommendations.models import Review
from tests import factories as f
from tests.conftest import Cast
from tests.intake.making import as_docx, as_pdf
from tests.services import report_text

pytestmark = pytest.mark.once

TEXT = (Path(__file__).parent / "documents" / "01-labels-and-narrative.txt").read_text(encoding="utf-8")
HOW_MANY = int(os.environ.get("FUZZ", "24"))
MOST_MEGABYTES = 1300


def locked_pdf() -> bytes:
    writer = PdfWriter(clone_from=BytesIO(as_pdf(TEXT)))
    writer.encrypt("secret", algorithm="RC4-128")
    return written(writer)


def scanned_pdf() -> bytes:
    writer = PdfWriter()
    for _ in range(3):
        writer.add_blank_page(200, 200)
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def exploding_pdf() -> bytes:
    """One page whose content is 400 MB of blanks, packed into half of one."""
    packed = zlib.compress(b" " * (400 * 1024 * 1024), 9)
    head = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    head += b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
    head += b"4 0 obj<</Length %d/Filter/FlateDecode>>stream\n" % len(packed)
    return head + packed + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def zipped(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def exploding_docx() -> bytes:
    return zipped({"word/document.xml": b"<w:document>" + b" " * (200 * 1024 * 1024) + b"</w:document>"})


def docx_with_entities() -> bytes:
    entities = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return zipped(
        {
            "word/document.xml": f"<?xml version='1.0'?>{entities}".encode()
            + f"<w:document {W}><w:body>&x;</w:body></w:document>".encode()
        }
    )


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "empty"),
    "blanks": (lambda: b" \n\t ", "empty"),
    "a locked pdf": (locked_pdf, "locked with a password"),
    "a scan": (scanned_pdf, "holds pictures of pages and no text"),
    "a damaged pdf": (lambda: as_pdf(TEXT)[:900], "damaged"),
    "a pdf that explodes": (exploding_pdf, "."),
    "a program": (lambda: b"MZ\x90\0" + b"\0" * 500, "is a program"),
    "another program": (lambda: b"\x7fELF" + b"\0" * 500, "is a program"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "is a picture"),
    "an old word file": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "old Word file"),
    "an archive": (lambda: zipped({"a.txt": b"a"}), "no Word document"),
    "a damaged docx": (lambda: as_docx(TEXT)[:2000], "damaged"),
    "a docx that explodes": (exploding_docx, "unpacked"),
    "a docx with entities": (docx_with_entities, "damaged"),
    "noise": (lambda: random.Random(1).randbytes(20 * 1024 * 1024 - 1), "not a text"),
    "too much": (lambda: b"a" * (20 * 1024 * 1024 + 1), "larger than 20 MB"),
    "a million lines": (lambda: b"a line\n" * 1_000_000, "at most 60,000 are read"),
    "too many pages": (lambda: b"a page\f" * 501, "at most 500 are read"),
}


@pytest.mark.parametrize("name", list(REFUSED))
def test_it_is_refused_with_a_sentence_in_bounded_time(name: str) -> None:
    make, said = REFUSED[name]
    content = make()
    start = time.monotonic()
    with pytest.raises(Unreadable) as refusal:
        propose_bytes(content)
    assert time.monotonic() - start < 60
    assert said in str(refusal.value) and str(refusal.value).endswith(".")


def test_marks_of_direction_and_of_no_width_change_no_word() -> None:
    text = "Recommendation 1: The \u202eCoun\u200bcil\u202c sho\u00aduld o\u200fpen.\n\n"
    text += "Recommendation 2: The ﬁre ofﬁce should close.\n"
    assert [r.text for r in propose(read(text.encode())).recommendations] == [
        "The Council should open.",
        "The fire office should close.",
    ]


def test_a_docx_that_points_outside_is_read_and_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: Any) -> None:
        raise AssertionError("something was fetched")

    monkeypatch.setattr("socket.socket.connect", never)
    words = "Recommendation 1: The Council should open the park."
    body = f"<w:document {W}><w:body><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:body></w:document>"
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="x" Target="http://192.0.2.1/evil.dotm" TargetMode="External"/></Relationships>'
    )
    found = propose(read(zipped({"word/document.xml": body.encode(), "word/_rels/document.xml.rels": rels.encode()})))
    assert [r.text for r in found.recommendations] == ["The Council should open the park."]


def mutated(content: bytes, seed: int) -> bytes:
    """A file with a few bytes changed, cut out, doubled or cut off."""
    chance = random.Random(seed)
    data = bytearray(content)
    for _ in range(chance.choice((1, 4, 30, 300))):
        at = chance.randrange(len(data))
        how = chance.randrange(4)
        if how == 0:
            data[at] = chance.randrange(256)
        elif how == 1:
            del data[at : at + chance.randrange(1, 60)]
        elif how == 2:
            data[at:at] = data[at : at + chance.randrange(1, 200)]
        else:
            data[at:at] = chance.choice((b"<<", b"\n\n", b"Recommendation 9:", b"\0", b"endstream", b"(", b"1.1 "))
    return bytes(data[: chance.randrange(len(data) // 2, len(data) + 1)] if chance.random() < 0.15 else data)


def mutated_inside(content: bytes, seed: int) -> bytes:
    """A Word document whose archive is whole and whose words are not, since checksums refuse a changed archive."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = mutated(parts["word/document.xml"], seed)
    return zipped(parts)


KINDS: dict[str, Callable[[str], bytes]] = {"text": str.encode, "docx": as_docx, "pdf": as_pdf}


@pytest.mark.parametrize("kind", list(KINDS))
def test_mutated_reports_neither_break_nor_hang(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = report_text()
    content = KINDS[kind](path.read_text(encoding="utf-8") if path and HOW_MANY > 24 else TEXT)
    longest, refused = 0.0, 0
    for seed in range(HOW_MANY):
        start = time.monotonic()
        # In this process, so that anything but a refusal is seen; apart, it would be told as one.
        try:
            propose(read(mutated_inside(content, seed) if kind == "docx" and seed % 2 else mutated(content, seed)))
        except Unreadable:
            refused += 1
        longest = max(longest, time.monotonic() - start)
    with capsys.disabled():
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"\n{HOW_MANY} mutated {kind} files: {refused} refused, longest {longest:.1f} s, at most {most:.0f} MB")
    assert longest < min(60, SECONDS_ALTOGETHER)
    assert most < MOST_MEGABYTES


def test_what_breaks_leaves_no_half_import(cast: Cast) -> None:
    content = as_pdf(TEXT)
    for seed in range(6):
        row = workflow.choose(
            cast.committee,
            by=cast.roles("scrutiny"),
            name="a.pdf",
            content=mutated(content, 1000 + seed),
            at=f.noon(f.DAY),
        )
        workflow.read(row.pk, f.noon(f.DAY))
    for row in ImportedReport.objects.all():
        assert row.stage in {Stage.READY, Stage.FAILED}
        assert bool(row.reason) is (row.stage == Stage.FAILED)
        assert not (row.stage == Stage.FAILED and ProposedItem.objects.filter(imported=row).exists())
    assert Review.objects.count() == 1
