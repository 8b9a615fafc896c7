"""Recommendations that a document prints twice, in a summary and in a box, made into one with their differences."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from intake.reading.answering import answer, answers_apart, likeness
from intake.reading.found import CONFIDENCE, LABELLED, RESOLVED, WHY, Item
from intake.reading.owners import mentioned, owner_of
from intake.reading.shapes import MISSING, Difference, ProposedPart, ProposedRecommendation, Question
from intake.reading.words import DANGLING, asks_for_something, is_sentence

INSIDE = re.compile(r"(?:^|[.;:)]\s|\sand\s)(?:R\.?\s?|Rec\.?\s?|Recommendation\s)?(\d{1,2})[.):]?\s(?=[A-Z])")
SAID_IN_ROMAN = {"1": "I", "5": "V", "10": "X"}
# Further apart, numbers are of several series.
GAP_MOST = 6
AMONG = "between its neighbours"
SAME, SAME_NUMBER = 0.86, 0.55


def reconciled(items: Sequence[Item]) -> tuple[tuple[ProposedRecommendation, ...], list[Question]]:
    """Each recommendation once, in the order of the document, and what could not be decided."""
    groups: list[list[Item]] = []
    items, answers = answers_apart(items)
    letters_again(items)
    for item in items:
        group = next((g for g in groups if is_same(g, item)), None)
        if group is not None:
            group.append(item)
        elif item.text:
            groups.append([item])
    renumber(groups)
    open_answers = answer(groups, answers)
    groups = in_order(groups)
    forget_headings(groups)
    unfinished = {id(group[0]) for group in groups if is_cut(group[0], [g[0] for g in groups])}
    made = [one(group, id(group[0]) in unfinished) for group in groups]
    several = [group[0] for group in groups if holds_more(group[0])]
    return tuple(made), [*questions_of(made), *open_answers, *glued(several), *gaps(made), *clashes(made)]


def letters_again(items: Sequence[Item]) -> None:
    """Letters that were taken for roman numerals: "Recommendation I" behind "Recommendation H" is no first one."""
    for before, item in itertools.pairwise(items):
        letter = SAID_IN_ROMAN.get(item.number, "")
        if letter and before.number == chr(ord(letter) - 1) and printed_with(item, letter):
            item.number = letter


def printed_with(item: Item, letter: str) -> bool:
    """Whether the label of an item is a letter."""
    return any(re.match(rf"[^a-z]*recommendation\s+{letter}\b", line, re.I) for line in item.block.trail[:1])


def is_same(group: Sequence[Item], item: Item) -> bool:
    """Whether an item is a recommendation that was found before: by its number and words, or by its words alone."""
    first = group[0]
    if item.number and item.number == first.number and not item.text:
        return True
    if not item.text or (item.run == first.run and item.run and item.how != LABELLED):
        return False
    alike = likeness(first.whole, item.whole)
    if is_right_below(group[-1], item):
        return alike == 1 or is_titled(first, item)
    if item.number and first.number:
        return item.number == first.number and (alike >= SAME_NUMBER or is_titled(first, item))
    return alike >= SAME


def is_right_below(before: Item, item: Item) -> bool:
    """Whether one stands right below another under the same printed number, where no summary and body can be told."""
    labelled = before.how == item.how == LABELLED and before.number == item.number
    return labelled and bool(before.used and item.used) and item.used[0] == before.used[-1] + 1


def is_titled(first: Item, item: Item) -> bool:
    """Whether a summary prints only the title with which the recommendation begins in the body."""
    title = first.text.rstrip(" .:;")
    return bool(title) and not first.parts and item.text.startswith((f"{title}. ", f"{title}: ", f"{title} – "))


def renumber(groups: Sequence[list[Item]]) -> None:
    """Numbers for those that have none of their own: their place in the document."""
    for at, group in enumerate(groups, 1):
        if not group[0].number:
            numbered = next((item.number for item in group if item.number), "")
            taken = {other[0].number for other in groups}
            group[0].number = numbered or (str(at) if str(at) not in taken else f"{at}")


def in_order(groups: list[list[Item]]) -> list[list[Item]]:
    """By their numbers, where each has one of its own: a chapter may print the third before the first."""
    numbers = [group[0].number for group in groups]
    if len(set(numbers)) < len(numbers) or not all(re.fullmatch(r"\d+(?:\.\d+)*", number) for number in numbers):
        return groups
    return sorted(groups, key=lambda group: [int(part) for part in group[0].number.split(".")])


def forget_headings(groups: Sequence[list[Item]]) -> None:
    """A heading that stands above all of them is no theme of any, nor is what an owner or a day is printed as."""
    told = {words for group in groups for item in group for words in item.fields.values()}
    for item in (item for group in groups for item in group if item.under in told):
        item.under = None
    if len({item.under for group in groups for item in group if item.under}) < 2:
        for group in groups:
            for item in group:
                item.under = None


def is_cut(item: Item, others: Sequence[Item]) -> bool:
    """Whether the last words seem cut off: they cannot end there, or those of its neighbours end otherwise."""
    last = re.sub(r"(?<=[.!?])\s*\([^()]{2,40}\)$", "", last_words(item))
    if is_sentence(last):
        return False
    parts = [part.text for part in item.proposed_parts]
    if len(parts) > 1 and not any(is_sentence(part) for part in parts) and not DANGLING.search(last):
        return False
    if DANGLING.search(re.sub(r"[;,]\s*(?:and|or)$", ";", last)):
        return True
    around = [
        last_words(other) for other in others if other.run == item.run and other is not item and other.how == item.how
    ]
    listed = item.how == RESOLVED or (item.how != LABELLED and re.search(r"[;,](?:\s*(?:and|or))?$", last))
    return not listed and sum(map(is_sentence, around)) * 2 >= len(around)


def last_words(item: Item) -> str:
    """Where a recommendation ends: in its last part, where it has any."""
    return item.proposed_parts[-1].text if item.parts else item.text


def one(group: Sequence[Item], is_cut_off: bool) -> ProposedRecommendation:
    """One recommendation of all the places where it is printed."""
    first, *rest = group
    second = next((item for item in rest if item.text), None)
    fields: dict[str, str] = {}
    for item in group:
        for name, words in item.fields.items():
            fields.setdefault(name, words)
    differences: list[Difference] = []
    if second and is_titled(first, second) and asks_for_something(second.text[len(first.text) :]):
        first.text, first.parts = second.text, second.parts
    elif second and (is_followed_by_narrative(first, second) or second.shorter == first.text):
        second.text = first.text
    elif second and first.shorter == second.text:
        first.text = second.text
    parts = list(first.proposed_parts)
    if second:
        differences = compared(first.text, second.text)
        for at, other in enumerate(second.proposed_parts[: len(parts)]):
            inner = compared(parts[at].text, other.text)
            differences += inner
            parts[at] = replace(parts[at], body=other.text if inner else "")
        parts_differ = len(parts) != len(second.proposed_parts)
        if parts_differ:
            differences.append(Difference("wording", f"{len(parts)} parts", f"{len(second.proposed_parts)} parts"))
    theme = next((item.theme for item in group if item.theme), None) or next((i.under for i in group if i.under), None)
    return ProposedRecommendation(
        number=first.number,
        text=first.text,
        theme=theme,
        owner=owner_of(first.text) or fields.get("lead") or None,
        parts=tuple(parts),
        response=fields.get("response") or None,
        lead=fields.get("lead") or None,
        due=fields.get("due") or None,
        action=fields.get("action") or None,
        more_actions=tuple(dict.fromkeys(action for item in group for action in item.more_actions)),
        body=second.text if second and second.text != first.text else "",
        differences=tuple(differences),
        place=first.block.place,
        body_place=second.block.place if second else "",
        after=next((item.after for item in reversed(group) if item.after), None),
        confidence=confidence(first, second, differences, is_cut_off),
        why=why(first, second, differences, is_cut_off),
        labels=len(group),
        is_cut_off=is_cut_off,
    )


def is_followed_by_narrative(first: Item, second: Item) -> bool:
    """Whether the body goes on behind the same sentence without asking for more: a layout without blank lines."""
    if not is_sentence(first.text) or not second.text.startswith(f"{first.text} "):
        return False
    return not asks_for_something(second.text[len(first.text) :].strip())


def holds_more(item: Item) -> bool:
    """Whether the words hold the number of the next recommendation, as where a layout was not understood."""
    words = " ".join([item.text, *(text for _, text in item.parts)])
    numbers = [int(n) for n in INSIDE.findall(words)]
    own = [int(item.number)] if item.number.isdigit() else []
    return any(b == a + 1 for a, b in itertools.pairwise([*own, *numbers]))


def confidence(first: Item, second: Item | None, differences: Sequence[Difference], is_cut_off: bool) -> float:
    """How sure the reader is, from 0 to 1."""
    sure = CONFIDENCE[first.how] + (0.04 if second and not differences else 0)
    if differences:
        sure -= 0.15
    if is_cut_off:
        sure -= 0.3
    if holds_more(first):
        sure -= 0.4
    return round(max(0.1, min(0.99, sure)), 2)


def why(first: Item, second: Item | None, differences: Sequence[Difference], is_cut_off: bool) -> str:
    """What the confidence rests on, in words."""
    said = WHY[first.how]
    if second:
        said += ", and again in the body" + (", in other words" if differences else ", in the same words")
    if holds_more(first):
        said += "; it holds the number of another"
    return f"{said}; its last sentence has no end" if is_cut_off else said


# --- Differences -----------------------------------------------------------------------------------------------------


def compared(summary: str, body: str) -> list[Difference]:
    """Each place where two wordings differ, with a word on either side."""
    if summary == body:
        return []
    a, b = (re.findall(r"\S+", text) for text in (summary, body))
    found = []
    for what, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        one, other = " ".join(a[a1:a2]), " ".join(b[b1:b2])
        kind = kind_of(one, other)
        found.append(Difference(kind, shown(a, a1, a2), shown(b, b1, b2)))
    return found


def kind_of(summary: str, body: str) -> str:
    """Of which kind a difference is: a blank, a mark, a capital, more or less that is asked for, or other words."""
    if re.sub(r"\s", "", summary) == re.sub(r"\s", "", body):
        return "spacing"
    letters = [re.sub(r"[^\w\s]", "", text).split() for text in (summary, body)]
    if letters[0] == letters[1]:
        return "punctuation"
    if [w.lower() for w in letters[0]] == [w.lower() for w in letters[1]]:
        return "capital"
    shorter, longer = sorted(letters, key=len)
    if len(longer) > len(shorter) and longer[: len(shorter)] == shorter:
        return "scope"
    return "wording"


def shown(words: Sequence[str], start: int, end: int) -> str:
    """The differing words, with a word before and one behind where there is little else."""
    return " ".join(words[max(0, start - 1) : end + 1])[:300]


# --- Questions -------------------------------------------------------------------------------------------------------


def questions_of(found: Sequence[ProposedRecommendation]) -> list[Question]:
    """What the words of each leave open."""
    asked = []
    for row in found:
        about = f"Recommendation {row.number}"
        if row.is_cut_off:
            last = row.parts[-1].text if row.parts else row.text
            asked.append(Question(about, f"Its words end with “{last[-40:]}”. Are they cut off?", row.place))
        if row.differences:
            count = len(row.differences)
            times = "in one place" if count == 1 else f"in {count} places"
            asked.append(Question(about, f"Summary and body differ {times}. Both are kept.", row.body_place))
        whole = " ".join([row.text, *(part.text for part in row.parts)])
        if not row.owner and (names := mentioned(whole)):
            who = "not as the one to act" if len(names) == 1 else "not one of them alone as the one to act"
            asked.append(Question(about, f"It names {in_a_row(names)}, but {who}. Who is the owner?", row.place))
    return asked


def in_a_row(names: Sequence[str]) -> str:
    """Housing Service, Repairs Team and Youth Service."""
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def glued(several: Sequence[Item]) -> list[Question]:
    """Those whose words hold the number of another."""
    asks = "Its words hold the number of another recommendation. Are they more than one?"
    return [Question(f"Recommendation {item.number}", asks, item.block.place) for item in several]


def gaps(found: Sequence[ProposedRecommendation]) -> list[Question]:
    """Numbers that are missing between others, and before the first of several."""
    numbers = sorted({int(row.number) for row in found if row.number.isdecimal()})
    missing = [n for a, b in itertools.pairwise(numbers) for n in range(a + 1, b) if b - a < GAP_MOST]
    before = [n for n in range(1, numbers[0]) if numbers[0] <= GAP_MOST] if len(numbers) > 1 else []
    asks = "There is no Recommendation {} {}. {}"
    return [
        Question(f"Recommendation {n}", asks.format(n, "before the others" if n in before else AMONG, MISSING))
        for n in [*before, *missing]
    ]


def clashes(found: Sequence[ProposedRecommendation]) -> list[Question]:
    """Numbers that two different recommendations have."""
    numbers = [row.number for row in found]
    twice = sorted({n for n in numbers if numbers.count(n) > 1}, key=numbers.index)
    return [
        Question(f"Recommendation {n}", "Two recommendations of different words have this number. Are both meant?")
        for n in twice
    ]


__all__ = ["ProposedPart", "compared", "reconciled"]
