"""Word documents as lines: read as XML, with the numbers that Word would print, and nothing fetched from outside."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from intake.reading.numbering import Numbering
from intake.reading.plain import RULE, cells_of, unboxed
from intake.reading.refusing import Unreadable
from intake.reading.shapes import Kind, Line, ProposedFootnote
from intake.reading.source import LINES_MOST, Source
from intake.reading.tidying import cleaned
from intake.reading.words import folded, noted

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
UNPACKED_MOST = 120 * 1024 * 1024
HEADERS = ("header1", "header2", "header3")
BROKEN = "This Word document is damaged. Open it in Word, save it again, or paste its text."


def read_docx(content: bytes) -> Source:
    """The lines of a Word document. Raises Unreadable for archives that are none, or that explode."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return Document(parts_of(archive)).source()
    except (
        zipfile.BadZipFile,
        zlib.error,
        etree.XMLSyntaxError,
        EOFError,
        OSError,
        KeyError,
        NotImplementedError,
        ValueError,
    ) as error:
        raise Unreadable(BROKEN) from error
    except RuntimeError as error:
        raise Unreadable("This Word document is locked with a password. Save it without one.") from error


def parts_of(archive: zipfile.ZipFile) -> dict[str, Any]:
    """The parts of the document that hold words, as XML."""
    names = set(archive.namelist())
    if "word/document.xml" not in names:
        raise Unreadable(
            "This is no Word document: it looks like an archive or another Office file. Save the report as docx or PDF."
        )
    if (
        sum(
            info.file_size
            for info in archive.infolist()
            if info.filename.startswith("word/") and info.filename.endswith(".xml")
        )
        > UNPACKED_MOST
    ):
        raise Unreadable("This Word document grows far too large when it is unpacked. Save it again without pictures.")
    found = {}
    for name in ("document", "numbering", "styles", "footnotes", "endnotes", *HEADERS):
        if f"word/{name}.xml" in names:
            with archive.open(f"word/{name}.xml") as part:
                found[name] = parsed(part.read(UNPACKED_MOST))
    if "docProps/core.xml" in names:
        with archive.open("docProps/core.xml") as part:
            found["core"] = parsed(part.read(200_000))
    return found


def parsed(content: bytes) -> Any:
    """XML without entities and without a network. Raises XMLSyntaxError."""
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content[:4096]:
        raise Unreadable(BROKEN)
    return etree.fromstring(
        content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    )


class Document:
    """Goes through the body of a document."""

    def __init__(self, parts: dict[str, Any]) -> None:
        self.parts = parts
        self.numbering = Numbering(parts.get("numbering"), parts.get("styles"))
        self.styles = style_names(parts.get("styles"))
        self.lines: list[Line] = []
        self.page = 1
        self.count = 0
        self.cited: list[tuple[str, str]] = []
        self.boxes: list[Any] = []

    def source(self) -> Source:
        """Everything read."""
        body = self.parts["document"].find(f"{W}body")
        if body is None:
            raise Unreadable(BROKEN)
        self.walk(body)
        headers = [
            folded(" ".join(words.itertext(f"{W}t"))) for name in HEADERS if (words := self.parts.get(name)) is not None
        ]
        site = "\n".join(headers)
        return Source("Word document", self.lines, self.title(), self.page, tuple(self.footnotes()), site)

    def title(self) -> str | None:
        """The title of the file's properties, where it has one."""
        core = self.parts.get("core")
        found = core.findtext(".//{http://purl.org/dc/elements/1.1/}title") if core is not None else None
        return folded(found) or None if found else None

    def walk(self, parent: Any) -> None:
        """Paragraphs and tables, in their order."""
        for child in parent:
            if child.tag == f"{W}p":
                self.paragraph(child)
            elif child.tag == f"{W}tbl":
                self.table(child)
            elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml", f"{W}smartTag"}:
                self.walk(child)

    def paragraph(self, element: Any) -> None:
        """One paragraph, with the number that Word would print before it, and the boxes that are fixed to it."""
        self.boxes = []
        text = self.text_of(element)
        boxes = self.boxes
        self.words(element, text)
        for box in boxes:
            self.walk(box)

    def words(self, element: Any, text: str) -> None:
        """The lines of a paragraph."""
        self.page += len(element.findall(f".//{W}lastRenderedPageBreak")) + len(
            element.findall(f".//{W}br[@{W}type='page']")
        )
        if not folded(text):
            return
        style = self.style_of(element)
        mark, level = self.numbering.mark(element)
        heading = re.match(r"(?:heading|title|subtitle)\s*(\d?)", style.lower())
        if heading is None and style.lower().startswith("toc"):
            return
        kind = Kind.HEADING if heading and len(text) < 200 else Kind.TEXT
        indent = "  " * level if mark else ""
        first = True
        for part in text.split("\n"):
            words = folded(unboxed(folded(part)))
            if not words or RULE.fullmatch(words):
                continue
            if cells := cells_of(words):
                self.add(words, Kind.ROW, 0, False, cells)
            else:
                self.add(
                    f"{indent}{f'{mark} ' if mark and first else ''}{words}",
                    kind,
                    int(heading[1] or 1) if heading else 0,
                    is_bold(element),
                )
            first = False
        self.lines.append(Line("", self.page, self.count, Kind.BLANK))

    def add(self, text: str, kind: Kind, level: int, bold: bool, cells: tuple[str, ...] = ()) -> None:
        """One line."""
        if len(self.lines) > LINES_MOST:
            raise Unreadable(f"This document has more than {LINES_MOST:,} lines. Choose the report alone.")
        self.count += 1
        self.lines.append(Line(text, self.page, self.count, kind, cells, is_bold=bold, level=level))

    def table(self, element: Any) -> None:
        """The rows of a table; a table of one column, as boxes are made, is only its paragraphs."""
        rows = [self.cells_of(row) for row in element.iter(f"{W}tr")]
        if rows and max(len(row) for row in rows) <= 1:
            for cell in element.iter(f"{W}tc"):
                self.walk(cell)
            return
        for cells in rows:
            if any(cells):
                self.add("", Kind.ROW, 0, False, cells)
        self.lines.append(Line("", self.page, self.count, Kind.BLANK))

    def cells_of(self, row: Any) -> tuple[str, ...]:
        """The words of each cell, with a line for each paragraph; one over several columns as often as it is wide."""
        cells: list[str] = []
        for cell in row.findall(f"{W}tc"):
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            wide = int(span.get(f"{W}val", "1")) if span is not None else 1
            words = []
            for paragraph in cell.iter(f"{W}p"):
                mark, _ = self.numbering.mark(paragraph)
                text = "\n".join(folded(part) for part in self.text_of(paragraph).split("\n"))
                words.append(f"{mark} {text}".strip() if mark else text)
            cells += ["\n".join(words).strip()] * min(max(wide, 1), 12)
        return tuple(cells)

    def style_of(self, element: Any) -> str:
        """The name of a paragraph's style."""
        style = element.find(f"{W}pPr/{W}pStyle")
        return self.styles.get(style.get(f"{W}val"), style.get(f"{W}val") or "") if style is not None else ""

    def text_of(self, element: Any) -> str:
        """The words of a paragraph, as they stand after all changes were accepted."""
        return cleaned("".join(self.pieces(element)))

    def pieces(self, element: Any) -> Iterator[str]:
        """Its words piece by piece."""
        for child in element:
            tag = child.tag
            if tag == f"{W}t":
                yield child.text or ""
            elif tag in {f"{W}tab", f"{W}noBreakHyphen"}:
                yield " " if tag == f"{W}tab" else "-"
            elif tag in {f"{W}br", f"{W}cr"}:
                yield "\n"
            elif tag == f"{W}txbxContent":
                self.boxes.append(child)
            elif tag in {f"{W}footnoteReference", f"{W}endnoteReference"}:
                kind = "footnotes" if tag == f"{W}footnoteReference" else "endnotes"
                self.cited.append((kind, child.get(f"{W}id", "")))
                yield noted(min(len(self.cited), 999))
            elif tag not in {
                f"{W}del",
                f"{W}pPr",
                f"{W}rPr",
                f"{W}instrText",
                f"{MC}Fallback",
                f"{W}moveFrom",
                f"{W}tbl",
            }:
                yield from self.pieces(child)

    def footnotes(self) -> Iterator[ProposedFootnote]:
        """The footnotes that were cited, in that order."""
        for at, (kind, key) in enumerate(self.cited, 1):
            part = self.parts.get(kind)
            note = next((n for n in part if n.get(f"{W}id") == key), None) if part is not None else None
            if note is not None:
                words = folded(
                    cleaned(" ".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in note.iter(f"{W}p")))
                )
                yield ProposedFootnote(str(at), words, f"footnote {at}")


def style_names(styles: Any) -> dict[str, str]:
    """The name of each style by its id."""
    if styles is None:
        return {}
    found = {}
    for style in styles.iter(f"{W}style"):
        name = style.find(f"{W}name")
        if name is not None:
            found[style.get(f"{W}styleId", "")] = name.get(f"{W}val", "")
    return found


def is_bold(element: Any) -> bool:
    """Whether all words of a paragraph are bold."""
    runs = [run for run in element.iter(f"{W}r") if "".join(t.text or "" for t in run.iter(f"{W}t")).strip()]
    bold = [run.find(f"{W}rPr/{W}b") for run in runs]
    return bool(runs) and all(b is not None and b.get(f"{W}val", "1") not in {"0", "false"} for b in bold)
