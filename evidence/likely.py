"""Which paragraphs are likely to have led to which recommendation, read from the text. Nothing is linked by itself.

Three things point to a link: the report refers from one to the other, the paragraph stands in the part of the report
that ends with the recommendation, or both speak of the same things that the report seldom speaks of.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.text import get_text_list

from evidence.models import Basis, Citation, Paragraph
from recommendations.models import Recommendation, Review

# "Recommendations 3, 4 and 5", "Recommendation 2", "Rec. 7", "R4"; and "paragraphs 4.12 to 4.15", "para 4.2".
TO_RECOMMENDATIONS = re.compile(
    r"\b(?:Recommendations?|Recs?\.?)\s(?P<numbers>\d{1,2}(?:(?:,\s|\sand\s|\sto\s|\s?[–-]\s?)\d{1,2})*)\b(?!\.\d)",
    re.I,
)
TO_R = re.compile(r"\bR(?P<numbers>\d{1,2})\b")
TO_PARAGRAPHS = re.compile(
    r"\bpara(?:graph)?s?\.?\s(?P<numbers>\d{1,2}\.\d{1,3}(?:(?:,\s|\sand\s|\sto\s|\s?[–-]\s?)\d{1,2}\.\d{1,3})*)", re.I
)
# "Recommendation 4 of the 2019 inquiry" is another report's.
OF_ANOTHER = re.compile(
    r"\s(?:of|in|from)\s(?:the|that|our|its)\s[^.;]{0,60}\b(?:review|report|inquiry|act|guidance)\b", re.I
)
# So many paragraphs of a report, at most, use a word that tells something; and so many such words make a link likely.
SELDOM, WORDS_LEAST, WORDS_SHOWN = 0.06, 3, 4
FEW_PARAGRAPHS = 12


@dataclass(frozen=True)
class Likely:
    """A link that somebody may want to make, and what points to it. ``place`` is where the report says so itself."""

    recommendation: Recommendation
    paragraph: Paragraph
    because: str
    basis: Basis = Basis.PERSON
    place: str = ""

    @property
    def key(self) -> str:
        """Tells it from others on a page."""
        return f"{self.recommendation.pk}-{self.paragraph.pk}"

    @property
    def is_referred_to(self) -> bool:
        """Whether the report itself refers from one to the other."""
        return self.basis == Basis.REPORT


def likely_links(review: Review) -> list[Likely]:
    """Those of a review that nobody has made or struck, by recommendation and paragraph: five queries."""
    paragraphs = list(review.paragraphs.all())
    rows = list(review.recommendations.prefetch_related("parts"))
    cited = Citation.objects.filter(recommendation__review=review).of_paragraphs()
    known = {(c.recommendation_id, c.paragraph_id) for c in cited if c.kind != Citation.Kind.PRINTED}
    printed = {
        c.recommendation_id: c.paragraph_id or 0
        for c in cited
        if c.kind == Citation.Kind.PRINTED and c.struck_on is None
    }
    found: dict[tuple[int, int], Likely] = {}
    for likely in (
        *referred(rows, paragraphs),
        *in_the_same_part(rows, paragraphs, printed),
        *of_the_same_things(rows, paragraphs),
    ):
        found.setdefault((likely.recommendation.pk, likely.paragraph.pk), likely)
    return sorted(
        (likely for pair, likely in found.items() if pair not in known),
        key=lambda likely: (likely.recommendation.number, likely.paragraph.order),
    )


def words_of(row: Recommendation) -> str:
    """All that a recommendation says."""
    parts = [f"{part.text} {part.body_text}" for part in row.parts.all()]
    return " ".join([row.text, row.body_text, *parts])


# --- What the report refers to itself --------------------------------------------------------------------------------


def referred(rows: Sequence[Recommendation], paragraphs: Sequence[Paragraph]) -> Iterator[Likely]:
    """What the report's own references link."""
    by_number = {row.number: row for row in rows}
    places = {paragraph.number: at for at, paragraph in enumerate(paragraphs)}
    for paragraph in paragraphs:
        for number in recommendations_in(paragraph.summary):
            if row := by_number.get(number):
                because = f"It names Recommendation {number}"
                yield Likely(row, paragraph, because, Basis.REPORT, f"Paragraph {paragraph.number}")
    for row in rows:
        for first, last in paragraphs_in(words_of(row)):
            if first in places and last in places:
                for paragraph in paragraphs[places[first] : places[last] + 1]:
                    because = f"Recommendation {row.number} names it"
                    yield Likely(row, paragraph, because, Basis.REPORT, f"Recommendation {row.number}")


def recommendations_in(words: str) -> list[int]:
    """The numbers of the recommendations that words name, but for those of another report."""
    found: list[int] = []
    for grammar in (TO_RECOMMENDATIONS, TO_R):
        for match in grammar.finditer(words):
            if not OF_ANOTHER.match(words, match.end()):
                found += [n for first, last in ranges(match["numbers"]) for n in range(int(first), int(last) + 1)]
    return sorted(set(found))


def paragraphs_in(words: str) -> list[tuple[str, str]]:
    """The first and last numbers of the paragraphs that words name."""
    return [pair for match in TO_PARAGRAPHS.finditer(words) for pair in ranges(match["numbers"])]


def ranges(numbers: str) -> list[tuple[str, str]]:
    """ "3, 5 to 7 and 9" as the first and last of each stretch."""
    found: list[tuple[str, str]] = []
    for sign, number in re.findall(r"(,|and|to|[–-])?\s?([\d.]+)", numbers):
        if sign in {"to", "–", "-"} and found:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


# --- Where they stand ------------------------------------------------------------------------------------------------


def in_the_same_part(
    rows: Sequence[Recommendation], paragraphs: Sequence[Paragraph], printed: Mapping[int, int]
) -> Iterator[Likely]:
    """The paragraphs above a recommendation's box, back to the box before it or the beginning of its part."""
    places = {paragraph.pk: at for at, paragraph in enumerate(paragraphs)}
    boxes = {row.pk: places[printed[row.pk]] for row in rows if printed.get(row.pk) in places}
    for row in rows:
        if (at := boxes.get(row.pk)) is None:
            continue
        part = part_of(paragraphs[at])
        before = max((box for box in boxes.values() if box < at), default=-1)
        for paragraph in reversed(paragraphs[: at + 1]):
            if part_of(paragraph) != part:
                break
            if places[paragraph.pk] > before or paragraph.heading == paragraphs[at].heading != "":
                yield Likely(row, paragraph, f"It stands in “{part[1]}”, above the recommendation")


def part_of(paragraph: Paragraph) -> tuple[int, str]:
    """The section of a paragraph."""
    return paragraph.section_number, paragraph.section_title


# --- What they speak of ----------------------------------------------------------------------------------------------


def of_the_same_things(rows: Sequence[Recommendation], paragraphs: Sequence[Paragraph]) -> Iterator[Likely]:
    """Where a paragraph and a recommendation share words that few paragraphs of the report have."""
    if len(paragraphs) < FEW_PARAGRAPHS:
        # In a short report no word is rare.
        return
    told = {paragraph.pk: stems(paragraph.summary) for paragraph in paragraphs}
    used = Counter(stem for found in told.values() for stem in found)
    seldom = {stem for stem, count in used.items() if count <= max(3, SELDOM * len(paragraphs))}
    for row in rows:
        own = stems(words_of(row))
        for paragraph in paragraphs:
            shared = [stem for stem in own if stem in told[paragraph.pk] and stem in seldom]
            if len(shared) >= WORDS_LEAST:
                telling = sorted(shared, key=lambda stem: used[stem])[:WORDS_SHOWN]
                words = get_text_list([f"“{own[stem]}”" for stem in telling], "and")
                yield Likely(row, paragraph, f"Both speak of {words}")


def stems(text: str) -> dict[str, str]:
    """The longer words of a text, by their beginnings, which stay the same in the plural."""
    words: Iterable[str] = re.findall(r"[A-Za-z][A-Za-z-]{4,}", text)
    return {word.lower()[:7].rstrip("se"): word for word in reversed(list(words))}
