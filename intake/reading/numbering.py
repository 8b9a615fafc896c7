"""The numbers and bullets that Word prints before paragraphs without writing them into their words."""

import re
from collections import defaultdict
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class Numbering:
    """Counts the lists of one document."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.by_style: dict[str, tuple[str, int]] = {}
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        if numbering is not None:
            self.read(numbering)
        if styles is not None:
            self.read_styles(styles)

    def read(self, numbering: Any) -> None:
        """What each list prints at each level: the format, the text around it, and where it starts."""
        abstract: dict[str, dict[int, tuple[str, str, int]]] = {}
        for row in numbering.findall(f"{W}abstractNum"):
            levels = {}
            for level in row.findall(f"{W}lvl"):
                start = value(level.find(f"{W}start"))
                shape = (
                    value(level.find(f"{W}numFmt")) or "decimal",
                    value(level.find(f"{W}lvlText")),
                    number(start, 1),
                )
                levels[number(level.get(f"{W}ilvl"), 0)] = shape
            abstract[row.get(f"{W}abstractNumId", "")] = levels
        for row in numbering.findall(f"{W}num"):
            levels = dict(abstract.get(value(row.find(f"{W}abstractNumId")), {}))
            for changed in row.findall(f"{W}lvlOverride"):
                at, start = number(changed.get(f"{W}ilvl"), 0), value(changed.find(f"{W}startOverride"))
                if at in levels and start:
                    levels[at] = (*levels[at][:2], number(start, 1))
            self.levels[row.get(f"{W}numId", "")] = levels

    def read_styles(self, styles: Any) -> None:
        """The lists that belong to styles."""
        for style in styles.iter(f"{W}style"):
            found = style.find(f"{W}pPr/{W}numPr")
            if found is not None:
                key = value(found.find(f"{W}numId"))
                self.by_style[style.get(f"{W}styleId", "")] = (key, number(value(found.find(f"{W}ilvl")), 0))

    def mark(self, paragraph: Any) -> tuple[str, int]:
        """What is printed before a paragraph, and at which level; nothing for one that is in no list."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        if own is not None:
            key, level = value(own.find(f"{W}numId")), number(value(own.find(f"{W}ilvl")), 0)
        else:
            key, level = self.by_style.get(value(paragraph.find(f"{W}pPr/{W}pStyle")), ("", 0))
        shape = self.levels.get(key, {}).get(level)
        if shape is None or key == "0":
            # The style that Word and others give to bullets, where the list itself is missing.
            named = value(paragraph.find(f"{W}pPr/{W}pStyle")).lower()
            return ("•", 0) if named.startswith("listbullet") else ("", 0)
        if shape[0] == "bullet":
            return "•", level
        if shape[0] == "none":
            return "", level
        counts = self.counts[key]
        counts[level] = counts.get(level, shape[2] - 1) + 1
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        return self.printed(key, shape[1]), level

    def printed(self, key: str, text: str) -> str:
        """The text of a level with its numbers: "%1.%2" is "3.4"."""

        def of_level(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            shape = self.levels[key].get(at, ("decimal", "", 1))
            return formatted(self.counts[key].get(at, shape[2]), shape[0])

        return re.sub(r"%(\d)", of_level, text).strip()


def formatted(count: int, shape: str) -> str:
    """A number as Word formats it."""
    if shape in {"lowerLetter", "upperLetter"}:
        letter = chr(97 + (count - 1) % 26)
        return letter.upper() if shape == "upperLetter" else letter
    if shape in {"lowerRoman", "upperRoman"}:
        roman, left = "", min(count, 39)
        for worth, sign in ROMAN:
            while left >= worth:
                roman, left = roman + sign, left - worth
        return roman.upper() if shape == "upperRoman" else roman
    return f"{count:02d}" if shape == "decimalZero" else str(count)


def value(element: Any) -> str:
    """The value of an element; nothing where there is none."""
    return (element.get(f"{W}val") or "") if element is not None else ""


def number(text: str | None, otherwise: int) -> int:
    """A number, or another where there is none."""
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text) else otherwise
