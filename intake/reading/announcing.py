"""Sentences that announce what a committee recommends: whose they are, and whom they address."""

import re

from intake.reading.resolving import ASKED_OF_US
from intake.reading.words import folded, plain

OURS = (
    r"(?:we|committee|panel|group|commission|members|working party|inquiry|forum|scrutiny|board|party|this review|"
    r"it (?:is|was|be)"
    r"|resolved|agreed|therefore|hereby|councillors|select committee)"
)
# "The Committee recommends that:", "We recommend to Cabinet that the Council", "It is recommended that:".
RECOMMENDS = re.compile(rf"\b{OURS}\b[^.]{{0,80}}\brecommend(?:s|ed|ing)?\b(?P<rest>[^.]{{0,160}})$", re.I)
# "… to make four recommendations. It recommends that the Trust:".
IT_RECOMMENDS = re.compile(
    r"\b(?:It|They)\s(?:\w+\s)?(?:recommends?\b[^.]{0,160}|(?:asks?|urges?|requests?)\s[^.:]{0,60}\bto\b[^.:]{0,80}:)$"
)
# "The Panel considered, but decided against, recommending:".
NOT_SO = re.compile(
    r"\b(?:not|against|rather than|without|rejected|declined|stopped short of)\b[^.]{0,40}\brecommend"
    r"|\b(?:if|whether|wish(?:ed|es)?|may|might|could|minded)\b[^.,;:]{0,40}\brecommend"
    r"|\bto (?:make|develop|bring|offer|consider|agree) (?:any )?recommendations\b",
    re.I,
)
# "The Committee asks that the Executive:", "We urge the Council to:".
ASKS = re.compile(
    rf"\b{OURS}\b[^.:]{{0,80}}(?<!were)(?<!was)(?<!been)\s"
    rf"(?:ask(?:s|ed)?|urge[sd]?|request(?:s|ed)?|proposes?|submits?|call(?:s|ed)? (?:up)?on)\b"
    rf"[^.:]{{0,60}}\b(?:that|to)\b[^.:]{{0,80}}:$"
    rf"|\b{OURS}\b[^.:]{{0,40}}\b(?:would\s(?:\w+\s)?(?:like|wish)(?:\sto\ssee)?|(?:wants?|wish(?:es)?)\sto\ssee|calls?\sfor)\b"
    r"[^.:]{0,60}:$",
    re.I,
)
ANNOUNCES = re.compile(
    r"\b(?:following|these|our|its|are|makes?|made)\b[^.]{0,60}\brecommendations?\b[^.]{0,70}[:.]$"
    r"|\brecommendations?\b[^.]{0,90}\.\s(?:These|They)\s(?:are|were)\b[^.]{0,40}:$"
    r"|\brecommendations?\b[^.]{0,40}\b(?:are|is) (?:as follows|set out below|listed below|that)\b[^.]{0,20}[:.]?$"
    r"|\brecommendations\b[^.]{0,60}\b(?:together|collected|gathered|summari[sz]ed|repeated|listed)\s(?:here|below)[:.]$",
    re.I,
)
# "The Panel has two recommendations of its own:", in whatever words.
OURS_ARE = re.compile(rf"\b{OURS}\b[^.]*\brecommendations?\b[^.]*:$", re.I)
# Others recommend as well.
OTHERS = re.compile(
    r"\b(?:government|ofsted|inspector\w*|ombudsman|auditors?|commissioner|CQC|national|previous|earlier|predecessors?|"
    r"(?:19|20)\d\d (?:review|report|inquiry))\b[^.]{0,60}\brecommend",
    re.I,
)
TOPICS = re.compile(
    r"\b(?:themes?|areas?|topics?|headings?|chapters?|categories|priorities|grouped|divided|based on|informed|"
    r"developed)\b",
    re.I,
)
# Who is asked by all items of a list: "recommends that the Executive:", "That the Board be recommended to:".
BODY = re.compile(
    r"\b(?:[Tt]hat|asks?|urges?|requests?|(?:up)?on)\s(?:the\s)?(?P<body>[A-Z][\w’'&-]*(?:\s(?:(?:and|of|for|the|&)\s){0,2}[A-Z][\w’'&-]*){0,6})"
    r"(?:\sshould|\s(?:be|is)\s\w+\sto|\sto)?\s*:$"
)
INLINE = re.compile(r"(?:^|[\s;:,])\((?P<n>\d{1,2}|[a-z]|[ivx]{1,4})\)\s+")


def announces_list(text: str) -> bool:
    """Whether a sentence says that what follows is recommended."""
    text = folded(plain(text))
    if ASKED_OF_US.search(text) or NOT_SO.search(text):
        return False
    if IT_RECOMMENDS.search(text) and text.endswith((":", "that", "to")):
        return True
    if ASKS.search(text):
        return True
    if (found := RECOMMENDS.search(text)) and not said_by_others(text):
        return (
            not found["rest"]
            or text.endswith((":", ";", "–", "-", "that", "to", "the"))
            or len(found["rest"].split()) < 4
        )
    is_ours = ANNOUNCES.search(text) or OURS_ARE.search(text)
    return bool(is_ours) and not TOPICS.search(text) and not OTHERS.search(text)


def said_by_others(text: str) -> bool:
    """Whether another body is named last before "recommended": "told the Panel that the inspectorate had"."""
    ours = [found.start() for found in re.finditer(rf"\b{OURS}\b", text, re.I)]
    others = [found.start() for found in OTHERS.finditer(text)]
    return bool(others) and max(ours, default=0) < max(others)


def body_of(text: str) -> str:
    """Whom the words above a list name as the one to do all of it; nothing for the council as a whole."""
    found = BODY.search(folded(plain(text)))
    return "" if found is None or found["body"].endswith("Council") else found["body"]


def inline_items(text: str) -> tuple[str, list[tuple[str, str]]]:
    """What stands before "(1) … (2) …" inside one paragraph, and each item with its number."""
    marks = list(INLINE.finditer(text))
    if len(marks) < 2:
        return text, []
    items = []
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        words = text[mark.end() : following.start() + 1 if following else None].strip()
        items.append((mark["n"], re.sub(r"[;,]?\s*(?:and)?$", "", words) if following else words))
    return text[: marks[0].start()].strip(), items
