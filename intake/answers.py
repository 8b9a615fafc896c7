"""What a table of responses says, as the tracker keeps it: which answer, by which day, which post. Never a guess."""

import calendar
import re
from collections.abc import Iterable
from datetime import date

from council.models import Council, Post
from council.written_days import month_called, read_day
from recommendations.states import ResponseKind

# The first that words begin with. "Accepted in part" comes before "accepted"; a condition is for a person to weigh.
AGREES = r"(?:accept|agree|support)(?:e?d)?"
ANSWERS: tuple[tuple[ResponseKind, str], ...] = (
    (
        ResponseKind.REJECTED,
        r"(?:not (?:accepted|agreed|supported)|(?:do|does) not (?:accept|agree)|reject(?:ed)?|declined?|no)\b",
    ),
    (ResponseKind.ACCEPTED_IN_PART, rf"(?:(?:partially|partly)\s{AGREES}|{AGREES} in part|in part)\b"),
    (ResponseKind.ACCEPTED_IN_PRINCIPLE, rf"(?:{AGREES} in principle|in principle)\b"),
    (ResponseKind.NOTED_ONLY, r"noted?\b(?!\s+that)"),
    (ResponseKind.REFERRED, r"referred\b"),
    (ResponseKind.ACCEPTED, rf"(?:fully\s)?(?:{AGREES}|approved|yes)\b(?!,?\s+(?:with|subject|but|except))"),
)
ALONE = re.compile(r"(?:fully )?(?:accept|agree|approve|support|note|yes)\w*(?: in (?:part|principle|full))?", re.I)
OPENING = re.compile(
    r"^(?:the\s)?(?:cabinet|executive|council|mayor)\s(?:has\s)?(?=\w)|^this (?:recommendation )?is\s", re.I
)
MONTH = re.compile(r"(?:by\s)?(?:the\s)?(?:end(?:\sof)?\s)?([a-z]{3,9})\.?,?\s(20\d\d)", re.I)
ADOPTED = re.compile(
    r"(?:date |report |review )?adopted\b[^.;\d]{0,80}(\d{1,2}(?:st|nd|rd|th)? [a-z]+ (?:19|20)\d\d)\.?$", re.I
)
BY_DAY = re.compile(r"^(?:by|on|before)\s(?:the\s)?", re.I)


def answer_in(words: str) -> ResponseKind | None:
    """Which answer words give; None where they give none plainly, such as one with a condition."""
    plain = OPENING.sub("", " ".join(words.split()))
    return next((kind for kind, begins in ANSWERS if re.match(begins, plain, re.I)), None)


def reason_in(words: str, kind: ResponseKind) -> str:
    """The words of an answer, where they say more than which one it is; a rejection keeps what little there is."""
    says_no_more = kind != ResponseKind.REJECTED and ALONE.fullmatch(words.strip().rstrip("."))
    return "" if says_no_more else words


def day_in(words: str) -> date | None:
    """The day that words name, the last one of a month; None for "ongoing", "spring 2027" or a year alone."""
    plain = " ".join(words.split()).rstrip(".")
    if (found := MONTH.fullmatch(plain)) and (month := month_called(found[1].lower())):
        year = int(found[2])
        return date(year, month, calendar.monthrange(year, month)[1])
    try:
        return read_day(BY_DAY.sub("", plain))
    except ValueError:
        return None


def post_called(council: Council, words: str) -> Post | None:
    """The one post of the council that is called exactly so; None where it has none, or more of them."""
    found = list(Post.objects.filter(service__directorate__council=council, title__iexact=words.strip())[:2])
    return found[0] if len(found) == 1 else None


def adopted_in(lines: Iterable[str]) -> date | None:
    """The day on which a report says, in a line of its own, that it was adopted; None for none, or for several."""
    days = {day_in(found[1]) for line in lines if (found := ADOPTED.match(line.strip()))}
    return days.pop() if len(days) == 1 else None
