"""Reports of invented councils, as ragged as real ones: what is found in each, and the score over all."""

import json
from collections.abc import Callable
from functools import cache
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from intake.reading import Proposal, propose, read
from intake.reading.shapes import listed
from tests.intake.making import as_docx, as_pdf

pytestmark = pytest.mark.once

KINDS = {".txt", ".html", ".htm", ".pdf", ".docx"}
DOCUMENTS = sorted(p for p in (Path(__file__).parent / "documents").iterdir() if p.suffix in KINDS)
LEAST = 0.98


@cache
def expected(path: Path) -> dict[str, Any]:
    """What is to be found. ``also``, ``also_number`` and so on: other answers that are as right; ``unsure``: fields, or
    "field:number", of which nobody can say what is right."""
    found: dict[str, Any] = json.loads(path.with_name(f"{path.stem}.expected.json").read_text(encoding="utf-8"))
    return found


@cache
def proposed(path: Path) -> Proposal:
    return propose(read(path.read_bytes()))


def right(row: dict[str, Any], name: str, otherwise: Any = None) -> list[Any]:
    """Every value of a field that is right."""
    also = row.get("also" if name == "text" else f"also_{name}", [])
    return [row.get(name, otherwise), *(also if isinstance(also, list) else [also])]


def key(row: dict[str, Any]) -> tuple[Any, ...]:
    """What makes a recommendation right: its number, its words and those of its parts, all of them exact."""
    return (row["number"], row["text"], tuple(row.get("parts", ())))


def keys_found(proposal: Proposal, wanted: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """The recommendations of a proposal, those that are right in other words in the words that are expected."""
    same = {
        (number, text, tuple(row.get("parts", ()))): key(row)
        for row in wanted
        for number, text in product(right(row, "number"), right(row, "text"))
    }
    found = [(r.number, r.text, tuple(part.text for part in r.parts)) for r in proposal.recommendations]
    return [same.get(row, row) for row in found]


def pair(path: Path, proposal: Proposal) -> tuple[list[Any], list[Any]]:
    """What is found in a document and what is expected."""
    wanted = expected(path)["recommendations"]
    return keys_found(proposal, wanted), [key(row) for row in wanted]


def score(pairs: list[tuple[list[Any], list[Any]]]) -> tuple[float, float, int]:
    """Precision, recall and how many were expected."""
    hits = sum(len(set(found) & set(wanted)) for found, wanted in pairs)
    found_count, wanted_count = (sum(len(pair[at]) for pair in pairs) for at in (0, 1))
    return hits / max(1, found_count), hits / max(1, wanted_count), wanted_count


def test_precision_and_recall_over_all_documents(capsys: pytest.CaptureFixture[str]) -> None:
    precision, recall, count = score([pair(p, proposed(p)) for p in DOCUMENTS])
    with capsys.disabled():
        print(f"\n{len(DOCUMENTS)} documents, {count} recommendations: precision {precision:.3f}, recall {recall:.3f}")
    assert len(DOCUMENTS) >= 20
    assert precision >= LEAST and recall >= LEAST


FIELDS = ("theme", "owner", "response", "due")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.stem)
def test_theme_owner_response_and_date_are_those_of_the_document(path: Path) -> None:
    unsure = expected(path).get("unsure", ())
    wanted = {text: row for row in expected(path)["recommendations"] for text in right(row, "text")}
    for row in proposed(path).recommendations:
        told = wanted[row.text]
        for name in FIELDS:
            if name not in unsure and f"{name}:{told['number']}" not in unsure:
                assert getattr(row, name) in right(told, name), (row.number, name)
        assert len(row.differences) == told.get("differences", 0)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.stem)
def test_witnesses_paragraphs_and_footnotes_are_those_of_the_document(path: Path) -> None:
    found, wanted = proposed(path), expected(path)
    people = [[w.name, w.role, w.organisation] for w in found.witnesses]
    counted = {"witnesses": people, "paragraphs": len(found.paragraphs), "footnotes": len(found.footnotes)}
    for name in counted.keys() & wanted.keys() - set(wanted.get("unsure", ())):
        assert counted[name] == wanted[name]


FRONTS = [p for p in DOCUMENTS if {"title", "committee", "council"} & expected(p).keys()]


@pytest.mark.parametrize("path", FRONTS, ids=lambda p: p.stem)
def test_title_committee_and_council_are_those_of_the_document(path: Path) -> None:
    found, wanted = proposed(path), expected(path)
    for name in {"title", "committee", "council"} & wanted.keys():
        assert getattr(found, name) == wanted[name]


# In two the halves of a word do not follow each other: a label or the other column stands between.
TEXTS = [p for p in DOCUMENTS if p.suffix == ".txt" and not p.stem.startswith(("127-", "279-"))]


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.stem)
def test_no_word_is_invented(path: Path) -> None:
    printed = "".join(path.read_text(encoding="utf-8").split()).replace("-", "")
    for row in proposed(path).recommendations:
        for sentence in [row.text.rstrip("."), *(part.text for part in row.parts)]:
            for piece in sentence.split():
                assert piece.replace("-", "") in printed, piece


IN_BLANKS = listed("10 16 34 47 65 106 108 112 125 127 161 167 176 190 204 236 253 265 279 282 324 327 333 347 352 366")


@pytest.mark.parametrize("make", [as_docx, as_pdf], ids=["docx", "pdf"])
def test_the_score_holds_for_the_same_texts_as_files(make: Any, capsys: pytest.CaptureFixture[str]) -> None:
    # A Word document folds the blanks that make columns in a text, and no file but a text keeps tabs.
    folded = IN_BLANKS if make is as_docx else ()
    # In one the right column is set with blanks that a proportional font moves.
    columns = {p.stem for p in DOCUMENTS if p.stem.split("-")[0] in {*folded, "78", "146", "159"}}
    texts = [p for p in DOCUMENTS if p.suffix == ".txt" and p.stem not in columns]
    # Half of the texts are read in one further kind of file: what is made and read takes most of the time.
    texts = texts[::4] if make is as_docx else texts[2::4]
    pairs = [pair(path, propose(read(make(path.read_text(encoding="utf-8"))))) for path in texts]
    precision, recall, count = score(pairs)
    with capsys.disabled():
        print(f"\n{make.__name__}: {count} recommendations: precision {precision:.3f}, recall {recall:.3f}")
    assert precision >= LEAST and recall >= LEAST


def test_a_cut_off_sentence_is_left_as_it_is_and_asked_about() -> None:
    found = proposed(next(p for p in DOCUMENTS if p.stem.startswith("21")))
    cut = next(r for r in found.recommendations if r.number == "3")
    assert cut.text == "Members should be trained before they"
    assert [q.asks for q in found.questions if q.about == "Recommendation 3"] == [
        "Its words end with “Members should be trained before they”. Are they cut off?"
    ]
    assert any(q.about == "Recommendation 5" and "missing" in q.asks for q in found.questions)


def test_a_paragraph_that_a_box_splits_is_one_paragraph() -> None:
    found = proposed(next(p for p in DOCUMENTS if p.stem.startswith("15")))
    assert found.paragraphs[0].text == (
        "The museum in Castle Street opened in 1911 and has been too small since the 1950s. "
        "Two thirds of what it owns is never seen."
    )
    assert "two years to bring one class" in found.paragraphs[1].text


@pytest.mark.parametrize("stem", ["19", "20"])
def test_a_document_without_recommendations_yields_none_and_says_so(stem: str) -> None:
    found = proposed(next(p for p in DOCUMENTS if p.stem.startswith(stem)))
    assert found.recommendations == ()
    assert "No recommendation was found in this document. Is it the right one?" in [q.asks for q in found.questions]


def in_word(make: Callable[[Any], None]) -> Proposal:
    """What is found in a Word document."""
    document, out = Document(), BytesIO()
    make(document)
    document.save(out)
    return propose(read(out.getvalue()))


def test_a_table_of_labels_without_a_head_is_the_summary_of_what_is_bold_in_the_body() -> None:
    def make(document: Any) -> None:
        document.add_heading("Review of Cemeteries", 0)
        table = document.add_table(rows=0, cols=2)
        for label, words in (("Recommendation 1", "Graves should be mapped."), ("Recommendation 2", "Open at seven.")):
            row = table.add_row().cells
            row[0].text, row[1].text = label, words
        document.add_heading("Maps", 1)
        document.add_paragraph("Maps are of 1931.")
        document.add_paragraph().add_run("Recommendation 1").bold = True
        document.add_paragraph("Graves should be mapped each spring.")
        document.add_paragraph().add_run("Recommendation 2: Open at seven.").bold = True

    found = in_word(make).recommendations
    assert [(r.number, r.text, r.labels, len(r.differences)) for r in found] == [
        ("1", "Graves should be mapped.", 2, 1),
        ("2", "Open at seven.", 2, 0),
    ]


def test_headings_that_number_recommendations_are_their_titles_and_no_end_of_the_section() -> None:
    titled = {"1. Buses": "The first bus should leave at five.", "2. Lifts": "Lifts should be shared."}

    def make(document: Any) -> None:
        document.add_heading("Getting to Work", 0)
        document.add_heading("What we recommend", 1)
        for title, words in titled.items():
            document.add_heading(title, 2)
            document.add_paragraph(words)
        document.add_heading("3. Thanks", 1)
        document.add_paragraph("People told us what they should not have to.")

    found = in_word(make).recommendations
    assert [(r.number, r.text) for r in found] == list(zip("12", titled.values(), strict=True))


def test_words_that_hold_the_number_of_another_recommendation_are_asked_about() -> None:
    glued = "Recommendation 1: Homes should be dry. 2 Homes should be warm and. 3 Rents should not rise."
    found = propose(read(glued.encode()))
    assert [r.number for r in found.recommendations] == ["1"]
    assert found.recommendations[0].confidence < 0.6
    assert any("number of another" in question.asks for question in found.questions)


def test_recommendations_of_an_earlier_review_are_left_out_and_asked_about() -> None:
    found = proposed(next(p for p in DOCUMENTS if p.stem.startswith("54")))
    assert [q.asks for q in found.questions if q.about == "Recommendations"] == [
        "2 recommendations seem to be of an earlier review and are left out. Is that right?"
    ]


def test_a_proposal_comes_back_from_its_json() -> None:
    found = proposed(DOCUMENTS[0])
    assert Proposal.from_json(json.loads(json.dumps(found.as_json()))) == found
