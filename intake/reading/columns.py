"""Pages that are printed in two columns, read down the left and then down the right."""

import re
from dataclasses import replace

from intake.reading.grid import HEAD
from intake.reading.setting import in_bold
from intake.reading.shapes import Kind, Line
from intake.reading.tables import columns_of
from intake.reading.tidying import pages_of

GAP = re.compile(r"\s{3,}")
# How much must stand in a column, how many lines have words in both, and how many may run across the river.
COLUMN_LEAST = 24
LINES_LEAST = 8
ACROSS_MOST = 0.12
# How far in the words of a box may stand in their column.
INDENT_MOST = 4
# On a page behind one in columns: how many lines, and how far the river may be from where it was.
SHORT_LEAST, SHIFTED_MOST = 3, 12


def in_one_column(lines: list[Line]) -> list[Line]:
    """The lines of a document, each page being in one column."""
    found: list[Line] = []
    known: int | None = None
    for page in pages_of(lines):
        gutter = gutter_of(page)
        if gutter is None and known is not None:
            gutter = gutter_of(page, known)
        found += page if gutter is None else split_at(page, gutter)
        known = known if gutter is None else gutter
    return found


def gutter_of(page: list[Line], near: int | None = None) -> int | None:
    """Where the right half of a page begins: a river of blanks from top to bottom; None where lines run across it.

    ``near``: where that of the pages before is, so that fewer lines need to show it.
    """
    texts = [line.text.rstrip() for line in page if line.kind == Kind.TEXT and line.text.strip()]
    if any(heads_table(text) for text in texts if GAP.search(text)):
        # What looks like columns is a table.
        return None
    best: tuple[float, int] | None = None
    for at in range(COLUMN_LEAST, max((len(text) for text in texts), default=0) - COLUMN_LEAST // 2):
        if near is not None and abs(at - near) > SHIFTED_MOST:
            continue
        worth = worth_of(texts, at, LINES_LEAST if near is None else SHORT_LEAST)
        if worth is not None and (best is None or worth >= best[0]):
            best = (worth, at)
    return best[1] if best else None


def heads_table(text: str) -> bool:
    """Whether a line is the head of a table: beside the recommendations it names something else that one holds."""
    heads = columns_of([chunk[0] for chunk in HEAD.finditer(text)])
    return bool(set(heads) - {"text", ""})


def worth_of(texts: list[str], at: int, least: int) -> float | None:
    """How many lines have words on both sides of a river that ends here; None where they are fewer than the least."""
    both = across = wide = 0
    for text in texts:
        if len(text) <= at:
            continue
        if text[at - 2 : at].strip():
            across += 1
        elif text[at : at + INDENT_MOST].strip() and text[: at - 2].strip():
            both += 1
            wide += len(text[: at - 2].strip()) >= COLUMN_LEAST and len(text) - at >= COLUMN_LEAST // 2
    if both < least or wide < min(3, least - 1) or across > ACROSS_MOST * len(texts):
        return None
    return both - 2 * across


def split_at(page: list[Line], gutter: int) -> list[Line]:
    """The left halves, then the right ones. Lines across both, such as a title, come first."""
    left: list[Line] = []
    right: list[Line] = []
    for line in page:
        cut = max(0, gutter - 2)
        text = line.text
        if not text[:cut].strip():
            right.append(column(line, text.strip(), starts_page=False))
            # Beside words on the right there is a blank line on the left.
            left.append(replace(line, text="", kind=Kind.BLANK))
            continue
        crosses = len(text) > gutter and not re.search(
            r"\s{2,}$", text[:gutter] + " " * (text[gutter - 1 : gutter] == " ")
        )
        if crosses and not GAP.search(text[max(0, cut - 6) : gutter + 1]):
            left.append(line)
            continue
        left.append(column(line, text[:cut].rstrip(), line.starts_page))
        right.append(column(line, text[cut:].strip(), starts_page=False))
    return left + right


def column(line: Line, text: str, starts_page: bool) -> Line:
    """The words of a line that stand in one column, without the blanks that stretch them to its width."""
    gaps = re.findall(r"(?<=\S)\s+(?=\S)", text)
    if len(gaps) > 1 and all(len(gap) > 1 for gap in gaps):
        text = re.sub(r"(?<=\S)\s+(?=\S)", " ", text)
    return in_bold(replace(line, text=text, starts_page=starts_page))
