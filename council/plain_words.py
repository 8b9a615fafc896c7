"""The plain-language check: which terms of a council's list stand in a text. It advises and never blocks."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from council.models import Council, PlainTerm
from council.roles import Roles

# So much of the text stands around a term where it is quoted.
AROUND = 40
ANY_APOSTROPHE = "['’‘]"
ANY_SPACE = r"[\s\u00a0-]+"


@dataclass(frozen=True)
class Found:
    """One place where a term stands in a text, from ``start`` to ``end`` (not included), as it is written there."""

    start: int
    end: int
    words: str
    term: PlainTerm
    before: str
    after: str


def terms_for(roles: Roles) -> list[PlainTerm]:
    """The lists of a person's own councils."""
    return list(PlainTerm.objects.filter(council__in=list(roles.council_ids)))


def find(text: str, terms: Iterable[PlainTerm]) -> tuple[Found, ...]:
    """Every place, in order and without overlaps: of two terms that begin at one place, the longer is found."""
    by_group = {f"t{number}": term for number, term in enumerate(sorted(terms, key=lambda t: -len(t.term)))}
    if not by_group:
        return ()
    wanted = re.compile("|".join(f"(?P<{name}>{pattern(t.term)})" for name, t in by_group.items()), re.IGNORECASE)
    return tuple(places(text, wanted, by_group))


def places(text: str, wanted: re.Pattern[str], by_group: dict[str, PlainTerm]) -> Iterator[Found]:
    """The matches, each with what stands around it."""
    for match in wanted.finditer(text):
        assert match.lastgroup is not None
        start, end = match.span()
        before = text[max(start - AROUND, 0) : start]
        yield Found(start, end, match.group(), by_group[match.lastgroup], before, text[end : end + AROUND])


def pattern(term: str) -> str:
    """A term as an expression: whole words, however its spaces and apostrophes are typed; "*" is any ending."""
    any_ending = term.endswith("*")
    words = term.removesuffix("*").split()
    spelled = ANY_SPACE.join(re.sub("['’‘]", lambda _: ANY_APOSTROPHE, re.escape(word)) for word in words)
    return rf"(?<!\w){spelled}" + (r"\w*" if any_ending else r"(?!\w)")


def is_term(term: str) -> bool:
    """Whether a term has a letter to look for."""
    return bool(re.search(r"\w", term.removesuffix("*")))


def load_plain_terms(council: Council, rows: Iterable[dict[str, Any]]) -> None:
    """Begin a council's list; one that was begun is left as people made it."""
    if PlainTerm.objects.filter(council=council).exists():
        return
    for row in rows:
        PlainTerm.objects.create(
            council=council,
            term=row["term"],
            instead="\n".join(row["instead"]),
            why=row["why"],
            source=row["source"],
        )
