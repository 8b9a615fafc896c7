"""The box of words that lists are narrowed by, and what in it names a recommendation or an action by its number."""

import re
from dataclasses import dataclass

import django_filters

from council.fields import PlainWords

# R3, rec 3, Recommendation 3c, action 3c.1; without such a word only where a dot stands in it: 3c.1.
NAMED = re.compile(
    r"(?<![\w.])(?:(?:r|recs?\.?|recommendations?|actions?)\s*(\d{1,4})([a-z]{0,3})(?:\.(\d{1,3}))?"
    r"|(\d{1,4})([a-z]{0,3})\.(\d{1,3}))(?![\w.]*\w)",
    re.IGNORECASE,
)
ALONE = re.compile(r"\s*(\d{1,4})([a-z]{0,3})\s*", re.IGNORECASE)


class WordsFilter(django_filters.CharFilter):
    """Words to search for."""

    field_class = PlainWords


@dataclass(frozen=True)
class Named:
    """A recommendation that was asked for by its number, or one of its actions; ``action`` is 0 where none was."""

    recommendation: int
    part: str = ""
    action: int = 0

    @property
    def reference(self) -> str:
        """As an action is called: 3c.1."""
        return f"{self.recommendation}{self.part}.{self.action}"

    def is_of(self, number: int, reference: str) -> bool:
        """Whether it names this action of the recommendation of this number: 3 names all of 3, 3c all of that part."""
        if number != self.recommendation or self.action:
            return reference == self.reference
        return not self.part or reference.startswith(f"{number}{self.part}.")


def named_in(asked: str) -> tuple[list[Named], str]:
    """What is named by its number, and the other words. A number alone names a recommendation."""
    if alone := ALONE.fullmatch(asked):
        return [Named(int(alone[1]), alone[2].lower())], ""
    found = []
    for match in NAMED.finditer(asked):
        number, part, action = match.groups()[:3] if match[1] else match.groups()[3:]
        found.append(Named(int(number), part.lower(), int(action or 0)))
    return found, " ".join(NAMED.sub(" ", asked).split())
