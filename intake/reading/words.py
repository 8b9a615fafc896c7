"""Words and sentences: what is finished, what asks for something, what is a heading."""

import re

from intake.reading.orders import BEFORE_NOUN, NOUNS, VERBS

# Where a footnote was cited, one character of the private area keeps its number.
NOTE = "\ue000-\ue3ff"
END = re.compile(rf"[.!?:;]['’”\")\]]*\s?[{NOTE}]*$")
SENTENCE_END = re.compile(rf"[.!?]['’”\")\]]*\s?[{NOTE}]*$")
# How many characters say how words end: a pattern that is tied to the end would be tried from each of them.
TAIL = 200
DANGLING = re.compile(
    r"(?:[,–—&(-]|\b(?:(?-i:a)|an|and|as|at|by|for|from|in|into|is|of|on|or|the|to|with|their|its|that|which))$", re.I
)

MODAL = re.compile(
    r"\b(?:should|must|shall|ought|needs? to|recommend(?:s|ed)?|be (?:asked|requested|invited|urged|encouraged|"
    r"required|"
    r"instructed|developed|given|made|established|considered|reviewed|adopted|produced|provided|undertaken|introduced|"
    r"extended|published|set|appointed|offered|included|increased|supported|carried|created|added|kept)|asks?|requests?|urges?)\b",
    re.I,
)

# "We recommend that …" below a label with a title.
OURS_BELOW = re.compile(r"(?:We|(?:That\sthe|The)\s\w+(?:\s\w+){0,2})\s(?:therefore\s)?recommends?\b")
# "and that the Waste Partnership:", "That Healthwatch:" between the items of a list, of which others are asked now.
LEAD_IN = re.compile(r"^(?:and\s(?:also\s)?)?(?:that|to)\b.{2,90}:$", re.I)


def noted(number: int) -> str:
    """The character that stands for the citation of a footnote."""
    return chr(0xE000 + number)


def notes_in(text: str) -> tuple[str, ...]:
    """The numbers of the footnotes that words cite."""
    return tuple(str(ord(c) - 0xE000) for c in text if 0xE000 <= ord(c) <= 0xE3FF)


def plain(text: str) -> str:
    """Words without the citations of footnotes."""
    return re.sub(rf"\s*[{NOTE}]", "", text)


def folded(text: str) -> str:
    """White space folded."""
    return re.sub(r"\s+", " ", text).strip()


def is_finished(text: str) -> bool:
    """Whether a sentence, or a clause before a list, ends here."""
    return bool(END.search(text[-TAIL:].rstrip()))


def is_sentence(text: str) -> bool:
    """Whether it ends as a sentence does."""
    return bool(SENTENCE_END.search(text[-TAIL:].rstrip()))


def goes_on(before: str, after: str) -> bool:
    """Whether the words after are the rest of the sentence before, though something stands between."""
    if not before or not after or is_finished(before):
        return False
    return after[:1].islower() or bool(DANGLING.search(before)) or before.endswith(",")


# "To be completed at the end of the review": where words are to stand later.
NOT_YET = re.compile(
    r"to\s(?:be\s(?:\w+ly\s)?(?:completed|confirmed|determined|added|inserted|drafted|advised|agreed)|follow)\b", re.I
)


def asks_for_something(text: str) -> bool:
    """Whether words read as a recommendation: they begin with "That" or an order, or say what should be done."""
    if NOT_YET.match(text):
        return False
    if re.match(r"(?:that|to)\s", text, re.I) and len(text.split()) > 3:
        return True
    first = re.match(r"[^A-Za-z]*([A-Za-z-]+)", text)
    if first and first[1].lower() in VERBS and len(text.split()) > 2:
        return True
    second = [*text.split(), "", ""][1]
    if first and first[1].lower() in NOUNS and (second.lower() in BEFORE_NOUN or second[:1].isdigit()):
        return True
    return bool(MODAL.search(text)) or is_assigned(text)


# "The Jobcentre to have a housing officer", "Cabinet to write to …": who, and then what.
ASSIGNED = re.compile(r"(?:[\w’'&,-]+\s){1,8}?to\s(?P<verb>[a-z-]+)\s")
FINITE = re.compile(r"\b(?:is|are|was|were|has|had|will|can|could|may|might|would|did|does|said|told|[a-z]+ed)\b")


def is_assigned(text: str) -> bool:
    """Whether words name somebody and then what they are to do, without a verb between."""
    found = ASSIGNED.match(text) if text[:1].isupper() else None
    if found is None or FINITE.search(text[: found.start("verb")]):
        return False
    return found["verb"] in VERBS or found["verb"] in {"have", "be", "do"}


HEADING_MOST = 110
# "What the review will ask", "How it should work": headings, whatever their verbs.
ASKING = re.compile(r"(?:What|How|Why|Who|Where|When)\s(?:\S+\s){0,8}\S*[^\s.:;,]$")


def reads_like_heading(text: str) -> bool:
    """Whether words alone look like a heading: short, beginning large, no sentence."""
    if not 2 < len(text) <= HEADING_MOST or len(text.split()) > 14:
        return False
    closed = text.endswith(")") and "(" in text[1:]
    if (text[-1:] in '.;,)”"' and not closed) or not (text[0].isupper() or text[0] in "‘“'\""):
        return False
    return bool(ASKING.match(text)) or (not MODAL.search(text) and not DANGLING.search(text))


def reads_like_title(text: str) -> bool:
    """Whether words behind a label look like a title, which may begin small there: "Recommendation 2 – buses"."""
    return reads_like_heading(f"{text[:1].upper()}{text[1:]}")


RECOMMENDING = re.compile(
    r"^(?:(?:appendix|section|chapter|part|annex)\s?\w{0,3}\s?[:.–-]?\s*)?"
    # "Theme A: Early help – recommendations".
    r"(?:(?:theme|part|section|chapter|area|topic|strand)\s\w{1,5}\b(?:[^.]{0,60}?\s?[:–—-])?\s)?(?:\d{1,2}(?:\.\d{1,2})*\.?\s+)?(?:[A-Z][.)]\s+)?"
    r"(?:(?:the|a|our|its|full|key|main|final|draft|proposed|detailed|overall|scrutiny|formal|summary|list|table|schedule|overview|"
    r"panel|panel['’]s|committee|committee['’]s|commission['’]s|group['’]s|review|task|and|finish|of|findings?|conclusions?,?|"
    r"executive|learning|observations?|points?|working|group|force|select|inquiry|action|cabinet|to|for|&|from|this|"
    r"response|responses|council|council['’]s|plan|strategic|priority|specific|following|report)\s+)*"
    r"recommendations?(?:\s+(?:to|for|of|from|and|by|in|at|arising)\s.{0,60}|\s+a\sglance|\(s\)|\s*\(.{0,40}\))?\s*[:.]?$",
    re.I,
)
# "Supporting recommendations", "Flooding recommendations": whatever qualifies them, but who else made them, what was
# done about them, or a sentence.
QUALIFIED = re.compile(
    r"^(?:\d{1,2}(?:\.\d{1,2})*\.?\s+)?(?:(?!(?:reasons?|rationale|costs?|evidence|basis|for|in|and|on|of|with|against|about|by|from|under|to|what|how|why|which|who|where|when|"
    r"we|you|they|it|is|are|was|were|has|have|had|made|make|makes|making|agreed|accepted|rejected|outstanding|completed?|"
    r"implement\w*|respon\w+|track\w*|officers?|auditors?|government|ofsted|cqc|nice|ombudsman|coroner|inspector\w*|"
    r"inspection|external|audit|report)\b)[A-Za-z][\w&-]*(?:['’]s?)?\s+){1,3}recommendations?\s*[:.]?$",
    re.I,
)
# "Recommendations – Theme A", "Recommendations: housing".
OF_THEME = re.compile(r"[^–—:]{0,40}\brecommendations\s?(?::|\s[–—-])\s(?P<of>\S[^.:;]{1,70})$", re.I)
# "Theme 1 – recommendations".
THEME_FIRST = re.compile(r"(?P<of>(?:theme|strand|topic)\s\w{1,5})\b.{0,60}?\brecommendations$", re.I)
WHAT_WE = re.compile(r"^(?:\d{1,2}\.?\s+)?what (?:we|the \w+(?: \w+)?) (?:are )?recommend(?:s|ing)?$", re.I)
# Headings that say in other words what is recommended: only where what stands below asks for it.
WANTED = re.compile(
    r"^(?:\d{1,2}(?:\.\d{1,2})*\.?\s+)?(?:(?:and|so)\s)?(?:"
    r"what\s(?:we|the\s\w+(?:\s\w+){0,2}|members|young people|residents)\s(?:now\s)?"
    r"(?:wants?|would like|asks?|are asking|is asking|proposes?|think|believes?|says?|suggests?|seeks?)\b.{0,50}"
    r"|what\s(?:needs?|has|have|should|must|ought)\s(?:now\s)?(?:to\s)?(?:happen|change|be\s\w+)\b.{0,40}"
    r"|(?:(?:our|the|key|main|list|summary|of|panel|committee|group|commission)(?:['’]s)?\s)*"
    r"(?:proposals?|asks|calls?\s(?:to|for)\saction|requests|suggestions)(?:\s(?:to|for)\s.{0,50})?"
    r"|(?:proposed|suggested)\s(?:way\sforward|improvements?|actions?)"
    r")[.:]?$",
    re.I,
)
NOT_THESE = re.compile(
    r"\b(?:previous|earlier|past|prior|progress|former|last|monitoring|other|national|no)\b.*\brecommendation", re.I
)
# What has come of recommendations, and where in a document they stand.
STANDING = re.compile(
    r"\b(?:progress|updates?|status|responses?|implementation|monitoring|follow[- ]up)\b|\.\."
    r"|(?<!theme)(?<!part)\s\d+$",
    re.I,
)
# Headings of what is no recommendation.
OTHER_MATTERS = re.compile(
    r"^(?:\d+\.?\s+)?(?:introduction|background|methodology|evidence|findings|conclusions?|context|foreword|acknowledge?ments?|thanks|"
    r"appendi(?:x|ces)|annex|membership|next steps|glossary|contacts?|terms of reference|scope|financial|legal|"
    r"implications|"
    r"contributors|decision$|witnesses|references|bibliography|how we|what we|about|our approach|approach|monitoring|"
    r"executive summary|"
    r"chair['’]?s?\b|the review|purpose|national|local|contents|further information|equalities|minutes|apologies|"
    r"declarations|comments$|observations$)\b",
    re.I,
)
MINGLED = re.compile(r"conclusion|finding|observation", re.I)


def theme_of(text: str) -> str:
    """The theme that a heading of recommendations names: "Recommendations – Theme A"; nothing where it names none."""
    found = OF_THEME.match(text) or THEME_FIRST.match(text)
    return found["of"] if found and not asks_for_something(found["of"]) and not STANDING.search(found["of"]) else ""


def looks_back(text: str) -> bool:
    """Whether a heading says what has come of recommendations: "Recommendations: progress"."""
    found = OF_THEME.match(text)
    return bool(found and STANDING.search(found["of"]))


# "Agree recommendations" is a step of how a review works.
STEP = re.compile(rf"(?!review|report|plan|key)(?:{'|'.join(VERBS)})\s(?:\w+\s)?recommendations$", re.I)


def heads_recommendations(text: str) -> bool:
    """Whether a heading announces recommendations of this document."""
    text = folded(text.rstrip(":"))
    if OF_THEME.match(text) and theme_of(text):
        text = re.split(r"\s?(?::|\s[–—-])\s", text)[0]
    # In two languages, one beside the other.
    said = [text, *re.split(r"\s[/|]\s", text)]
    if STEP.match(text):
        return False
    heads = any(grammar.match(words) for words in said for grammar in (RECOMMENDING, QUALIFIED, WHAT_WE))
    return heads and not NOT_THESE.search(text)


def heads_wishes(text: str) -> bool:
    """Whether a heading may announce recommendations in other words: "What we want to happen"."""
    return bool(WANTED.match(folded(text.rstrip(":")))) and not NOT_THESE.search(text)
