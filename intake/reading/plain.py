"""Text, and text that was pasted, as lines."""

import re

from intake.reading.refusing import Unreadable
from intake.reading.shapes import Kind, Line
from intake.reading.source import LINES_MOST
from intake.reading.tidying import cleaned

ENCODINGS = ("utf-8-sig", "cp1252")

NOISE = 0.05
# Words in a box of one cell.
BOXED = re.compile(r"^\s*\|(?P<words>[^|]*)\|$")
# A line that is only drawn.
RULE = re.compile(r"[\s|+=_*-]{4,}")


def decoded(content: bytes) -> str:
    """The characters of a text file. Raises Unreadable where they are not text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if content[:4096].count(0) > 8:
        raise Unreadable(
            "This is not a text: it holds bytes that no text has. Choose a PDF, a Word document or a text file."
        )
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def text_lines(text: str) -> list[Line]:
    """The lines of a text; a form feed begins a page. Raises Unreadable for noise and for far too many lines."""
    strange = sum(
        1 for c in text[:20_000] if (ord(c) < 32 and c not in "\t\n\r\f") or c == "\ufffd" or 127 <= ord(c) < 160
    )
    if strange > NOISE * max(1, len(text[:20_000])):
        raise Unreadable("This is not a text: most of it cannot be read. Choose a PDF, a Word document or a text file.")
    # Python would break lines at further characters, which stand inside of words here.
    raw = re.split(r"\r\n|\r|\n", text.replace("\u2028", "\n").replace("\u2029", "\n\n"))
    raw = with_whole_cells(raw)
    if len(raw) > LINES_MOST:
        raise Unreadable(
            f"This text has {len(raw):,} lines, and at most {LINES_MOST:,} are read. Choose the report alone."
        )
    lines: list[Line] = []
    page, number = 1, 0
    for part in raw:
        for at, piece in enumerate(part.split("\f")):
            number += at == 0
            page += at > 0
            by_blank = at == 0 and bool(lines) and page_break_kept_as_blank(piece, raw)
            page += by_blank
            lines.append(line_of(piece, page, number, by_blank or (at > 0 and bool(lines))))
    return lines


# How many lines a cell in quotation marks may have.
CELL_MOST = 30


def with_whole_cells(raw: list[str]) -> list[str]:
    """The lines, those of a cell in quotation marks that a spreadsheet breaks being one."""
    found: list[str] = []
    at = 0
    while at < len(raw):
        line = raw[at]
        if "\t" in line and OPEN_CELL.search(line):
            end = next((n for n in range(at + 1, min(at + CELL_MOST, len(raw))) if CLOSED_CELL.search(raw[n])), at)
            line = " ".join(raw[at : end + 1])
            at = end
        found.append(QUOTED_CELL.sub(lambda cell: cell[1].replace('""', '"'), line) if "\t" in line else line)
        at += 1
    return found


OPEN_CELL = re.compile(r'(?:^|\t)"[^"\t]*$')
CLOSED_CELL = re.compile(r'^[^"\t]*"(?:\t|$)')
QUOTED_CELL = re.compile(r'(?:(?<=\t)|^)"((?:[^"\t]|"")*)"(?=\t|$)')


def page_break_kept_as_blank(piece: str, raw: list[str]) -> bool:
    """Whether one blank before the words stands for a page break, as some programs write it: rare, and of one blank."""
    return bool(re.match(r" \S", piece)) and few_are_indented(tuple(raw[:4000]))


_SEEN: dict[int, bool] = {}


def few_are_indented(raw: tuple[str, ...]) -> bool:
    """Whether a text begins almost no line with a blank."""
    key = hash(raw[:50]) ^ len(raw)
    if key not in _SEEN:
        _SEEN.clear()
        filled = [line for line in raw if line.strip()]
        _SEEN[key] = sum(line.startswith((" ", "\t")) for line in filled) <= 0.05 * max(40, len(filled))
    return _SEEN[key]


def line_of(text: str, page: int, number: int, starts_page: bool) -> Line:
    """One line, with the cells of a table that is drawn with strokes or tabs."""
    text = unboxed(re.sub(r"^#{1,6}\s+|^\s{0,3}(?:>\s?)+(?=\S)|\*\*|__", "", cleaned(text)).rstrip())
    cells = cells_of(text)
    kind = Kind.ROW if cells else Kind.TEXT if text.strip() else Kind.BLANK
    if kind == Kind.TEXT and RULE.fullmatch(text):
        kind, text = Kind.BLANK, ""
    return Line(text.rstrip(), page, number, kind, cells, starts_page)


# What boxes are drawn with, as the strokes that stand on a keyboard.
DRAWN = str.maketrans(
    {chr(n): "-" for n in range(0x2500, 0x2580)}
    | dict.fromkeys("│┃║┆┇┊┋╎╏", "|")
    | dict.fromkeys("├┤┝┥┠┨┣┫╞╡╟╢╠╣", "+")
)


def unboxed(text: str) -> str:
    """A line with the strokes that a keyboard has, and without those of a box of one cell."""
    text = text.translate(DRAWN)
    boxed = BOXED.match(text)
    return boxed["words"].rstrip() if boxed else text


def cells_of(text: str) -> tuple[str, ...]:
    """The cells of "| 1 | words | owner |", or of columns that a tab parts; none for other lines."""
    stripped = text.strip()
    if re.fullmatch(r"[|+\s:=-]+", stripped) and "|" in stripped:
        return ()
    if stripped.count("|") >= 2:
        return tuple(cell.strip() for cell in stripped.strip("|").split("|"))
    parts = [cell.strip() for cell in stripped.split("\t")]
    return tuple(parts) if len(parts) >= 3 else ()
