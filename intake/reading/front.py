"""What the front of a report says: its title, the committee, the council, and dates."""

import re
from collections import Counter
from collections.abc import Sequence

from intake.reading.blocks import Block
from intake.reading.shapes import Kind
from intake.reading.words import plain

FRONT = 14
NO_TITLE = re.compile(
    r"^(?:contents|chair|foreword|introduction|summary|executive summary|recommendations?|page|appendix|agenda|minutes|date|version|draft|final report$|report of|"
    r"councillor|cllr|the committee|background|preface|report to|meeting|\d)",
    re.I,
)
COMMITTEE = re.compile(
    r"\b((?:[A-Z][\w’'-]*,?\s(?:(?:and|&)\s)?){0,5}?(?:Overview\s(?:and|&)\sScrutiny|Scrutiny|Select|Policy\sDevelopment)\s"
    r"(?:(?:[A-Z][\w’'-]*|and|&)\s){0,5}?(?:Sub-)?(?:Committee|Panel|Commission|Board|Group))\b"
)
COUNCIL = re.compile(
    r"\b((?:London Borough of [A-Z]\w+(?:[ -](?:and|upon|[A-Z]\w+))*)|(?:Royal Borough of [A-Z]\w+(?: and [A-Z]\w+)*)|"
    r"(?:[A-Z][\w’'-]+(?:[ -](?:and|upon|on|the|[A-Z][\w’'-]+)){0,4}?\s)(?:City|Borough|County|District|Metropolitan Borough|Town)?\s?Council)\b"
)
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DATE = re.compile(rf"\b((?:\d{{1,2}}(?:st|nd|rd|th)?\s)?(?:{MONTHS})\s(?:19|20)\d\d|\d{{1,2}}/\d{{1,2}}/(?:19|20)\d\d)\b")


def title_of(blocks: Sequence[Block], said: str | None) -> str | None:
    """The title: as the file's mark-up has it, else the first heading at the front; None where there is none."""
    if said and 6 < len(said) < 160 and not re.search(r"\.(?:docx?|pdf|indd|txt)$|^(?:microsoft word|untitled|document)", said, re.I):
        return said
    for block in blocks[:FRONT]:
        text = plain(block.text)
        if block.kind not in {Kind.TEXT, Kind.HEADING} or len(text) > 140 or text.endswith((".", ";")):
            if len(text) > 140:
                return None
            continue
        if NO_TITLE.match(text) or DATE.fullmatch(text.strip()) or COUNCIL.fullmatch(text) or COMMITTEE.fullmatch(text):
            if re.match(r"(?i)contents|chair|foreword|introduction|recommendation|executive summary", text):
                return None
            continue
        if 8 <= len(text) and len(text.split()) >= 2:
            return text
    return None


def most_named(blocks: Sequence[Block], words: re.Pattern[str]) -> str | None:
    """The name that the document says most often; the first of those it says equally often."""
    count: Counter[str] = Counter()
    for block in blocks:
        for text in (block.text, *block.cells):
            for name in words.findall(text):
                count[re.sub(r"^(?:The|A|Our|This|By)\s", "", name)] += 1
    return max(count, key=lambda name: count[name]) if count else None


def council_of(blocks: Sequence[Block]) -> str | None:
    """The council whose place the document names most often."""
    whole = " ".join(text for block in blocks for text in (block.text, *block.cells))
    names = Counter(re.sub(r"^(?:The|A|Our|This|By)\s", "", name).strip() for name in COUNCIL.findall(whole))
    names = Counter({name: times for name, times in names.items() if place_of(name)})
    return max(names, key=lambda name: (whole.count(place_of(name)), names[name])) if names else None


def place_of(council: str) -> str:
    """The place in the name of a council."""
    return re.sub(r"^(?:London|Royal) Borough of |\s(?:City|Borough|County|District|Metropolitan Borough|Town)?\s?Council$", "", council)


def dates_of(blocks: Sequence[Block]) -> tuple[str, ...]:
    """The dates that the front prints alone, as printed."""
    found = []
    for block in blocks[:FRONT]:
        if len(block.text) < 90 and (date := DATE.search(block.text)) and date[1] not in found:
            found.append(date[1])
    return tuple(found)
