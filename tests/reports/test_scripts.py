"""Words in the languages of a council's residents are printed with fonts of ours, and what none has is told before."""

import re
from io import BytesIO
from typing import Any

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it has no types
from pypdf import PdfReader

from reports.pdf import Pdf, make_pdf
from reports.scripts import SCRIPTS, Script, scripts_in, stylesheet_for, unprintable
from scrutiny.configuration.install import BASE_DIR

FONTS = BASE_DIR / "static/fonts"
WORDS = {
    "Source Sans 3 Greek": "Ελληνικά",
    "Source Sans 3 Cyrillic": "Русский",
    "Source Sans 3 Vietnamese": "Tiếng Việt",
    "Noto Sans Arabic": "اردو",
    "Noto Sans Bengali": "বাংলা",
    "Noto Sans Devanagari": "हिन्दी",
    "Noto Sans Gurmukhi": "ਪੰਜਾਬੀ",
    "Noto Sans Gujarati": "ગુજરાતી",
    "Noto Sans Tamil": "தமிழ்",
    "Noto Sans Math": "≤ 5 → ≥ 6 ● ■ ≠",
    "Noto Sans Symbols 2": "☐ ☑ ✓ ✔ ✗",
}


@pytest.mark.once
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.font)
def test_the_font_of_a_script_has_the_letters_of_its_language(script: Script) -> None:
    word = WORDS[script.font]
    assert script in scripts_in(f"An interpreter spoke {word} at the session.")
    known = TTFont(FONTS / f"{script.file}.woff2").getBestCmap()
    assert {letter for letter in word if re.match(f"[{script.letters}]", letter)} <= {chr(code) for code in known}
    assert unprintable(word) == ""


@pytest.mark.once
def test_a_paper_in_latin_letters_waits_for_no_further_font() -> None:
    assert stylesheet_for("Café – “naïve” Łódź") == "" == stylesheet_for("Plain")


@pytest.mark.once
def test_letters_that_no_font_has_are_named_once_each() -> None:
    assert unprintable("字 and 漢字 and বাংলা – é") == "字漢"
    assert unprintable("Ordinary words, “quoted” – 5 × £3… • ≤ 2 ✓") == ""


@pytest.mark.once
def test_bengali_on_paper_is_in_the_bengali_font_and_makes_the_same_bytes_again() -> None:
    page = (
        '<!doctype html><html lang="en-GB"><head><title>A</title></head><body><section class="cover"'
        ' data-report="A" data-as-at="B" data-foot="C"><h1>A</h1></section><p>She said: বাংলা</p></body></html>'
    )
    first = make_pdf(page, lambda number: None)
    assert first == make_pdf(page, lambda number: None)
    fonts = {str(font["/FontDescriptor"]["/FontName"]) for font in fonts_of(first)}
    assert any("Noto-Sans-Bengali" in name for name in fonts), fonts


def fonts_of(pdf: Pdf) -> list[Any]:
    """The fonts of its last page, as far as they stand in the file."""
    found = PdfReader(BytesIO(pdf.content)).pages[-1]["/Resources"]["/Font"].values()  # type: ignore[index]
    return [font["/DescendantFonts"][0].get_object() for font in found if "/DescendantFonts" in font]
