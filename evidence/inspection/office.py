"""Whether something is a Word, Excel or PowerPoint file that can only be read, and unpacks to what it says."""

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import IO

from lxml import etree  # type: ignore[import-untyped]

from evidence.inspection.refusing import Refused
from evidence.kinds import DOCX, OOXML, PPTX, XLSX, Kind

MOST_PARTS = 5000
MOST_NESTED = 30
MOST_BYTES = 200 * 1024 * 1024
# Text packs well; nothing that a person wrote packs as well as this. Small parts may.
MOST_RATIO = 200
SMALL = 1024 * 1024
END = b"PK\x05\x06"

MAIN = {
    f"{OOXML}.wordprocessingml.document.main+xml": (DOCX, "document"),
    f"{OOXML}.spreadsheetml.sheet.main+xml": (XLSX, "workbook"),
    f"{OOXML}.presentationml.presentation.main+xml": (PPTX, "presentation"),
}
NO_OFFICE_FILE = "is an archive, and no Word, Excel or PowerPoint file"
CONTENT_TYPES = "[Content_Types].xml"
# Document types can hold entities that grow without end, or fetch; Office writes none. UTF-16 spells them apart.
DOCTYPE = (b"<!DOCTYPE", b"<!ENTITY", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
PROGRAMS = re.compile(r"vbaproject|vbadata|activex|macrosheets|oleobject|\.(exe|dll|js|vbs|bat|cmd|ps1|jar|hta)$", re.I)
NESTED = re.compile(r"\.(docx|xlsx|pptx)$", re.I)
OTHER_ARCHIVES = re.compile(r"\.(zip|7z|rar|gz|docm|xlsm|pptm|xlsb)$", re.I)
# What a file may name outside of itself. Templates and objects from elsewhere are fetched when it is opened.
MAY_BE_OUTSIDE = ("/hyperlink", "/externalLinkPath", "/externalLinkLongPath", "/image")
RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    etree.LxmlError,
    EOFError,
    LookupError,
    MemoryError,
    NotImplementedError,
    OSError,
    RuntimeError,
    StopIteration,
    ValueError,
)


def check(content: bytes, depth: int = 0) -> Kind:
    """Which kind of Office file it is. Raises Refused unless it is whole, can only be read, and unpacks honestly."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            if CONTENT_TYPES not in package.namelist():
                raise Refused(NO_OFFICE_FILE)
            refuse_strange_shape(content, package)
            nested = []
            for name, inside in unpacked(package, MOST_BYTES if depth == 0 else MOST_BYTES // 10):
                refuse_programs(name, inside)
                if NESTED.search(name):
                    nested.append(inside)
            kind = kind_of(package)
    except BROKEN as error:
        raise Refused("cannot be read as an Office file. Save it again") from error
    if nested and (depth or len(nested) > MOST_NESTED):
        raise Refused("holds files inside files. Take them out and save it again")
    for inside in nested:
        check(inside, depth + 1)
    return kind


def refuse_strange_shape(content: bytes, package: zipfile.ZipFile) -> None:
    """Raise Refused for an archive that is something else as well, or whose parts lie over one another."""
    if not content.startswith(b"PK\x03\x04") or content[-22:-18] != END:
        raise Refused("holds a second file inside. Save it again")
    entries = package.infolist()
    if len(entries) > MOST_PARTS or len({entry.filename.lower() for entry in entries}) < len(entries):
        raise Refused("is not packed as an Office file is. Save it again")
    reached = 0
    for entry in sorted(entries, key=lambda e: e.header_offset):
        if entry.header_offset < reached:
            raise Refused("unpacks to far more than it should")
        reached = entry.header_offset + entry.compress_size
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("has a password, so nobody could read it. Save it without one")
    if any(leads_elsewhere(entry.filename) for entry in entries):
        raise Refused("is not packed as an Office file is. Save it again")


def leads_elsewhere(name: str) -> bool:
    """Whether the name of a part would leave the folder it is unpacked into."""
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def unpacked(package: zipfile.ZipFile, most: int) -> Iterator[tuple[str, bytes]]:
    """Each part by its name, one at a time, never more than ``most`` bytes in all, whatever the archive says of itself.

    Raises Refused beyond that, and where a part is not of the size that the archive tells.
    """
    total = 0
    for entry in package.infolist():
        with package.open(entry) as part:
            inside = part.read(most - total + 1)
        total += len(inside)
        grown = len(inside) > SMALL and len(inside) > MOST_RATIO * max(entry.compress_size, 1)
        if grown or total > most:
            raise Refused("unpacks to far more than it should")
        if len(inside) != entry.file_size:
            raise Refused("is not packed as an Office file is. Save it again")
        yield entry.filename, inside


def refuse_programs(name: str, inside: bytes) -> None:
    """Raise Refused for macros, objects of other programs, archives, document types, and what is fetched on opening."""
    if PROGRAMS.search(name):
        raise Refused("holds macros or objects of other programs. Save it without them, or as PDF")
    if OTHER_ARCHIVES.search(name) or inside.startswith((b"MZ", b"\x7fELF", b"Rar!", b"7z\xbc\xaf")):
        raise Refused("holds files inside that cannot be checked. Take them out and save it again")
    if name.endswith((".xml", ".rels")) and any(sign in inside for sign in DOCTYPE):
        raise Refused("is not written as Office writes. Save it again")
    if name.endswith(".rels"):
        refuse_fetching(RELATION.findall(inside))


def refuse_fetching(relations: Iterable[bytes]) -> None:
    """Raise Refused where opening the file would fetch a template or an object from elsewhere."""
    for relation in relations:
        element = etree.fromstring(namespaced(relation), parser())
        kind, target = element.get("Type", ""), element.get("Target", "").lower()
        outside = element.get("TargetMode", "").lower() == "external"
        # Word notes the template on the writer's own disk; only what comes over the network is fetched.
        own_template = kind.endswith("/attachedTemplate") and not re.match(r"\s*(https?|ftp|mhtml|\\\\)", target)
        if outside and not own_template and not kind.endswith(MAY_BE_OUTSIDE):
            raise Refused("fetches something from elsewhere when it is opened. Save it as PDF")


def namespaced(relation: bytes) -> bytes:
    """One element by itself, closed and without a prefix, so that it can be parsed alone."""
    bare = re.sub(rb"^<\w+:", b"<", relation)
    return bare if bare.endswith(b"/>") else bare[:-1] + b"/>"


def parser() -> etree.XMLParser:
    """A parser that fetches nothing and expands nothing."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def kind_of(package: zipfile.ZipFile) -> Kind:
    """The kind that its main part is, as the package says and as the part itself shows."""
    types = etree.fromstring(package.read(CONTENT_TYPES), parser())
    declared = [(el.get("ContentType", ""), el.get("PartName", "").lstrip("/")) for el in types if el.get("PartName")]
    if any("macroenabled" in content_type.lower() for content_type, _ in declared):
        raise Refused("is made for macros. Save it without them")
    main = [(MAIN[content_type], name) for content_type, name in declared if content_type in MAIN]
    if len(main) != 1:
        raise Refused(NO_OFFICE_FILE)
    (kind, root), name = main[0]
    with package.open(name) as part:
        if first_element(part) != root:
            raise Refused(NO_OFFICE_FILE)
    return kind


def first_element(part: IO[bytes]) -> str:
    """The name of the element that holds all others. The rest is not read into memory."""
    reader = etree.iterparse(
        part, events=("start",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    return str(etree.QName(next(iter(reader))[1]).localname)
