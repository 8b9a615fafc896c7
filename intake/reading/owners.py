"""Whom the words themselves name as the one to act: the subject of a recommendation, and nobody else."""

import re

from intake.reading.orders import VERBS

NAME = r"(?:[A-Z][\w’'-]*|&|\d+)"
LINK = r"(?:of|for|and|the|&|to|in|,)"
SERVICE = r"(?:Services?|Team|Department|Directorate|Division|Unit|Office|Partnership|Hub|Section|Branch|Nursery)"
POST = (
    r"(?:(?:Interim |Acting |Deputy |Assistant |Corporate |Strategic |Executive |Group |Service )*"
    r"(?:Director|Head|Chief \w+(?: Officer)?|Manager|Monitoring Officer|Lead Officer|Service Head)"
    r"|(?:Cabinet|Executive|Lead)\s(?:Lead\s)?Member|Portfolio Holder)(?:\s\([A-Z][\w\s&,’']{2,50}\))?"
)
NAMED = re.compile(
    rf"^(?:that\s|recommends?\s(?:that\s)?)?(?:the\s)?(?:council(?:['’]s)?\s(?=[A-Z]))?"
    rf"(?P<owner>(?:{NAME}\s(?:{LINK}\s){{0,2}}){{1,7}}{SERVICE}\b|{POST}(?:[\s,]+(?:{LINK}\s){{1,2}}{NAME}(?:,?\s(?:{LINK}\s)?{NAME}){{0,6}})?"
    rf"|{NAME}(?:\s(?:{LINK}\s)?{NAME}){{0,4}}\s(?:Director|Manager)\b)"
    rf"\s*(?P<after>.*)$",
)
ACTS = re.compile(
    r"^(?:,[^,]{2,90},\s)?(?:also\s|further\s)?(?:should|must|shall|will|needs?\sto|ought|continues?|works?|considers?|reviews?|develops?|ensures?|provides?|"
    r"reports?|to\s|is\s(?:asked|requested|invited)|be\s(?:asked|requested|invited|urged|instructed|recommended|required)|explores?|produces?|"
    r"publish(?:es)?|introduces?|improves?|undertakes?|establish(?:es)?|writes?|brings?|investigates?|commissions?|adopts?|"
    r"extends?|increases?|creates?|leads?|makes?|sets?|gives?|carr(?:y|ies)|runs?|invites?|works?|extends?|prepares?|agrees?)\b"
)
# "That the Licensing Team visits each venue": a verb of the third person, and no noun of which something is said.
DOES = re.compile(r"^[a-z]{2,}s\s(?!(?:should|must|will|is|are|be|to be|can|could)\b)")
# "That the Housing Team tell the Panel …": a verb as a wish has it.
WISH = re.compile(
    r"^(?!(?:and|or|of|for|in|with|on|to|at|by|that|which|who|is|are|as|from|into|than|has|was)\b)[a-z]{3,}\s"
    r"(?:the|a|an|its|each|all|every|how|what|whether)\s"
)
NOBODY = re.compile(
    r"^(?:The\s)?(?:Council|Cabinet|Executive|Government|Mayor|Committee|Panel|Members?|Home Office|NHS|"
    r"Post Office)\b(?!\s(?:Member|['’]s\s))",
    re.I,
)
NOT_OURS = re.compile(r"^(?:Home|Post|Cabinet|Foreign|Met|Crown)\s(?:Office)$|Safer\s.*Partnership$", re.I)
# "The Cleansing Service should be given a van": others act.
GIVEN = re.compile(r"^should\sbe\s(?:given|provided\swith|offered|funded|supported|allocated|thanked|commended)\b")
# "Ask the Valuation Office to …" and "Asks the …" name whom to ask, and nobody who does it.
THIRD = (re.sub(r"([^aeiou])y$", r"\1i", verb) for verb in VERBS)
ORDER = re.compile(
    rf"(?:{'|'.join(VERBS)})\s(?:the|a|an|all|our|its|each|every|to|for|with|that)\s"
    rf"|(?:{'|'.join(THIRD)})e?s\s(?:the|a|an|all|our|its|each|every)\s",
    re.I,
)
CLOSING = re.compile(
    r"\s*[\[(](?:lead|owner|responsible(?:\sofficer)?|action|lead\sofficer|lead\sservice|for\saction\sby|by)\s?[:–-]\s*(?P<owner>[^)\]]{3,90})[)\]]\.?$",
    re.I,
)
# "Keep the club open. (Youth Service)": a service or post alone, behind the end.
IN_BRACKETS = re.compile(
    rf"(?<=[.;])\s*[\[(](?P<owner>(?:{NAME}\s(?:{LINK}\s){{0,2}}){{1,6}}{SERVICE}|{POST}(?:\s(?:of|for)\s{NAME}(?:\s(?:{LINK}\s)?{NAME}){{0,4}})?)[)\]]\.?$"
)
# "Housing Service and Repairs Team": where the second name begins.
SECOND = re.compile(r"(?:(?<=Service)|(?<=Team)|(?<=Directorate)|(?<=Department))\s(?:and|&)\s")
MENTIONED = re.compile(r"\b((?:[A-Z][\w’'-]*\s(?:(?:and|&|of|for)\s)?){1,5}(?:Service|Team|Directorate|Department))\b")


def owner_of(text: str) -> str | None:
    """The service or post that is the subject of a recommendation, as printed; None where the words name none."""
    text = re.sub(r"^T\s?H\s?A\s?T\s", "That ", text)
    wishes = bool(re.match(r"that\s", text, re.I))
    text = re.sub(r"^(?:[^.:;]{0,80}?\brecommend(?:s|ed|ation is)?\s)?(?:That|that)\s", "", text)
    text = re.sub(r"^(?:the|The)\s", "", text)
    found = None if ORDER.match(text) else NAMED.match(text)
    if not found or NOBODY.match(text) or GIVEN.match(found["after"]):
        return None
    owner, after = found["owner"].strip(" ,"), found["after"].lstrip()
    acts = after == ":" or (wishes and WISH.match(after)) or ACTS.match(after) or DOES.match(after)
    return trimmed(owner) if acts and not NOT_OURS.match(owner) else None


def trimmed(owner: str) -> str | None:
    """Without what is not the name: a first word that begins the sentence. None where two are named."""
    owner = re.sub(r"^(?:The|the|Our|our|Council|council)(?:['’]s)?\s(?=[A-Z])", "", owner)
    if " The " in owner:
        # A title stands glued before the sentence.
        return None
    if re.search(rf"{SERVICE}\s(?:and|&)\s(?:the\s)?[A-Z]", owner):
        return None
    return owner


# "(Repairs Service) Leaks should be stopped …", without a colon: only what is plainly a body or a post.
IN_FRONT = re.compile(
    rf"^\((?:(?:to|for)\s(?:the\s)?)?(?P<owner>(?:[^()]*\b(?:{SERVICE}|Council|Board|Trust|Police)|{POST}[^()]{{0,60}}))\)\s+(?P<rest>[A-Z].+)$"
)


def opening_owner(text: str) -> tuple[str, str | None]:
    """The words without "(Housing Service)" at their beginning, and who that names."""
    found = IN_FRONT.match(text)
    return (found["rest"], found["owner"].strip()) if found else (text, None)


def mentioned(text: str) -> list[str]:
    """Services that the words name anywhere, each once: nobody is made the owner by that."""
    named = (name for found in MENTIONED.findall(text) for name in SECOND.split(found))
    return list(dict.fromkeys(re.sub(r"^(?:The|That|A)\s", "", name) for name in named))


def closing_owner(text: str) -> tuple[str, str | None]:
    """The words without "(Lead: Housing Service)" at their end, and who that names."""
    if found := CLOSING.search(text) or IN_BRACKETS.search(text):
        owner = re.sub(r"^(?:For|To)\s(?:the\s)?", "", found["owner"].strip())
        return text[: found.start()].rstrip(), owner
    return text, None
