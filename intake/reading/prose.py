"""Sentences in which a committee recommends something, in the middle of its prose."""

import re

from intake.reading.marks import ORDINALS
from intake.reading.resolving import ASKED_OF_US
from intake.reading.words import OURS_BELOW, folded, is_sentence

OURS_SAY = re.compile(
    r"\b(?:we|committee|panel|group|commission|inquiry|members|board|forum|party|scrutiny|councillors)\b[^.]{0,160}?"
    r"(?<!not )(?<!should )(?<!would )(?<!simply )\brecommends?\s(?:that|to|the)\b"
    r"|\bit (?:is|was) (?:\w+ )?recommended (?:to \w+ )?that\b"
    r"|^(?:It|They) (?:\w+ )?recommends? that\b|\bit is (?:\w+ )?(?:our|the \w+['’]s?) (?:\w+ )?recommendation that\b",
    re.I,
)
# What somebody said.
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
# "Our first recommendation is that …", in the middle of prose.
ONE_OF_OURS = re.compile(
    r"\b(?:our|its|the (?:panel|committee|commission|group)['’]s)\s(?P<n>\w+)\srecommendation\sis\s(?:that|to)\b", re.I
)
# "The wait is 31 weeks. [R1] The Board should …", in the middle of prose.
INSIDE_PROSE = re.compile(r"(?<=[.!?])\s+\[(?:R|Rec\.?\s?|Recommendation\s)(\d{1,2})\]:?\s+(?=[A-Z])")
# "The Committee also recommends that …", beside a list of what it recommends.
ADDED = re.compile(
    r"(?:(?:In addition|Additionally|Finally|Lastly|Separately|Furthermore),?\s"
    r"(?:we|the\s\w+(?:\s\w+){0,2})\s(?:\w+\s)?"
    r"|(?:We|The\s\w+(?:\s\w+){0,2})\s(?:also|further|additionally|separately|finally)\s)recommends?\b"
)
AGREED = re.compile(r"\b(?:agreed|resolved) (?:unanimously )?to recommend\b", re.I)


def ordinal(word: str) -> str:
    """The number of "first"; nothing for "last" and "next"."""
    return str(ORDINALS.index(word.lower()) + 1) if word.lower() in ORDINALS else ""


def sentences_of(text: str) -> list[str]:
    """The sentences of a paragraph."""
    return [folded(sentence) for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z“‘])", text)]


def recommending(text: str, of_their_own: bool = False) -> list[str]:
    """The sentences of a paragraph in which the committee itself recommends something.

    ``of_their_own``: only those that are a whole paragraph, or say that they add to the others.
    """
    own = (s for s in sentences_of(text) if OURS_SAY.search(QUOTED.sub("", s)) and is_sentence(s))
    found = [sentence for sentence in own if not ASKED_OF_US.search(sentence)]
    if not of_their_own or (found == [text] and OURS_BELOW.match(text)):
        return found
    return [sentence for sentence in found if ADDED.match(sentence)]
