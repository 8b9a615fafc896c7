"""From a chosen file to a review: the verbs, who may, and what is left where something goes wrong."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command

from evidence import keeping
from evidence.models import Citation, Footnote, PanelMember, Paragraph, Witness
from evidence.stocktaking import take_stock
from intake import workflow
from intake.models import ImportedReport, ProposedItem
from intake.states import Decision, Stage, Sureness
from recommendations.models import Review
from tests import factories as f
from tests.conftest import Cast

DOCUMENTS = Path(__file__).parent / "documents"
REPORT = (DOCUMENTS / "01-labels-and-narrative.txt").read_bytes()
NOON = f.noon(f.DAY)


def chosen(cast: Cast, content: bytes = REPORT, name: str = "report.txt") -> ImportedReport:
    return workflow.choose(cast.committee, by=cast.roles("scrutiny"), name=name, content=content, at=NOON)


def read(cast: Cast, content: bytes = REPORT) -> ImportedReport:
    imported = chosen(cast, content)
    workflow.read(imported.pk, NOON)
    imported.refresh_from_db()
    return imported


def made(cast: Cast, imported: ImportedReport) -> Review:
    return workflow.make_review(
        imported, by=cast.roles("scrutiny"), at=NOON, title="Empty homes", adopted_on=f.days(-10), published_on=f.DAY
    )


def accept_all(cast: Cast, imported: ImportedReport) -> None:
    workflow.accept_sure(imported, by=cast.roles("scrutiny"), least=Sureness.DOUBTFUL)


def test_a_file_is_kept_read_and_proposed(cast: Cast) -> None:
    imported = read(cast)
    assert (imported.stage, imported.size, len(imported.sha256)) == (Stage.READY, len(REPORT), 64)
    assert [item.reference for item in imported.items.all()] == ["R1", "R2", "R3", "R4"]
    assert [item.title for item in imported.items.all()][
        1
    ] == "Hold one list of empty homes, updated monthly, that all services can…"


def test_the_same_file_again_is_told(cast: Cast) -> None:
    first = chosen(cast)
    with pytest.raises(workflow.AlreadyImported) as again:
        chosen(cast, name="another-name.txt")
    assert again.value.earlier == first
    assert ImportedReport.objects.count() == 1


def test_a_file_that_could_not_be_read_may_be_chosen_again(cast: Cast) -> None:
    failed = read(cast, b"MZ\x90 this program cannot be run")
    assert (failed.stage, failed.reason) == (
        Stage.FAILED,
        "This file is a program, not a report. Choose a PDF, a Word document or a text file.",
    )
    assert chosen(cast, b"MZ\x90 this program cannot be run").pk != failed.pk


@pytest.mark.parametrize("who", ["officer", "head", "member", "chair", "member_elsewhere"])
def test_only_the_scrutiny_officer_imports(cast: Cast, who: str) -> None:
    with pytest.raises(PermissionDenied):
        workflow.choose(cast.committee, by=cast.roles(who), name="a", content=REPORT, at=NOON)
    imported = read(cast)
    with pytest.raises(PermissionDenied):
        workflow.accept_sure(imported, by=cast.roles(who), least=Sureness.CERTAIN)
    with pytest.raises(PermissionDenied):
        workflow.make_review(imported, by=cast.roles(who), at=NOON, title="A", adopted_on=f.DAY, published_on=None)


def test_the_review_has_what_was_confirmed_and_the_evidence(cast: Cast) -> None:
    imported = read(cast)
    accept_all(cast, imported)
    review = made(cast, imported)
    rows = list(review.recommendations.select_related("theme", "lead_service"))
    assert [(r.number, r.theme.title, r.lead_service and r.lead_service.name) for r in rows] == [
        (1, "Finding empty homes", "Private Sector Housing Service"),
        (2, "Finding empty homes", None),
        (3, "Helping owners", None),
        (4, "Using our powers", None),
    ]
    assert [part.label for part in rows[2].parts.all()] == ["a", "b", "c"]
    assert Paragraph.objects.filter(review=review, is_verbatim=True).count() == 10
    assert next(iter(Witness.objects.filter(group__review=review).values_list("name", flat=True))) == "Imogen Farrow"
    assert (Footnote.objects.count(), PanelMember.objects.filter(review=review).count()) == (1, 3)
    cited = Citation.objects.filter(recommendation__review=review)
    told = {c.paragraph.number: c.recommendation.number for c in cited}
    assert told == {"2.2": 1, "2.3": 2, "3.1": 3, "4.1": 4}
    imported.refresh_from_db()
    assert (imported.stage, imported.review, imported.made_by) == (Stage.MADE, review, cast.scrutiny)


def test_nothing_is_made_while_something_is_open_or_nothing_is_confirmed(cast: Cast) -> None:
    imported = read(cast)
    with pytest.raises(ValidationError, match="4 recommendations are still to be decided"):
        made(cast, imported)
    for item in imported.items.all():
        workflow.decide(item, by=cast.roles("scrutiny"), decision=Decision.DROPPED)
    with pytest.raises(ValidationError, match="Confirm at least one"):
        made(cast, imported)
    assert Review.objects.count() == 1


def test_a_making_that_breaks_half_way_leaves_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    imported = read(cast)
    accept_all(cast, imported)

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("intake.workflow.making.keep_source", broken)
    with pytest.raises(RuntimeError):
        made(cast, imported)
    imported.refresh_from_db()
    assert (Review.objects.count(), imported.stage) == (1, Stage.READY)


def test_a_made_import_is_closed(cast: Cast) -> None:
    imported = read(cast)
    accept_all(cast, imported)
    made(cast, imported)
    with pytest.raises(ValidationError, match="not open to decisions"):
        made(cast, imported)
    with pytest.raises(ValidationError, match="not open to decisions"):
        workflow.decide(imported.items.all()[0], by=cast.roles("scrutiny"), decision=Decision.DROPPED)


def test_edit_split_merge_and_assign(cast: Cast) -> None:
    by = cast.roles("scrutiny")
    imported = read(cast)
    third = imported.items.get(number="3")
    first_piece = workflow.split(third, by=by)
    assert first_piece.text == "offers up to £25,000 for each home;"
    assert imported.items.count() == 6
    after = imported.items.get(order=first_piece.order + 1)
    merged = workflow.merge(after, by=by)
    assert merged.text == "offers up to £25,000 for each home; is repaid when the home is sold or let; and"
    assert merged.decision == Decision.OPEN and imported.items.count() == 5
    edited = workflow.edit(
        merged,
        by=by,
        to=workflow.Edited(
            "A loan scheme", "Cabinet should set up a loan scheme.", "Money", ("for owners",), cast.service
        ),
    )
    assert (edited.decision, edited.service, edited.is_edited) == (Decision.ACCEPTED, cast.service, True)
    assert workflow.assign(edited, by=by, service=None).service is None
    with pytest.raises(ValidationError, match="no recommendation before"):
        workflow.merge(imported.items.get(number="1"), by=by)
    with pytest.raises(ValidationError, match="cannot be split"):
        workflow.split(imported.items.get(number="2"), by=by)
    elsewhere = f.ServiceFactory.create()
    with pytest.raises(ValidationError, match="of this council"):
        workflow.assign(edited, by=by, service=elsewhere)


def test_accepting_above_a_confidence_leaves_the_doubtful_open(cast: Cast) -> None:
    imported = read(cast, (DOCUMENTS / "21-cut-off-and-glued.txt").read_bytes())
    assert workflow.accept_sure(imported, by=cast.roles("scrutiny"), least=Sureness.CERTAIN) == 4
    assert [item.number for item in imported.items.filter(decision=Decision.OPEN)] == ["3"]


def test_an_owner_is_assigned_where_the_council_has_the_very_service(cast: Cast) -> None:
    imported = read(
        cast, b"Recommendation 1: The Youth Service should open.\n\nRecommendation 2: The Head of Parks should go.\n"
    )
    one, two = imported.items.all()
    assert (one.service, two.service, two.owner) == (cast.service, None, "Head of Parks")
    accept_all(cast, imported)
    review = made(cast, imported)
    assert [r.lead_service for r in review.recommendations.all()] == [cast.service, None]


def test_a_dead_worker_and_a_silent_broker_are_swept_up(cast: Cast) -> None:
    imported = chosen(cast)
    ImportedReport.objects.filter(pk=imported.pk).update(stage=Stage.READING, lease_until=f.noon(f.days(-1)))
    waits = chosen(cast, REPORT + b"\n")
    workflow.sweep(NOON)
    imported.refresh_from_db()
    waits.refresh_from_db()
    assert (imported.stage, waits.stage) == (Stage.FAILED, Stage.READY)
    assert imported.reason == "The worker stopped before the report was read. Choose the file again."
    assert ProposedItem.objects.filter(imported=waits).count() == 4


def test_the_command_prints_a_proposal_and_touches_no_database(django_assert_num_queries: Any, db: None) -> None:
    out = StringIO()
    with django_assert_num_queries(0):
        call_command("propose", str(DOCUMENTS / "09-table-with-strokes.txt"), stdout=out)
    found = json.loads(out.getvalue())
    assert {"title", "recommendations", "witnesses", "paragraphs", "footnotes", "questions"} <= set(found)
    row = found["recommendations"][0]
    assert {"number", "text", "theme", "owner", "parts", "response", "place", "confidence"} <= set(row)
    assert (row["number"], row["owner"], row["response"]) == ("1", "Head of Repairs", "Accepted")


def test_the_command_says_why_it_cannot_read(tmp_path: Path) -> None:
    empty = tmp_path / "empty.pdf"
    empty.write_bytes(b"")
    with pytest.raises(CommandError, match="This file is empty"):
        call_command("propose", str(empty))
    with pytest.raises(CommandError, match="There is no file"):
        call_command("propose", str(tmp_path / "none.pdf"))


def test_stock_is_taken_of_the_files_of_imports(cast: Cast) -> None:
    imported = chosen(cast)
    assert (take_stock().whole, take_stock().left_over) == (1, [])
    keeping.storage().delete(imported.kept_as)
    assert take_stock().lost == [f"import {imported.pk}"]
