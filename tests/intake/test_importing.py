"""From a chosen file to a review: the verbs, who may, and what is left where something goes wrong."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command

from council.models import Service
from council.workflow import ChangedMeanwhile
from evidence import keeping
from evidence.loading import service_named
from evidence.models import Citation, Footnote, PanelMember, Paragraph, Witness
from evidence.stocktaking import take_stock
from intake import workflow
from intake.models import ImportedReport, ProposedItem, letters
from intake.states import Decision, Stage, Sureness
from intake.workflow.making import labels_of, numbered_apart
from recommendations.models import Review
from tests import factories as f
from tests.conftest import Cast
from tests.intake.deciding import confirm_all

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
    confirm_all(imported, cast.roles("scrutiny"))


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
    told = {str(c.source).split()[-1]: c.recommendation.number for c in cited}
    assert told == {"2.2": 1, "2.3": 2, "3.1": 3, "4.1": 4}
    imported.refresh_from_db()
    assert (imported.stage, imported.review, imported.made_by) == (Stage.MADE, review, cast.scrutiny)


def test_nothing_is_made_while_something_is_open_or_nothing_is_confirmed(cast: Cast) -> None:
    imported = read(cast)
    with pytest.raises(ValidationError, match="4 recommendations are still to be decided"):
        made(cast, imported)
    for item in imported.items.all():
        workflow.decide(item, by=cast.roles("scrutiny"), decision=Decision.DROPPED, because="Not ours.")
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
        workflow.decide(
            imported.items.all()[0], by=cast.roles("scrutiny"), decision=Decision.DROPPED, because="Not ours."
        )


def test_edit_split_merge_and_assign(cast: Cast) -> None:
    by = cast.roles("scrutiny")
    imported = read(cast)
    third = imported.items.get(number="3")
    first_piece = workflow.split(third, by=by)
    lead = third.text
    assert lead.endswith(":") and first_piece.text == f"{lead} offers up to £25,000 for each home;"
    assert first_piece.title == "Offers up to £25,000 for each home"
    assert imported.items.count() == 6
    after = imported.items.get(order=first_piece.order + 1)
    merged = workflow.merge(after, by=by)
    # Together again they are led to by the same words, once.
    assert (merged.text, [part["text"] for part in merged.parts]) == (
        lead,
        ["offers up to £25,000 for each home;", "is repaid when the home is sold or let; and"],
    )
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
    with pytest.raises(ValidationError, match="one by one"):
        workflow.accept_sure(imported, by=cast.roles("scrutiny"), least=Sureness.DOUBTFUL)


def test_a_title_that_nobody_wrote_follows_the_words(cast: Cast) -> None:
    imported = read(
        cast, b"Recommendation 1: The Council should open a hostel Lead.\n\nRecommendation 2: It should keep it open.\n"
    )
    by, (one, two) = cast.roles("scrutiny"), imported.items.all()
    to = workflow.Edited(one.title, "The Council should open a hostel.", "", (), None)
    assert workflow.edit(one, by=by, to=to).title == "Open a hostel"
    own = workflow.Edited("A roof", "The Council should open two hostels.", "", (), None)
    assert workflow.edit(one, by=by, to=own).title == "A roof"
    one.refresh_from_db()
    further = workflow.Edited("A roof", "The Council should open three hostels.", "", (), None)
    assert workflow.edit(one, by=by, to=further).title == "A roof"
    assert workflow.merge(two, by=by).title == "A roof"


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


def test_no_owner_chosen_while_editing_is_not_overruled_by_the_report(cast: Cast) -> None:
    imported = read(cast)
    accept_all(cast, imported)
    first, second = imported.items.all()[:2]
    assert first.owner and first.service is None
    by = cast.roles("scrutiny")
    ProposedItem.objects.filter(pk=second.pk).update(owner="Street Team")
    workflow.edit(first, by=by, to=workflow.Edited("A", first.text, "", (), None))
    workflow.edit(second, by=by, to=workflow.Edited("B", second.text, "", (), None, keeps_owner=True))
    one, two, *_ = made(cast, imported).recommendations.select_related("lead_service")
    assert one.lead_service is None
    assert two.lead_service is not None and two.lead_service.name == "Street Team"


def test_an_edit_of_something_that_changed_meanwhile_is_refused(cast: Cast) -> None:
    item = read(cast).items.all()[0]
    by = cast.roles("scrutiny")
    to = workflow.Edited("Theirs", item.text, "", (), None)
    workflow.edit(item, by=by, to=to, version=item.version)
    with pytest.raises(ChangedMeanwhile):
        workflow.edit(item, by=by, to=to, version=item.version)


def test_splitting_keeps_what_the_report_says_of_the_whole_and_the_wording_of_each_piece(cast: Cast) -> None:
    item = read(cast).items.all()[1]
    item.text, item.body_text = "Do this. Then that.", "Do this. Then all that."
    item.differences = [{"kind": "wording", "summary": "Then that", "body": "Then all that"}]
    item.response, item.due, item.body_place = "Accepted", "June", "page 9, line 1"
    item.save()
    first = workflow.split(item, by=cast.roles("scrutiny"))
    second = ProposedItem.objects.get(imported=item.imported, order=first.order + 1)
    assert (first.text, first.body_text, first.differences) == ("Do this.", "", [])
    assert (second.text, second.body_text, len(second.differences)) == ("Then that.", "Then all that.", 1)
    assert [(row.response, row.due, row.body_place) for row in (first, second)] == [
        ("Accepted", "June", "page 9, line 1")
    ] * 2
    # And together again: nothing is lost, and what was the same is said once.
    whole = workflow.merge(second, by=cast.roles("scrutiny"))
    assert (whole.text, whole.body_text) == ("Do this. Then that.", "Do this. Then all that.")
    assert (whole.response, whole.due, len(whole.differences)) == ("Accepted", "June", 1)


def test_merging_claims_no_wording_of_a_body_that_has_only_one_of_them(cast: Cast) -> None:
    first, second = read(cast).items.all()[:2]
    ProposedItem.objects.filter(pk=first.pk).update(response="Agreed", due="May")
    differences = [{"kind": "wording", "summary": "a", "body": "b"}]
    ProposedItem.objects.filter(pk=second.pk).update(
        body_text="Other words.", body_place="page 9, line 1", differences=differences, response="Refused", due="June"
    )
    whole = workflow.merge(second, by=cast.roles("scrutiny"))
    assert (whole.body_text, whole.differences) == ("", [])
    assert (whole.response, whole.due) == ("Agreed; Refused", "May; June")


def test_merging_what_was_merged_a_moment_ago_is_refused(cast: Cast) -> None:
    second = read(cast).items.all()[1]
    workflow.merge(second, by=cast.roles("scrutiny"))
    again = ProposedItem(pk=ProposedItem.objects.latest("pk").pk + 100, imported=second.imported)
    with pytest.raises(ValidationError, match="no longer there"):
        workflow.merge(again, by=cast.roles("scrutiny"))


def test_starting_again_proposes_what_was_found(cast: Cast) -> None:
    imported = read(cast)
    found = [(item.number, item.text, item.parts, item.owner) for item in imported.items.all()]
    workflow.split(imported.items.get(number="3"), by=cast.roles("scrutiny"))
    accept_all(cast, imported)
    with pytest.raises(PermissionDenied):
        workflow.start_again(imported, by=cast.roles("officer"))
    workflow.start_again(imported, by=cast.roles("scrutiny"))
    items = imported.items.all()
    assert [(item.number, item.text, item.parts, item.owner) for item in items] == found
    assert {item.decision for item in items} == {Decision.OPEN}


def test_a_split_renumbers_nothing_but_its_own_pieces(cast: Cast) -> None:
    imported = read(cast)
    workflow.split(imported.items.get(number="3"), by=cast.roles("scrutiny"))
    accept_all(cast, imported)
    items = list(imported.items.all())
    assert [item.number for item in items] == ["1", "2", "3", "", "", "4"]
    numbers = workflow.numbers_by_item(items)
    assert [numbers[item.pk] for item in items] == [1, 2, 3, 5, 6, 4]
    assert {r.number: r.text for r in made(cast, imported).recommendations.all()} == {
        numbers[item.pk]: item.text for item in items
    }


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("Community Safety", "Community Safety Service"),
        ("Children's Services", "Children's Services"),
        ("Licensing Team", "Licensing Team"),
        ("N" * 230, "N" * 200),
    ],
)
def test_a_service_is_called_as_it_is(cast: Cast, name: str, full: str) -> None:
    council = cast.committee.council
    made = service_named(council, name)
    assert made is not None and made.name == full
    assert service_named(council, name) == made
    assert Service.objects.filter(name=full).count() == 1


def test_paragraphs_that_are_numbered_alike_are_all_kept() -> None:
    rows = [{"number": number} for number in ("2.3", "2.3", "12.345.678.9", "12.345.678.8", "2.3")]
    told = [number for number, _ in numbered_apart(rows)]
    assert told == ["2.3", "2.3-2", "12.345.678", "12.345.6-2", "2.3-3"]


def test_labels_of_parts_sort_as_they_are_printed() -> None:
    assert (letters(3), letters(26)[-1], letters(28)[-3:]) == (["a", "b", "c"], "z", ["az", "ba", "bb"])
    for printed, kept in ((["i", "ii", "iii"], True), (["viii", "ix"], False), (["9", "10"], False), (["", ""], False)):
        item = ProposedItem(parts=[{"label": label, "text": "A"} for label in printed])
        assert labels_of(item) == (printed if kept else letters(len(printed)))


def test_more_parts_than_letters_are_made_in_their_order(cast: Cast) -> None:
    imported = read(cast)
    item = imported.items.all()[0]
    texts = [f"part {n}" for n in range(30)]
    workflow.edit(item, by=cast.roles("scrutiny"), to=workflow.Edited("A", "All of:", "", tuple(texts), None))
    accept_all(cast, imported)
    assert [part.text for part in made(cast, imported).recommendations.get(number=1).parts.all()] == texts


def test_the_sweep_reads_one_at_a_time(cast: Cast) -> None:
    first, second = chosen(cast), chosen(cast, REPORT + b"\n")
    workflow.sweep(NOON)
    assert [ImportedReport.objects.get(pk=row.pk).stage for row in (first, second)] == [Stage.READY, Stage.WAITING]
    workflow.sweep(NOON)
    assert ImportedReport.objects.get(pk=second.pk).stage == Stage.READY
