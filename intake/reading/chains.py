"""Numbers and letters at the beginning of lines that follow each other, whatever stands between them.

One line that begins with "8.2" may be the middle of a sentence. Where "8.1" stood above it and "8.3" comes below it,
it is the next item: the order says so, and neither a blank line nor the end of a sentence is needed.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from intake.reading.marks import BARE, LETTER, LETTERED, NUMBERED, ROMAN, ROMANS, SECTIONED, Mark, label_of
from intake.reading.shapes import Kind, Line, listed
from intake.reading.words import asks_for_something, folded, heads_recommendations, reads_like_heading

Place = tuple[int, ...]
# How many lines may stand between two items.
APART = 120
# How many must follow each other from another number than the first.
LEAST = 3
# "B    Asked that …": no initial, and not the article.
CAPITAL = re.compile(r"\s*(?P<n>[A-Z])(?:\.\s+|\s{3,}|\t\s*)(?P<rest>[A-Z“‘].*)$")
BEGINS = re.compile(r"[A-Z0-9“‘\"'(£]")


def in_chains(lines: Sequence[Line]) -> set[int]:
    """The indexes of the lines whose number, letter or roman numeral follows that of another line."""
    found: dict[str, list[tuple[int, Place, bool]]] = defaultdict(list)
    for at, line in enumerate(lines):
        if line.kind == Kind.TEXT:
            for style, place, begins in places(folded(line.text)):
                found[style].append((at, place, begins))
            if (capital := CAPITAL.match(line.text)) and not is_title(capital["rest"]):
                found["capital"].append((at, (ord(capital["n"]) - 64,), True))
    trusted: set[int] = set()
    for style, marks in found.items():
        for chain in chains_of(marks, follows_section if style == "section" else follows):
            from_first = chain[0][1][-1] <= 1
            if len(chain) >= (2 if from_first else LEAST):
                trusted |= {at for at, _, begins in chain if begins}
    return trusted


def places(text: str) -> Iterable[tuple[str, Place, bool]]:
    """The styles in which a line may begin, its place in the order of each, and whether a sentence begins there."""
    if found := SECTIONED.match(text):
        yield "section", tuple(int(part) for part in found["n"].split(".")), bool(BEGINS.match(found["rest"]))
        return
    if found := NUMBERED.match(text):
        sign = re.sub(r"\d+", "0", found["n"]).replace(" ", "")
        yield f"number {sign}", (int(re.sub(r"\D", "", found["n"])),), bool(BEGINS.match(found["rest"]))
        return
    if (found := LETTERED.match(text)) and goes_on_asking(found["rest"]):
        yield "code", (int(found["n"]),), True
        return
    if found := ROMAN.match(text):
        numeral = found["n"].strip("(). ").lower()
        sign = found["n"].lower().replace(numeral, "i")
        if numeral in ROMANS:
            yield f"roman {sign}", (ROMANS.index(numeral) + 1,), bool(found["rest"])
    if found := LETTER.match(text):
        letter = found["n"].strip("(). ")
        yield f"letter {found['n'].replace(letter, 'a')}", (ord(letter.lower()) - 96,), bool(found["rest"])
    elif found := BARE.match(text):
        yield "bare", (int(found["n"]),), True


def is_title(rest: str) -> bool:
    """Whether the words behind a capital are a heading: "B. Getting out"."""
    return reads_like_heading(rest) and not rest.endswith(":") and not asks_for_something(rest)


def bare_mark(text: str) -> Mark | None:
    """The number or capital letter of a line in a chain, with nothing but a blank behind it."""
    if (bare := BARE.match(text)) and len(bare["n"]) < 3:
        return Mark(Kind.NUMBER, bare["n"], bare["rest"], is_strong=False)
    capital = re.match(r"(?P<n>[A-Z])\.?\s(?P<rest>[A-Z“‘].*)$", text)
    return Mark(Kind.LETTER, capital["n"].lower(), capital["rest"]) if capital else None


def goes_on_asking(rest: str) -> bool:
    """Whether the words behind a code go on in a sentence that was begun above: "R1 sets a target", "R2 to write"."""
    return bool(SETS.match(rest)) or (rest[:1].islower() and asks_for_something(rest))


# "sets", "brings", and not "is" or "was", as where a sentence cites a code.
SETS = re.compile(r"(?!(?:is|was|has|does|as|this|states|says|asks\sthat)\b)[a-z]{2,}s\b")
Chained = tuple[int, Place, bool]


def chains_of(marks: Sequence[Chained], follows: Callable[[Place, Place], bool]) -> list[list[Chained]]:
    """Marks of one style as chains, each mark in the one that it follows and that ended nearest above it."""
    chains: list[list[Chained]] = []
    for mark in marks:
        # The chains stand in the order of their ends, so that only those near are looked at.
        at = len(chains) - 1
        while at >= 0 and mark[0] - chains[at][-1][0] <= APART and not follows(chains[at][-1][1], mark[1]):
            at -= 1
        is_next = at >= 0 and mark[0] - chains[at][-1][0] <= APART
        chain = chains.pop(at) if is_next else []
        chain.append(mark)
        chains.append(chain)
    return chains


def follows(before: Place, after: Place) -> bool:
    """Whether one number is the next."""
    return after[-1] == before[-1] + 1


def follows_section(before: Place, after: Place) -> bool:
    """Whether "8.2" or "8.1.1" follows "8.1"."""
    same = before[:-1] == after[:-1] and after[-1] == before[-1] + 1
    return same or (len(after) > len(before) and after[: len(before)] == before and after[-1] == 1)


# --- Codes -----------------------------------------------------------------------------------------------------------

CODE = re.compile(
    r"^(?P<word>[A-Z][A-Za-z]{0,11}?)(?P<gap>[ -]?)0?(?P<n>\d{1,2})(?P<end>\s*[:.)–—-]|(?=\s|$))\s*(?P<rest>.*)$"
)
# What is counted in reports and is no recommendation.
OTHER_COUNTED = frozenset(
    listed(
        "theme chapter section appendix annex table figure fig paragraph para page item part finding conclusion "
        "question objective meeting session stage phase step day ward option year key case box note group line aim "
        "week january february march april may june july august september october november december r rec chart map "
        "module level area priority outcome term band zone schedule volume exhibit minute agenda version councillor "
        "witness site article rule issue point room"
    )
)


def codes_of(lines: Sequence[Line]) -> frozenset[str]:
    """The words or codes, other than "R" and "Recommendation", with which this document counts what it recommends.

    "CYP1", "CYP2" or "Proposal 1": from 1 on, and most of what stands behind them asks for something.
    """
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    below = ""
    for at, line in enumerate(lines):
        text = folded(line.text)
        if line.kind not in {Kind.TEXT, Kind.HEADING} or not text:
            continue
        if (label := label_of(text)) and label.is_strong:
            return frozenset()
        code = CODE.match(text)
        if code and code["word"].lower() not in OTHER_COUNTED:
            words = code["rest"] or next((folded(b.text) for b in lines[at + 1 : at + 3] if b.text.strip()), "")
            found[code["word"]].append((int(code["n"]), words))
        elif heads_recommendations(text):
            below = text
    kept = set()
    for word, marks in found.items():
        numbers = {n for n, _ in marks}
        asking = sum(asks_for_something(words) for _, words in marks)
        if len(word) == 1 and not below:
            continue
        if numbers >= {1, 2} and (2 * asking > len(marks) if below else asking == len(marks)):
            kept.add(word)
    # One more of a family: "HOU1" beside "CYP1" and "CYP2".
    return frozenset(kept)


def code_on(text: str, codes: frozenset[str]) -> tuple[str, str] | None:
    """The number of a line that begins with one of these codes, and the words behind it."""
    found = CODE.match(text) if codes else None
    if found is None or found["word"] not in codes:
        return None
    number = str(int(found["n"]))
    several = len(codes) > 1 and found["word"].isupper()
    return (f"{found['word']}{number}" if several else number, found["rest"])
