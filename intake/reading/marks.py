"""The grammar of the beginnings of lines: labels of recommendations, numbers, letters, bullets and fields."""

import re
from dataclasses import dataclass

from intake.reading.shapes import Kind, listed

ONES = listed(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
ROMANS = listed("i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx")
ORDINALS = listed("first second third fourth fifth sixth seventh eighth ninth tenth")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
# The orders in which the marks of a list come.
ORDERS = (ROMANS, tuple(LETTERS), tuple(str(n) for n in range(1, 100)))
TENS = {"twenty": 20, "thirty": 30, "forty": 40}
WORDS = {word: number for number, word in enumerate(ONES, 1)}
WORDS |= {f"{tens}-{one}": base + n for tens, base in TENS.items() for n, one in enumerate(ONES[:9], 1)}
WORDS |= {f"{tens} {one}": base + n for tens, base in TENS.items() for n, one in enumerate(ONES[:9], 1)}
WORDS |= TENS
SPOKEN = "|".join(sorted((word.replace(" ", r"\s").replace("-", r"[-‑]") for word in WORDS), key=len, reverse=True))

BULLETS = "•▪‣◦●○■□➢➤►✓✔⁃∙·\uf0b7\uf0a7\uf076\uf0d8\uf0fc\uf02d\uf0a8\uf06e\uf0be\uf0e0"
# Escaped, because it stands inside of character classes.
DASHES = r"–—‑−\-"

NUMERAL = rf"(?P<n>\d{{1,3}}(?:\.\d{{1,2}})?[a-z]?\b|(?<=[\s(\[.])(?:(?:{SPOKEN})\b|(?-i:[IVX]{{1,5}}|[A-Z])\b))"
# Whose recommendation it is, or of which rank: "Panel recommendation 1", "Overarching Recommendation 2".
QUALIFIED = (
    r"(?:(?:draft|key|proposed|final|formal|our|original|main|priority|cross-cutting|overarching|strategic|agreed|revised|"
    r"additional|further|interim|general|overall|joint|headline|sub|scrutiny|overview|panel|committee|commission|group|"
    r"board|review|task|select|working|inquiry|and|&)(?:['’]s)?[\s-]){0,4}"
)
# A label with a word: "Recommendation 1:", "RECOMMENDATION NO. 4 –", "Recommendation one".
WORDED = re.compile(
    rf"^(?:\d{{1,2}}(?:\.\d{{1,2}})*\.?\s+)?[\[(]?{QUALIFIED}rec(?:ommendation|\.|s)?\s*"
    r"(?:(?:to|for)\s(?:the\s)?(?:(?-i:[A-Z])[\w&]*\s(?:(?:and|of|for)\s)?){1,4}?)?"
    rf"(?:no\.?|number|ref\.?|#)?\s*{NUMERAL}(?:\s?(?:/|of)\s?\d{{1,2}}\b)?[\])]?(?P<end>\s*[:.)\]{DASHES}|]+|\s+|$)\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
GLUED = re.compile(r"^recommendation(?P<n>\d{1,3})(?P<end>[:.)]*\s*)(?P<rest>.*)$", re.IGNORECASE)
# "R1", "R01", "R 1.", "R.1" at the beginning of a line.
LETTERED = re.compile(
    rf"^[\[(]?R(?:[-\s]|\.\s?)?0*(?P<n>[1-9]\d?)[\])]?(?P<end>\s*[:.){DASHES}|]+\s*|\s+|$)(?P<rest>.*)$"
)

SECTIONED = re.compile(r"^(?P<n>\d{1,2}(?:\.\d{1,3}){1,2})\.?(?:\s+|(?=[A-Z“‘]))(?P<rest>\S.*)$")
NUMBERED = re.compile(
    rf"^(?P<n>\(\d{{1,3}}\)|\d{{1,3}}\)|\d{{1,3}}\s?[.:](?!\d)|\d{{1,2}}\s[{DASHES}](?=\s))\s*(?P<rest>.*)$"
)
BARE = re.compile(r"^(?P<n>\d{1,3})\s+(?P<rest>[A-Z“‘].*)$")
LETTER = re.compile(r"^(?P<n>\([a-zA-Z]\)|[a-z]\)|[a-hj-uw-z]\.(?=\s))\s*(?P<rest>.*)$")
UPPER = re.compile(r"^(?P<n>[A-Z])\.\s+(?P<rest>\S.*)$")
ROMAN = re.compile(
    r"^(?P<n>\((?:x{0,2}(?:ix|iv|v?i{1,3}|v)|x{1,2})\)|(?:x{0,2}(?:ix|iv|v?i{1,3}|v)|x{1,2})[.)](?=\s))\s*(?P<rest>.*)$",
    re.I,
)
BULLET = re.compile(rf"^(?P<n>[{BULLETS}]|[-–—*>»](?=\s)|>>|o(?=\s+[A-Z]))\s*(?P<rest>.*)$")

FIELDS: dict[str, str] = {
    "response": r"(?:(?:executive|cabinet|council|service|management|directorate|mayor['’]s|officer|formal)\s)*"
    r"(?:response|reply|decision)(?:\s(?:of|from|by)\s[\w’' ]{2,40})?|accepted\?|agreed\?|"
    r"(?:officers?['’]?\s)?comments?(?:\sfrom[\w ]+)?",
    "lead": r"(?:(?:lead|responsible|accountable|named|action|implementing)\s?)+(?:officer|person|service|director"
    r"|department"
    r"|directorate|body|member|team|organisation)?(?:\(s\)|s)?|owner(?:s|ship)?|responsibility|for action by|"
    r"action by|who",
    "due": r"(?:(?:target|completion|due|implementation|review|proposed|expected|start)\s)+(?:date)?|deadline|by when"
    r"|time[- ]?scale|timeframe|date|when|complete by|to be completed by|target|by",
    "action": r"(?:proposed\s|agreed\s|planned\s)?actions?(?:\stobetaken|\sto be taken|\staken|\sproposed|\sagreed)?",
    "reason": r"reasons?(?:\sfor(?:\sthe)?\srecommendation)?|rationale|why(?:\sthis\smatters|\swe\s[^:]{3,30})?"
    r"|evidence|background|context"
    r"|justification|intended outcome|expected outcome|outcome|success measure|measures? of success|"
    r"cost(?:s)?|financial implications?|resource implications?|benefits?"
    r"|status|progress(?: update)?|update|impact|paragraphs?|source|priority",
}
FIELD = re.compile(
    "^(?:" + "|".join(f"(?P<{name}>{words})" for name, words in FIELDS.items()) + r")\s*[:–—]\s*(?P<rest>.*)$", re.I
)
ALONE = re.compile(
    r"^(?:(?P<response>(?:do you )?(?:accept|agree)(?:ed)?\?|(?:cabinet |executive )?(?:response|decision))|"
    r"(?P<lead>who|(?:lead|responsible) officer|owner|who will do it)|"
    r"(?P<due>by when|when|timescale|deadline|target date)|"
    r"(?P<action>what will be done|action)|(?P<reason>why|reason|rationale))\??$",
    re.I,
)
# "Action: Head of Streets" says who, and "Action: survey the kitchens" what.
A_POST = re.compile(
    r"^(?:the\s)?(?:[A-Z][\w&]*\s(?:(?:of|for|and)\s)?){0,6}(?:Head|Director|Officer|Manager|Service|Team|Member|Leader|"
    r"Directorate|Department|Chair)s?\b|^[A-Z]{2,4}$"
)
# Another field on the same line: "Lead: Head of Streets    By: June 2024".
ANOTHER = re.compile(rf"[\s;,|.]+(?=(?:{FIELDS['lead']}|{FIELDS['due']}|{FIELDS['response']})\s*:)", re.I)
BEHIND = re.compile(rf"(?<=[.!?;)\]])\s+(?=(?:{FIELDS['lead']}|{FIELDS['due']})\s*:\s)", re.I)
# What the end of "… twice a year (Partially accepted)." says of it.
IN_BRACKETS = re.compile(r"\s[\[(](?P<words>[^()\[\]]{5,40})[\])]\.?$")
# What stands where an owner or a date would, and says that there is none.
NOBODY_YET = re.compile(
    r"(?:n\s?/\s?a|none|nil|tb[cda]|not (?:applicable|known)|to be (?:confirmed|agreed)|[-–—?.]*)\.?$", re.I
)
VERDICTS = re.compile(
    r"^(?:(?:fully|partially|partly|not)\s)?(?:accepted|agreed|rejected|noted|declined|approved|supported)"
    r"(?:\s(?:in\s(?:part|principle|full)|with\s\w+))?\s*(?:[.:;,–—]|-|$)",
    re.I,
)


# "(paragraphs 3.2 to 3.9, page 8)" alone behind a label says where, and not what.
WHERE = re.compile(r"[\[(](?:see\s)?(?:para|page|pp?\.|section|chapter|§)[^()]*[\])][:.]?", re.I)


# "Key finding 2: …", which ends what stands above it.
COUNTED_ELSE = re.compile(
    r"(?:(?:key|main|our)\s)?(?:findings?|conclusions?|themes?|objectives?|observations?|issues?|case study|evidence)\s"
    r"(?:no\.?\s)?\d{1,2}\s*[:.–—-]",
    re.I,
)
# "First, that …", "Secondly, …".
ORDINAL = re.compile(rf"(?P<n>{'|'.join(ORDINALS)})(?:ly)?[,:]\s+(?P<rest>\S.*)$", re.I)


@dataclass(frozen=True)
class Mark:
    """How a line begins: what it is, the number or letter or field in it, and the words after it."""

    kind: Kind
    value: str
    rest: str
    is_strong: bool = True


def spoken(text: str) -> str:
    """The number of a label as digits: "one" and "01" are "1"; letters and roman numerals stay."""
    folded = re.sub(r"[\s‑]+", "-", text.strip().lower())
    if folded in WORDS or folded.replace("-", " ") in WORDS:
        return str(WORDS.get(folded) or WORDS[folded.replace("-", " ")])
    if re.fullmatch(r"[IVX]+", text):
        worth = [{"I": 1, "V": 5, "X": 10}[sign] for sign in text]
        return str(sum(-a if a < b else a for a, b in zip(worth, [*worth[1:], 0], strict=True)))
    return text.lstrip("0") if text[:1].isdigit() else text


# "Argymhelliad Un / Recommendation One".
OTHER_TONGUE = re.compile(r"^[^/|.:;,]{3,40}\s[/|]\s(?=recommendation\b)", re.I)


def label_of(text: str) -> Mark | None:
    """The label of a recommendation at the beginning of a line. Weak where only a blank ends it."""
    text = OTHER_TONGUE.sub("", text)
    for grammar in (WORDED, GLUED, LETTERED):
        if found := grammar.match(text):
            end, rest = found["end"].strip(), found["rest"]
            if grammar is WORDED and re.fullmatch("[A-Z]", found["n"]) and not end and rest:
                continue
            if not end and rest and not re.match(r"[A-Z“‘\"'(]", rest):
                continue
            if re.fullmatch(r"[\d\s]+", rest):
                return None
            if WHERE.fullmatch(rest):
                return Mark(Kind.LABEL, spoken(found["n"]), "")
            return Mark(Kind.LABEL, spoken(found["n"]), rest.strip(), bool(end) or not rest)
    return None


def label_behind_bullet(text: str) -> Mark | None:
    """ "• Recommendation 1: The Council should …": the label counts, and not the bullet."""
    found = BULLET.match(text)
    label = label_of(found["rest"]) if found else None
    return label if label and label.is_strong and label.rest else None


def list_mark(text: str) -> Mark | None:
    """A number, letter, roman numeral or bullet at the beginning of a line."""
    for kind, grammar in (
        (Kind.PARAGRAPH, SECTIONED),
        (Kind.NUMBER, NUMBERED),
        (Kind.ROMAN, ROMAN),
        (Kind.LETTER, LETTER),
        (Kind.BULLET, BULLET),
    ):
        if found := grammar.match(text):
            value = found["n"].strip("().: \t" + DASHES) if kind != Kind.BULLET else found["n"]
            return Mark(kind, value, found["rest"].strip())
    return None


def list_mark_in_quotes(text: str) -> Mark | None:
    """The first number or letter of a list that is quoted: “(1) that …"""
    return list_mark(text[1:]) if re.match(r"[“\"‘']\(\w{1,4}\)\s", text) else None


def ordinal_mark(text: str) -> Mark | None:
    """ "First, that …" as the first item of a list."""
    found = ORDINAL.match(text)
    number = ORDINALS.index(found["n"].lower()) + 1 if found else 0
    return Mark(Kind.NUMBER, str(number), found["rest"]) if found else None


def field_alone(text: str) -> Mark | None:
    """A field whose words stand on the next line: "Who", "By when", "Do you accept?"."""
    found = ALONE.match(text)
    return Mark(Kind.FIELD, next(name for name, words in found.groupdict().items() if words), "") if found else None


def fields_on(text: str) -> list[str]:
    """The fields that stand on one line, which begins with one; the line itself where it is one or none."""
    found = field_of(text)
    if found is None or found.value not in {"lead", "due"}:
        return [text]
    pieces: list[str] = []
    start = 0
    for between in ANOTHER.finditer(text):
        if text[between.end()].isupper() and between.start() > 0:
            pieces.append(text[start : between.start()])
            start = between.end()
    return [*pieces, text[start:]]


def fields_behind(text: str) -> tuple[str, list[Mark]]:
    """The words without what stands behind their end: "…has a seat. Lead: Street Team. By: 2025.", "… (Accepted)"."""
    if (said := IN_BRACKETS.search(text)) and VERDICTS.match(said["words"]):
        return text[: said.start()].rstrip(), [Mark(Kind.FIELD, "response", said["words"])]
    for end in BEHIND.finditer(text):
        if text[end.end()].isupper():
            found = [field_of(piece) for piece in fields_on(text[end.end() :])]
            return text[: end.start()], [Mark(f.kind, f.value, f.rest.rstrip(" .;")) for f in found if f]
    return text, []


def is_told(words: str) -> bool:
    """Whether the words of an owner or a date name one, and are not "n/a" or "to be confirmed"."""
    return not NOBODY_YET.match(words.strip())


def field_of(text: str) -> Mark | None:
    """A field of a recommendation, such as "Response:" or "Lead officer:"."""
    if found := FIELD.match(text):
        name = next(name for name in FIELDS if found[name])
        if name == "lead" and found["lead"].lower() == "action" and not A_POST.search(found["rest"]):
            name = "action"
        return Mark(Kind.FIELD, name, found["rest"].strip())
    return None


def plain_number(text: str) -> bool:
    """Whether words are a number alone, as a cell has it."""
    return bool(re.fullmatch(r"[\[(]?(?:R|Rec\.?)?\s?\d{1,3}(?:\.\d+)?[a-z]?[\]).:]?", text.strip(), re.I))
