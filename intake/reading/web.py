"""Web pages, and mark-up that was pasted, as lines."""

import re
from collections.abc import Iterator

from lxml import etree, html  # type: ignore[import-untyped]

from intake.reading.marks import ROMANS
from intake.reading.refusing import Unreadable
from intake.reading.shapes import Kind, Line, ProposedFootnote, listed
from intake.reading.source import LINES_MOST, Source
from intake.reading.tidying import cleaned
from intake.reading.words import folded, noted

SKIPPED = frozenset(listed("script style nav noscript template svg form button select iframe head footer"))
HEADINGS = {f"h{n}": n for n in range(1, 7)}
BLOCKS = frozenset(listed("p div section article main blockquote dd dt figcaption address header aside body pre td th"))
DEEPEST = 200


def read_html(text: str) -> Source:
    """The lines of a page. Raises Unreadable where it cannot be taken apart."""
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = html.document_fromstring(cleaned(text).encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("This web page cannot be read. Copy its text and paste it below.") from error
    title = site = root.findtext(".//title")
    heading = root.find(".//h1")
    if heading is not None:
        title = folded(" ".join(heading.itertext())) or title
    walker = Walker()
    walker.walk(root, 0, "")
    walker.flush()
    return Source(
        "web page",
        walker.lines,
        folded(title) if title else None,
        footnotes=tuple(walker.footnotes),
        site=folded(site or ""),
    )


class Walker:
    """Goes through the elements and keeps a line for each block."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.words: list[str] = []
        self.mark = ""
        self.indent = 0
        self.footnotes: list[ProposedFootnote] = []

    def flush(self, kind: Kind = Kind.TEXT, level: int = 0, bold: bool = False) -> None:
        """The words so far become a line, with a blank below."""
        for part in "".join(self.words).split("\n"):
            if text := folded(part):
                self.add(f"{'  ' * self.indent}{self.mark}{text}", kind, level=level, bold=bold)
                self.mark = ""
        self.words = []

    def add(self, text: str, kind: Kind, cells: tuple[str, ...] = (), level: int = 0, bold: bool = False) -> None:
        """One line and the blank below it."""
        if len(self.lines) > LINES_MOST:
            raise Unreadable(f"This page has more than {LINES_MOST:,} lines. Choose the report alone.")
        number = len(self.lines) // 2 + 1
        self.lines.append(Line(text, 1, number, kind, cells, is_bold=bold, level=level))
        self.lines.append(Line("", 1, number, Kind.BLANK))

    def walk(self, element: html.HtmlElement, depth: int, mark: str) -> None:
        """One element with all that is in it."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in SKIPPED or depth > DEEPEST or hidden(element) or is_hidden_from_readers(element):
            self.words.append((element.tail or "").replace("\n", " "))
            return
        if tag in HEADINGS:
            self.flush()
            self.words.append(shown_text(element))
            self.flush(Kind.HEADING, HEADINGS[tag])
        elif tag == "sup" and (note := NOTE.fullmatch(folded(shown_text(element)))):
            self.words.append(noted(int(note[1])))
        elif tag == "li" and NOTES.match(element.get("id") or ""):
            self.note(element)
        elif tag == "table":
            self.flush()
            self.table(element, depth)
        elif tag in {"ul", "ol"}:
            self.flush()
            self.items(element, depth)
        elif tag == "br":
            self.words.append("\n")
        elif tag in BLOCKS:
            self.flush()
            self.inside(element, depth)
            self.flush(bold=all_bold(element))
        else:
            self.inside(element, depth)
        if element.tail:
            self.words.append(element.tail.replace("\n", " "))

    def note(self, element: html.HtmlElement) -> None:
        """A footnote, which is cited elsewhere on the page."""
        self.flush()
        text = folded(cleaned(shown_text(element))).rstrip("↩ ")
        number = str(len(self.footnotes) + 1)
        self.footnotes.append(ProposedFootnote(number, text, f"footnote {number}"))

    def inside(self, element: html.HtmlElement, depth: int) -> None:
        """The words and elements of an element."""
        text = element.text or ""
        self.words.append(text if element.tag == "pre" else text.replace("\n", " "))
        for child in element:
            self.walk(child, depth + 1, "")

    def items(self, element: html.HtmlElement, depth: int) -> None:
        """A list, with the numbers or letters that a browser would print."""
        start = element.get("start") or "1"
        number = int(start) if re.fullmatch(r"\d{1,4}", start) else 1
        self.indent += 1
        for item in element:
            if item.tag != "li":
                continue
            if NOTES.match(item.get("id") or ""):
                self.note(item)
                continue
            if re.fullmatch(r"\d{1,4}", item.get("value") or ""):
                number = int(item.get("value"))
            words = folded(" ".join(item.itertext()))
            own = re.match(r"(?:\(?[a-z0-9]{1,3}[.)]|recommendation\s\w+|R\d+)\s", words, re.I)
            self.mark = "" if own else list_mark(element.tag, element.get("type") or "", number)
            self.inside(item, depth + 1)
            self.flush()
            self.mark = ""
            number += 1
        self.indent -= 1

    def table(self, element: html.HtmlElement, depth: int) -> None:
        """The rows of a table; a table of one cell, as frames are made, is only its words."""
        if is_layout(element):
            self.layout(element, depth)
            return
        rows = list(rows_of(element))
        if rows and max(len(row) for row in rows) == 1:
            for cell in element.iter("td", "th"):
                self.inside(cell, depth + 1)
                self.flush()
            return
        for row in rows:
            self.add("", Kind.ROW, row)
        if self.lines:
            self.lines.append(Line("", 1, len(self.lines), Kind.BLANK))

    def layout(self, table: html.HtmlElement, depth: int) -> None:
        """A table that only puts things beside each other: its cells one after another, numbers before their words."""
        for cell in own_cells(table):
            words = folded(shown_text(cell))
            if MARK_ALONE.fullmatch(words):
                self.mark = f"{words} "
                continue
            self.inside(cell, depth + 1)
            self.flush()
            self.mark = ""


# "(1)" or "12." or a bullet in a cell of its own.
MARK_ALONE = re.compile(r"\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]|[•–-]", re.I)
NOTE = re.compile(r"\[?(\d{1,3})\]?")
NOTES = re.compile(r"(?:cite_note|fn|ftn|footnote|endnote|note)[-_:]?\d", re.I)


def own_cells(table: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """The cells of a table, and not those of tables inside of it."""
    for cell in table.iter("td", "th"):
        if next(cell.iterancestors("table")) is table:
            yield cell


def is_layout(table: html.HtmlElement) -> bool:
    """Whether a table holds other tables, or in each row a mark and words, as lists were once laid out."""
    if next(table.iterdescendants("table"), None) is not None:
        return True
    rows = [[folded(shown_text(cell)) for cell in row if cell.tag == "td"] for row in table.iter("tr")]
    return bool(rows) and all(len(row) == 2 and bool(MARK_ALONE.fullmatch(row[0]) and row[1]) for row in rows)


def shown_text(element: html.HtmlElement) -> str:
    """The words of an element without those that are there for the eye alone, such as the sign of a button."""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and not is_hidden_from_readers(child) and not hidden(child):
            parts.append(shown_text(child))
        parts.append(child.tail or "")
    return " ".join(parts)


def is_hidden_from_readers(element: html.HtmlElement) -> bool:
    """Whether those who hear a page do not hear it."""
    return bool(element.get("aria-hidden") == "true")


def opens(heading: html.HtmlElement | None) -> bool:
    """Whether a heading opens what stands below it, which is hidden until then."""
    if heading is None:
        return False
    return any(e.get("aria-expanded") or e.get("aria-controls") for e in heading.iter() if isinstance(e.tag, str))


def rows_of(table: html.HtmlElement) -> Iterator[tuple[str, ...]]:
    """The cells of each row, a line for each block in a cell; a cell over more of them in each."""
    above: dict[int, tuple[str, int]] = {}
    for row in table.iter("tr"):
        cells: list[str] = []
        for cell in row:
            if cell.tag in {"td", "th"}:
                from_above(cells, above)
                wide, high = span(cell, "colspan"), span(cell, "rowspan")
                text = cell_text(cell)
                for _ in range(wide):
                    if high > 1:
                        above[len(cells)] = (text, high - 1)
                    cells.append(text)
        from_above(cells, above)
        if any(cells):
            yield tuple(cells)


def from_above(cells: list[str], above: dict[int, tuple[str, int]]) -> None:
    """Add the cells of rows above that reach down into this one."""
    while len(cells) in above:
        at = len(cells)
        text, left = above.pop(at)
        cells.append(text)
        if left > 1:
            above[at] = (text, left - 1)


def span(cell: html.HtmlElement, name: str) -> int:
    """Over how many columns or rows a cell goes."""
    printed = cell.get(name) or "1"
    return max(1, min(int(printed), 12)) if re.fullmatch(r"\d{1,4}", printed) else 1


def cell_text(cell: html.HtmlElement) -> str:
    """The words of a cell with their lines and list marks."""
    walker = Walker()
    walker.inside(cell, 0)
    walker.flush()
    return "\n".join(line.text.strip() for line in walker.lines if line.text)


def list_mark(tag: str, kind: str, number: int) -> str:
    """What a browser prints before an item."""
    if tag == "ul":
        return "• "
    if kind in {"a", "A"} and number <= 26:
        return f"({chr(96 + number)}) "
    if kind in {"i", "I"} and number <= len(ROMANS):
        return f"({ROMANS[number - 1]}) "
    return f"{number}. "


def hidden(element: html.HtmlElement) -> bool:
    """Whether a page does not show it; what a heading above opens, it shows."""
    if opens(element.getprevious()):
        return False
    return element.get("hidden") is not None or "display:none" in (element.get("style") or "").replace(" ", "")


def all_bold(element: html.HtmlElement) -> bool:
    """Whether all its words are bold: a heading in fact."""
    bold = "".join("".join(b.itertext()) for b in element.iter("b", "strong"))
    return bool(bold.strip()) and folded(bold) == folded("".join(element.itertext()))
