"""What looks like a recommendation and is none of this document's own: left out, and asked about."""

import re
from collections.abc import Sequence

from intake.reading.found import LABELLED, LISTED, NUMBERED, RESOLVED, SPOKEN, TABLED, Item
from intake.reading.resolving import ASKED_OF_US, joined_up, records
from intake.reading.shapes import Question
from intake.reading.words import asks_for_something

# "Progress on the recommendations of the 2019 review", "Our previous recommendations".
EARLIER = re.compile(
    r"\b(?:progress|updates?) (?:against|on|with|since|made)\b.*\brecommendations?\b|"
    r"\brecommendations?\b.*\bwhat (?:has |have )?(?:become|happened|came)\b|"
    r"\b(?:previous|earlier|former|past)\s(?:\w+\s){0,2}(?:recommendations?|reviews?|inquiry|inquiries|reports?|work)\b"
    r"|\b(?:progress|updates?|implementation|follow[- ]up)\b.*"
    r"\b(?:(?:19|20)\d\d\s(?:\w+\s){0,2}(?:review|inquiry|report)|(?:review|inquiry|report)\sof\s(?:19|20)\d\d)\b",
    re.I,
)
RECOMMENDS = re.compile(r"\b(?:recommend\w*|should|must|ought|needs? to)\b|^(?:that|to)\s", re.I)
# "That the Committee note the report", "To comment on the plan": for the body that reads it.
FOR_US = re.compile(
    r"^(?:that\s)?(?:(?:the|all)\s)?(?:(?!cabinet|executive|mayor)[\w&]+\s){0,4}?"
    r"(?:committee|sub-committee|panel|commission|members|board)\s(?:is\s\w+\sto\s|(?:should|to|are\s\w+\sto)\s)?"
    r"(?:notes?|consider(?:s|ed)?|receives?|identif(?:y|ies)|comments?|discuss(?:es)?|agrees?|approves?|endorses?|"
    r"scrutinises?|provides?)\b"
    r"|^(?:to\s)?(?:notes?|comments?|discuss)\s"
    r"|^(?:that\s)?(?:the\s)?(?:cabinet|executive|council|mayor)\sresponds?\s(?:to|within)\b"
    r"|^(?:that\s)?(?:the\s)?(?:cabinet|executive|council|mayor)\s"
    r"(?:notes?|considers?|receives?|agrees?|approves?|endorses?)\s"
    r"(?:the|this|its)\s(?:\w+\s){0,2}(?:response|report|contents|recommendations|action plan)\b",
    re.I,
)
# "That authority be delegated to …": officers ask it of the body that decides.
DELEGATES = re.compile(r"^(?:that\s)?(?:\w+\s)?authority\s(?:is|be)\s(?:\w+\s)?(?:delegated|given)\sto\b", re.I)
# "(Recommendation, Paragraph 14)", "(Conclusion, Paragraph 40)": what an item of a mingled list says that it is.
SAYS_WHAT = re.compile(r"\((?P<what>conclusion|recommendation)s?\b[^()]{0,40}\)\.?$", re.I)
# "A report by the Streets Commission, which made five recommendations. They were:".
OTHERS_MADE = re.compile(
    r"\b(?:report|review|inquiry|study|strategy|guidance|inspection|audit)\b[^.:]{0,90}\b(?:by|of|from)\s(?:the\s)?"
    r"(?P<who>[A-Z][^.:]{0,70}?),?\s(?:which|that|who)\s(?:has\s|had\s)?"
    r"(?:made|makes|recommend\w+|listed|contain\w+|set out)\b.*:$"
)
# "the action described above": what points to the recommendations, and is none.
POINTS = re.compile(
    r"\b(?:actions?|recommendations?|steps|measures|remed(?:y|ies))\b[^.]{0,30}"
    r"\b(?:described|set out|listed|given|made)\s"
    r"(?:above|at the end of this (?:report|decision|statement))\b",
    re.I,
)
SCRUTINY = re.compile(r"\b(?:scrutiny|panel|committee|group|working|this)\b", re.I)
# How far a label may be from the end of a series and still be of it, as where one number was lost.
LOST = 2
# How many counted recommendations make a series, beside which prose is none.
SERIES_LEAST = 3


def left_over(items: Sequence[Item], questions: list[Question]) -> list[Item]:
    """The recommendations of this document itself; what is left out is asked about in the questions."""
    for leave in (of_others, pointing, cited, concluded, recorded, asked_of_us, beside_answers, earlier, beside_series):
        found = leave(items)
        items = [item for item in items if not any(item in group for group, _ in found)]
        questions += [Question("Recommendations", asks, group[0].block.place) for group, asks in found if asks]
    return list(items)


Left = list[tuple[list[Item], str]]


def made_by_others(text: str) -> bool:
    """Whether words above a list say that another body's report made the recommendations that follow."""
    found = OTHERS_MADE.search(text)
    return found is not None and not SCRUTINY.search(found["who"]) and "recommend" in text


def of_others(items: Sequence[Item]) -> Left:
    """What the words above say that another body recommended."""
    found = [item for item in items if item.is_of_others]
    count = "One recommendation seems" if len(found) == 1 else f"{len(found)} recommendations seem"
    asks = f"{count} to be of another body and {'is' if len(found) == 1 else 'are'} left out. Is that right?"
    return [(found, asks)] if found else []


def pointing(items: Sequence[Item]) -> Left:
    """What only points to the recommendations that stand elsewhere in the document."""
    found = [item for item in items if not item.parts and POINTS.search(item.text)]
    asks = "“{}” points to the recommendations, and is left out. Is that right?"
    return [([item], asks.format(item.text[:120])) for item in found] if len(found) < len(items) else []


def beside_series(items: Sequence[Item]) -> Left:
    """Prose without a number, where the document counts from 1 what it recommends, or prints it in a table."""
    series = [item for item in items if item.how in {LABELLED, NUMBERED, TABLED}]
    prose = [item for item in items if item.how == SPOKEN and not item.number]
    asks = "“{}” stands outside of the recommendations that are counted, and is left out. Is that right?"
    return [([item], asks.format(item.text[:120])) for item in prose] if len(series) >= SERIES_LEAST else []


def cited(items: Sequence[Item]) -> Left:
    """Labels far behind the series that begins with 1, whose words ask for nothing: they are of another report."""
    labelled = [item for item in items if item.how == LABELLED and item.number.isdigit()]
    numbers = {int(item.number) for item in labelled}
    last = next((n for n in range(1, len(numbers) + 2) if n not in numbers), 1) - 1
    far = [item for item in labelled if int(item.number) > last + LOST and not asks_for_something(item.text)]
    return [([i], f"“{i.block.trail[0][:120]}” seems to be of another report. Is it?") for i in far if last >= LOST]


def concluded(items: Sequence[Item]) -> Left:
    """What a list of conclusions and recommendations concludes and does not recommend."""
    mingled = [item for item in items if item.is_mingled]
    told = {id(i): found["what"].lower() for i in mingled if (found := SAYS_WHAT.search(i.text))}
    rest = [i for i in mingled if not i.parts and not RECOMMENDS.search(i.whole)]
    if "recommendation" in told.values():
        rest = [i for i in mingled if told.get(id(i)) == "conclusion" or (id(i) not in told and i in rest)]
    return [(rest, "")] if rest and len(rest) < len(mingled) else []


def recorded(items: Sequence[Item]) -> Left:
    """What a list resolves without asking for anything: that a report be noted, that minutes are a correct record."""
    return [([item], "") for item in items if item.how in {NUMBERED, LISTED, RESOLVED} and records(item.whole)]


def asked_of_us(items: Sequence[Item]) -> Left:
    """Lists in which everything is for the body itself to note, to agree or to discuss."""
    runs = [
        run
        for run in runs_of(items)
        if all(FOR_US.match(joined_up(item.text)) for item in run) or any(DELEGATES.search(item.text) for item in run)
    ]
    return [(run, ASKS.format(run[0].text[:120])) for run in runs]


ASKS = "“{}” asks something of the committee itself. Is any of it a recommendation?"


def runs_of(items: Sequence[Item]) -> list[list[Item]]:
    """The recommendations by the lists in which they stand; one that stands alone by itself."""
    runs: dict[tuple[int, str], list[Item]] = {}
    for at, item in enumerate(items):
        if item.run or item.how == LISTED:
            # "Recommendation: that Cabinet approves the response" stands alone.
            runs.setdefault((item.run or -at, item.how), []).append(item)
    return list(runs.values())


def beside_answers(items: Sequence[Item]) -> Left:
    """What "The Executive is asked to:" decide in a report that answers recommendations: its officers ask that."""
    answered = [item for item in items if item.fields.get("response")]
    asked = [run for run in runs_of(items) if ASKED_OF_US.search(run[0].above) and not run[0].fields.get("response")]
    return [(run, ASKS.format(run[0].text[:120])) for run in asked if len(answered) > len(run)]


def earlier(items: Sequence[Item]) -> Left:
    """The recommendations of an earlier review, where the document has some of its own."""
    old = [item for item in items if item.is_earlier]
    if not old or len(old) == len(items):
        return []
    count = "One recommendation seems" if len(old) == 1 else f"{len(old)} recommendations seem"
    asks = f"{count} to be of an earlier review and {'is' if len(old) == 1 else 'are'} left out. Is that right?"
    return [(old, asks)]
