"""What the front of a report says: its title, the committee, the council, and dates."""

import re
from collections import Counter
from collections.abc import Sequence

from intake.reading.block import Block
from intake.reading.shapes import Kind
from intake.reading.words import is_sentence, plain, reads_like_heading

FRONT = 14
NO_TITLE = re.compile(
    r"^(?:contents|chair|foreword|introduction|summary|executive summary|recommendations?|page|appendix|agenda|"
    r"minutes|date|version|draft|final report$|report$|"
    r"(?:from|to|date|author|present|in attendance|wards?|subject)\s*:|councillor|"
    r"cllr|the committee|background|preface|report to|meeting|\d)",
    re.I,
)
COMMITTEE = re.compile(
    r"\b((?:[A-Z][\w’'-]*,?\s(?:(?:and|&)\s)?){0,5}?(?:Overview\s(?:and|&)\sScrutiny|Scrutiny|Select|Policy\sDevelopment)\s"
    r"(?:(?:[A-Z][\w’'-]*|and|&)\s){0,5}?(?:Sub-)?(?:Committee|Panel|Commission|Board|Group))\b"
)
# The same in capitals, in the middle of a line of minutes.
CAPITALS = re.compile(r"\b(?:[A-Z][A-Z’'&-]*,?\s){1,7}(?:COMMITTEE|PANEL|COMMISSION|BOARD|GROUP)\b")
COUNCIL = re.compile(
    r"\b((?:(?:London|Royal|Metropolitan) )?Borough of [A-Z]\w+(?:[ -](?:and |upon )?[A-Z]\w+)*|"
    r"(?:(?:Vale|Isles?|Forest|City|County) of (?:the )?)?"
    r"[A-Z][\w’'-]+(?:[ -](?:and |upon |on |with |le )?[A-Z][\w’'-]+){0,4} (?:Council|COUNCIL))\b"
)
NO_PLACE = {
    "that",
    "the",
    "full",
    "town",
    "county",
    "district",
    "borough",
    "city",
    "parish",
    "youth",
    "cabinet",
    "our",
    "this",
}
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# How a paper may be handled, which is printed beside the name of the council.
MARKED = re.compile(r"\s+(?:OFFICIAL(?:[ -]+SENSITIVE)?|PUBLIC|CONFIDENTIAL|RESTRICTED|DRAFT)$")
# "Report.docx", "park_review final", "Park Review v2", "Report 20240312".
NAME_OF_FILE = re.compile(
    r"\.(?:docx?|pdf|indd|txt|rtf|odt)$|^(?:microsoft word|untitled|document)|_|\bv\d+(?:\.\d+)*\b|\d{6,}", re.I
)
DATE = re.compile(
    rf"\b((?:\d{{1,2}}(?:st|nd|rd|th)?\s)?(?:{MONTHS})\s(?:19|20)\d\d|\d{{1,2}}/\d{{1,2}}/(?:19|20)\d\d)\b"
)


def names_a_file(said: str) -> bool:
    """Whether the title in the mark-up of a file is what the file was called: nobody chose it for a title."""
    return " " not in said or bool(NAME_OF_FILE.search(said))


def title_of(blocks: Sequence[Block], said: str | None) -> str | None:
    """The title: as the file's mark-up has it, else the first line at the front that can be one; None for none."""
    if said and 6 < len(said) < 160 and not names_a_file(said):
        return said
    apart = without_title(blocks)
    if apart is not None:
        return apart or None
    for block in blocks[:FRONT]:
        if len(block.text) > 140 and len(block.trail) > 2 and is_sentence(block.text):
            return None
        if is_sentence(block.text):
            continue
        for line in map(plain, block.trail if block.kind in {Kind.TEXT, Kind.HEADING} else ["contents"]):
            if re.match(
                r"(?i)(?:the )?(?:contents|chair|foreword|introduction|recommendation|executive summary|"
                r"summary of rec)",
                line,
            ):
                return None
            if (
                not names_nobody_else(line)
                and not line[0].islower()
                and not NO_TITLE.match(line)
                and 8 <= len(line) <= 140
                and len(line.split()) >= 2
                and line[-1] not in ".;"
            ):
                return line
    return None


def without_title(blocks: Sequence[Block]) -> str | None:
    """What stands for a title in what begins with none: nothing in minutes, in a letter what it is about; else None."""
    if any(re.match(r"(?i)minutes\b", block.text) for block in blocks[:3]):
        return ""
    dear = next((at for at, block in enumerate(blocks[:FRONT]) if block.text.startswith("Dear ")), None)
    if dear is None:
        return None
    below = [line for block in blocks[dear : dear + 2] for line in block.trail][1:2]
    return next((line for line in below if reads_like_heading(line)), "")


def in_small(name: str) -> str:
    """A name that is printed in capitals, with small letters."""
    if not name.isupper():
        return name
    return re.sub(r"\b(?:And|Of|Upon|On|With|For|The)\b", lambda word: word[0].lower(), name.title())


def names_nobody_else(line: str) -> bool:
    """Whether a line is only the council, the committee or a day, with "Report of the" before it, and so no title."""
    bare = in_small(MARKED.sub("", line))
    if (date := DATE.search(bare)) and date[1][0].isdigit():
        return True
    bare = re.sub(
        r"^(?:(?:A|The|Final|Draft)\s)*(?:Report|Minutes)\s(?:of|by|from|to)\s(?:the\s)?", "", bare, flags=re.I
    )
    return any(words.fullmatch(bare) for words in (COUNCIL, COMMITTEE, DATE))


def most_named(blocks: Sequence[Block], words: re.Pattern[str]) -> str | None:
    """The name that the document says most often; the first of those it says equally often."""
    count: Counter[str] = Counter()
    for at, block in enumerate(blocks):
        alone = block.trail if at < FRONT and not is_sentence(block.text) else [block.text]
        for text in (*alone, *block.cells):
            for name in words.findall(text):
                count[cleared(name)] += 1
    if not count:
        spelt = (in_small(name) for block in blocks[:FRONT] for name in CAPITALS.findall(block.text))
        if name := next((found[1] for line in spelt if (found := words.search(line))), None):
            return cleared(name)
        lines = [in_small(line) for block in blocks[:FRONT] for line in block.trail if line.isupper()]
        return next((found[1] for line in lines if (found := words.search(line))), None)
    return max(count, key=lambda name: count[name])


def cleared(name: str) -> str:
    """The name of a committee without the council before it."""
    return re.sub(r"^(?:(?:The|A|Our|This|By)\s|.*\bCouncil(?:['’]s)?\s)", "", name)


def council_of(blocks: Sequence[Block], site: str = "") -> str | None:
    """The council whose place the document names most often; ``site``: what a page says of where it is published."""
    whole = "\n".join([*(text for block in blocks for text in (*block.trail, *block.cells)), site])
    names = Counter(
        re.sub(r"^(?:.*\s)?(?:The|A|Our|This|That|By|THE|OUR)\s", "", name).strip() for name in COUNCIL.findall(whole)
    )
    names = Counter({name: times for name, times in names.items() if place_of(name).lower() not in {"", *NO_PLACE}})
    best = max(names, key=lambda name: (whole.count(place_of(name)), names[name])) if names else None
    return in_small(best) if best else None


def place_of(council: str) -> str:
    """The place in the name of a council."""
    return re.sub(
        r"^(?:(?:London|Royal|Metropolitan) )?Borough of |"
        r"(?:\s(?:City|Borough|County|District|Metropolitan Borough|Town))?\s?Council$",
        "",
        council,
        flags=re.I,
    )


def dates_of(blocks: Sequence[Block]) -> tuple[str, ...]:
    """The dates that the front prints alone, as printed."""
    found = []
    for block in blocks[:FRONT]:
        if len(block.text) < 90 and (date := DATE.search(block.text)) and date[1] not in found:
            found.append(date[1])
    return tuple(found)
