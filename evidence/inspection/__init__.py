"""What a file is, by its content and never by its name, and whether it can be kept."""

import hashlib
from dataclasses import dataclass
from typing import Any

import puremagic
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from evidence.inspection import pdf, tables
from evidence.inspection.names import quoted, shown_name
from evidence.inspection.refusing import Refused
from evidence.inspection.scanning import scan
from evidence.kinds import CSV, IN_WORDS, PDF, Kind

HEAD = 2048
PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Inspected:
    """A file that was looked at and may be kept, with what was found of it."""

    content: bytes
    name: str
    kind: Kind
    sha256: str

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.content)


def inspect(upload: UploadedFile[Any]) -> Inspected:
    """Look at what somebody uploaded. Raises Refused, with a sentence that names the file and says why."""
    given = upload.name or ""
    try:
        content = read(upload)
        kind = recognise(content)
        scan(content)
    except Refused as refusal:
        raise Refused(f"{quoted(given)} {refusal}.") from refusal
    return Inspected(content, shown_name(given, kind), kind, hashlib.sha256(content).hexdigest())


def read(upload: UploadedFile[Any]) -> bytes:
    """Its bytes. Raises Refused for none, and for more than may be kept."""
    limit: int = settings.PROOF_MAX_BYTES
    if not upload.size:
        raise Refused("is empty")
    if upload.size > limit:
        raise Refused(f"is larger than {limit // 1024 // 1024} MB. Make it smaller, or attach a link")
    upload.seek(0)
    content: bytes = upload.read(limit + 1)
    if len(content) != upload.size:
        raise Refused("did not arrive whole. Attach fewer files at once")
    return content


def recognise(content: bytes) -> Kind:
    """Which kind it is. Raises Refused for every other kind, and for one that is not whole or holds too much."""
    # What reads pictures and Office files takes 6 MB, which a process in which nobody brings a file need not have.
    from evidence.inspection import images, office

    if content.startswith(b"%PDF-"):
        pdf.check(content)
        return PDF
    if content.startswith(b"PK"):
        return office.check(content)
    if content.startswith(PICTURES) or (content.startswith(b"RIFF") and content[8:12] == b"WEBP"):
        return images.check(content)
    if content.startswith(OLD_OFFICE):
        raise Refused("is an old Office file, or one with a password. Save it as docx, xlsx or pptx without one")
    if found := named(content):
        raise Refused(f"is not a file that can be kept: it looks like “{found}”. Choose a {IN_WORDS} file")
    tables.check(content)
    return CSV


def named(content: bytes) -> str:
    """What a file of no accepted kind looks like, where its beginning says so; nothing for plain text."""
    try:
        found = puremagic.magic_string(content[:HEAD])
    except (puremagic.PureError, ValueError):
        return ""
    # Weaker than this are guesses from single letters, as a table can begin with.
    return next((match.name for match in found if match.confidence >= 0.4 and match.name), "")


__all__ = ["Inspected", "Refused", "inspect"]
