"""The real report, as text, as a Word document and as a PDF: everything that is in it, and nothing else."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings

from intake.reading import Proposal, propose, read
from tests.intake.making import as_docx, as_pdf
from tests.services import needs_source, report_text

pytestmark = [needs_source, pytest.mark.once]

FACTS: dict[str, Any] = json.loads((settings.BASE_DIR / "fixtures" / "prevent_review.json").read_text(encoding="utf-8"))


def source() -> str:
    path = report_text()
    assert path is not None
    return path.read_text(encoding="utf-8")


KINDS: dict[str, Callable[[str], bytes]] = {"text": str.encode, "docx": as_docx, "pdf": as_pdf}


@pytest.fixture(scope="module", params=list(KINDS))
def found(request: pytest.FixtureRequest) -> Proposal:
    return propose(read(KINDS[request.param](source())))


def test_thirteen_recommendations_word_for_word_with_eight_parts(found: Proposal) -> None:
    told = [(r.number, r.text, [part.text for part in r.parts]) for r in found.recommendations]
    assert told == [(str(r["number"]), r["text"], [p["text"] for p in r["parts"]]) for r in FACTS["recommendations"]]
    assert sum(len(r.parts) for r in found.recommendations) == 8


def test_three_themes_and_six_named_owners_and_seven_without(found: Proposal) -> None:
    themes = {theme["number"]: theme["title"] for theme in FACTS["themes"]}
    assert [r.theme for r in found.recommendations] == [themes[r["theme"]] for r in FACTS["recommendations"]]
    assert [r.owner for r in found.recommendations] == [r["named_service"] for r in FACTS["recommendations"]]
    assert sum(r.owner is None for r in found.recommendations) == 7


def test_twenty_six_labels_are_reconciled_to_thirteen_with_exactly_the_differences(found: Proposal) -> None:
    assert sum(r.labels for r in found.recommendations) == 26
    kinds = {r.number: [d.kind for d in r.differences] for r in found.recommendations if r.differences}
    assert kinds == {
        str(r["number"]): [d["kind"] for d in r["differences"]] for r in FACTS["recommendations"] if r["differences"]
    }
    assert len(kinds) == 6
    for row, fact in zip(found.recommendations, FACTS["recommendations"], strict=True):
        body = fact["body"]["text"] if fact["body"] else ""
        assert row.body == (body if body != fact["text"] else "")


def test_119_paragraphs_with_their_sections_and_19_footnotes(found: Proposal) -> None:
    assert len(found.paragraphs) == 119
    titles = {s["number"]: s["title"] for s in FACTS["sections"]}
    counts = {s["number"]: s["paragraphs"] for s in FACTS["sections"]}
    for number, count in counts.items():
        of_section = [p for p in found.paragraphs if p.section_number == str(number)]
        assert [p.number for p in of_section] == [f"{number}.{n}" for n in range(1, count + 1)]
        assert {p.section for p in of_section} == {titles[number]}
    assert [note.number for note in found.footnotes] == [str(n) for n in range(1, 20)]


def test_a_sentence_is_not_broken_by_footnotes_boxes_or_pages(found: Proposal) -> None:
    texts = {p.number: p.text for p in found.paragraphs}
    assert "had previously travelled to Syria in 2014." in texts["1.8"]
    assert "considered to be particularly important for young people" in texts["5.25"]
    assert "organisations such as Daesh, has presented new challenges" in texts["1.8"]
    assert not any(re.search(r"\d{1,2} (?:Kundani|Maher|Bhui)", text) for text in texts.values())
    headings = {p["number"]: p["heading"] for p in FACTS["paragraphs"] if p["heading"]}
    assert {p.number: p.heading for p in found.paragraphs if p.number in headings} == headings


def test_25_witnesses_in_six_groups_and_five_on_the_panel(found: Proposal) -> None:
    told = [(w.group, w.name, w.role, w.organisation) for w in found.witnesses]
    assert told == [
        (g["name"], w["name"], w["role"], w["organisation"]) for g in FACTS["witness_groups"] for w in g["witnesses"]
    ]
    assert (len(told), len({group for group, *_ in told})) == (25, 6)
    on_the_panel = [p.name for p in found.panel if p.part != "support"]
    assert on_the_panel == [p["name"] for p in FACTS["people"] if p["place"] in {"1.13", "1.14"}]
    assert len(on_the_panel) == 5


def test_what_it_could_not_decide_is_asked_and_not_guessed(found: Proposal) -> None:
    assert found.committee == FACTS["source"]["committee"]
    assert found.council == FACTS["source"]["council"]
    assert found.title is None
    assert "The document does not begin with a title. What is the review called?" in [q.asks for q in found.questions]
