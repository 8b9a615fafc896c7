"""Letters other than Latin ones on paper: names and quotations in the languages of a council's residents.

Each further font is used only where its letters stand, so that no other paper waits for it. Which letters no font has
is said before a report is issued: on paper they are empty boxes.
"""

import re
from dataclasses import dataclass

# What the fonts of the stylesheet itself have (css/pdf.css): Latin letters and their marks, and the signs of writing.
LATIN = (
    r"\x00-\u017f\u01cd-\u01dd\u01f7-\u0201\u0218-\u021b\u0250-\u027b\u0287-\u0292\u02b0-\u02e4\u0300-\u0304"
    r"\u1e1e-\u1e99\u2000-\u2015\u2018-\u201f\u2020\u2022\u2026\u2028-\u202f\u2032\u2033\u2039\u203a\u2044\u2060\u20ac"
    r"\u2113\u2122\u2191\u2193\u2212\u2215\ufeff"
)


@dataclass(frozen=True)
class Script:
    """Letters (a class of a regular expression), the name of the font that has them, and its file."""

    letters: str
    font: str
    file: str


SCRIPTS = (
    Script(r"\u0370-\u03ff", "Source Sans 3 Greek", "source-sans-3-greek-wght-normal"),
    Script(r"\u0400-\u045f", "Source Sans 3 Cyrillic", "source-sans-3-cyrillic-wght-normal"),
    Script(
        r"\u1ea0-\u1ef9\u01a0\u01a1\u01af\u01b0", "Source Sans 3 Vietnamese", "source-sans-3-vietnamese-wght-normal"
    ),
    Script(
        r"\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe76-\ufefc",
        "Noto Sans Arabic",
        "noto-sans-arabic-arabic-400-normal",
    ),
    Script(r"\u0980-\u09fe", "Noto Sans Bengali", "noto-sans-bengali-bengali-400-normal"),
    Script(r"\u0900-\u097f", "Noto Sans Devanagari", "noto-sans-devanagari-devanagari-400-normal"),
    Script(r"\u0a01-\u0a76", "Noto Sans Gurmukhi", "noto-sans-gurmukhi-gurmukhi-400-normal"),
    Script(r"\u0a80-\u0aff", "Noto Sans Gujarati", "noto-sans-gujarati-gujarati-400-normal"),
    Script(r"\u0b82-\u0bfa", "Noto Sans Tamil", "noto-sans-tamil-tamil-400-normal"),
    Script(
        r"\u2190\u2192\u2194\u21d2\u2208\u221a\u221e\u2245\u2248\u2260\u2264\u2265\u25a0\u25cf\u25e6",
        "Noto Sans Math",
        "noto-sans-math-400-normal",
    ),
    Script(r"\u2610\u2611\u2612\u2713-\u2718", "Noto Sans Symbols 2", "noto-sans-symbols-2-400-normal"),
)
PRINTED = re.compile(f"[{LATIN}{''.join(script.letters for script in SCRIPTS)}]+")


def scripts_in(text: str) -> tuple[Script, ...]:
    """The scripts besides Latin that stand in a text."""
    if text.isascii():
        return ()
    return tuple(script for script in SCRIPTS if re.search(f"[{script.letters}]", text))


def unprintable(text: str) -> str:
    """Each letter of a text that no font of ours has, once, in the order of the alphabet; mostly none."""
    return "".join(sorted(set(PRINTED.sub("", text))))


def stylesheet_for(text: str) -> str:
    """The rules that a text needs besides css/pdf.css: fonts for its scripts; empty where it has none but Latin."""
    scripts = scripts_in(text)
    if not scripts:
        return ""
    faces = "".join(
        f'@font-face {{ font-family: "{script.font}"; src: url("../fonts/{script.file}.woff2") format("woff2"); }}\n'
        for script in scripts
    )
    names = ", ".join(f'"{script.font}"' for script in scripts)
    return f'{faces}html {{ font-family: "Source Sans 3", "Source Sans 3 Extended", {names}, sans-serif; }}\n'
