"""Names of people, their roles and their organisations, as reports print them."""

import re
from dataclasses import dataclass

from intake.reading.shapes import listed

HONORIFICS = frozenset(
    listed(
        "cllr cllrs councillor councillors dr mr mrs ms miss mx prof professor sir dame rev revd reverend canon lord "
        "lady baroness imam rabbi fr father sister pc sgt sergeant insp supt dci di det major captain col judge hon "
        "alderman"
    )
)
PARTICLES = frozenset(listed("de van von der bin al el la le du da st di ap ab"))
WORD = re.compile(r"[A-ZÀ-Þ](?:[a-zà-ÿ’']+(?:[A-Z][a-zà-ÿ]+)?|\.?|['’][A-Z][a-zà-ÿ]+)(?:[-‐][A-Za-zÀ-ÿ’']+)*$")

ROLE_WORDS = listed(
    "head director deputy assistant corporate service project chief cabinet chair chairman chairwoman vice "
    "executive borough partnerships partnership lead leader officer manager adviser advisor consultant commander "
    "inspector superintendent co-opted coopted member portfolio mayor programme policy strategy strategic senior "
    "principal group interim acting coordinator co-ordinator trustee founder president secretary treasurer "
    "headteacher teacher governor resident tenant representative volunteer worker nurse doctor gp consultant "
    "professor lecturer researcher analyst engineer planner regional area district locality community development "
    "education schools school operations operational managing public youth housing environmental health children "
    "adult adults social safeguarding commissioning communications democratic scrutiny parent carer student "
    "business finance legal planning transport highways parks library libraries leisure research campaign "
    "campaigns general national local independent owner editor chaplain minister parish town development"
)
ORG_WORDS = listed(
    "council service services police trust university college school academy committee department authority "
    "association foundation charity society partnership ltd limited plc cic nhs hospital board office commission "
    "group forum network centre federation union institute agency company housing homes church mosque bank fund "
    "alliance project club city borough county district team directorate ministry government community citizens "
    "advice age age-uk healthwatch panel scrutiny members conclusion introduction section town hall park street "
    "road house"
)
POSTS = re.compile(
    r"\b(?:head|director|manager|officer|lead|leader|chief|chair|chairman|member|commander|adviser|advisor|co-?ordinator|supervisor|"
    r"executive|secretary|president|trustee|founder|teacher|headteacher|governor|mayor|worker|consultant|inspector|superintendent|"
    r"sergeant|constable|representative|professor|lecturer|researcher|engineer|nurse|gp|planner|analyst|"
    r"editor|principal|warden|ranger|clerk|treasurer|surveyor|librarian|solicitor|auditor|specialist)s?\b|\b(?:resident|tenant|volunteer|student|owner|parent|carer)\b",
    re.I,
)


@dataclass(frozen=True)
class Printed:
    """A name, and what is printed of the person."""

    name: str
    rest: str


def person_in(text: str) -> Printed | None:
    """The person at the beginning of a line: "Cllr Ann Lee, Leader", "Bo Ray – Head of Parks", "Jo Fry Director"."""
    tokens = re.sub(r"\s+", " ", text).strip(" .;,").split(" ")
    if len(text) > 220 or not tokens:
        return None
    titles = 0
    while titles < len(tokens) - 1 and tokens[titles].strip(".").lower() in HONORIFICS:
        titles += 1
    words: list[str] = []
    ended = False
    for token in tokens[titles:]:
        bare = token.rstrip(",;:")
        if not (WORD.match(bare) or (bare in PARTICLES and words)):
            break
        words.append(bare)
        if bare != token:
            ended = True
            break
    behind = tokens[titles + len(words) :]
    separated = ended or bool(behind and re.match(r"[–—(-]", behind[0]))
    cut = until_role(words, titles > 0, separated or not behind)
    if not cut or not is_name(words[:cut], titles > 0):
        return None
    name = " ".join([*tokens[:titles], *words[:cut]])
    rest = " ".join([*tokens[titles + cut :]])
    rest = re.sub(r"^\s*[,–—:\-]+\s*", "", rest).strip()
    if rest.startswith("(") and rest.endswith(")") and rest.count("(") == 1:
        rest = rest[1:-1].strip()
    if rest and not separated and rest[:1].islower() and not POSTS.search(rest):
        return None
    return Printed(name, rest)


LEADING = frozenset(
    listed(
        "head director chief deputy chair cabinet leader assistant corporate executive service senior interim principal"
    )
)


def until_role(words: list[str], has_title: bool, is_alone: bool) -> int:
    """How many words are the name: up to a word that begins a role, else all where nothing follows, else two."""
    least = 1 if has_title else 2
    for at, word in enumerate(words):
        small = word.lower().strip(".")
        if small in ORG_WORDS or small in ROLE_WORDS:
            if at < least:
                return 0
            return at if at <= 2 or (at == 3 and small in LEADING) else 2
    if is_alone and len(words) <= 4:
        return len(words)
    return min(len(words), 2) if len(words) >= least else 0


def is_name(words: list[str], has_honorific: bool) -> bool:
    """Whether words can be a person's name."""
    if has_honorific and words:
        return True
    small = [word.lower().strip(".") for word in words]
    if not 2 <= len(words) <= 4 or any(word in ORG_WORDS or word in ROLE_WORDS for word in small):
        return False
    return not any(word in {"the", "of", "and", "for"} for word in small)


# An organisation of its own behind a role, below the heading of a mere kind of people.
ELSEWHERE = re.compile(
    r",\s(?:[A-Z][\w’'&-]*\s(?:of\s|and\s|for\s)?){1,5}(?:Surgery|Practice|Hospital|School|College|University|Ltd|Limited|Trust|"
    r"Society|Association|Charity|Council|Church|Mosque|Club|Foundation|Federation|Union)$"
)
# "Operators", "Passenger groups": a kind of people, in the plural.
PLURAL = re.compile(r"^(?:[A-Z][a-z]+|[A-Z].*\s[a-z]+)[^\Ws]s$")
GENERIC = re.compile(
    r"expert|external|partner|other|witness|individual|communit|stakeholder|organisation|voluntary|officers?\b|members?\b|written|oral|"
    r"residents|evidence|internal|contributor|people|sector|attend|guest|providers?\b|councillors|charit",
    re.I,
)


def role_and_organisation(printed: str, group: str | None) -> tuple[str | None, str | None]:
    """The role and the organisation of what is printed below a group's heading."""
    named = group if group and not GENERIC.search(group) and not PLURAL.match(group) else None
    if not printed:
        return None, named
    return of_group(printed, named) if named else of_words(printed)


def of_group(printed: str, group: str) -> tuple[str | None, str | None]:
    """Below the heading of an organisation, which may be printed again behind the role."""
    for comma in (", ", " – ", " - "):
        if printed.endswith(comma + group):
            return printed[: -len(comma + group)], group
    return (None, group) if printed == group else (printed, group)


# "Principal of Wickham College": a post that a body has one of, and the body.
OF_A_BODY = re.compile(
    r"^(?P<role>Chair(?:man|woman)?|Principal|Head ?teacher|Chief Executive|President|Secretary|Treasurer|Founder)"
    r"\sof\s(?:the\s)?(?P<org>[A-Z].*\b(?:College|School|Academy|University|Trust|Hospital|Association|Club|Society|Federation|"
    r"Foundation|Charity|Council))$"
)


def of_words(printed: str) -> tuple[str | None, str | None]:
    """Below no heading, or one that names nobody: the role is what names a post."""
    before, comma, behind = printed.rpartition(", ")
    if comma and not POSTS.search(behind.split(" of ")[0]) and (POSTS.search(before) or not POSTS.search(behind)):
        return before, behind
    if re.match(r"an?\s[a-z]", printed) and not comma:
        # "a learner": what somebody is, and no name of a body.
        return printed, None
    of_body = OF_A_BODY.match(printed)
    if of_body and not comma:
        return of_body["role"], of_body["org"]
    at = re.match(r"^(?P<role>[^,]+?)\s+(?:at|from|for)\s+(?:the\s)?(?P<org>[A-Z].+)$", printed)
    dashed = re.match(r"^(?P<role>.+?)\s[–-]\s(?P<org>.+)$", printed)
    found = at if at and POSTS.search(at["role"]) else dashed
    if found:
        return found["role"], found["org"]
    return (printed, None) if POSTS.search(printed) else (None, printed)
