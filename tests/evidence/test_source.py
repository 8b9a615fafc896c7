"""The loaded review, held against the text of the published report itself. Only white space is folded."""

import json
import re
from io import StringIO
from itertools import takewhile
from typing import Any

import pytest
from django.core.management import call_command

from recommendations.models import Review
from tests.services import needs_source, report_text

pytestmark = [needs_source, pytest.mark.once, pytest.mark.django_db]

BULLET = "\uf0b7"
THEMES = (
    "Safeguarding Young People",
    "Promoting Cohesion in Tower Hamlets",
    "Developing Leadership around Prevent",
)


def folded(text: str) -> str:
    """White space folded; a word broken after a hyphen at the end of a line is joined."""
    return re.sub(r"\s+", " ", re.sub(r"-\s*\n\s*", "-", text)).strip()


@pytest.fixture
def lines() -> list[str]:
    path = report_text()
    assert path is not None
    return path.read_text(encoding="utf-8").splitlines()


@pytest.fixture
def shown() -> dict[str, Any]:
    call_command("load_review", stdout=StringIO())
    out = StringIO()
    call_command("show_review", stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def at(lines: list[str], words: str) -> int:
    """The one line that holds these words and nothing else."""
    (found,) = [number for number, line in enumerate(lines) if line.strip() == words]
    return found


def block(lines: list[str], first: int, last: int) -> tuple[str, list[str]]:
    """The words of a recommendation and its bullets."""
    text, *bullets = "\n".join(lines[first:last]).split(BULLET)
    return folded(text), [folded(bullet) for bullet in bullets]


def summary(lines: list[str], number: int) -> tuple[str, list[str]]:
    """Recommendation ``number`` as the summary words it."""
    first = at(lines, f"Recommendation {number}:") + 1
    ends = (f"Recommendation {number + 1}:", "1. Introduction", *THEMES)
    length = len(list(takewhile(lambda line: line.strip() not in ends, lines[first:])))
    return block(lines, first, first + length)


def body(lines: list[str], number: int) -> tuple[str, list[str]]:
    """Recommendation ``number`` as the box in the body words it: up to the end of the page or the next box."""
    first = at(lines, f"RECOMMENDATION {number}:") + 1
    length = len(list(takewhile(lambda line: not line.startswith((" ", "RECOMMENDATION")), lines[first:])))
    return block(lines, first, first + length)


def paragraphs(lines: list[str]) -> dict[str, int]:
    """The line on which each numbered paragraph begins."""
    found: dict[str, int] = {}
    for number, line in enumerate(lines):
        if match := re.match(r" ?(\d\.\d{1,2})\s+\S", line):
            found.setdefault(match[1], number)
    return found


@pytest.mark.parametrize("number", range(1, 14))
def test_each_recommendation_is_the_summarys_word_for_word(
    lines: list[str], shown: dict[str, Any], number: int
) -> None:
    row = shown["recommendations"][number - 1]
    assert (row["text"], [part["text"] for part in row["parts"]]) == summary(lines, number)


@pytest.mark.parametrize("number", range(1, 14))
def test_each_body_wording_is_the_boxs_word_for_word(lines: list[str], shown: dict[str, Any], number: int) -> None:
    row = shown["recommendations"][number - 1]
    assert (row["body_text"], [part["body_text"] for part in row["parts"]]) == body(lines, number)


def test_the_themes_stand_in_the_order_of_the_summary(lines: list[str], shown: dict[str, Any]) -> None:
    start, end = at(lines, "Summary of Recommendations"), at(lines, "1. Introduction")
    printed = [line.strip() for line in lines[start:end] if line.strip() in THEMES]
    assert printed == [theme["title"] for theme in shown["themes"]] == list(THEMES)
    for row in shown["recommendations"]:
        above = [line.strip() for line in lines[: at(lines, f"Recommendation {row['number']}:")]]
        assert row["theme"] == next(line for line in reversed(above) if line in THEMES)


def test_the_witnesses_are_the_reports_line_by_line_in_its_order(lines: list[str], shown: dict[str, Any]) -> None:
    start = next(number for number, line in enumerate(lines) if line.strip().startswith("1.16 "))
    printed = folded("\n".join(lines[start : at(lines, "2. National Context")]))
    loaded = (
        "1.16 The panel received evidence from members of the Executive, a range of officers and experts including;"
    )
    for group in shown["witness_groups"]:
        loaded += f" {group['name']}:"
        for witness in group["witnesses"]:
            loaded += f" {witness['name']} {witness['printed']}"
    assert loaded == printed
    assert sum(len(group["witnesses"]) for group in shown["witness_groups"]) == 25


def test_role_and_organisation_are_taken_from_what_is_printed(shown: dict[str, Any]) -> None:
    for group in shown["witness_groups"]:
        for witness in group["witnesses"]:
            printed, role, organisation = witness["printed"], witness["role"], witness["organisation"]
            in_full = organisation if role is None else f"{role}, {organisation}"
            assert printed == in_full or (printed == role and organisation == group["name"]), witness["name"]


def test_the_panel_and_the_venues_are_in_the_paragraphs_named(lines: list[str], shown: dict[str, Any]) -> None:
    places = texts(lines)
    for person in shown["panel"]:
        assert person["name"] in places[person["place"]], person["name"]
        assert (person["role"] or "") in places[person["place"]], person["name"]
    for venue in shown["venues"]:
        assert venue["name"] in places[venue["place"]], venue["name"]


def test_what_is_kept_of_the_sessions_is_printed_in_the_report(lines: list[str], shown: dict[str, Any]) -> None:
    places, foreword = texts(lines), folded("\n".join(lines[: at(lines, "Councillor John Pierce")]))
    assert [row["kind"] for row in shown["sessions"]] == ["several", "joint", "workshop"]
    for row in shown["sessions"]:
        printed = foreword if row["place"] == "Foreword" else places[row["place"]]
        told = [row[name] for name in ("when", "venue", "about") if row[name]]
        assert told and all(words in printed for words in told), row["title"]
        # Which paragraphs tell of it is what they say themselves.
        word = {"several": "sessions", "workshop": "workshop"}.get(row["kind"], "")
        assert all(word in places[number] for number in row["paragraphs"]), row["title"]
    workshop = shown["sessions"][2]["paragraphs"]
    students = {number for number, words in places.items() if "the workshop" in words or "a workshop" in words}
    assert students == set(workshop)


def texts(lines: list[str]) -> dict[str, str]:
    """The folded words of each place that a contradiction can name."""
    starts = sorted(paragraphs(lines).items(), key=lambda pair: pair[1])
    ends = [line for _, line in starts[1:]] + [at(lines, "Appendix 1: Prevent Governance Structure")]
    found = {name: "\n".join(lines[line:end]) for (name, line), end in zip(starts, ends, strict=True)}
    found["Foreword"] = "\n".join(lines[: at(lines, "Summary of Recommendations")])
    found["Appendix 1"] = "\n".join(lines[ends[-1] :])
    found["Heading above 4.1"] = "\n".join(lines[at(lines, f"4. {THEMES[0]}") : dict(starts)["4.1"]])
    for number in range(1, 14):
        for place, read in ((f"Summary, R{number}", summary), (f"Section {section(number)}, R{number}", body)):
            text, parts = read(lines, number)
            found[place] = " ".join([text, *parts])
    for number, line in enumerate(lines):
        if match := re.match(r"(\d{1,2}) [A-Z‘“(h]", line):
            rest = takewhile(lambda after: not re.match(r"\d{1,2} [A-Z]| |$", after), lines[number + 1 :])
            found[f"Footnote {match[1]}"] = "\n".join([line, *rest])
    return {place: folded(text) for place, text in found.items()}


def section(number: int) -> int:
    """The section in which a recommendation is boxed."""
    return 4 if number <= 5 else 5 if number <= 10 else 6


def test_every_quoted_word_of_the_contradictions_is_in_the_place_named(lines: list[str], shown: dict[str, Any]) -> None:
    places = texts(lines)
    for row in shown["contradictions"]:
        for side in (row["first"], row["second"]):
            assert folded(side["words"]) in places[side["place"]], (row["subject"], side["place"])


def test_there_are_119_numbered_paragraphs_and_every_one_cited_is_among_them(
    lines: list[str], shown: dict[str, Any]
) -> None:
    numbers = set(paragraphs(lines))
    assert len(numbers) == 119
    for row in shown["recommendations"]:
        assert {row["made_at"], row["box_after"], *row["argued_in"]} <= numbers
    assert set(Review.objects.get().paragraphs.values_list("number", flat=True)) <= numbers


def test_each_box_is_printed_after_the_paragraph_named(lines: list[str], shown: dict[str, Any]) -> None:
    starts = paragraphs(lines)
    for row in shown["recommendations"]:
        box = at(lines, f"RECOMMENDATION {row['number']}:")
        before = {name: line for name, line in starts.items() if line < box}
        assert row["box_after"] == max(before, key=lambda name: before[name]), row["reference"]


def test_headings_and_sections_of_paragraphs_are_the_reports(lines: list[str], shown: dict[str, Any]) -> None:
    whole = folded("\n".join(lines))
    for paragraph in Review.objects.get().paragraphs.all():
        assert f"{paragraph.section_number}. {paragraph.section_title}" in whole
        assert paragraph.number.startswith(f"{paragraph.section_number}.")
        assert paragraph.heading in whole


def test_the_bodies_of_the_appendix_are_all_there(lines: list[str], shown: dict[str, Any]) -> None:
    appendix = texts(lines)["Appendix 1"].removeprefix("Appendix 1: Prevent Governance Structure").strip()
    assert re.sub(r"[/ ]+", " ", appendix) == " ".join(shown["governance_bodies"])
