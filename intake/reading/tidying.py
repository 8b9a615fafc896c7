"""Lines put in order before they are read: characters, page furniture, columns, words broken at the end of a line."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from intake.reading.marks import label_of
from intake.reading.orders import VERBS
from intake.reading.shapes import Kind, Line, listed
from intake.reading.words import TAIL, folded

# What has a direction, no width, or is a picture of two letters.
INVISIBLE = dict.fromkeys(
    [0x00AD, 0xFEFF, 0x2060, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
LETTERS = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0x00A0: " ",
    0x2007: " ",
    0x202F: " ",
}
CONTROL = dict.fromkeys([n for n in range(32) if n not in {9, 10, 12, 13}] + [0x7F])

PAGE_NUMBER = re.compile(
    r"^[-–—\s|]*(?:(?:page|p\.)\s*)?(?:\d{1,3}|[ivx]{2,5})(?:\s*(?:of|/)\s*\d{1,3})?\s*[-–—\s|]*(?:page)?$", re.I
)
WITH_PAGE = re.compile(
    r"(?:\bpage\s*\d{1,3}(?:\s*of\s*\d{1,3})?\b|\s{3,}\d{1,3}$|^\d{1,3}\s{3,}|\|\s*\d{1,3}$|\d{1,3}\s*\|\s*page$)", re.I
)
# "Page 2 of 9", wherever it stands: no report says that of anything but its pages.
OF_PAGES = re.compile(r"^[-–—\s|]*page\s*\d{1,3}\s*(?:of|/)\s*\d{1,3}[-–—\s|]*$", re.I)
BEFORE_PAGES = re.compile(r"^\s*\S.{0,90}\s{3,}page\s\d{1,3}\s(?:of|/)\s\d{1,3}\s*$", re.I)
INSIDE_A_LINE = re.compile(r"(?<=[a-z,;])\s+Page\s\d{1,3}\sof\s\d{1,3}\s+(?=[a-z(])")
# A line of a table of contents: dots, and a page.
CONTENTS = re.compile(r"(?:\.\s?){5,}\s*\d{0,3}\s*$|(?:\.\s?){3,}\s*\d{1,3}\s*$|…{2,}\s*\d{0,3}\s*$")
# What stands before the dots is a whole sentence: a list of recommendations says on which page each is.
LEADER = re.compile(r"(?<=[\w)’'”\"][.;:?!])\s+(?:\.\s?){5,}\s*(?:page\s*)?\d{0,3}\s*$", re.I)
EDGE = 3
FURNITURE_MOST = 110


def cleaned(text: str) -> str:
    """Characters that carry no words taken away, ligatures spelt out."""
    return text.replace("\u00ad\n", "").translate(INVISIBLE).translate(LETTERS).translate(CONTROL)


def without_furniture(lines: list[Line]) -> list[Line]:
    """Without page numbers that stand alone, and without the heads and feet that pages repeat."""
    heads = repeated(lines) | of_the_front(lines)
    title = title_among(lines)
    kept = []
    for at, line in enumerate(lines):
        is_page_number = bool(PAGE_NUMBER.match(line.text.strip())) and stands_alone(lines, at)
        of_pages = OF_PAGES.match(line.text) or BEFORE_PAGES.match(line.text)
        is_page_number = is_page_number or (line.kind != Kind.ROW and bool(of_pages))
        if line.kind == Kind.TEXT and (led := LEADER.search(line.text)) and line.text[: led.start()].strip(" ."):
            kept.append(replace(line, text=line.text[: led.start()]))
        elif (
            is_page_number
            or (at != title and pattern(line) in heads and not is_rest_of_word(lines, at))
            or CONTENTS.search(line.text)
        ):
            kept.append(replace(line, text="", kind=Kind.BLANK, cells=()))
        elif line.kind == Kind.TEXT and INSIDE_A_LINE.search(line.text):
            kept.append(replace(line, text=INSIDE_A_LINE.sub(" ", line.text)))
        else:
            kept.append(line)
    return kept


def title_among(lines: list[Line]) -> int:
    """Where the very first line stands, which may be the title that pages repeat; -1 where the front says it in other
    letters, as below a head in capitals."""
    filled = [at for at, line in enumerate(lines) if line.text.strip()][:FRONT]
    front = {folded(lines[at].text) for at in filled}
    first = folded(lines[filled[0]].text) if filled else ""
    return filled[0] if first and not any(bare(other) == bare(first) for other in front - {first}) else -1


NUMBER_ALONE = re.compile(r"\s*(?P<n>\d{1,2})\s*")
LABEL_ALONE = re.compile(r"\s*recommendation\s*", re.I)
# How far the next number may be below one that is no page's, and how long the words are that it counts.
LINES_APART, WORDS_LEAST = 10, 20


def with_numbers_before_words(lines: list[Line]) -> list[Line]:
    """The lines, numbers that stand alone and count what stands below them being put before it.

    1, 2 and 3, each a few lines below the one before, are no pages.
    """
    alone = [
        (at, int(found["n"]))
        for at, line in enumerate(lines)
        if line.kind == Kind.TEXT and (found := NUMBER_ALONE.fullmatch(line.text))
    ]
    kept = list(lines)
    labels = {at: above for at, _ in alone if (above := label_above(lines, at)) is not None}
    before = (-LINES_APART, 0)
    for place, (at, number) in enumerate(alone):
        follows = number == before[1] + 1 and (number == 1 or at - before[0] <= LINES_APART)
        leads = place + 1 < len(alone) and alone[place + 1][1] == number + 1 and alone[place + 1][0] - at <= LINES_APART
        below = next((n for n in range(at + 1, min(at + 3, len(lines))) if lines[n].text.strip()), None)
        before = (at, number) if follows else (-LINES_APART, 0)
        is_counted = follows and (leads or number > 1)
        if is_counted and below is not None and len(lines[below].text.strip()) >= WORDS_LEAST:
            kept[at] = replace(lines[at], text="", kind=Kind.BLANK)
            if at in labels and len(labels) > 1:
                kept[labels[at]] = replace(lines[labels[at]], text=f"{lines[labels[at]].text.rstrip()} {number}")
                continue
            kept[below] = replace(lines[below], text=f"{number}. {lines[below].text.strip()}")
    return kept


def is_rest_of_word(lines: list[Line], at: int) -> bool:
    """Whether a line goes on with the word that the line right above it breaks: no page's head or foot does."""
    return at > 0 and lines[at].text.strip()[:1].islower() and lines[at - 1].text.rstrip().endswith("-")


def label_above(lines: list[Line], at: int) -> int | None:
    """Where "Recommendation" stands alone above a number that stands alone."""
    above = next((n for n in range(at - 1, max(at - 3, -1), -1) if lines[n].text.strip()), None)
    return above if above is not None and LABEL_ALONE.fullmatch(lines[above].text) else None


def stands_alone(lines: list[Line], at: int) -> bool:
    """Whether nothing, or another page, is on both sides of a line: a page number, not a cell of something."""
    if lines[at].kind not in {Kind.TEXT, Kind.HEADING}:
        return False
    before = lines[at - 1] if at else None
    after = lines[at + 1] if at + 1 < len(lines) else None
    above = before is None or not before.text.strip() or lines[at].starts_page
    below = after is None or not after.text.strip() or after.starts_page
    return (above and below) or (lines[at].starts_page or bool(after and after.starts_page))


def pages_of(lines: list[Line]) -> Iterable[list[Line]]:
    """The lines of each page."""
    page: list[Line] = []
    for line in lines:
        if line.starts_page and page:
            yield page
            page = []
        page.append(line)
    if page:
        yield page


def pattern(line: Line) -> str:
    """A line with its digits made equal, so that "Page 3" is "Page 4"; empty for what cannot be furniture."""
    text = folded(line.text)
    if not text or len(text) > FURNITURE_MOST or line.kind == Kind.ROW or label_of(text):
        return ""
    return re.sub(r"\d+", "0", text)


def repeated(lines: list[Line]) -> set[str]:
    """What stands at the edges of at least three pages, or beside page numbers at least three times."""
    count: Counter[str] = Counter()
    first = next((at for at, line in enumerate(lines) if line.text.strip()), 0)
    for at, line in enumerate(lines):
        if (known := pattern(line)) and (at == first or near_an_edge(lines, at) or WITH_PAGE.search(line.text)):
            count[known] += 1
    return {known for known, times in count.items() if times >= 3} | outermost(lines) | counted_on(lines)


def counted_on(lines: list[Line]) -> set[str]:
    """The same words beside one page number and the next, far apart."""
    found: set[str] = set()
    before: dict[str, tuple[int, int]] = {}
    for at, line in enumerate(lines):
        page = LAST_NUMBER.search(line.text) if WITH_PAGE.search(line.text) else None
        if page is None or not (known := pattern(line)) or len(known.split()) < 3:
            continue
        last_at, last_page = before.get(known, (at, 0))
        if int(page[1]) == last_page + 1 and at - last_at >= LINES_LEAST:
            found.add(known)
        before[known] = (at, int(page[1]))
    return found


LAST_NUMBER = re.compile(r"(\d{1,3})\s*$")
# How many lines a page has at least.
LINES_LEAST = 15


def outermost(lines: list[Line]) -> set[str]:
    """What is the very first or the very last line of nearly every page of a document with at least two."""
    heads: Counter[str] = Counter()
    feet: Counter[str] = Counter()
    pages = [filled for page in pages_of(lines) if (filled := [line for line in page if line.text.strip()])]
    for page in pages:
        heads[pattern(page[0])] += 1
        feet[pattern(page[-1])] += 1
    least = max(2, round(0.7 * len(pages)))
    return {known for count in (heads, feet) for known, times in count.items() if known and times >= least}


LINE_NUMBER = re.compile(r"^\s{0,6}(\d{1,4})(?:\s{2,}(?=\S)|\s*$)")


def without_line_numbers(lines: list[Line]) -> list[Line]:
    """Without the numbers that a draft prints before each of its lines."""
    filled = [line for line in lines if line.text.strip()]
    numbers = [int(found[1]) for line in filled if line.kind == Kind.TEXT and (found := LINE_NUMBER.match(line.text))]
    steps = sum(b in {a + 1, 1} for a, b in itertools.pairwise(numbers))
    if len(numbers) < 20 or len(numbers) < 0.7 * len(filled) or steps < 0.9 * (len(numbers) - 1):
        return lines
    return [
        replace(line, text=LINE_NUMBER.sub(lambda found: " " * len(found[0]), line.text).rstrip())
        if line.kind == Kind.TEXT
        else line
        for line in lines
    ]


FRONT = 12


def of_the_front(lines: list[Line]) -> set[str]:
    """Lines that put together what stands alone at the front, "Borough of Westmere – Access to Dentistry"."""
    filled = [line for line in lines if line.text.strip()]
    front = {bare(line.text) for line in filled[:FRONT]} - {""}
    found = set()
    for line in filled:
        pieces = [bare(part) for part in re.split(r"\s[|–—-]\s", line.text.strip())]
        pieces = [part for part in pieces if part]
        if len(pieces) > 1 and front.issuperset(pieces) and (known := pattern(line)):
            found.add(known)
    return found


def bare(text: str) -> str:
    """The words of a line at the edge of a page without its number."""
    return re.sub(r"\b(?:page\s*)?\d{1,3}(?:\s*of\s*\d{1,3})?$", "", folded(text).lower()).strip(" |–—-")


def near_an_edge(lines: list[Line], at: int) -> bool:
    """Whether one of the next or last few lines begins a page or is a page number alone."""
    around = lines[max(0, at - EDGE) : at + EDGE + 1]
    if any(line.starts_page for line in lines[max(0, at - EDGE + 1) : at + EDGE + 1]):
        return True
    return any(line is not lines[at] and PAGE_NUMBER.match(line.text.strip()) for line in around)


def width_of(lines: Iterable[Line]) -> int:
    """How wide the lines of a document are before they are broken: nine in ten of its lines are no wider."""
    widths = sorted(len(line.text.rstrip()) for line in lines if line.kind == Kind.TEXT and len(line.text) > 30)
    return widths[9 * len(widths) // 10] if widths else 0


# --- Words broken at the end of a line -------------------------------------------------------------------------------

# Beginnings that far more words have than compounds, and the vowels before which they keep a hyphen.
JOINED = frozenset(
    listed("re co pre inter over under sub ex in on off by part child post person place high long short")
)
VOWELS_AFTER = {"re": "eou", "co": "o", "pre": "e"}
COMPOUND = listed(
    "re co non pre multi cross inter anti self well long short counter post sub mid semi ex e by on off in part full "
    "high low half under over two three four five six one user child data school community council government evidence "
    "face decision policy peer person people place"
)


# Words that reports of scrutiny committees have, beside those of the document at hand.
ORDINARY = listed(
    "recommendation recommendations committee council councils community communities service services report "
    "reports member members officer officers information development government authority authorities resident "
    "residents children people support management performance education department partnership partnerships "
    "employment opportunity opportunities consultation environment environmental commissioning safeguarding "
    "responsibility implementation understanding available including particular important different additional "
    "necessary considered provision training housing transport health family families "
    "inform include including included inquiry increase increased invite invited involve involved introduce introduced "
    "independent individual inside income install intend interest interested internal interview international under "
    "understand undertake undertaken underlying overall overview overcome oversee overspend subject submit submitted "
    "expect expected experience explain examine example express extend extended only online office officers offer "
    "offered partner partners partnerships partly children childhood possible postpone personal personnel placed "
    "places placement higher highest highway highways longer shorter shortage shortly present presented previous "
    "prepare prevent prevention pressure council counsel cooperate company complete complaint "
    "complaints contract contracts real whole fixed joined trauma"
)


class Vocabulary:
    """The words of one document, which say whether a hyphen at the end of a line is the word's own."""

    def __init__(self, lines: Iterable[Line]) -> None:
        words: Counter[str] = Counter()
        cut = False
        for line in lines:
            # A half word before the end of a cell is no word either.
            whole = re.sub(r"[a-z]+[-‐‑](?=\s{2,}\S|\n)", " ", " ".join((line.text, *line.cells)), flags=re.I)
            found = re.findall(r"[a-z]+(?:-[a-z]+)*", whole.lower())
            if not found:
                continue
            # The two halves of a word that a line breaks are no words of the document.
            was_cut, cut = cut, bool(re.search(r"[a-z][-‐‑]$", line.text.rstrip(), re.I))
            words.update(found[was_cut : len(found) - cut])
        words.update(ORDINARY)
        words.update(VERBS)
        self.words = words

    def join(self, before: str, after: str) -> str:
        """Two lines of one sentence as one."""
        before, after = before.rstrip(), after.lstrip()
        broken = re.search(r"([A-Za-z]+)[-‐‑]$", before[-TAIL:])
        if not broken or not after[:1].isalpha():
            return f"{before} {after}" if before and after else before + after
        first = broken[1].lower()
        rest = (re.match(r"[A-Za-z]+", after) or [""])[0]
        if rest[:1].isupper():
            return before + after
        if rest in {"and", "or", "to"}:
            return f"{before} {after}"
        return (before if self.keeps_hyphen(first, rest.lower()) else before[:-1]) + after

    def keeps_hyphen(self, first: str, rest: str) -> bool:
        """Whether the hyphen is the word's own: as elsewhere in the document, else where both halves are words."""
        if self.words[first + rest]:
            return False
        if self.words[f"{first}-{rest}"]:
            return True
        if first in JOINED:
            # "re-new" is broken, "re-use" and "re-elect" are not.
            return rest[:1] in VOWELS_AFTER.get(first, "") or (first != "re" and self.words[rest] > 0)
        return first in COMPOUND or (len(first) > 3 and self.words[first] > 0 and self.words[rest] > 0)
