"""What a body resolves: what that asks of others, what it asks of the body itself, and what it only records."""

import re

# What asks others: "recommends", "be asked to", "requested that"; "the recommendations" alone ask for nothing.
ASKS_OTHERS = re.compile(
    r"\brecommend(?:s|ed|ing)?\b|\b(?:to|and|also|further|committee|panel|board|commission|members|group)\s"
    r"(?:asks?|requests?|invites?|urges?)\s|\bbe\s(?:asked|requested|invited|urged)\sto\b"
    r"|^(?:that\s)?(?:asked|requested|invited|urged)\s(?:that|the)\b",
    re.I,
)
# What officers ask of the committee is no recommendation of the committee.
BODIES = r"(?:committee|panel|members|board|commission|cabinet|executive|council|forum)"
ASKED_OF_US = re.compile(
    rf"\b{BODIES}\b[^.]{{0,40}}\b(?:is|are|be)\s(?:asked|recommended|invited|requested)\s(?:to|that)\b"
    rf"|\b{BODIES}\sresolves?(?:\sto\s?)?:$",
    re.I,
)
# In minutes the committee itself asks others, Cabinet too; what it asks of itself and of those who serve it is none.
SERVE_US = (
    r"(?:senior\s|principal\s)?(?:(?:overview\s(?:and|&)\s)?scrutiny\s(?:\w+\s)?(?:officers?|manager|team|adviser|"
    r"co-?ordinator)|democratic\s(?:and\s\w+\s)?(?:services|support)|committee\s(?:officer|manager|clerk)|clerk)"
)
OF_ITSELF = re.compile(
    r"^(?:that\s)?(?:the\s|all\s)?(?:committee|panel|sub-committee|commission|members|chair\w*|work programme|minutes|"
    rf"{SERVE_US})\b(?!\s(?:\w+\s)?(?:recommends?|requests?|asks?|urges?|invites?)\b)",
    re.I,
)
# "That the report be noted", "That the minutes be approved as a correct record".
RECORDS = re.compile(
    r"^(?:that\s)?(?:the|all|both|members['’]|these|any)?\s?(?:(?!cabinet|executive|mayor|should|must)\S+\s){0,25}?"
    r"(?:be|are|is|were|was)\s(?:also\s)?"
    r"(?:noted|received(?:\sand\snoted)?|(?:approved|agreed|confirmed|signed|accepted)\sas\sa\s(?:true\s|correct\s|accurate\s)"
    r"|thanked|excluded)\b(?!.*\b(?:requested|asked|recommended|should|must)\b)",
    re.I,
)
BY_WHAT_VOTE = r"(?:\s?\([^()]{3,60}\)|\s?,?\s?unanimously\b)?"
RESOLVED_ALONE = re.compile(
    rf"(?:it was )?(?:unanimously\s)?(?:resolved|agreed|recommended){BY_WHAT_VOTE}\s?[:–—-]*(?:\sthat)?:?", re.I
)
RESOLVED_LIST = re.compile(
    r"^(?:the\s(?:\w+\s){1,5}|members\s|it\swas\s)(?:unanimously\s)?(?:resolved|agreed)(?:\sthat)?\s*[:–—-]*\s*$", re.I
)
RESOLUTION = re.compile(
    r"^(?:[Ii]t was\s+)?(?:UNANIMOUSLY\s)?(?P<word>RESOLVED|RECOMMENDED|Resolved|Recommended|AGREED|Agreed|RESOLUTION|"
    rf"DECISION)\b{BY_WHAT_VOTE}(?:\s(?:to|TO)\s(?!(?i:recommend))[^:.]{{3,50}}(?=\s?[:–—-]))?"
    r"[\s:–—-]*(?:unanimously[\s:–—-]*)?(?P<rest>.*)$"
)


def joined_up(text: str) -> str:
    """Words without the blanks of "T H A T" at their beginning."""
    return re.sub(r"^T\s?H\s?A\s?T\b", "That", text)


def asks_others(text: str) -> bool:
    """Whether the words of a resolution ask something of others than the committee itself."""
    text = joined_up(text)
    return bool(ASKS_OTHERS.search(text)) and not OF_ITSELF.match(text)


def records(text: str) -> bool:
    """Whether the words of a resolution only say that something was noted, received, or is a correct record."""
    return bool(RECORDS.match(joined_up(text)))
